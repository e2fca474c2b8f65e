using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class ProverFailureTests
{
    [Test]
    public void No_witness_that_the_checker_refuses_is_proved(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values] CommitmentScheme scheme)
    {
        // Each cell of a few rows, changed alone: either it is free, and there is a valid proof, or the prover refuses with the checker's findings.
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 4), scheme: scheme);
        var refused = 0;
        foreach (var row in new[] { 0L, 1, 6, system.Circuit.UsableRows - 1 })
        {
            for (var column = 0; column < system.Circuit.System.AdviceColumns + system.Circuit.System.MultiplicityColumns; column++)
            {
                using var assignment = system.Toy.Assign();
                var cells = assignment.Advice.Concat(assignment.Multiplicities).ElementAt(column);
                cells[row] += Fr.One;
                var failures = WitnessChecker<Fr>.Check(system.Circuit, assignment);
                if (failures.Count == 0)
                {
                    Assert.That(system.Verifier.Verify(system.Prover.Prove(assignment), assignment.PublicInputs), Is.True);
                    continue;
                }

                refused++;
                var exception = Assert.Throws<UnsatisfiedWitnessException>(() => system.Prover.Prove(assignment), $"column {column}, row {row}");
                Assert.That(exception!.Failures, Is.EqualTo(failures));
                Assert.That(exception.Message, Does.Contain(failures[0].Constraint).And.Contain(system.Circuit.Name));
            }
        }

        Assert.That(refused, Is.GreaterThan(0));
    }

    [Test]
    public void A_public_input_that_differs_from_its_cell_is_refused([Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Vanilla<Fr>(4, 3), scheme: scheme);
        for (var i = 0; i < 3; i++)
        {
            using var assignment = system.Toy.Assign();
            assignment.PublicInputs[i] += Fr.One;
            Assert.That(() => system.Prover.Prove(assignment), Throws.TypeOf<UnsatisfiedWitnessException>().With.Message.Contains("public input"));
        }
    }

    [Test]
    public void A_witness_of_another_shape_is_an_argument_error()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Vanilla<Fr>(4));
        using var other = ToyCircuits.Vanilla<Fr>(5);
        using var wide = ToyCircuits.Range<Fr>(4);
        using var first = other.Assign();
        using var second = wide.Assign();
        Assert.Multiple(() =>
        {
            Assert.That(() => system.Prover.Prove(first), Throws.ArgumentException.With.Message.Contains("shape"));
            Assert.That(() => system.Prover.Prove(second), Throws.ArgumentException.With.Message.Contains("shape"));
        });
    }

    [Test]
    public void It_can_be_cancelled_at_every_step_and_frees_everything([Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Bus<Fr>(4), scheme: scheme);
        using var assignment = system.Toy.Assign();
        var reports = new List<ProverProgress>();
        _ = system.Prover.Prove(assignment, new Recorder(reports.Add));
        for (var stop = 0; stop < reports.Count; stop++)
        {
            using var source = new CancellationTokenSource();
            var seen = 0;
            system.Engine.Allocated.Clear();
            var recorder = new Recorder(_ =>
            {
                if (seen++ == stop)
                    source.Cancel();
            });
            Assert.That(() => system.Prover.Prove(assignment, recorder, source.Token), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(seen, Is.EqualTo(stop + 1), "it stops at once");
            Assert.That(system.Engine.Allocated, Has.All.Matches<EngineBuffer<Fr>>(IsDisposed), $"after report {stop}");
        }

        Assert.That(system.Verifier.Verify(system.Prover.Prove(assignment), assignment.PublicInputs), Is.True, "and the prover is as good as new");
    }

    [Test]
    public void Progress_runs_through_all_rounds_and_all_their_steps([Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Range<Fr>(4), scheme: scheme);
        using var assignment = system.Toy.Assign();
        var reports = new List<ProverProgress>();
        _ = system.Prover.Prove(assignment, new Recorder(reports.Add));
        foreach (var round in Enum.GetValues<ProverRound>())
        {
            var steps = reports.Where(r => r.Round == round).ToList();
            Assert.That(steps.Select(r => r.Step), Is.EqualTo(Enumerable.Range(0, steps[0].Steps + 1)), $"{round}");
        }

        Assert.That(reports.Select(r => r.Round), Is.Ordered);
    }

    [Test]
    public void A_proof_and_a_refusal_free_everything([Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Bus<Fr>(4), scheme: scheme);
        using var assignment = system.Toy.Assign();
        _ = system.Prover.Prove(assignment);
        foreach (var column in assignment.Advice)
            column[0] += Fr.One;
        Assert.That(() => system.Prover.Prove(assignment), Throws.TypeOf<UnsatisfiedWitnessException>());
        Assert.That(system.Engine.Allocated, Has.All.Matches<EngineBuffer<Fr>>(IsDisposed));
    }

    private static bool IsDisposed(EngineBuffer<Fr> buffer)
    {
        try
        {
            using var engine = new CpuEngine<Fr>(1);
            engine.Write(buffer, 0, [Fr.One]);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, which posts, it calls at once.</summary>
    private sealed class Recorder(Action<ProverProgress> report) : IProgress<ProverProgress>
    {
        public void Report(ProverProgress value) => report(value);
    }
}
