using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsCircuitFixture;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>Payments batches proved and verified, on a curve whose points are exponents: fast, and as binding for statements as a real one.</summary>
[TestFixture(CommitmentScheme.Shplonk)]
[TestFixture(CommitmentScheme.ShplonkWide)]
[TestFixture(CommitmentScheme.Fflonk)]
public class PaymentsProofTests(CommitmentScheme scheme)
{
    private ProvingKey<Fr>? _provingKey;
    private Srs<Fr>? _srs;
    private Verifier<Fr>? _verifier;
    private byte[] _digest = [];

    [OneTimeSetUp]
    public void MakeKeys()
    {
        _srs = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, Compiled.Compiled.SrsSizeFor(scheme), 2);
        (_provingKey, var verifyingKey) = Keys.Generate(Compiled.Compiled, _srs, scheme: scheme);
        _verifier = new Verifier<Fr>(verifyingKey);
        _digest = verifyingKey.Digest.ToArray();
    }

    [OneTimeTearDown]
    public void DisposeKeys()
    {
        _provingKey?.Dispose();
        _srs?.Dispose();
    }

    private PaymentsTransition Settle(AccountTree state, PaymentsBatch batch)
    {
        Assert.That(PaymentsReference.TryApply(state, batch, out var transition, out var violation), Is.True, () => violation!.ToString());
        return transition!;
    }

    private SettlementStatement Statement(PaymentsTransition transition) => transition.Statement(Capacity, Compiled.Compiled.Name, _digest);

    private Proof<Fr> Prove(PaymentsTransition transition, SettlementStatement statement)
    {
        using var assignment = Compiled.Assign(PaymentsWitness.Create(transition, statement, Capacity));
        using var engine = new CpuEngine<Fr>();
        return new Prover<Fr>(_provingKey!, engine).Prove(assignment);
    }

    [Test]
    public void KeysAndProofsDoNotDependOnTheFormOfCommitments()
    {
        var transition = Settle(State, Batch(Deposit(77, 50), Transfer(0, 1, 300, 7)));
        using var assignment = Compiled.Assign(PaymentsWitness.Create(transition, Statement(transition), Capacity));
        CommitmentForms.Agree(Compiled.Compiled, ExponentCurve<Fr>.Instance, assignment);
    }

    [Test]
    public void TwoBatchesInARowUnderOneKey()
    {
        var first = Settle(State, Batch(Deposit(77, 50), Transfer(0, 1, 300, 7)));
        var context = Context with { BatchNumber = Context.BatchNumber + 1 };
        var second = Settle(first.After, Batch(Transfer(77, 0, 5), Withdrawal(1, 1300)) with { Context = context });
        var (a, b) = (Statement(first), Statement(second));
        Assert.That(b.PreviousRoot, Is.EqualTo(a.NextRoot));
        Assert.That(_verifier!.Verify(Prove(first, a), a.ToArray()), Is.True);
        Assert.That(_verifier.Verify(Prove(second, b), b.ToArray()), Is.True);
    }

    /// <summary>Bugs 31, 32, 53, 54: a proof fits its own statement only, so not another batch number, submitter, contract, key or data.</summary>
    [Test]
    public void Bug54_ProofFitsNoOtherStatement()
    {
        var transition = Settle(State, Batch(Transfer(0, 1, 300, 7)));
        var statement = Statement(transition);
        var proof = Prove(transition, statement);
        for (var i = 0; i < SettlementStatement.Length; i++)
        {
            var inputs = statement.ToArray();
            inputs[i] += Fr.One;
            Assert.That(_verifier!.Verify(proof, inputs), Is.False, $"input {i}");
        }

        var batch = transition.Batch;
        SettlementStatement[] others =
        [
            Statement(transition with { Batch = batch with { Context = Context with { BatchNumber = 6 } } }),
            Statement(transition with { Batch = batch with { Context = Context with { Submitter = default } } }),
            Statement(transition with { Batch = batch with { Context = Context with { Domain = new SettlementDomain(2, Context.Domain.Contract) } } }),
            Statement(transition with { Batch = batch with { Time = Time - 1 } }),
            Statement(transition with { Batch = batch with { Operations = [Transfer(0, 1, 301, 7)] } }),
            transition.Statement(Capacity, "settlement/payments/8", _digest),
            transition.Statement(Capacity, Compiled.Compiled.Name, new byte[32]),
        ];
        foreach (var other in others)
            Assert.That(_verifier!.Verify(proof, other.ToArray()), Is.False);
        Assert.That(_verifier!.Verify(proof, statement.ToArray()), Is.True);
    }
}
