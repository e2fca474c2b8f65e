using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>An account opened and changed at one of twenty markets: its leaves, its margin, and the place of the changed position.</summary>
public class FullAccountTests
{
    private const int Markets = 20;
    private static readonly MarketState[] _markets =
    [
        .. Enumerable.Range(1, Markets).Select(m => new MarketState(Price + ((ulong)m << 30), Time, 0, 0, 0, 0, (m * 1_000_003L << 8) * (m % 2 == 0 ? 1 : -1), Time, 0)),
    ];

    private static readonly PerpetualConfig _config = Config with { Markets = [.. Enumerable.Repeat(Market(), Markets)] };

    /// <summary>One market more than there are is written as stale.</summary>
    private static readonly Circuit<Fr, AccountCase> _circuit = Circuit.Compile<Fr, AccountCase>("account", (b, inputs) =>
    {
        var tiers = Market().Tiers.Select(t => new TierWires(Constant(t.UpperBound), Constant(t.Initial), Constant(t.Maintenance), Constant(t.CloseOut))).ToList();
        var entries = _markets.Select(m => new MarketEntry(Constant(m.Price), Constant(PerpetualUnits.Biased(m.Funding)), b.Constant(true), tiers));
        var tables = MarketTables.Write(b, [.. entries, new MarketEntry(Constant(Price), Constant(1UL << 63), b.Constant(false), tiers)]);
        var account = FullAccount.Open(b, inputs.Select(c => c.Account), tables, inputs.Field("market", c => c.Market));
        var collateral = b.ToSignedInt(inputs.Field("collateral change", c => c.Collateral), PerpetualUnits.AmountBits);
        var position = b.ToSignedInt(inputs.Field("position change", c => c.Position), PerpetualUnits.AmountBits);
        var changed = account.Change(b, collateral, position, account.Head.Fills);
        var reduction = Reduction.Of(b, account.Balance, changed.Balance);
        b.Public("old leaf", account.OldLeaf);
        b.Public("new leaf", changed.Leaf(b));
        b.Public("value before", account.Margin.Value);
        b.Public("value after", changed.Margin.Value);
        b.Public("initial after", changed.Margin.Initial);
        b.Public("maintenance before", account.Margin.Maintenance);
        b.Public("maintenance after", changed.Margin.Maintenance);
        b.Public("reduces", reduction.Reduces);
        b.Public("open interest", reduction.OpenInterest);
        b.Public("legal", Margin.IsLegal(b, account.Margin, changed.Margin, reduction.Reduces));

        UInt Constant(ulong value) => b.Constant(new BigInteger(value));
    });

    [OneTimeTearDown]
    public static void DisposeTheCircuit() => _circuit.Dispose();

    private static IEnumerable<TestCaseData> Changes()
    {
        static TestCaseData Case(string name, int[] held, int market, long change) =>
            new TestCaseData(Held(held), market, change).SetArgDisplayNames(name);
        int[] all = [.. Enumerable.Range(1, 16)];
        yield return Case("first of all", [], 7, 5);
        yield return Case("first market", [2, 3], 1, 5);
        yield return Case("between two", [1, 3, 9], 5, -5);
        yield return Case("last market", [1, 3, 9], 20, -5);
        yield return Case("sixteenth position", [.. all.Skip(1)], 1, 5);
        yield return Case("sixteenth position at the end", [.. all.SkipLast(1)], 16, 5);
        yield return Case("more of one", [1, 3, 9], 3, 20);
        yield return Case("less of one", [1, 3, 9], 3, -20);
        yield return Case("turned", [1, 3, 9], 3, -200);
        yield return Case("closed, the first", [1, 3, 9], 1, -110);
        yield return Case("closed, the middle", [1, 3, 9], 3, -130);
        yield return Case("closed, the last", [1, 3, 9], 9, -190);
        yield return Case("closed, the only one", [4], 4, 140);
        yield return Case("closed, of sixteen", all, 16, 260);
        yield return Case("nothing, of sixteen", all, 16, 0);
        yield return Case("nothing of a market not held", [1, 3, 9], 5, 0);
    }

    [TestCaseSource(nameof(Changes))]
    public void LeavesAndMarginAreTheReferences(PerpetualAccount account, int market, long change)
    {
        const long collateral = -12_345;
        var settled = account with { Collateral = Settled(account), Positions = account.Positions.Settled(m => _markets[m - 1].Funding) };
        var old = settled.Positions.Balance(market);
        var after = settled with
        {
            Collateral = settled.Collateral + collateral,
            Positions = change == 0 ? settled.Positions : settled.Positions.With(market, old + change, _markets[market - 1].Funding)!,
        };
        var (valueBefore, valueAfter) = (AccountValue.Of(settled, _markets, _config), AccountValue.Of(after, _markets, _config));
        var reduces = old + change == 0 || (Math.Abs(old + change) <= Math.Abs(old) && Math.Sign(old + change) == Math.Sign(old));
        BigInteger[] expected =
        [
            account.Leaf.ToBigInteger(),
            after.Leaf.ToBigInteger(),
            valueBefore.Total,
            valueAfter.Total,
            valueAfter.Initial,
            valueBefore.Maintenance,
            valueAfter.Maintenance,
            reduces ? 1 : 0,
            Math.Max(old + change, 0) - Math.Max(old, 0),
            valueAfter.IsHealthy || (reduces && valueAfter.IsNoWorseThan(valueBefore)) ? 1 : 0,
        ];
        using var assignment = _circuit.Assign(new AccountCase(Input(account, market), market, collateral, change));
        Assert.That(WitnessChecker<Fr>.Check(_circuit.Compiled, assignment).Select(f => f.ToString()), Is.Empty);
        Assert.That(assignment.PublicInputs, Is.EqualTo(expected.Select(v => Fr.FromBigInteger(((v % Fr.Characteristic) + Fr.Characteristic) % Fr.Characteristic))));
    }

    /// <summary>Every wire that is not an input is determined by the others.</summary>
    [Test]
    public void RefusesLies() => CircuitAssert.Accepts(_circuit, new AccountCase(Input(Held(1, 3, 9), 5), 5, -3, 7), 1500);

    [Test]
    public void RefusesASeventeenthPosition()
    {
        var failures = Rejected(new AccountCase(Input(Held([.. Enumerable.Range(1, 16)]), 20), 20, 0, 5));
        Assert.That(failures, Has.Some.Contains("list"), string.Join('\n', failures));
    }

    [TestCase(21)]
    [TestCase(22)]
    [TestCase(256)]
    public void RefusesAMarketThatIsStaleOrNone(int market) => Assert.That(Rejected(new AccountCase(Input(Held(1, 3), market), market, 0, 5)), Is.Not.Empty);

    /// <summary>A second position of a market would be margined by itself.</summary>
    [Test]
    public void RefusesAMarketTwice([Range(0, 16)] int place)
    {
        var input = Input(Held(1, 3, 9), 3);
        var twice = new AccountCase(Input(Held(1, 3, 9), 20) with { Changed = input.Changed! with { Balance = 1UL << 63 }, IsPresent = false }, 3, 0, 5);
        Assert.That(RejectedAt(twice, place), Has.Some.Contains("place").Or.Some.Contains("(range)"));
    }

    /// <summary>Except at its place among the others, a new position would leave the list unsorted, or stand behind empty ones.</summary>
    [Test]
    public void RefusesAnotherPlace([Values(0, 1, 3, 4, 5, 15, 16)] int place) =>
        Assert.That(RejectedAt(new AccountCase(Input(Held(1, 3, 9), 5), 5, 0, 5), place), Has.Some.Contains("place").Or.Some.Contains("(range)"));

    [Test]
    public void RefusesANewPositionThatIsSaidToHaveBeenThere()
    {
        var input = Input(Held(1, 3, 9), 5);
        var claimed = input with { IsPresent = true, Changed = input.Changed! with { Balance = PerpetualUnits.Bias + 7 } };
        using var assignment = _circuit.Assign(new AccountCase(claimed, 5, 0, 5));
        Assert.That(assignment.PublicInputs[0], Is.Not.EqualTo(Held(1, 3, 9).Leaf));
        var hidden = Rejected(new AccountCase(claimed with { IsPresent = false }, 5, 0, 5));
        Assert.That(hidden, Has.Some.Contains("changed position"), string.Join('\n', hidden));
    }

    /// <summary>bug 30: a balance of 65 bits and a cached index one lower pack to the same element.</summary>
    [Test]
    public void Bug30_PositionsAreSplitInOneWay()
    {
        var input = Input(Held(1, 3, 9), 5);
        var first = input.Positions[0];
        var split = first with { Balance = first.Balance + (BigInteger.One << 64), Funding = first.Funding - 1 };
        Assert.That(Rejected(new AccountCase(input with { Positions = [split, .. input.Positions.Skip(1)] }, 5, 0, 5)), Has.Some.Contains("range"));
    }

    [TestCase(long.MaxValue - 5, 6, 0)]
    [TestCase(long.MinValue + 5, -6, 0)]
    [TestCase(0, 0, 1)]
    public void RefusesCollateralOutOfRange(long collateral, long change, int position) =>
        Assert.That(
            collateral == 0
                ? Satisfied(new AccountCase(Input(Held(), 1), 1, change, position))
                : Rejected(new AccountCase(Input(PerpetualAccount.Create(Key(0), collateral), 1), 1, change, position)).Count > 0,
            Is.True);

    private static bool Satisfied(AccountCase account)
    {
        using var assignment = _circuit.Assign(account);
        return WitnessChecker<Fr>.Check(_circuit.Compiled, assignment, 1).Count == 0;
    }

    private static IReadOnlyList<string> Rejected(AccountCase account) => [.. CircuitAssert.Rejects(_circuit, account).Select(f => f.ToString())];

    private static IReadOnlyList<string> RejectedAt(AccountCase account, int place)
    {
        var bits = _circuit.Hint("place of the market");
        var lies = bits.Select((bit, i) => (bit, i == place ? Fr.One : Fr.Zero)).ToArray();
        return [.. CircuitAssert.Rejects(_circuit, account, lies).Select(f => f.ToString())];
    }

    /// <summary>An account with 100 + 10·m of each odd market m, short of each even one, settled at other indices.</summary>
    private static PerpetualAccount Held(params int[] markets) => PerpetualAccount.Create(Key(0), 5_000) with
    {
        Nonce = 3,
        Positions = PositionList.Create(markets.Select(m => new Position(m, (100 + (10 * m)) * (m % 2 == 0 ? -1 : 1), m * 777_777L))),
    };

    private static FullAccountInput Input(PerpetualAccount account, int market) => SlotInputs.Full(account, market);

    private static long Settled(PerpetualAccount account)
    {
        var due = account.Positions.Aggregate(BigInteger.Zero, (sum, p) => sum + (((BigInteger)_markets[p.Market - 1].Funding - p.CachedFunding) * p.Balance));
        return (long)(((BigInteger)account.Collateral << 32) - due >> 32);
    }

    private sealed record AccountCase(FullAccountInput Account, BigInteger Market, BigInteger Collateral, BigInteger Position);
}
