using System.Numerics;
using NUnit.Framework;
using Zk.Curves;
using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

namespace Zk.Testing;

/// <summary>
/// Valid signatures that <see cref="EdDsa.Sign"/> never makes, since secret and nonce are of the signer's choice: R is the identity, the base point, the key, or the
/// opposite of one of them, under keys that are small multiples of the base point. Sums on the way to S·B8 − h·A meet the identity and doublings.
/// </summary>
public static class UnusualSignatures
{
    /// <summary>A name, the key, the message, and the signature.</summary>
    public static IEnumerable<TestCaseData> All()
    {
        var message = Fr.FromUInt64(42);
        foreach (var secret in new BigInteger[] { 1, 2, -1, BabyJubJub.SubgroupOrder / 3 })
        {
            foreach (var nonce in new[] { BigInteger.Zero, 1, -1, secret, -secret }.Distinct())
            {
                var (key, r) = (BabyJubJub.Base.Multiply(secret), BabyJubJub.Base.Multiply(nonce));
                var s = (nonce + (EdDsa.Challenge(r, key, message).ToBigInteger() * secret)) % BabyJubJub.SubgroupOrder;
                var signature = new EdDsaSignature(r, s.Sign < 0 ? s + BabyJubJub.SubgroupOrder : s);
                var name = $"secret {(secret > 2 ? "l/3" : secret)}, nonce {(BigInteger.Abs(nonce) > 2 ? nonce.Sign < 0 ? "-l/3" : "l/3" : nonce)}";
                yield return new TestCaseData(name, key, message, signature).SetArgDisplayNames(name);
            }
        }
    }
}
