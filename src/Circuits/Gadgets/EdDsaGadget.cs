using System.Numerics;

namespace Zk.Circuits;

/// <summary>
/// Verification of <see cref="EdDsa"/> signatures with exactly its rules: S &lt; l, R on the curve, A on the curve, of prime order and not the
/// identity, S·B8 = R + h·A without cofactor, where h is the canonical integer of the Poseidon2 challenge.
/// </summary>
public static class EdDsaGadget
{
    private static readonly BigInteger _inverseCofactor = BigInteger.ModPow(BabyJubJub.Cofactor, BabyJubJub.SubgroupOrder - 2, BabyJubJub.SubgroupOrder);

    /// <summary>
    /// Asserts that a pair of wires is a point that may be a public key: on the curve, of prime order l. It is eight times a hinted point of the
    /// curve, which puts it in the subgroup of order l; there only the identity has x = 0. Which of the eight such points is hinted is of no
    /// consequence. Seven rows.
    /// </summary>
    public static void AssertPublicKey(this CircuitBuilder<Fr> builder, (Wire X, Wire Y) key)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("public key");
        var eighth = builder.Hint("eighth of a point", "on the curve, doubled three times it is the point", [key.X, key.Y], 2, static (input, output) =>
        {
            var point = new EdwardsPoint(input[0], input[1]);
            var part = point.IsOnCurve ? point.Multiply(_inverseCofactor) : point;
            (output[0], output[1]) = (part.X, part.Y);
        });
        builder.AssertOnCurve(eighth[0], eighth[1]);
        var (x, y) = builder.DoubleRepeatedly((eighth[0], eighth[1]), 3);
        builder.AssertEqual(x, key.X);
        builder.AssertEqual(y, key.Y);
        builder.AssertNonZero(key.X);
    }

    /// <summary>Asserts that (R, S) is a signature of the message under the public key A.</summary>
    public static void AssertSignature(this CircuitBuilder<Fr> builder, (Wire X, Wire Y) publicKey, Wire message, (Wire X, Wire Y) r, Wire s)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("eddsa");
        var (x, y) = Commitment(builder, publicKey, Challenge(builder, publicKey, message, r), s);
        builder.AssertEqual(x, r.X);
        builder.AssertEqual(y, r.Y);
    }

    /// <summary>
    /// As <see cref="AssertSignature"/> where the bit is 1. Where it is 0 nothing at all is asserted about key, message, R and S: that a slot may
    /// be disabled is for the caller to justify.
    /// </summary>
    public static void AssertSignatureIf(this CircuitBuilder<Fr> builder, Bit enabled, (Wire X, Wire Y) publicKey, Wire message, (Wire X, Wire Y) r, Wire s)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("eddsa");
        var challenge = Challenge(builder, publicKey, message, r);

        // A disabled slot computes with the base point as key and S = 0, which satisfy every rule but the equation.
        var key = (builder.SelectConstant(enabled, publicKey.X, BabyJubJub.Base.X), builder.SelectConstant(enabled, publicKey.Y, BabyJubJub.Base.Y));
        var (x, y) = Commitment(builder, key, challenge, builder.Multiply(enabled, s));
        builder.AssertEqualIf(enabled, x, r.X);
        builder.AssertEqualIf(enabled, y, r.Y);
    }

    /// <summary>
    /// Whether (R, S) is a signature of the message under a public key, for any field elements R. That the key is usable and S below l is asserted; R is
    /// compared with a point of the curve, so one off the curve gives 0.
    /// </summary>
    public static Bit IsSignature(this CircuitBuilder<Fr> builder, (Wire X, Wire Y) publicKey, Wire message, (Wire X, Wire Y) r, Wire s)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("eddsa");
        var (x, y) = Commitment(builder, publicKey, Challenge(builder, publicKey, message, r), s);
        return builder.And(builder.IsEqual(x, r.X), builder.IsEqual(y, r.Y));
    }

    /// <summary>
    /// Whether (R, S) is a signature of the message under A: exactly where <see cref="AssertSignature"/> has a witness, for any field elements whatever.
    /// What fails a rule is exchanged for something that obeys it, so that there is a witness also for what is refused. 564 rows.
    /// </summary>
    public static Bit IsSignatureValid(this CircuitBuilder<Fr> builder, (Wire X, Wire Y) publicKey, Wire message, (Wire X, Wire Y) r, Wire s)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("eddsa");
        var challenge = Challenge(builder, publicKey, message, r);
        var isKey = builder.IsInSubgroup(publicKey.X, publicKey.Y);
        var isScalar = builder.IsBelow(s, BabyJubJub.SubgroupOrder);
        var key = (builder.SelectConstant(isKey, publicKey.X, BabyJubJub.Base.X), builder.SelectConstant(isKey, publicKey.Y, BabyJubJub.Base.Y));
        var (x, y) = Combination(builder, key, challenge, builder.Multiply(isScalar, s));
        var equal = builder.And(builder.IsEqual(x, r.X), builder.IsEqual(y, r.Y));
        return builder.Result("is a signature", builder.And(builder.And(isKey, isScalar), equal));
    }

    private static Wire Challenge(CircuitBuilder<Fr> builder, (Wire X, Wire Y) publicKey, Wire message, (Wire X, Wire Y) r) =>
        builder.Poseidon2Hash(HashDomains.EdDsa, [r.X, r.Y, publicKey.X, publicKey.Y, message]);

    /// <summary>S·B8 − h·A, which is R if the signature is right; it lies on the curve, so R then does.</summary>
    private static (Wire X, Wire Y) Commitment(CircuitBuilder<Fr> builder, (Wire X, Wire Y) key, Wire challenge, Wire s)
    {
        builder.AssertPublicKey(key);
        return Combination(builder, key, challenge, s);
    }

    private static (Wire X, Wire Y) Combination(CircuitBuilder<Fr> builder, (Wire X, Wire Y) key, Wire challenge, Wire s)
    {
        var negative = (builder.Affine(-Fr.One, key.X, Fr.Zero), key.Y);
        return builder.MultiplyBaseAdd(s, builder.Multiply(challenge, negative));
    }
}
