namespace Zk.Field.Tests;

/// <summary>Transforms too large to evaluate term by term: spot values by Horner, linearity, round trips.</summary>
internal sealed class LargeTransformTests
{
    [Test]
    public void SpotValuesAgreeWithHorner([Values(14, 17)] int log2, [Values(1, 2, 3)] int threads)
    {
        var domain = EvaluationDomain<Fr>.Shared(log2);
        using var coefficients = Random(log2, log2);
        using var values = coefficients.Clone();
        var shift = Fr.FromUInt64(7);
        domain.ForwardCoset(values, shift, threads);
        foreach (var i in new[] { 0, 1, 2, 1 << 8, (1 << 13) + 5, domain.Size / 2, domain.Size - 1 })
            Assert.That(values[i], Is.EqualTo(FieldVectorOperations.Evaluate(coefficients, shift * domain.Omega.Pow((ulong)i), 1)), $"index {i}");
        domain.InverseCoset(values, shift, threads);
        Assert.That(FirstDifference(values, coefficients), Is.EqualTo(-1));
    }

    [Test]
    public void GeometricSeriesHaveTheirClosedForm([Values(18, 22)] int log2)
    {
        // The values of sum (r X)^i are ((r x)^n - 1) / (r x - 1), and x^n = shift^n on the whole coset.
        var domain = EvaluationDomain<Fr>.Shared(log2);
        var (r, shift) = (Fr.FromUInt64(5), Fr.FromUInt64(7));
        using var values = new FieldVector<Fr>(domain.Size);
        FieldVectorOperations.FillPowers(values, Fr.One, r, 2);
        domain.ForwardCoset(values, shift, 2);
        var top = (r * shift).Pow((ulong)domain.Size) - Fr.One;
        foreach (var i in Enumerable.Range(0, 64).Select(k => (k * 0x9E3779B97F4A7C1) & (domain.Size - 1)).Append(domain.Size - 1))
            Assert.That(values[i] * ((r * shift * domain.Omega.Pow((ulong)i)) - Fr.One), Is.EqualTo(top), $"index {i}");
        domain.InverseCoset(values, shift, 2);
        foreach (var i in Enumerable.Range(0, 64).Select(k => (k * 0x9E3779B97F4A7C1) & (domain.Size - 1)).Append(domain.Size - 1))
            Assert.That(values[i], Is.EqualTo(r.Pow((ulong)i)), $"coefficient {i}");
    }

    [Test]
    public void TransformsAreLinear()
    {
        const int Log2 = 18;
        var domain = EvaluationDomain<Fr>.Shared(Log2);
        using var a = Random(Log2, 1);
        using var b = Random(Log2, 2);
        using var sum = a.Clone();
        var s = Fr.FromUInt64(1234567);
        FieldVectorOperations.AddScaled(sum, s, b, 2);
        domain.Forward(a, 2);
        domain.Forward(b, 2);
        domain.Forward(sum, 2);
        FieldVectorOperations.AddScaled(a, s, b, 2);
        Assert.That(FirstDifference(a, sum), Is.EqualTo(-1));
    }

    [Test]
    public void ProductOfValuesIsCyclicConvolution()
    {
        // X^(n-1) * X^3 = X^2 modulo X^n - 1.
        const int Log2 = 15;
        var domain = EvaluationDomain<Fr>.Shared(Log2);
        using var a = new FieldVector<Fr>(domain.Size);
        using var b = new FieldVector<Fr>(domain.Size);
        a[domain.Size - 1] = Fr.FromUInt64(5);
        b[3] = Fr.FromUInt64(11);
        domain.Forward(a, 2);
        domain.Forward(b, 2);
        FieldVectorOperations.MultiplyElementwise<Fr>(a, b, 2);
        domain.Inverse(a, 2);
        b.Clear(0, b.Length);
        b[2] = Fr.FromUInt64(55);
        Assert.That(FirstDifference(a, b), Is.EqualTo(-1));
    }

    private static FieldVector<Fr> Random(int log2, int seed) => new(FieldSamples.Random<Fr>(1 << log2, seed));

    private static long FirstDifference(FieldVector<Fr> a, FieldVector<Fr> b)
    {
        for (var i = 0L; i < a.Length; i++)
        {
            if (a[i] != b[i])
                return i;
        }

        return -1;
    }
}
