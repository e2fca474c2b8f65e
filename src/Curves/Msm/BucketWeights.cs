using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The weighted sum W = sum of (i + 1) b[i] over n = 2^L buckets, by additions that do not wait for one another and so go in batches, two a bucket.
/// With t[j] = b[2 j] + b[2 j + 1]: W(b) = 2 W(t) - sum of b[2 j], of which the first term is half as large a problem. All in place: a pair's sum is kept where
/// the odd bucket was, so bucket i ends as a sum of those below, and what is to be subtracted at level k stays in the buckets i = 2^k - 1 mod 2^(k+1).
/// </summary>
internal static unsafe class BucketWeights
{
    /// <summary>Weighs the buckets of several windows together; destroys them.</summary>
    /// <param name="batch">What does the additions.</param>
    /// <param name="buckets">The buckets, window after window.</param>
    /// <param name="half">Buckets of a window, a power of two.</param>
    /// <param name="sums">One result a window.</param>
    public static void Sum<TField, TCurve>(
        AffineBatch<TField, TCurve> batch, AffinePoint<TField, TCurve>* buckets, int half, Span<XyzzPoint<TField, TCurve>> sums)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        // The top window's digits are short, and small scalars leave most buckets empty.
        var used = 0;
        for (var i = 0; i < sums.Length * half; i++)
        {
            if (!buckets[i].IsIdentity)
                used = Math.Max(used, (i % half) + 1);
        }

        sums.Clear();
        if (used == 0)
            return;
        var levels = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)used));
        AddPairs(batch, buckets, sums.Length, half, levels);
        AddSubtrahends(batch, buckets, sums.Length, half, levels);
        for (var w = 0; w < sums.Length; w++)
        {
            var first = buckets + (w * half);
            var sum = XyzzPoint<TField, TCurve>.From(first[(1 << levels) - 1]);
            for (var k = levels - 1; k >= 0; k--)
                sum = sum.Double() + -first[(1 << k) - 1];
            sums[w] = sum;
        }
    }

    /// <summary>Leaves the sum of all buckets in the last.</summary>
    private static void AddPairs<TField, TCurve>(
        AffineBatch<TField, TCurve> batch, AffinePoint<TField, TCurve>* buckets, int windows, int half, int levels)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        for (var k = 0; k < levels; k++)
        {
            for (var w = 0; w < windows; w++)
            {
                var first = buckets + (w * half);
                for (var i = (1 << k) - 1; i < 1 << levels; i += 2 << k)
                    Add(batch, first + i + (1 << k), first + i);
            }

            batch.Run(true);
        }
    }

    /// <summary>Adds up the buckets to be subtracted at each level k, in the first of them, which is 2^k - 1.</summary>
    private static void AddSubtrahends<TField, TCurve>(
        AffineBatch<TField, TCurve> batch, AffinePoint<TField, TCurve>* buckets, int windows, int half, int levels)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        // Level k begins with 2^(levels - 1 - k) summands. All levels fold theirs in half at once, so there are few rounds.
        for (var round = 0; round < levels - 1; round++)
        {
            for (var w = 0; w < windows; w++)
            {
                for (var k = 0; k < levels - 1 - round; k++)
                {
                    var first = buckets + (w * half) + (1 << k) - 1;
                    var rest = 1 << (levels - 2 - k - round);
                    for (var j = 0; j < rest; j++)
                        Add(batch, first + ((long)j << (k + 1)), first + ((long)(j + rest) << (k + 1)));
                }
            }

            batch.Run(true);
        }
    }

    private static void Add<TField, TCurve>(AffineBatch<TField, TCurve> batch, AffinePoint<TField, TCurve>* sum, AffinePoint<TField, TCurve>* addend)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        // Empty buckets are common and settled at once: a batch with infinity among its operands is slower.
        if (addend->IsIdentity)
            return;
        if (sum->IsIdentity)
        {
            *sum = *addend;
            return;
        }

        batch.Add(sum, addend, sum);
        if (batch.IsFull)
            batch.Run(true);
    }
}
