using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

[TestFixture(typeof(Fq), typeof(Bn254G1))]
[TestFixture(typeof(Fq2), typeof(Bn254G2))]
internal sealed class PointEncodingTests<TField, TCurve>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    private static readonly int _n = TField.ByteLength;

    [Test]
    public void BothFormsRoundTrip()
    {
        foreach (var point in CurveSamples<TField, TCurve>.Few)
        {
            Assert.That(PointEncoding.TryReadUncompressed<TField, TCurve>(Uncompressed(point), out var back, out var reason), Is.True, reason);
            Assert.That(back, Is.EqualTo(point));
            Assert.That(PointEncoding.TryReadCompressed<TField, TCurve>(Compressed(point), out back, out reason), Is.True, reason);
            Assert.That(back, Is.EqualTo(point));
        }
    }

    [Test]
    public void InfinityIsZerosAndItsFlag()
    {
        Assert.That(Uncompressed(default), Is.All.Zero);
        Assert.That(Compressed(default)[0], Is.EqualTo(0x40));
        Assert.That(Compressed(default)[1..], Is.All.Zero);
    }

    [Test]
    public void WrongLengthsAreRefused()
    {
        foreach (var length in new[] { 0, 1, _n - 1, _n + 1, (2 * _n) - 1, (2 * _n) + 1, 4 * _n })
        {
            UncompressedRefused(new byte[length], "bytes, not");
            CompressedRefused(new byte[length], "bytes, not");
        }

        UncompressedRefused(new byte[_n], "bytes, not");
        CompressedRefused(new byte[2 * _n], "bytes, not");
    }

    /// <summary>Each coefficient of each coordinate plus q: the same residue, so a second encoding of one point.</summary>
    [Test]
    public void CoordinatesNotBelowTheModulusAreRefused()
    {
        var bytes = Uncompressed(TCurve.Generator);
        for (var at = 0; at < bytes.Length; at += 32)
        {
            var changed = (byte[])bytes.Clone();
            var value = new BigInteger(changed.AsSpan(at, 32), isUnsigned: true, isBigEndian: true) + Fq.Characteristic;
            FieldSamples.WriteBigEndian(value, changed.AsSpan(at, 32));
            UncompressedRefused(changed, $"the {(at < _n ? "x" : "y")} coordinate is not below");
            FieldSamples.WriteBigEndian(Fq.Characteristic, changed.AsSpan(at, 32));
            UncompressedRefused(changed, "is not below");
            changed.AsSpan(at, 32).Fill(0xff);
            UncompressedRefused(changed, "is not below");
        }
    }

    [Test]
    public void PointsOffTheCurveAreRefused()
    {
        var bytes = Uncompressed(TCurve.Generator);
        bytes[^1] ^= 1;
        UncompressedRefused(bytes, "not on the curve");
        bytes = new byte[2 * _n];
        bytes[_n - 1] = 1;
        UncompressedRefused(bytes, "not on the curve");
        bytes = new byte[2 * _n];
        bytes[^1] = 1;
        UncompressedRefused(bytes, "not on the curve");
    }

    [Test]
    public void CompressedFlagsAreStrict()
    {
        var good = Compressed(TCurve.Generator);
        CompressedRefused([(byte)(good[0] & 0x3f), .. good[1..]], "flag bits");
        CompressedRefused([(byte)((good[0] & 0x3f) | 0x40), .. good[1..]], "infinity");
        CompressedRefused(new byte[_n], "flag bits");
        CompressedRefused([0x41, .. new byte[_n - 1]], "infinity");
        CompressedRefused([0x40, .. new byte[_n - 2], 1], "infinity");

        // The other flag is the other point.
        var other = (byte[])good.Clone();
        other[0] ^= 0x40;
        Assert.That(PointEncoding.TryReadCompressed<TField, TCurve>(other, out var point, out _));
        Assert.That(point, Is.EqualTo(-TCurve.Generator));
    }

    [Test]
    public void CompressedCoordinatesAreStrict()
    {
        var full = new byte[_n];
        full.AsSpan().Fill(0xff);
        CompressedRefused(full, "not below");

        var x = TField.One;
        while (((x.Square() * x) + TCurve.B).TrySqrt(out _))
            x += TField.One;
        var bytes = new byte[_n];
        x.WriteBigEndian(bytes);
        bytes[0] |= 0x80;
        CompressedRefused(bytes, "no point");
    }

    internal static byte[] Uncompressed(AffinePoint<TField, TCurve> point)
    {
        var bytes = new byte[2 * _n];
        PointEncoding.WriteUncompressed(point, bytes);
        return bytes;
    }

    internal static byte[] Compressed(AffinePoint<TField, TCurve> point)
    {
        var bytes = new byte[_n];
        PointEncoding.WriteCompressed(point, bytes);
        return bytes;
    }

    private static void UncompressedRefused(byte[] bytes, string why)
    {
        Assert.That(PointEncoding.TryReadUncompressed<TField, TCurve>(bytes, out var point, out var reason), Is.False);
        Assert.That(reason, Does.Contain(why));
        Assert.That(point.IsIdentity);
    }

    private static void CompressedRefused(byte[] bytes, string why)
    {
        Assert.That(PointEncoding.TryReadCompressed<TField, TCurve>(bytes, out var point, out var reason), Is.False);
        Assert.That(reason, Does.Contain(why));
        Assert.That(point.IsIdentity);
    }
}

internal sealed class G2EncodingTests
{
    [Test]
    public void PointsOutsideTheSubgroupAreRefusedInBothForms()
    {
        foreach (var point in Bn254PointTests.PointsOutsideG2().Take(5))
        {
            var uncompressed = PointEncodingTests<Fq2, Bn254G2>.Uncompressed(point);
            Assert.That(PointEncoding.TryReadUncompressed<Fq2, Bn254G2>(uncompressed, out _, out var reason), Is.False);
            Assert.That(reason, Does.Contain("subgroup"));
            var compressed = PointEncodingTests<Fq2, Bn254G2>.Compressed(point);
            Assert.That(PointEncoding.TryReadCompressed<Fq2, Bn254G2>(compressed, out _, out reason), Is.False);
            Assert.That(reason, Does.Contain("subgroup"));
        }
    }

    /// <summary>EIP-197 puts the imaginary part first: the generator's encoding as every Solidity verifier has it.</summary>
    [Test]
    public void TheGeneratorIsEncodedAsEip197SaysIt() => Assert.That(
        Convert.ToHexStringLower(PointEncodingTests<Fq2, Bn254G2>.Uncompressed(Bn254G2.Generator)),
        Is.EqualTo(
            "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2" +
            "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed" +
            "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b" +
            "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"));
}
