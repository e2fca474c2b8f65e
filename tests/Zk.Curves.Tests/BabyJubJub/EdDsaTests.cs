using System.Numerics;

namespace Zk.Curves.Tests;

public class EdDsaTests
{
    private static readonly byte[] _secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly EdwardsPoint _key = EdDsa.PublicKey(_secret);
    private static readonly Fr _message = Fr.FromUInt64(42);
    private static readonly EdDsaSignature _signature = EdDsa.Sign(_secret, _message);

    [Test]
    public void SignaturesVerify()
    {
        for (var i = 0; i < 10; i++)
        {
            var secret = EdDsa.NewSecretKey();
            var message = Fr.Random();
            var signature = EdDsa.Sign(secret, message);
            Assert.That(EdDsa.Verify(EdDsa.PublicKey(secret), message, signature, out var reason), Is.True, reason);
            Assert.That(reason, Is.Empty);
        }

        foreach (var message in new[] { Fr.Zero, Fr.One, -Fr.One })
            Assert.That(EdDsa.Verify(_key, message, EdDsa.Sign(_secret, message), out _));
    }

    [Test]
    public void SigningIsDeterministicAndNoncesDiffer()
    {
        Assert.That(EdDsa.Sign(_secret, _message), Is.EqualTo(_signature));
        Assert.That(EdDsa.Sign(_secret, _message + Fr.One).R, Is.Not.EqualTo(_signature.R));
        Assert.That(_signature.S, Is.LessThan(BabyJubJub.SubgroupOrder));
    }

    [Test]
    public void MalleabilityByAddingTheOrderIsRefused()
    {
        Refused(_key, _message, _signature with { S = _signature.S + BabyJubJub.SubgroupOrder }, "S is not below");
        Refused(_key, _message, _signature with { S = _signature.S - BabyJubJub.SubgroupOrder }, "S is not below");
        Refused(_key, _message, _signature with { S = BabyJubJub.SubgroupOrder }, "S is not below");
    }

    /// <summary>Under a key of small order anyone could sign: R = S * B8 - h * A is easy to hit.</summary>
    [Test]
    public void SmallOrderKeysAreRefused()
    {
        foreach (var torsion in EdwardsPointTests.Torsion())
        {
            var s = new BigInteger(5);
            var forged = new EdDsaSignature(BabyJubJub.Base.Multiply(s), s);
            Refused(torsion, _message, forged, torsion.IsIdentity ? "identity" : "subgroup");
            if (!torsion.IsIdentity)
                Refused(_key + torsion, _message, _signature, "subgroup");
        }
    }

    [Test]
    public void PointsOffTheCurveAreRefused()
    {
        Refused(_key, _message, _signature with { R = new EdwardsPoint(Fr.One, Fr.One) }, "R is not on the curve");
        Refused(_key, _message, _signature with { R = default }, "R is not on the curve");
        Refused(default, _message, _signature, "key is not on the curve");
        Refused(new EdwardsPoint(_key.X, -_key.X), _message, _signature, "key is not on the curve");
    }

    [Test]
    public void TamperingIsRefused()
    {
        const string why = "does not match";
        Refused(_key, _message + Fr.One, _signature, why);
        Refused(EdDsa.PublicKey(EdDsa.NewSecretKey()), _message, _signature, why);
        Refused(-_key, _message, _signature, why);
        Refused(_key, _message, _signature with { S = _signature.S + 1 }, why);
        Refused(_key, _message, _signature with { S = 0 }, why);
        Refused(_key, _message, _signature with { R = -_signature.R }, why);
        Refused(_key, _message, _signature with { R = EdwardsPoint.Identity }, why);

        // A cofactored verifier would take this one, so the rule must be kept equal in the circuit.
        foreach (var torsion in EdwardsPointTests.Torsion().Skip(1))
            Refused(_key, _message, _signature with { R = _signature.R + torsion }, why);
    }

    [Test]
    public void EncodingRoundTripsAndIsStrict()
    {
        var bytes = _signature.Encode();
        Assert.That(bytes, Has.Length.EqualTo(64));
        Assert.That(EdDsaSignature.TryDecode(bytes, out var back, out _));
        Assert.That(back, Is.EqualTo(_signature));

        DecodeRefused(bytes[..63], "64 bytes");
        DecodeRefused([.. bytes, 0], "64 bytes");
        var large = (byte[])bytes.Clone();
        (_signature.S + BabyJubJub.SubgroupOrder).TryWriteBytes(large.AsSpan(32), out _, isUnsigned: true);
        DecodeRefused(large, "S is not below");
        var off = (byte[])bytes.Clone();
        off.AsSpan(0, 32).Fill(0xff);
        DecodeRefused(off, "R: ");
        Assert.That(() => (_signature with { S = -1 }).Encode(), Throws.InvalidOperationException);
    }

    [Test]
    public void SecretKeysHave32Bytes()
    {
        Assert.That(() => EdDsa.PublicKey(new byte[31]), Throws.ArgumentException);
        Assert.That(() => EdDsa.Sign(new byte[33], _message), Throws.ArgumentException);
    }

    private static void Refused(EdwardsPoint key, Fr message, EdDsaSignature signature, string why)
    {
        Assert.That(EdDsa.Verify(key, message, signature, out var reason), Is.False);
        Assert.That(reason, Does.Contain(why));
    }

    private static void DecodeRefused(byte[] bytes, string why)
    {
        Assert.That(EdDsaSignature.TryDecode(bytes, out _, out var reason), Is.False);
        Assert.That(reason, Does.Contain(why));
    }
}
