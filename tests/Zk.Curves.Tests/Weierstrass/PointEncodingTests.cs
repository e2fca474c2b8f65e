using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

[TestFixture(typeof(Fq), typeof(Bn254G1))]
[TestFixture(typeof(Fq2), typeof(Bn254G2))]
[TestFixture(typeof(BlsFq), typeof(Bls12381G1))]
[TestFixture(typeof(BlsFq2), typeof(Bls12381G2))]
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
        var size = _n / TField.ExtensionDegree;
        for (var at = 0; at < bytes.Length; at += size)
        {
            var changed = (byte[])bytes.Clone();
            var value = new BigInteger(changed.AsSpan(at, size), isUnsigned: true, isBigEndian: true) + TField.Characteristic;
            FieldSamples.WriteBigEndian(value, changed.AsSpan(at, size));
            UncompressedRefused(changed, $"the {(at < _n ? "x" : "y")} coordinate is not below");
            FieldSamples.WriteBigEndian(TField.Characteristic, changed.AsSpan(at, size));
            UncompressedRefused(changed, "is not below");
            changed.AsSpan(at, size).Fill(0xff);
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

[TestFixture(typeof(Fq2), typeof(Bn254G2))]
[TestFixture(typeof(BlsFq), typeof(Bls12381G1))]
[TestFixture(typeof(BlsFq2), typeof(Bls12381G2))]
internal sealed class SubgroupEncodingTests<TField, TCurve>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    [Test]
    public void PointsOutsideTheSubgroupAreRefusedInBothForms()
    {
        foreach (var point in CurvePoints<TField, TCurve>.BySmallX().Take(5))
        {
            var uncompressed = PointEncodingTests<TField, TCurve>.Uncompressed(point);
            Assert.That(PointEncoding.TryReadUncompressed<TField, TCurve>(uncompressed, out _, out var reason), Is.False);
            Assert.That(reason, Does.Contain("subgroup"));
            var compressed = PointEncodingTests<TField, TCurve>.Compressed(point);
            Assert.That(PointEncoding.TryReadCompressed<TField, TCurve>(compressed, out _, out reason), Is.False);
            Assert.That(reason, Does.Contain("subgroup"));
        }
    }
}

internal sealed class StandardEncodingTests
{
    /// <summary>EIP-197 puts the imaginary part first: the generator's encoding as every Solidity verifier has it.</summary>
    [Test]
    public void TheGeneratorIsEncodedAsEip197SaysIt() => Assert.That(
        Convert.ToHexStringLower(PointEncodingTests<Fq2, Bn254G2>.Uncompressed(Bn254G2.Generator)),
        Is.EqualTo(
            "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2" +
            "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed" +
            "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b" +
            "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"));

    /// <summary>The uncompressed form that Zcash introduced, whose three flag bits are zero but for infinity.</summary>
    [Test]
    public void TheGeneratorOfBls12381IsEncodedAsZcashHasIt() => Assert.That(
        Convert.ToHexStringLower(PointEncodingTests<BlsFq2, Bls12381G2>.Uncompressed(Bls12381G2.Generator)),
        Is.EqualTo(
            "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e" +
            "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8" +
            "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be" +
            "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"));
}
