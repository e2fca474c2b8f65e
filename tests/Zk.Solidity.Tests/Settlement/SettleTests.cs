using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Batches: the statement, what binds it, and everything that keeps a root from moving.</summary>
[TestFixture]
public sealed class SettleTests
{
    private const string InvalidProof = "InvalidProof()";
    private const string WrongTime = "WrongBatchTime(uint256,uint256,uint256)";

    private readonly Random _random = new(11);
    private SettlementWorld _world = null!;

    [SetUp]
    public void Start() => _world = new SettlementWorld();

    [Test]
    public void DomainIsTheCircuits() => Assert.That(_world.Read("domain()"), Is.EqualTo(Number256(_world.Domain.Value)));

    [TestCase(8)]
    [TestCase(64)]
    [TestCase(256)]
    public void TheStatementIsTheCircuitsWordForWord(int capacity)
    {
        var circuit = PaymentsCircuit.NameOf(capacity);
        var digest = Keccak256.Hash([(byte)capacity]);
        var contract = _world.CreateSettlement((digest, circuit, capacity, _world.Verifier));
        var context = new SettlementContext(new((ulong)Evm.ChainId, ToEthereum(contract)), 1, ToEthereum(Operator));
        var root = AccountTree.Empty.Root;
        for (var i = 0; i < 12; i++)
        {
            var words = Enumerable.Range(0, 2 * capacity).Select(_ => Random(31)).ToArray();
            if (i == 0)
                words = [.. words.Select(_ => Fr.FromBigInteger((BigInteger.One << 248) - 1))];
            var data = new BatchData([Fr.FromUInt64(Now), .. words]);
            var next = i == 1 ? -Fr.One : Random(31);
            var arguments = _world.Expected(context with { BatchNumber = (ulong)i + 1 }, root, next, data, digest, circuit);
            Assert.That(Evm.Send(contract, Abi.Call(Settle, arguments), Operator).Success, Is.True, $"batch {i}");
            root = next;
        }
    }

    [Test]
    public void ABatchMovesRootNumberAndSums()
    {
        var batch = _world.Apply(_world.Enqueue(0, 1000), _world.Enqueue(1, 500, Bob));
        var receipt = _world.SettleBatch(batch);
        var settled = receipt.Logs.Single(l => l.Topics[0].SequenceEqual(Abi.Topic("BatchSettled(uint256,uint256,uint256,bytes32,address)")));
        Assert.That(Abi.UintAt(settled.Topics[1], 0), Is.EqualTo(BigInteger.One));
        Assert.That(Abi.UintAt(settled.Data, 0), Is.EqualTo(Number256(AccountTree.Empty.Root)));
        Assert.That(Abi.UintAt(settled.Data, 1), Is.EqualTo(Number256(batch.After.Root)));
        Assert.That(Abi.WordAt(settled.Data, 2), Is.EqualTo(Keccak256.Hash(batch.Batch.Data(Capacity).ToBytes())));
        _world.SettleBatch(_world.Transfer(0, 1, 100, 3), _world.Withdraw(1, Bob, 70), _world.Withdraw(0, Bob, 30, nonceAhead: 1));
        Assert.That(_world.ReadWord(1, "totals()"), Is.EqualTo(new BigInteger(1400)));
        Assert.That(_world.Read("owed(address)", Bob), Is.EqualTo(new BigInteger(100)));
        _world.AssertSolvent();
    }

    [Test]
    public void Bug53_Bug54_ABatchSettlesOnce()
    {
        var arguments = _world.Expected(_world.Apply(_world.Enqueue(0, 10)));
        _world.Send(Operator, Settle, arguments);
        _world.Refuses("WrongBatchNumber(uint256)", Operator, Settle, arguments);
        arguments[0] = 2;
        _world.Refuses(InvalidProof, Operator, Settle, arguments);
        arguments[0] = 0;
        _world.Refuses("WrongBatchNumber(uint256)", Operator, Settle, arguments);
    }

    [Test]
    public void Bug54_AProofIsForOneSubmitter()
    {
        _world.Send(Governor, "nominateOperator(address,bool)", Bob, true);
        _world.Send(Bob, "acceptOperator()");
        var arguments = _world.Expected(_world.Apply(_world.Enqueue(0, 10)));
        _world.Refuses(InvalidProof, Bob, Settle, arguments);
        _world.Refuses("NotOperator(address)", Stranger, Settle, arguments);
        _world.Send(Operator, Settle, arguments);
    }

    [Test]
    public void Bug54_AProofIsForOneContract()
    {
        var other = _world.CreateSettlement();
        var data = RawData(Now, 0);
        var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, data);
        AssertRefused(other, InvalidProof, Operator, Settle, arguments);
        _world.Send(Operator, Settle, arguments);
    }

    [Test]
    public void Bug54_AProofIsForOneChain()
    {
        var chain = Evm.ChainId;
        var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0));
        try
        {
            Evm.Request("anvil_setChainId", (ulong)chain + 1);
            Assert.That(_world.Read("domain()"), Is.EqualTo(Number256(_world.Domain.Value)));
            _world.Refuses(InvalidProof, Operator, Settle, arguments);
        }
        finally
        {
            Evm.Request("anvil_setChainId", (ulong)chain);
        }

        _world.Send(Operator, Settle, arguments);
    }

    [Test]
    public void Bug54_AProofIsForOneKeyAndRoot()
    {
        var other = Keccak256.Hash("another key"u8);
        var contract = _world.CreateSettlement((KeyDigest, CircuitName, Capacity, _world.Verifier), (other, CircuitName, Capacity, _world.Verifier));
        var context = _world.Context with { Domain = new((ulong)Evm.ChainId, ToEthereum(contract)) };
        var arguments = _world.Expected(context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0));
        arguments[1] = other;
        AssertRefused(contract, InvalidProof, Operator, Settle, arguments);
        arguments[1] = KeyDigest;
        arguments[2] = 2;
        AssertRefused(contract, InvalidProof, Operator, Settle, arguments);
        arguments = _world.Expected(context, Fr.One, Fr.One, RawData(Now, 0));
        AssertRefused(contract, InvalidProof, Operator, Settle, arguments);
    }

    [Test]
    public void Bug5_RootsAndCommitmentAreReduced()
    {
        var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0));
        foreach (var index in new[] { 2, 3 })
        {
            var value = (BigInteger)arguments[index];
            foreach (var wrong in new[] { value + Fr.Characteristic, Fr.Characteristic, (BigInteger.One << 256) - 1 })
            {
                arguments[index] = wrong;
                _world.Refuses("NotBelowModulus(uint256)", Operator, Settle, arguments);
            }

            arguments[index] = value;
        }
    }

    [Test]
    public void Bug49_EveryWordIsBelow2To248()
    {
        var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0));
        var words = (object[])arguments[4];
        for (var i = 0; i < words.Length; i++)
        {
            var good = words[i];

            // The second is the same element of the field, so y alone would not tell.
            foreach (var wrong in new[] { BigInteger.One << 248, (BigInteger)good + Fr.Characteristic, (BigInteger.One << 256) - 1 })
            {
                words[i] = wrong;
                _world.Refuses("WordTooLarge(uint256)", Operator, Settle, arguments);
            }

            words[i] = good;
        }

        words[^1] = (BigInteger.One << 248) - 1;
        _world.Refuses(InvalidProof, Operator, Settle, arguments);
    }

    [Test]
    public void Bug6_TheNumberOfWordsIsTheCircuits()
    {
        var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0));
        var words = (object[])arguments[4];
        foreach (var count in new[] { 0, 1, words.Length - 1, words.Length + 1 })
        {
            arguments[4] = words.Append(BigInteger.Zero).Take(count).ToArray();
            _world.Refuses("WrongNumberOfWords(uint256,uint256)", Operator, Settle, arguments);
        }
    }

    [Test]
    public void TheBatchTimeIsInItsWindow()
    {
        var time = Now + 1000u;
        foreach (var (batchTime, good) in new[] { (time - 86_401, false), (time - 86_400, true), (time + 900, true), (time + 901, false) })
        {
            var snapshot = Evm.Snapshot();
            var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(batchTime, 0));
            if (good)
                _world.SendAt(time, Operator, Settle, arguments);
            else
                _world.RefusesAt(time, WrongTime, Operator, Settle, arguments);
            Evm.Revert(snapshot);
        }
    }

    [Test]
    public void BatchTimesDoNotGoBack()
    {
        var time = Now;
        _world.Send(Operator, Settle, _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(time, 0)));
        var second = _world.Context with { BatchNumber = 2 };
        _world.Refuses(WrongTime, Operator, Settle, _world.Expected(second, Fr.One, Fr.One, RawData(time - 1, 0)));
        _world.Send(Operator, Settle, _world.Expected(second, Fr.One, Fr.One, RawData(time, 0)));
    }

    [TestCase("")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000002")]
    [TestCase("01")]
    [TestCase("00000000000000000000000000000000000000000000000000000000000000010000000000000000000000000000000000000000000000000000000000000001")]
    public void OnlyTrueIsTrue(string answer)
    {
        var odd = Create("OddVerifier", Abi.Encode("(bytes)", Convert.FromHexString(answer)));
        var contract = _world.CreateSettlement((KeyDigest, CircuitName, Capacity, odd));
        var context = _world.Context with { Domain = new((ulong)Evm.ChainId, ToEthereum(contract)) };
        AssertRefused(contract, InvalidProof, Operator, Settle, _world.Expected(context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0)));
    }

    [Test]
    public void AProofOfTooMuchTakesNothingFromTheQueueOrFromWhatIsOwed()
    {
        // Even a broken circuit cannot pay out more than the state holds.
        var deposit = _world.Enqueue(0, 1000);
        _world.Enqueue(1, 5000, Bob);
        _world.SettleBatch(deposit);
        var theft = new Withdrawal(0, ToEthereum(Stranger), 1001, 0, 0, 0);
        var arguments = _world.Expected(_world.Context, _world.State.Root, Fr.One, RawData(Now, 1, WordsOf(theft)));
        Assert.That(Evm.Call(_world.Contract, Abi.Call(Settle, arguments), Operator).RevertedWith("Panic(uint256)"), Is.True);
    }

    private Fr Random(int bytes)
    {
        var value = new byte[bytes];
        _random.NextBytes(value);
        return Fr.FromBigInteger(new BigInteger(value, isUnsigned: true));
    }
}
