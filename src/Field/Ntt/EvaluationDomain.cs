namespace Zk.Field;

/// <summary>
/// The subgroup of 2^<see cref="Log2"/> elements 1, omega, omega^2, ... of a prime field, and the number-theoretic transforms between coefficients
/// (lowest power first) and values on it or on one of its cosets. Values are in natural order: index i belongs to omega^i. Transforms work in place,
/// give the same result for any number of threads and any kernel, and are variable time.
/// </summary>
/// <typeparam name="T">The field.</typeparam>
public sealed class EvaluationDomain<T>
    where T : unmanaged, IPrimeField<T>
{
    /// <summary>The largest domain supported has 2^28 elements, or 2^TwoAdicity if that is less.</summary>
    public static readonly int MaximumLog2 = Math.Min(T.TwoAdicity, 28);

    private static readonly EvaluationDomain<T>?[] SharedDomains = new EvaluationDomain<T>?[MaximumLog2 + 1];

    /// <summary>The domain of 2^<paramref name="log2"/> elements. Domains of one field share their twiddle factors.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="log2"/> is outside 0..<see cref="MaximumLog2"/>.</exception>
    public EvaluationDomain(int log2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(log2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, MaximumLog2);
        Log2 = log2;
        Size = 1L << log2;
        Omega = T.RootOfUnity(log2);
        OmegaInverse = Omega.Inverse();
        SizeInverse = T.FromUInt64((ulong)Size).Inverse();
    }

    /// <summary>The binary logarithm of <see cref="Size"/>.</summary>
    public int Log2 { get; }

    /// <summary>Number of elements.</summary>
    public long Size { get; }

    /// <summary>The generator, <see cref="IPrimeField{TSelf}.RootOfUnity"/> of <see cref="Log2"/>.</summary>
    public T Omega { get; }

    /// <summary>The inverse of <see cref="Omega"/>.</summary>
    public T OmegaInverse { get; }

    /// <summary>The inverse of <see cref="Size"/> in the field.</summary>
    public T SizeInverse { get; }

    /// <summary>One instance per size for the whole process.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="log2"/> is outside 0..<see cref="MaximumLog2"/>.</exception>
    public static EvaluationDomain<T> Shared(int log2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(log2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, MaximumLog2);
        return Volatile.Read(ref SharedDomains[log2])
            ?? Interlocked.CompareExchange(ref SharedDomains[log2], new EvaluationDomain<T>(log2), null)
            ?? SharedDomains[log2]!;
    }

    private bool UsesBlocks => BlockPath<T>.IsFaster && Log2 >= BlockNtt.MinimumLog2;

    /// <summary>Coefficients to values: values[i] becomes f(omega^i).</summary>
    /// <exception cref="ArgumentException">The range does not have <see cref="Size"/> elements.</exception>
    public void Forward(FieldRange<T> values, int threads) => ForwardCoset(values, T.One, threads);

    /// <summary>Values to coefficients, the inverse of <see cref="Forward"/>.</summary>
    /// <exception cref="ArgumentException">The range does not have <see cref="Size"/> elements.</exception>
    public void Inverse(FieldRange<T> values, int threads)
    {
        Check(values);
        if (UsesBlocks)
            BlockNtt.Transform(VectorKernels.Selected, values, Log2, T.One, inverse: true, threads);
        else
            NttKernel.Inverse(values, Log2, SizeInverse, threads);
    }

    /// <summary>Coefficients to values on the coset: values[i] becomes f(shift * omega^i).</summary>
    /// <exception cref="ArgumentException">The range does not have <see cref="Size"/> elements.</exception>
    public void ForwardCoset(FieldRange<T> values, T shift, int threads)
    {
        Check(values);
        if (UsesBlocks)
            BlockNtt.Transform(VectorKernels.Selected, values, Log2, shift, inverse: false, threads);
        else
            NttKernel.Forward(values, Log2, shift, threads);
    }

    /// <summary>Values on the coset to coefficients, the inverse of <see cref="ForwardCoset"/>.</summary>
    /// <exception cref="ArgumentException">The range does not have <see cref="Size"/> elements.</exception>
    /// <exception cref="DivideByZeroException"><paramref name="shift"/> is zero.</exception>
    public void InverseCoset(FieldRange<T> values, T shift, int threads)
    {
        var inverse = shift.Inverse();
        Inverse(values, threads);
        if (!inverse.IsOne)
            FieldVectorOperations.ScaleByPowers(values, T.One, inverse, threads);
    }

    private void Check(FieldRange<T> values)
    {
        if (values.Count != Size)
            throw new ArgumentException($"the domain has {Size} elements, the range {values.Count}", nameof(values));
    }
}
