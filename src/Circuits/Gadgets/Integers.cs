using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Arithmetic and comparison of integers whose width is proven. A result that could reach the field's characteristic is refused while the circuit
/// is built.
/// </summary>
public static class Integers
{
    /// <summary>x + y, one bit wider. One row.</summary>
    public static UInt Add<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(Math.Max(x.Bits, y.Bits) + 1);
        return new UInt(builder.Add(x.Wire, y.Wire), bits);
    }

    /// <summary>x + y, proven to fit <paramref name="bits"/> bits. Two rows for 64 bits.</summary>
    public static UInt AddChecked<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        Width<TF>(Math.Max(x.Bits, y.Bits) + 1);
        return builder.ComputeUInt(bits, x.Wire, y.Wire);
    }

    /// <summary>The sum of integers, as wide as it may get.</summary>
    public static UInt Sum<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<UInt> terms)
        where TF : unmanaged, IPrimeField<TF>
    {
        var largest = BigInteger.Zero;
        var wires = new Term<TF>[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            largest += Largest(terms[i]);
            wires[i] = terms[i].Wire;
        }

        return new UInt(builder.Sum<TF>(wires), Width<TF>(largest.GetBitLength()));
    }

    /// <summary>x − y, proven not to be negative. Two rows for 64 bits.</summary>
    public static UInt SubtractChecked<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        // The difference lies above −2^y.Bits, and what wraps there must not be a value of x.Bits bits again.
        Width<TF>(Math.Max(x.Bits, y.Bits) + 1);
        return builder.ComputeUInt(Math.Max(1, x.Bits), x.Wire, new(-TF.One, y));
    }

    /// <summary>x·y, as wide as both together. One row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The product could reach the characteristic.</exception>
    public static UInt Multiply<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(x.Bits + y.Bits);
        return new UInt(builder.Multiply(x.Wire, y.Wire), bits);
    }

    /// <summary>x if the bit is 1, else 0. One row.</summary>
    public static UInt Gate<TF>(this CircuitBuilder<TF> builder, Bit condition, UInt x)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Multiply(condition, x.Wire), x.Bits);

    /// <summary>
    /// Quotient and remainder: x = q·y + r with r &lt; y, so there is no witness for y = 0. Seven rows for 64 by 64 bits with a 16-bit table.
    /// </summary>
    public static (UInt Quotient, UInt Remainder) DivideRemainder<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);

        // q has at most as many bits as x; q·y + r must not wrap for any q and r of their widths.
        Width<TF>(x.Bits + y.Bits + 1);
        using var scope = builder.Scope("divide");
        var wires = builder.Hint("quotient and remainder", "x = q * y + r, q in range, r in range, r < y", [x.Wire, y.Wire], 2, static (input, output) =>
        {
            var (dividend, divisor) = (input[0].ToBigInteger(), input[1].ToBigInteger());
            var (q, r) = divisor.IsZero ? (BigInteger.Zero, dividend) : BigInteger.DivRem(dividend, divisor);
            output[0] = TF.FromBigInteger(q);
            output[1] = TF.FromBigInteger(r);
        });
        var quotient = builder.ToUInt(wires[0], x.Bits);
        var remainder = builder.ToUInt(wires[1], y.Bits);
        builder.AssertZero(new(TF.Zero, quotient), new(TF.Zero, y), remainder.Wire, new(-TF.One, x), product: TF.One);
        builder.AssertLess(remainder, y);
        return (quotient, remainder);
    }

    /// <summary>Whether x &lt; y. Three rows for 64 bits.</summary>
    public static Bit IsLess<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => IsNegative(builder, "is less", x, y, 0);

    /// <summary>Whether x &lt;= y. Three rows for 64 bits.</summary>
    public static Bit IsLessOrEqual<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => IsNegative(builder, "is less or equal", x, y, 1);

    /// <summary>Asserts x &lt; y. Two rows for 64 bits.</summary>
    public static void AssertLess<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => AssertDifference(builder, y, x, -TF.One);

    /// <summary>Asserts x &lt;= y. Two rows for 64 bits.</summary>
    public static void AssertLessOrEqual<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => AssertDifference(builder, y, x, TF.Zero);

    /// <summary>
    /// Packs integers into one, the first lowest, each in a slot of a given width. No slot may be narrower than what it takes.
    /// </summary>
    public static UInt Pack<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<(UInt Value, int Bits)> slots)
        where TF : unmanaged, IPrimeField<TF>
    {
        var terms = new Term<TF>[slots.Length];
        var at = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Value.Bits > slots[i].Bits)
                throw new ArgumentException($"slot {i} has {slots[i].Bits} bits, its integer {slots[i].Value.Bits}", nameof(slots));
            terms[i] = new(Hints.PowerOfTwo<TF>(at), slots[i].Value);
            at = Width<TF>(at + slots[i].Bits);
        }

        return new UInt(builder.Sum(terms), at);
    }

    /// <summary>The bit of x − y − slack &lt; 0: the difference plus 2^n times the bit has n bits.</summary>
    private static Bit IsNegative<TF>(CircuitBuilder<TF> builder, string name, UInt x, UInt y, int slack)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var bits = Math.Max(1, Math.Max(x.Bits, y.Bits));
        Width<TF>(bits + 1);
        using var scope = builder.Scope("compare");
        var block = new RangeBlock<TF>(builder);
        var constant = TF.FromBigInteger(-slack);
        var negative = builder.Hint("borrow", "a bit, and x - y - slack + 2^n * borrow has n bits", [x.Wire, y.Wire], 1, (input, output) =>
            output[0] = input[0].ToBigInteger() < input[1].ToBigInteger() + slack ? TF.One : TF.Zero)[0];
        var difference = builder.NewWire();
        block.Relate(Relation<TF>.Of(x.Wire, new(-TF.One, y), new(Hints.PowerOfTwo<TF>(bits), negative), new(-TF.One, difference), constant: constant) with { Output = 3 });
        block.Relate(Relation<TF>.Of(new(-TF.One, negative), new(TF.Zero, negative), product: TF.One));
        RangeChecks.AssertRange(builder, block, difference, bits);
        block.Place();
        return builder.Result(name, negative);
    }

    private static void AssertDifference<TF>(CircuitBuilder<TF> builder, UInt larger, UInt smaller, TF constant)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Math.Max(1, Math.Max(larger.Bits, smaller.Bits));
        Width<TF>(bits + 1);
        builder.ComputeUInt(bits, larger.Wire, new(-TF.One, smaller), constant: constant);
    }

    private static BigInteger Largest(UInt x) => (BigInteger.One << x.Bits) - 1;

    private static int Width<TF>(BigInteger bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        RangeChecks.CheckWidth<TF>(bits);
        return (int)bits;
    }
}
