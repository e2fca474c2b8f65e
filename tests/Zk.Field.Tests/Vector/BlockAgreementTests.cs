namespace Zk.Field.Tests;

/// <summary>Fixtures of the kernels that the processor has, whose products are quick enough to be counted in millions.</summary>
internal sealed class NativeKernelFixtures
{
    public static IEnumerable<TestFixtureData> All() =>
        from kernel in Enum.GetValues<VectorKernel>()
        where kernel <= VectorKernels.Best
        from field in new[] { typeof(Fr), typeof(Fq), typeof(BlsFr), typeof(BlsFq) }
        select new TestFixtureData(kernel) { TypeArgs = [field] };
}

/// <summary>
/// Half a million pairs for each field and kernel, against the field's operators bit for bit: every pair of the skewed values, and pseudo-random elements between
/// them. Each pair is multiplied, and its difference squared.
/// </summary>
[TestFixtureSource(typeof(NativeKernelFixtures), nameof(NativeKernelFixtures.All))]
internal sealed class BlockAgreementTests<T>(VectorKernel kernel)
    where T : unmanaged, IPrimeField<T>
{
    private const int Pairs = 1 << 19;
    private const int Seed = 2026;

    [Test]
    public void ProductsAndSquaresAgreeWithTheOperators()
    {
        var (left, right) = Elements();
        foreach (var square in new[] { false, true })
        {
            var actual = new T[Pairs];
            Array.Fill(actual, T.One);
            BlockDriver<T>.Create(kernel).MultiplyAll(actual, left, right, square);
            for (var i = 0; i < Pairs; i++)
            {
                var expected = square ? (left[i] - right[i]).Square() : left[i] * right[i];
                if (actual[i] != expected)
                    Assert.Fail($"pair {i} of seed {Seed}, {(square ? "squared difference" : "product")} of {left[i]} and {right[i]}: {actual[i]} instead of {expected}");
            }
        }
    }

    /// <summary>Skewed values at odd places, so that both kinds meet in every block.</summary>
    private static (T[] Left, T[] Right) Elements()
    {
        T[] skewed = [.. FieldSamples.Skewed(T.Characteristic).Select(T.FromBigInteger)];
        var (left, right) = (new T[Pairs], new T[Pairs]);
        var random = FieldSamples.Random<T>(3, Seed);
        for (var i = 0; i < Pairs; i++)
        {
            // A linear congruential sequence in the field itself: as irregular as the test needs, for one product an element.
            random[0] = (random[0] * random[1]) + random[2];
            var pair = i / 2;
            (left[i], right[i]) = i % 2 == 1
                ? (skewed[pair % skewed.Length], skewed[pair / skewed.Length % skewed.Length])
                : (random[0], random[0] * random[2]);
        }

        return (left, right);
    }
}
