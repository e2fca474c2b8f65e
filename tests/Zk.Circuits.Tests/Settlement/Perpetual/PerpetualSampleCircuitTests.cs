using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitFixture;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>The circuit accepts every batch of every sample.</summary>
public class PerpetualSampleCircuitTests
{
    [Test]
    public void EveryScenarioIsAccepted([Values] PerpetualScenario scenario, [Values(1UL, 2UL)] ulong seed)
    {
        foreach (var file in PerpetualSample.Create(scenario, 6, 6, 8, seed))
        {
            var transition = PerpetualWorld.Apply(file.State!, file.Batch);
            var (witness, statement) = Witness(transition);
            using var assignment = Compiled.Assign(witness);
            Assert.That(WitnessChecker<Fr>.Check(Compiled.Compiled, assignment).Select(f => f.ToString()), Is.Empty, $"batch {file.Batch.Context.BatchNumber}");
            Assert.That(assignment.PublicInputs, Is.EqualTo(statement.ToArray()));
        }
    }
}
