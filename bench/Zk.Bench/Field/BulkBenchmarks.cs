namespace Zk.Bench;

/// <summary>Whole vectors of BN254 scalars, small enough for a core's second-level cache, on one thread; times are per element.</summary>
public class BulkBenchmarks
{
    private const int Count = 1 << 12;
    private FieldVector<Fr> _values = null!;
    private FieldVector<Fr> _operands = null!;

    [GlobalSetup]
    public void Setup() => (_values, _operands) = (Samples.Vector(Count), Samples.Vector(Count));

    [GlobalCleanup]
    public void Cleanup()
    {
        _values.Dispose();
        _operands.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void MultiplyElementwise() => FieldVectorOperations.MultiplyElementwise<Fr>(_values, _operands, threads: 1);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Add() => FieldVectorOperations.Add<Fr>(_values, _operands, threads: 1);

    [Benchmark(OperationsPerInvoke = Count)]
    public void AddScaled() => FieldVectorOperations.AddScaled(_values, Fr.MultiplicativeGenerator, _operands, threads: 1);

    [Benchmark(OperationsPerInvoke = Count)]
    public Fr InnerProduct() => FieldVectorOperations.InnerProduct<Fr>(_values, _operands, threads: 1);

    [Benchmark(OperationsPerInvoke = Count)]
    public void BatchInvert() => BatchInversion.Invert(_values, threads: 1);
}
