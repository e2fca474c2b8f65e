using System.Numerics;

namespace Zk.Field.Tests;

/// <summary>Blocks of limbs for tests: at the bounds of a contract, and random ones within them.</summary>
internal static class BlockSamples
{
    /// <summary>
    /// Blocks whose limbs are at most <paramref name="limbBound"/> in magnitude, often exactly that, and whose values are below
    /// <paramref name="valueBound"/> in magnitude, often barely. Deterministic.
    /// </summary>
    public static IEnumerable<long[]> Bounded(int limbs, long limbBound, BigInteger valueBound, int count, int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < count; n++)
        {
            var block = new long[8 * limbs];
            for (var lane = 0; lane < 8; lane++)
                Fill(block, lane, limbs, limbBound, valueBound, random, pattern: n);
            yield return block;
        }
    }

    private static void Fill(long[] block, int lane, int limbs, long limbBound, BigInteger valueBound, Random random, int pattern)
    {
        var rest = BigInteger.Zero;
        for (var i = 0; i < limbs - 1; i++)
        {
            // The first blocks hold every lane-wise mixture of the extremes; later ones mix kinds of limbs at random.
            var kind = pattern < 4 ? (pattern + (lane >> i)) & 3 : random.Next(9);
            var limb = kind switch
            {
                0 => limbBound,
                1 => -limbBound,
                2 => limbBound - 1,
                3 => 0,
                4 => (1L << 51) - random.Next(2),
                5 => -(1L << 51) + random.Next(2),
                6 => (1L << 52) - 1,
                _ => random.NextInt64(-limbBound, limbBound + 1),
            };
            limb = Math.Clamp(limb, -limbBound, limbBound);
            block[(8 * i) + lane] = limb;
            rest += new BigInteger(limb) << (52 * i);
        }

        // The top limbs allowed are those that keep the value inside; rounding towards zero stays inside on both sides.
        var unit = BigInteger.One << (52 * (limbs - 1));
        var highest = (long)BigInteger.Min(limbBound, BigInteger.Divide(valueBound - rest - 1, unit));
        var lowest = (long)BigInteger.Max(-limbBound, BigInteger.Divide(-valueBound - rest + 1, unit));
        block[(8 * (limbs - 1)) + lane] = (pattern + lane) % 3 switch
        {
            0 => highest,
            1 => lowest,
            _ => random.NextInt64(lowest, highest + 1),
        };
    }
}
