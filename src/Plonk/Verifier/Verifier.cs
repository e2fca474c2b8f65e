using System.Diagnostics.CodeAnalysis;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Checks proofs: strict decoding, the transcript, the identity at ζ, and one pairing check for all openings. Works in time linear in the number of
/// constraints and public inputs. Nothing about a proof makes it throw.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class Verifier<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly VerifyingKey<TF> _key;

    /// <summary>Creates a verifier for the proofs of one circuit.</summary>
    public Verifier(VerifyingKey<TF> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = key;
    }

    /// <summary>Whether the proof shows that a witness with these public inputs exists.</summary>
    public bool Verify(Proof<TF> proof, ReadOnlySpan<TF> publicInputs) => Verify(proof, publicInputs, out _);

    /// <summary>Whether the proof shows that a witness with these public inputs exists; if not, the reason.</summary>
    public bool Verify(Proof<TF> proof, ReadOnlySpan<TF> publicInputs, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(proof);
        reason = FindMalformation(proof, publicInputs.Length);
        if (reason is not null)
            return false;

        var layout = _key.Layout;
        var commitments = proof.Commitments;
        var evaluations = proof.Evaluations.ToArray();
        var transcript = new ProofTranscript<TF>(_key, publicInputs);
        transcript.Columns(commitments.Take(layout.AccumulatorStart));
        transcript.Accumulators(commitments.Take(layout.AccumulatorStart..layout.QuotientStart));
        transcript.Quotient(commitments.Take(layout.QuotientStart..layout.OpeningProof));
        transcript.Evaluations(evaluations);
        transcript.OpeningProof(commitments[layout.OpeningProof]);

        if (!VerifierEquation.TryQuotient(_key, transcript.Challenges.ToArray(), transcript.Zeta, evaluations, publicInputs, out var quotient))
        {
            reason = "a denominator is zero";
            return false;
        }

        reason = OpeningScheme<TF>.Of(_key.Scheme).FindFault(_key, proof, transcript, quotient);
        return reason is null;
    }

    /// <summary>Why a proof is not even the right shape, or null: counts, and each point on the curve, in the subgroup and not at infinity.</summary>
    private string? FindMalformation(Proof<TF> proof, int publicInputs)
    {
        var layout = _key.Layout;
        if (publicInputs != _key.System.PublicInputs)
            return $"there are {publicInputs} public inputs instead of {_key.System.PublicInputs}";
        if (proof.Commitments.Count != layout.CommitmentCount)
            return $"the proof has {proof.Commitments.Count} commitments instead of {layout.CommitmentCount}";
        if (proof.Evaluations.Count != layout.EvaluationCount)
            return $"the proof has {proof.Evaluations.Count} evaluations instead of {layout.EvaluationCount}";
        for (var i = 0; i < proof.Commitments.Count; i++)
        {
            if (!_key.Curve.TryDecodeG1(proof.Commitments[i].Bytes, out var point, out var reason))
                return $"commitment {i}: {reason}";
            if (point.IsInfinity)
                return $"commitment {i} is the point at infinity";
        }

        return null;
    }
}
