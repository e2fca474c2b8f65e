using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Zk.Curves;

/// <summary>
/// EdDSA on Baby Jubjub with Poseidon2 as challenge hash. A secret key is 32 bytes k. With K512 the original Keccak-512 and integers read
/// little-endian: the scalar is s = K512("zk/eddsa/scalar" || k) mod l, the public key A = s * B8, and the nonce of a message M in Fr is
/// r = K512("zk/eddsa/nonce" || k || pack(A) || M as 32 bytes little-endian) mod l; 512 bits make the bias of the reduction below 2^-260.
/// The signature is R = r * B8, S = r + h * s mod l with h = Poseidon2 (domain <see cref="HashDomains.EdDsa"/>) of [R.x, R.y, A.x, A.y, M] taken
/// as an integer. Nothing here is constant time (big integers, branches on scalar bits, table-free but bit-dependent multiplication): sign only
/// where nobody can time it. Secrets are not wiped from memory.
/// </summary>
public static class EdDsa
{
    /// <summary>Length of a secret key in bytes.</summary>
    public const int SecretKeyLength = 32;

    /// <summary>A new secret key from the operating system's random source.</summary>
    public static byte[] NewSecretKey() => RandomNumberGenerator.GetBytes(SecretKeyLength);

    /// <summary>The public key of a secret key: a point of prime order.</summary>
    /// <exception cref="ArgumentException">The secret key has not 32 bytes.</exception>
    public static EdwardsPoint PublicKey(ReadOnlySpan<byte> secretKey) => BabyJubJub.Base.Multiply(Scalar(secretKey));

    /// <summary>Signs a message, deterministically.</summary>
    /// <exception cref="ArgumentException">The secret key has not 32 bytes.</exception>
    public static EdDsaSignature Sign(ReadOnlySpan<byte> secretKey, Fr message)
    {
        var s = Scalar(secretKey);
        var publicKey = BabyJubJub.Base.Multiply(s);
        Span<byte> encodedMessage = stackalloc byte[Fr.ByteLength];
        message.WriteLittleEndian(encodedMessage);
        var nonce = WideReduce("zk/eddsa/nonce", secretKey, publicKey.Pack(), encodedMessage);
        var r = BabyJubJub.Base.Multiply(nonce);
        var h = Challenge(r, publicKey, message).ToBigInteger();
        return new EdDsaSignature(r, (nonce + (h * s)) % BabyJubJub.SubgroupOrder);
    }

    /// <summary>The challenge h: one of r values, used as an integer multiplier of A, whose order l divides it out.</summary>
    public static Fr Challenge(EdwardsPoint r, EdwardsPoint publicKey, Fr message) =>
        Poseidon2.Hash(HashDomains.EdDsa, [r.X, r.Y, publicKey.X, publicKey.Y, message]);

    /// <summary>
    /// Verifies with the cofactorless equation S * B8 = R + h * A after the strict checks: 0 &lt;= S &lt; l, R on the curve, A a usable public key
    /// (<see cref="CheckPublicKey"/>). R then lies in the subgroup too. The rules are exactly those that the circuit proves.
    /// </summary>
    /// <param name="publicKey">The key A.</param>
    /// <param name="message">The message M.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="reason">Why it was refused; empty when it was accepted.</param>
    public static bool Verify(EdwardsPoint publicKey, Fr message, EdDsaSignature signature, out string reason)
    {
        if (!CheckPublicKey(publicKey, out reason))
            return false;
        reason = Judge(publicKey, message, signature);
        return reason.Length == 0;
    }

    /// <summary>Whether a point may be a public key: on the curve, in the subgroup of prime order, not the identity.</summary>
    public static bool CheckPublicKey(EdwardsPoint publicKey, out string reason)
    {
        reason = !publicKey.IsOnCurve ? "the public key is not on the curve"
            : publicKey.IsIdentity ? "the public key is the identity"
            : !publicKey.IsInSubgroup ? "the public key is not in the subgroup of prime order"
            : "";
        return reason.Length == 0;
    }

    private static string Judge(EdwardsPoint publicKey, Fr message, EdDsaSignature signature)
    {
        if (signature.S.Sign < 0 || signature.S >= BabyJubJub.SubgroupOrder)
            return "S is not below the subgroup order";
        if (!signature.R.IsOnCurve)
            return "R is not on the curve";
        var h = Challenge(signature.R, publicKey, message).ToBigInteger();
        var right = signature.R + publicKey.Multiply(h);
        return BabyJubJub.Base.Multiply(signature.S) == right ? "" : "the signature does not match the key and message";
    }

    private static BigInteger Scalar(ReadOnlySpan<byte> secretKey)
    {
        if (secretKey.Length != SecretKeyLength)
            throw new ArgumentException($"a secret key has {SecretKeyLength} bytes, not {secretKey.Length}", nameof(secretKey));
        return WideReduce("zk/eddsa/scalar", secretKey, [], []);
    }

    private static BigInteger WideReduce(string tag, ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message)
    {
        var state = new KeccakState(64);
        state.Update(Encoding.ASCII.GetBytes(tag));
        state.Update(secretKey);
        state.Update(publicKey);
        state.Update(message);
        Span<byte> digest = stackalloc byte[64];
        state.Finish(digest);
        return new BigInteger(digest, isUnsigned: true) % BabyJubJub.SubgroupOrder;
    }
}
