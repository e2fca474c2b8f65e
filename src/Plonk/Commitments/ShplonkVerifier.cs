using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// SHPLONK with two group elements (BDFG20, eprint 2020/081, section 4) for openings at ζ and ζω or at ζ alone. With Z_T(X) = (X − ζ)(X − ζω) and
/// remainders r_i(X) through the claimed values, the proof shows that Z_T divides f(X) = Σ v^i Z_{T∖S_i}(X)(f_i(X) − r_i(X)), where Z_{T∖S_i} is one
/// for polynomials opened at both points and X − ζω for those opened at ζ alone.
/// </summary>
internal static class ShplonkVerifier
{
    /// <summary>
    /// One pairing check: e(F + y W′, [1]_2) = e(W′, [τ]_2), with
    /// F = Σ v^i Z_{T∖S_i}(y) (C_i − [r_i(y)]_1) − Z_T(y) W, the quotient being the last polynomial.
    /// </summary>
    public static bool Verify<TF>(VerifyingKey<TF> key, Proof<TF> proof, ProofTranscript<TF> transcript, TF quotient)
        where TF : unmanaged, IPrimeField<TF>
    {
        var layout = key.Layout;
        var zeta = transcript.Zeta;
        var y = transcript.Y;
        var next = zeta * TF.RootOfUnity(key.Log2);

        // r(y) = (1 − t) f(ζ) + t f(ζω) where t = (y − ζ)/(ζω − ζ); the caller has made sure that ζ is not zero.
        var t = (y - zeta) * (next - zeta).Inverse();
        var power = TF.One;
        var constant = TF.Zero;
        var points = new List<G1Point>();
        var scalars = new List<TF>();
        foreach (var opening in layout.Openings)
        {
            var value = proof.Evaluations[opening.Evaluation];
            var weight = power;
            if (opening.AtNext)
                value += t * (proof.Evaluations[opening.Evaluation + 1] - value);
            else
                weight *= y - next;
            points.Add(Commitment(key, proof, opening));
            scalars.Add(weight);
            constant += weight * value;
            power *= transcript.V;
        }

        var quotientWeight = power * (y - next);
        constant += quotientWeight * quotient;
        var shift = zeta.Pow((ulong)(layout.QuotientWidth * key.Rows));
        for (var i = 0; i < layout.QuotientPieces; i++, quotientWeight *= shift)
        {
            points.Add(proof.Commitments[layout.QuotientStart + i]);
            scalars.Add(quotientWeight);
        }

        points.Add(key.Curve.G1Generator);
        scalars.Add(-constant);
        points.Add(proof.Commitments[layout.OpeningProof]);
        scalars.Add(-((y - zeta) * (y - next)));
        var last = proof.Commitments[layout.FinalOpeningProof];
        points.Add(last);
        scalars.Add(y);

        var left = key.Curve.LinearCombination(points.ToArray(), scalars.ToArray());
        var right = key.Curve.Multiply(last, -TF.One);
        return key.Curve.PairingCheck([left, right], [key.Curve.G2Generator, key.TauG2]);
    }

    private static G1Point Commitment<TF>(VerifyingKey<TF> key, Proof<TF> proof, Opening opening)
        where TF : unmanaged, IPrimeField<TF> => opening.Kind switch
        {
            ExpressionKind.Fixed => key.FixedCommitments[opening.Index],
            ExpressionKind.Advice => proof.Commitments[opening.Index],
            ExpressionKind.Multiplicity => proof.Commitments[key.System.AdviceColumns + opening.Index],
            ExpressionKind.Accumulator => proof.Commitments[key.Layout.AccumulatorStart + opening.Index],
            _ => throw new InvalidOperationException($"{opening.Kind} is no column"),
        };
}
