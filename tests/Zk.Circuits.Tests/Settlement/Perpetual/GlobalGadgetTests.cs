using System.Numerics;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.GlobalWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Header, configuration, freshness and open interest in the circuit, at the limit of each rule and one unit beyond it.</summary>
public class GlobalGadgetTests
{
    private static readonly PerpetualScalars _tripped = Scalars with { Tripped = true };

    [Test]
    public void TimeDoesNotGoBack()
    {
        Nothing.With(g => g with { PreviousTime = Time }).Accept();
        Nothing.With(g => g with { PreviousTime = Time + 1 }).Refuse("header/time");
        Genesis(0).Accept();
        Genesis(uint.MaxValue).Accept();
    }

    [Test]
    public void AGenesisBatchIsAllowed() => Genesis(5).LeadsTo(new PerpetualScalars(true, 0, 0, 0), default, default);

    private static GlobalCase Genesis(uint time) => Nothing.With(g => g with { PreviousTime = 0, Time = time, Markets = new MarketState[2], Scalars = default });

    [Test]
    public void AVolumeWindowEndsWhenItsLengthHasPassed()
    {
        Nothing.WithConfig(c => c with { TwapWindow = 51 }).LeadsTo(Scalars, Market);
        Nothing.WithConfig(c => c with { TwapWindow = 50 }).LeadsTo(Scalars with { WindowStart = Time, WindowVolume = 0 }, Market);
    }

    [Test]
    public void AResetClearsBreakerVolumeAndReferences()
    {
        var reset = Nothing.WithScalars(_ => _tripped).With(g => g with { Reset = true, Markets = [Market, Market] });
        var cleared = Market with { Reference = 0 };
        reset.LeadsTo(Scalars with { WindowStart = Time, WindowVolume = 0 }, cleared, cleared);
        reset.With(g => g with { Reset = false }).LeadsTo(_tripped, Market, Market);
    }

    [Test]
    public void AnInsuranceFundBelowTheFloorTrips()
    {
        Nothing.WithScalars(s => s with { Insurance = Config.InsuranceFloor }).LeadsTo(Scalars with { Insurance = Config.InsuranceFloor }, Market);
        var low = Nothing.WithScalars(s => s with { Insurance = Config.InsuranceFloor - 1 });
        low.LeadsTo(_tripped with { Insurance = Config.InsuranceFloor - 1 }, Market);

        // A reset does not help against it.
        low.With(g => g with { Reset = true }).LeadsTo(
            new PerpetualScalars(true, Config.InsuranceFloor - 1, Time, 0), Market with { Reference = 0 });
    }

    [Test]
    public void LargestScalarsAreAllowed() => Nothing.WithScalars(_ => new(true, PerpetualUnits.AmountLimit - 1, Time, (UInt128.One << PerpetualUnits.VolumeBits) - 1))
        .LeadsTo(new(true, PerpetualUnits.AmountLimit - 1, Time, (UInt128.One << PerpetualUnits.VolumeBits) - 1), Market);

    [Test]
    public void HeaderWordsAreThoseOfTheData()
    {
        var outputs = Nothing.With(Tick(Price(101), Price(101), Price(101))).WithScalars(_ => _tripped).With(g => g with { Reset = false }).Accept();
        var hash = Config.Hash(2).ToBigInteger();
        Assert.That(outputs["header 0"].ToBigInteger(), Is.EqualTo(Time + ((BigInteger)GlobalCircuit.FeeAccount << 32) + (BigInteger.One << 64) + (BigInteger.One << 66)));
        Assert.That(outputs["header 1"].ToBigInteger(), Is.EqualTo(1 + (BigInteger.One << 48)));
        Assert.That(outputs["header 2"].ToBigInteger(), Is.EqualTo(hash & ((BigInteger.One << 128) - 1)));
        Assert.That(outputs["header 3"].ToBigInteger(), Is.EqualTo(hash >> 128));
        Assert.That(Nothing.With(g => g with { Reset = true }).Accept()["header 0"].ToBigInteger() >> 65, Is.EqualTo((BigInteger)3));
    }

    /// <summary>Each field of the configuration changes the hash that the data shows.</summary>
    [Test]
    public void TheConfigurationIsCommitted()
    {
        PerpetualConfig[] others =
        [
            Config with { Quorum = 255 },
            Config with { PriceValidity = uint.MaxValue },
            Config with { FundingValidity = uint.MaxValue },
            Config with { DeviationBps = ushort.MaxValue },
            Config with { SpreadBps = ushort.MaxValue },
            Config with { TwapWindow = uint.MaxValue },
            Config with { VolumeLimit = ulong.MaxValue },
            Config with { InsuranceFloor = PerpetualUnits.AmountLimit - 1 },
            Config with { LiquidationFeePpm = (1 << 20) - 1 },
            Config with { Signers = [] },
            Config with { Signers = [.. Config.Signers, PaymentsWorld.Key(1), PaymentsWorld.Key(2)] },
            Config with { Markets = [Listed] },
            Config with { Markets = [Listed, Listed with { OpenInterestCap = PerpetualUnits.AmountLimit - 1 }] },
            Config with { Markets = [Listed, Listed with { MaxFundingRate = uint.MaxValue }] },
            .. Enumerable.Range(0, 4).Select(k => Config with { Markets = [Listed, Listed with { Tiers = [.. Listed.Tiers.Select((t, i) => i == k ? new RiskTier(ulong.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue) : t)] }] }),
        ];
        foreach (var config in others)
        {
            var outputs = Nothing.WithConfig(_ => config).Accept();
            Assert.That(outputs["header 2"].ToBigInteger() + (outputs["header 3"].ToBigInteger() << 128), Is.EqualTo(config.Hash(2).ToBigInteger()));
        }
    }

    /// <summary>The hash plus r is the same element and has as many bits, if it is small; as words it would be another commitment.</summary>
    [Test]
    public void Bug10_TheCommitmentHasOneForm()
    {
        var small = Enumerable.Range(1, 100).Select(i => Config with { VolumeLimit = (ulong)i })
            .First(c => (c.Hash(2).ToBigInteger() + Fr.Characteristic).GetBitLength() <= Fr.BitLength);
        var other = small.Hash(2).ToBigInteger() + Fr.Characteristic;
        var halves = Nothing.Compiled().Hint("halves of the hash");
        Nothing.WithConfig(_ => small).RefuseCheat(
            "below", (halves[0], Fr.FromBigInteger(other & ((BigInteger.One << 128) - 1))), (halves[1], Fr.FromBigInteger(other >> 128)));
    }

    [Test]
    public void SignersAreKeys()
    {
        foreach (var key in PaymentsWorld.BadKeys())
            Nothing.WithConfig(c => c with { Signers = [key] }).RefuseCheat("signer");
        Nothing.WithConfig(c => c with { Signers = [default, PaymentsWorld.Key(1)] }).Accept();
        Nothing.WithConfig(c => c with { Quorum = 0 }).RefuseCheat("config");
    }

    [Test]
    public void PricesAreFreshForTheirValidity()
    {
        Assert.That(SeenAt(m => m), Is.EqualTo(Fr.FromUInt64(Price(100))));
        Assert.That(SeenAt(m => m with { PriceTime = Time - Config.PriceValidity, FundingTime = Time - Config.FundingValidity }), Is.EqualTo(Fr.FromUInt64(Price(100))));
        Assert.That(SeenAt(m => m with { PriceTime = Time, FundingTime = Time }), Is.EqualTo(Fr.FromUInt64(Price(100))));
        Assert.That(IsStale(m => m with { PriceTime = Time - Config.PriceValidity - 1 }), Is.True);
        Assert.That(IsStale(m => m with { FundingTime = Time - Config.FundingValidity - 1 }), Is.True);
        Assert.That(IsStale(m => m with { Price = 0 }), Is.True);
        Assert.That(IsStale(m => default), Is.True);

        // A market that never had an index has none at a small batch time either.
        var early = Genesis(50).WithMarket(_ => new MarketState(5, 40, 5, 0, 0, 40, 0, 0, 0));
        Assert.That(early.Accept()["price 1"].ToBigInteger(), Is.GreaterThan((BigInteger)ulong.MaxValue));
        Assert.That(early.WithMarket(m => m with { FundingTime = 1 }).Accept()["price 1"], Is.EqualTo(Fr.FromUInt64(5)));

        static bool IsStale(Func<MarketState, MarketState> change) => SeenAt(change).ToBigInteger() > ulong.MaxValue;
        static Fr SeenAt(Func<MarketState, MarketState> change) => Nothing.WithMarket(change).Accept()["price 1"];
    }

    [Test]
    public void OpenInterestChangesByTheSumOfAllChanges()
    {
        Nothing.With((1, 5)).LeadsTo(Scalars, Market with { OpenInterest = 505 });
        Nothing.With((1, -500)).LeadsTo(Scalars, Market with { OpenInterest = 0 });
        Nothing.With((1, -500), (2, 7)).LeadsTo(Scalars, Market with { OpenInterest = 0 }, new MarketState { OpenInterest = 7 });

        // In between it may be anything.
        Nothing.With((1, -501), (1, 1)).LeadsTo(Scalars, Market with { OpenInterest = 0 });
        Nothing.With((1, long.MaxValue), (1, -long.MaxValue)).LeadsTo(Scalars, Market);
        Nothing.With((1, -501)).Refuse("open interest");
        Nothing.With((0, 5)).LeadsTo(Scalars, Market);
        Nothing.With((3, 5)).Refuse("choice");
    }

    [Test]
    public void OpenInterestStaysBelowItsCapOrDoesNotGrow()
    {
        Nothing.With((1, 500)).LeadsTo(Scalars, Market with { OpenInterest = 1_000 });
        Nothing.With((1, 501)).Refuse("cap");
        Nothing.With((2, 7)).Accept();
        Nothing.With((2, 8)).Refuse("cap");
        var above = Nothing.WithMarket(m => m with { OpenInterest = 2_000 });
        above.LeadsTo(Scalars, Market with { OpenInterest = 2_000 });
        above.With((1, -1)).LeadsTo(Scalars, Market with { OpenInterest = 1_999 });
        above.With((1, 5), (1, -5)).Accept();
        above.With((1, 1)).Refuse("cap");
        above.With((1, -999)).Accept();
    }

    [Test]
    public void TheNotionalValueStaysWithinBounds()
    {
        var bound = (long)((BigInteger.One << PerpetualUnits.NotionalBits) / Price(100));
        var uncapped = Nothing.WithConfig(c => c with { Markets = [Listed with { OpenInterestCap = PerpetualUnits.AmountLimit - 1 }] });
        uncapped.With((1, bound - 500)).Accept();
        uncapped.With((1, bound - 499)).Refuse("notional");
    }

    /// <summary>Values that only the field, not the integers, would allow: the same root, but other fields.</summary>
    [TestCase("previous time", 32)]
    [TestCase("time", 32)]
    [TestCase("insurance", 63)]
    [TestCase("window start", 32)]
    [TestCase("window volume", 95)]
    [TestCase("quorum", 8)]
    [TestCase("price validity", 32)]
    [TestCase("funding validity", 32)]
    [TestCase("deviation", 16)]
    [TestCase("spread", 16)]
    [TestCase("window", 32)]
    [TestCase("liquidation fee", 20)]
    [TestCase("volume limit", 64)]
    [TestCase("insurance floor", 63)]
    [TestCase("open interest cap", 63)]
    [TestCase("maximum funding rate", 32)]
    [TestCase("tier bound", 64)]
    [TestCase("initial risk", 32)]
    [TestCase("maintenance risk", 32)]
    [TestCase("close-out risk", 32)]
    [TestCase("signer", 3)]
    [TestCase("price", 64)]
    [TestCase("signed at", 32)]
    [TestCase("index", 64)]
    public void Bug49_WidthsAreProven(string input, int bits)
    {
        foreach (var (_, wire) in Nothing.Compiled().Inputs.Where(i => i.Name == input))
        {
            foreach (var value in new[] { Fr.FromBigInteger(BigInteger.One << bits), -Fr.One, Fr.FromBigInteger(BigInteger.One << 64).Inverse() })
                Nothing.RefuseCheat("range", (wire, value));
        }
    }

    /// <summary>An element of a market with bits above its fields opens to nothing.</summary>
    [Test]
    public void Bug49_RecordsArePacked()
    {
        var wires = Nothing.Compiled().Inputs.Where(i => i.Name == "market").Select(i => i.Wire).ToArray();
        var elements = Market.Elements;
        Nothing.RefuseCheat("open market", (wires[MarketElements.Price], elements[0] + Fr.FromBigInteger(BigInteger.One << 160)));
        Nothing.RefuseCheat("open market", (wires[MarketElements.Funding], elements[2] + Fr.FromBigInteger(BigInteger.One << 159)));
        Nothing.With(Tick(Price(101), Price(101), Price(101)))
            .RefuseCheat("open market", (wires[MarketElements.Average], elements[1] + Fr.FromBigInteger(BigInteger.One << 224)));
    }

    [TestCase("tripped")]
    [TestCase("reset")]
    [TestCase("enabled")]
    [TestCase("signed")]
    public void Bug45_FlagsAreBits(string input)
    {
        foreach (var (_, wire) in Nothing.Compiled().Inputs.Where(i => i.Name == input))
        {
            foreach (var value in new[] { Fr.FromUInt64(2), -Fr.One })
                Nothing.RefuseCheat("", (wire, value));
        }
    }

    [Test]
    public void RefusesLiesAboutAReset()
    {
        var reset = Nothing.WithScalars(_ => _tripped).With(g => g with { Reset = true }).With((1, -5), (2, 3));
        CircuitAssert.Accepts(reset.Compiled(), reset, 400, "eighth of a point");
    }

    [Test]
    public void ABatchIsProvedAndVerified()
    {
        var batch = Nothing.With(Tick(Price(101), Price(101), Price(101))).With(new FundingTick(1, Market.Funding)).With((1, 500));
        CircuitAssert.Proves(batch.Compiled(), batch, batch.With((1, 501)), Bn254.Curve);
    }

    [Test]
    public void AWholeBatchOfTheMiddleProfileIsAccepted()
    {
        var eight = Case(PerpetualProfile.Find(8)!).With(Tick(Price(101), Price(100), Price(102)), MarketTick(2, Price(7), Price(7), Price(7)))
            .With(new FundingTick(1, Market.Funding), new FundingTick(2, 0)).With((1, -5), (2, 3));
        eight.Accept();
    }
}
