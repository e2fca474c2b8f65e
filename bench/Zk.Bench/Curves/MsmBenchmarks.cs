namespace Zk.Bench;

/// <summary>The scalars of a multi-exponentiation: what a prover commits to is of all three kinds.</summary>
public enum Scalars
{
    /// <summary>Full width.</summary>
    Uniform,

    /// <summary>Below 2^64.</summary>
    Small,

    /// <summary>Nine in ten are 0 or 1, the others have full width.</summary>
    Bits,
}

/// <summary>A sum of multiples of distinct points of G1 of BN254, on all cores.</summary>
[WarmupCount(1)]
[IterationCount(3)]
[InvocationCount(1)]
public class MsmBenchmarks
{
    private G1Vector<Fr> _points = null!;
    private FieldVector<Fr> _scalars = null!;

    [Params(14, 16, 18)]
    public int Log2 { get; set; }

    [Params(Scalars.Uniform, Scalars.Small, Scalars.Bits)]
    public Scalars Scalars { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var count = 1L << Log2;
        _scalars = Samples.Vector(count);
        _points = Bn254.Curve.NewG1Vector(count);
        Bn254.Curve.FillMultiples(_points, 0, _scalars, Environment.ProcessorCount);

        // A fixed seed: which scalars are small changes nothing, but a run is repeatable in its shape.
        var random = new Random(1);
        for (var i = 0L; i < count && Scalars != Scalars.Uniform; i++)
        {
            if (Scalars == Scalars.Small)
                _scalars[i] = Fr.FromUInt64((ulong)random.NextInt64(long.MinValue, long.MaxValue));
            else if (random.Next(10) > 0)
                _scalars[i] = Fr.FromUInt64((ulong)random.Next(2));
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _points.Dispose();
        _scalars.Dispose();
    }

    [Benchmark]
    public G1Point MultiExponentiate() => Bn254.Curve.MultiExponentiate(_points, 0, _scalars, 0, 1L << Log2, Environment.ProcessorCount);
}
