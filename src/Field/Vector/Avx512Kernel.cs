using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zk.Field;

/// <summary>
/// Multiplication with eight lanes to a register: high halves by chains of double-precision FMA, low halves by 64-bit integer products.
/// In column k the sum of products S is approximated by a chain h = fma(a_i, b_j, h) that starts from C = 1.5 2^(s + 52), whose unit in the last place is 2^s; each
/// step is wrong by 2^(s-1) at most. The low halves are summed exactly modulo 2^64: l. So S = 2^s H + ((l - 2^s H) mod 2^64, signed), where 2^s H is what the
/// bits of h exceed those of C by; bits(C) 2^s is 0 modulo 2^64, and bits(h) shifted by s - 52 is H's carry to the next column plus a known bias.
/// Limb conversions may round, as they only move the approximation. |S| must stay below 2^(s+51), half of C's binade to either side.
/// <para>
/// Reduction, columns 0..L-1: with V the column and the carry into it, m = V (-1/p) mod 2^52, and the carry out is floor(V / 2^52) + ceil(m p_0 / 2^52), since their
/// remainders sum to zero or 2^52. The ceiling is one FMA that rounds up; its low half is never needed. Columns L.. get one carry step. For s = 58 (L = 5) the FMA's addend
/// has just the bits that cancel the bias; for s = 59 (L = 8) a constant does.
/// </para>
/// <para>
/// Bounds: factors of units that multiply to 4 have |a_i b_j| below 2^106 + 2^70. Five such and five m_i p_j below 2^104 stay below 2^109; eight of each below 2^110.
/// The low sums are below 16 2^58 + 2^58 in magnitude, a column's carry below 2^12.
/// </para>
/// </summary>
internal readonly unsafe partial struct Avx512Kernel : IBlockKernel
{
    /// <summary>The bits of 1.5 2^110.</summary>
    private const long ChainStart5 = 0x46D8L << 48;

    /// <summary>The bits of 1.5 2^111.</summary>
    private const long ChainStart8 = 0x46E8L << 48;

    public static long LimbBound => (1L << 52) + (1L << 14);

    public static void Multiply<T, TShape>(long* r, long* a, long* b)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape
    {
        if (TShape.Limbs == 5)
            Multiply5(r, a, b, Avx512Table<T, TShape>.Pointer);
        else
            Multiply8(r, a, b, Avx512Table<T, TShape>.Pointer);
    }

    public static void Square<T, TShape>(long* r, long* a)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape
    {
        if (TShape.Limbs == 5)
            Square5(r, a, Avx512Table<T, TShape>.Pointer);
        else
            Square8(r, a, Avx512Table<T, TShape>.Pointer);
    }

    /// <summary>The bias in what <c>bits(h)</c> carries to the next column: the bits of C shifted by s - 52.</summary>
    internal static long ChainBias(int limbs) => limbs == 5 ? ChainStart5 << 6 : ChainStart8 << 7;

    /// <summary>x y + z rounded up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> MultiplyAddUp(Vector512<double> x, Vector512<double> y, Vector512<double> z) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAdd(x, y, z, FloatRoundingMode.ToPositiveInfinity) : EmulateMultiplyAddUp(x, y, z);

    /// <summary>
    /// For integers x in [0, 2^52), y = 2^57 p_0 with p_0 in [0, 2^52), and z = 2^161: the unit in the last place of the sum is 2^109, so the bits of z grow
    /// by x p_0 / 2^52, rounded up.
    /// </summary>
    private static Vector512<double> EmulateMultiplyAddUp(Vector512<double> x, Vector512<double> y, Vector512<double> z)
    {
        var result = z;
        for (var lane = 0; lane < 8; lane++)
        {
            var product = (UInt128)x[lane] * (UInt128)Math.ScaleB(y[lane], -57);
            var ceiling = (long)((product + BlockConstants.Mask) >> BlockConstants.Radix);
            result = result.WithElement(lane, BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(z[lane]) + ceiling));
        }

        return result;
    }
}
