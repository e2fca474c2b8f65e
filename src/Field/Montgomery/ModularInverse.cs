using System.Numerics;

namespace Zk.Field;

/// <summary>
/// Modular inversion by Pornin's optimised binary GCD (IACR ePrint 2020/972, algorithm 2): 31 halvings at a time are decided on 64-bit
/// approximations of the two numbers and then applied to the whole numbers as one linear combination. Variable time.
/// </summary>
internal static class ModularInverse
{
    /// <summary>Halvings a round, k - 1 in the paper, so that factors stay within 2^31.</summary>
    private const int Steps = 31;

    /// <summary>
    /// Replaces <paramref name="value"/>, in 1..m-1, by its inverse modulo the odd <paramref name="modulus"/> m below 2^(64 n - 1), to which it is
    /// coprime. Plain integers, least significant limb first.
    /// </summary>
    /// <param name="value">The number, then its inverse.</param>
    /// <param name="modulus">The modulus m.</param>
    /// <param name="negativeInverse">-1/m mod 2^64.</param>
    public static void Invert(Span<ulong> value, ReadOnlySpan<ulong> modulus, ulong negativeInverse)
    {
        var n = value.Length;
        Span<ulong> storage = stackalloc ulong[6 * n];
        storage.Clear();
        Span<ulong> a = storage[..n], b = storage[n..(2 * n)], u = storage[(2 * n)..(3 * n)], v = storage[(3 * n)..(4 * n)];
        Span<ulong> first = storage[(4 * n)..(5 * n)], second = storage[(5 * n)..];
        value.CopyTo(a);
        modulus.CopyTo(b);
        u[0] = 1;

        // Invariant: a = value * u and b = value * v modulo m, b is odd. It ends with a = 0 and b = 1.
        while (a.ContainsAnyExcept(0UL))
        {
            var length = Math.Max(BitLength(a), BitLength(b));
            var (f0, g0, f1, g1) = Halve(Approximate(a, length), Approximate(b, length));
            if (Combine(a, f0, b, g0, modulus, 0, first) < 0)
            {
                Limbs.NegateInPlace(first);
                (f0, g0) = (-f0, -g0);
            }

            if (Combine(a, f1, b, g1, modulus, 0, second) < 0)
            {
                Limbs.NegateInPlace(second);
                (f1, g1) = (-f1, -g1);
            }

            first.CopyTo(a);
            second.CopyTo(b);
            CombineModulo(u, f0, v, g0, modulus, negativeInverse, first);
            CombineModulo(u, f1, v, g1, modulus, negativeInverse, second);
            first.CopyTo(u);
            second.CopyTo(v);
        }

        v.CopyTo(value);
    }

    /// <summary>The low 31 and the high 33 of <paramref name="length"/> bits; all of them if they are at most 64.</summary>
    private static ulong Approximate(ReadOnlySpan<ulong> x, int length)
    {
        if (length <= 64)
            return x[0];
        var shift = length - 33;
        var (limb, bit) = (shift / 64, shift % 64);
        var high = x[limb] >> bit;
        if (bit > 31)
            high |= x[limb + 1] << (64 - bit);
        return (x[0] & ((1UL << Steps) - 1)) | (high << Steps);
    }

    /// <summary>31 steps of the binary GCD without branches; the new a is (f0 a + g0 b) / 2^31, the new b likewise from f1 and g1.</summary>
    private static (long F0, long G0, long F1, long G1) Halve(ulong a, ulong b)
    {
        long f0 = 1, g0 = 0, f1 = 0, g1 = 1;
        for (var i = 0; i < Steps; i++)
        {
            // If a is odd: exchange so that a >= b, then subtract. All masks are 0 or all ones.
            var odd = 0 - (a & 1);
            var swap = odd & (0 - (a < b ? 1UL : 0UL));
            var t = (a ^ b) & swap;
            a ^= t;
            b ^= t;
            var tf = (f0 ^ f1) & (long)swap;
            f0 ^= tf;
            f1 ^= tf;
            var tg = (g0 ^ g1) & (long)swap;
            g0 ^= tg;
            g1 ^= tg;
            a = (a - (b & odd)) >> 1;
            f0 -= f1 & (long)odd;
            g0 -= g1 & (long)odd;
            f1 += f1;
            g1 += g1;
        }

        return (f0, g0, f1, g1);
    }

    /// <summary>(x f + y g) / 2^31 mod m, fully reduced, for |f| + |g| at most 2^31 and x, y below m.</summary>
    private static void CombineModulo(
        ReadOnlySpan<ulong> x, long f, ReadOnlySpan<ulong> y, long g, ReadOnlySpan<ulong> m, ulong negativeInverse, Span<ulong> result)
    {
        // The multiple of m that makes the division exact, as in Montgomery reduction; the quotient lies between -m and 2m.
        var low = (x[0] * (ulong)f) + (y[0] * (ulong)g);
        var q = (low * negativeInverse) & ((1UL << Steps) - 1);
        if (Combine(x, f, y, g, m, q, result) < 0)
            Limbs.AddInPlace(result, m);
        else if (!Limbs.IsLess(result, m))
            Limbs.SubtractInPlace(result, m);
    }

    /// <summary>The low n limbs of (x f + y g + m q) / 2^31, an exact division; returns what is above them, the sign.</summary>
    private static long Combine(ReadOnlySpan<ulong> x, long f, ReadOnlySpan<ulong> y, long g, ReadOnlySpan<ulong> m, ulong q, Span<ulong> result)
    {
        // A signed 128-bit accumulator. The factors are below 2^32 in magnitude, so nothing overflows.
        long high = 0;
        ulong previous = 0;
        for (var i = 0; i < result.Length; i++)
        {
            ulong low = 0;
            (low, high) = ((ulong)high, high >> 63);
            Accumulate(x[i], f, ref low, ref high);
            Accumulate(y[i], g, ref low, ref high);
            Accumulate(m[i], (long)q, ref low, ref high);
            if (i > 0)
                result[i - 1] = (previous >> Steps) | (low << (64 - Steps));
            previous = low;
        }

        result[^1] = (previous >> Steps) | ((ulong)high << (64 - Steps));
        return high >> Steps;
    }

    private static void Accumulate(ulong x, long factor, ref ulong low, ref long high)
    {
        // An unsigned product, corrected for a negative factor, which as an unsigned number is 2^64 too large.
        var h = Limbs.MultiplyAdd(x, (ulong)factor, low, 0, out low);
        high += (long)(h - (x & (ulong)(factor >> 63)));
    }

    private static int BitLength(ReadOnlySpan<ulong> x)
    {
        for (var i = x.Length - 1; i >= 0; i--)
        {
            if (x[i] != 0)
                return (64 * (i + 1)) - BitOperations.LeadingZeroCount(x[i]);
        }

        return 0;
    }
}
