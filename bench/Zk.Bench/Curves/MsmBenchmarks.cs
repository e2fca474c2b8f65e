using System.Numerics;

namespace Zk.Bench;

/// <summary>The scalars of a multi-exponentiation: what a prover commits to, and what is hard on the way sums are cut into buckets.</summary>
public enum Scalars
{
    /// <summary>Full width.</summary>
    Uniform,

    /// <summary>Below 2^64.</summary>
    Small,

    /// <summary>Below 1000.</summary>
    Tiny,

    /// <summary>Nine in ten are 0 or 1, the others have full width.</summary>
    Bits,

    /// <summary>One number of full width, so that all points fall into one bucket of each window.</summary>
    Equal,

    /// <summary>One of two numbers of full width.</summary>
    TwoValues,

    /// <summary>2^0 to 2^252.</summary>
    PowersOfTwo,

    /// <summary>One in a thousand has full width, the others are 0.</summary>
    Few,

    /// <summary>-1, all of them.</summary>
    MinusOne,
}

/// <summary>A sum of multiples of distinct points of G1 of BN254, on all cores.</summary>
[WarmupCount(1)]
[IterationCount(3)]
[InvocationCount(1)]
public class MsmBenchmarks
{
    private G1Vector<Fr> _points = null!;
    private FieldVector<Fr> _scalars = null!;

    [Params(14, 16, 18, 20)]
    public int Log2 { get; set; }

    [ParamsAllValues]
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
        Fr[] two = [_scalars[0], _scalars[1]];
        for (var i = 0L; i < count; i++)
        {
            _scalars[i] = Scalars switch
            {
                Scalars.Small => Fr.FromUInt64((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
                Scalars.Tiny => Fr.FromUInt64((ulong)random.Next(1000)),
                Scalars.Bits when random.Next(10) > 0 => Fr.FromUInt64((ulong)random.Next(2)),
                Scalars.Equal => two[0],
                Scalars.TwoValues => two[random.Next(2)],
                Scalars.PowersOfTwo => Fr.FromBigInteger(BigInteger.One << random.Next(253)),
                Scalars.Few when random.Next(1000) > 0 => Fr.Zero,
                Scalars.MinusOne => -Fr.One,
                _ => _scalars[i],
            };
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

/// <summary>The same with uniform scalars and precomputed multiples of the points.</summary>
[WarmupCount(1)]
[IterationCount(3)]
[InvocationCount(1)]
public class PrecomputedMsmBenchmarks
{
    private G1Vector<Fr> _points = null!;
    private FieldVector<Fr> _scalars = null!;

    [Params(14, 16, 18)]
    public int Log2 { get; set; }

    [Params(1, 2, 4, 8)]
    public int Multiples { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scalars = Samples.Vector(1L << Log2);
        _points = Bn254.Curve.NewG1Vector(1L << Log2);
        Bn254.Curve.FillMultiples(_points, 0, _scalars, Environment.ProcessorCount);
        _points.Precompute(Multiples, Environment.ProcessorCount);
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
