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
        var (quotient, remainder) = FloorDivision.Divide(builder, x.Wire, y);
        return (builder.ToUInt(quotient, x.Bits), remainder);
    }

    /// <summary>Whether x &lt; y. Three rows for 64 bits.</summary>
    public static Bit IsLess<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => IsNegative<TF>(builder, "is less", x.Wire, new(-TF.One, y), TF.Zero, DifferenceBits(x, y));

    /// <summary>Whether x &lt;= y. Three rows for 64 bits.</summary>
    public static Bit IsLessOrEqual<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => IsNegative<TF>(builder, "is less or equal", x.Wire, new(-TF.One, y), -TF.One, DifferenceBits(x, y));

    /// <summary>Asserts x &lt; y. Two rows for 64 bits.</summary>
    public static void AssertLess<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => AssertDifference(builder, y.Wire, x.Wire, -TF.One, DifferenceBits(x, y));

    /// <summary>Asserts x &lt;= y. Two rows for 64 bits.</summary>
    public static void AssertLessOrEqual<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => AssertDifference(builder, y.Wire, x.Wire, TF.Zero, DifferenceBits(x, y));

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

    /// <summary>
    /// The bit of a + b + constant &lt; 0 for an integer that lies in −2^bits..2^bits − 1: the integer plus 2^bits times the bit has that many bits.
    /// </summary>
    internal static Bit IsNegative<TF>(CircuitBuilder<TF> builder, string name, Term<TF> a, Term<TF> b, TF constant, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        bits = Math.Max(1, bits);
        Width<TF>(bits + 1);
        using var scope = builder.Scope("compare");
        var block = new RangeBlock<TF>(builder);
        ReadOnlySpan<Wire> inputs = b.Wire.Exists ? [a.Wire, b.Wire] : [a.Wire];
        var negative = builder.Hint("borrow", "a bit, and a + b + constant + 2^n * borrow has n bits", inputs, 1, (input, output) =>
        {
            var sum = (a.Coefficient * input[0]) + constant + (input.Length > 1 ? b.Coefficient * input[1] : TF.Zero);
            output[0] = Hints.Signed(sum).Sign < 0 ? TF.One : TF.Zero;
        })[0];
        var difference = builder.NewWire();
        block.Relate(Relation<TF>.Of(a, b, new(Hints.PowerOfTwo<TF>(bits), negative), new(-TF.One, difference), constant: constant) with { Output = 3 });
        block.Relate(Relation<TF>.Of(new(-TF.One, negative), new(TF.Zero, negative), product: TF.One));
        RangeChecks.AssertRange(builder, block, difference, bits);
        block.Place();
        return builder.Result(name, negative);
    }

    /// <summary>Asserts larger − smaller + constant &gt;= 0 for an integer that lies in −2^bits..2^bits − 1.</summary>
    internal static void AssertDifference<TF>(CircuitBuilder<TF> builder, Wire larger, Wire smaller, TF constant, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        bits = Math.Max(1, bits);
        Width<TF>(bits + 1);
        builder.ComputeUInt(bits, larger, new(-TF.One, smaller), constant: constant);
    }

    private static int DifferenceBits(UInt x, UInt y) => Math.Max(x.Bits, y.Bits);

    private static BigInteger Largest(UInt x) => (BigInteger.One << x.Bits) - 1;

    private static int Width<TF>(BigInteger bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        RangeChecks.CheckWidth<TF>(bits);
        return (int)bits;
    }
}
