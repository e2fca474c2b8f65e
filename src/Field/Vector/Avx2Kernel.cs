using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace Zk.Field;

/// <summary>
/// Multiplication by double-precision FMA, four lanes to a register. Both factors are first split into signed digits of radix 2^52, |digit| at most 2^51, held
/// as doubles. With S = 1.5 2^104, whose unit in the last place is 2^52, a product of digits |a b| below 2^103 splits exactly:
/// t = fma(a, b, S) = S + 2^52 h for the integer h nearest to a b / 2^52, and fma(a, b, S - t) = a b - 2^52 h, at most 2^51 in magnitude.
/// The bits of t are those of S plus h, and the bits of the low part plus 1.5 2^52 are those of 1.5 2^52 plus it, so both are summed as 64-bit
/// integers without rounding; what the sums have too much is known for each column and taken off by the constant it starts with.
/// <para>
/// Reduction, columns 0..L-1: with v the column's digit in [-2^51, 2^51), m is the digit v (-1/p) mod 2^52, computed like a product's low part. m p_0 + v is a
/// multiple of 2^52 below 2^103, hence exact as one FMA, and is the column's carry together with the bits above v. Columns L.. are the result's limbs, without
/// a carry step, since every factor gets one when it is split. A column is a sum of at most 16 pairs of numbers up to 2^51, so below 2^56.
/// </para>
/// </summary>
internal readonly unsafe partial struct Avx2Kernel : IBlockKernel
{
    /// <summary>S.</summary>
    internal const double Splitter = 3.0 * (1L << 51) * (1L << 52);

    /// <summary>2^52 + 2^51: a double with bits of 2^52 and a mantissa below 2^52, less this, is that mantissa less 2^51.</summary>
    private const double DigitOffset = (1L << 52) + (1L << 51);

    /// <summary>Added to a column before its digit is taken: 2^51 rounds to nearest, 2^60 makes it positive.</summary>
    internal const long ColumnOffset = (1L << 60) + (1L << 51);

    public static long LimbBound => 1L << 56;

    [SkipLocalsInit]
    public static void Multiply<T, TShape>(long* r, long* a, long* b)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape
    {
        var space = stackalloc double[(24 * TShape.Limbs) + 16 + 4];
        var s = (double*)(((nuint)space + 31) & ~(nuint)31);
        Split<TShape>(s, a);
        Split<TShape>(s + (8 * TShape.Limbs), b);
        var k = Avx2Table<T, TShape>.Pointer;
        if (TShape.Limbs == 5)
        {
            Multiply5(r, s, k);
        }
        else
        {
            Multiply8Low(s, k);
            Multiply8High(r, s, k);
        }
    }

    [SkipLocalsInit]
    public static void Square<T, TShape>(long* r, long* a)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape
    {
        var space = stackalloc double[(24 * TShape.Limbs) + 16 + 4];
        var s = (double*)(((nuint)space + 31) & ~(nuint)31);
        Split<TShape>(s, a);
        for (var i = 8; i < 8 * TShape.Limbs; i += 4)
            (Load(s + i) + Load(s + i)).Store(s + (8 * TShape.Limbs) + i);
        var k = Avx2Table<T, TShape>.Pointer;
        if (TShape.Limbs == 5)
        {
            Square5(r, s, k);
        }
        else
        {
            Square8Low(s, k);
            Square8High(r, s, k);
        }
    }

    /// <summary>
    /// The value in digits, as doubles: all in [-2^51, 2^51) but the highest, at most 2^51 because the value is below 2^(52 L - 1). Limbs below 2^59.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split<TShape>(double* digits, long* limbs)
        where TShape : struct, IBlockShape
    {
        // Limb plus offset plus carry is positive; bits 52.. of it are the carry on, which is 2^8 too large.
        const long carried = 1L << (60 - 52);
        var mask = Create(BlockConstants.Mask);
        var offset = Create(ColumnOffset - carried);
        Vector256<long> x0 = Load(limbs) + Create(ColumnOffset), x1 = Load(limbs + 4) + Create(ColumnOffset);
        for (var i = 8; ; i += 8)
        {
            ToDigit(x0, mask).Store(digits + i - 8);
            ToDigit(x1, mask).Store(digits + i - 4);
            if (i == 8 * (TShape.Limbs - 1))
                break;
            x0 = Load(limbs + i) + offset + (x0 >>> 52);
            x1 = Load(limbs + i + 4) + offset + (x1 >>> 52);
        }

        var magic = Create(BlockConstants.IntegerMagic);
        var top = magic.AsInt64() - Create(carried);
        var last = 8 * (TShape.Limbs - 1);
        ((Load(limbs + last) + top + (x0 >>> 52)).AsDouble() - magic).Store(digits + last);
        ((Load(limbs + last + 4) + top + (x1 >>> 52)).AsDouble() - magic).Store(digits + last + 4);
    }

    /// <summary>The low 52 bits less 2^51, as a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ToDigit(Vector256<long> x, Vector256<long> mask) =>
        ((x & mask) | Create(BitConverter.DoubleToInt64Bits(1L << 52))).AsDouble() - Create(DigitOffset);
}
