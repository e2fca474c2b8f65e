using System.Numerics;

namespace Zk.Field;

/// <summary>
/// The butterflies. A block of length m stands for a polynomial modulo X^m - c^2; one step replaces it by its remainders modulo X^(m/2) - c and X^(m/2) + c,
/// with c = shift^(m/2) * table[k] for block k of its level (Bernstein 2001, "Multidigit multiplication for mathematicians", section 2, with
/// the twist folded into the twiddle factors). Values come out in bit-reversed order. Two steps are taken at a time (radix 4).
/// </summary>
internal static unsafe class NttKernel
{
    /// <summary>Blocks up to this length are transformed level by level, longer ones depth first, so that work proceeds in ever inner caches.</summary>
    private const long IterativeLength = 1 << 8;

    /// <summary>The least number of butterflies worth handing to another thread.</summary>
    private const long Grain = 1 << 10;

    /// <summary>In place; coefficients to values at shift * omega^i, in natural order.</summary>
    public static void Forward<T>(FieldRange<T> values, int log2, T shift, int threads)
        where T : unmanaged, IPrimeField<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (log2 > 0)
            Transform(values, log2, TwiddleTable<T>.Plain.Get(1L << (log2 - 1), threads), shift, threads);
        ReverseBits(values, log2, threads);
    }

    /// <summary>The inverse of <see cref="Forward"/> for shift one: a forward transform is size times an inverse one with the indices negated.</summary>
    public static void Inverse<T>(FieldRange<T> values, int log2, T sizeInverse, int threads)
        where T : unmanaged, IPrimeField<T>
    {
        Forward(values, log2, T.One, threads);
        NegateIndices(values, threads);
        FieldVectorOperations.Scale(values, sizeInverse, threads);
    }

    /// <summary>In place; natural order in, values at shift * omega^reverse(i) out.</summary>
    private static void Transform<T>(FieldRange<T> values, int log2, FieldVector<T> twiddles, T shift, int threads)
        where T : unmanaged, IPrimeField<T>
    {
        // Level powers: shift^(2^j) for each block length 2^(j+1).
        var powers = stackalloc T[log2];
        powers[0] = shift;
        for (var j = 1; j < log2; j++)
            powers[j] = powers[j - 1].Square();
        var plan = new Plan<T>(twiddles.Pointer, powers, !shift.IsOne);

        var v = values.Pointer;
        var length = values.Count;
        if ((log2 & 1) != 0)
        {
            var half = length / 2;
            ParallelRange.Run(half, threads, Grain, (_, from, to) => Radix2(v, half, plan.Twiddle(0, half), from, to));
            length = half;
        }

        // Passes over everything until there are blocks enough for all threads; then each block is one thread's.
        while (threads > 1 && length > IterativeLength && values.Count / length < 4L * threads)
        {
            var block = length;
            var quarter = length / 4;
            ParallelRange.Run(values.Count / 4, threads, Grain, (_, from, to) =>
            {
                while (from < to)
                {
                    var (k, offset) = Math.DivRem(from, quarter);
                    var end = Math.Min(quarter, offset + (to - from));
                    Radix4(v + (k * block), quarter, k, plan, offset, end);
                    from += end - offset;
                }
            });
            length = quarter;
        }

        var blocks = values.Count / length;
        ParallelRange.Run(blocks, threads, Math.Max(1, Grain / length), (_, from, to) =>
        {
            for (var k = from; k < to; k++)
                TransformBlock(v + (k * length), length, k, plan);
        });
        GC.KeepAlive(values.Vector);
        GC.KeepAlive(twiddles);
    }

    /// <summary>The permutation that exchanges element i with the one whose index has the <paramref name="log2"/> bits of i reversed.</summary>
    private static void ReverseBits<T>(FieldRange<T> values, int log2, int threads)
        where T : unmanaged, IPrimeField<T>
    {
        var v = values.Pointer;

        // An index is high | middle | low with b bits in the outer parts. For one middle, all pairs of outer parts touch two small tiles.
        var b = log2 / 2 < 3 ? log2 / 2 : 3;
        var outer = 1L << b;
        var middleBits = log2 - (2 * b);
        ParallelRange.Run(1L << middleBits, threads, Grain >> (2 * b), (_, from, to) =>
        {
            for (var middle = from; middle < to; middle++)
            {
                var reversed = Reverse(middle, middleBits);
                if (middle > reversed)
                    continue;
                for (var high = 0L; high < outer; high++)
                {
                    for (var low = 0L; low < outer; low++)
                    {
                        var i = (high << (log2 - b)) | (middle << b) | low;
                        var j = (Reverse(low, b) << (log2 - b)) | (reversed << b) | Reverse(high, b);
                        if (middle < reversed || i < j)
                            (v[i], v[j]) = (v[j], v[i]);
                    }
                }
            }
        });
        GC.KeepAlive(values.Vector);
    }

    /// <summary>Exchanges elements i and count - i.</summary>
    private static void NegateIndices<T>(FieldRange<T> values, int threads)
        where T : unmanaged, IPrimeField<T>
    {
        var v = values.Pointer;
        var n = values.Count;
        ParallelRange.Run(n / 2, threads, Grain, (_, from, to) =>
        {
            for (var i = Math.Max(1, from); i < to; i++)
                (v[i], v[n - i]) = (v[n - i], v[i]);
        });
        GC.KeepAlive(values.Vector);
    }

    private static long Reverse(long index, int bits)
    {
        var reversed = 0L;
        for (; bits > 0; bits--, index >>= 1)
            reversed = (reversed << 1) | (index & 1);
        return reversed;
    }

    /// <summary>Transforms block <paramref name="k"/> of the level of blocks of <paramref name="length"/>, a power of four.</summary>
    private static void TransformBlock<T>(T* v, long length, long k, in Plan<T> plan)
        where T : unmanaged, IPrimeField<T>
    {
        if (length > IterativeLength)
        {
            var quarter = length / 4;
            Radix4(v, quarter, k, plan, 0, quarter);
            for (var i = 0; i < 4; i++)
                TransformBlock(v + (i * quarter), quarter, (4 * k) + i, plan);
            return;
        }

        var blocks = 1L;
        for (var block = length; block > 1; block /= 4, blocks *= 4)
        {
            for (var i = 0L; i < blocks; i++)
                Radix4(v + (i * block), block / 4, (k * blocks) + i, plan, 0, block / 4);
        }
    }

    private static void Radix2<T>(T* v, long half, T c, long from, long to)
        where T : unmanaged, IPrimeField<T>
    {
        for (var i = from; i < to; i++)
        {
            var a = v[i];
            var b = c * v[i + half];
            v[i] = a + b;
            v[i + half] = a - b;
        }
    }

    /// <summary>Two steps on butterflies from..to-1 of block <paramref name="k"/>, whose length is four times <paramref name="quarter"/>.</summary>
    private static void Radix4<T>(T* v, long quarter, long k, in Plan<T> plan, long from, long to)
        where T : unmanaged, IPrimeField<T>
    {
        var c1 = plan.Twiddle(k, 2 * quarter);
        var c2 = plan.Twiddle(2 * k, quarter);
        var c3 = plan.Twiddle((2 * k) + 1, quarter);
        T* v0 = v, v1 = v + quarter, v2 = v1 + quarter, v3 = v2 + quarter;

        // Block 0 of a transform without shift, a quarter of all work at the top level, has c1 = c2 = 1.
        var trivial = c1.IsOne && c2.IsOne;
        for (var i = from; i < to; i++)
        {
            var x2 = trivial ? v2[i] : c1 * v2[i];
            var x3 = trivial ? v3[i] : c1 * v3[i];
            var y0 = v0[i] + x2;
            var y1 = v1[i] + x3;
            var y2 = v0[i] - x2;
            var y3 = c3 * (v1[i] - x3);
            if (!trivial)
                y1 = c2 * y1;
            v0[i] = y0 + y1;
            v1[i] = y0 - y1;
            v2[i] = y2 + y3;
            v3[i] = y2 - y3;
        }
    }

    private readonly struct Plan<T>(T* table, T* powers, bool shifted)
        where T : unmanaged, IPrimeField<T>
    {
        /// <summary>The c of block k, whose halves have length <paramref name="half"/>.</summary>
        public T Twiddle(long k, long half) => shifted ? powers[BitOperations.Log2((ulong)half)] * table[k] : table[k];
    }
}
