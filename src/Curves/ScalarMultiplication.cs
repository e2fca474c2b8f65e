using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Multiplication of a group element by an integer, by the non-adjacent form of width 5 (Solinas 2000): one doubling a bit and one addition of an
/// odd multiple about every six bits. Variable time: never with a secret scalar that someone could time.
/// </summary>
public static class ScalarMultiplication
{
    private const int Width = 5;

    /// <summary>The element times an integer of any size and sign.</summary>
    public static T Multiply<T>(in T element, BigInteger scalar)
        where T : unmanaged, IGroup<T>
    {
        var bytes = BigInteger.Abs(scalar).ToByteArray(isUnsigned: true);
        var limbs = new ulong[(bytes.Length + 7) / 8];
        for (var i = 0; i < bytes.Length; i++)
            limbs[i / 8] |= (ulong)bytes[i] << (8 * (i % 8));
        return Multiply(scalar.Sign < 0 ? -element : element, limbs);
    }

    /// <summary>The element times the canonical representative of a field element.</summary>
    public static T Multiply<T, TScalar>(in T element, TScalar scalar)
        where T : unmanaged, IGroup<T>
        where TScalar : unmanaged, IPrimeField<TScalar>
    {
        Span<ulong> limbs = stackalloc ulong[TScalar.LimbCount];
        scalar.WriteLimbs(limbs);
        return Multiply(element, limbs);
    }

    /// <summary>The element times an unsigned integer in 64-bit limbs, least significant first.</summary>
    public static T Multiply<T>(in T element, ReadOnlySpan<ulong> limbs)
        where T : unmanaged, IGroup<T>
    {
        var digits = NonAdjacentForm(limbs);
        Span<T> odd = stackalloc T[1 << (Width - 2)];
        odd[0] = element;
        var twice = element.Double();
        for (var i = 1; i < odd.Length; i++)
            odd[i] = odd[i - 1] + twice;
        var result = T.Identity;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            result = result.Double();
            if (digits[i] > 0)
                result += odd[digits[i] >> 1];
            else if (digits[i] < 0)
                result -= odd[-digits[i] >> 1];
        }

        return result;
    }

    /// <summary>
    /// The digits of the non-adjacent form of width 5, least significant first: zero or odd in −15..15, and of five neighbours at most one is not
    /// zero.
    /// </summary>
    internal static sbyte[] NonAdjacentForm(ReadOnlySpan<ulong> limbs)
    {
        var digits = new sbyte[(64 * limbs.Length) + 1];
        var carry = 0;
        for (var bit = 0; bit < digits.Length;)
        {
            var window = Bits(limbs, bit) + carry;
            if ((window & 1) == 0)
            {
                bit++;
                continue;
            }

            var digit = window & ((1 << Width) - 1);
            carry = digit >> (Width - 1);
            digits[bit] = (sbyte)(digit - (carry << Width));
            bit += Width;
        }

        return digits;

        // The five bits at an offset. A carry is added at the offset where it arose and is absorbed or passed on by the digit taken there.
        static int Bits(ReadOnlySpan<ulong> limbs, int offset)
        {
            var limb = offset / 64;
            if (limb >= limbs.Length)
                return 0;
            var bits = limbs[limb] >> (offset % 64);
            if (offset % 64 > 64 - Width && limb + 1 < limbs.Length)
                bits |= limbs[limb + 1] << (64 - (offset % 64));
            return (int)bits & ((1 << Width) - 1);
        }
    }
}
