using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

/// <summary>Known bugs of other proof systems that no other fixture here catches by itself; docs/soundness.md numbers them.</summary>
[TestFixture]
public class ProofBugTests
{
    private const int Log2 = 4;

    /// <summary>Bug 34: who guesses a whole column must not be able to confirm the guess by its commitment.</summary>
    [TestCaseSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))]
    public void Bug34_ACommitmentDoesNotConfirmAGuessedColumn(string kind)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, Log2));
        using var assignment = system.Toy.Assign();
        var tau = ExponentCurve<Fr>.Log(system.Srs.Powers[1]);
        var columns = assignment.Advice.Concat(assignment.Multiplicities).ToList();
        var seen = new HashSet<Fr>();
        for (var run = 0; run < 2; run++)
        {
            var proof = system.Prover.Prove(assignment);
            for (var i = 0; i < columns.Count; i++)
            {
                var difference = ExponentCurve<Fr>.Log(proof.Commitments[i]) - ValueAt(tau, columns[i]);
                Assert.That(difference.IsZero, Is.False, $"column {i} is committed to without randomness");
                Assert.That(seen.Add(difference), Is.True, $"column {i} shares its randomness");
            }
        }
    }

    /// <summary>Bug 40: each polynomial is opened once, and each value in a proof belongs to one opening.</summary>
    [Test]
    public void Bug40_EachQueryHasOneEvaluation(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, Log2), scheme: scheme);
        var layout = system.Key.Layout;
        Assert.That(layout.Openings.Select(o => (o.Kind, o.Index)), Is.Unique);
        Assert.That(
            layout.Openings.SelectMany(o => Enumerable.Range(o.Evaluation, o.AtNext ? 2 : 1)),
            Is.EquivalentTo(Enumerable.Range(0, layout.EvaluationCount)));
    }

    /// <summary>
    /// Bug 40: two columns with one and the same commitment are two claims. The gate reads their sum, so values that are shifted in opposite directions
    /// satisfy the verifier's equation, and only the opening proof can refuse them.
    /// </summary>
    [Test]
    public void Bug40_TwoClaimsAboutEqualPolynomialsAreBothBound()
    {
        var (left, right) = (Expression<Fr>.Fixed(0), Expression<Fr>.Fixed(1));
        var gate = new Gate<Fr>("equal", (left + right) * (Expression<Fr>.Advice(0) - Expression<Fr>.Advice(1)));
        var builder = new ToyBuilder<Fr>("toy/twins", new(2, 2, 0, 0, [gate], []), Log2);
        for (var row = 0L; row < builder.Usable; row += 2)
        {
            builder.Fix(0, row, Fr.One);
            builder.Fix(1, row, Fr.One);
        }

        using var system = new ToyProofSystem<Fr>(builder.Build((assignment, random) =>
        {
            for (var row = 0L; row < builder.Usable; row++)
            {
                assignment.Advice[0][row] = Fr.FromUInt64((ulong)random.Next());
                assignment.Advice[1][row] = assignment.Advice[0][row];
            }
        }));
        var (proof, publicInputs) = system.Prove();
        var layout = system.Key.Layout;
        var (first, second) = (layout.EvaluationIndex(ExpressionKind.Fixed, 0, 0), layout.EvaluationIndex(ExpressionKind.Fixed, 1, 0));
        Assert.That(system.Key.FixedCommitments[0], Is.EqualTo(system.Key.FixedCommitments[1]));
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(system.Verifier.Verify(proof, publicInputs), Is.True);
        foreach (var shift in new[] { Fr.One, -Fr.One, Fr.Random() })
        {
            var shifted = Mutations.ReplaceEvaluation(proof, first, proof.Evaluations[first] + shift);
            shifted = Mutations.ReplaceEvaluation(shifted, second, proof.Evaluations[second] - shift);
            Assert.That(system.Verifier.Verify(shifted, publicInputs, out var reason), Is.False);
            Assert.That(reason, Is.EqualTo("the pairing check fails"));
        }
    }

    /// <summary>Bug 43: two reads of one address in one row give one value; the value of another address is refused, in either place.</summary>
    [Test]
    public void Bug43_TwoReadsOfOneAddressAgree()
    {
        const int cells = 4;
        var (offered, address, read) = (Expression<Fr>.Fixed(0), Expression<Fr>.Fixed(1), Expression<Fr>.Fixed(2));
        BusTerm<Fr>[] terms =
        [
            new("memory", -(offered * Expression<Fr>.Multiplicity(0)), [address, Expression<Fr>.Advice(0)]),
            new("first read", read, [Expression<Fr>.Advice(1), Expression<Fr>.Advice(2)]),
            new("second read", read, [Expression<Fr>.Advice(3), Expression<Fr>.Advice(4)]),
        ];
        var builder = new ToyBuilder<Fr>("toy/memory", new(5, 3, 1, 0, [], terms), Log2);
        for (var row = 0L; row < builder.Usable; row++)
        {
            builder.Fix(row < cells ? 0 : 2, row, Fr.One);
            builder.Fix(1, row, Fr.FromUInt64((ulong)row));
        }

        using var system = new ToyProofSystem<Fr>(builder.Build((assignment, random) =>
        {
            for (var row = 0L; row < cells; row++)
                assignment.Advice[0][row] = Fr.FromUInt64(100 + (ulong)row);
            for (var row = (long)cells; row < builder.Usable; row++)
            {
                for (var column = 1; column < 5; column++)
                    assignment.Advice[column][row] = Fr.FromUInt64((ulong)(row % cells) + (column % 2 == 0 ? 100UL : 0));
            }
        }));
        var (honest, publicInputs) = system.Prove();
        Assert.That(system.Verifier.Verify(honest, publicInputs), Is.True);
        for (var column = 1; column < 5; column++)
        {
            // Row 5 reads address 1 twice; now one of the four cells says 2 or 102, which another address holds.
            using var assignment = system.Toy.Assign();
            assignment.Advice[column][5] += Fr.One;
            Assert.That(WitnessChecker<Fr>.Check(system.Circuit, assignment), Is.Not.Empty, $"column {column}");
            Assert.That(() => system.Prover.Prove(assignment), Throws.TypeOf<UnsatisfiedWitnessException>());
        }
    }

    /// <summary>Bug 57: where all leading terms cancel, down to constraints that are zero everywhere, a proof is still made, and is still bound.</summary>
    [Test]
    public void Bug57_AWitnessOfZerosIsProved(
        [Values("smallest", "rotation", "fifth power")] string kind, [Values(3, 4, 7)] int log2, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, log2), scheme: scheme);
        using var assignment = new Assignment<Fr>(system.Circuit);
        var proof = system.Prover.Prove(assignment);
        Assert.That(system.Verifier.Verify(proof, assignment.PublicInputs, out var reason), Is.True, reason);
        Assert.That(proof.Commitments, Has.None.EqualTo(system.Key.Curve.G1Infinity));
        for (var i = 0; i < proof.Evaluations.Count; i++)
            Assert.That(system.Verifier.Verify(Mutations.ShiftEvaluation(proof, i), assignment.PublicInputs), Is.False);
    }

    private static Fr ValueAt(Fr point, FieldVector<Fr> rows)
    {
        using var coefficients = rows.Clone();
        EvaluationDomain<Fr>.Shared(Log2).Inverse(coefficients, 1);
        var value = Fr.Zero;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            value = (value * point) + coefficients[i];
        return value;
    }
}
