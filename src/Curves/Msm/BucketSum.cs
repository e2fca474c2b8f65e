using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The inner loop of Pippenger's method: adds signed points into buckets by batches of affine additions, then weighs the buckets. Entries are
/// sorted by bucket; a block of the sorted entries at a time is copied to a small arena, and neighbours in one bucket are added pairwise, round
/// by round, until each bucket has one point left, all pairs of a round sharing an inversion. One instance serves one thread.
/// </summary>
internal sealed unsafe class BucketSum<TField, TCurve> : IDisposable
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>Entries of a block: enough for the inversion not to count, few enough for the arena to stay in the second-level cache.</summary>
    public const int BlockSize = 2048;

    private readonly int _half;
    private readonly NativeBuffer<int> _starts;
    private readonly NativeBuffer<uint> _entries;
    private readonly NativeBuffer<AffinePoint<TField, TCurve>> _buckets;
    private readonly NativeBuffer<AffinePoint<TField, TCurve>> _arena = new(BlockSize);
    private readonly NativeBuffer<TField> _scratch = new(BlockSize);
    private readonly int[] _bucketOf = new int[BlockSize];
    private readonly int[] _slot = new int[BlockSize];
    private readonly int[] _left = new int[BlockSize / 2];
    private readonly int[] _right = new int[BlockSize / 2];

    /// <param name="windows">The most windows that one call of <see cref="Run"/> sums.</param>
    /// <param name="windowBits">Bits of a window.</param>
    /// <param name="points">The most points that one call takes.</param>
    public BucketSum(int windows, int windowBits, int points)
    {
        _half = 1 << (windowBits - 1);
        _starts = new((long)windows * _half + 1);
        _buckets = new((long)windows * _half);
        _entries = new((long)windows * points);
    }

    /// <summary>
    /// For each window w: sums[w] = sum over i of digit[w, i] * sign[i] * bases[index[i]].
    /// </summary>
    /// <param name="bases">The points.</param>
    /// <param name="signedIndices">For each entry the point's index, and in bit 31 whether it is to be negated.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="negatedDigits">Minus the digits of entry i in window w at w * stride + i.</param>
    /// <param name="stride">Distance between windows.</param>
    /// <param name="sums">One result a window.</param>
    public void Run(
        AffinePoint<TField, TCurve>* bases, uint* signedIndices, int count, short* negatedDigits, long stride, Span<XyzzPoint<TField, TCurve>> sums)
    {
        Sort(signedIndices, count, negatedDigits, stride, sums.Length);
        new Span<AffinePoint<TField, TCurve>>(_buckets.Pointer, sums.Length * _half).Clear();
        Accumulate(bases, sums.Length * _half);
        for (var w = 0; w < sums.Length; w++)
            sums[w] = Weigh(_buckets.Pointer + (w * _half));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _starts.Dispose();
        _entries.Dispose();
        _buckets.Dispose();
        _arena.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Counting sort by (window, |digit|); afterwards bucket b's entries end at _starts[b] and begin where those of b − 1 end.</summary>
    private void Sort(uint* signedIndices, int count, short* negatedDigits, long stride, int windows)
    {
        var starts = _starts.Pointer;
        new Span<int>(starts, (windows * _half) + 1).Clear();
        for (var w = 0; w < windows; w++)
        {
            var digits = negatedDigits + (w * stride);
            for (var i = 0; i < count; i++)
            {
                if (digits[i] != 0)
                    starts[(w * _half) + Math.Abs((int)digits[i])]++;
            }
        }

        // Counts of bucket b were kept at b + 1, so that the running total at b is where b begins.
        for (var b = 1; b <= windows * _half; b++)
            starts[b] += starts[b - 1];
        for (var w = 0; w < windows; w++)
        {
            var digits = negatedDigits + (w * stride);
            for (var i = 0; i < count; i++)
            {
                int digit = digits[i];
                if (digit != 0)
                    _entries.Pointer[starts[(w * _half) + Math.Abs(digit) - 1]++] = signedIndices[i] ^ (~(uint)digit & 0x80000000);
            }
        }
    }

    private void Accumulate(AffinePoint<TField, TCurve>* bases, int buckets)
    {
        var entries = _entries.Pointer;
        var starts = _starts.Pointer;
        var arena = _arena.Pointer;
        int at = 0, total = starts[buckets - 1], bucket = 0;
        while (at < total)
        {
            var filled = 0;
            while (starts[bucket] == at)
                bucket++;

            // A bucket that the block before left unfinished starts with its partial sum.
            if (!_buckets.Pointer[bucket].IsIdentity)
            {
                arena[0] = _buckets.Pointer[bucket];
                _bucketOf[filled++] = bucket;
            }

            for (; filled < BlockSize && at < total; filled++, at++)
            {
                while (starts[bucket] == at)
                    bucket++;
                _bucketOf[filled] = bucket;
                if (Sse.IsSupported && at + 16 < total)
                    Sse.Prefetch0(bases + (entries[at + 16] & 0x7fffffff));
                var point = bases[entries[at] & 0x7fffffff];
                arena[filled] = (int)entries[at] < 0 ? -point : point;
            }

            Collapse(filled);
        }
    }

    /// <summary>Adds the arena's points bucket by bucket and stores the sums.</summary>
    private void Collapse(int count)
    {
        for (var i = 0; i < count; i++)
            _slot[i] = i;
        while (true)
        {
            int pairs = 0, kept = 0;
            for (var i = 0; i < count; i++)
            {
                var bucket = _bucketOf[i];
                var slot = _slot[i];
                if (i + 1 < count && _bucketOf[i + 1] == bucket)
                {
                    _left[pairs] = slot;
                    _right[pairs++] = _slot[++i];
                }

                _bucketOf[kept] = bucket;
                _slot[kept++] = slot;
            }

            count = kept;
            if (pairs == 0)
                break;
            fixed (int* left = _left, right = _right)
                AffineBatch<TField, TCurve>.AddInto(_arena.Pointer, left, _arena.Pointer, right, pairs, _scratch.Pointer);
        }

        for (var i = 0; i < count; i++)
            _buckets.Pointer[_bucketOf[i]] = _arena.Pointer[_slot[i]];
    }

    /// <summary>The sum of (b + 1) * bucket[b], as the sum of all suffix sums.</summary>
    private XyzzPoint<TField, TCurve> Weigh(AffinePoint<TField, TCurve>* buckets)
    {
        XyzzPoint<TField, TCurve> suffix = default, sum = default;
        for (var b = _half - 1; b >= 0; b--)
        {
            suffix += buckets[b];
            sum += suffix;
        }

        return sum;
    }
}
