using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Integers of proven width. A value is cut into limbs of <see cref="CircuitBuilder{TF}.RangeBits"/> bits that are looked up, four to a row; their
/// sum lands in the next row, which has room for an arithmetic relation. So 64 bits cost two rows with a 16-bit table, one of which can define
/// the value.
/// </summary>
public static class RangeChecks
{
    /// <summary>Asserts that a wire is an integer of at most <paramref name="bits"/> bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">2^bits is not below the characteristic.</exception>
    public static UInt ToUInt<TF>(this CircuitBuilder<TF> builder, Wire x, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        CheckWidth<TF>(bits);
        using var scope = builder.Scope("range");
        if (bits == 0)
        {
            builder.AssertConstant(x, TF.Zero);
            return new UInt(x, 0);
        }

        var block = new RangeBlock<TF>(builder);
        AssertRange(builder, block, x, bits);
        block.Place();
        return new UInt(x, bits);
    }

    /// <summary>
    /// a + b + c + constant as an integer of at most <paramref name="bits"/> bits; there is no witness if the field element is none. Two rows for
    /// 64 bits.
    /// </summary>
    public static UInt ComputeUInt<TF>(this CircuitBuilder<TF> builder, int bits, Term<TF> a, Term<TF> b = default, Term<TF> c = default, TF constant = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        CheckWidth<TF>(bits);
        using var scope = builder.Scope("range");
        var block = new RangeBlock<TF>(builder);
        var x = builder.NewWire();
        block.Relate(Relation<TF>.Of(a, b, c, new(-TF.One, x), constant: constant) with { Output = 3 });
        AssertRange(builder, block, x, bits);
        block.Place();
        return new UInt(x, bits);
    }

    /// <summary>Records the limbs of a value in a block. A value of one limb is put in the builder's queue instead, four of which share a row.</summary>
    internal static void AssertRange<TF>(CircuitBuilder<TF> builder, RangeBlock<TF> block, Wire x, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        var limbBits = builder.RangeBits;
        var excess = (limbBits - (bits % limbBits)) % limbBits;
        if (bits <= limbBits)
        {
            builder.QueueRange(x);
            if (excess > 0)
                builder.QueueRange(Shifted(builder, block, x, excess));
            return;
        }

        var count = (bits + limbBits - 1) / limbBits;
        var limbs = builder.Hint("limbs", "each is looked up in the range table, weighted they sum to the value", [x], count, (input, output) => Hints.Digits(input[0], limbBits, output));
        Wire[] cells = excess == 0 ? limbs : [.. limbs, Shifted(builder, block, limbs[^1], excess)];
        var sums = block.Limbs(cells, limbBits, count, x);
        if (sums.Length == 1)
            return;

        // x = s_0 + s_1 + ..., three terms to a relation.
        var sum = sums[0];
        for (var i = 1; i < sums.Length; i += 2)
        {
            var last = i + 2 >= sums.Length;
            var next = last ? x : builder.NewWire();
            var second = i + 1 < sums.Length ? (Term<TF>)sums[i + 1] : default;
            block.Relate(Relation<TF>.Of(sum, sums[i], second, new(-TF.One, next)) with { Output = last ? -1 : 3 });
            sum = next;
        }
    }

    internal static void CheckWidth<TF>(BigInteger bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (bits < 0 || bits >= TF.BitLength)
            throw new ArgumentOutOfRangeException(nameof(bits), $"an integer of {bits} bits may wrap around the characteristic, which has {TF.BitLength}");
    }

    /// <summary>x·2^excess, which is in the range table's width exactly if x is shorter by that many bits.</summary>
    private static Wire Shifted<TF>(CircuitBuilder<TF> builder, RangeBlock<TF> block, Wire x, int excess)
        where TF : unmanaged, IPrimeField<TF>
    {
        // The shift must not wrap for any limb that the table holds.
        CheckWidth<TF>(builder.RangeBits + excess);
        var shifted = builder.NewWire();
        block.Relate(Relation<TF>.Of(new(Hints.PowerOfTwo<TF>(excess), x), d: new(-TF.One, shifted)) with { Output = 3 });
        return shifted;
    }
}
