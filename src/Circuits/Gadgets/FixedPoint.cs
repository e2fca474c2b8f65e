using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Numbers with F binary places: the integer v stands for v/2^F. Products and quotients are rounded toward minus infinity, so each has one result;
/// those named rounded go to the nearest number, halves up. Sums and comparisons are those of the integers.
/// </summary>
public static class FixedPoint
{
    /// <summary>floor(x·y / 2^F). Seven rows for 63 by 63 bits and F = 32.</summary>
    public static SignedInt MultiplyFixed<TF>(this CircuitBuilder<TF> builder, SignedInt x, SignedInt y, int fractionBits)
        where TF : unmanaged, IPrimeField<TF> => builder.FloorShift(builder.Multiply(x, y), fractionBits).Quotient;

    /// <summary>floor(x·y / 2^F).</summary>
    public static SignedInt MultiplyFixed<TF>(this CircuitBuilder<TF> builder, SignedInt x, UInt y, int fractionBits)
        where TF : unmanaged, IPrimeField<TF> => builder.FloorShift(builder.Multiply(x, y), fractionBits).Quotient;

    /// <summary>floor(x·y / 2^F).</summary>
    public static UInt MultiplyFixed<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y, int fractionBits)
        where TF : unmanaged, IPrimeField<TF> => builder.FloorShift(builder.Multiply(x, y), fractionBits).Quotient;

    /// <summary>floor(x·2^F / y); no witness exists for y = 0.</summary>
    public static SignedInt DivideFixed<TF>(this CircuitBuilder<TF> builder, SignedInt x, UInt y, int fractionBits)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fractionBits);
        var bits = SignedIntegers.Width<TF>((BigInteger)x.Bits + fractionBits);
        return builder.FloorDivide(new SignedInt(builder.Affine(Hints.PowerOfTwo<TF>(fractionBits), x, TF.Zero), bits), y).Quotient;
    }

    /// <summary>floor(x·2^F / y); no witness exists for y = 0.</summary>
    public static UInt DivideFixed<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y, int fractionBits)
        where TF : unmanaged, IPrimeField<TF> => builder.DivideRemainder(Scale(builder, x, fractionBits), y).Quotient;

    /// <summary>x·y / 2^F to the nearest integer, halves up: floor((x·y + 2^(F−1)) / 2^F), for F &gt; 0.</summary>
    public static UInt MultiplyFixedRounded<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y, int fractionBits)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fractionBits, 1);
        var half = BigInteger.One << (fractionBits - 1);
        var bits = (((BigInteger.One << (x.Bits + y.Bits)) - 1) + half).GetBitLength();
        RangeChecks.CheckWidth<TF>(bits);
        var sum = new UInt(builder.Compute(new(TF.Zero, x), new(TF.Zero, y), product: TF.One, constant: TF.FromBigInteger(half)), (int)bits);
        return builder.FloorShift(sum, fractionBits).Quotient;
    }

    /// <summary>x·2^F / y to the nearest integer, halves up; no witness exists for y = 0.</summary>
    public static UInt DivideFixedRounded<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y, int fractionBits)
        where TF : unmanaged, IPrimeField<TF> => builder.DivideRounded(Scale(builder, x, fractionBits), y);

    /// <summary>x / y to the nearest integer, halves up: floor((2x + y) / 2y); no witness exists for y = 0.</summary>
    public static UInt DivideRounded<TF>(this CircuitBuilder<TF> builder, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var two = TF.One.Double();
        var bits = Math.Max(x.Bits + 1, y.Bits) + 1;
        RangeChecks.CheckWidth<TF>(bits);
        var dividend = new UInt(builder.Compute(new(two, x), y.Wire), bits);
        return builder.DivideRemainder(dividend, new UInt(builder.Affine(two, y, TF.Zero), y.Bits + 1)).Quotient;
    }

    private static UInt Scale<TF>(CircuitBuilder<TF> builder, UInt x, int fractionBits)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fractionBits);
        RangeChecks.CheckWidth<TF>((BigInteger)x.Bits + fractionBits);
        return new UInt(builder.Affine(Hints.PowerOfTwo<TF>(fractionBits), x, TF.Zero), x.Bits + fractionBits);
    }
}
