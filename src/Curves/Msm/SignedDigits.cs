using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Scalars as a sign and a magnitude of at most half the modulus, and magnitudes as signed digits of c bits: in −2^(c−1)+1..2^(c−1), so that half
/// as many buckets serve.
/// </summary>
internal static class SignedDigits
{
    /// <summary>The widest window whose digits fit 16 bits.</summary>
    public const int MaxWindow = 16;

    /// <summary>Digits of c bits that hold any magnitude of <see cref="Length"/> b, as w digits reach 2^(c w - 1).</summary>
    public static int Count(int length, int window) => (length / window) + 1;

    /// <summary>
    /// Writes the magnitude min(s, p − s) of a scalar s as little-endian limbs.
    /// </summary>
    /// <returns>Whether it is p − s, so that the scalar is minus the magnitude.</returns>
    public static bool WriteMagnitude<T>(in T scalar, Span<ulong> limbs)
        where T : unmanaged, IPrimeField<T>
    {
        scalar.WriteLimbs(limbs);
        return TakeMagnitude<T>(limbs);
    }

    /// <summary>
    /// Replaces the limbs of s by those of the magnitude min(s, p − s).
    /// </summary>
    /// <returns>Whether it is p − s, so that the scalar is minus the magnitude.</returns>
    public static bool TakeMagnitude<T>(Span<ulong> limbs)
        where T : unmanaged, IPrimeField<T>
    {
        var (half, modulus) = (Order<T>.Half, Order<T>.Limbs);
        var i = half.Length - 1;
        while (i > 0 && limbs[i] == half[i])
            i--;
        if (limbs[i] <= half[i])
            return false;
        var borrow = 0UL;
        for (i = 0; i < half.Length; i++)
        {
            var difference = modulus[i] - limbs[i];
            var next = modulus[i] < limbs[i] || difference < borrow ? 1UL : 0;
            limbs[i] = difference - borrow;
            borrow = next;
        }

        return true;
    }

    /// <summary>The least b such that the magnitude, which is not zero, is at most 2^b.</summary>
    public static int Length(ReadOnlySpan<ulong> limbs)
    {
        var top = limbs.Length - 1;
        while (top > 0 && limbs[top] == 0)
            top--;
        var length = (64 * top) + 63 - BitOperations.LeadingZeroCount(limbs[top]);
        return BitOperations.IsPow2(limbs[top]) && !limbs[..top].ContainsAnyExcept(0UL) ? length : length + 1;
    }

    /// <summary>
    /// Writes the digits, lowest first, each NEGATED (so that 2^15 fits) and <paramref name="stride"/> places after the one before.
    /// </summary>
    public static unsafe void Recode(ReadOnlySpan<ulong> magnitude, int window, int count, short* negated, long stride)
    {
        var mask = (1 << window) - 1;
        var carry = 0;
        for (var i = 0; i < count; i++, negated += stride)
        {
            var offset = i * window;
            var limb = offset / 64;
            var chunk = 0UL;
            if (limb < magnitude.Length)
            {
                chunk = magnitude[limb] >> (offset % 64);
                if (offset % 64 > 64 - window && limb + 1 < magnitude.Length)
                    chunk |= magnitude[limb + 1] << (64 - (offset % 64));
            }

            var digit = ((int)chunk & mask) + carry;
            carry = digit > 1 << (window - 1) ? 1 : 0;
            *negated = (short)((carry << window) - digit);
        }
    }

    private static class Order<T>
        where T : unmanaged, IPrimeField<T>
    {
        public static readonly ulong[] Limbs = Make(T.Characteristic);
        public static readonly ulong[] Half = Make(T.Characteristic >> 1);

        private static ulong[] Make(BigInteger value) =>
            [.. Enumerable.Range(0, T.LimbCount).Select(i => (ulong)((value >> (64 * i)) & ulong.MaxValue))];
    }
}
