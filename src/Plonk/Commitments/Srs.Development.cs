using System.Runtime.CompilerServices;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <content>Strings for development, from a τ that this process knows for a moment.</content>
public sealed partial class Srs<TF>
{
    /// <summary>Points made at a time: 2 MB of scalars.</summary>
    private const int ChunkLength = 1 << 16;

    /// <summary>
    /// Makes an SRS for development from the system's random source. τ and what is computed from it are overwritten afterwards as well as a managed runtime
    /// can; that is no substitute for a ceremony.
    /// </summary>
    /// <param name="curve">The curve.</param>
    /// <param name="size">N, at least 2.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Receives the finished part, 0 to 1.</param>
    /// <param name="lagrangeLog2">
    /// The k of the domains whose Lagrange base is made too, which takes as long as 2^k powers; null for the largest domain of a circuit for which the powers are
    /// enough with <see cref="CommitmentScheme.Shplonk"/>.
    /// </param>
    /// <param name="cancellation">Stops between chunks.</param>
    public static Srs<TF> CreateForDevelopment(
        PairingCurve<TF> curve,
        long size,
        int threads,
        IProgress<double>? progress = null,
        IEnumerable<int>? lagrangeLog2 = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        int[] domains = [.. (lagrangeLog2 ?? PossibleLagrangeLog2(size - ShplonkScheme<TF>.Surplus).TakeLast(1)).Distinct()];
        if (domains.Any(log2 => !CanHaveLagrangeBase(size, log2)))
            throw new ArgumentException($"there is no Lagrange base of such a size beside {size} powers", nameof(lagrangeLog2));

        // On a domain L_i(τ) would be zero but for one, and everybody would see which.
        var largest = 1UL << domains.DefaultIfEmpty(0).Max();
        var tau = TF.Zero;
        while (tau.IsZero || tau.Pow(largest).IsOne)
            tau = TF.Random();
        var powers = curve.NewG1Vector(size);
        var bases = new Dictionary<int, G1Vector<TF>>();
        try
        {
            var made = new Progress(progress, size + domains.Sum(log2 => 1L << log2), cancellation);
            FillPowers(curve, powers, tau, threads, made);
            foreach (var log2 in domains)
            {
                bases.Add(log2, curve.NewG1Vector(1L << log2));
                FillLagrangeBase(curve, bases[log2], log2, tau, threads, made);
            }

            return new Srs<TF>(curve, powers, curve.Multiply(curve.G2Generator, tau), isDevelopment: true, bases);
        }
        catch
        {
            powers.Dispose();
            foreach (var points in bases.Values)
                points.Dispose();
            throw;
        }
        finally
        {
            Wipe(ref tau);
        }
    }

    private static void FillPowers(PairingCurve<TF> curve, G1Vector<TF> powers, TF tau, int threads, Progress progress)
    {
        var first = TF.One;
        Fill(curve, powers, threads, progress, scalars =>
        {
            FieldVectorOperations.FillPowers<TF>(scalars, first, tau, threads);
            first *= tau.Pow((ulong)scalars.Length);
        });
        Wipe(ref first);
    }

    /// <summary>L_i(τ) = ω^i (τ^n − 1)/(n (τ − ω^i)), here as (τ^n − 1)/n · 1/(τ ω^(−i) − 1).</summary>
    private static void FillLagrangeBase(PairingCurve<TF> curve, G1Vector<TF> points, int log2, TF tau, int threads, Progress progress)
    {
        var domain = EvaluationDomain<TF>.Shared(log2);
        var factor = (tau.Pow((ulong)points.Count) - TF.One) * domain.SizeInverse;
        var first = tau;
        Fill(curve, points, threads, progress, scalars =>
        {
            FillInverses(scalars, first, domain.OmegaInverse, threads);
            FieldVectorOperations.Scale<TF>(scalars, factor, threads);
            first *= domain.OmegaInverse.Pow((ulong)scalars.Length);
        });
        Wipe(ref first);
        Wipe(ref factor);
    }

    /// <summary>values[i] = 1/(first·ratio^i − 1).</summary>
    private static void FillInverses(FieldVector<TF> values, TF first, TF ratio, int threads)
    {
        using var ones = new FieldVector<TF>(values.Length);
        FieldVectorOperations.FillPowers<TF>(ones, TF.One, TF.One, threads);
        FieldVectorOperations.FillPowers<TF>(values, first, ratio, threads);
        FieldVectorOperations.Subtract<TF>(values, ones, threads);
        BatchInversion.Invert(values, threads);
    }

    /// <summary>Fills a vector with multiples of the generator, whose scalars are made in order chunk by chunk and overwritten after use.</summary>
    private static void Fill(PairingCurve<TF> curve, G1Vector<TF> points, int threads, Progress progress, Action<FieldVector<TF>> next)
    {
        for (var start = 0L; start < points.Count; start += ChunkLength)
        {
            using var scalars = new FieldVector<TF>(Math.Min(ChunkLength, points.Count - start));
            try
            {
                next(scalars);
                curve.FillMultiples(points, start, scalars, threads);
            }
            finally
            {
                scalars.Clear(0, scalars.Length);
            }

            progress.Advance(scalars.Length);
        }
    }

    /// <summary>Not inlined, so that the store is not removed as dead.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wipe(ref TF secret) => secret = TF.Zero;

    /// <summary>How many of the points are made.</summary>
    private sealed class Progress(IProgress<double>? listener, long total, CancellationToken cancellation)
    {
        private long _done;

        public void Advance(long points)
        {
            _done += points;
            listener?.Report((double)_done / total);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
