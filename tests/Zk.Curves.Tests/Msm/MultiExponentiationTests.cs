using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

/// <summary>
/// BN254 sums against the discrete logarithms: bases are known multiples of the generator, so the answer is one multiple of it, found with field
/// arithmetic alone.
/// </summary>
public class MultiExponentiationTests
{
    private const int Most = 8200;
    private static readonly PairingCurve<Fr> _curve = Bn254.Curve;
    private static readonly Dictionary<string, G1Vector<Fr>> _bases = [];
    private static readonly HashSet<int> _lookedAt = [.. Enumerable.Range(0, 512).Select(i => i * 3000 / 512)];

    public static IEnumerable<string> PointPatterns => Points.Keys;

    public static IEnumerable<string> ScalarPatterns => Scalars.Keys;

    /// <summary>Discrete logarithms of the bases.</summary>
    private static Dictionary<string, Func<int, Fr>> Points { get; } = new()
    {
        ["random"] = i => Uniform(i, 1),
        ["all equal"] = _ => Fr.FromUInt64(11),
        ["opposite neighbours"] = i => i % 2 == 0 ? Uniform(i / 2, 2) : -Uniform(i / 2, 2),
        ["few values of either sign"] = i => i % 3 == 0 ? -Small(1 + (i % 5)) : Small(1 + (i % 5)),
        ["every third infinity"] = i => i % 3 == 0 ? Fr.Zero : Uniform(i, 3),
        ["infinity"] = _ => Fr.Zero,
        ["small multiples"] = i => Small(i),
    };

    private static Dictionary<string, Func<int, Fr>> Scalars { get; } = new()
    {
        ["random"] = i => Uniform(i, 4),
        ["zeros"] = _ => Fr.Zero,
        ["ones"] = _ => Fr.One,
        ["minus ones"] = _ => -Fr.One,
        ["all equal"] = _ => Uniform(0, 5),
        ["bits"] = i => Small(i & 1),
        ["16 bits of either sign"] = i => i % 2 == 0 ? Small((ushort)(i * 40503)) : -Small((ushort)(i * 40503)),
        ["64 bits"] = i => Fr.FromUInt64((ulong)i * 0x9E3779B97F4A7C15),
        ["ends of classes"] = i => Fr.FromBigInteger(((BigInteger.One << (new[] { 0, 1, 15, 16, 17, 63, 64, 65, 128, 253 }[i % 10])) - (i / 10 % 2)) * (i % 3 == 0 ? -1 : 1)),
        ["around half the order"] = i => Fr.FromBigInteger((Fr.Characteristic / 2) + (i % 5) - 2),
        ["powers of two"] = i => Fr.FromBigInteger(BigInteger.One << (i % 254)),
        ["all ones"] = i => Fr.FromBigInteger((BigInteger.One << (i % 254)) - 1),
        ["mostly small, one large"] = i => i == 17 ? Uniform(9, 6) : Small(i % 7),
        ["mostly zero, few large"] = i => i % 97 == 0 ? Uniform(i, 7) : Fr.Zero,
        ["few large ones"] = i => Uniform(i % 9, 9),
        ["few large ones of either sign"] = i => i % 2 == 0 ? Uniform(i % 10 / 2, 10) : -Uniform(i % 10 / 2, 10),
        ["large ones in runs, some small"] = i => i % 5 == 0 ? Small(i % 7) : Uniform(i / 50, 11),
        ["one value at the places that are looked at in 3000"] = i => _lookedAt.Contains(i) ? Uniform(0, 12) : Uniform(i, 12),
        ["mixture"] = i => (i % 6) switch { 0 => Fr.Zero, 1 => Fr.One, 2 => -Fr.One, 3 => Small(i), 4 => Fr.FromUInt64(ulong.MaxValue), _ => Uniform(i, 8) },
    };

    [Test]
    public void EveryKindOfPointWithEveryKindOfScalar(
        [ValueSource(nameof(PointPatterns))] string points, [ValueSource(nameof(ScalarPatterns))] string scalars)
    {
        Check(points, Scalars[scalars], 100, 1);
        Check(points, Scalars[scalars], 3000, 2);
    }

    [Test]
    public void SizesAroundTheChangesOfWindowAndBlock(
        [Values(0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097, 8191, 8192, 8193)] int count,
        [Values(1, 2, 5)] int threads) =>
        Check("random", Scalars["random"], count, threads);

    /// <summary>More threads than windows: the points are cut into chunks as well.</summary>
    [Test]
    public void ChunksOfPoints()
    {
        const int count = 70_000;
        Check("small multiples", Scalars["16 bits of either sign"], count, 8);
        Check("few values of either sign", Scalars["ones"], count, 8);
        Check("random", Scalars["random"], count, 40);
    }

    [Test]
    public void RangesStartWhereTheyAreSaidTo()
    {
        var bases = Bases("random", Most);
        using var scalars = new FieldVector<Fr>([.. Enumerable.Range(0, 500).Select(Scalars["random"])]);
        var sum = Fr.Zero;
        for (var i = 0; i < 300; i++)
            sum += Points["random"](100 + i) * Scalars["random"](37 + i);
        Assert.That(_curve.MultiExponentiate(bases, 100, scalars, 37, 300, 2), Is.EqualTo(_curve.Multiply(_curve.G1Generator, sum)));
    }

    [Test]
    public void RangesOutsideTheVectorsAreRefused()
    {
        using var bases = _curve.NewG1Vector(4);
        using var scalars = new FieldVector<Fr>(6);
        foreach (var (b, s, count) in new[] { (1L, 0L, 4L), (0, 3, 4), (-1, 0, 1), (0, -1, 1), (0, 0, -1), (long.MaxValue, 0, 1), (0, long.MaxValue, 1), (0, 0, long.MaxValue) })
            Assert.That(() => _curve.MultiExponentiate(bases, b, scalars, s, count, 1), Throws.InstanceOf<ArgumentOutOfRangeException>(), $"{b} {s} {count}");
        Assert.That(() => _curve.MultiExponentiate(bases, 0, scalars, 0, 4, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Each of very many threads would get a point of a repeated scalar, and the sum of these sums would be the same sum again.</summary>
    [Test]
    public void RepeatedScalarsEndWithManyThreads()
    {
        const int Count = 4096;
        using var points = _curve.NewG1Vector(Count);
        for (var i = 0; i < Count; i++)
            points[i] = _curve.G1Generator;
        var scalar = Uniform(1, 20);
        using var scalars = new FieldVector<Fr>([.. Enumerable.Repeat(scalar, Count)]);
        Assert.That(
            _curve.MultiExponentiate(points, 0, scalars, 0, Count, Count),
            Is.EqualTo(_curve.Multiply(_curve.G1Generator, scalar * Fr.FromUInt64(Count))));
    }

    [Test]
    public void FixedBaseMultiplesAgreeWithScalarMultiplication([Values(1, 2, 1023, 1024, 1025, 5000)] int count)
    {
        using var scalars = new FieldVector<Fr>([.. Enumerable.Range(0, count).Select(i => Scalars[ScalarPatterns.ElementAt(i % ScalarPatterns.Count())](i))]);
        using var points = _curve.NewG1Vector(count + 3);
        _curve.FillMultiples(points, 2, scalars, 2);
        Assert.That(points[0].IsInfinity);
        Assert.That(points[1].IsInfinity);
        Assert.That(points[count + 2].IsInfinity);
        for (var i = 0; i < count; i += count > 100 ? 23 : 1)
            Assert.That(points[2 + i], Is.EqualTo(_curve.Multiply(_curve.G1Generator, scalars[i])), $"{i}");
        Assert.That(() => _curve.FillMultiples(points, 4, scalars, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void PrecomputedMultiplesChangeNoSum([Values(2, 4, 8)] int multiples)
    {
        const int count = 700;
        using var bases = _curve.NewG1Vector(count);
        Bases("every third infinity", Most).CopyTo(0, bases, 0, count);
        var size = bases.ByteSize;
        Assert.That(bases.SizeWith(1), Is.EqualTo(size));
        bases.Precompute(multiples, 2);
        Assert.That(bases.Multiples, Is.EqualTo(multiples));
        Assert.That(bases.ByteSize, Is.EqualTo(multiples * size).And.EqualTo(bases.SizeWith(multiples)));
        Assert.That(bases[1], Is.EqualTo(Bases("every third infinity", Most)[1]));
        CheckRange();

        // A written point has no multiples.
        bases[200] = _curve.G1Generator;
        bases[200] = Bases("every third infinity", Most)[200];
        Assert.That(bases.Multiples, Is.EqualTo(1));
        CheckRange();
        bases.Precompute(multiples, 1);
        bases.Precompute(1, 1);
        Assert.That(bases.ByteSize, Is.EqualTo(size));
        CheckRange();
        foreach (var wrong in new[] { 0, -1, 33 })
        {
            Assert.That(() => bases.Precompute(wrong, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => bases.SizeWith(wrong), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        Assert.That(() => bases.Precompute(2, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());

        void CheckRange()
        {
            using var scalars = new FieldVector<Fr>([.. Enumerable.Range(0, count).Select(Scalars["random"])]);
            var sum = Fr.Zero;
            for (var i = 0; i < 600; i++)
                sum += Points["every third infinity"](90 + i) * Scalars["random"](37 + i);
            Assert.That(_curve.MultiExponentiate(bases, 90, scalars, 37, 600, 2), Is.EqualTo(_curve.Multiply(_curve.G1Generator, sum)));
        }
    }

    /// <summary>Every way of writing points makes multiples of the old ones void.</summary>
    [Test]
    public void WritingVoidsMultiples()
    {
        using var bases = _curve.NewG1Vector(3);
        using var source = _curve.NewG1Vector(3);
        using var one = new FieldVector<Fr>([Fr.One]);
        var bytes = new byte[_curve.G1Size];
        foreach (var write in new Action[]
        {
            () => bases[0] = _curve.G1Generator,
            () => source.CopyTo(0, bases, 0, 1),
            () => _curve.FillMultiples(bases, 2, one, 1),
            () => bases.TryStore(1, bytes, out _),
            () => bases.TryStoreMontgomery(1, bytes, out _),
        })
        {
            bases.Precompute(2, 1);
            write();
            Assert.That(bases.Multiples, Is.EqualTo(1));
        }
    }

    [Test]
    public void LinearCombinationAgreesWithSingleMultiplications()
    {
        G1Point[] points = [.. Enumerable.Range(0, 20).Select(i => _curve.Multiply(_curve.G1Generator, Points["every third infinity"](i)))];
        Fr[] scalars = [.. Enumerable.Range(0, 20).Select(Scalars["mixture"])];
        var expected = _curve.G1Infinity;
        for (var i = 0; i < points.Length; i++)
            expected = _curve.Add(expected, _curve.Multiply(points[i], scalars[i]));
        Assert.That(_curve.LinearCombination(points, scalars), Is.EqualTo(expected));
        Assert.That(_curve.LinearCombination([], []).IsInfinity);
        Assert.That(() => _curve.LinearCombination(points, scalars.AsSpan(1)), Throws.ArgumentException);
    }

    [OneTimeTearDown]
    public void FreeBases()
    {
        foreach (var bases in _bases.Values)
            bases.Dispose();
        _bases.Clear();
    }

    private static void Check(string points, Func<int, Fr> scalar, int count, int threads)
    {
        var bases = Bases(points, Math.Max(count, Most));
        using var scalars = new FieldVector<Fr>([.. Enumerable.Range(0, count).Select(scalar)]);
        var sum = Fr.Zero;
        for (var i = 0; i < count; i++)
            sum += Points[points](i) * scalars[i];
        Assert.That(_curve.MultiExponentiate(bases, 0, scalars, 0, count, threads), Is.EqualTo(_curve.Multiply(_curve.G1Generator, sum)), $"{count} terms");
    }

    /// <summary>At least so many points of a pattern, made once.</summary>
    private static G1Vector<Fr> Bases(string points, int count)
    {
        if (_bases.TryGetValue(points, out var bases) && bases.Count >= count)
            return bases;
        bases?.Dispose();
        using var logarithms = new FieldVector<Fr>([.. Enumerable.Range(0, count).Select(Points[points])]);
        bases = _curve.NewG1Vector(count);
        _curve.FillMultiples(bases, 0, logarithms, 2);
        return _bases[points] = bases;
    }

    private static Fr Small(int value) => Fr.FromUInt64((ulong)value);

    /// <summary>A cheap deterministic stand-in for a uniform element.</summary>
    private static Fr Uniform(int index, ulong stream)
    {
        var x = Fr.FromUInt64(0xD1B54A32D192ED03 + ((ulong)index * 0x9E3779B97F4A7C15));
        var y = Fr.FromUInt64(stream + ((ulong)index * 0xBF58476D1CE4E5B9));
        return (x.Square().Square() * x) + (y.Square().Square() * y);
    }
}
