using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>Medians by counting, without sorting.</summary>
public static class Median
{
    /// <summary>
    /// The lower median of those values whose bit is 1: with m of them, the one at place floor((m − 1)/2), counted from 0, in ascending order. No witness
    /// exists for m = 0. Eight rows for each value of 64 bits, and about ten more.
    /// </summary>
    /// <remarks>
    /// With L values below p and G not above it, p is asserted to have 2L &lt; m &lt;= 2G. As integers that is L &lt;= floor((m − 1)/2) &lt; G. The sorted
    /// values at the places L..G − 1 are those that equal p, however often it occurs, so p is the value at the median's place, and nothing else is. In
    /// particular p is one of the values: for any other p, L = G.
    /// </remarks>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="values">The values.</param>
    /// <param name="used">Which of them count; unused values are ignored, whatever they are.</param>
    public static UInt LowerMedian<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<UInt> values, ReadOnlySpan<Bit> used)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (values.IsEmpty || values.Length != used.Length)
            throw new ArgumentException($"{values.Length} values need as many bits, and at least one, not {used.Length}", nameof(used));
        using var scope = builder.Scope("median");
        var bits = 0;
        var wires = new List<Wire>();
        var flags = new Term<TF>[used.Length];
        for (var i = 0; i < values.Length; i++)
        {
            bits = Math.Max(bits, values[i].Bits);
            wires.AddRange([values[i].Wire, used[i].Wire]);
            flags[i] = used[i].Wire;
        }

        var hint = builder.Hint("lower median", "in range, 2 * #(x < median) < m <= 2 * #(x <= median)", [.. wires], 1, static (input, output) =>
        {
            var counted = new List<BigInteger>();
            for (var i = 0; i < input.Length; i += 2)
            {
                if (!input[i + 1].IsZero)
                    counted.Add(input[i].ToBigInteger());
            }

            counted.Sort();
            output[0] = counted.Count == 0 ? TF.Zero : TF.FromBigInteger(counted[(counted.Count - 1) / 2]);
        });
        var median = builder.ToUInt(hint[0], bits);
        var count = builder.Sum(flags);
        Wire below = default, notAbove = default;
        for (var i = 0; i < values.Length; i++)
        {
            below = builder.MultiplyAdd(TF.One, used[i], builder.IsLess(values[i], median), Optional<TF>(below));
            notAbove = builder.MultiplyAdd(TF.One, used[i], builder.IsLessOrEqual(values[i], median), Optional<TF>(notAbove));
        }

        // Counts are at most n, so neither difference can wrap to a number of so few bits.
        var width = (int)((BigInteger)values.Length).GetBitLength();
        RangeChecks.CheckWidth<TF>(width + 2);
        var two = TF.One.Double();
        builder.ComputeUInt(width, count, new(-two, below), constant: -TF.One);
        builder.ComputeUInt(width, new(two, notAbove), new(-TF.One, count));
        return median;
    }

    private static Term<TF> Optional<TF>(Wire wire)
        where TF : unmanaged, IPrimeField<TF> => wire.Exists ? wire : default(Term<TF>);
}
