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

    /// <summary>Digits of c bits that hold any magnitude of b bits: the top digit must absorb the last carry.</summary>
    public static int Count(int bits, int window) => (bits / window) + 1;

    /// <summary>
    /// Writes the magnitude min(s, p − s) of a scalar s as little-endian limbs.
    /// </summary>
    /// <returns>Whether it is p − s, so that the scalar is minus the magnitude.</returns>
    public static bool WriteMagnitude<T>(in T scalar, Span<ulong> limbs)
        where T : unmanaged, IPrimeField<T>
    {
        scalar.WriteLimbs(limbs);
        var half = Half<T>.Limbs;
        var i = half.Length - 1;
        while (i > 0 && limbs[i] == half[i])
            i--;
        if (limbs[i] <= half[i])
            return false;
        (-scalar).WriteLimbs(limbs);
        return true;
    }

    /// <summary>The number of significant bits.</summary>
    public static int BitLength(ReadOnlySpan<ulong> limbs)
    {
        for (var i = limbs.Length - 1; i >= 0; i--)
        {
            if (limbs[i] != 0)
                return (64 * i) + 64 - BitOperations.LeadingZeroCount(limbs[i]);
        }

        return 0;
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

    private static class Half<T>
        where T : unmanaged, IPrimeField<T>
    {
        public static readonly ulong[] Limbs = Make();

        private static ulong[] Make()
        {
            var half = T.Characteristic >> 1;
            return [.. Enumerable.Range(0, T.LimbCount).Select(i => (ulong)((half >> (64 * i)) & ulong.MaxValue))];
        }
    }
}
