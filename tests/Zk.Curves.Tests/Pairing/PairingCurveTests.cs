using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

/// <summary>The surface that proof systems use: opaque points, vectors and their encodings.</summary>
public class PairingCurveTests
{
    private static readonly PairingCurve<Fr> _curve = Bn254.Curve;

    [Test]
    public void Sizes()
    {
        Assert.That(_curve.Name, Is.EqualTo("bn254"));
        Assert.That(_curve.G1Size, Is.EqualTo(64));
        Assert.That(_curve.G2Size, Is.EqualTo(128));
        Assert.That(_curve.G1Generator.Bytes.Length, Is.EqualTo(64));
        Assert.That(_curve.G2Generator.Bytes.Length, Is.EqualTo(128));
    }

    [Test]
    public void DecodingReturnsWhatWasEncoded()
    {
        foreach (var scalar in new[] { Fr.Zero, Fr.One, -Fr.One, Fr.Random() })
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

    /// <summary>(1, q + 2) is the generator for whoever reduces; it must be an error.</summary>
    [Test]
    public void BadEncodingsAreRefusedWithAReason()
    {
        var g = _curve.G1Generator.Bytes.ToArray();
        FieldSamples.WriteBigEndian(Fq.Characteristic + 2, g.AsSpan(32));
        Assert.That(_curve.TryDecodeG1(g, out var p, out var reason), Is.False);
        Assert.That(reason, Does.Contain("y coordinate"));
        Assert.That(p.IsInfinity);
        Assert.That(_curve.TryDecodeG1(g.AsSpan(1), out _, out reason), Is.False);
        Assert.That(reason, Does.Contain("64 bytes"));
        Assert.That(_curve.TryDecodeG2(g, out var q, out reason), Is.False);
        Assert.That(reason, Does.Contain("128 bytes"));
        Assert.That(q.IsInfinity);
        var outside = PointEncodingTests<Fq2, Bn254G2>.Uncompressed(Bn254PointTests.PointsOutsideG2().First());
        Assert.That(_curve.TryDecodeG2(outside, out _, out reason), Is.False);
        Assert.That(reason, Does.Contain("subgroup"));
    }

    [Test]
    public void GroupOperationsAgree()
    {
        Fr a = Fr.Random(), b = Fr.Random();
        G1Point pa = _curve.Multiply(_curve.G1Generator, a), pb = _curve.Multiply(_curve.G1Generator, b);
        Assert.That(_curve.Add(pa, pb), Is.EqualTo(_curve.Multiply(_curve.G1Generator, a + b)));
        Assert.That(_curve.Negate(pa), Is.EqualTo(_curve.Multiply(pa, -Fr.One)));
        Assert.That(_curve.Add(pa, _curve.Negate(pa)), Is.EqualTo(_curve.G1Infinity));
        G2Point qa = _curve.Multiply(_curve.G2Generator, a), qb = _curve.Multiply(_curve.G2Generator, b);
        Assert.That(_curve.Add(qa, qb), Is.EqualTo(_curve.Multiply(_curve.G2Generator, a + b)));
        Assert.That(_curve.Negate(qa), Is.EqualTo(_curve.Multiply(qa, -Fr.One)));
        Assert.That(_curve.Add(qa, _curve.Negate(qa)), Is.EqualTo(_curve.G2Infinity));
    }

    [Test]
    public void VectorsStoreCopyAndRefuse()
    {
        using var vector = _curve.NewG1Vector(10);
        Assert.That(vector.Count, Is.EqualTo(10));
        Assert.That(vector.ByteSize, Is.EqualTo(640));
        Assert.That(vector[9].IsInfinity);
        G1Point[] points = [.. Enumerable.Range(0, 4).Select(i => _curve.Multiply(_curve.G1Generator, Fr.FromUInt64((ulong)i)))];
        var bytes = points.SelectMany(p => p.Bytes.ToArray()).ToArray();
        Assert.That(vector.TryStore(3, bytes, out var reason), Is.True, reason);
        vector[9] = points[2];
        var back = new byte[64 * 10];
        vector.CopyBytes(0, back);
        Assert.That(back[(3 * 64)..(7 * 64)], Is.EqualTo(bytes));
        Assert.That(back[(9 * 64)..], Is.EqualTo(points[2].Bytes.ToArray()));
        Assert.That(vector[4], Is.EqualTo(points[1]));

        using var other = _curve.NewG1Vector(5);
        vector.CopyTo(3, other, 1, 4);
        Assert.That(Enumerable.Range(0, 5).Select(i => other[i]), Is.EqualTo(points.Prepend(_curve.G1Infinity)));

        bytes[(3 * 64) - 1] ^= 1;
        Assert.That(vector.TryStore(3, bytes, out reason), Is.False);
        Assert.That(reason, Is.EqualTo("point 5: the point is not on the curve"));
        Assert.That(() => vector.TryStore(7, bytes, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector.TryStore(0, bytes.AsSpan(1), out _), Throws.ArgumentException);
        Assert.That(() => vector.CopyBytes(0, new byte[65]), Throws.ArgumentException);
        Assert.That(() => vector.CopyBytes(9, new byte[128]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector[10], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector.CopyTo(0, other, 0, 6), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void SnarkjsMontgomeryPointsAreReadStrictly()
    {
        using var vector = _curve.NewG1Vector(2);
        var point = _curve.Multiply(_curve.G1Generator, Fr.FromUInt64(77));
        byte[] bytes = [.. Convert32(point.Bytes[..32]), .. Convert32(point.Bytes[32..]), .. new byte[64]];
        Assert.That(vector.TryStoreMontgomery(0, bytes, out var reason), Is.True, reason);
        Assert.That(vector[0], Is.EqualTo(point));
        Assert.That(vector[1].IsInfinity);

        var shifted = (byte[])bytes.Clone();
        (new BigInteger(shifted.AsSpan(0, 32), isUnsigned: true) + Fq.Characteristic).TryWriteBytes(shifted.AsSpan(0, 32), out _, isUnsigned: true);
        Assert.That(vector.TryStoreMontgomery(0, shifted, out reason), Is.False);
        Assert.That(reason, Does.StartWith("point 0: the x coordinate is not below"));
        bytes[0] ^= 1;
        Assert.That(vector.TryStoreMontgomery(0, bytes, out reason), Is.False);
        Assert.That(reason, Does.Contain("not on the curve"));

        var q = _curve.Multiply(_curve.G2Generator, Fr.FromUInt64(78));

        // The canonical form has the highest coefficient first, snarkjs the lowest.
        byte[] g2 = [.. Convert32(q.Bytes[32..64]), .. Convert32(q.Bytes[..32]), .. Convert32(q.Bytes[96..]), .. Convert32(q.Bytes[64..96])];
        Assert.That(_curve.TryDecodeG2Montgomery(g2, out var read, out reason), Is.True, reason);
        Assert.That(read, Is.EqualTo(q));
        Assert.That(_curve.TryDecodeG2Montgomery(g2.AsSpan(1), out _, out reason), Is.False);
        Assert.That(reason, Does.Contain("128 bytes"));
        g2.AsSpan(96, 32).Fill(0xff);
        Assert.That(_curve.TryDecodeG2Montgomery(g2, out _, out reason), Is.False);
        Assert.That(reason, Does.Contain("y coordinate is not below"));

        static byte[] Convert32(ReadOnlySpan<byte> value)
        {
            var result = new byte[32];
            ((new BigInteger(value, isUnsigned: true, isBigEndian: true) << 256) % Fq.Characteristic).TryWriteBytes(result, out _, isUnsigned: true);
            return result;
        }
    }
}
