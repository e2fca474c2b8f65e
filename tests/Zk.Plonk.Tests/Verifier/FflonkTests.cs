using Zk.Curves;
using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

/// <summary>What is fflonk's own: packs, remainders, sizes, and the opening check. docs/protocol.md, section 10.</summary>
[TestFixture]
public class FflonkTests
{
    private const int Log2 = 4;

    [Test]
    public void The_layout_is_the_documented_one()
    {
        using var system = System(ToyCircuits.Bus<Fr>(Log2));
        var layout = system.Key.Layout;
        var accumulators = system.Circuit.System.AccumulatorColumns;
        Opening[] expected =
        [
            .. Enumerable.Range(0, 8).Select(i => new Opening(ExpressionKind.Fixed, i, false, i)),
            .. Enumerable.Range(0, 4).Select(i => new Opening(ExpressionKind.Advice, i, true, 8 + (2 * i))),
            .. Enumerable.Range(0, 2).Select(i => new Opening(ExpressionKind.Multiplicity, i, true, 16 + (2 * i))),
            .. Enumerable.Range(0, accumulators).Select(i => new Opening(ExpressionKind.Accumulator, i, true, 20 + (2 * i))),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(layout.Openings, Is.EqualTo(expected));
            Assert.That(layout.EvaluationCount, Is.EqualTo(20 + (2 * accumulators)));
            Assert.That((layout.AccumulatorStart, layout.QuotientStart, layout.OpeningProof, layout.FinalOpeningProof, layout.CommitmentCount), Is.EqualTo((1, 2, 3, 4, 5)));
            Assert.That(FflonkPack.Of(layout).Select(pack => (pack.Size, pack.AtNext)), Is.EqualTo(new[] { (8, false), (6, true), (accumulators, true) }));
        });
    }

    [Test]
    public void Columns_that_no_constraint_reads_on_the_next_row_are_opened_once()
    {
        using var system = System(ToyCircuits.Vanilla<Fr>(Log2));
        Assert.That(FflonkPack.Of(system.Key.Layout).Select(pack => (pack.Size, pack.AtNext)), Is.EqualTo(new[] { (8, false), (3, false), (1, true) }));
        Assert.That(system.Key.Layout.EvaluationCount, Is.EqualTo(8 + 3 + 2));
    }

    [TestCaseSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))]
    public void Commitments_are_packs_and_the_quotient_is_whole(string kind)
    {
        using var system = System(ToyCircuits.Make<Fr>(kind, Log2));
        var (s, n) = (system.Circuit.System, 1 << Log2);
        var members = system.ProvingKey.FixedCoefficients;
        using var pack = new FieldVector<Fr>(members.Count * n);
        for (var i = 0; i < pack.Length; i++)
            pack[i] = members[i % members.Count][i / members.Count];
        var expected = system.Srs.Curve.MultiExponentiate(system.Srs.Powers, 0, pack, 0, pack.Length, 1);
        Assert.That(system.Key.FixedCommitments, Is.EqualTo(new[] { expected }));

        system.Engine.Committed.Clear();
        _ = system.Prove();
        int[] lengths = [(s.AdviceColumns + s.MultiplicityColumns) * n, s.AccumulatorColumns * n, ((s.Degree - 1) * n) - s.Degree + 7];
        Assert.That(system.Engine.Committed.Take(3).Select(c => c.Length), Is.EqualTo(lengths));
        Assert.That(Array.FindLastIndex(system.Engine.Committed[2], c => !c.IsZero), Is.EqualTo(lengths[2] - 1), "the degree of the quotient is the one that the SRS is made for");
        Assert.That(system.Srs.Size, Is.EqualTo(Math.Max(lengths.Max(), (s.FixedColumns + s.AdviceColumns) * n)));
    }

    [TestCase("smallest")]
    [TestCase("vanilla")]
    public void An_SRS_of_one_power_less_is_refused(string kind)
    {
        using var system = System(ToyCircuits.Make<Fr>(kind, Log2));
        using var small = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, system.Srs.Size - 1, 1);
        var message = $"needs an SRS of {system.Srs.Size} powers; this one has {system.Srs.Size - 1}";
        Assert.That(() => Keys.Generate(system.Circuit, small, scheme: CommitmentScheme.Fflonk), Throws.ArgumentException.With.Message.Contains(message));
        Assert.That(() => new ProvingKey<Fr>(system.Key, system.Circuit, small, []), Throws.ArgumentException.With.Message.Contains(message));
        var (key, curve) = (system.Key, system.Key.Curve);
        VerifyingKey<Fr> Make(params G1Point[] commitments) =>
            new(key.Circuit, key.Log2, key.System, curve, commitments, key.TauG2, true, CommitmentScheme.Fflonk);
        Assert.That(() => Make(curve.G1Infinity), Throws.ArgumentException.With.Message.Contains("at infinity"));
        Assert.That(() => Make(curve.G1Generator, curve.G1Generator), Throws.ArgumentException.With.Message.Contains("2 fixed commitments instead of 1"));
    }

    /// <summary>The remainder in closed form is that of long division, also for a t whose roots are not in the field; a wrong value leaves another.</summary>
    [Test]
    public void The_remainder_of_a_pack_is_known_from_its_values([Values(1, 2, 5, 7, 12, 20)] int size, [Values] bool atNext)
    {
        const int rows = 8;
        var (zeta, y) = (Fr.Random(), Fr.Random());
        var next = zeta * Fr.RootOfUnity(3);
        var columns = Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, rows).Select(_ => Fr.Random()).ToArray()).ToArray();
        var step = atNext ? 2 : 1;
        var evaluations = columns.SelectMany(c => atNext ? new[] { Horner(c, zeta), Horner(c, next) } : [Horner(c, zeta)]).ToArray();
        var pack = new FflonkPack([.. Enumerable.Range(0, size).Select(i => new Opening(ExpressionKind.Advice, i, atNext, step * i))]);

        // Long division by X^t − ζ, and of what remains of the quotient by X^t − ζω.
        var rest = Enumerable.Range(0, size * rows).Select(i => columns[i % size][i / size]).ToArray();
        var first = Divide(rest, size, zeta);
        var remainder = Horner(first.Remainder, y);
        if (atNext)
            remainder += (y.Pow((ulong)size) - zeta) * Horner(Divide(first.Quotient, size, next).Remainder, y);
        Assert.That(Closed(evaluations), Is.EqualTo(remainder));
        for (var i = 0; i < evaluations.Length; i++)
        {
            var wrong = (Fr[])evaluations.Clone();
            wrong[i] += Fr.One;
            Assert.That(Closed(wrong), Is.Not.EqualTo(remainder), $"value {i}");
        }

        Fr Closed(Fr[] values) => FflonkVerifier.Remainder(pack, values, zeta, (next - zeta).Inverse(), y);
    }

    [Test]
    public void A_y_that_makes_a_denominator_zero_is_rejected()
    {
        using var system = System(ToyCircuits.Bus<Fr>(Log2));
        var packs = FflonkPack.Of(system.Key.Layout);
        var omega = Fr.RootOfUnity(Log2);
        var (y, v) = (Fr.Random(), Fr.Random());
        Assert.That(FflonkWeights<Fr>.At(packs, Fr.Random(), Fr.Random(), v, y), Is.Not.Null);
        foreach (var zeta in packs.Select(pack => y.Pow((ulong)pack.Size)).Concat(packs.Skip(1).Select(pack => y.Pow((ulong)pack.Size) * omega.Inverse())).Append(y))
            Assert.That(FflonkWeights<Fr>.At(packs, zeta, zeta * omega, v, y), Is.Null);
    }

    /// <summary>
    /// As with SHPLONK: were y not bound to W, W and W′ could be solved for. Such a pair is made here from public points alone; it satisfies the equation
    /// for the old y and is refused, because W changes y.
    /// </summary>
    [Test]
    public void An_opening_proof_made_for_a_known_last_challenge_is_rejected()
    {
        using var system = System(ToyCircuits.Vanilla<Fr>(Log2));
        var (honest, publicInputs) = system.Prove();
        var (key, curve, layout) = (system.Key, system.Key.Curve, system.Key.Layout);
        var forged = Mutations.ShiftEvaluation(honest, 9);
        var transcript = Replay(key, forged, publicInputs);
        var (zeta, y) = (transcript.Zeta, transcript.Y);
        var packs = FflonkPack.Of(layout);
        var next = zeta * Fr.RootOfUnity(Log2);
        var weights = FflonkWeights<Fr>.At(packs, zeta, next, transcript.V, y)!.Value;
        Assert.That(VerifierEquation.TryQuotient(key, transcript.Challenges.ToArray(), zeta, forged.Evaluations, publicInputs, out var quotient), Is.True);
        var remainders = packs.Select(pack => FflonkVerifier.Remainder(pack, forged.Evaluations, zeta, (next - zeta).Inverse(), y)).Append(quotient);
        var constant = remainders.Zip(weights.Factors, (r, w) => r * w).Aggregate((a, b) => a + b);
        G1Point[] points = [key.FixedCommitments[0], .. forged.Commitments.Take(3), curve.G1Generator];
        var rest = curve.LinearCombination(points, (Fr[])[.. weights.Factors, -constant]);

        // With W′ = [1] the equation rest − Z_0(y) W + y [1] = [τ] gives W.
        var sum = curve.Add(rest, curve.Add(curve.Negate(system.Srs.Powers[1]), curve.Multiply(curve.G1Generator, y)));
        var w = curve.Multiply(sum, weights.Vanishing.Inverse());
        var adversarial = Mutations.ReplaceCommitment(Mutations.ReplaceCommitment(forged, layout.OpeningProof, w), layout.FinalOpeningProof, curve.G1Generator);
        Assert.That(FflonkVerifier.FindFault(key, adversarial, transcript, quotient), Is.Null, "it solves the equation for the old y");
        Assert.That(system.Verifier.Verify(adversarial, publicInputs, out var reason), Is.False);
        Assert.That(reason, Is.EqualTo("the pairing check fails"));
        Assert.That(Replay(key, adversarial, publicInputs).Y, Is.Not.EqualTo(y));
    }

    private static ToyProofSystem<Fr> System(ToyCircuit<Fr> toy) => new(toy, scheme: CommitmentScheme.Fflonk);

    private static ProofTranscript<Fr> Replay(VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs)
    {
        var transcript = new ProofTranscript<Fr>(key, publicInputs);
        transcript.Columns([proof.Commitments[0]]);
        transcript.Accumulators([proof.Commitments[1]]);
        transcript.Quotient([proof.Commitments[2]]);
        transcript.Evaluations([.. proof.Evaluations]);
        transcript.OpeningProof(proof.Commitments[3]);
        return transcript;
    }

    private static (Fr[] Quotient, Fr[] Remainder) Divide(Fr[] polynomial, int size, Fr root)
    {
        var rest = (Fr[])polynomial.Clone();
        var quotient = new Fr[rest.Length];
        for (var i = rest.Length - 1; i >= size; i--)
        {
            quotient[i - size] = rest[i];
            rest[i - size] += root * rest[i];
        }

        return (quotient, rest[..size]);
    }

    private static Fr Horner(Fr[] coefficients, Fr x) => coefficients.Reverse().Aggregate(Fr.Zero, (value, c) => (value * x) + c);
}
