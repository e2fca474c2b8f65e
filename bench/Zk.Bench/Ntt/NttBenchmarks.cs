namespace Zk.Bench;

/// <summary>A transform over BN254's scalar field, natural order in and out, on one thread.</summary>
public class NttBenchmarks
{
    private FieldVector<Fr> _values = null!;
    private EvaluationDomain<Fr> _domain = null!;

    [Params(14, 16, 18, 20)]
    public int Log2 { get; set; }

    [GlobalSetup]
    public void Setup() => (_values, _domain) = (Samples.Vector(1L << Log2), new(Log2));

    [GlobalCleanup]
    public void Cleanup() => _values.Dispose();

    [Benchmark]
    public void Forward() => _domain.Forward(_values, threads: 1);
}
