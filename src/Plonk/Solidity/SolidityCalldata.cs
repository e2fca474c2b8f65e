using System.Diagnostics.CodeAnalysis;
using System.Text;
using Zk.Curves;

namespace Zk.Plonk;

/// <summary>The calldata with which the contract of <see cref="SolidityVerifier"/> verifies a proof.</summary>
public static class SolidityCalldata
{
    /// <summary>
    /// Encodes a call: selector, public inputs, points, evaluations, all big-endian, and the hint that saves the contract its inversions. The hint follows from
    /// key, public inputs and proof; it is no part of a proof, and the contract checks it.
    /// </summary>
    /// <param name="key">The verifying key of the contract.</param>
    /// <param name="proof">The proof, valid or not.</param>
    /// <param name="publicInputs">The public inputs.</param>
    /// <returns>The bytes of the call.</returns>
    /// <exception cref="ArgumentException">
    /// The proof or the public inputs are not of the key's shape, or a denominator is zero, which no honest prover meets.
    /// </exception>
    public static byte[] Encode(VerifyingKey<Fr> key, Proof<Fr> proof, ReadOnlySpan<Fr> publicInputs)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(proof);
        if (!TryEncode(key, proof, publicInputs, out var calldata, out var reason))
            throw new ArgumentException(reason, nameof(proof));
        return calldata;
    }

    /// <summary>As <see cref="Encode"/>, with the reason instead of an exception.</summary>
    public static bool TryEncode(
        VerifyingKey<Fr> key, Proof<Fr> proof, ReadOnlySpan<Fr> publicInputs, [NotNullWhen(true)] out byte[]? calldata, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(proof);
        calldata = null;
        var layout = key.Layout;
        reason = key.Curve.Name != SolidityVerifier.Curve ? $"there is no contract for proofs over {key.Curve.Name}"
            : publicInputs.Length != key.System.PublicInputs ? $"there are {publicInputs.Length} public inputs instead of {key.System.PublicInputs}"
            : proof.Commitments.Count != layout.CommitmentCount ? $"the proof has {proof.Commitments.Count} commitments instead of {layout.CommitmentCount}"
            : proof.Evaluations.Count != layout.EvaluationCount ? $"the proof has {proof.Evaluations.Count} evaluations instead of {layout.EvaluationCount}"
            : null;
        if (reason is not null)
            return false;
        var transcript = new ProofTranscript<Fr>(key, publicInputs);
        transcript.Columns(proof.Commitments.Take(layout.AccumulatorStart));
        transcript.Accumulators(proof.Commitments.Take(layout.AccumulatorStart..layout.QuotientStart));
        transcript.Quotient(proof.Commitments.Take(layout.QuotientStart..layout.OpeningProof));
        transcript.Evaluations([.. proof.Evaluations]);
        transcript.OpeningProof(proof.Commitments[layout.OpeningProof]);
        if (!EvaluationPoint.TryHint(key, transcript, out var hint))
        {
            reason = "a denominator is zero";
            return false;
        }

        var places = new CalldataLayout(key);
        calldata = new byte[places.Length];
        Selector(places).CopyTo(calldata, 0);
        for (var i = 0; i < publicInputs.Length; i++)
            publicInputs[i].WriteBigEndian(calldata.AsSpan(CalldataLayout.PublicInput(i), CalldataLayout.Word));
        for (var i = 0; i < proof.Commitments.Count; i++)
            proof.Commitments[i].Bytes.CopyTo(calldata.AsSpan(places.Commitment(i)));
        for (var i = 0; i < proof.Evaluations.Count; i++)
            proof.Evaluations[i].WriteBigEndian(calldata.AsSpan(places.Evaluation(i), CalldataLayout.Word));
        hint.WriteBigEndian(calldata.AsSpan(places.Hint, CalldataLayout.Word));
        return true;
    }

    /// <summary>The first four bytes of a call: those of the hash of the function's signature.</summary>
    internal static byte[] Selector(CalldataLayout layout) => Keccak256.Hash(Encoding.ASCII.GetBytes(layout.Signature))[..CalldataLayout.Selector];
}
