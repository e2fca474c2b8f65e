using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// fflonk (eprint 2021/1167) by SHPLONK over sets: the pack C_i of t columns is opened modulo Z_i = X^t − ζ or (X^t − ζ)(X^t − ζω). Modulo X^t − ζ it is
/// A(X) = Σ_j f_j(ζ) X^j, modulo X^t − ζω it is B(X) = Σ_j f_j(ζω) X^j, so the remainders are known without any t-th root (docs/protocol.md, section 10).
/// </summary>
internal static class FflonkVerifier
{
    /// <summary>
    /// One pairing check: e(F + y W′, [1]_2) = e(W′, [τ]_2), with F = Σ_i v^i Z_0(y)/Z_i(y) (C_i − [r_i(y)]_1) − Z_0(y) W over C_0, C_1, C_2, T.
    /// </summary>
    /// <returns>Why it does not hold, or null.</returns>
    public static string? FindFault<TF>(VerifyingKey<TF> key, Proof<TF> proof, ProofTranscript<TF> transcript, TF quotient)
        where TF : unmanaged, IPrimeField<TF>
    {
        var layout = key.Layout;
        var (zeta, y) = (transcript.Zeta, transcript.Y);
        var next = zeta * TF.RootOfUnity(key.Log2);
        var packs = FflonkPack.Of(layout);
        if (FflonkWeights<TF>.At(packs, zeta, next, transcript.V, y) is not { } weights)
            return "a denominator is zero";

        var constant = weights.Factors[^1] * quotient;
        var slope = (next - zeta).Inverse();
        for (var i = 0; i < packs.Length; i++)
            constant += weights.Factors[i] * Remainder(packs[i], proof.Evaluations, zeta, slope, y);

        var last = proof.Commitments[layout.FinalOpeningProof];
        G1Point[] points = [key.FixedCommitments[0], .. proof.Commitments.Take(layout.OpeningProof), key.Curve.G1Generator, proof.Commitments[layout.OpeningProof], last];
        TF[] scalars = [.. weights.Factors, -constant, -weights.Vanishing, y];
        var left = key.Curve.LinearCombination(points, scalars);
        var right = key.Curve.Multiply(last, -TF.One);
        return key.Curve.PairingCheck([left, right], [key.Curve.G2Generator, key.TauG2]) ? null : "the pairing check fails";
    }

    /// <summary>r(y) of a pack, slope being 1/(ζω − ζ): A(y), or the A(y) + (y^t − ζ)/(ζω − ζ)·(B(y) − A(y)) that is A modulo X^t − ζ and B modulo X^t − ζω.</summary>
    internal static TF Remainder<TF>(FflonkPack pack, IReadOnlyList<TF> evaluations, TF zeta, TF slope, TF y)
        where TF : unmanaged, IPrimeField<TF>
    {
        TF AtY(int rotation)
        {
            var value = TF.Zero;
            for (var j = pack.Size - 1; j >= 0; j--)
                value = (value * y) + evaluations[pack.Openings[j].Evaluation + rotation];
            return value;
        }

        var first = AtY(0);
        return pack.AtNext ? first + ((y.Pow((ulong)pack.Size) - zeta) * slope * (AtY(1) - first)) : first;
    }
}
