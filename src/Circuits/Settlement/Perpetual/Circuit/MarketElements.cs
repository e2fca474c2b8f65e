using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The fields of the first element of a market's record: see <see cref="MarketState"/>.</summary>
/// <param name="Price">The price, 0 before the first tick. 64 bits.</param>
/// <param name="Time">When it was set. 32 bits.</param>
/// <param name="Reference">The reference price, 0 for none. 64 bits.</param>
internal readonly record struct PriceFields(UInt Price, UInt Time, UInt Reference)
{
    /// <summary>Opens an element.</summary>
    public static PriceFields Open(CircuitBuilder<Fr> builder, Wire element)
    {
        var f = MarketElements.Open(builder, element, PerpetualUnits.PriceBits, PerpetualUnits.WordBits, PerpetualUnits.PriceBits);
        return new(f[0], f[1], f[2]);
    }

    /// <summary>The element.</summary>
    public Wire Pack(CircuitBuilder<Fr> builder) =>
        builder.Pack<Fr>([(Price, PerpetualUnits.PriceBits), (Time, PerpetualUnits.WordBits), (Reference, PerpetualUnits.PriceBits)]);
}

/// <summary>The fields of the second element.</summary>
/// <param name="Accumulator">Price times seconds. 96 bits.</param>
/// <param name="Checkpoint">The accumulator when the window began. 96 bits.</param>
/// <param name="CheckpointTime">When that was. 32 bits.</param>
internal readonly record struct AverageFields(UInt Accumulator, UInt Checkpoint, UInt CheckpointTime)
{
    /// <summary>Opens an element.</summary>
    public static AverageFields Open(CircuitBuilder<Fr> builder, Wire element)
    {
        var f = MarketElements.Open(builder, element, PerpetualUnits.AccumulatorBits, PerpetualUnits.AccumulatorBits, PerpetualUnits.WordBits);
        return new(f[0], f[1], f[2]);
    }

    /// <summary>The element.</summary>
    public Wire Pack(CircuitBuilder<Fr> builder) => builder.Pack<Fr>(
        [(Accumulator, PerpetualUnits.AccumulatorBits), (Checkpoint, PerpetualUnits.AccumulatorBits), (CheckpointTime, PerpetualUnits.WordBits)]);
}

/// <summary>The fields of the third element.</summary>
/// <param name="Index">The funding index plus 2^63. 64 bits.</param>
/// <param name="Time">When it was set, 0 before the first tick. 32 bits.</param>
/// <param name="OpenInterest">The open interest. 63 bits.</param>
internal readonly record struct FundingFields(UInt Index, UInt Time, UInt OpenInterest)
{
    /// <summary>Opens an element.</summary>
    public static FundingFields Open(CircuitBuilder<Fr> builder, Wire element)
    {
        var f = MarketElements.Open(builder, element, MarketElements.IndexBits, PerpetualUnits.WordBits, PerpetualUnits.AmountBits);
        return new(f[0], f[1], f[2]);
    }

    /// <summary>The element.</summary>
    public Wire Pack(CircuitBuilder<Fr> builder) =>
        builder.Pack<Fr>([(Index, MarketElements.IndexBits), (Time, PerpetualUnits.WordBits), (OpenInterest, PerpetualUnits.AmountBits)]);
}

/// <summary>The three elements of a market's record. They are carried as field elements and opened where a field is needed.</summary>
internal static class MarketElements
{
    /// <summary>Bits of a funding index plus 2^63.</summary>
    public const int IndexBits = PerpetualUnits.AmountBits + 1;

    /// <summary>Places of the elements in a record.</summary>
    public const int Price = 0, Average = 1, Funding = 2;

    /// <summary>
    /// Cuts an element into consecutive fields, the lowest first. The widths are proven and sum to less than the field's, so these are the only fields
    /// that pack to the element; no witness exists if none do.
    /// </summary>
    public static UInt[] Open(CircuitBuilder<Fr> builder, Wire element, params int[] widths)
    {
        RangeChecks.CheckWidth<Fr>(widths.Sum());
        using var scope = builder.Scope("open market");
        var wires = builder.Hint("fields of a market", "each is in range, packed they are the element", [element], widths.Length, (input, output) =>
        {
            var value = input[0].ToBigInteger();
            for (var i = 0; i < output.Length; i++)
            {
                output[i] = Fr.FromBigInteger(value & ((BigInteger.One << widths[i]) - 1));
                value >>= widths[i];
            }
        });
        var fields = new UInt[widths.Length];
        var terms = new Term<Fr>[widths.Length + 1];
        var at = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = builder.ToUInt(wires[i], widths[i]);
            terms[i] = new(Hints.PowerOfTwo<Fr>(at), wires[i]);
            at += widths[i];
        }

        terms[^1] = new(-Fr.One, element);
        builder.AssertZeroSum<Fr>(terms);
        return fields;
    }
}
