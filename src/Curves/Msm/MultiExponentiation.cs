using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Sums of multiples of points by Pippenger's method with signed windows. Scalars are taken as the smaller of s and p − s and sorted into classes
/// by length (0 is dropped; 1; up to 2^16; up to 2^64; the rest), each summed with the windows that suit it: the columns of a proof system are
/// full of zeros, ones and small numbers of either sign. Exact for any points and scalars. Variable time.
/// </summary>
internal static unsafe class MultiExponentiation
{
    /// <summary>Points that one pass handles, so that its memory stays bounded: 4 bytes and two per window for each.</summary>
    private const int MaxPass = 1 << 22;

    /// <summary>The greatest length of each class.</summary>
    private static readonly int[] _classes = [0, 16, 64, int.MaxValue];

    /// <summary>The sum of scalars[i] * bases[i].</summary>
    /// <param name="bases">Points in native memory, as many as scalars.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="scalarStart">Index of the first scalar.</param>
    /// <param name="count">Number of terms.</param>
    /// <param name="threads">The most threads to use, at least one.</param>
    /// <param name="kernel">The kernel to use instead of <see cref="VectorKernels.Selected"/>.</param>
    /// <param name="multiples">The multiples of the bases that there are, if not the bases alone. None is infinity but those of infinity.</param>
    /// <param name="distance">From a base to its next multiple; times the number of multiples it is below 2^31.</param>
    /// <param name="pass">Terms that one pass handles.</param>
    public static XyzzPoint<TField, TCurve> Sum<TField, TCurve, TScalar>(
        AffinePoint<TField, TCurve>* bases,
        FieldVector<TScalar> scalars,
        long scalarStart,
        long count,
        int threads,
        VectorKernel? kernel = null,
        MultiplesPlan? multiples = null,
        long distance = 0,
        int pass = MaxPass)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
        where TScalar : unmanaged, IPrimeField<TScalar>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var sum = XyzzPoint<TField, TCurve>.Identity;
        for (var at = 0L; at < count; at += pass)
        {
            var points = bases + at;
            var (first, terms) = (scalarStart + at, (int)Math.Min(pass, count - at));
            var selected = kernel ?? VectorKernels.Selected;
            if (!RepeatedScalars<TField, TCurve, TScalar>.TrySum(points, scalars, first, terms, threads, selected, out var part))
            {
                var reader = new ScalarReader<TScalar>(scalars, first, terms, threads, _classes, i => points[i].IsIdentity);
                part = Pass(points, reader, threads, selected, multiples ?? MultiplesPlan.None, distance);
            }

            sum += part;
        }

        return sum;
    }

    private static XyzzPoint<TField, TCurve> Pass<TField, TCurve, TScalar>(
        AffinePoint<TField, TCurve>* bases, ScalarReader<TScalar> reader, int threads, VectorKernel kernel, MultiplesPlan multiples, long distance)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
        where TScalar : unmanaged, IPrimeField<TScalar>
    {
        var sum = XyzzPoint<TField, TCurve>.Identity;
        for (var c = 0; c < _classes.Length; c++)
        {
            var (members, length) = reader.Measure(c);
            if (members == 0)
                continue;
            var plan = MsmPlan.Choose(length, members, threads, BucketSum<TField, TCurve>.BlockSize, multiples);
            using var indices = new NativeBuffer<uint>(members);

            // A cache line between windows, so that a scalar's digits do not all fall into one set of the cache when members are a power of two.
            var stride = members + 32L;
            using var digits = new NativeBuffer<short>(stride * plan.Windows * plan.Multiples);
            reader.Write(c, plan.WindowBits, plan.Windows * plan.Multiples, indices.Pointer, digits.Pointer, stride);
            sum += SumWindows(bases, indices.Pointer, members, digits.Pointer, stride, distance, plan, threads, kernel);
        }

        return sum;
    }

    /// <summary>Deals the tasks to the threads; joins their windows by Horner's rule.</summary>
    private static XyzzPoint<TField, TCurve> SumWindows<TField, TCurve>(
        AffinePoint<TField, TCurve>* bases, uint* indices, int members, short* digits, long stride, long distance, MsmPlan plan, int threads, VectorKernel kernel)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        var (groups, windows) = (plan.Groups, plan.Windows);
        var share = (members + plan.Chunks - 1) / plan.Chunks;
        var parts = new XyzzPoint<TField, TCurve>[plan.Chunks * windows];
        var (tasks, taken) = (groups * plan.Chunks, 0);

        // Tasks are few and long, so each thread takes the next when it is free; without multiples the last of a chunk are the lightest, as the top digits are short.
        var workers = Math.Min(threads, tasks);
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ =>
        {
            using var buckets = new BucketSum<TField, TCurve>(kernel, plan.Together, plan.WindowBits, (long)share * plan.Multiples);
            for (var task = Interlocked.Increment(ref taken) - 1; task < tasks; task = Interlocked.Increment(ref taken) - 1)
            {
                var (chunk, first) = (task / groups, task % groups * plan.Together);
                var from = Math.Min(members, chunk * share);
                var sums = parts.AsSpan((chunk * windows) + first, Math.Min(plan.Together, windows - first));
                var terms = new WindowTerms(
                    indices + from, Math.Min(share, members - from), digits + (first * stride) + from, stride, plan.Multiples, windows * stride, (uint)distance);
                buckets.Run(bases, terms, sums);
            }
        });

        var result = XyzzPoint<TField, TCurve>.Identity;
        for (var w = windows - 1; w >= 0; w--)
        {
            for (var i = 0; i < plan.WindowBits; i++)
                result = result.Double();
            for (var c = 0; c < plan.Chunks; c++)
                result += parts[(c * windows) + w];
        }

        return result;
    }
}
