using System.Buffers;
using System.Numerics;
using Zk.Curves;
using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests.SecondVerifier;

/// <summary>The page docs/protocol.md and the library agree: the verifier written from the page takes and refuses the same proofs.</summary>
[TestFixture]
public class SecondVerifierTests
{
    // A big-integer pairing takes about a second, hence few kinds and few damages; the library's own tests go through all.
    [Test]
    public void The_second_verifier_accepts_what_the_library_proves(
        [Values("vanilla", "vanilla, nothing public", "rotation", "range", "bus")] string kind, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 5), Bn254.Curve, scheme);
        var second = new BigVerifier(Describe(system.Key));
        Assert.That(second.ConstraintCount, Is.EqualTo(second.ListedConstraintCount));
        var (proof, inputs) = system.Prove();
        Assert.That(Verify(second, proof, inputs), Is.True);
    }

    [TestCase(CommitmentScheme.Shplonk, 151)]
    [TestCase(CommitmentScheme.ShplonkWide, 151)]
    [TestCase(CommitmentScheme.Fflonk, 80)]
    public void Both_verifiers_agree_on_damaged_proofs(CommitmentScheme scheme, int stride)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>("bus", 5), Bn254.Curve, scheme);
        var second = new BigVerifier(Describe(system.Key));
        var (proof, inputs) = system.Prove();

        foreach (var (name, damaged) in Mutations.All(proof, Bn254.Curve).Where((_, i) => i % stride == 0))
        {
            Assert.That(Verify(second, damaged, inputs), Is.False, name);
            Assert.That(system.Verifier.Verify(damaged, inputs), Is.False, name);
        }
    }

    [Test]
    public void Both_verifiers_exclude_the_same_values_of_zeta()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>("bus", 5), Bn254.Curve);
        var second = new BigVerifier(Describe(system.Key));
        var (proof, inputs) = system.Prove();
        var challenges = Enumerable.Range(2, 5).Select(i => Fr.FromUInt64((ulong)i)).ToArray();
        var excluded = 0;
        foreach (var zeta in Enumerable.Range(0, 64).Select(i => Fr.RootOfUnity(6).Pow((ulong)i)).Prepend(Fr.Zero).Append(Fr.FromUInt64(7)))
        {
            var accepted = VerifierEquation.TryQuotient(system.Key, challenges, zeta, proof.Evaluations, inputs, out _);
            Assert.That(second.IsExcluded(zeta.ToBigInteger()), Is.EqualTo(!accepted), $"zeta {zeta}");
            excluded += accepted ? 0 : 1;
        }

        Assert.That(excluded, Is.EqualTo(33), "zero and the 32 rows");
    }

    [Test]
    public void A_public_input_that_is_r_more_is_refused_by_the_second_verifier()
    {
        // Bug class 5: x and x + r are the same element, and only one of them may verify. In the library the type rules x + r out; readers refuse it.
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Vanilla<Fr>(5), Bn254.Curve);
        var second = new BigVerifier(Describe(system.Key));
        var (proof, inputs) = system.Prove();
        var big = inputs.Select(i => i.ToBigInteger()).ToArray();
        Assert.That(second.Verify(Points(proof), Values(proof), big), Is.True);
        Assert.That(second.Verify(Points(proof), Values(proof), [big[0] + 1]), Is.False);
        big[0] += BigPairing.R;
        Assert.That(second.Verify(Points(proof), Values(proof), big), Is.False);
    }

    [Test]
    public void The_big_integer_pairing_is_bilinear()
    {
        var g2 = Bn254.Curve.G2Generator.Bytes;
        BigInteger Word(ReadOnlySpan<byte> bytes, int i) => new(bytes.Slice(32 * i, 32), isUnsigned: true, isBigEndian: true);
        BigInteger[] q = [Word(g2, 1), Word(g2, 0), Word(g2, 3), Word(g2, 2)];
        var g = new BigPairing.Point(1, 2);
        Assert.Multiple(() =>
        {
            Assert.That(BigPairing.Multiply(g, BigPairing.R), Is.Null);
            Assert.That(BigPairing.PairingProductIsOne([(BigPairing.Multiply(g, 6), q), (BigPairing.Multiply(g, BigPairing.R - 6), q)]), Is.True);
            Assert.That(BigPairing.PairingProductIsOne([(BigPairing.Multiply(g, 6), q), (BigPairing.Multiply(g, BigPairing.R - 5), q)]), Is.False);
        });
    }

    private static byte[] Describe(VerifyingKey<Fr> key)
    {
        var writer = new ArrayBufferWriter<byte>();
        CanonicalDescription.WriteKey(writer, key);
        return writer.WrittenSpan.ToArray();
    }

    private static bool Verify(BigVerifier second, Proof<Fr> proof, Fr[] inputs) =>
        second.Verify(Points(proof), Values(proof), [.. inputs.Select(i => i.ToBigInteger())]);

    private static byte[][] Points(Proof<Fr> proof) => [.. proof.Commitments.Select(c => c.Bytes.ToArray())];

    private static BigInteger[] Values(Proof<Fr> proof) => [.. proof.Evaluations.Select(e => e.ToBigInteger())];
}
