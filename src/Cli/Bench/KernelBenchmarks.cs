
namespace Zk.Cli;

/// <summary>Timings of the bulk kernels under the prover: field multiplication, transform, multi-exponentiation.</summary>
internal static class KernelBenchmarks
{
    /// <summary>Two operand chunks of 2^12 elements (256 KiB together) stay in a core's second-level cache.</summary>
    private const int ChunkLog2 = 12;

    /// <summary>2^log2 independent products in Fr, in chunks that stay in the cache, shared out between the threads.</summary>
    public static Measurement Multiply<TF>(int log2, int threads, CancellationToken cancellation)
        where TF : unmanaged, IPrimeField<TF>
    {
        var chunk = 1L << Math.Min(log2, ChunkLog2);
        var chunks = (1L << log2) / chunk;
        var workers = (int)Math.Min(threads, chunks);
        var operands = Enumerable.Range(0, workers).Select(_ => (Left: RandomVector<TF>(chunk), Right: RandomVector<TF>(chunk))).ToList();
        try
        {
            return Warm(Run, null, cancellation);
        }
        finally
        {
            foreach (var (left, right) in operands)
            {
                left.Dispose();
                right.Dispose();
            }
        }

        void Run() => InParallel(workers, worker =>
        {
            var (left, right) = operands[worker];
            for (long i = worker; i < chunks; i += workers)
                FieldVectorOperations.MultiplyElementwise<TF>(left, right, threads: 1);
        });
    }

    /// <summary>A forward transform of 2^log2 elements, natural order in and out.</summary>
    public static Measurement Transform<TF>(int log2, int threads, CancellationToken cancellation)
        where TF : unmanaged, IPrimeField<TF>
    {
        Memory.Require(3 * 32.0 * (1L << log2), $"a transform of 2^{log2} elements");
        using var values = RandomVector<TF>(1L << log2);
        var domain = EvaluationDomain<TF>.Shared(log2);
        return Warm(() => domain.Forward(values, threads), null, cancellation);
    }

    /// <summary>Sum of 2^log2 scalar multiples in G1 with uniform scalars and distinct points.</summary>
    public static Measurement MultiExponentiate<TF>(PairingCurve<TF> curve, int log2, int threads, CancellationToken cancellation)
        where TF : unmanaged, IPrimeField<TF>
    {
        var count = 1L << log2;
        Memory.Require((64 << 20) + (4.0 * curve.G1Size * count), $"a multi-exponentiation of 2^{log2} points");
        using var points = curve.NewG1Vector(count);
        using (var logarithms = RandomVector<TF>(count))
            curve.FillMultiples(points, 0, logarithms, threads);
        using var scalars = RandomVector<TF>(count);
        curve.MultiExponentiate(points, 0, scalars, 0, Math.Min(count, 1 << ChunkLog2), threads);
        return Measurement.Take(() => curve.MultiExponentiate(points, 0, scalars, 0, count, threads), null, cancellation);
    }

    /// <summary>A vector of uniform elements.</summary>
    public static FieldVector<TF> RandomVector<TF>(long length)
        where TF : unmanaged, IPrimeField<TF>
    {
        // A random start and ratio give distinct full-width elements far faster than the system's generator; the timings do not depend on more.
        var vector = new FieldVector<TF>(length);
        FieldVectorOperations.FillPowers<TF>(vector, TF.Random(), TF.Random(), Environment.ProcessorCount);
        return vector;
    }

    private static Measurement Warm(Action run, Action? prepare, CancellationToken cancellation)
    {
        prepare?.Invoke();
        run();
        return Measurement.Take(run, prepare, cancellation);
    }

    private static void InParallel(int workers, Action<int> body)
    {
        if (workers == 1)
            body(0);
        else
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, body);
    }
}
