using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// What a verifier divides by, in the order of the contract: ζ^n − 1, ζ, and ζ − ω^i for the rows i whose Lagrange polynomials it evaluates. The contract
/// gets the inverse of their product as a hint and checks it by one product, since an inverse of its own would cost more.
/// </summary>
internal static class EvaluationPoint
{
    /// <summary>The rows of L_i that occur: the public inputs' (row 0 if there are none), then u − 1.</summary>
    public static long[] LagrangeRows(VerifyingKey<Fr> key) =>
        [.. Enumerable.Range(0, Math.Max(1, key.System.PublicInputs)).Select(i => (long)i), key.UsableRows - 1];

    /// <summary>1/(ζ (ζ^n − 1) ∏_i (ζ − ω^i) D), with D what the commitment scheme divides by.</summary>
    /// <returns>Whether no denominator is zero.</returns>
    public static bool TryHint(VerifyingKey<Fr> key, ProofTranscript<Fr> transcript, out Fr hint)
    {
        var zeta = transcript.Zeta;
        var omega = Fr.RootOfUnity(key.Log2);
        var product = zeta * (zeta.Pow((ulong)key.Rows) - Fr.One) * OpeningScheme<Fr>.Of(key.Scheme).Denominators(key, transcript);
        foreach (var row in LagrangeRows(key))
            product *= zeta - omega.Pow((ulong)row);
        hint = product.IsZero ? Fr.Zero : product.Inverse();
        return !product.IsZero;
    }
}
