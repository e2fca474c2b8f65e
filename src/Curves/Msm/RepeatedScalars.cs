using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Sums in which a few long scalars occur again and again, as round constants do in the fixed columns of a circuit: the points of equal scalars are added first, one
/// addition each instead of one a window, and what is left is a sum of as many terms as there are different scalars. Exact for any points and scalars.
/// </summary>
internal static unsafe class RepeatedScalars<TField, TCurve, TScalar>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    where TScalar : unmanaged, IPrimeField<TScalar>
{
    /// <summary>Scalars that are looked at before all are.</summary>
    private const int Sample = 512;

    /// <summary>Fewer terms are summed as they are.</summary>
    private const int LeastCount = 4 * Sample;

    /// <summary>Scalars up to this length in bits have classes of their own, which are as fast.</summary>
    private const int ShortBits = 64;

    /// <summary>How often a scalar must occur on average.</summary>
    private const int LeastRepetition = 8;

    /// <summary>Additions that share an inversion.</summary>
    private const int BatchSize = 1024;

    /// <summary>The sum, unless too few scalars are long or too many different; false then, after little work.</summary>
    public static bool TrySum(
        AffinePoint<TField, TCurve>* bases, FieldVector<TScalar> scalars, long start, int count, int threads, VectorKernel kernel, out XyzzPoint<TField, TCurve> sum)
    {
        sum = XyzzPoint<TField, TCurve>.Identity;
        if (count < LeastCount || !LooksRepeated(scalars, start, count))
            return false;
        using var groupOf = new NativeBuffer<int>(count);
        if (!TryGroup(bases, scalars, start, groupOf, out var values, out var ends))
            return false;
        if (values.Count == 0)
            return true;

        // Counting sort: afterwards the points of a group end at ends[group] and begin where those of the one before end.
        var total = 0;
        for (var group = 0; group < ends.Length; group++)
            (ends[group], total) = (total, total + ends[group]);
        using var points = new NativeBuffer<AffinePoint<TField, TCurve>>(total);
        for (var i = 0; i < count; i++)
        {
            if (groupOf.Pointer[i] is var group and >= 0)
                points.Pointer[ends[group]++] = bases[i];
        }

        // With very many threads each would get a point or two, and nothing would be gained but another such sum.
        var segments = Segments(ends, total, threads);
        if (segments.Sum(part => part.Count) > count / 2)
            return false;
        Parallel.ForEach(segments, new ParallelOptions { MaxDegreeOfParallelism = threads }, part => Collapse(points.Pointer, part, kernel));
        var terms = segments.SelectMany(part => part).ToArray();
        using var sums = new NativeBuffer<AffinePoint<TField, TCurve>>(terms.Length);
        using var factors = new FieldVector<TScalar>(terms.Length);
        for (var i = 0; i < terms.Length; i++)
        {
            sums[i] = points[terms[i].From];
            factors[i] = values[terms[i].Group];
        }

        sum = MultiExponentiation.Sum(sums.Pointer, factors, 0, terms.Length, threads, kernel);
        return true;
    }

    private static bool LooksRepeated(FieldVector<TScalar> scalars, long start, int count)
    {
        Span<ulong> limbs = stackalloc ulong[TScalar.LimbCount];
        var seen = new HashSet<TScalar>();
        var longOnes = 0;
        for (var i = 0; i < Sample; i++)
        {
            var scalar = scalars[start + ((long)i * count / Sample)];
            if (scalar.IsZero)
                continue;
            SignedDigits.WriteMagnitude(scalar, limbs);
            if (SignedDigits.Length(limbs) <= ShortBits)
                continue;
            longOnes++;
            seen.Add(scalar);
        }

        return longOnes >= Sample / 8 && 2 * seen.Count <= longOnes;
    }

    /// <summary>Numbers the different scalars; terms that are infinity get −1.</summary>
    /// <param name="bases">The points.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="start">Index of the first scalar.</param>
    /// <param name="groupOf">Receives the number of each term's scalar.</param>
    /// <param name="values">The scalars by number.</param>
    /// <param name="sizes">How often each occurs.</param>
    /// <returns>Whether there are few enough.</returns>
    private static bool TryGroup(
        AffinePoint<TField, TCurve>* bases, FieldVector<TScalar> scalars, long start, NativeBuffer<int> groupOf, out List<TScalar> values, out int[] sizes)
    {
        var most = (int)(groupOf.Length / LeastRepetition);
        var numbers = new Dictionary<TScalar, int>();
        values = [];
        sizes = new int[most];
        for (var i = 0; i < groupOf.Length; i++)
        {
            var scalar = scalars[start + i];
            groupOf.Pointer[i] = -1;
            if (scalar.IsZero || bases[i].IsIdentity)
                continue;
            if (!numbers.TryGetValue(scalar, out var number))
            {
                number = values.Count;
                if (number == most)
                    return false;
                numbers.Add(scalar, number);
                values.Add(scalar);
            }

            groupOf.Pointer[i] = number;
            sizes[number]++;
        }

        sizes = sizes[..values.Count];
        return true;
    }

    /// <summary>Cuts the points into parts of equal size for the threads, and each part into stretches of one group.</summary>
    private static List<(int Group, int From, int To)>[] Segments(int[] ends, int total, int threads)
    {
        var parts = new List<(int Group, int From, int To)>[threads];
        var (group, at) = (0, 0);
        for (var part = 0; part < threads; part++)
        {
            parts[part] = [];
            var end = (int)((part + 1L) * total / threads);
            while (at < end)
            {
                var to = Math.Min(end, ends[group]);
                parts[part].Add((group, at, to));
                at = to;
                if (at == ends[group])
                    group++;
            }
        }

        return parts;
    }

    /// <summary>Adds the points of each stretch into its first, in rounds of pairs whose distance doubles.</summary>
    private static void Collapse(AffinePoint<TField, TCurve>* points, List<(int Group, int From, int To)> stretches, VectorKernel kernel)
    {
        using var batch = new AffineBatch<TField, TCurve>(kernel, BatchSize);
        var longest = stretches.Count == 0 ? 0 : stretches.Max(stretch => stretch.To - stretch.From);

        // No point was infinity at first, but sums of opposite points are.
        var infinite = false;
        for (var distance = 1L; distance < longest; distance *= 2)
        {
            foreach (var (_, from, to) in stretches)
            {
                for (var left = (long)from; left + distance < to; left += 2 * distance)
                {
                    batch.Add(points + left, points + left + distance, points + left);
                    if (batch.IsFull)
                        infinite |= batch.Run(infinite);
                }
            }

            infinite |= batch.Run(infinite);
        }
    }
}
