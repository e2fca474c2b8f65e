using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

/// <summary>The surface that proof systems use: opaque points, vectors and their encodings.</summary>
[TestFixture(typeof(Fr), "bn254", 32)]
[TestFixture(typeof(BlsFr), "bls12-381", 48)]
internal sealed class PairingCurveTests<TFr>(string name, int size)
    where TFr : unmanaged, IPrimeField<TFr>
{
    private static readonly PairingCurve<TFr> _curve = PairingCurves.With<TFr>();

    private int G1Size => 2 * size;

    [Test]
    public void Sizes()
    {
        Assert.That(_curve.Name, Is.EqualTo(name));
        Assert.That(_curve.BaseModulus, Is.EqualTo(name == "bn254" ? Fq.Characteristic : BlsFq.Characteristic));
        Assert.That(_curve.G1Size, Is.EqualTo(G1Size));
        Assert.That(_curve.G2Size, Is.EqualTo(2 * G1Size));
        Assert.That(_curve.G1Generator.Bytes.Length, Is.EqualTo(G1Size));
        Assert.That(_curve.G2Generator.Bytes.Length, Is.EqualTo(2 * G1Size));
    }

    [Test]
    public void DecodingReturnsWhatWasEncoded()
    {
        foreach (var scalar in new[] { TFr.Zero, TFr.One, -TFr.One, TFr.Random() })
        {
            var p = _curve.Multiply(_curve.G1Generator, scalar);
            var q = _curve.Multiply(_curve.G2Generator, scalar);
            Assert.That(_curve.TryDecodeG1(p.Bytes, out var p2, out var reason), Is.True, reason);
            Assert.That(_curve.TryDecodeG2(q.Bytes, out var q2, out reason), Is.True, reason);
            Assert.That(_curve.TryDecompressG1(_curve.Compress(p), out var p3, out reason), Is.True, reason);
            Assert.That(_curve.TryDecompressG2(_curve.Compress(q), out var q3, out reason), Is.True, reason);
            Assert.That(new[] { p2, p3 }, Is.All.EqualTo(p));
            Assert.That(new[] { q2, q3 }, Is.All.EqualTo(q));
            Assert.That(p2.GetHashCode(), Is.EqualTo(p.GetHashCode()));
            Assert.That(p.IsInfinity, Is.EqualTo(scalar.IsZero));
            Assert.That(q.IsInfinity, Is.EqualTo(scalar.IsZero));
        }
    }

    /// <summary>The generator with q added to its y is the generator for whoever reduces; it must be an error.</summary>
    [Test]
    public void BadEncodingsAreRefusedWithAReason()
    {
        var g = _curve.G1Generator.Bytes.ToArray();
        var y = g.AsSpan(size);
        FieldSamples.WriteBigEndian(new BigInteger(y, isUnsigned: true, isBigEndian: true) + _curve.BaseModulus, y);
        Assert.That(_curve.TryDecodeG1(g, out var p, out var reason), Is.False);
        Assert.That(reason, Does.Contain("y coordinate"));
        Assert.That(p.IsInfinity);
        Assert.That(_curve.TryDecodeG1(g.AsSpan(1), out _, out reason), Is.False);
        Assert.That(reason, Does.Contain($"{G1Size} bytes"));
        Assert.That(_curve.TryDecodeG2(g, out var q, out reason), Is.False);
        Assert.That(reason, Does.Contain($"{2 * G1Size} bytes"));
        Assert.That(q.IsInfinity);
        var outside = name == "bn254"
            ? PointEncodingTests<Fq2, Bn254G2>.Uncompressed(CurvePoints<Fq2, Bn254G2>.BySmallX().First())
            : PointEncodingTests<BlsFq2, Bls12381G2>.Uncompressed(CurvePoints<BlsFq2, Bls12381G2>.BySmallX().First());
        Assert.That(_curve.TryDecodeG2(outside, out _, out reason), Is.False);
        Assert.That(reason, Does.Contain("subgroup"));
    }

    [Test]
    public void GroupOperationsAgree()
    {
        TFr a = TFr.Random(), b = TFr.Random();
        G1Point pa = _curve.Multiply(_curve.G1Generator, a), pb = _curve.Multiply(_curve.G1Generator, b);
        Assert.That(_curve.Add(pa, pb), Is.EqualTo(_curve.Multiply(_curve.G1Generator, a + b)));
        Assert.That(_curve.Negate(pa), Is.EqualTo(_curve.Multiply(pa, -TFr.One)));
        Assert.That(_curve.Add(pa, _curve.Negate(pa)), Is.EqualTo(_curve.G1Infinity));
        G2Point qa = _curve.Multiply(_curve.G2Generator, a), qb = _curve.Multiply(_curve.G2Generator, b);
        Assert.That(_curve.Add(qa, qb), Is.EqualTo(_curve.Multiply(_curve.G2Generator, a + b)));
        Assert.That(_curve.Negate(qa), Is.EqualTo(_curve.Multiply(qa, -TFr.One)));
        Assert.That(_curve.Add(qa, _curve.Negate(qa)), Is.EqualTo(_curve.G2Infinity));
    }

    [Test]
    public void VectorsStoreCopyAndRefuse()
    {
        using var vector = _curve.NewG1Vector(10);
        Assert.That(vector.Count, Is.EqualTo(10));
        Assert.That(vector.ByteSize, Is.EqualTo(10 * G1Size));
        Assert.That(vector[9].IsInfinity);
        G1Point[] points = [.. Enumerable.Range(0, 4).Select(i => _curve.Multiply(_curve.G1Generator, TFr.FromUInt64((ulong)i)))];
        var bytes = points.SelectMany(p => p.Bytes.ToArray()).ToArray();
        Assert.That(vector.TryStore(3, bytes, out var reason), Is.True, reason);
        vector[9] = points[2];
        var back = new byte[G1Size * 10];
        vector.CopyBytes(0, back);
        Assert.That(back[(3 * G1Size)..(7 * G1Size)], Is.EqualTo(bytes));
        Assert.That(back[(9 * G1Size)..], Is.EqualTo(points[2].Bytes.ToArray()));
        Assert.That(vector[4], Is.EqualTo(points[1]));

        using var other = _curve.NewG1Vector(5);
        vector.CopyTo(3, other, 1, 4);
        Assert.That(Enumerable.Range(0, 5).Select(i => other[i]), Is.EqualTo(points.Prepend(_curve.G1Infinity)));

        bytes[(3 * G1Size) - 1] ^= 1;
        Assert.That(vector.TryStore(3, bytes, out reason), Is.False);
        Assert.That(reason, Is.EqualTo("point 5: the point is not on the curve"));
        Assert.That(() => vector.TryStore(7, bytes, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector.TryStore(0, bytes.AsSpan(1), out _), Throws.ArgumentException);
        Assert.That(() => vector.CopyBytes(0, new byte[G1Size + 1]), Throws.ArgumentException);
        Assert.That(() => vector.CopyBytes(9, new byte[2 * G1Size]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector[10], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector.CopyTo(0, other, 0, 6), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void SnarkjsMontgomeryPointsAreReadStrictly()
    {
        using var vector = _curve.NewG1Vector(2);
        var point = _curve.Multiply(_curve.G1Generator, TFr.FromUInt64(77));
        byte[] bytes = [.. Convert(point.Bytes[..size]), .. Convert(point.Bytes[size..]), .. new byte[G1Size]];
        Assert.That(vector.TryStoreMontgomery(0, bytes, out var reason), Is.True, reason);
        Assert.That(vector[0], Is.EqualTo(point));
        Assert.That(vector[1].IsInfinity);

        var shifted = (byte[])bytes.Clone();
        (new BigInteger(shifted.AsSpan(0, size), isUnsigned: true) + _curve.BaseModulus).TryWriteBytes(shifted.AsSpan(0, size), out _, isUnsigned: true);
        Assert.That(vector.TryStoreMontgomery(0, shifted, out reason), Is.False);
        Assert.That(reason, Does.StartWith("point 0: the x coordinate is not below"));
        bytes[0] ^= 1;
        Assert.That(vector.TryStoreMontgomery(0, bytes, out reason), Is.False);
        Assert.That(reason, Does.Contain("not on the curve"));

        var q = _curve.Multiply(_curve.G2Generator, TFr.FromUInt64(78));

        // The canonical form has the highest coefficient first, snarkjs the lowest.
        byte[] g2 = [.. Convert(q.Bytes[size..G1Size]), .. Convert(q.Bytes[..size]), .. Convert(q.Bytes[(3 * size)..]), .. Convert(q.Bytes[G1Size..(3 * size)])];
        Assert.That(_curve.TryDecodeG2Montgomery(g2, out var read, out reason), Is.True, reason);
        Assert.That(read, Is.EqualTo(q));
        Assert.That(_curve.TryDecodeG2Montgomery(g2.AsSpan(1), out _, out reason), Is.False);
        Assert.That(reason, Does.Contain($"{2 * G1Size} bytes"));
        g2.AsSpan(3 * size, size).Fill(0xff);
        Assert.That(_curve.TryDecodeG2Montgomery(g2, out _, out reason), Is.False);
        Assert.That(reason, Does.Contain("y coordinate is not below"));

        byte[] Convert(ReadOnlySpan<byte> value)
        {
            var result = new byte[size];
            ((new BigInteger(value, isUnsigned: true, isBigEndian: true) << (8 * size)) % _curve.BaseModulus).TryWriteBytes(result, out _, isUnsigned: true);
            return result;
        }
    }

    [Test]
    public void CheckAcceptsExactlyVanishingSums()
    {
        for (var n = 1; n <= 4; n++)
        {
            var a = Enumerable.Range(0, n).Select(_ => TFr.Random()).ToArray();
            var b = Enumerable.Range(0, n).Select(_ => TFr.Random()).ToArray();
            var sum = a.Zip(b, (x, y) => x * y).Aggregate(TFr.Zero, (x, y) => x + y);
            G1Point[] g1 = [.. a.Select(x => _curve.Multiply(_curve.G1Generator, x)), _curve.Multiply(_curve.G1Generator, -sum)];
            G2Point[] g2 = [.. b.Select(x => _curve.Multiply(_curve.G2Generator, x)), _curve.G2Generator];
            Assert.That(_curve.PairingCheck(g1, g2));
            g1[^1] = _curve.Add(g1[^1], _curve.G1Generator);
            Assert.That(_curve.PairingCheck(g1, g2), Is.False);
        }

        Assert.That(_curve.PairingCheck([], []));
        Assert.That(_curve.PairingCheck([_curve.G1Infinity], [_curve.G2Generator]));
        Assert.That(_curve.PairingCheck([_curve.G1Generator], [_curve.G2Infinity]));
        Assert.That(_curve.PairingCheck([_curve.G1Generator], [_curve.G2Generator]), Is.False);
        Assert.That(() => _curve.PairingCheck([_curve.G1Generator], []), Throws.ArgumentException);
    }
}

internal static class PairingCurves
{
    /// <summary>The pairing curve with this scalar field.</summary>
    public static PairingCurve<TFr> With<TFr>()
        where TFr : unmanaged, IPrimeField<TFr> => new object[] { Bn254.Curve, Bls12381.Curve }.OfType<PairingCurve<TFr>>().Single();
}
