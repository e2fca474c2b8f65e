using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>One margin tier of a market.</summary>
/// <param name="Upper">The largest notional of the tier, in whole collateral units; 64 bits.</param>
/// <param name="Initial">The initial risk; 32 bits, .32.</param>
/// <param name="Maintenance">The maintenance risk.</param>
/// <param name="CloseOut">The close-out risk.</param>
internal readonly record struct TierWires(UInt Upper, UInt Initial, UInt Maintenance, UInt CloseOut);

/// <summary>What the operations of a batch see of a market.</summary>
/// <param name="Price">The price; 64 bits, 32.32.</param>
/// <param name="Funding">The funding index plus 2^63; 64 bits.</param>
/// <param name="IsFresh">Whether price and index may be used.</param>
/// <param name="Tiers">The four tiers.</param>
internal sealed record MarketEntry(UInt Price, UInt Funding, Bit IsFresh, IReadOnlyList<TierWires> Tiers);

/// <summary>
/// Prices, funding indices and risks of the batch in tables that are written once, after the ticks. Key 0 is an empty position's: price and index 0.
/// A stale market is written with 2^150 added to its price: no balance but 0 then has a notional in any tier, so an account that holds the market
/// cannot be opened at all.
/// </summary>
internal sealed class MarketTables
{
    public const int Tiers = 4;

    /// <summary>Bits of the notional of a position, .32.</summary>
    public const int NotionalBits = 96;

    private const int StaleShift = 150;
    private const int RiskColumns = 5;
    private static readonly RowKind<Fr> _write = new(null, Write: true);
    private readonly LookupTable<Fr> _markets;
    private readonly LookupTable<Fr> _bounds;
    private readonly LookupTable<Fr> _risks;
    private readonly LookupTable<Fr> _closeOut;
    private readonly Wire[] _marketEntries;
    private readonly Wire[] _riskEntries;

    private MarketTables(CircuitBuilder<Fr> builder, Wire[] marketEntries, Wire[] riskEntries)
    {
        _markets = builder.Tables.AddDynamic("markets");
        _bounds = builder.Tables.AddDynamic("tier bounds");
        _risks = builder.Tables.AddDynamic("tier risks");
        _closeOut = builder.Tables.AddDynamic("close-out risks");
        (_marketEntries, _riskEntries) = (marketEntries, riskEntries);
    }

    /// <summary>Writes the tables of markets 1, 2, ...</summary>
    public static MarketTables Write(CircuitBuilder<Fr> builder, IReadOnlyList<MarketEntry> markets)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("market tables");
        var zero = builder.Constant(Fr.Zero);
        var stale = Hints.PowerOfTwo<Fr>(StaleShift);
        var entries = new List<Wire> { zero, zero };
        var risks = new List<Wire> { zero, zero, zero, zero, zero };
        foreach (var market in markets)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(market.Tiers.Count, Tiers, nameof(markets));
            entries.AddRange([builder.Compute(market.Price.Wire, new(-stale, market.IsFresh), constant: stale), market.Funding]);
            var least = zero;
            foreach (var tier in market.Tiers)
            {
                var greatest = builder.Affine(Hints.PowerOfTwo<Fr>(32), tier.Upper, Fr.Zero);
                risks.AddRange([least, greatest, tier.Initial, tier.Maintenance, tier.CloseOut]);
                least = builder.Affine(Fr.One, greatest, Fr.One);
            }
        }

        var tables = new MarketTables(builder, [.. entries], [.. risks]);
        tables.Place(builder);
        return tables;
    }

    /// <summary>Price and funding index plus 2^63 of a fresh market, 0 and 0 for market 0; there is no witness for a number that is no market's.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="market">The market.</param>
    /// <param name="landing">A relation for the row after the lookup, which has the market in cell d.</param>
    public (Wire Price, Wire Funding) Market(CircuitBuilder<Fr> builder, Wire market, in Relation<Fr> landing)
    {
        var found = builder.Hint("price and funding", "looked up by the market", [market, .. _marketEntries], 2, static (input, output) =>
        {
            var at = 1 + (2 * Key(input[0], (input.Length - 1) / 2));
            (output[0], output[1]) = (input[at], input[at + 1]);
        });
        Look(builder, _markets, market, found[0], found[1], landing);
        return (found[0], found[1]);
    }

    /// <summary>
    /// The notional of a position and its risks: the absolute value of the value, which lies in exactly one tier of its market.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="market">The market.</param>
    /// <param name="value">Balance times price.</param>
    public Risk Risk(CircuitBuilder<Fr> builder, Wire market, Wire value)
    {
        var found = builder.Hint(
            "notional and tier",
            "the notional's square is the value's, bounds, risks and market are looked up by the tier's key, the notional lies in the bounds",
            [value, market, .. _riskEntries],
            2 + RiskColumns,
            FindTier);
        var (notional, key, least, greatest) = (found[0], found[1], found[2], found[3]);
        var (square, maintenance) = (builder.NewWire(), builder.NewWire());
        Look(builder, _bounds, key, least, greatest, Product(notional, notional, square));
        Look(builder, _risks, key, found[4], found[5], Relation<Fr>.Of(new(Fr.Zero, value), new(Fr.Zero, value), new(-Fr.One, square), product: Fr.One));
        Look(builder, _closeOut, key, found[6], market, Product(notional, found[5], maintenance));
        builder.ComputeUInt(NotionalBits, notional, new(-Fr.One, least));
        builder.ComputeUInt(NotionalBits, greatest, new(-Fr.One, notional));
        return new Risk(new UInt(builder.Multiply(notional, found[4]), Perpetual.Risk.Bits), new UInt(maintenance, Perpetual.Risk.Bits));
    }

    private static Relation<Fr> Product(Wire x, Wire y, Wire output) =>
        Relation<Fr>.Of(new(Fr.Zero, x), new(Fr.Zero, y), d: new(-Fr.One, output), product: Fr.One) with { Output = 3 };

    private static void Look(CircuitBuilder<Fr> builder, LookupTable<Fr> table, Wire key, Wire x, Wire y, in Relation<Fr> landing)
    {
        if (!landing.TryWithD(key, out var relation))
            throw new ArgumentException("the relation has no room for the key", nameof(landing));
        builder.Place(RowKind<Fr>.LookupRow, new(P5: table.Tag), c: x, d: y);
        relation.Place(builder);
    }

    /// <summary>The tier of the notional; the first one of the market if there is none, which the bounds then refuse.</summary>
    private static void FindTier(ReadOnlySpan<Fr> input, Span<Fr> output)
    {
        var entries = input[2..];
        var notional = BigInteger.Abs(Hints.Signed(input[0]));
        var market = Key(input[1], 1 + (((entries.Length / RiskColumns) - 1) / Tiers));
        var first = market == 0 ? 0 : 1 + (Tiers * (market - 1));
        var key = first;
        for (var tier = 0; market > 0 && tier < Tiers; tier++)
        {
            if (entries[RiskColumns * (first + tier)].ToBigInteger() <= notional)
                key = first + tier;
        }

        (output[0], output[1]) = (Fr.FromBigInteger(notional), Fr.FromUInt64((ulong)key));
        entries.Slice(RiskColumns * key, RiskColumns).CopyTo(output[2..]);
    }

    /// <summary>A key below a bound, 0 for others.</summary>
    private static int Key(in Fr value, int bound)
    {
        var key = value.ToBigInteger();
        return key < bound ? (int)key : 0;
    }

    private void Place(CircuitBuilder<Fr> builder)
    {
        for (var i = 0; i < _marketEntries.Length / 2; i++)
            builder.Place(_write, new(P3: Fr.FromUInt64((ulong)i), P4: _markets.Tag), _marketEntries[2 * i], _marketEntries[(2 * i) + 1]);
        for (var i = 0; i < _riskEntries.Length / RiskColumns; i++)
        {
            var key = Fr.FromUInt64((ulong)i);
            var entry = _riskEntries.AsSpan(RiskColumns * i, RiskColumns);
            var market = builder.Constant(Fr.FromUInt64((ulong)((i + Tiers - 1) / Tiers)));
            builder.Place(_write, new(P3: key, P4: _bounds.Tag), entry[0], entry[1]);
            builder.Place(_write, new(P3: key, P4: _risks.Tag), entry[2], entry[3]);
            builder.Place(_write, new(P3: key, P4: _closeOut.Tag), entry[4], market);
        }
    }
}

/// <summary>Notional times risk, .64.</summary>
/// <param name="Initial">By the initial risk.</param>
/// <param name="Maintenance">By the maintenance risk.</param>
internal readonly record struct Risk(UInt Initial, UInt Maintenance)
{
    /// <summary>Bits of each.</summary>
    public const int Bits = MarketTables.NotionalBits + 32;
}
