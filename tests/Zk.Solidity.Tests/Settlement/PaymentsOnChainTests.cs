using System.Numerics;
using Zk.Circuits;
using Zk.Circuits.Settlement;
using Zk.Curves;
using Zk.Plonk;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Real proofs of settlement/payments/8, verified by the generated contract: tokens go in on L1, move in the state, and come out again.</summary>
/// <param name="scheme">The proofs' commitment scheme.</param>
/// <param name="gasOfABatch">No batch costs more.</param>
[TestFixture(CommitmentScheme.Shplonk, 500_000)]
[TestFixture(CommitmentScheme.ShplonkWide, 485_000)]
[TestFixture(CommitmentScheme.Fflonk, 300_000)]
public sealed class PaymentsOnChainTests(CommitmentScheme scheme, long gasOfABatch)
{
    private const int Threads = 2;

    private Circuit<Fr, PaymentsWitness> _circuit = null!;
    private Srs<Fr> _srs = null!;
    private ProvingKey<Fr> _provingKey = null!;
    private VerifyingKey<Fr> _key = null!;
    private Address _verifier;

    [OneTimeSetUp]
    public void MakeKeys()
    {
        _circuit = Circuit.Compile(new PaymentsCircuit(Capacity));
        _srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, _circuit.Compiled.SrsSizeFor(scheme), Threads);
        (_provingKey, _key) = Keys.Generate(_circuit.Compiled, _srs, scheme: scheme);
        var source = new Dictionary<string, string> { ["Verifier.sol"] = SolidityVerifier.Generate(_key) };
        _verifier = Evm.Deploy(SolidityCompiler.Compile(source, new CompilerSettings(SolidityVerifier.OptimizerRuns))["Verifier"].CreationCode).Contract!.Value;
    }

    [OneTimeTearDown]
    public void ForgetKeys()
    {
        _provingKey.Dispose();
        _srs.Dispose();
        _circuit.Dispose();
    }

    [Test]
    public async Task ThreeBatchesGoFromL1ToL1()
    {
        var world = new SettlementWorld(verifier: (_key.Digest.ToArray(), _verifier));
        await SettleAsync(world, world.Enqueue(0, 1000), world.Enqueue(1, 500, Bob));
        await SettleAsync(world, world.Transfer(0, 1, 300, 5), world.Transfer(1, 0, 50, 1), world.Enqueue(2, 40));
        var recipient = NewAddress();
        var forced = world.Withdraw(2, recipient, 40);
        world.ForceRequest(forced);
        await SettleAsync(world, world.Withdraw(1, recipient, 700, 9), forced, world.Transfer(0, 2, 1));
        Assert.That(world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
        world.Send(Stranger, "withdrawFor(address)", recipient);
        Assert.That(world.TokenBalance(recipient), Is.EqualTo(new BigInteger(740)));
        Assert.That(world.State.TotalBalance, Is.EqualTo(new BigInteger(800)));
        world.AssertSolvent();
    }

    [Test]
    public async Task Bug54_ARealProofIsForOneSubmitterContractAndBatch()
    {
        var world = new SettlementWorld(verifier: (_key.Digest.ToArray(), _verifier));
        var other = world.CreateSettlement((_key.Digest.ToArray(), CircuitName, Capacity, _verifier));
        world.Send(Governor, "nominateOperator(address,bool)", Bob, true);
        world.Send(Bob, "acceptOperator()");
        var transition = world.Apply(world.Enqueue(0, 1000));
        var arguments = await ProveAsync(transition);
        world.Refuses("InvalidProof()", Bob, Settle, arguments);
        AssertRefused(other, "InvalidProof()", Operator, Settle, arguments);
        var proof = (byte[])arguments[5];
        foreach (var changed in new[] { proof[..^32], [.. proof, .. new byte[32]], [.. proof[..^1]], [], [.. proof[..100], (byte)(proof[100] ^ 1), .. proof[101..]] })
            world.Refuses("InvalidProof()", Operator, Settle, [.. arguments[..5], changed]);
        foreach (var index in new[] { 2, 3 })
        {
            var wrong = arguments.ToArray();
            wrong[index] = (BigInteger)wrong[index] ^ 1;
            world.Refuses("InvalidProof()", Operator, Settle, wrong);
        }

        var words = ((object[])arguments[4]).ToArray();
        words[1] = (BigInteger)words[1] + (BigInteger.One << 72);
        world.Refuses("InvalidProof()", Operator, Settle, [.. arguments[..4], words, proof]);
        world.Send(Operator, Settle, arguments);
        world.Refuses("WrongBatchNumber(uint256)", Operator, Settle, arguments);
    }

    private async Task SettleAsync(SettlementWorld world, params Operation[] operations)
    {
        var transition = world.Apply(operations);
        var receipt = world.Send(Operator, Settle, await ProveAsync(transition));
        TestContext.Out.WriteLine($"{scheme.Name()}: {operations.Length} operations, {receipt.GasUsed} gas");
        Assert.That(receipt.GasUsed, Is.LessThan(gasOfABatch));
        world.State = transition.After;
        world.Number++;
        Assert.That(world.Read("stateRoot()"), Is.EqualTo(Number256(world.State.Root)));
        world.AssertSolvent();
    }

    private async Task<object[]> ProveAsync(PaymentsTransition transition)
    {
        var statement = transition.Statement(Capacity, CircuitName, _key.Digest);
        using var witness = _circuit.Assign(PaymentsWitness.Create(transition, statement, Capacity));
        using var engine = new CpuEngine<Fr>(Threads);
        var proof = await new Prover<Fr>(_provingKey, engine).ProveAsync(witness);
        var call = SolidityCalldata.Encode(_key, proof, statement.ToArray());
        var words = transition.Batch.Data(Capacity).List.Select(w => (object)Number256(w)).ToArray();
        return
        [
            transition.Batch.Context.BatchNumber, _key.Digest.ToArray(), Number256(statement.NextRoot), Number256(statement.Commitment), words,
            call[(4 + (32 * SettlementStatement.Length))..],
        ];
    }
}
