using Zk.Curves;
using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class VerifierTests
{
    [Test]
    public void Every_mutation_of_a_proof_is_rejected(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 4), scheme: scheme);
        var (proof, publicInputs) = system.Prove();
        Assert.That(system.Verifier.Verify(proof, publicInputs), Is.True);
        foreach (var (name, mutation) in Mutations.All(proof, system.Key.Curve))
        {
            Assert.That(system.Verifier.Verify(mutation, publicInputs, out var reason), Is.False, name);
            Assert.That(reason, Is.Not.Empty);
        }
    }

    [Test]
    public void The_reason_says_what_is_wrong()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Range<Fr>(4));
        var (proof, publicInputs) = system.Prove();
        string? Reason(Proof<Fr> candidate, Fr[] inputs) => system.Verifier.Verify(candidate, inputs, out var reason) ? null : reason;
        Assert.Multiple(() =>
        {
            Assert.That(Reason(proof, publicInputs), Is.Null);
            Assert.That(Reason(Mutations.ReplaceCommitment(proof, 3, system.Key.Curve.G1Infinity), publicInputs), Is.EqualTo("commitment 3 is the point at infinity"));
            Assert.That(Reason(new(proof.Commitments, []), publicInputs), Does.StartWith("the proof has 0 evaluations instead of"));
            Assert.That(Reason(new([], proof.Evaluations), publicInputs), Does.StartWith("the proof has 0 commitments instead of"));
            Assert.That(Reason(proof, []), Is.EqualTo("there are 0 public inputs instead of 1"));
            Assert.That(Reason(proof, [.. publicInputs, Fr.Zero]), Is.EqualTo("there are 2 public inputs instead of 1"));
            Assert.That(Reason(Mutations.ShiftEvaluation(proof, 0), publicInputs), Is.EqualTo("the pairing check fails"));
        });
    }

    [Test]
    public void Every_public_input_counts([Values("vanilla, many public inputs", "bus")] string kind, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 5), scheme: scheme);
        var (proof, publicInputs) = system.Prove();
        for (var i = 0; i < publicInputs.Length; i++)
        {
            foreach (var wrong in new[] { publicInputs[i] + Fr.One, -publicInputs[i], Fr.Zero })
            {
                var changed = (Fr[])publicInputs.Clone();
                changed[i] = wrong;
                Assert.That(system.Verifier.Verify(proof, changed), Is.False, $"input {i}");
            }

            Assert.That(system.Verifier.Verify(proof, [.. publicInputs.Take(i)]), Is.False);
        }

        Assert.That(system.Verifier.Verify(proof, [.. publicInputs.Reverse()]), Is.False);
    }

    [Test]
    public void A_proof_holds_for_its_own_key_only()
    {
        var circuits = new List<ToyProofSystem<Fr>> { new(ToyCircuits.Vanilla<Fr>(5)) };
        foreach (var scheme in CommitmentSchemes.All)
        {
            circuits.AddRange(ToyCircuits.Kinds.Select(kind => new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 4), scheme: scheme)));
            circuits.Add(new(ToyCircuits.Vanilla<Fr>(4), scheme: scheme));
        }

        try
        {
            foreach (var system in circuits)
            {
                var (proof, publicInputs) = system.Prove();
                foreach (var other in circuits)
                    Assert.That(other.Verifier.Verify(proof, publicInputs), Is.EqualTo(other == system), $"{system.Circuit.Name} against {other.Circuit.Name}");
            }
        }
        finally
        {
            circuits.ForEach(system => system.Dispose());
        }
    }

    /// <summary>
    /// "Last challenge" (OpenZeppelin on Linea's verifier): were y not bound to W, anyone could open anything, because W and W′ solve the pairing
    /// equation for a y known beforehand. Such a pair is made here from public points alone.
    /// </summary>
    [Test]
    public void An_opening_proof_made_for_a_known_last_challenge_is_rejected([Values(CommitmentScheme.Shplonk, CommitmentScheme.ShplonkWide)] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Vanilla<Fr>(4), scheme: scheme);
        var (proof, publicInputs) = system.Prove();
        var layout = system.Key.Layout;
        var curve = system.Key.Curve;
        var forged = Mutations.ShiftEvaluation(proof, 0);
        var transcript = Replay(system.Key, forged, publicInputs);
        var y = transcript.Y;

        // The equation is e(R − Z_T(y) W + y W′, [1]) = e(W′, [τ]). With W′ = [1] it holds for W = (R − [τ] + y)/Z_T(y).
        var zeta = transcript.Zeta;
        var next = zeta * Fr.RootOfUnity(4);
        var rest = RestOfEquation(system.Key, forged, publicInputs, transcript);
        var sum = curve.Add(rest, curve.Add(curve.Negate(system.Srs.Powers[1]), curve.Multiply(curve.G1Generator, y)));
        var w = curve.Multiply(sum, ((y - zeta) * (y - next)).Inverse());
        var adversarial = Mutations.ReplaceCommitment(Mutations.ReplaceCommitment(forged, layout.OpeningProof, w), layout.FinalOpeningProof, curve.G1Generator);

        var left = curve.Add(curve.Add(rest, curve.Multiply(w, -((y - zeta) * (y - next)))), curve.Multiply(curve.G1Generator, y));
        Assert.That(curve.PairingCheck([left, curve.Negate(curve.G1Generator)], [curve.G2Generator, system.Key.TauG2]), Is.True, "the pair solves the equation for the old y");
        Assert.That(system.Verifier.Verify(adversarial, publicInputs), Is.False);
        Assert.That(Replay(system.Key, adversarial, publicInputs).Y, Is.Not.EqualTo(y));
    }

    [Test]
    public void A_zeta_that_makes_a_denominator_zero_is_rejected()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Bus<Fr>(4));
        var (proof, publicInputs) = system.Prove();
        var challenges = Replay(system.Key, proof, publicInputs).Challenges.ToArray();
        bool Accepts(Fr zeta) => VerifierEquation.TryQuotient(system.Key, challenges, zeta, proof.Evaluations, publicInputs, out _);
        Assert.That(Accepts(Fr.Zero), Is.False);
        for (var row = 0UL; row < 16; row++)
            Assert.That(Accepts(Fr.RootOfUnity(4).Pow(row)), Is.False, $"row {row}");
        Assert.That(Accepts(Fr.RootOfUnity(5)), Is.True);
    }

    [Test]
    public void Proofs_hold_on_a_real_curve([Values("vanilla", "bus")] string kind, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 6), Bn254.Curve, scheme);
        var (proof, publicInputs) = system.Prove();
        Assert.That(system.Verifier.Verify(proof, publicInputs, out var reason), Is.True, reason);
        publicInputs[0] += Fr.One;
        Assert.That(system.Verifier.Verify(proof, publicInputs), Is.False);
        publicInputs[0] -= Fr.One;
        for (var i = 0; i < proof.Commitments.Count; i++)
        {
            Assert.That(system.Verifier.Verify(Mutations.ShiftCommitment(proof, i, Bn254.Curve), publicInputs), Is.False);
            Assert.That(system.Verifier.Verify(Mutations.ReplaceCommitment(proof, i, Bn254.Curve.G1Infinity), publicInputs), Is.False);
        }

        for (var i = 0; i < proof.Evaluations.Count; i++)
            Assert.That(system.Verifier.Verify(Mutations.ShiftEvaluation(proof, i), publicInputs), Is.False);
    }

    private static ProofTranscript<Fr> Replay(VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs)
    {
        var layout = key.Layout;
        var transcript = new ProofTranscript<Fr>(key, publicInputs);
        transcript.Columns(proof.Commitments.Take(layout.AccumulatorStart));
        transcript.Accumulators(proof.Commitments.Take(layout.AccumulatorStart..layout.QuotientStart));
        transcript.Quotient(proof.Commitments.Take(layout.QuotientStart..layout.OpeningProof));
        transcript.Evaluations([.. proof.Evaluations]);
        transcript.OpeningProof(proof.Commitments[layout.OpeningProof]);
        return transcript;
    }

    /// <summary>R = Σ v^i Z_{T∖S_i}(y) (C_i − [r_i(y)]), written down a second time.</summary>
    private static G1Point RestOfEquation(VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs, ProofTranscript<Fr> transcript)
    {
        var (zeta, y, v) = (transcript.Zeta, transcript.Y, transcript.V);
        var next = zeta * Fr.RootOfUnity(key.Log2);
        var rest = key.Curve.G1Infinity;
        var weight = Fr.One;
        void Add(G1Point commitment, Fr factor, Fr remainder) => rest = key.Curve.Add(
            rest, key.Curve.Multiply(key.Curve.Add(commitment, key.Curve.Multiply(key.Curve.G1Generator, -remainder)), factor));
        foreach (var opening in key.Layout.Openings)
        {
            var commitment = opening.Kind switch
            {
                ExpressionKind.Fixed => key.FixedCommitments[opening.Index],
                ExpressionKind.Advice => proof.Commitments[opening.Index],
                ExpressionKind.Accumulator => proof.Commitments[key.Layout.AccumulatorStart + opening.Index],
                _ => throw new InvalidOperationException(),
            };
            var value = proof.Evaluations[opening.Evaluation];
            if (opening.AtNext)
            {
                var slope = (proof.Evaluations[opening.Evaluation + 1] - value) * (next - zeta).Inverse();
                Add(commitment, weight, value + (slope * (y - zeta)));
            }
            else
            {
                Add(commitment, weight * (y - next), value);
            }

            weight *= v;
        }

        var quotient = key.Curve.G1Infinity;
        for (var i = key.Layout.QuotientPieces - 1; i >= 0; i--)
            quotient = key.Curve.Add(key.Curve.Multiply(quotient, zeta.Pow((ulong)(key.Layout.QuotientWidth * key.Rows))), proof.Commitments[key.Layout.QuotientStart + i]);
        Add(quotient, weight * (y - next), QuotientValue(key, proof, publicInputs, transcript));
        return rest;
    }

    private static Fr QuotientValue(VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs, ProofTranscript<Fr> transcript)
    {
        var zeta = transcript.Zeta;
        var omega = Fr.RootOfUnity(key.Log2);
        var vanishing = zeta.Pow((ulong)key.Rows) - Fr.One;
        Fr Lagrange(long row) => omega.Pow((ulong)row) * vanishing * (Fr.FromUInt64((ulong)key.Rows) * (zeta - omega.Pow((ulong)row))).Inverse();
        var challenges = transcript.Challenges.ToArray();
        var sum = Fr.Zero;
        for (var i = key.System.Constraints.Count - 1; i >= 0; i--)
        {
            sum = (sum * challenges[4]) + key.System.Constraints[i].Constraint.Evaluate(leaf => leaf.Kind switch
            {
                ExpressionKind.Constant => leaf.Value,
                ExpressionKind.Challenge => challenges[leaf.Index],
                ExpressionKind.X => zeta,
                ExpressionKind.FirstRow => Lagrange(0),
                ExpressionKind.LastRow => Lagrange(key.UsableRows - 1),
                ExpressionKind.Instance => publicInputs.Select((p, row) => p * Lagrange(row)).Aggregate((a, b) => a + b),
                ExpressionKind.InstanceSelector => publicInputs.Select((_, row) => Lagrange(row)).Aggregate((a, b) => a + b),
                _ => proof.Evaluations[key.Layout.EvaluationIndex(leaf.Kind, leaf.Index, leaf.Rotation)],
            });
        }

        for (var row = key.UsableRows; row < key.Rows; row++)
            sum *= zeta - omega.Pow((ulong)row);
        return sum * vanishing.Inverse();
    }
}
