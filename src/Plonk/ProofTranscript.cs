using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// The rounds of a proof as the transcript sees them, the same for prover and verifier: what is absorbed, in which order, and what is drawn then.
/// docs/protocol.md, section 4. W′ is sent last and not absorbed.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class ProofTranscript<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Transcript _transcript = new();
    private readonly TF[] _challenges = new TF[(int)ChallengeId.Alpha + 1];

    /// <summary>Round 0: absorbs the key's digest and the public inputs.</summary>
    public ProofTranscript(VerifyingKey<TF> key, ReadOnlySpan<TF> publicInputs)
    {
        ArgumentNullException.ThrowIfNull(key);
        _transcript.Absorb(key.Digest);
        _transcript.Absorb(publicInputs);
    }

    /// <summary>θ, χ, β, γ and α, by <see cref="ChallengeId"/>; zero until drawn.</summary>
    public ReadOnlySpan<TF> Challenges => _challenges;

    /// <summary>The point at which everything is opened.</summary>
    public TF Zeta { get; private set; }

    /// <summary>Batches the openings.</summary>
    public TF V { get; private set; }

    /// <summary>The point of the second opening.</summary>
    public TF Y { get; private set; }

    /// <summary>Round 1: advice and multiplicity commitments; then θ, χ, β, γ.</summary>
    public void Columns(IEnumerable<G1Point> commitments)
    {
        Absorb(commitments);
        _transcript.Draw<TF>(4).CopyTo(_challenges, 0);
    }

    /// <summary>Round 2: accumulator commitments; then α.</summary>
    public void Accumulators(IEnumerable<G1Point> commitments)
    {
        Absorb(commitments);
        _challenges[(int)ChallengeId.Alpha] = _transcript.Draw<TF>(1)[0];
    }

    /// <summary>Round 3: quotient commitments; then ζ.</summary>
    public void Quotient(IEnumerable<G1Point> commitments)
    {
        Absorb(commitments);
        Zeta = _transcript.Draw<TF>(1)[0];
    }

    /// <summary>Round 4: evaluations; then v.</summary>
    public void Evaluations(ReadOnlySpan<TF> evaluations)
    {
        _transcript.Absorb(evaluations);
        V = _transcript.Draw<TF>(1)[0];
    }

    /// <summary>Round 5: W; then y.</summary>
    public void OpeningProof(G1Point commitment)
    {
        Absorb([commitment]);
        Y = _transcript.Draw<TF>(1)[0];
    }

    private void Absorb(IEnumerable<G1Point> commitments)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        foreach (var commitment in commitments)
            _transcript.Absorb(commitment.Bytes);
    }
}
