using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The inner loop of Pippenger's method: adds signed points into buckets by batches of affine additions, then weighs the buckets. Entries are
/// sorted by bucket. Neighbours in one bucket are added pairwise, the sums put in a small arena, and these added pairwise again, round by round,
/// all pairs of a round sharing an inversion. When too few pairs are left for that to pay, what is left stays for the next block.
/// One instance serves one thread.
/// </summary>
internal sealed unsafe class BucketSum<TField, TCurve> : IDisposable
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>Points of a block: enough for the inversion not to count, few enough for most of what a block touches to stay in the second-level cache.</summary>
    public const int BlockSize = 4096;

    /// <summary>Rounds of fewer pairs wait for the next block.</summary>
    internal const int LeastPairs = BlockSize / 16;

    /// <summary>Entries between the one whose point is fetched and the one in use.</summary>
    private const int PrefetchDistance = 16;

    private readonly int _half;
    private readonly NativeBuffer<int> _starts;
    private readonly NativeBuffer<uint> _entries;
    private readonly NativeBuffer<AffinePoint<TField, TCurve>> _buckets;
    private readonly NativeBuffer<AffinePoint<TField, TCurve>> _arena = new(BlockSize);
    private readonly AffineBatch<TField, TCurve> _batch;
    private readonly NativeBuffer<int> _bucketOf = new(BlockSize);
    private readonly NativeBuffer<int> _slot = new(BlockSize);

    /// <summary>Whether some point may be infinity. No base is, but sums of opposite points are.</summary>
    private bool _mayBeInfinite;

    /// <param name="kernel">The kernel for additions.</param>
    /// <param name="windows">The most windows that one call of <see cref="Run"/> sums.</param>
    /// <param name="windowBits">Bits of a window.</param>
    /// <param name="points">The most points that one call takes for a window.</param>
    public BucketSum(VectorKernel kernel, int windows, int windowBits, long points)
    {
        _batch = new(kernel, BlockSize);
        _half = 1 << (windowBits - 1);
        _starts = new((long)windows * _half + 1);
        _buckets = new((long)windows * _half);
        _entries = new((windows * points) + PrefetchDistance + 1);
    }

    /// <summary>
    /// For each window w: sums[w] = sum over entries i and multiples s of digit[w, s, i] * sign[i] * bases[index[i] + offset[s]].
    /// </summary>
    /// <param name="bases">The points; those used are not infinity.</param>
    /// <param name="terms">What is summed.</param>
    /// <param name="sums">One result a window.</param>
    public void Run(AffinePoint<TField, TCurve>* bases, in WindowTerms terms, Span<XyzzPoint<TField, TCurve>> sums)
    {
        var buckets = sums.Length * _half;
        Sort(terms, sums.Length);
        new Span<AffinePoint<TField, TCurve>>(_buckets.Pointer, buckets).Clear();
        _mayBeInfinite = false;
        Accumulate(bases, buckets);
        BucketWeights.Sum(_batch, _buckets.Pointer, _half, sums);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _starts.Dispose();
        _entries.Dispose();
        _buckets.Dispose();
        _arena.Dispose();
        _batch.Dispose();
        _bucketOf.Dispose();
        _slot.Dispose();
    }

    /// <summary>Counting sort by (window, |digit|); afterwards bucket b's entries end at _starts[b] and begin where those of b − 1 end.</summary>
    private void Sort(in WindowTerms terms, int windows)
    {
        var starts = _starts.Pointer;
        var entries = _entries.Pointer;
        new Span<int>(starts, (windows * _half) + 1).Clear();
        for (var w = 0; w < windows; w++)
        {
            for (var s = 0; s < terms.Multiples; s++)
                Count(terms.Digits(w, s), terms.Count, starts + (w * _half));
        }

        // Counts of bucket b were kept at b + 1, so that the running total at b is where b begins.
        for (var b = 1; b <= windows * _half; b++)
            starts[b] += starts[b - 1];
        for (var w = 0; w < windows; w++)
        {
            for (var s = 0; s < terms.Multiples; s++)
                Place(terms.Digits(w, s), terms.SignedIndices, terms.Count, terms.Offset(s), starts + (w * _half) - 1, entries);
        }
    }

    private static void Count(short* digits, int count, int* counts)
    {
        for (var i = 0; i < count; i++)
        {
            if (digits[i] != 0)
                counts[Magnitude(digits[i])]++;
        }
    }

    private static void Place(short* digits, uint* signedIndices, int count, uint offset, int* next, uint* entries)
    {
        for (var i = 0; i < count; i++)
        {
            int digit = digits[i];
            if (digit != 0)
                entries[next[Magnitude(digit)]++] = (signedIndices[i] + offset) ^ (~(uint)digit & 0x80000000);
        }
    }

    /// <summary>The absolute value, without the test for overflow that <see cref="Math.Abs(int)"/> makes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Magnitude(int digit) => (digit ^ (digit >> 31)) - (digit >> 31);

    private void Accumulate(AffinePoint<TField, TCurve>* bases, int buckets)
    {
        const uint indexMask = 0x7fffffff;
        var entries = _entries.Pointer;
        var ends = _starts.Pointer;
        var arena = _arena.Pointer;
        var bucketOf = _bucketOf.Pointer;
        int at = 0, total = ends[buckets - 1], bucket = 0, filled = 0;
        while (at < total)
        {
            // The first round takes its operands from where they are, so what is in the arena are sums of pairs and what has no neighbour.
            while (filled < BlockSize && at < total)
            {
                var left = ends[bucket] - at;
                if (left == 0)
                {
                    bucket++;
                    continue;
                }

                for (var pairs = Math.Min(left / 2, BlockSize - filled); pairs > 0; pairs--, at += 2)
                {
                    uint entry = entries[at], next = entries[at + 1];
                    if (Sse.IsSupported)
                    {
                        Sse.Prefetch0(bases + (entries[at + PrefetchDistance] & indexMask));
                        Sse.Prefetch0(bases + (entries[at + PrefetchDistance + 1] & indexMask));
                    }

                    _batch.AddSigned(bases + (entry & indexMask), entry >> 31, bases + (next & indexMask), next >> 31, arena + filled);
                    bucketOf[filled++] = bucket;
                }

                if (left % 2 != 0 && filled < BlockSize)
                {
                    var entry = entries[at++];
                    ref readonly var point = ref bases[entry & indexMask];
                    arena[filled] = entry > indexMask ? -point : point;
                    bucketOf[filled++] = bucket;
                }
            }

            _mayBeInfinite |= _batch.Run(_mayBeInfinite);
            filled = at == total ? Collapse(filled, 1, -1) : Collapse(filled, LeastPairs, bucket);
        }
    }

    /// <summary>
    /// Adds the arena's points bucket by bucket, in rounds of at least so many pairs, and stores the sums that are complete.
    /// </summary>
    /// <param name="count">Number of points in the arena.</param>
    /// <param name="leastPairs">Fewer pairs are not added; 1 completes everything.</param>
    /// <param name="unfinished">The bucket that may get more points, or -1.</param>
    /// <returns>The number of points that stay, at the front of the arena.</returns>
    private int Collapse(int count, int leastPairs, int unfinished)
    {
        var arena = _arena.Pointer;
        int* bucketOf = _bucketOf.Pointer, slots = _slot.Pointer;
        for (var i = 0; i < count; i++)
            slots[i] = i;
        for (var pairs = BlockSize; pairs >= 4 * leastPairs || CountPairs(count) >= leastPairs;)
        {
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                var bucket = bucketOf[i];
                var slot = slots[i];
                if (i + 1 < count && bucketOf[i + 1] == bucket)
                    _batch.Add(arena + slot, arena + slots[++i], arena + slot);
                bucketOf[kept] = bucket;
                slots[kept++] = slot;
            }

            count = kept;
            pairs = _batch.Count;
            _mayBeInfinite |= _batch.Run(_mayBeInfinite);
        }

        var stay = 0;
        for (int i = 0, previous = -1; i < count; i++)
        {
            var bucket = bucketOf[i];
            var alone = bucket != previous && (i + 1 == count || bucketOf[i + 1] != bucket);
            previous = bucket;
            if (alone && bucket != unfinished)
            {
                _buckets.Pointer[bucket] = arena[slots[i]];
            }
            else
            {
                arena[stay] = arena[slots[i]];
                bucketOf[stay++] = bucket;
            }
        }

        return stay;
    }

    /// <summary>How many pairs of neighbours the next round would add.</summary>
    private int CountPairs(int count)
    {
        var bucketOf = _bucketOf.Pointer;
        var pairs = 0;
        for (var i = 1; i < count; i++)
        {
            if (bucketOf[i] == bucketOf[i - 1])
            {
                pairs++;
                i++;
            }
        }

        return pairs;
    }
}
