namespace Zk.Field.Tests;

/// <summary>Transforms on blocks, by every kernel, against the scalar ones.</summary>
[TestFixture(typeof(Fr), VectorKernel.Portable)]
[TestFixture(typeof(Fr), VectorKernel.Avx2)]
[TestFixture(typeof(Fr), VectorKernel.Avx512)]
[TestFixture(typeof(BlsFr), VectorKernel.Portable)]
[TestFixture(typeof(BlsFr), VectorKernel.Avx2)]
[TestFixture(typeof(BlsFr), VectorKernel.Avx512)]
[TestFixture(typeof(TinyFp<Prime7681>), VectorKernel.Portable)]
[TestFixture(typeof(TinyFp<Prime65537>), VectorKernel.Portable)]
internal sealed class BlockNttTests<T>(VectorKernel kernel)
    where T : unmanaged, IPrimeField<T>
{
    /// <summary>Slow kernels and those that this processor emulates get the sizes in which each shape of the two passes occurs.</summary>
    private int Largest => Math.Min(EvaluationDomain<T>.MaximumLog2, kernel == VectorKernels.Selected && kernel != VectorKernel.Portable ? 16 : 12);

    [Test]
    public void AgreesWithScalarTransforms([Values(1, 2, 3)] int threads)
    {
        for (var log2 = BlockNtt.MinimumLog2; log2 <= Largest; log2++)
        {
            var input = FieldSamples.Random<T>(1 << log2, log2);
            foreach (var shift in new[] { T.One, T.MultiplicativeGenerator, -T.One, T.Zero })
                CheckForward(input, log2, shift, threads);
            CheckInverse(input, log2, threads);
        }
    }

    /// <summary>
    /// The values that make sums grow most: all of them p - 1 as packed, or small, or such that one path through the butterflies adds up equal terms, which
    /// is the transform of a delta or of a character.
    /// </summary>
    [Test]
    public void AgreesOnExtremeInputs([Values(6, 7, 9)] int log2)
    {
        var n = 1 << log2;
        var packed = T.FromBigInteger(System.Numerics.BigInteger.One << (64 * T.LimbCount)).Inverse();
        var omega = T.RootOfUnity(log2);
        var inputs = new List<T[]>
        {
            Enumerable.Repeat(-packed, n).ToArray(),
            Enumerable.Repeat(packed, n).ToArray(),
            Enumerable.Repeat(-T.One, n).ToArray(),
            Enumerable.Range(0, n).Select(i => (i & 1) == 0 ? -packed : packed).ToArray(),
            Enumerable.Range(0, n).Select(i => (i & (n / 2)) == 0 ? -packed : T.Zero).ToArray(),
            Enumerable.Range(0, n).Select(i => -packed * omega.Pow((ulong)i)).ToArray(),
            Enumerable.Range(0, n).Select(i => -packed * omega.Pow(((ulong)n / 2) + (3 * (ulong)i))).ToArray(),
            Enumerable.Range(0, n).Select(i => i == n - 1 ? -packed : T.Zero).ToArray(),
        };
        foreach (var input in inputs)
        {
            CheckForward(input, log2, T.One, 1);
            CheckForward(input, log2, T.MultiplicativeGenerator, 1);
            CheckInverse(input, log2, 1);
        }
    }

    [Test]
    public void LeavesTheRestOfTheVectorAlone([Values(6, 9)] int log2, [Values] bool inverse)
    {
        var n = 1 << log2;
        var input = FieldSamples.Random<T>(n + 5, 1);
        using var vector = new FieldVector<T>(input);
        BlockNtt.Transform(kernel, vector.Range(3, n), log2, T.One, inverse, 2);
        var expected = Transform(input[3..(3 + n)], v => BlockNtt.Transform(kernel, v, log2, T.One, inverse, 1));
        var result = ToArray(vector);
        Assert.That(Difference(result[3..(3 + n)], expected), Is.EqualTo(-1));
        Assert.That(result[..3], Is.EqualTo(input[..3]));
        Assert.That(result[(3 + n)..], Is.EqualTo(input[(3 + n)..]));
    }

    private void CheckForward(T[] input, int log2, T shift, int threads)
    {
        var expected = Transform(input, v => NttKernel.Forward(v, log2, shift, 1));
        var result = Transform(input, v => BlockNtt.Transform(kernel, v, log2, shift, inverse: false, threads));
        Assert.That(Difference(result, expected), Is.EqualTo(-1), $"2^{log2}, shift {shift}");
    }

    private void CheckInverse(T[] input, int log2, int threads)
    {
        var expected = Transform(input, v => NttKernel.Inverse(v, log2, T.FromUInt64(1UL << log2).Inverse(), 1));
        var result = Transform(input, v => BlockNtt.Transform(kernel, v, log2, T.One, inverse: true, threads));
        Assert.That(Difference(result, expected), Is.EqualTo(-1), $"2^{log2}");
    }

    private static T[] Transform(T[] input, Action<FieldVector<T>> transform)
    {
        using var vector = new FieldVector<T>(input);
        transform(vector);
        return ToArray(vector);
    }

    private static T[] ToArray(FieldVector<T> vector)
    {
        var values = new T[vector.Length];
        vector.Load(0, values);
        return values;
    }

    private static int Difference(T[] a, T[] b) => a.AsSpan().CommonPrefixLength(b) is var i && i == b.Length ? -1 : i;
}
