using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Leaves, roots, configuration and data words: each field stands where the format says.</summary>
public class PerpetualStateTests
{
    private static Fr Element(params (BigInteger Value, int Shift)[] fields) =>
        Fr.FromBigInteger(fields.Aggregate(BigInteger.Zero, (sum, field) => sum + (field.Value << field.Shift)));

    [Test]
    public void LeafHoldsEveryField()
    {
        var account = new PerpetualAccount(
            Key(5), -7, 11, FillsTree.Empty.Set(new Fill(3, 4)), PositionList.Create([new(1, 5, -6), new(16, long.MinValue, long.MaxValue)]));
        var half = BigInteger.One << 63;
        Fr[] elements =
        [
            Key(5).X,
            Key(5).Y,
            Element((half - 7, 0), (11, 64)),
            account.Fills.Root,
            Element((1, 128), (half - 6, 64), (half + 5, 0)),
            Element((16, 128), ((half * 2) - 1, 64), (0, 0)),
            .. new Fr[14],
        ];
        Assert.That(account.Leaf, Is.EqualTo(Poseidon2.Hash(6, elements)));
    }

    [Test]
    public void RootHoldsAccountsMarketsAndScalars()
    {
        var market = new MarketState(ulong.MaxValue, 2, 3, 4, 5, 6, -7, 8, 9);
        var state = State with { Markets = [market, default], Time = 10, Scalars = new PerpetualScalars(true, 11, 12, 13) };
        var half = BigInteger.One << 63;
        Fr[] markets =
        [
            Element((ulong.MaxValue, 0), (2, 64), (3, 96)),
            Element((4, 0), (5, 96), (6, 192)),
            Element((half - 7, 0), (8, 64), (9, 96)),
            Fr.Zero,
            Fr.Zero,
            Element((half, 0)),
        ];
        var g = Element((10, 0), (1, 32), (11, 33), (12, 96), (13, 128));
        Assert.That(state.Root, Is.EqualTo(Poseidon2.Hash(7, [State.Accounts.Root, Poseidon2.Hash(8, markets), g])));
        Assert.That(PerpetualState.Genesis(2).Root, Is.EqualTo(Poseidon2.Hash(7, [AccountTree.Empty.Root, Poseidon2.Hash(8, [.. markets[3..], .. markets[3..]]), Fr.Zero])));
    }

    [Test]
    public void ConfigurationHoldsEveryField()
    {
        var tiers = new RiskTier[] { new(1, 2, 3, 4), new(5, 6, 7, 8), new(9, 10, 11, 12), new(13, 14, 15, 16) };
        var config = new PerpetualConfig([Key(0), Key(1)], 2, 3, 4, 5, 6, 7, 8, 9, 10, [new(11, 12, tiers)]);
        Fr[] elements =
        [
            Element((2, 0), (3, 8), (4, 40), (5, 72), (6, 88), (7, 104), (10, 136)),
            Element((8, 0), (9, 64)),
            Key(0).X,
            Key(0).Y,
            Key(1).X,
            Key(1).Y,
            .. new Fr[12],
            Element((11, 0), (12, 63), (1, 95)),
            .. tiers.Select(t => Element((t.UpperBound, 0), (t.Initial, 64), (t.Maintenance, 96), (t.CloseOut, 128))),
            .. new Fr[5],
        ];
        Assert.That(config.Hash(2), Is.EqualTo(Poseidon2.Hash(9, elements)));
        Assert.That(() => config.Hash(0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void MessagesHoldEveryField()
    {
        var order = new LimitOrder(1, 2, true, true, 3, 4, 5, 6, 7);
        Assert.That(order.Message(Domain), Is.EqualTo(Poseidon2.Hash(
            10, [Domain, Element((1, 0), (2, 32), (1, 40), (1, 41), (3, 42), (4, 74), (5, 106)), Element((6, 0), (7, 64))])));
        Assert.That((order with { IsBuy = false, ReduceOnly = false }).Message(Domain), Is.EqualTo(Poseidon2.Hash(
            10, [Domain, Element((1, 0), (2, 32), (3, 42), (4, 74), (5, 106)), Element((6, 0), (7, 64))])));
        Assert.That(new SignedPrice(0, 5, 6).Message(Domain, 7), Is.EqualTo(Poseidon2.Hash(11, [Domain, Element((7, 0), (5, 8), (6, 72))])));
    }

    [Test]
    public void FillsTreeHasTenLevels()
    {
        var tree = FillsTree.Empty.Set(new Fill(1030, 9)).Set(new Fill(5, 1));
        Assert.That(tree.Siblings(6), Has.Count.EqualTo(10));
        var node = new Fill(1030, 9).Leaf;
        foreach (var (sibling, level) in tree.Siblings(6).Select((s, i) => (s, i)))
            node = (6 >> level & 1) == 0 ? Poseidon2.Compress(node, sibling) : Poseidon2.Compress(sibling, node);
        Assert.That(node, Is.EqualTo(tree.Root));
        Assert.That(tree.Find(6), Is.EqualTo(new Fill(1030, 9)));
        Assert.That(tree.Find(7), Is.EqualTo(default(Fill)));
        Assert.That(tree.Fills, Is.EqualTo(new[] { new Fill(5, 1), new Fill(1030, 9) }));
        Assert.That(() => SparseMerkleTree<int>.EmptyOf(33), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void DataWordsHoldTheBatch()
    {
        var profile = PerpetualProfile.Find(1)!;
        var withdrawal = NewForced(2, 6) with { Nonce = 1 };
        var request = NewForcedTrade(2, 3, 10, 1000);
        var operations = new PerpetualOperations
        {
            OracleTicks = [Tick(Price, Price, Price)],
            FundingTicks = [new(1, -5)],
            Trades = [new(Buy(2, 10, 1000, 5), Sell(3, 10, 1000, 6, 7), 10, 1000, 5, 6)],
            Withdrawals = [NewWithdrawal(2, 3)],
            ForcedWithdrawals = [withdrawal],
            ForcedTrades = [request],
        };
        var transition = Apply(State, operations);
        var words = transition.Words(profile).List;
        var config = Config.Hash(2).ToBigInteger();
        var half = BigInteger.One << 63;
        Fr[] expected =
        [
            Element((Time, 0), (FeeAccount, 32), (0, 64), (0, 65), (1, 66)),
            Element((1, 0), (1, 16), (0, 32), (1, 48), (0, 64), (0, 80), (0, 96), (1, 112), (1, 128), (1, 144)),
            Fr.FromBigInteger(config & UInt128.MaxValue),
            Fr.FromBigInteger(config >> 128),
            Element((4, 0), (1, 8), (Price, 16), (1, 80)),
            Element((5, 0), (1, 8), (half - 5, 16)),
            Fr.Zero,
            Fr.Zero,
            Element((6, 0), (2, 8), (3, 40), (1, 72), (10, 80), (1000, 144)),
            Element((5, 0), (6, 64), (1, 128), (7, 160)),
            .. new Fr[6],
            operations.Withdrawals[0].Words.First,
            operations.Withdrawals[0].Words.Second,
            Element((9, 0), (2, 8), (6, 40), (1, 104), (Time, 136)),
            Fr.FromUInt64(0xabcd),
            .. withdrawal.Signature.Halves.Select(h => Fr.FromBigInteger(h)),
            Fr.FromUInt64(5),
            Element((10, 0), (2, 8), (3, 40), (1, 72), (10, 80), (1000, 144)),
            Element((1, 0), (1, 32), (Time, 64), (Time, 96)),
            .. request.Buyer.Signature.Halves.Concat(request.Seller.Signature.Halves).Select(h => Fr.FromBigInteger(h)),
            Fr.FromUInt64(5),
        ];
        Assert.That(words, Is.EqualTo(expected));
        Assert.That(words, Has.Count.EqualTo(profile.DataWords));
    }

    [Test]
    public void LiquidationsAndDeleveragesHaveTheirWords()
    {
        Assert.That(PerpetualData.Words(new Liquidation(1, Buy(2, 3, 4, 5, 6), 7, 8, 9, 10)), Is.EqualTo(new[]
        {
            Element((7, 0), (1, 8), (2, 40), (1, 72), (7, 80), (8, 144), (1, 208)), Element((9, 0), (10, 64), (6, 128)),
        }));
        Assert.That(PerpetualData.Words(new Deleverage(1, 2, 3, 4, false, -5, 6)), Is.EqualTo(new[]
        {
            Element((8, 0), (1, 8), (2, 40), (3, 72), (4, 80), (5, 144), (0, 208), (1, 209)), Element((6, 0)),
        }));
    }

    [Test]
    public void ProfilesAreAsPublished()
    {
        Assert.That(PerpetualProfile.All.Select(p => (p.Circuit, p.Markets, p.Accounts, p.DataWords)), Is.EqualTo(new[]
        {
            ("settlement/perpetual/1", 2, 8, 42),
            ("settlement/perpetual/8", 8, 32, 97),
            ("settlement/perpetual/32", 16, 140, 189),
            ("settlement/perpetual/64", 16, 106, 194),
        }));
        Assert.That(PerpetualProfile.Find(2), Is.Null);
        var transition = Apply(State, new PerpetualOperations());
        Assert.That(PerpetualProfile.Smallest(transition)!.Size, Is.EqualTo(1));
        Assert.That(() => transition.Words(PerpetualProfile.All[1]), Throws.ArgumentException.With.Message.Contains("2 markets, not 8"));
        var two = Apply(State, Trades(NewTrade(2, 3, 1, 100), new(Buy(2, 1, 100, number: 2), Sell(3, 1, 100, number: 2), 1, 100, 0, 0)));
        Assert.That(() => two.Words(PerpetualProfile.All[0]), Throws.ArgumentException.With.Message.Contains("2 slots of type trade, of 1"));
        Assert.That(PerpetualProfile.Smallest(two), Is.Null);
    }

    [Test]
    public void RulesHaveTheirNames()
    {
        Assert.That(PerpetualViolation.NameOf(PerpetualRule.DuplicateQueueId), Is.EqualTo("duplicate-queue-id"));
        Assert.That(PerpetualViolation.NameOf(PerpetualRule.Margin), Is.EqualTo("margin"));
        var violation = new PerpetualViolation(PerpetualRule.UnfairPrice, PerpetualSlot.Trade, 3, "why");
        Assert.That(violation.ToString(), Is.EqualTo("trade 3: unfair-price: why"));
        Assert.That((violation with { Slot = null }).ToString(), Is.EqualTo("batch: unfair-price: why"));
    }

    private static IEnumerable<TestCaseData> BrokenConfigurations()
    {
        static TestCaseData Case(string field, Func<PerpetualConfig, PerpetualConfig> change) => new TestCaseData(field, change(Config)).SetArgDisplayNames(field);
        static PerpetualConfig Tier(PerpetualConfig config, int index, Func<RiskTier, RiskTier> change) =>
            config with { Markets = [config.Markets[0], Market() with { Tiers = [.. Market().Tiers.Select((t, i) => i == index ? change(t) : t)] }] };
        yield return Case("signers", c => c with { Signers = [] });
        yield return Case("signers", c => c with { Signers = [.. Enumerable.Range(0, 9).Select(i => Key((uint)i))] });
        yield return Case("signers", c => c with { Signers = [Key(0), Key(1), Key(2), Key(0)] });
        yield return Case("signers[3]", c => c with { Signers = [Key(0), Key(1), Key(2), EdwardsPoint.Identity] });
        yield return Case("quorum", c => c with { Quorum = 0 });
        yield return Case("quorum", c => c with { Quorum = 6 });
        yield return Case("quorum", c => c with { Signers = [Key(0), Key(1)] });
        yield return Case("insuranceFloor", c => c with { InsuranceFloor = PerpetualUnits.AmountLimit });
        yield return Case("liquidationFeePpm", c => c with { LiquidationFeePpm = 1 << 20 });
        yield return Case("markets", c => c with { Markets = [] });
        yield return Case("markets", c => c with { Markets = [.. Enumerable.Repeat(Market(), 17)] });
        yield return Case("markets[1].openInterestCap", c => c with { Markets = [Market(), Market() with { OpenInterestCap = PerpetualUnits.AmountLimit }] });
        yield return Case("markets[1].tiers", c => c with { Markets = [Market(), Market() with { Tiers = [.. Market().Tiers.Skip(1)] }] });
        yield return Case("markets[1].tiers[3].upperBound", c => Tier(c, 3, t => t with { UpperBound = ulong.MaxValue - 1 }));
        yield return Case("markets[1].tiers[1].upperBound", c => Tier(c, 1, t => t with { UpperBound = 1_000_000 }));
        yield return Case("markets[1].tiers[0].closeOut", c => Tier(c, 0, t => t with { CloseOut = 0 }));
        yield return Case("markets[1].tiers[0]", c => Tier(c, 0, t => t with { CloseOut = t.Maintenance + 1 }));
        yield return Case("markets[1].tiers[0]", c => Tier(c, 0, t => t with { Maintenance = t.Initial + 1 }));
        yield return Case("markets[1].tiers[1]", c => Tier(c, 1, t => t with { CloseOut = Market().Tiers[0].CloseOut - 1 }));
    }

    [TestCaseSource(nameof(BrokenConfigurations))]
    public void ConfigurationsAreChecked(string field, PerpetualConfig config) => Assert.That(PerpetualConfigRules.Check(config)?.Field, Is.EqualTo(field));

    [Test]
    public void GoodConfigurationsAndTheirLimitsPass()
    {
        Assert.That(PerpetualConfigRules.Check(Config), Is.Null);
        var tier = new RiskTier(1, 1, 1, 1);
        Assert.That(PerpetualConfigRules.Check(Config with
        {
            Quorum = 5,
            InsuranceFloor = PerpetualUnits.AmountLimit - 1,
            LiquidationFeePpm = (1 << 20) - 1,
            Markets = [new(PerpetualUnits.AmountLimit - 1, uint.MaxValue, [tier, tier with { UpperBound = 2 }, tier with { UpperBound = 3 }, new(ulong.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue)])],
        }), Is.Null);
        Assert.That(
            () => PerpetualReference.TryApply(State, Batch(new(), Config with { Markets = [Market(), Market(), Market()] }), out _, out _),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
