using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Sums of multiples of points by Pippenger's method with signed windows. Scalars are taken as the smaller of s and p − s and sorted into classes
/// by length (0 is dropped; 1; up to 16 bits; up to 64; the rest), each summed with the windows that suit it: the columns of a proof system are
/// full of zeros, ones and small numbers of either sign. Exact for any points and scalars. Variable time.
/// </summary>
internal static unsafe class MultiExponentiation
{
    /// <summary>Points that one pass handles, so that its memory stays bounded: 4 bytes and two per window for each.</summary>
    private const int MaxPass = 1 << 22;

    /// <summary>The greatest length in bits of each class.</summary>
    private static readonly int[] _classes = [1, 16, 64, int.MaxValue];

    /// <summary>The sum of scalars[i] * bases[i].</summary>
    /// <param name="bases">Points in native memory, as many as scalars.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="scalarStart">Index of the first scalar.</param>
    /// <param name="count">Number of terms.</param>
    /// <param name="threads">The most threads to use, at least one.</param>
    public static XyzzPoint<TField, TCurve> Sum<TField, TCurve, TScalar>(
        AffinePoint<TField, TCurve>* bases, FieldVector<TScalar> scalars, long scalarStart, long count, int threads)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
        where TScalar : unmanaged, IPrimeField<TScalar>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var sum = XyzzPoint<TField, TCurve>.Identity;
        for (var at = 0L; at < count; at += MaxPass)
            sum += Pass(bases + at, scalars, scalarStart + at, (int)Math.Min(MaxPass, count - at), threads);
        return sum;
    }

    /// <summary>The window that needs the fewest field multiplications: about 6 a point and 24 a bucket.</summary>
    internal static int ChooseWindow(int bits, long points)
    {
        var (best, bestCost) = (2, double.MaxValue);
        for (var window = 2; window <= SignedDigits.MaxWindow; window++)
        {
            var cost = SignedDigits.Count(bits, window) * ((6.0 * points) + (24.0 * (1 << (window - 1))));
            if (cost < bestCost)
                (best, bestCost) = (window, cost);
        }

        return best;
    }

    private static XyzzPoint<TField, TCurve> Pass<TField, TCurve, TScalar>(
        AffinePoint<TField, TCurve>* bases, FieldVector<TScalar> scalars, long scalarStart, int count, int threads)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
        where TScalar : unmanaged, IPrimeField<TScalar>
    {
        var reader = new ScalarReader<TScalar>(scalars, scalarStart, count, threads, _classes);
        var sum = XyzzPoint<TField, TCurve>.Identity;
        for (var c = 0; c < _classes.Length; c++)
        {
            var (members, bits) = reader.Measure(c);
            if (members == 0)
                continue;
            var window = ChooseWindow(bits, members);
            var windows = SignedDigits.Count(bits, window);
            using var indices = new NativeBuffer<uint>(members);
            using var digits = new NativeBuffer<short>((long)members * windows);
            reader.Write(c, window, windows, indices.Pointer, digits.Pointer);
            sum += SumWindows(bases, indices.Pointer, members, digits.Pointer, window, windows, threads);
        }

        return sum;
    }

    /// <summary>Deals windows, and chunks of points when there are more threads than windows, to the threads; joins by Horner's rule.</summary>
    private static XyzzPoint<TField, TCurve> SumWindows<TField, TCurve>(
        AffinePoint<TField, TCurve>* bases, uint* indices, int members, short* digits, int window, int windows, int threads)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        // Few points leave blocks of additions half empty, so several windows are summed at once.
        const int block = BucketSum<TField, TCurve>.BlockSize;
        var together = Math.Clamp(block / members, 1, (windows + threads - 1) / threads);
        var groups = (windows + together - 1) / together;
        var chunks = Math.Clamp(2 * threads / groups, 1, Math.Max(1, members / (8 * block)));
        if (threads == 1)
            chunks = 1;
        var chunkSize = (members + chunks - 1) / chunks;
        var parts = new XyzzPoint<TField, TCurve>[chunks * windows];
        Parallel.For(
            0,
            groups * chunks,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new BucketSum<TField, TCurve>(together, window, chunkSize),
            (task, _, buckets) =>
            {
                var (chunk, first) = (task / groups, task % groups * together);
                var from = Math.Min(members, chunk * chunkSize);
                var sums = parts.AsSpan((chunk * windows) + first, Math.Min(together, windows - first));
                buckets.Run(bases, indices + from, Math.Min(chunkSize, members - from), digits + ((long)first * members) + from, members, sums);
                return buckets;
            },
            buckets => buckets.Dispose());

        var result = XyzzPoint<TField, TCurve>.Identity;
        for (var w = windows - 1; w >= 0; w--)
        {
            for (var i = 0; i < window; i++)
                result = result.Double();
            for (var c = 0; c < chunks; c++)
                result += parts[(c * windows) + w];
        }

        return result;
    }
}
