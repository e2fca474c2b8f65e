using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>Damaged proofs.</summary>
public static class Mutations
{
    public static Proof<TF> ReplaceCommitment<TF>(Proof<TF> proof, int index, G1Point point)
        where TF : unmanaged, IPrimeField<TF>
    {
        var commitments = proof.Commitments.ToArray();
        commitments[index] = point;
        return new(commitments, proof.Evaluations);
    }

    /// <summary>Adds the generator to a commitment.</summary>
    public static Proof<TF> ShiftCommitment<TF>(Proof<TF> proof, int index, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF> => ReplaceCommitment(proof, index, curve.Add(proof.Commitments[index], curve.G1Generator));

    public static Proof<TF> ReplaceEvaluation<TF>(Proof<TF> proof, int index, TF value)
        where TF : unmanaged, IPrimeField<TF>
    {
        var evaluations = proof.Evaluations.ToArray();
        evaluations[index] = value;
        return new(proof.Commitments, evaluations);
    }

    /// <summary>Adds one to an evaluation.</summary>
    public static Proof<TF> ShiftEvaluation<TF>(Proof<TF> proof, int index)
        where TF : unmanaged, IPrimeField<TF> => ReplaceEvaluation(proof, index, proof.Evaluations[index] + TF.One);

    /// <summary>Every proof that differs in one element or in the order of two, with a name.</summary>
    public static IEnumerable<(string Name, Proof<TF> Proof)> All<TF>(Proof<TF> proof, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        for (var i = 0; i < proof.Commitments.Count; i++)
        {
            var point = proof.Commitments[i];
            yield return ($"commitment {i} + G", ShiftCommitment(proof, i, curve));
            yield return ($"commitment {i} negated", ReplaceCommitment(proof, i, curve.Negate(point)));
            yield return ($"commitment {i} doubled", ReplaceCommitment(proof, i, curve.Add(point, point)));
            yield return ($"commitment {i} at infinity", ReplaceCommitment(proof, i, curve.G1Infinity));
            yield return ($"commitment {i} the generator", ReplaceCommitment(proof, i, curve.G1Generator));
            for (var j = 0; j < i; j++)
                yield return ($"commitments {i} and {j} swapped", ReplaceCommitment(ReplaceCommitment(proof, i, proof.Commitments[j]), j, point));
        }

        for (var i = 0; i < proof.Evaluations.Count; i++)
        {
            var value = proof.Evaluations[i];
            yield return ($"evaluation {i} + 1", ShiftEvaluation(proof, i));
            if (!value.IsZero)
            {
                yield return ($"evaluation {i} zero", ReplaceEvaluation(proof, i, TF.Zero));
                yield return ($"evaluation {i} negated", ReplaceEvaluation(proof, i, -value));
            }

            for (var j = 0; j < i; j++)
            {
                if (proof.Evaluations[j] != value)
                    yield return ($"evaluations {i} and {j} swapped", ReplaceEvaluation(ReplaceEvaluation(proof, i, proof.Evaluations[j]), j, value));
            }
        }

        yield return ("without commitments", new([], proof.Evaluations));
        yield return ("without evaluations", new(proof.Commitments, []));
        yield return ("one commitment less", new([.. proof.Commitments.SkipLast(1)], proof.Evaluations));
        yield return ("first commitment missing", new([.. proof.Commitments.Skip(1)], proof.Evaluations));
        yield return ("one commitment more", new([.. proof.Commitments, curve.G1Generator], proof.Evaluations));
        yield return ("one evaluation less", new(proof.Commitments, [.. proof.Evaluations.SkipLast(1)]));
        yield return ("one evaluation more", new(proof.Commitments, [.. proof.Evaluations, TF.Zero]));
        yield return ("all at infinity and zero", new([.. proof.Commitments.Select(_ => curve.G1Infinity)], [.. proof.Evaluations.Select(_ => TF.Zero)]));
    }
}
