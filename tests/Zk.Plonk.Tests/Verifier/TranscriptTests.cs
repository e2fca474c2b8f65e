using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Zk.Curves;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class TranscriptTests
{
    [Test]
    public void Challenges_are_keccak_of_state_and_counter()
    {
        var state = Keccak256.Hash(Encoding.ASCII.GetBytes("zk/plonk/1"));
        var transcript = new Transcript();
        byte[] first = [1, 2, 3];
        var scalar = new byte[32];
        scalar[31] = 9;
        transcript.Absorb(first);
        transcript.Absorb<Fr>([Fr.FromUInt64(9)]);
        state = Keccak256.Hash([.. state, .. first, .. scalar]);
        Assert.That(transcript.Draw<Fr>(3), Is.EqualTo(Enumerable.Range(0, 3).Select(i => Challenge(state, i))));

        state = Keccak256.Hash(state);
        Assert.That(transcript.Draw<Fr>(1), Is.EqualTo(new[] { Challenge(state, 0) }), "a batch after an empty absorption");

        transcript.Absorb([7]);
        state = Keccak256.Hash([.. state, 7]);
        Assert.That(transcript.Draw<Fr>(1), Is.EqualTo(new[] { Challenge(state, 0) }));
    }

    /// <summary>Frozen Heart and its like: every item that a verifier receives must change every challenge that is drawn after it.</summary>
    [Test]
    public void Every_absorbed_item_changes_every_later_challenge(
        [Values("vanilla, many public inputs", "bus")] string kind, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 4), scheme: scheme);
        var (proof, publicInputs) = system.Prove();
        var layout = system.Key.Layout;
        var honest = Challenges(system.Key, proof, publicInputs);
        Assert.That(honest, Is.Unique);

        for (var i = 0; i < publicInputs.Length; i++)
        {
            var changed = (Fr[])publicInputs.Clone();
            changed[i] += Fr.One;
            AssertLaterChallengesChange(0, Challenges(system.Key, proof, changed), $"public input {i}");
        }

        for (var i = 0; i < proof.Commitments.Count; i++)
        {
            // θ, χ, β, γ are drawn after round 1, then α, ζ, v, y.
            var after = i < layout.AccumulatorStart ? 0 : i < layout.QuotientStart ? 4 : i < layout.OpeningProof ? 5 : i == layout.OpeningProof ? 7 : 8;
            AssertLaterChallengesChange(after, Challenges(system.Key, Mutations.ShiftCommitment(proof, i, system.Key.Curve), publicInputs), $"commitment {i}");
        }

        for (var i = 0; i < proof.Evaluations.Count; i++)
            AssertLaterChallengesChange(6, Challenges(system.Key, Mutations.ShiftEvaluation(proof, i), publicInputs), $"evaluation {i}");

        void AssertLaterChallengesChange(int first, Fr[] challenges, string item)
        {
            for (var c = 0; c < honest.Length; c++)
                Assert.That(challenges[c], c < first ? Is.EqualTo(honest[c]) : Is.Not.EqualTo(honest[c]), $"{item}, challenge {c}");
        }
    }

    [Test]
    public void Every_part_of_a_key_changes_its_digest()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Bus<Fr>(4));
        var key = system.Key;
        var curve = key.Curve;
        var s = key.System;
        VerifyingKey<Fr> Make(
            string? circuit = null, int? log2 = null, ConstraintSystem<Fr>? constraints = null, G1Point[]? commitments = null, G2Point? tau = null, bool? development = null) =>
            new(circuit ?? key.Circuit, log2 ?? key.Log2, constraints ?? s, curve, commitments ?? [.. key.FixedCommitments], tau ?? key.TauG2, development ?? key.DevelopmentSrs);
        Gate<Fr> Renamed(Gate<Fr> gate) => gate with { Name = gate.Name + "!" };
        Gate<Fr> Stricter(Gate<Fr> gate) => gate with { Constraint = gate.Constraint * 2 };
        var variants = new List<VerifyingKey<Fr>>
        {
            Make(circuit: "toy/other"),
            Make(log2: 5),
            Make(development: !key.DevelopmentSrs),
            Make(tau: curve.Add(key.TauG2, curve.G2Generator)),
            new(key.Circuit, key.Log2, s, curve, [key.FixedCommitments[0]], key.TauG2, key.DevelopmentSrs, CommitmentScheme.Fflonk),
            new(key.Circuit, key.Log2, s, curve, key.FixedCommitments, key.TauG2, key.DevelopmentSrs, CommitmentScheme.ShplonkWide),
            Make(constraints: new(4, 4, 2, 4, s.Gates, s.Bus)),
            Make(constraints: new(4, 4, 3, 3, s.Gates, s.Bus)),
            Make(constraints: new(4, 4, 2, 3, [.. s.Gates.Select(Renamed)], s.Bus)),
            Make(constraints: new(4, 4, 2, 3, [.. s.Gates.Select(Stricter)], s.Bus)),
            Make(constraints: new(4, 4, 2, 3, [.. s.Gates, .. s.Gates], s.Bus)),
            Make(constraints: new(4, 4, 2, 3, [], s.Bus)),
            Make(constraints: new(4, 4, 2, 3, s.Gates, [.. s.Bus.Reverse()])),
            Make(constraints: new(4, 4, 2, 3, s.Gates, [.. s.Bus.Skip(1)])),
            Make(constraints: new(4, 4, 2, 3, s.Gates, [.. s.Bus.Select(t => t with { Numerator = t.Numerator * 3 })])),
            Make(constraints: new(4, 4, 2, 3, s.Gates, [.. s.Bus.Select(t => t with { Tuple = [.. t.Tuple.Reverse()] })])),
            Make(constraints: new(4, 3, 2, 3, [], [s.Bus[1]]), commitments: [.. key.FixedCommitments.Skip(1)]),
        };
        for (var i = 0; i < key.FixedCommitments.Count; i++)
        {
            var commitments = key.FixedCommitments.ToArray();
            commitments[i] = curve.Add(commitments[i], curve.G1Generator);
            variants.Add(Make(commitments: commitments));
        }

        variants.Add(Make(commitments: [.. key.FixedCommitments.Reverse()]));
        var digests = variants.Select(v => Convert.ToHexString(v.Digest)).Append(Convert.ToHexString(key.Digest)).ToList();
        Assert.That(digests, Is.Unique);
        Assert.That(Convert.ToHexString(Make().Digest), Is.EqualTo(digests[^1]));

        var (proof, publicInputs) = system.Prove();
        var honest = Challenges(key, proof, publicInputs);
        Assert.That(Challenges(variants[2], proof, publicInputs).Intersect(honest), Is.Empty, "the digest is absorbed first");
    }

    private static Fr Challenge(byte[] state, int counter)
    {
        var input = new byte[36];
        state.CopyTo(input, 0);
        BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(32), counter);
        return Fr.FromBigInteger(new BigInteger(Keccak256.Hash(input), isUnsigned: true, isBigEndian: true));
    }

    private static Fr[] Challenges(VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs)
    {
        var layout = key.Layout;
        var transcript = new ProofTranscript<Fr>(key, publicInputs);
        transcript.Columns(proof.Commitments.Take(layout.AccumulatorStart));
        transcript.Accumulators(proof.Commitments.Take(layout.AccumulatorStart..layout.QuotientStart));
        transcript.Quotient(proof.Commitments.Take(layout.QuotientStart..layout.OpeningProof));
        transcript.Evaluations([.. proof.Evaluations]);
        transcript.OpeningProof(proof.Commitments[layout.OpeningProof]);
        return [.. transcript.Challenges, transcript.Zeta, transcript.V, transcript.Y];
    }
}
