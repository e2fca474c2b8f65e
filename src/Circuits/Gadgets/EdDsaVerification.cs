namespace Zk.Circuits;

/// <summary>Signatures of <see cref="EdDsa"/>, verified by the same rules as natively.</summary>
public static class EdDsaVerification
{
    /// <summary>
    /// Asserts that (R, S) is a signature of the message by the key A: S &lt; l, R on the curve and S·B8 = R + h·A without cofactor, where h, the
    /// canonical integer of the hash of R, A and M, is below r. The caller has proven that A is in the prime-order subgroup and not the identity
    /// (by a key check, or because it comes from a tree that only such keys enter). There is no switch to turn it off: where nothing is
    /// signed, let it verify a constant signature.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="keyX">A.x.</param>
    /// <param name="keyY">A.y.</param>
    /// <param name="message">M.</param>
    /// <param name="rX">R.x.</param>
    /// <param name="rY">R.y.</param>
    /// <param name="s">S.</param>
    public static void VerifyEdDsa(this CircuitBuilder<Fr> builder, Wire keyX, Wire keyY, Wire message, Wire rX, Wire rY, Wire s)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("eddsa");
        builder.AssertOnCurve(rX, rY);
        var h = builder.Poseidon2Hash(HashDomains.EdDsa, [rX, rY, keyX, keyY, message]);
        var left = builder.MultiplyBase(s);
        var right = builder.Add((rX, rY), builder.Multiply(h, (keyX, keyY)));
        builder.AssertEqual(left.X, right.X);
        builder.AssertEqual(left.Y, right.Y);
    }
}
