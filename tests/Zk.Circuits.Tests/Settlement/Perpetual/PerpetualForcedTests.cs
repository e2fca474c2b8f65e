using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>What the contract demands: every result, at the limit and one unit beyond, and that nothing but funding changes unless it is done.</summary>
public class PerpetualForcedTests
{
    private static readonly UInt128 _characteristicLow = (UInt128)(Fr.Characteristic & UInt128.MaxValue);
    private static readonly UInt128 _characteristicHigh = (UInt128)(Fr.Characteristic >> 128);

    private static void Expect(ForcedResult result, PerpetualState state, ForcedWithdrawal request)
    {
        var transition = Apply(state, new PerpetualOperations { ForcedWithdrawals = [request] });
        var step = transition.Steps.ForcedWithdrawals[0];
        Assert.That(step.Result, Is.EqualTo(result));
        if (result != ForcedResult.Done)
            Assert.That(transition.After.Accounts.Root, Is.EqualTo(state.Accounts.Root));
        else
            Assert.That(step.Account.After, Is.EqualTo(step.Account.Settled! with { Collateral = step.Account.Settled!.Collateral - (long)request.Amount, Nonce = request.Nonce + 1 }));
    }

    private static void Expect(ForcedTradeResult result, PerpetualState state, ForcedTrade request, PerpetualConfig? config = null)
    {
        var transition = Apply(state, Batch(new PerpetualOperations { ForcedTrades = [request] }, config));
        var step = transition.Steps.ForcedTrades[0];
        Assert.That(step.Result, Is.EqualTo(result));
        if (result != ForcedTradeResult.Done)
            Assert.That(transition.After.Accounts.Root, Is.EqualTo(state.Accounts.Root));
        else
            Assert.That(step.Buyer.After!.Positions.Balance(request.Market) - step.Buyer.Before!.Positions.Balance(request.Market), Is.EqualTo((long)request.Size));
    }

    [Test]
    public void WithdrawalIsDoneOrTheFirstRuleItBreaksIsProven()
    {
        Expect(ForcedResult.Done, State, NewForced(2, 1_000_000));
        Expect(ForcedResult.Margin, State, NewForced(2, 1_000_001));
        Expect(ForcedResult.Done, State, NewForced(0, 0));
        Expect(ForcedResult.Done, State, NewForced(0, 9_375));
        Expect(ForcedResult.Margin, State, NewForced(0, 9_376));
        Expect(ForcedResult.Margin, State.With(0, Account(0, -10_000, (1, 100))), NewForced(0, long.MaxValue));
        Expect(ForcedResult.UnknownAccount, State, NewForced(50, 1, expiry: Time - 1));
        Expect(ForcedResult.Expired, State, NewForced(2, 1, nonce: 1, expiry: Time - 1));
        Expect(ForcedResult.WrongNonce, State, NewForced(2, 1, nonce: 1) with { Amount = 2 });
        Expect(ForcedResult.NonceExhausted, State.With(2, Account(2, 5) with { Nonce = uint.MaxValue }), NewForced(2, 1, nonce: uint.MaxValue) with { Amount = 2 });
        Expect(ForcedResult.BadSignature, State, NewForced(2, 2_000_000) with { Amount = 1_999_999 });
        Refuse(PerpetualRule.AmountTooLarge, State, new PerpetualOperations { ForcedWithdrawals = [NewForced(2, PerpetualUnits.AmountLimit)] });
    }

    [Test]
    public void AnyHalvesAreJudged()
    {
        var good = NewForced(2, 1);
        var signature = good.Signature;
        var order = BabyJubJub.SubgroupOrder + ((System.Numerics.BigInteger)signature.SHigh << 128) + signature.SLow;
        RequestSignature[] bad =
        [
            default,
            new(UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue),
            signature with { SLow = (UInt128)(order & UInt128.MaxValue), SHigh = (UInt128)(order >> 128) },
            signature with { RxLow = signature.RxLow ^ 1 },
            signature with { RxLow = _characteristicLow, RxHigh = _characteristicHigh },
            signature with { RyLow = _characteristicLow, RyHigh = _characteristicHigh },
            signature with { RxLow = unchecked(signature.RxLow + _characteristicLow), RxHigh = unchecked(signature.RxHigh + _characteristicHigh + Carry(signature.RxLow)) },
        ];
        foreach (var halves in bad)
            Expect(ForcedResult.BadSignature, State, good with { Signature = halves });
        Assert.That(signature.TryDecode(out var decoded) && RequestSignature.Of(decoded) == signature, Is.True);

        static UInt128 Carry(UInt128 low) => unchecked(low + _characteristicLow) < low ? 1 : (UInt128)0;
    }

    [Test]
    public void AFailedWithdrawalStillSettlesFunding()
    {
        var state = State.With(1, m => m with { Funding = (long)One });
        var transition = Apply(state, new PerpetualOperations { ForcedWithdrawals = [NewForced(0, 1, nonce: 1)] });
        Assert.That(transition.After.Find(0), Is.EqualTo(Account(0, -100) with { Positions = PositionList.Create([new(1, 100, (long)One)]) }));
        Assert.That(transition.Steps.ForcedWithdrawals[0].Result, Is.EqualTo(ForcedResult.WrongNonce));
    }

    [Test]
    public void WithdrawnValueLeaves()
    {
        var transition = Apply(State, new PerpetualOperations { ForcedWithdrawals = [NewForced(2, 400), NewForced(3, 500, nonce: 1)] });
        Assert.That(transition.After.ConservedValue - State.ConservedValue, Is.EqualTo(-((System.Numerics.BigInteger)400 << 32)));
    }

    [Test]
    public void TradeIsDoneOrTheFirstRuleItBreaksIsProven()
    {
        Expect(ForcedTradeResult.Done, State, NewForcedTrade(2, 3, 10, 1000));
        Expect(ForcedTradeResult.UnknownAccount, State, NewForcedTrade(50, 3, 10, 1000, market: 7));
        Expect(ForcedTradeResult.UnknownAccount, State, NewForcedTrade(2, 50, 10, 1000));
        Expect(ForcedTradeResult.UnknownAccount, State, NewForcedTrade(50, 50, 10, 1000));
        Expect(ForcedTradeResult.SelfTrade, State, NewForcedTrade(2, 2, 10, 1000, market: 7));
        Expect(ForcedTradeResult.UnknownMarket, State, NewForcedTrade(2, 3, 10, 1000, market: 3, expiry: Time - 1));
        Expect(ForcedTradeResult.UnknownMarket, State, NewForcedTrade(2, 3, 10, 1000, market: 0));
        Expect(ForcedTradeResult.UnknownMarket, State.With(2, _ => default), NewForcedTrade(2, 3, 10, 1000, market: 2));
        Expect(ForcedTradeResult.UnknownMarket, State.With(2, m => m with { FundingTime = 0 }), NewForcedTrade(2, 3, 10, 1000, market: 2));
        Expect(ForcedTradeResult.Expired, State, NewForcedTrade(2, 3, 10, 1000, number: 0, expiry: Time - 1));
        Expect(ForcedTradeResult.Filled, State, NewForcedTrade(2, 3, 10, 1000, number: 0) with { Quote = 999 });
        Expect(ForcedTradeResult.BadSignature, State, NewForcedTrade(2, 3, 10, 1000) with { Quote = 999 });
        var request = NewForcedTrade(2, 3, 10, 1000);
        Expect(ForcedTradeResult.BadSignature, State, request with { Buyer = request.Buyer with { Signature = default } });
        Expect(ForcedTradeResult.BadSignature, State, request with { Seller = request.Seller with { Signature = request.Buyer.Signature } });
        Refuse(PerpetualRule.ZeroSize, State, new PerpetualOperations { ForcedTrades = [NewForcedTrade(2, 3, 0, 1)] });
        Refuse(PerpetualRule.ZeroSize, State, new PerpetualOperations { ForcedTrades = [NewForcedTrade(2, 3, 1, 0)] });
        Refuse(PerpetualRule.AmountTooLarge, State, new PerpetualOperations { ForcedTrades = [NewForcedTrade(2, 3, 1, PerpetualUnits.AmountLimit)] });
    }

    [Test]
    public void OneRequestIsDoneOnce()
    {
        var request = NewForcedTrade(2, 3, 10, 1000);
        var steps = Apply(State, new PerpetualOperations { ForcedTrades = [request, request] }).Steps.ForcedTrades;
        Assert.That(steps.Select(s => s.Result), Is.EqualTo(new[] { ForcedTradeResult.Done, ForcedTradeResult.Filled }));
        Assert.That(steps[0].BuyerFill!.After, Is.EqualTo(new Fill(1, 10)));
        Assert.That(steps[1].BuyerFill!.After, Is.EqualTo(steps[1].BuyerFill!.Before));
    }

    /// <summary>An operator who sees the request on the chain must not be able to fill a unit of a side first: the rest could then never be done.</summary>
    [Test]
    public void SidesAreNoOrders()
    {
        var request = NewForcedTrade(2, 3, 10, 1000);
        Assert.That(request.Buyer.Signature.TryDecode(out var signature), Is.True);
        var taken = new Trade(request.Order(isBuy: true) with { Signature = signature }, Sell(0, 1, 100), 1, 100, 0, 0);
        var operations = new PerpetualOperations { Trades = [taken], ForcedTrades = [request] };
        Refuse(PerpetualRule.BadSignature, State, operations);

        // A signed order of the same terms is no side either.
        Expect(ForcedTradeResult.BadSignature, State, request with { Buyer = request.Buyer with { Signature = RequestSignature.Of(Buy(2, 10, 1000).Signature!.Value) } });
        Expect(ForcedTradeResult.Done, State, request);
    }

    [Test]
    public void TrippedTradesReduce()
    {
        var tripped = State.With(s => s with { Tripped = true });
        Expect(ForcedTradeResult.Done, tripped, NewForcedTrade(1, 0, 100, 10_000));
        Expect(ForcedTradeResult.ReduceOnly, tripped, NewForcedTrade(1, 0, 101, 10_100));
        Expect(ForcedTradeResult.ReduceOnly, tripped, NewForcedTrade(1, 3, 1, 100));
        Expect(ForcedTradeResult.ReduceOnly, tripped, NewForcedTrade(2, 0, 1, 100));
    }

    [Test]
    public void TradesThatDoNotFitAreNotDone()
    {
        var capped = Config with { Markets = [Market() with { OpenInterestCap = 110 }, Market()] };
        Expect(ForcedTradeResult.Done, State, NewForcedTrade(2, 3, 10, 1000), capped);
        Expect(ForcedTradeResult.Overflow, State, NewForcedTrade(2, 3, 11, 1100), capped);
        Expect(ForcedTradeResult.Done, State.With(3, Account(3, long.MaxValue - 100)).At(1), NewForcedTrade(2, 3, 1, 100));
        Expect(ForcedTradeResult.Overflow, State.With(3, Account(3, long.MaxValue - 100)).At(1), NewForcedTrade(2, 3, 1, 101));
        var large = Config with { Markets = [Market() with { OpenInterestCap = (1UL << 63) - 1 }, Market()] };
        Expect(ForcedTradeResult.Overflow, State, NewForcedTrade(2, 3, long.MaxValue, 1), large);
    }

    [Test]
    public void TradesKeepTheMargin()
    {
        Expect(ForcedTradeResult.Done, State.With(2, Account(2, 625)), NewForcedTrade(2, 3, 100, 10_000));
        Expect(ForcedTradeResult.Margin, State.With(2, Account(2, 624)), NewForcedTrade(2, 3, 100, 10_000));
        Expect(ForcedTradeResult.Done, State.With(3, Account(3, 625)), NewForcedTrade(2, 3, 100, 10_000));
        Expect(ForcedTradeResult.Margin, State.With(3, Account(3, 624)), NewForcedTrade(2, 3, 100, 10_000));
    }

    [Test]
    public void MarketsOfForcedTradesAreFreshOnceTheyHadPrices()
    {
        var stale = State.With(2, m => m with { PriceTime = Time - 61 });
        Refuse(PerpetualRule.StalePrice, stale, new PerpetualOperations { ForcedTrades = [NewForcedTrade(2, 3, 10, 1000, market: 2)] });
        Expect(ForcedTradeResult.BadSignature, stale, NewForcedTrade(2, 3, 10, 1000, market: 2) with { Quote = 1 });
    }
}
