using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.GlobalWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Oracle ticks in the circuit: what each leads to, at the limit of each rule and one unit beyond it.</summary>
public class OracleTickTests
{
    private const ulong Half = 1UL << (PerpetualUnits.FractionBits - 1);

    /// <summary>The accumulator at the batch time: ten seconds at 100 more.</summary>
    private static readonly UInt128 _accumulator = Market.Accumulator + ((UInt128)Price(100) * 10);

    private static readonly PerpetualScalars _tripped = Scalars with { Tripped = true };

    private static GlobalCase Ticked { get; } = Nothing.With(Tick(Price(101), Price(100), Price(102)));

    private static MarketState Adopted(ulong price) => Market with { Price = price, PriceTime = Time, Accumulator = _accumulator };

    [Test]
    public void AMedianIsAdopted()
    {
        var outputs = Ticked.LeadsTo(Scalars, Adopted(Price(101)));
        Assert.That(outputs["oracle tick 0"], Is.EqualTo(PerpetualData.Words(Tick(Price(101)), true)[0]));
        Assert.That(Nothing.LeadsTo(Scalars, Market)["oracle tick 0"], Is.EqualTo(Fr.Zero));
    }

    [Test]
    public void AMarketsFirstPriceIsItsReference() => Nothing.With(MarketTick(2, Price(7), Price(7), Price(7))).LeadsTo(
        Scalars, Market, new MarketState(Price(7), Time, Price(7), 0, 0, Time, 0, 0, 0));

    [Test]
    public void WithoutAReferenceTheMedianIsIt() => Ticked.WithMarket(m => m with { Reference = 0 }).LeadsTo(
        Scalars, Adopted(Price(101)) with { Reference = Price(101), Checkpoint = _accumulator, CheckpointTime = Time });

    [Test]
    public void AWindowEndsWhenItsLengthHasPassed()
    {
        // 90 seconds at 90 and ten at 100 make 91.
        var ticked = Nothing.With(Tick(Price(99), Price(99), Price(99)));
        ticked.WithConfig(c => c with { TwapWindow = 101 }).LeadsTo(Scalars, Adopted(Price(99)));
        ticked.WithConfig(c => c with { TwapWindow = 100 }).LeadsTo(Scalars, Averaged(Price(91)));

        // Anything less is rounded down.
        ticked.WithMarket(m => m with { Checkpoint = m.Checkpoint + 1 }).WithConfig(c => c with { TwapWindow = 100 }).LeadsTo(Scalars, Averaged(Price(91) - 1));

        static MarketState Averaged(ulong reference) =>
            Adopted(Price(99)) with { Reference = reference, Checkpoint = _accumulator, CheckpointTime = Time };
    }

    /// <summary>A tenth of 95 is 9.5.</summary>
    [Test]
    public void ADeviationBeyondTheLimitTripsAndIsNotAdopted()
    {
        foreach (var (limit, beyond) in new[] { (Price(104) + Half, Price(104) + Half + 1), (Price(85) + Half, Price(85) + Half - 1) })
        {
            Nothing.With(Tick(limit, limit, limit)).LeadsTo(Scalars, Adopted(limit));
            var outputs = Nothing.With(Tick(beyond, beyond, beyond)).LeadsTo(_tripped, Market);
            Assert.That(outputs["oracle tick 0"], Is.EqualTo(PerpetualData.Words(Tick(beyond), false)[0]));
        }
    }

    /// <summary>The reference that counts is that of after the tick's own average.</summary>
    [Test]
    public void ThePriceIsComparedWithTheNewReference()
    {
        var limit = Price(91) + (Price(91) / 10);
        var window = Nothing.WithConfig(c => c with { TwapWindow = 100 });
        window.With(Tick(limit, limit, limit)).LeadsTo(
            Scalars, Adopted(limit) with { Reference = Price(91), Checkpoint = _accumulator, CheckpointTime = Time });
        window.With(Tick(limit + 1, limit + 1, limit + 1)).LeadsTo(_tripped, Market);
    }

    /// <summary>A twentieth of 100 is 5.</summary>
    [Test]
    public void ASpreadBeyondTheLimitTripsAndIsNotAdopted()
    {
        Nothing.With(Tick(Price(103), Price(100), Price(98))).LeadsTo(Scalars, Adopted(Price(100)));
        Nothing.With(Tick(Price(103) + 1, Price(100), Price(98))).LeadsTo(_tripped, Market);
        Nothing.With(Tick(Price(103), Price(100), Price(98) - 1, Price(100), Price(100))).LeadsTo(_tripped, Market);

        // Of a market's first price too.
        Nothing.With(MarketTick(2, Price(103), Price(100), Price(98) - 1)).LeadsTo(_tripped, Market);
    }

    [Test]
    public void ATrippedBreakerStaysTripped() => Ticked.WithScalars(s => s with { Tripped = true }).LeadsTo(_tripped, Adopted(Price(101)));

    [Test]
    public void ATickIsNewerThanThePrice()
    {
        Ticked.WithMarket(m => m with { PriceTime = Time - 1 }).Accept();
        Ticked.WithMarket(m => m with { PriceTime = Time }).Refuse("newer");
    }

    [Test]
    public void TheAccumulatorDoesNotOverflow()
    {
        var most = UInt128.MaxValue >> 32;
        var limit = Ticked.WithMarket(m => m with { Accumulator = most - ((UInt128)Price(100) * 10), Checkpoint = most - Price(100) });
        limit.Accept();
        limit.WithMarket(m => m with { Accumulator = m.Accumulator + 1 }).Refuse("twap");
    }

    /// <summary>At the old price the open interest is within bounds, and operations of the batch may lower it; the new price counts all the same.</summary>
    [Test]
    public void TheNotionalValueAtTheNewPriceStaysWithinBounds()
    {
        var most = (ulong)(((System.Numerics.BigInteger.One << PerpetualUnits.NotionalBits) - 1) / Price(101));
        var limit = Ticked.WithMarket(m => m with { OpenInterest = most });
        limit.Accept();
        limit.WithMarket(m => m with { OpenInterest = most + 1 }).Refuse("oracle tick/notional");
        limit.WithMarket(m => m with { OpenInterest = most + 1 }).With((1, -1_000)).Refuse("oracle tick/notional");

        // A price that is not adopted does not matter.
        var spike = Nothing.With(Tick(Price(200), Price(200), Price(200))).WithMarket(m => m with { OpenInterest = most });
        spike.LeadsTo(_tripped, Market with { OpenInterest = most });
    }

    [Test]
    public void SignaturesAreFresh()
    {
        SignedAt(Time - Config.PriceValidity).Accept();
        SignedAt(Time - Config.PriceValidity - 1).Refuse("signed price/rules");
        SignedAt(Time + 1).Refuse("signed price/rules");

        static GlobalCase SignedAt(uint time) => Nothing.With(new OracleTick(1, Price(100), [Signed(0, Price(100)), Signed(1, Price(100), time), Signed(2, Price(100))]));
    }

    [Test]
    public void PricesAreNotZero()
    {
        var low = Nothing.WithConfig(c => c with { SpreadBps = ushort.MaxValue });
        low.With(Tick(1, 1, 1)).LeadsTo(_tripped, Market);
        low.With(Tick(1, 1, 0)).Refuse("signed price/rules");
    }

    [Test]
    public void AQuorumIsNeeded()
    {
        Nothing.With(Tick(Price(100), Price(100))).Refuse("range");
        Ticked.WithConfig(c => c with { Quorum = 4 }).Refuse("range");
        Ticked.WithConfig(c => c with { Quorum = 2 }).Accept();
        Nothing.WithConfig(c => c with { Quorum = 0 }).With(new OracleTick(1, Price(100), [])).RefuseCheat("");
    }

    /// <summary>A key that signs twice is one signer.</summary>
    [Test]
    public void SignersAreDifferent()
    {
        SignedBy(1, 3, 5).Accept();
        SignedBy(1, 1, 5).Refuse("range");
        SignedBy(3, 1, 5).Refuse("range");
        SignedBy(5, 3, 1).Refuse("range");

        static GlobalCase SignedBy(params int[] signers) => Nothing.With(new OracleTick(1, Price(100), [.. signers.Select(s => Signed(s, Price(100)))]));
    }

    [Test]
    public void MissingPricesStandLast()
    {
        var prices = Ticked.Globals.OracleTicks[0].Prices;
        Ticked.With(g => g with { OracleTicks = [g.OracleTicks[0] with { Prices = [.. prices.Skip(3), .. prices.Take(3)] }] }).RefuseCheat("range");
        Ticked.With(g => g with { OracleTicks = [g.OracleTicks[0] with { Prices = [prices[0], prices[3], .. prices.Skip(1).Take(2), prices[4]] }] }).RefuseCheat("range");
    }

    /// <summary>Place 6 of the configuration is empty; place 8 does not exist.</summary>
    [TestCase(6UL, "eddsa")]
    [TestCase(8UL, "")]
    public void OnlyConfiguredSignersCount(ulong signer, string caughtBy) => Ticked.WithPrice(2, p => p with { Signer = signer }).Refuse(caughtBy);

    [Test]
    public void SignaturesAreForPriceMarketTimeAndSigner()
    {
        Ticked.WithPrice(2, p => p with { Price = p.Price - 1 }).Refuse("eddsa");
        Ticked.WithPrice(2, p => p with { Time = p.Time - 1 }).Refuse("eddsa");
        Ticked.WithPrice(2, p => p with { Signer = 4 }).Refuse("eddsa");
        Ticked.WithPrice(2, p => p with { Signature = SignedPriceWitness.None.Signature }).Refuse("eddsa");
        Nothing.With(Tick(Price(7), Price(7), Price(7)) with { Market = 2 }).Refuse("eddsa");
        var domain = Nothing.Compiled().Inputs.Single(i => i.Name == "domain").Wire;
        Ticked.RefuseCheat("eddsa", (domain, Domain + Fr.One));
    }

    [Test]
    public void MarketsAreConfigured()
    {
        var second = Nothing.With(MarketTick(2, Price(7), Price(7), Price(7)));
        second.Accept();
        second.WithConfig(c => c with { Markets = [Listed] }).Refuse("configured");
        Nothing.With(MarketTick(3, Price(7), Price(7), Price(7))).Refuse("choice");
    }

    [Test]
    public void AnUnusedSlotSaysNothing()
    {
        Ticked.With(g => g with { OracleTicks = [g.OracleTicks[0] with { Market = 0 }] }).RefuseCheat("eddsa");

        // Not even if the oracles sign prices of market 0.
        Nothing.With(MarketTick(0, Price(7), Price(7), Price(7))).RefuseCheat("oracle prices");
        Nothing.WithPrice(0, p => p with { Price = 1 }).RefuseCheat("rules");
        Nothing.WithPrice(0, p => p with { Time = 1 }).RefuseCheat("rules");
        Nothing.WithPrice(0, p => p with { IsUsed = true }).RefuseCheat("oracle prices");
        var median = Nothing.Compiled().Hint("lower median")[0];
        Nothing.RefuseCheat("range", (median, Fr.One));

        // Nor does a missing price of a used slot.
        Ticked.WithPrice(3, p => p with { Price = Price(101) }).RefuseCheat("rules");
        Ticked.WithPrice(3, p => p with { Time = Time }).RefuseCheat("rules");
    }

    /// <summary>Every median but the lower one is refused, whatever the prices, repeated ones among them; by the reference too.</summary>
    [Test]
    public void OnlyTheLowerMedianIsTheMedian([Range(1, PerpetualProfile.PricesOfATick)] int count)
    {
        var random = new Random(count);
        var any = Nothing.WithConfig(c => c with { Quorum = 1, SpreadBps = ushort.MaxValue });
        var hint = any.Compiled().Hint("lower median")[0];
        for (var i = 0; i < 3; i++)
        {
            ulong[] prices = [.. Enumerable.Range(0, count).Select(_ => Price(94) + (ulong)random.Next(1, 4))];
            var ticked = any.With(Tick(prices));
            ticked.LeadsTo(Scalars, Adopted(LowerMedian(prices)));
            var (state, batch) = ticked.Batch!.Value;
            foreach (var other in new[] { Price(94), Price(94) + 1, Price(94) + 2, Price(94) + 3, Price(94) + 4, 0UL }.Except([LowerMedian(prices)]))
            {
                ticked.RefuseCheat("range", (hint, Fr.FromUInt64(other)));
                var lie = batch with { Operations = new() { OracleTicks = [batch.Operations.OracleTicks[0] with { Price = other }] } };
                Assert.That(PerpetualReference.TryApply(state, lie, out _, out var violation), Is.False);
                Assert.That(violation!.Rule, Is.EqualTo(PerpetualRule.NotMedian));
            }
        }
    }

    [Test]
    public void TicksOfABatchFollowEachOther()
    {
        var eight = Case(PerpetualProfile.Find(8)!);
        var second = new MarketState(Price(7), Time, Price(7), 0, 0, Time, 0, 0, 0);
        var first = Tick(Price(101), Price(101), Price(101));
        var spike = Tick(Price(200), Price(200), Price(200));
        var other = MarketTick(2, Price(7), Price(7), Price(7));
        eight.With(other, first).LeadsTo(Scalars, Adopted(Price(101)), second);
        eight.With(first, other).LeadsTo(Scalars, Adopted(Price(101)), second);

        // One price a market and batch; one that was not adopted was none.
        eight.With(first, other, first).Refuse("newer");
        eight.With(spike, first, other).LeadsTo(_tripped, Adopted(Price(101)), second);
        eight.With(first).With(g => g with { OracleTicks = [OracleTickWitness.Unused, .. g.OracleTicks.Take(3)] }).RefuseCheat("order");
    }

    [Test]
    public void RefusesLies() => CircuitAssert.Accepts(Ticked.Compiled(), Ticked, 400, "eighth of a point");

    [Test]
    public void RefusesLiesOfAnUnusedSlot() => CircuitAssert.Accepts(Nothing.Compiled(), Nothing, 400, "eighth of a point");
}
