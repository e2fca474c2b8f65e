using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Batches of perpetuals: the statement, the shapes of circuits, and what their words do on L1.</summary>
[TestFixture]
public sealed class PerpetualSettleTests
{
    private static readonly byte[] _second = Keccak256.Hash("a second key"u8);

    private readonly Random _random = new(12);

    [TestCase(1)]
    [TestCase(8)]
    [TestCase(64)]
    public void TheStatementOfEveryProfileIsTheCircuits(int size)
    {
        var world = new PerpetualWorld(PerpetualProfile.Find(size));
        Assert.That(world.Read("stateRoot()"), Is.EqualTo(Number256(PerpetualState.Genesis(world.Profile.Markets).Root)));
        Assert.That(world.Read("MARKETS()"), Is.EqualTo(new BigInteger(world.Profile.Markets)));
        for (var i = 0; i < 4; i++)
        {
            var header = world.Data(new()).List.Take(PerpetualData.HeaderWords);
            var largest = Fr.FromBigInteger((BigInteger.One << BatchData.WordBits) - 1);
            var words = Enumerable.Range(0, world.Profile.DataWords - PerpetualData.HeaderWords).Select(_ => i == 0 ? largest : Random());
            world.Submit(new BatchData([.. header, .. words]), i == 1 ? -Fr.One : Random());
        }
    }

    [TestCase(1)]
    [TestCase(8)]
    [TestCase(64)]
    public void SlotsAreReadAtTheirPlaces(int size)
    {
        var world = new PerpetualWorld(PerpetualProfile.Find(size));
        world.Fund(0, 1_000_000);
        var slots = new List<(PerpetualSlot Slot, Fr[] Words)>();
        foreach (var type in PerpetualSlots.All)
        {
            for (var i = 0; i < world.Profile[type]; i++)
                slots.Add((type, type switch
                {
                    PerpetualSlot.Deposit => Slot(world.Enqueue((uint)i, (ulong)(100 + i))).Words,
                    PerpetualSlot.Withdrawal => Slot(Take(0, Bob, (ulong)(10_000 + i))).Words,
                    PerpetualSlot.ForcedWithdrawal => Slot(Asked(world, world.Demand(0, Bob, 100_000, (uint)i)), ForcedResult.Done).Words,
                    PerpetualSlot.ForcedTrade => Slot(Asked(world, world.DemandTrade(0, 1, number: (uint)i + 1)), ForcedTradeResult.Done).Words,
                    _ => [.. Enumerable.Range(0, type.Words()).Select(_ => Random())],
                }));
        }

        world.Submit(new(Increasing: 3), slots);
        var (deposits, withdrawals, forced) = (world.Profile[PerpetualSlot.Deposit], world.Profile[PerpetualSlot.Withdrawal], world.Profile[PerpetualSlot.ForcedWithdrawal]);
        var came = (deposits * 100) + (deposits * (deposits - 1) / 2);
        var went = (withdrawals * 10_000) + (withdrawals * (withdrawals - 1) / 2) + (forced * 100_000);
        Assert.That(world.Total(0), Is.EqualTo(BigInteger.Zero));
        Assert.That(world.Total(1), Is.EqualTo(new BigInteger(1_000_000 + came - went)));
        Assert.That(world.Read("owed(address)", Bob), Is.EqualTo(new BigInteger(went)));
        Assert.That(world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
        world.AssertSolvent(Alice);
    }

    [Test]
    public void NoMoreOperationsThanSlots()
    {
        var world = new PerpetualWorld();
        foreach (var type in PerpetualSlots.All)
        {
            var words = world.Data(new()).List.ToArray();
            words[1] = Fr.FromBigInteger((BigInteger)(world.Profile[type] + 1) << (16 * (int)type));
            world.Refuses("TooManyOperations(uint256)", Operator, Settle, world.Arguments(new BatchData(words)));
        }
    }

    [Test]
    public void TheNumberOfWordsIsTheShapes()
    {
        var world = new PerpetualWorld();
        var arguments = world.Arguments(world.Data(new()));
        var words = (object[])arguments[4];
        Assert.That(words, Has.Length.EqualTo(world.Profile.DataWords));
        foreach (var count in new[] { 0, 1, 4, words.Length - 1, words.Length + 1 })
        {
            arguments[4] = words.Append(BigInteger.Zero).Take(count).ToArray();
            world.Refuses("WrongNumberOfWords(uint256,uint256)", Operator, Settle, arguments);
        }
    }

    [Test]
    public void AShapeThatIsNotTheCircuitsIsNoticed()
    {
        // The same number of words, but some withdrawals or deposits at other places.
        var profile = PerpetualProfile.Find(8)!;
        BigInteger Moved(PerpetualSlot from, PerpetualSlot to) => profile.Shape - (BigInteger.One << (16 * (int)from)) + (BigInteger.One << (16 * (int)to));
        foreach (var shape in new[] { Moved(PerpetualSlot.Trade, PerpetualSlot.Withdrawal), Moved(PerpetualSlot.Deposit, PerpetualSlot.Withdrawal), Moved(PerpetualSlot.Withdrawal, PerpetualSlot.Deposit) })
        {
            var world = new PerpetualWorld(shape: shape);
            world.Enqueue(0, 10);
            world.RefusesBatch("WrongSlot(uint256)", new(), Slot(Take(0, Bob, 1)));
        }
    }

    [Test]
    public void AnotherOperationAtAPlaceIsRefused()
    {
        var world = new PerpetualWorld();
        world.Fund(0, 1_000);
        var deposit = Slot(world.Enqueue(0, 10));
        var withdrawal = Slot(Take(0, Bob, 1));
        var request = Slot(Asked(world, world.Demand(0, Bob, 1)), ForcedResult.Done);
        world.RefusesBatch("WrongSlot(uint256)", new(), (PerpetualSlot.Withdrawal, deposit.Words));
        world.RefusesBatch("WrongSlot(uint256)", new(), (PerpetualSlot.Deposit, withdrawal.Words));
        world.RefusesBatch("WrongSlot(uint256)", new(), (PerpetualSlot.Withdrawal, new Fr[2]));
        world.RefusesBatch("WrongSlot(uint256)", new(), (PerpetualSlot.ForcedTrade, [.. request.Words, .. new Fr[6]]));
        world.RefusesBatch("WrongSlot(uint256)", new(), (PerpetualSlot.ForcedWithdrawal, [.. deposit.Words, .. new Fr[7]]));
        world.Submit(new(), deposit, withdrawal, request);
    }

    [Test]
    public void AVerifierHasAShapeThatTheContractCanServe()
    {
        var world = new PerpetualWorld();
        void Refused(BigInteger shape, string error = "WrongShape(uint256)", string circuit = "settlement/perpetual/8", int profile = 8) =>
            world.Refuses(error, Governor, AddVerifier, _second, Tag(circuit), profile, shape, world.Verifier);
        var shape = world.Shape;
        Refused(PerpetualProfile.Find(64)!.Shape);
        Refused(shape + (BigInteger.One << 160));
        Refused(shape - ((BigInteger)8 << 160));
        Refused(shape + (BigInteger.One << 168));
        Refused(shape + (BigInteger.One << 255));
        Refused(shape - ((BigInteger)world.Profile[PerpetualSlot.ForcedWithdrawal] << 128));
        Refused(shape - ((BigInteger)world.Profile[PerpetualSlot.ForcedTrade] << 144));
        Refused(shape, "WrongCircuit(bytes32)", PaymentsCircuit.NameOf(8));
        Refused(shape, "WrongCircuit(bytes32)", "settlement/perpetual/64");
        Refused(shape, "WrongCircuit(bytes32)", profile: 64);
        world.Refuses("OwnableUnauthorizedAccount(address)", Operator, AddVerifier, _second, Tag(world.Circuit), 8, shape, world.Verifier);
        Assert.That(IsCreated(world.Arguments((KeyDigest, world.Circuit, shape, 8, world.Verifier))), Is.True);
        Assert.That(IsCreated(world.Arguments()), Is.False, "no verifier");
        Assert.That(IsCreated(world.Arguments((KeyDigest, world.Circuit, shape & ((BigInteger.One << 160) - 1), 8, world.Verifier))), Is.False, "no markets");
        Assert.That(IsCreated(world.Arguments((KeyDigest, world.Circuit, PerpetualProfile.Find(64)!.Shape, 8, world.Verifier))), Is.False, "a configuration of another length");
    }

    [Test]
    public void AVerifierOfAnotherShapeCountsAfterItsDelay()
    {
        // More slots for the same markets: a wider circuit of the same state.
        var world = new PerpetualWorld();
        var wide = world.Shape + (BigInteger)3 + ((BigInteger)2 << 128);
        world.Send(Governor, AddVerifier, _second, Tag("settlement/perpetual/9"), 9, wide, world.Verifier);
        Assert.That(world.Read("shapes(bytes32)", _second), Is.EqualTo(wide));
        var data = new BatchData([.. world.Data(new()).List, .. new Fr[3 + (2 * 9)]]);
        world.Refuses("VerifierNotActive(bytes32)", Operator, Settle, world.Arguments(data, digest: _second, circuit: "settlement/perpetual/9"));
        Evm.IncreaseTime(14 * Day);
        data = new BatchData([.. world.Data(new()).List, .. new Fr[3 + (2 * 9)]]);
        world.Send(Operator, Settle, world.Arguments(data, digest: _second, circuit: "settlement/perpetual/9"));
    }

    [Test]
    public void ABatchMovesWhatTheStateHoldsAndNoMore()
    {
        var world = new PerpetualWorld();
        world.Fund(0, 1_000);
        world.Enqueue(1, 5_000, Bob);
        foreach (var theft in new[] { Slot(Take(0, Stranger, 1_001)), Slot(Asked(world, world.Demand(0, Stranger, 1_001)), ForcedResult.Done) })
        {
            var arguments = world.Arguments(world.Data(new(), theft));
            Assert.That(Evm.Call(world.Contract, Abi.Call(Settle, arguments), Operator).RevertedWith("Panic(uint256)"), Is.True);
        }

        world.RefusesBatch("NoSuchDeposit(uint256)", new(), Slot(new Deposit(7, 0, Key(0), 10)));
        world.RefusesBatch("WrongDeposit(uint256)", new(), Slot(new Deposit(1, 0, Key(0), 5_000)));
    }

    [Test]
    public void ThePerpetualBatchTimeIsInItsWindow()
    {
        foreach (var (offset, good) in new[] { (-1_801, false), (-1_800, true), (900, true), (901, false) })
        {
            var world = new PerpetualWorld();
            var time = Now + 1000;
            var arguments = world.Arguments(world.Data(new(Time: (uint)(time + offset))));
            if (good)
                world.SendAt(time, Operator, Settle, arguments);
            else
                world.RefusesAt(time, "WrongBatchTime(uint256,uint256,uint256)", Operator, Settle, arguments);
        }
    }

    private static T Asked<T>(PerpetualWorld world, T request)
    {
        if (request is ForcedWithdrawal withdrawal)
            world.Request(withdrawal);
        else if (request is ForcedTrade trade)
            world.Request(trade);
        return request;
    }

    private static bool IsCreated(byte[] arguments) => Evm.Send(null, [.. SettlementArtifacts.CreationCode("PerpetualSettlement"), .. arguments]).Success;

    private Fr Random()
    {
        var value = new byte[31];
        _random.NextBytes(value);
        return Fr.FromBigInteger(new BigInteger(value, isUnsigned: true));
    }
}
