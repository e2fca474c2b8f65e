using Zk.Field;

namespace Zk.Curves.Tests;

internal static class KernelMsmFixtures
{
    private static readonly Type[][] _g1 = [[typeof(Fq), typeof(Bn254G1), typeof(Fr)], [typeof(BlsFq), typeof(Bls12381G1), typeof(BlsFr)]];
    private static readonly Type[][] _g2 = [[typeof(Fq2), typeof(Bn254G2), typeof(Fr)], [typeof(BlsFq2), typeof(Bls12381G2), typeof(BlsFr)]];

    /// <summary>
    /// Points over an extension are added by its operators, whatever the kernel: one kernel is enough for them. Where vector instructions are switched off, what
    /// stands in for them is too slow to be run once more.
    /// </summary>
    public static IEnumerable<TestFixtureData> Fixtures =>
        from kernel in Enum.GetValues<VectorKernel>()
        where kernel == VectorKernel.Portable || VectorKernels.Best != VectorKernel.Portable
        from types in kernel == VectorKernels.Best ? [.. _g1, .. _g2] : _g1
        select new TestFixtureData(kernel) { TypeArgs = types };
}

/// <summary>Sums by every vector kernel, for fields of five and of eight limbs and for their extensions, where one point or one bucket more changes the course of the algorithm.</summary>
[TestFixtureSource(typeof(KernelMsmFixtures), nameof(KernelMsmFixtures.Fixtures))]
internal sealed unsafe class KernelMsmTests<TField, TCurve, TScalar>(VectorKernel kernel)
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    where TScalar : unmanaged, IPrimeField<TScalar>
{
    private const int Block = BucketSum<TField, TCurve>.BlockSize;
    private const int LeastPairs = BucketSum<TField, TCurve>.LeastPairs;
    private const int Most = (2 * Block) + 100;
    private readonly NativeBuffer<AffinePoint<TField, TCurve>> _points = new(Most);
    private readonly TScalar[] _logarithms = new TScalar[Most];

    public static IEnumerable<string> PointNames => Points.Keys;

    public static IEnumerable<string> ScalarNames => Scalars.Keys;

    /// <summary>Discrete logarithms of bases.</summary>
    private static Dictionary<string, Func<int, TScalar>> Points { get; } = new()
    {
        ["distinct"] = i => Uniform(i, 1),
        ["equal"] = _ => Uniform(0, 2),
        ["opposite"] = i => i % 2 == 0 ? Uniform(i / 2, 3) : -Uniform(i / 2, 3),
        ["equal x"] = i => i % 3 == 0 ? -Uniform(0, 4) : Uniform(0, 4),
        ["every third infinity"] = i => i % 3 == 0 ? TScalar.Zero : Uniform(i, 5),
        ["one pair equal"] = i => Uniform(i == 5 ? 4 : i, 6),
    };

    private static Dictionary<string, Func<int, TScalar>> Scalars { get; } = new()
    {
        ["uniform"] = i => Uniform(i, 7),
        ["one bucket"] = _ => TScalar.FromUInt64(5),
        ["minus one"] = _ => -TScalar.One,
        ["equal"] = _ => Uniform(0, 8),
        ["bits"] = i => TScalar.FromUInt64((ulong)i & 1),
        ["four lengths"] = i => TScalar.FromUInt64((ulong)i % 3 << (i % 4 * 20)),
    };

    [OneTimeTearDown]
    public void Free() => _points.Dispose();

    [Test]
    public void SmallSums([ValueSource(nameof(PointNames))] string points, [ValueSource(nameof(ScalarNames))] string scalars)
    {
        Fill(points, 130);
        foreach (var count in Enumerable.Range(0, 21).Concat([64, 65, 130]))
            Check(scalars, count, 1 + (count % 3));
    }

    /// <summary>Sizes around a block of additions, with all points in one bucket and in many.</summary>
    [Test]
    public void BlocksOfAdditions([ValueSource(nameof(PointNames))] string points)
    {
        Fill(points, Most);
        foreach (var count in new[] { Block - 1, Block, Block + 1, Block + 2, (2 * Block) - 1, 2 * Block, (2 * Block) + 1, Most })
            Check("one bucket", count, 1);
        Check("four lengths", Block + 100, 2);
        Check("minus one", Most, 3);
        Check("uniform", 1500, 2);
    }

    /// <summary>A bucket that fills a block but for some points, and rounds around the least pairs that are added before the next block.</summary>
    [Test]
    public void RoundsThatWait([Values(LeastPairs - 1, LeastPairs)] int pairs)
    {
        Fill("distinct", Most);

        // Two points each for so many buckets, then all others in one.
        for (var count = (2 * Block) - 1; count <= (2 * Block) + 1; count++)
            Check(i => i < 2 * pairs ? TScalar.FromUInt64(2 + ((ulong)i / 2)) : TScalar.FromUInt64(250), count, 1);
        Check(i => i % 3 == 0 ? TScalar.FromUInt64(2 + ((ulong)i / 9)) : TScalar.FromUInt64(2 + ((ulong)i % (ulong)pairs)), Block + 100, 2);
    }

    [Test]
    public void SeveralPasses([Values(1, 64, 129, 130)] int pass)
    {
        Fill("distinct", 130);
        Check(Scalars["uniform"], 130, 2, pass: pass);
        Check(Scalars["four lengths"], 130, 2, pass: pass);
    }

    [Test]
    public void MultiplesAreDoublings([Values(1, 7, 8, 9, 130)] int count)
    {
        Fill("every third infinity", count);
        var plan = new MultiplesPlan(3, 5);
        using var multiples = Multiples(count, plan);
        for (var i = 0; i < count; i++)
        {
            var expected = JacobianPoint<TField, TCurve>.From(_points[i]);
            for (var n = 0; n <= 10; n++, expected = expected.Double())
            {
                if (n % 5 == 0)
                    Assert.That(multiples[(n / 5 * count) + i], Is.EqualTo(expected.ToAffine()), $"{i} {n}");
            }
        }
    }

    /// <summary>Sums with multiples of the bases; distances that are odd, even and larger than the scalars.</summary>
    [Test]
    public void SumsWithMultiples([Values(2, 3, 8)] int count, [Values("distinct", "opposite", "every third infinity")] string points)
    {
        const int terms = 70;
        Fill(points, terms);
        var chosen = MultiplesPlan.Choose<TScalar>(count, terms);
        Assert.That(MsmPlan.Choose(TScalar.BitLength - 2, terms, 2, BucketSum<TField, TCurve>.BlockSize, chosen).Multiples, Is.EqualTo(count));
        foreach (var plan in new[] { chosen, chosen with { Bits = chosen.Bits + 1 } })
        {
            using var multiples = Multiples(terms, plan);
            foreach (var (_, scalars) in Scalars)
                Check(scalars, terms, 2, multiples, plan);
            Check(Scalars["uniform"], terms, 1, multiples, plan, pass: 30);
        }
    }

    [Test]
    public void GeneratorIsOnTheCurve() => Assert.That(TCurve.Generator.IsInSubgroup);

    private static TScalar Uniform(int index, ulong stream)
    {
        var x = TScalar.FromUInt64(0xD1B54A32D192ED03 + ((ulong)index * 0x9E3779B97F4A7C15));
        var y = TScalar.FromUInt64(stream + ((ulong)index * 0xBF58476D1CE4E5B9));
        return (x.Square().Square() * x) + (y.Square().Square() * y);
    }

    private void Fill(string pattern, int count)
    {
        for (var i = 0; i < count; i++)
            _logarithms[i] = Points[pattern](i);
        using var table = new FixedBaseTable<TField, TCurve, TScalar>(TCurve.Generator, count, kernel);
        using var logarithms = new FieldVector<TScalar>(_logarithms.AsSpan(0, count));
        table.Fill(_points.Pointer, logarithms, 0, count, 2);
    }

    private NativeBuffer<AffinePoint<TField, TCurve>> Multiples(int count, MultiplesPlan plan)
    {
        var multiples = new NativeBuffer<AffinePoint<TField, TCurve>>((long)count * plan.Count);
        for (var i = 0; i < count; i++)
            multiples[i] = _points[i];
        BaseMultiples.Fill(multiples.Pointer, count, plan, 2, kernel);
        return multiples;
    }

    private void Check(string pattern, int count, int threads) => Check(Scalars[pattern], count, threads, name: pattern);

    private void Check(
        Func<int, TScalar> pattern,
        int count,
        int threads,
        NativeBuffer<AffinePoint<TField, TCurve>>? multiples = null,
        MultiplesPlan? plan = null,
        int pass = int.MaxValue,
        string name = "")
    {
        using var scalars = new FieldVector<TScalar>([.. Enumerable.Range(0, count).Select(pattern)]);
        var sum = TScalar.Zero;
        for (var i = 0; i < count; i++)
            sum += _logarithms[i] * scalars[i];
        var expected = ScalarMultiplication.Multiply(JacobianPoint<TField, TCurve>.From(TCurve.Generator), sum).ToAffine();
        var actual = MultiExponentiation.Sum((multiples ?? _points).Pointer, scalars, 0, count, threads, kernel, plan, count, pass).ToAffine();
        Assert.That(actual, Is.EqualTo(expected), $"{count} terms {name}");
    }
}
