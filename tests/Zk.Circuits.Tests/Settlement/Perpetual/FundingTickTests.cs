using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.GlobalWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Funding ticks in the circuit, at the limit of each rule and one unit beyond it.</summary>
public class FundingTickTests
{
    /// <summary>Ten seconds at 2^20 · 2^−32 of the price 100, in .32.</summary>
    private const long Most = (1L << 20) * 100 * 10;

    private static GlobalCase Ticked(long index) => Nothing.With(new FundingTick(1, index));

    private static MarketState Moved(long index) => Market with { Funding = index, FundingTime = Time };

    [Test]
    public void AnIndexMovesWithinTheRate()
    {
        foreach (var change in new[] { 0, 1, -1, Most, -Most })
        {
            var outputs = Ticked(Market.Funding + change).LeadsTo(Scalars, Moved(Market.Funding + change));
            Assert.That(outputs["funding tick 0"], Is.EqualTo(PerpetualData.Words(new FundingTick(1, Market.Funding + change))[0]));
        }

        Ticked(Market.Funding + Most + 1).Refuse("rate");
        Ticked(Market.Funding - Most - 1).Refuse("rate");
        Assert.That(Nothing.Accept()["funding tick 0"], Is.EqualTo(Fr.Zero));
    }

    /// <summary>The price is that of the batch's own oracle tick.</summary>
    [Test]
    public void TheRateIsOfTheNewPrice()
    {
        var most = (1L << 20) * 101 * 10;
        var priced = Nothing.With(Tick(Price(101), Price(101), Price(101)));
        priced.With(new FundingTick(1, Market.Funding + most)).Accept();
        priced.With(new FundingTick(1, Market.Funding + most + 1)).Refuse("rate");
    }

    /// <summary>From one end of the range to the other: differences of 64 bits, no wrapping.</summary>
    [Test]
    public void TheWholeRangeIsAllowed()
    {
        var fast = Nothing.WithConfig(c => c with { Markets = [Listed with { MaxFundingRate = uint.MaxValue }] })
            .WithMarket(m => m with { Price = ulong.MaxValue, OpenInterest = 0, FundingTime = 1 });
        foreach (var (from, to) in new[] { (long.MinValue, long.MaxValue), (long.MaxValue, long.MinValue) })
        {
            var start = fast.WithMarket(m => m with { Funding = from });
            start.With(new FundingTick(1, to)).LeadsTo(Scalars, start.Globals.Markets[0] with { Funding = to, FundingTime = Time });
        }
    }

    [Test]
    public void TheFirstTickMovesNothing()
    {
        var first = Nothing.WithMarket(m => m with { FundingTime = 0, Funding = 0 });
        first.With(new FundingTick(1, 0)).LeadsTo(Scalars, Market with { FundingTime = Time, Funding = 0 });
        first.With(new FundingTick(1, 1)).Refuse("rate");
        first.With(new FundingTick(1, -1)).Refuse("rate");
    }

    [Test]
    public void ATickIsNewerThanTheLast()
    {
        Nothing.WithMarket(m => m with { FundingTime = Time - 1 }).With(new FundingTick(1, Market.Funding)).Accept();
        Nothing.WithMarket(m => m with { FundingTime = Time }).With(new FundingTick(1, Market.Funding)).Refuse("newer");
    }

    [Test]
    public void TheMarketHasAPrice()
    {
        Nothing.With(new FundingTick(2, 0)).Refuse("has a price");
        Nothing.With(MarketTick(2, Price(7), Price(7), Price(7))).With(new FundingTick(2, 0)).LeadsTo(
            Scalars, Market, new MarketState(Price(7), Time, Price(7), 0, 0, Time, 0, Time, 0));
    }

    [Test]
    public void TheMarketIsConfigured()
    {
        var second = Nothing.With(g => g with { Markets = [Market, Market] }).With(new FundingTick(2, Market.Funding));
        second.WithMarket(m => m with { OpenInterest = 1 }).Accept();
        second.WithConfig(c => c with { Markets = [Listed] }).Refuse("configured");
        Nothing.With(new FundingTick(3, 0)).Refuse("choice");
    }

    [Test]
    public void AnUnusedSlotSaysNothing() => Nothing.With(g => g with { FundingTicks = [new FundingTickWitness(0, 1)] }).RefuseCheat("");

    [Test]
    public void TicksOfABatchFollowEachOther()
    {
        var eight = Case(PerpetualProfile.Find(8)!);
        var tick = new FundingTick(1, Market.Funding + 5);
        eight.With(tick).LeadsTo(Scalars, Moved(Market.Funding + 5));
        eight.With(tick, tick).Refuse("newer");
        eight.With(tick).With(g => g with { FundingTicks = [FundingTickWitness.Unused, .. g.FundingTicks.Take(3)] }).RefuseCheat("order");
    }

    [Test]
    public void RefusesLies() => CircuitAssert.Accepts(Nothing.Compiled(), Ticked(Market.Funding + 5).With((1, 3)), 400, "eighth of a point");
}
