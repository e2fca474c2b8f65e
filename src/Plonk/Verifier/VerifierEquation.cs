using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// The identity that a proof's evaluations must satisfy at ζ, solved for the quotient: T(ζ) = Σ α^i C_i(ζ) / Z(ζ), with
/// Z(X) = (X^n − 1)/∏_{i=u}^{n−1}(X − ω^i). The verifier takes T(ζ) from here; the prover checks its own quotient against it.
/// </summary>
internal static class VerifierEquation
{
    /// <summary>
    /// Computes T(ζ), with challenges by <see cref="ChallengeId"/>; unless a denominator is zero, here or in the openings: ζ is in the domain or zero.
    /// </summary>
    public static bool TryQuotient<TF>(
        VerifyingKey<TF> key, TF[] challenges, TF zeta, IReadOnlyList<TF> evaluations, ReadOnlySpan<TF> publicInputs, out TF quotient)
        where TF : unmanaged, IPrimeField<TF>
    {
        quotient = TF.Zero;
        var vanishing = zeta.Pow((ulong)key.Rows) - TF.One;
        if (vanishing.IsZero || zeta.IsZero)
            return false;

        var special = SpecialLeaves(key, zeta, vanishing, publicInputs);
        var fold = new ExpressionFold<TF, TF>(
            leaf => leaf.Kind switch
            {
                ExpressionKind.Constant => leaf.Value,
                ExpressionKind.Challenge => challenges[leaf.Index],
                ExpressionKind.Fixed when key.IsZeroColumn(leaf.Index) => TF.Zero,
                ExpressionKind.Advice or ExpressionKind.Multiplicity or ExpressionKind.Accumulator or ExpressionKind.Fixed =>
                    evaluations[key.Layout.EvaluationIndex(leaf.Kind, leaf.Index, leaf.Rotation)],
                _ => special[leaf.Kind],
            },
            (a, b) => a + b,
            (a, b) => a * b);
        var alpha = challenges[(int)ChallengeId.Alpha];
        var combined = TF.Zero;
        for (var i = key.System.Constraints.Count - 1; i >= 0; i--)
            combined = (combined * alpha) + fold.Evaluate(key.System.Constraints[i].Constraint);

        quotient = combined * Domain.BlindingProduct(key.Log2, zeta) * vanishing.Inverse();
        return true;
    }

    /// <summary>X, L_0, L_{u−1}, the sum of L_i over public-input rows, and PI, at ζ: L_i(ζ) = ω^i (ζ^n − 1)/(n (ζ − ω^i)).</summary>
    private static Dictionary<ExpressionKind, TF> SpecialLeaves<TF>(VerifyingKey<TF> key, TF zeta, TF vanishing, ReadOnlySpan<TF> publicInputs)
        where TF : unmanaged, IPrimeField<TF>
    {
        var omega = TF.RootOfUnity(key.Log2);
        var count = publicInputs.Length;

        // The public-input rows, then row u − 1, then row 0 for a circuit without public inputs.
        var points = new TF[count + 2];
        var point = TF.One;
        for (var i = 0; i < count; i++, point *= omega)
            points[i] = point;
        points[^2] = omega.Pow((ulong)key.UsableRows - 1);
        points[^1] = TF.One;
        var lagrange = Array.ConvertAll(points, p => zeta - p);
        BatchInversion.Invert<TF>(lagrange);
        var common = vanishing * TF.FromUInt64((ulong)key.Rows).Inverse();
        for (var i = 0; i < points.Length; i++)
            lagrange[i] *= points[i] * common;

        var selector = TF.Zero;
        var instance = TF.Zero;
        for (var i = 0; i < count; i++)
        {
            selector += lagrange[i];
            instance += publicInputs[i] * lagrange[i];
        }

        return new()
        {
            [ExpressionKind.X] = zeta,
            [ExpressionKind.FirstRow] = lagrange[^1],
            [ExpressionKind.LastRow] = lagrange[^2],
            [ExpressionKind.InstanceSelector] = selector,
            [ExpressionKind.Instance] = instance,
        };
    }
}
