using System.Runtime.CompilerServices;

namespace Zk.Field;

/// <summary>
/// Multiplication without vector instructions, for any processor: each lane by itself, in radix 2^26 so that a column of products fits 64 bits and no
/// carry is needed between products.
/// </summary>
internal readonly unsafe struct PortableKernel : IBlockKernel
{
    /// <summary>Bits of a digit.</summary>
    public const int Radix = 26;

    private const long Mask = (1L << Radix) - 1;

    public static long LimbBound => (1L << 52) + (1L << 14);

    public static void Multiply<T, TShape>(long* r, long* a, long* b)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape => Multiply(r, a, b, BlockConstants<T, TShape>.Portable, TShape.Limbs);

    public static void Square<T, TShape>(long* r, long* a)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape => Multiply(r, a, a, BlockConstants<T, TShape>.Portable, TShape.Limbs);

    [SkipLocalsInit]
    private static void Multiply(long* r, long* a, long* b, long* table, int limbs)
    {
        var digits = 2 * limbs;
        var x = stackalloc long[digits];
        var y = stackalloc long[digits];
        var t = stackalloc long[2 * digits];
        for (var lane = 0; lane < 8; lane++)
        {
            Split(x, a + lane, limbs);
            Split(y, b + lane, limbs);
            Product(t, x, y, digits);
            Reduce(t, table, digits);
            Join(r + lane, t + digits, limbs);
        }
    }

    /// <summary>Digits in [0, 2^26), the highest signed and below 2^25 in magnitude, as the value is below 2^(52 limbs - 1).</summary>
    private static void Split(long* digits, long* limb, int limbs)
    {
        var carry = 0L;
        for (var i = 0; i < limbs; i++, limb += 8)
        {
            var x = *limb + carry;
            carry = x >> BlockConstants.Radix;
            digits[2 * i] = x & Mask;
            digits[(2 * i) + 1] = (x >> Radix) & Mask;
        }

        digits[(2 * limbs) - 1] += carry << Radix;
    }

    /// <summary>t = x y without carries: a column is a sum of at most 16 products below 2^52.</summary>
    private static void Product(long* t, long* x, long* y, int digits)
    {
        new Span<long>(t, 2 * digits).Clear();
        for (var i = 0; i < digits; i++)
        {
            var factor = x[i];
            for (var j = 0; j < digits; j++)
                t[i + j] += factor * y[j];
        }
    }

    /// <summary>Adds the multiple of p that makes the low half zero and carries that half's zeros into the high half.</summary>
    private static void Reduce(long* t, long* table, int digits)
    {
        for (var i = 0; i < digits; i++)
        {
            var m = ((t[i] & Mask) * table[0]) & Mask;
            for (var j = 0; j < digits; j++)
                t[i + j] += m * table[1 + j];
            t[i + 1] += t[i] >> Radix;
        }
    }

    /// <summary>Limbs in [0, 2^52), the highest signed, from columns below 2^58.</summary>
    private static void Join(long* limb, long* t, int limbs)
    {
        var carry = 0L;
        for (var i = 0; i < limbs - 1; i++, limb += 8)
        {
            var low = t[2 * i] + carry;
            var high = t[(2 * i) + 1] + (low >> Radix);
            *limb = (low & Mask) | ((high & Mask) << Radix);
            carry = high >> Radix;
        }

        *limb = t[(2 * limbs) - 2] + carry + (t[(2 * limbs) - 1] << Radix);
    }
}
