namespace Zk.Bench;

/// <summary>One operation on one element at a time; times are per operation.</summary>
/// <typeparam name="TF">The field.</typeparam>
[GenericTypeArguments(typeof(Fr))]
[GenericTypeArguments(typeof(Fp384<Bls12381Fq>))]
public class ScalarBenchmarks<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private const int Count = 256;
    private readonly TF[] _values = new TF[Count];
    private readonly TF[] _factors = new TF[Count];

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < Count; i++)
            (_values[i], _factors[i]) = (TF.Random(), TF.Random());
    }

    /// <summary>Independent products: what the multiplier can deliver.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void Multiply()
    {
        for (var i = 0; i < Count; i++)
            _values[i] *= _factors[i];
    }

    /// <summary>Each product waits for the one before.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public TF MultiplyChain()
    {
        var product = _values[0];
        for (var i = 0; i < Count; i++)
            product *= _factors[i];
        return product;
    }

    /// <summary>Independent squares.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void Square()
    {
        for (var i = 0; i < Count; i++)
            _values[i] = _values[i].Square();
    }

    /// <summary>Independent inverses.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void Inverse()
    {
        for (var i = 0; i < Count; i++)
            _values[i] = _values[i].Inverse();
    }
}
