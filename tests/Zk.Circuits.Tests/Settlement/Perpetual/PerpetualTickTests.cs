using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Header, prices, breaker and funding indices: each rule at its limit and one unit beyond.</summary>
public class PerpetualTickTests
{
    private static readonly PerpetualOperations _nothing = new();

    [Test]
    public void TimeDoesNotGoBack()
    {
        Apply(State with { Time = Time }, _nothing);
        Refuse(PerpetualRule.TimeGoesBack, State with { Time = Time + 1 }, _nothing);
    }

    [Test]
    public void WindowOfVolumeIsRenewed()
    {
        var state = State.With(s => s with { WindowVolume = 5, WindowStart = Time - Config.TwapWindow + 1 });
        Assert.That(Apply(state, _nothing).After.Scalars.WindowVolume, Is.EqualTo((UInt128)5));
        var renewed = Apply(state.With(s => s with { WindowStart = Time - Config.TwapWindow }), _nothing).After.Scalars;
        Assert.That(renewed, Is.EqualTo(new PerpetualScalars(false, Insurance, Time, 0)));
    }

    [Test]
    public void LowInsuranceTrips()
    {
        Assert.That(Apply(State.With(s => s with { Insurance = 1000 }), _nothing).After.Scalars.Tripped, Is.False);
        Assert.That(Apply(State.With(s => s with { Insurance = 999 }), _nothing).After.Scalars.Tripped, Is.True);
    }

    [Test]
    public void ResetClearsBreakerVolumeAndReferences()
    {
        var state = State.With(s => s with { Tripped = true, WindowVolume = 77 });
        Assert.That(Apply(state, _nothing).After.Scalars.Tripped, Is.True);
        var transition = Apply(state, Batch(_nothing, reset: true));
        Assert.That(transition.After.Scalars, Is.EqualTo(new PerpetualScalars(false, Insurance, Time, 0)));
        Assert.That(transition.After.Markets.Select(m => m.Reference), Is.All.EqualTo(0UL));
        Assert.That(transition.After.Markets[0] with { Reference = Price }, Is.EqualTo(state.Markets[0]));
        var poor = Apply(state.With(s => s with { Insurance = 999 }), Batch(_nothing, reset: true));
        Assert.That(poor.After.Scalars.Tripped, Is.True, "the fund is judged after the reset");
        var ticked = Apply(state, Batch(Ticks(Tick(3 * Price, 3 * Price, 3 * Price)), reset: true));
        Assert.That(ticked.Steps.OracleTicks[0].Adopted, Is.True, "without a reference no price deviates");
        Assert.That(ticked.After.Markets[0], Has.Property("Reference").EqualTo(3 * Price).And.Property("CheckpointTime").EqualTo(Time));
    }

    [Test]
    public void MedianIsTheLowerOne()
    {
        var step = Apply(State, Ticks(Tick(Price + 3, Price, Price + 2, Price + 1))).Steps.OracleTicks[0];
        Assert.That(step.MarketAfter, Is.EqualTo(State.Markets[0] with { Price = Price + 1, PriceTime = Time, Accumulator = (UInt128)Price * 100 }));
        Assert.That(step.Adopted, Is.True);
        var tick = Tick(Price, Price + 1, Price + 2, Price + 3, Price + 4);
        Assert.That(Apply(State, Ticks(tick)).After.Markets[0].Price, Is.EqualTo(Price + 2));
        Refuse(PerpetualRule.NotMedian, State, Ticks(tick with { Price = Price + 1 }));
        Refuse(PerpetualRule.NotMedian, State, Ticks(tick with { Price = Price + 3 }));
    }

    [Test]
    public void MarketIsConfigured()
    {
        Apply(State, new PerpetualOperations { OracleTicks = [new(2, Price, [.. Enumerable.Range(0, 3).Select(i => Signed((uint)i, Price, market: 2))])] });
        foreach (var market in new[] { 0, 3, 256 })
        {
            Refuse(PerpetualRule.UnknownMarket, State, Ticks(Tick(Price, Price, Price) with { Market = market }));
            Refuse(PerpetualRule.UnknownMarket, State, new PerpetualOperations { FundingTicks = [new(market, 0)] });
        }

        Refuse(PerpetualRule.UnknownMarket, State, Batch(new() { FundingTicks = [new(2, 0)] }, Config with { Markets = [Market()] }));
    }

    [Test]
    public void SignersAscendAndAreConfigured()
    {
        var tick = new OracleTick(1, Price, [Signed(0, Price), Signed(4, Price), Signed(5, Price)]);
        Apply(State, Ticks(tick));
        Refuse(PerpetualRule.SignerOrder, State, Ticks(tick with { Prices = [Signed(0, Price), Signed(4, Price), Signed(6, Price)] }));
        Refuse(PerpetualRule.SignerOrder, State, Ticks(tick with { Prices = [Signed(0, Price), Signed(4, Price), Signed(4, Price)] }));
        Refuse(PerpetualRule.SignerOrder, State, Ticks(tick with { Prices = [Signed(4, Price), Signed(0, Price), Signed(5, Price)] }));
    }

    [Test]
    public void QuorumIsReached()
    {
        Apply(State, Ticks(Tick(Price, Price, Price)));
        Apply(State, Ticks(Tick(Price, Price, Price, Price, Price)));
        Refuse(PerpetualRule.Quorum, State, Ticks(Tick(Price, Price)));
        Refuse(PerpetualRule.Quorum, State, Ticks(Tick(Price, Price, Price, Price, Price, Price)));
    }

    [Test]
    public void PricesAreSignedInTime()
    {
        var good = new[] { Signed(0, Price), Signed(1, Price), Signed(2, Price, Time - Config.PriceValidity) };
        var tick = new OracleTick(1, Price, good);
        Apply(State, Ticks(tick));
        Refuse(PerpetualRule.StaleSignature, State, Ticks(tick with { Prices = [.. good[..2], Signed(2, Price, Time - Config.PriceValidity - 1)] }));
        Refuse(PerpetualRule.StaleSignature, State, Ticks(tick with { Prices = [.. good[..2], Signed(2, Price, Time + 1)] }));
        Refuse(PerpetualRule.ZeroPrice, State, Ticks(tick with { Prices = [.. good[..2], Signed(2, 0)] }));
        Apply(State.With(1, m => m with { Price = 1, Reference = 1 }), Ticks(Tick(1, 1, 1)));
    }

    [Test]
    public void SignaturesAreTheSigners()
    {
        var tick = Tick(Price, Price, Price);
        var signed = tick.Prices[2];
        SignedPrice[] forged =
        [
            signed with { Signature = null },
            signed with { Price = Price + 1 },
            signed with { Time = Time - 1 },
            signed with { Signer = 3 },
            Signed(2, Price, market: 2),
        ];
        foreach (var price in forged)
            Refuse(PerpetualRule.BadSignature, State, Ticks(tick with { Prices = [.. tick.Prices.Take(2), price] }));
    }

    [Test]
    public void OneTickForAMarketAndTime()
    {
        Apply(State.With(1, m => m with { PriceTime = Time - 1 }), Ticks(Tick(Price, Price, Price)));
        Refuse(PerpetualRule.TickNotNewer, State.With(1, m => m with { PriceTime = Time }), Ticks(Tick(Price, Price, Price)));
        Refuse(PerpetualRule.TickNotNewer, State, Ticks(Tick(Price, Price, Price), Tick(Price, Price, Price)));
        Apply(State.With(1, m => m with { FundingTime = Time - 1 }), new PerpetualOperations { FundingTicks = [new(1, 0)] });
        Refuse(PerpetualRule.TickNotNewer, State.With(1, m => m with { FundingTime = Time }), new PerpetualOperations { FundingTicks = [new(1, 0)] });
    }

    [Test]
    public void FirstPriceIsAdoptedWithoutReference()
    {
        var after = Apply(State.With(1, _ => default), Ticks(Tick(Price, Price, Price))).After.Markets[0];
        Assert.That(after, Is.EqualTo(new MarketState(Price, Time, Price, 0, 0, Time, 0, 0, 0)));
        var spread = Apply(State.With(1, _ => default), Ticks(Tick(Price, Price, 2 * Price)));
        Assert.That(spread.After.Markets[0], Is.EqualTo(default(MarketState)));
        Assert.That(spread.After.Scalars.Tripped, Is.True);
    }

    [Test]
    public void DeviationTripsAndIsNotAdopted()
    {
        foreach (var limit in new[] { Price * 11 / 10, Price * 9 / 10 })
            Assert.That(Apply(State, Ticks(Tick(limit, limit, limit))).After, Has.Property("Scalars").Property("Tripped").False.And.Property("Markets").ItemAt(0).Property("Price").EqualTo(limit));
        foreach (var beyond in new[] { (Price * 11 / 10) + 1, (Price * 9 / 10) - 1 })
        {
            var transition = Apply(State, Ticks(Tick(beyond, beyond, beyond)));
            Assert.That(transition.After.Scalars.Tripped, Is.True);
            Assert.That(transition.After.Markets[0], Is.EqualTo(State.Markets[0]));
            Assert.That(transition.Steps.OracleTicks[0].Adopted, Is.False);
        }
    }

    [Test]
    public void SpreadTripsAndIsNotAdopted()
    {
        var limit = Price / 20;
        Assert.That(Apply(State, Ticks(Tick(Price, Price, Price + limit))).Steps.OracleTicks[0].Adopted, Is.True);
        var transition = Apply(State, Ticks(Tick(Price, Price, Price + limit + 1)));
        Assert.That(transition.After.Scalars.Tripped, Is.True);
        Assert.That(transition.After.Markets[0], Is.EqualTo(State.Markets[0]));
    }

    [Test]
    public void OneLyingOracleDoesNotMoveTheMedianBeyondTheOthers()
    {
        var step = Apply(State, Batch(Ticks(Tick(Price, Price + 1, ulong.MaxValue)), Config with { SpreadBps = ushort.MaxValue })).Steps.OracleTicks[0];
        Assert.That(step.Adopted, Is.False, "so great a lie is a spread too");
        var small = Apply(State, Ticks(Tick(Price, Price + 1, Price * 26 / 25))).Steps.OracleTicks[0];
        Assert.That(small.MarketAfter.Price, Is.EqualTo(Price + 1));
    }

    [Test]
    public void ReferenceIsTheAverageOfTheWindow()
    {
        var state = State.With(1, m => m with { CheckpointTime = Time - Config.TwapWindow + 1 });
        Assert.That(Apply(state, Ticks(Tick(Price, Price, Price))).After.Markets[0], Is.EqualTo(
            state.Markets[0] with { PriceTime = Time, Accumulator = (UInt128)Price * 100 }));
        state = State.With(1, m => m with { CheckpointTime = Time - Config.TwapWindow, Accumulator = ((UInt128)Price * 590) + 599 });
        var after = Apply(state, Ticks(Tick(Price + 9, Price + 9, Price + 9))).After.Markets[0];
        Assert.That(after, Is.EqualTo(new MarketState(Price + 9, Time, Price, ((UInt128)Price * 600) + 599, ((UInt128)Price * 600) + 599, Time, 0, Time - 10, 100)));
    }

    [Test]
    public void AccumulatorStaysBelowItsLimit()
    {
        var most = (((UInt128)1) << 96) - 1 - ((UInt128)Price * 10);
        Apply(State.With(1, m => m with { Accumulator = most, Checkpoint = most }), Ticks(Tick(Price, Price, Price)));
        Refuse(PerpetualRule.AccumulatorOverflow, State.With(1, m => m with { Accumulator = most + 1, Checkpoint = most }), Ticks(Tick(Price, Price, Price)));
    }

    [Test]
    public void NotionalStaysBelowItsLimit()
    {
        var most = (ulong)((((UInt128)1 << 90) - 1) / Price);
        var batch = Batch(Ticks(Tick(Price, Price, Price)));
        Apply(State.With(1, m => m with { OpenInterest = most }), batch);
        Refuse(PerpetualRule.NotionalTooLarge, State.With(1, m => m with { OpenInterest = most + 1 }), batch);
        Refuse(PerpetualRule.NotionalTooLarge, State.With(1, m => m with { OpenInterest = most + 1 }), _nothing);
        Refuse(PerpetualRule.NotionalTooLarge, State.With(2, m => m with { OpenInterest = most + 1 }), _nothing);
    }

    [Test]
    public void FundingMovesWithinItsRate()
    {
        // 1000/2^32 of 100 in each of ten seconds, in .32: 1,000,000.
        foreach (var sign in new[] { 1, -1 })
        {
            var transition = Apply(State, new PerpetualOperations { FundingTicks = [new(1, sign * 1_000_000)] });
            Assert.That(transition.After.Markets[0], Is.EqualTo(State.Markets[0] with { Funding = sign * 1_000_000, FundingTime = Time }));
            Refuse(PerpetualRule.FundingRate, State, new PerpetualOperations { FundingTicks = [new(1, sign * 1_000_001)] });
        }

        var first = State.With(1, m => m with { FundingTime = 0 });
        Assert.That(Apply(first, new PerpetualOperations { FundingTicks = [new(1, 0)] }).After.Markets[0].FundingTime, Is.EqualTo(Time));
        Refuse(PerpetualRule.FundingRate, first, new PerpetualOperations { FundingTicks = [new(1, 1)] });
        Refuse(PerpetualRule.NoPrice, State.With(1, _ => default), new PerpetualOperations { FundingTicks = [new(1, 0)] });
        Apply(State.With(1, _ => default), Ticks(Tick(Price, Price, Price)) with { FundingTicks = [new(1, 0)] });
    }

    [Test]
    public void PricesAndIndicesMustBeFresh()
    {
        var trade = Trades(NewTrade(2, 3, 1, 100));
        Apply(State.With(1, m => m with { PriceTime = Time - 60 }), trade);
        Refuse(PerpetualRule.StalePrice, State.With(1, m => m with { PriceTime = Time - 61 }), trade);
        Apply(State.With(1, m => m with { FundingTime = Time - 3600 }), trade);
        Refuse(PerpetualRule.StalePrice, State.With(1, m => m with { FundingTime = Time - 3601 }), trade);
        Refuse(PerpetualRule.StalePrice, State.With(1, m => m with { FundingTime = 0 }), trade);
        var held = State.With(1, m => m with { PriceTime = Time - 61 });
        Refuse(PerpetualRule.StalePrice, held, new PerpetualOperations { Withdrawals = [NewWithdrawal(1, 1)] });
        Refuse(PerpetualRule.StalePrice, held, new PerpetualOperations { ForcedWithdrawals = [NewForced(1, 1)] });
        Apply(held, Ticks(Tick(Price, Price, Price)) with { Withdrawals = [NewWithdrawal(1, 1)] });
        Apply(held, new PerpetualOperations { Withdrawals = [NewWithdrawal(2, 1)] });
    }
}
