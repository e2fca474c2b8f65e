using System.Numerics;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>
/// What a lying prover can say of a position's price, notional value and tier. Key, entry and sign are the prover's to choose, and each choice that some table
/// could back is tried.
/// </summary>
public sealed class MarketTablesTests
{
    private const int Tiers = PerpetualProfile.Tiers;
    private static readonly BigInteger _one = BigInteger.One << PerpetualUnits.FractionBits;
    private static readonly ulong[] _none = [0, 0, 0, 0];

    /// <summary>Upper bounds of two markets with overlapping tiers, and of one that is not configured.</summary>
    private static readonly ulong[][] _bounds = [[10, 20, 30, ulong.MaxValue], [15, 20, 40, ulong.MaxValue], _none];

    private static readonly BigInteger _beyond = BigInteger.One << 64;

    private static readonly Circuit<Fr, Position> _circuit = Circuit.Compile<Fr, Position>(
        "test/market tables",
        (b, inputs) =>
        {
            var isFresh = inputs.Bit("is fresh", p => p.IsFresh);
            UInt Constant(BigInteger value) => b.Constant(value);
            var entries = _bounds.Select((bounds, m) => new MarketEntry(
                Constant(_one), Constant(5 + m), isFresh, [.. bounds.Select((bound, k) => new TierWires(Constant(bound), Constant(Risk(m, k)), Constant(Risk(m, k) + 1), Constant(Risk(m, k) + 2)))]));
            var tables = MarketTables.Write(b, [.. entries]);
            var market = inputs.Field("market", p => (BigInteger)p.Market);
            var (price, _) = tables.Market(b, market, Relation<Fr>.Of());
            var risk = tables.Risk(b, market, b.Multiply(price, inputs.Field("balance", p => p.Balance)));
            b.Public("initial", risk.Initial);
            b.Public("maintenance", risk.Maintenance);
        },
        new() { RangeBits = 8 });

    [OneTimeTearDown]
    public static void DisposeTheCircuit() => _circuit.Dispose();

    [TestCase(0, 0, 0)]
    [TestCase(1, 0, 1)]
    [TestCase(1, 10, 1)]
    [TestCase(1, 11, 2)]
    [TestCase(1, -10, 1)]
    [TestCase(1, -11, 2)]
    [TestCase(1, 20, 2)]
    [TestCase(1, -21, 3)]
    [TestCase(1, 31, 4)]
    [TestCase(2, 15, 5)]
    [TestCase(2, -16, 6)]
    [TestCase(2, long.MinValue, 8)]
    [TestCase(3, 0, 9)]
    public void OneKeyAndSignPass(int market, long balance, int key)
    {
        var position = new Position(market, balance, true);
        Assert.That(Passing(position), Is.EqualTo(new[] { (BigInteger.Abs(balance) * _one, key) }));
        CircuitAssert.Satisfied(_circuit, position);
    }

    [TestCase(3, 1, TestName = "AMarketThatIsNotConfigured")]
    [TestCase(4, 0, TestName = "AMarketThatDoesNotExist")]
    public void NothingPasses(int market, long balance) => Assert.That(Passing(new Position(market, balance, true)), Is.Empty);

    [Test]
    public void NothingPassesAboveTheLastTier()
    {
        Assert.That(Passing(new Position(1, _beyond - 1, true)), Has.Count.EqualTo(1));
        Assert.That(Passing(new Position(1, _beyond, true)), Is.Empty);
        Assert.That(Passing(new Position(1, -_beyond, true)), Is.Empty);
    }

    /// <summary>However small the balance, and whatever its sign; a balance of 0 says nothing about a price.</summary>
    [Test]
    public void NothingPassesInAStaleMarket([Values(1, -1, 12, long.MaxValue, long.MinValue)] long balance)
    {
        Assert.That(Passing(new Position(1, balance, false)), Is.Empty);
        Assert.That(Passing(new Position(1, 0, false)), Has.Count.EqualTo(1));
    }

    [Test]
    public void NoColumnComesFromAnotherEntry()
    {
        var position = new Position(1, -11, true);
        var wires = Outputs("notional and tier");
        for (var other = 0; other <= Tiers * _bounds.Length; other++)
        {
            var entry = Entry(other);
            for (var column = 0; column < entry.Length; column++)
            {
                if (entry[column] != Entry(2)[column])
                    CircuitAssert.Rejects(_circuit, position, (wires[2 + column], Fr.FromBigInteger(entry[column])));
            }
        }
    }

    [Test]
    public void ThePriceIsTheMarkets()
    {
        var wires = Outputs("price and funding");
        CircuitAssert.Rejects(_circuit, new(1, 5, true), (wires[0], Fr.Zero), (wires[1], Fr.Zero));
        CircuitAssert.Rejects(_circuit, new(1, 5, true), (wires[1], Fr.FromUInt64(6)));
        CircuitAssert.Rejects(_circuit, new(1, 5, false), (wires[0], Fr.FromBigInteger(_one)));
    }

    [Test]
    public void ResistsLies() => CircuitAssert.Accepts(_circuit, new Position(2, -16, true), 1500);

    private static BigInteger Risk(int market, int tier) => _bounds[market] == _none ? 0 : (100 * (market + 1)) + (10 * tier);

    /// <summary>Least and greatest notional and the three risks under a key.</summary>
    private static BigInteger[] Entry(int key)
    {
        if (key == 0)
            return [0, 0, 0, 0, 0];
        var (market, tier) = ((key - 1) / Tiers, (key - 1) % Tiers);
        var risk = Risk(market, tier);
        BigInteger[] risks = [risk, risk + 1, risk + 2];
        return [tier == 0 ? 0 : (_bounds[market][tier - 1] * _one) + 1, _bounds[market][tier] * _one, .. risks];
    }

    private static IReadOnlyList<Wire> Outputs(string hint) => _circuit.Hints.Single(h => h.Name == hint).Outputs;

    /// <summary>Every key with its own entry, with the value or its negative as the notional: those that the circuit accepts.</summary>
    private static List<(BigInteger Notional, int Key)> Passing(Position position)
    {
        var wires = Outputs("notional and tier");
        var value = (position.IsFresh ? _one : _one + (BigInteger.One << 150)) * position.Balance;
        var passing = new List<(BigInteger, int)>();
        foreach (var notional in new HashSet<BigInteger> { value, -value })
        {
            for (var key = 0; key <= Tiers * _bounds.Length; key++)
            {
                BigInteger[] lie = [notional, key, .. Entry(key)];
                using var assignment = _circuit.Assign(position, lie.Select((v, i) => (wires[i], v)).ToDictionary(l => l.Item1, l => Fr.FromBigInteger(l.v)));
                if (WitnessChecker<Fr>.Check(_circuit.Compiled, assignment, 1).Count == 0)
                    passing.Add((notional, key));
            }
        }

        return passing;
    }

    private sealed record Position(int Market, BigInteger Balance, bool IsFresh);
}
