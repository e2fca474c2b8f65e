using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Arithmetic of integers with a sign whose width is proven. A result that could wrap around the characteristic is refused while the circuit is
/// built.
/// </summary>
public static class SignedIntegers
{
    /// <summary>Asserts −2^bits &lt;= x &lt; 2^bits: x + 2^bits has bits + 1 bits. Two rows for 63 bits with a 16-bit table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">bits + 2 is not below the characteristic's length.</exception>
    public static SignedInt ToSignedInt<TF>(this CircuitBuilder<TF> builder, Wire x, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        var width = Width<TF>(bits);
        builder.ComputeUInt(bits + 1, x, constant: Hints.PowerOfTwo<TF>(bits));
        return new SignedInt(x, width);
    }

    /// <summary>
    /// a + b + c + constant as an integer in −2^bits..2^bits − 1; there is no witness if the field element is none. Three rows for 63 bits.
    /// </summary>
    public static SignedInt ComputeSignedInt<TF>(this CircuitBuilder<TF> builder, int bits, Term<TF> a, Term<TF> b = default, Term<TF> c = default, TF constant = default)
        where TF : unmanaged, IPrimeField<TF> => builder.ToSignedInt(builder.Compute(a, b, c, constant: constant), bits);

    /// <summary>An integer without sign as one with a sign. No row.</summary>
    public static SignedInt Signed<TF>(this CircuitBuilder<TF> builder, UInt x)
        where TF : unmanaged, IPrimeField<TF> => new(x.Wire, Width<TF>(x.Bits));

    /// <summary>A constant integer, as wide as it needs.</summary>
    public static SignedInt SignedConstant<TF>(this CircuitBuilder<TF> builder, BigInteger value)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var bits = Width<TF>(value.GetBitLength());
        return new SignedInt(builder.Constant(TF.FromBigInteger(value)), bits);
    }

    /// <summary>x + y, one bit wider. One row.</summary>
    public static SignedInt Add<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(Math.Max(x.Bits, y.Bits) + 1);
        return new SignedInt(builder.Add(x.Wire, y.Wire), bits);
    }

    /// <summary>x + y, one bit wider. One row.</summary>
    public static SignedInt Add<TF>(this CircuitBuilder<TF> builder, SignedInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => builder.Add(x, builder.Signed(y));

    /// <summary>x − y, one bit wider. One row.</summary>
    public static SignedInt Subtract<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(Math.Max(x.Bits, y.Bits) + 1);
        return new SignedInt(builder.Subtract(x.Wire, y.Wire), bits);
    }

    /// <summary>x − y, one bit wider. One row.</summary>
    public static SignedInt Subtract<TF>(this CircuitBuilder<TF> builder, SignedInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => builder.Subtract(x, builder.Signed(y));

    /// <summary>x − y of integers without sign, as wide as the wider one. One row.</summary>
    public static SignedInt Difference<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(Math.Max(x.Bits, y.Bits));
        return new SignedInt(builder.Subtract(x.Wire, y.Wire), bits);
    }

    /// <summary>−x, one bit wider because of the least x. One row.</summary>
    public static SignedInt Negate<TF>(this CircuitBuilder<TF> builder, SignedInt x)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(x.Bits + 1);
        return new SignedInt(builder.Affine(-TF.One, x, TF.Zero), bits);
    }

    /// <summary>x·y, one bit wider than both together because of the product of the least ones. One row.</summary>
    public static SignedInt Multiply<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(x.Bits + y.Bits + 1);
        return new SignedInt(builder.Multiply(x.Wire, y.Wire), bits);
    }

    /// <summary>x·y, as wide as both together. One row.</summary>
    public static SignedInt Multiply<TF>(this CircuitBuilder<TF> builder, SignedInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = Width<TF>(x.Bits + y.Bits);
        return new SignedInt(builder.Multiply(x.Wire, y.Wire), bits);
    }

    /// <summary>The sum of integers, as wide as it may get.</summary>
    public static SignedInt Sum<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<SignedInt> terms)
        where TF : unmanaged, IPrimeField<TF>
    {
        var least = BigInteger.Zero;
        var wires = new Term<TF>[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            least -= BigInteger.One << terms[i].Bits;
            wires[i] = terms[i].Wire;
        }

        var bits = Width<TF>(least.GetBitLength());
        return new SignedInt(builder.Sum<TF>(wires), bits);
    }

    /// <summary>One integer or another; the width is the larger one. Two rows.</summary>
    public static SignedInt Select<TF>(this CircuitBuilder<TF> builder, Bit condition, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Select(condition, x.Wire, y.Wire), Math.Max(x.Bits, y.Bits));

    /// <summary>x if the bit is 1, else 0. One row.</summary>
    public static SignedInt Gate<TF>(this CircuitBuilder<TF> builder, Bit condition, SignedInt x)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Multiply(condition, x.Wire), x.Bits);

    /// <summary>x + 2^Bits, an integer of one bit more without sign: for packing. One row.</summary>
    public static UInt Biased<TF>(this CircuitBuilder<TF> builder, SignedInt x)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Affine(TF.One, x, Hints.PowerOfTwo<TF>(x.Bits)), x.Bits + 1);

    /// <summary>Asserts x &gt;= 0. Two rows for 64 bits.</summary>
    public static UInt AssertNonNegative<TF>(this CircuitBuilder<TF> builder, SignedInt x)
        where TF : unmanaged, IPrimeField<TF> => new(builder.ToUInt(x.Wire, WholeLimbs(builder, x.Bits)), x.Bits);

    /// <summary>Whether x &lt; 0. Three rows for 64 bits.</summary>
    public static Bit IsNegative<TF>(this CircuitBuilder<TF> builder, SignedInt x)
        where TF : unmanaged, IPrimeField<TF> => Integers.IsNegative<TF>(builder, "is negative", x.Wire, default, TF.Zero, WholeLimbs(builder, x.Bits));

    /// <summary>
    /// Sign and absolute value, the latter one bit wider because of the least x. The sign of 0 is 0. Four rows for 64 bits.
    /// </summary>
    public static (Bit Negative, UInt Magnitude) Absolute<TF>(this CircuitBuilder<TF> builder, SignedInt x)
        where TF : unmanaged, IPrimeField<TF>
    {
        var negative = builder.IsNegative(x);
        var magnitude = builder.MultiplyAdd(-TF.One.Double(), negative, x.Wire, x.Wire);
        return (negative, new UInt(magnitude, x.Bits + 1));
    }

    /// <summary>The larger of x and 0. Four rows for 64 bits.</summary>
    public static UInt PositivePart<TF>(this CircuitBuilder<TF> builder, SignedInt x)
        where TF : unmanaged, IPrimeField<TF> => new(builder.MultiplyAdd(-TF.One, builder.IsNegative(x), x.Wire, x.Wire), x.Bits);

    /// <summary>Whether x &lt; y. Three rows for 63 bits.</summary>
    public static Bit IsLess<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => Integers.IsNegative<TF>(builder, "is less", x.Wire, new(-TF.One, y), TF.Zero, DifferenceBits(builder, x, y));

    /// <summary>Whether x &lt;= y. Three rows for 63 bits.</summary>
    public static Bit IsLessOrEqual<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => Integers.IsNegative<TF>(builder, "is less or equal", x.Wire, new(-TF.One, y), -TF.One, DifferenceBits(builder, x, y));

    /// <summary>Asserts x &lt; y. Two rows for 63 bits.</summary>
    public static void AssertLess<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => Integers.AssertDifference(builder, y.Wire, x.Wire, -TF.One, DifferenceBits(builder, x, y));

    /// <summary>Asserts x &lt;= y. Two rows for 63 bits.</summary>
    public static void AssertLessOrEqual<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => Integers.AssertDifference(builder, y.Wire, x.Wire, TF.Zero, DifferenceBits(builder, x, y));

    /// <summary>The smaller of two integers, as wide as the narrower one. Five rows for 64 bits.</summary>
    public static UInt Min<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Select(builder.IsLess(x, y), x.Wire, y.Wire), Math.Min(x.Bits, y.Bits));

    /// <summary>The larger of two integers. Five rows for 64 bits.</summary>
    public static UInt Max<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => builder.Select(builder.IsLess(x, y), y, x);

    /// <summary>The smaller of two integers. Five rows for 63 bits.</summary>
    public static SignedInt Min<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => builder.Select(builder.IsLess(x, y), x, y);

    /// <summary>The larger of two integers. Five rows for 63 bits.</summary>
    public static SignedInt Max<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => builder.Select(builder.IsLess(x, y), y, x);

    /// <summary>The integer in low..high that is nearest to a value, as wide as these need; asserts low &lt;= high. Twelve rows for 63 bits.</summary>
    public static SignedInt Clamp<TF>(this CircuitBuilder<TF> builder, SignedInt value, SignedInt low, SignedInt high)
        where TF : unmanaged, IPrimeField<TF>
    {
        builder.AssertLessOrEqual(low, high);
        return new SignedInt(builder.Max(low, builder.Min(value, high)), Math.Max(low.Bits, high.Bits));
    }

    /// <summary>Checks that an integer with a sign may have this width.</summary>
    internal static int Width<TF>(BigInteger bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        RangeChecks.CheckWidth<TF>(bits < 0 ? bits : bits + 2);
        return (int)bits;
    }

    private static int DifferenceBits<TF>(CircuitBuilder<TF> builder, SignedInt x, SignedInt y)
        where TF : unmanaged, IPrimeField<TF> => WholeLimbs(builder, Math.Max(x.Bits, y.Bits) + 1);

    /// <summary>
    /// A width that costs fewer rows: what lies in −2^bits..2^bits − 1 lies in the range of whole limbs too, and the sign is all that is asked for.
    /// </summary>
    private static int WholeLimbs<TF>(CircuitBuilder<TF> builder, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var whole = (Math.Max(1, bits) + builder.RangeBits - 1) / builder.RangeBits * builder.RangeBits;
        return whole + 1 < TF.BitLength ? whole : bits;
    }
}
