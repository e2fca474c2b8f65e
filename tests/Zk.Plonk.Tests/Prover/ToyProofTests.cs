using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class ToyProofTests
{
    [Test]
    public void Satisfying_witnesses_are_proved(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values(3, 4, 5, 7, 9, 12)] int log2, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, log2), scheme: scheme);
        for (var seed = 1; seed <= 2; seed++)
        {
            using var assignment = system.Toy.Assign(seed);
            Assert.That(WitnessChecker<Fr>.Check(system.Circuit, assignment), Is.Empty);
            var proof = system.Prover.Prove(assignment);
            var valid = system.Verifier.Verify(proof, assignment.PublicInputs, out var reason);
            Assert.That(valid, Is.True, reason);
        }
    }

    [Test]
    public void The_quotient_may_be_evaluated_in_parts(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values(2, 4, 8)] int parts, [Values(3, 4, 9)] int log2, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, log2), scheme: scheme);
        using var assignment = system.Toy.Assign(1);
        var prover = new Prover<Fr>(system.ProvingKey, system.Engine) { CosetParts = parts };
        Assert.That(system.Verifier.Verify(prover.Prove(assignment), assignment.PublicInputs, out var reason), Is.True, reason);
    }

    [TestCase("smallest", CommitmentScheme.Shplonk, 1, 1)]
    [TestCase("rotation", CommitmentScheme.Shplonk, 2, 1)]
    [TestCase("vanilla", CommitmentScheme.Shplonk, 3, 1)]
    [TestCase("fifth power", CommitmentScheme.Shplonk, 5, 1)]
    [TestCase("range", CommitmentScheme.Shplonk, 5, 1)]
    [TestCase("smallest", CommitmentScheme.ShplonkWide, 1, 1)]
    [TestCase("rotation", CommitmentScheme.ShplonkWide, 1, 2)]
    [TestCase("vanilla", CommitmentScheme.ShplonkWide, 2, 2)]
    [TestCase("fifth power", CommitmentScheme.ShplonkWide, 3, 2)]
    [TestCase("range", CommitmentScheme.ShplonkWide, 3, 2)]
    [TestCase("smallest", CommitmentScheme.Fflonk, 1, 1)]
    [TestCase("fifth power", CommitmentScheme.Fflonk, 1, 5)]
    public void The_quotient_has_pieces_for_each_degree_above_one(string kind, CommitmentScheme scheme, int pieces, int width)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 5), scheme: scheme);
        Assert.That((system.Key.Layout.QuotientPieces, system.Key.Layout.QuotientWidth), Is.EqualTo((pieces, width)));
        if (scheme != CommitmentScheme.Fflonk)
            Assert.That(system.Circuit.SrsSizeFor(scheme), Is.EqualTo((32 * width) + 8));
    }

    [Test]
    public void The_quotient_times_Z_is_the_combined_constraint_everywhere(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values(CommitmentScheme.Shplonk, CommitmentScheme.ShplonkWide)] CommitmentScheme scheme)
    {
        // The prover compares the two at zeta. Here the committed pieces are looked at: at many points, and their degrees.
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 4), scheme: scheme);
        system.Engine.Committed.Clear();
        var (proof, publicInputs) = system.Prove();
        var layout = system.Key.Layout;
        var transcript = new ProofTranscript<Fr>(system.Key, publicInputs);
        transcript.Columns(proof.Commitments.Take(layout.AccumulatorStart));
        transcript.Accumulators(proof.Commitments.Take(layout.AccumulatorStart..layout.QuotientStart));
        var challenges = transcript.Challenges.ToArray();
        var length = 16 * layout.QuotientWidth;
        var omega = Fr.RootOfUnity(4);
        var instance = Interpolate(publicInputs);
        var selector = Interpolate([.. publicInputs.Select(_ => Fr.One)]);
        for (var i = 0; i < 20; i++)
        {
            var x = Fr.Random();
            var combined = Fr.Zero;
            for (var c = system.Circuit.System.Constraints.Count - 1; c >= 0; c--)
            {
                combined = (combined * challenges[4]) + system.Circuit.System.Constraints[c].Constraint.Evaluate(leaf => leaf.Kind switch
                {
                    ExpressionKind.Constant => leaf.Value,
                    ExpressionKind.Challenge => challenges[leaf.Index],
                    ExpressionKind.X => x,
                    ExpressionKind.FirstRow => Horner(Interpolate([Fr.One]), x),
                    ExpressionKind.LastRow => Horner(Interpolate([.. new Fr[9], Fr.One]), x),
                    ExpressionKind.Instance => Horner(instance, x),
                    ExpressionKind.InstanceSelector => Horner(selector, x),
                    ExpressionKind.Fixed => Horner(Load(system.ProvingKey.FixedCoefficients[leaf.Index]), x),
                    _ => Horner(system.Engine.Committed[Place(leaf, system.Circuit.System)], leaf.Rotation == 0 ? x : x * omega),
                });
            }

            var vanishing = x.Pow(16UL) - Fr.One;
            for (var row = 10; row < 16; row++)
                vanishing *= (x - omega.Pow((ulong)row)).Inverse();
            var quotient = Fr.Zero;
            for (var piece = layout.QuotientPieces - 1; piece >= 0; piece--)
                quotient = (quotient * x.Pow((ulong)length)) + Horner(system.Engine.Committed[layout.QuotientStart + piece], x);
            Assert.That(quotient * vanishing, Is.EqualTo(combined));
        }

        for (var piece = 0; piece < layout.QuotientPieces; piece++)
        {
            var coefficients = system.Engine.Committed[layout.QuotientStart + piece];
            var degree = system.Circuit.System.Degree;
            var expected = piece + 1 < layout.QuotientPieces ? length : ((degree - 1) * 16) - degree + 6 - (piece * length);
            Assert.That(Array.FindLastIndex(coefficients, c => !c.IsZero), Is.EqualTo(expected), $"degree of piece {piece}");
        }
    }

    [Test]
    public void Rows_that_are_not_usable_do_not_matter()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Bus<Fr>(5));
        using var assignment = system.Toy.Assign();
        foreach (var column in assignment.Advice.Concat(assignment.Multiplicities))
        {
            for (var row = system.Circuit.UsableRows; row < system.Circuit.Rows; row++)
                column[row] = Fr.Random();
        }

        Assert.That(system.Verifier.Verify(system.Prover.Prove(assignment), assignment.PublicInputs), Is.True);
    }

    [Test]
    public void Several_proofs_may_be_made_at_a_time()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Range<Fr>(6));
        var prover = new Prover<Fr>(system.ProvingKey, new CpuEngine<Fr>(2));
        Parallel.For(0, 8, seed =>
        {
            using var assignment = system.Toy.Assign(seed);
            var proof = prover.ProveAsync(assignment).GetAwaiter().GetResult();
            Assert.That(system.Verifier.Verify(proof, assignment.PublicInputs), Is.True);
        });
    }

    private static int Place(Expression<Fr> leaf, ConstraintSystem<Fr> system) => leaf.Index + leaf.Kind switch
    {
        ExpressionKind.Advice => 0,
        ExpressionKind.Multiplicity => system.AdviceColumns,
        _ => system.AdviceColumns + system.MultiplicityColumns,
    };

    private static Fr[] Interpolate(Fr[] values)
    {
        using var vector = new FieldVector<Fr>(16);
        vector.Store(0, values);
        EvaluationDomain<Fr>.Shared(4).Inverse(vector, 1);
        return Load(vector);
    }

    private static Fr[] Load(FieldVector<Fr> vector)
    {
        var values = new Fr[vector.Length];
        vector.Load(0, values);
        return values;
    }

    private static Fr Horner(Fr[] coefficients, Fr x) => coefficients.Reverse().Aggregate(Fr.Zero, (value, c) => (value * x) + c);
}
