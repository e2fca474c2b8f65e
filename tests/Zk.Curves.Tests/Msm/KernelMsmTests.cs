using Zk.Field;

namespace Zk.Curves.Tests;

internal static class KernelMsmFixtures
{
    private static readonly Type[][] _g1 = [[typeof(Fq), typeof(Bn254G1), typeof(Fr)], [typeof(BlsFq), typeof(Bls12381G1), typeof(BlsFr)]];
    private static readonly Type[][] _g2 = [[typeof(Fq2), typeof(Bn254G2), typeof(Fr)], [typeof(BlsFq2), typeof(Bls12381G2), typeof(BlsFr)]];

    /// <summary>Points over an extension are added by its operators, whatever the kernel: one kernel is enough for them.</summary>
    public static IEnumerable<TestFixtureData> Fixtures =>
        from kernel in Enum.GetValues<VectorKernel>()
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
    private const int Most = 4200;
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
        foreach (var count in new[] { 2047, 2048, 2049, 2050, 4095, 4096, 4097, Most })
            Check("one bucket", count, 1);
        Check("four lengths", Most, 2);
        Check("minus one", Most, 3);
        Check("uniform", 1500, 2);
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

    private void Check(string pattern, int count, int threads)
    {
        using var scalars = new FieldVector<TScalar>([.. Enumerable.Range(0, count).Select(Scalars[pattern])]);
        var sum = TScalar.Zero;
        for (var i = 0; i < count; i++)
            sum += _logarithms[i] * scalars[i];
        var expected = ScalarMultiplication.Multiply(JacobianPoint<TField, TCurve>.From(TCurve.Generator), sum).ToAffine();
        var actual = MultiExponentiation.Sum(_points.Pointer, scalars, 0, count, threads, kernel).ToAffine();
        Assert.That(actual, Is.EqualTo(expected), $"{count} terms {pattern}");
    }
}
