using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Forced withdrawals and trades of perpetuals: what can be asked, how a batch answers, what happens when none does, and whose the bond is.</summary>
[TestFixture]
public sealed class PerpetualRequestTests
{
    private const string NoSuchRequest = "NoSuchRequest(bytes32)";
    private const string NotOverdue = "NotOverdue(uint256)";
    private const string OutOfRange = "OutOfRange()";
    private const string ExpiresTooSoon = "ExpiresTooSoon(uint256)";
    private const string Made = "RequestMade(bytes32,uint256,uint256[])";
    private const string Answered = "RequestAnswered(bytes32,uint256,uint256,address)";

    private static readonly BigInteger _word = (BigInteger.One << 256) - 1;

    private PerpetualWorld _world = null!;

    [SetUp]
    public void Start()
    {
        _world = new PerpetualWorld();
        _world.Fund(0, 1_000);
    }

    [Test]
    public void ARequestIsItsWords()
    {
        var withdrawal = _world.Demand(7, Bob, (1UL << 63) - 1, 5);
        AssertMade(_world.Request(withdrawal), PerpetualData.Words(withdrawal, default));
        var trade = _world.DemandTrade(3, 4, (1UL << 63) - 1, (1UL << 63) - 1, 8, uint.MaxValue);
        AssertMade(_world.Request(trade), PerpetualData.Words(trade, default));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(new BigInteger(2)));
    }

    [Test]
    public void ASignatureMayBeAnyNumbers()
    {
        // Whether they are a signature is for the circuit to say: for the contract they only are the request's words.
        var halves = new RequestSignature(UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue);
        var none = _world.Demand(0, Bob, 1) with { Signature = halves };
        AssertMade(_world.Request(none), PerpetualData.Words(none, default));
        _world.Submit(new(), Slot(none, ForcedResult.BadSignature));
        Assert.That(Call(none)[1], Is.All.EqualTo(_word));
        var zero = _world.Demand(0, Bob, 1) with { Signature = default };
        AssertMade(_world.Request(zero), PerpetualData.Words(zero, default));
    }

    [Test]
    public void RangesAreThoseOfTheCircuit()
    {
        _world.Refuses(OutOfRange, Alice, ForceWithdrawal, Call(_world.Demand(0, Bob, 1UL << 63)));
        var good = _world.DemandTrade(0, 1);
        foreach (var bad in new[]
        {
            good with { Size = 0 }, good with { Size = 1UL << 63 }, good with { Quote = 0 }, good with { Quote = 1UL << 63 }, good with { Market = 0 }, good with { Market = 9 },
            good with { Buyer = good.Buyer with { Number = 0 } }, good with { Seller = good.Seller with { Number = 0 } },
        })
            _world.Refuses(OutOfRange, Alice, ForceTrade, Call(bad));
        _world.Request(good);
    }

    [Test]
    public void WhatIsForcedCannotExpireBeforeItsDeadline()
    {
        var time = Now + 100L;
        var expiry = (uint)(time + (10 * Day) + 900);
        MineAt(time);
        _world.Refuses(ExpiresTooSoon, Alice, ForceWithdrawal, Call(_world.Demand(0, Bob, 1, expiry: expiry - 1)));
        Assert.That(Accepts(ForceWithdrawal, Call(_world.Demand(0, Bob, 1, expiry: expiry))), Is.True);
        var trade = _world.DemandTrade(0, 1, expiry: expiry);
        _world.Refuses(ExpiresTooSoon, Alice, ForceTrade, Call(trade with { Buyer = trade.Buyer with { Expiry = expiry - 1 } }));
        _world.Refuses(ExpiresTooSoon, Alice, ForceTrade, Call(trade with { Seller = trade.Seller with { Expiry = expiry - 1 } }));
        Assert.That(Accepts(ForceTrade, Call(trade)), Is.True);
    }

    [Test]
    public void AWithdrawalThatIsDoneIsPaid()
    {
        var request = _world.Demand(0, Bob, 70);
        _world.Request(request);
        var receipt = _world.Submit(new(), Slot(request, ForcedResult.Done));
        AssertAnswered(receipt, IdOf(request), 0, Alice);
        Assert.That(_world.Read("owed(address)", Bob), Is.EqualTo(new BigInteger(70)));
        Assert.That(_world.Total(1), Is.EqualTo(new BigInteger(930)));
        Evm.IncreaseTime(8 * Day);
        _world.Refuses(NoSuchRequest, Alice, FreezeById, IdOf(request));
        _world.AssertSolvent(Alice);
    }

    [TestCase(ForcedResult.UnknownAccount, false)]
    [TestCase(ForcedResult.Expired, true)]
    [TestCase(ForcedResult.WrongNonce, true)]
    [TestCase(ForcedResult.NonceExhausted, false)]
    [TestCase(ForcedResult.BadSignature, false)]
    [TestCase(ForcedResult.Margin, false)]
    public void AWithdrawalThatIsRefusedPaysNothing(ForcedResult result, bool bondGoesBack)
    {
        var request = _world.Demand(0, Bob, 70);
        _world.Request(request);
        var receipt = _world.Submit(new(), Slot(request, result));
        AssertAnswered(receipt, IdOf(request), (int)result, bondGoesBack ? Alice : Operator);
        Assert.That(_world.Read("owed(address)", Bob), Is.EqualTo(BigInteger.Zero));
        Assert.That(_world.Total(1), Is.EqualTo(new BigInteger(1_000)));
        _world.Refuses(NoSuchRequest, Alice, FreezeById, IdOf(request));
        _world.AssertSolvent(Alice, Operator);
    }

    [TestCase(ForcedTradeResult.Done, true)]
    [TestCase(ForcedTradeResult.UnknownAccount, false)]
    [TestCase(ForcedTradeResult.SelfTrade, false)]
    [TestCase(ForcedTradeResult.UnknownMarket, false)]
    [TestCase(ForcedTradeResult.Expired, true)]
    [TestCase(ForcedTradeResult.Filled, true)]
    [TestCase(ForcedTradeResult.BadSignature, false)]
    [TestCase(ForcedTradeResult.ReduceOnly, true)]
    [TestCase(ForcedTradeResult.Overflow, false)]
    [TestCase(ForcedTradeResult.Margin, false)]
    public void ATradeIsAnsweredWhateverTheResult(ForcedTradeResult result, bool bondGoesBack)
    {
        var request = _world.DemandTrade(0, 1);
        _world.Request(request);
        var receipt = _world.Submit(new(), Slot(request, result));
        AssertAnswered(receipt, IdOf(request), (int)result, bondGoesBack ? Alice : Operator);
        Assert.That(_world.Total(1), Is.EqualTo(new BigInteger(1_000)));
        Assert.That(_world.Total(2), Is.EqualTo(BigInteger.Zero));
        _world.Refuses(NoSuchRequest, Alice, FreezeById, IdOf(request));
    }

    [Test]
    public void AResultThatIsNoneReturnsNoBond()
    {
        // The circuit has no such result; a result beyond a word's bits is none of those that return it either.
        foreach (var result in new BigInteger[] { 7, 255, 256, 258, (BigInteger.One << 247) + 2 })
        {
            var request = _world.Demand(0, Bob, 70);
            _world.Request(request);
            var words = PerpetualData.Words(request, default);
            words[^1] = Fr.FromBigInteger(result);
            _world.Submit(new(), (PerpetualSlot.ForcedWithdrawal, words));
            Assert.That(_world.Read("bonds(address)", Alice), Is.EqualTo(BigInteger.Zero));
        }

        Assert.That(_world.Read("owed(address)", Bob), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void ABatchAnswersWhatWasAskedAndNothingElse()
    {
        var (request, trade) = (_world.Demand(0, Bob, 70), _world.DemandTrade(0, 1));
        _world.RefusesBatch(NoSuchRequest, new(), Slot(request, ForcedResult.Done));
        _world.RefusesBatch(NoSuchRequest, new(), Slot(trade, ForcedTradeResult.Margin));
        _world.Request(request);
        _world.Request(trade);
        foreach (var (slot, words) in new[] { Slot(request, ForcedResult.Done), Slot(trade, ForcedTradeResult.Done) })
        {
            for (var i = 0; i < words.Length - 1; i++)
            {
                var changed = words.ToArray();
                changed[i] += Fr.FromUInt64(256);
                _world.RefusesBatch(NoSuchRequest, new(), (slot, changed));
            }
        }

        // Twice in a batch is once too often, and an ordinary withdrawal is no answer.
        _world.RefusesBatch(NoSuchRequest, new(), Slot(request, ForcedResult.Done), Slot(request, ForcedResult.Done));
        _world.Submit(new(), Slot(request.Withdrawal));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(new BigInteger(2)));
        _world.Submit(new(), Slot(request, ForcedResult.WrongNonce), Slot(trade, ForcedTradeResult.Done));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void TheSameRequestWaitsOnce()
    {
        var request = _world.Demand(0, Bob, 70);
        _world.Request(request, Stranger);
        _world.Refuses("AlreadyRequested(bytes32)", Alice, ForceWithdrawal, Call(request));

        // With another nonce or signature it is another one.
        _world.Request(_world.Demand(0, Bob, 70, 1));
        _world.Request(request with { Signature = default });
        _world.Submit(new(), Slot(request, ForcedResult.Margin));
        Evm.IncreaseTime(Day);
        _world.Request(request);
        Assert.That(_world.DeadlineOf(IdOf(request)), Is.EqualTo(Now + (7 * Day)));
        _world.Submit(new(), Slot(request, ForcedResult.Done));
        Assert.That(_world.Read("bonds(address)", Operator), Is.EqualTo(RequestBond));
        Assert.That(_world.Read("bonds(address)", Alice), Is.EqualTo(RequestBond));
    }

    [Test]
    public void AnOverdueRequestFreezesPerpetualsForEver()
    {
        var (request, trade) = (_world.Demand(0, Bob, 70), _world.DemandTrade(0, 1));
        _world.Request(request);
        Evm.IncreaseTime(1);
        _world.Request(trade);
        var deadline = _world.DeadlineOf(IdOf(request));
        _world.RefusesAt(deadline - 1, NotOverdue, Stranger, FreezeById, IdOf(request));
        MineAt(deadline);
        _world.Refuses(NotOverdue, Stranger, FreezeById, IdOf(trade));
        var snapshot = Evm.Snapshot();

        // A late batch still answers, as long as nobody has frozen.
        _world.Send(Operator, Settle, _world.Arguments(_world.Data(new(), Slot(request, ForcedResult.Done))));
        _world.Refuses(NoSuchRequest, Stranger, FreezeById, IdOf(request));
        Evm.Revert(snapshot);
        _world.Send(Stranger, FreezeById, IdOf(request));
        Assert.That(_world.Frozen, Is.True);
        const string IsFrozen = "IsFrozen()";
        _world.RefusesBatch(IsFrozen, new(), Slot(request, ForcedResult.Done));
        _world.Refuses(IsFrozen, Alice, MakeDeposit, 0, Number256(Key(0).X), Number256(Key(0).Y), 1);
        _world.Refuses(IsFrozen, Stranger, FreezeById, IdOf(trade));
        _world.Refuses(IsFrozen, Alice, ForceWithdrawal, Call(_world.Demand(0, Bob, 1)));
        _world.Refuses(IsFrozen, Alice, ForceTrade, Call(_world.DemandTrade(1, 0)));
    }

    [Test]
    public void AnOverdueTradeFreezesToo()
    {
        var trade = _world.DemandTrade(0, 1);
        _world.Request(trade);
        Evm.IncreaseTime(7 * Day);
        _world.Send(Stranger, FreezeById, IdOf(trade));
    }

    [Test]
    public void APauseStopsTheClockOfPerpetualsToo()
    {
        var request = _world.Demand(0, Bob, 70);
        _world.Send(Guardian, "pause(uint40)", 3 * Day);
        _world.Request(request);
        _world.RefusesBatch("IsPaused(uint256)", new());
        Evm.IncreaseTime(7 * Day);
        _world.Refuses(NotOverdue, Stranger, FreezeById, IdOf(request));
        Evm.IncreaseTime(3 * Day);
        _world.Send(Stranger, FreezeById, IdOf(request));
    }

    [Test]
    public void ABondIsPaidOnceToItsOwner()
    {
        foreach (var wrong in new[] { BigInteger.Zero, RequestBond - 1, RequestBond + 1 })
        {
            Assert.That(Evm.Call(_world.Contract, Abi.Call(ForceWithdrawal, Call(_world.Demand(0, Bob, 1))), Alice, wrong).RevertedWith("WrongBond(uint256)"), Is.True);
            Assert.That(Evm.Call(_world.Contract, Abi.Call(ForceTrade, Call(_world.DemandTrade(0, 1))), Alice, wrong).RevertedWith("WrongBond(uint256)"), Is.True);
        }

        var (good, bad) = (_world.Demand(0, Bob, 70), _world.Demand(0, Bob, 5_000, 1));
        _world.Request(good);
        _world.Request(bad);
        _world.Refuses("NoBonds(address)", Alice, TakeBonds, Alice);
        _world.Submit(new(), Slot(good, ForcedResult.Done), Slot(bad, ForcedResult.Margin));
        foreach (var owner in new[] { Alice, Operator })
        {
            var to = NewAddress();
            _world.Send(owner, TakeBonds, to);
            Assert.That(Evm.Balance(to), Is.EqualTo(RequestBond));
            _world.Refuses("NoBonds(address)", owner, TakeBonds, to);
        }

        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(BigInteger.Zero));
        _world.Refuses("IsNotFrozen()", Alice, TakeBondOfFrozen, IdOf(good));
    }

    [Test]
    public void AfterAFreezeBondsOfWhatWaitsGoBack()
    {
        var (first, second) = (_world.Demand(0, Bob, 70), _world.DemandTrade(0, 1));
        _world.Request(first, Bob);
        _world.Request(second);
        Evm.IncreaseTime(7 * Day);
        _world.Send(Stranger, FreezeById, IdOf(first));
        var (alice, bob) = (Evm.Balance(Alice), Evm.Balance(Bob));
        _world.Send(Stranger, TakeBondOfFrozen, IdOf(first));
        _world.Send(Stranger, TakeBondOfFrozen, IdOf(second));
        Assert.That(Evm.Balance(Alice) - alice, Is.EqualTo(RequestBond));
        Assert.That(Evm.Balance(Bob) - bob, Is.EqualTo(RequestBond));
        _world.Refuses(NoSuchRequest, Stranger, TakeBondOfFrozen, IdOf(first));
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void WithoutSlotsThereAreNoForcedTrades()
    {
        var none = _world.Profile.Shape - ((BigInteger)_world.Profile[PerpetualSlot.ForcedTrade] << 144);
        var world = new PerpetualWorld(shape: none);
        Assert.That(world.Read("FORCED_TRADES()"), Is.EqualTo(BigInteger.Zero));
        Assert.That(_world.Read("FORCED_TRADES()"), Is.EqualTo(BigInteger.One));
        world.Refuses("NoForcedTrades()", Alice, ForceTrade, Call(world.DemandTrade(0, 1)));
        world.Refuses("WrongShape(uint256)", Governor, AddVerifier, Keccak256.Hash("other"u8), Tag(world.Circuit), 8, world.Profile.Shape, world.Verifier);
    }

    private bool Accepts(string function, object[][] arguments) => Evm.Call(_world.Contract, Abi.Call(function, arguments), Alice, RequestBond).Success;

    private static void AssertMade(Receipt receipt, Fr[] words)
    {
        var made = receipt.Logs.Single(l => l.Topics[0].SequenceEqual(Abi.Topic(Made)));
        Assert.That(made.Topics[1], Is.EqualTo(IdOf(words)));
        Assert.That(Abi.UintAt(made.Data, 2), Is.EqualTo(new BigInteger(words.Length - 1)));
        for (var i = 0; i < words.Length - 1; i++)
            Assert.That(Abi.UintAt(made.Data, 3 + i), Is.EqualTo(Number256(words[i])));
    }

    private void AssertAnswered(Receipt receipt, byte[] id, int result, Address bondOwner)
    {
        var answered = receipt.Logs.Single(l => l.Topics[0].SequenceEqual(Abi.Topic(Answered)));
        Assert.That(answered.Topics[1], Is.EqualTo(id));
        Assert.That(Abi.AddressAt(answered.Topics[3], 0), Is.EqualTo(bondOwner));
        Assert.That(Abi.UintAt(answered.Data, 0), Is.EqualTo(new BigInteger(result)));
        Assert.That(_world.Read("bonds(address)", bondOwner), Is.EqualTo(RequestBond));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
    }
}
