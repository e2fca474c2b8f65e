using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Samples: valid, equal for equal arguments, and each scenario brings about what it is named for.</summary>
public class PerpetualSampleTests
{
    private static List<PerpetualTransition> Apply(IReadOnlyList<PerpetualBatchFile> files)
    {
        var transitions = new List<PerpetualTransition>();
        foreach (var file in files)
        {
            Assert.That(PerpetualReference.TryApply(file.State!, file.Batch, out var transition, out var violation), Is.True, () => violation!.ToString());
            Assert.That(transitions.Count == 0 || transitions[^1].After.Root == file.State!.Root, Is.True, "one batch follows the other");
            transitions.Add(transition!);
        }

        return transitions;
    }

    [TestCase(6, 1, 1, 0UL)]
    [TestCase(6, 6, 1, 1UL)]
    [TestCase(7, 6, 1, 2UL)]
    [TestCase(50, 6, 1, 3UL)]
    [TestCase(16, 23, 8, 4UL)]
    [TestCase(200, 78, 64, 5UL)]
    public void CalmSamplesAreFullAndOfTheSmallestProfile(int accounts, int operations, int profile, ulong seed)
    {
        var files = PerpetualSample.Create(PerpetualScenario.Calm, accounts, operations, 3, seed);
        foreach (var transition in Apply(files))
        {
            Assert.That(PerpetualProfile.Smallest(transition)!.Size, Is.EqualTo(profile));
            Assert.That(transition.After.Scalars.Tripped, Is.False);
            var ticks = transition.Batch.Operations.OracleTicks.Count + transition.Batch.Operations.FundingTicks.Count;
            Assert.That(transition.Batch.Operations.Total - ticks, Is.GreaterThanOrEqualTo(operations));
            Assert.That(transition.Steps.OracleTicks, Is.All.Property("Adopted").True);
        }
    }

    [TestCase(6, 6)]
    [TestCase(20, 12)]
    [TestCase(60, 30)]
    public void ACrashLiquidatesAndDeleverages(int accounts, int operations)
    {
        var transitions = Apply(PerpetualSample.Create(PerpetualScenario.Crash, accounts, operations, 8, 7));
        Assert.That(transitions[0].Steps.Liquidations, Is.Not.Empty);
        Assert.That(transitions[0].Steps.Deleverages, Is.Not.Empty);
        var (first, last) = (transitions[0].Before.Markets[0].Price, transitions[^1].After.Markets[0].Price);
        Assert.That((double)last / first, Is.EqualTo(0.5).Within(0.01));
        Assert.That(transitions.SelectMany(t => t.Steps.OracleTicks), Is.All.Property("Adopted").True);
    }

    [Test]
    public void AnOracleAttackTripsTheBreakerInTheSecondBatch()
    {
        var transitions = Apply(PerpetualSample.Create(PerpetualScenario.OracleAttack, 16, 20, 3, 8));
        Assert.That(transitions.Select(t => t.After.Scalars.Tripped), Is.EqualTo(new[] { false, true, true }));
        Assert.That(transitions[0].Steps.OracleTicks, Is.All.Property("Adopted").True, "the median holds");
        Assert.That(transitions[1].Steps.OracleTicks, Is.All.Property("Adopted").False);
        Assert.That(transitions[1].Steps.Trades.Concat(transitions[2].Steps.Trades), Is.Not.Empty.And.All.Property("Increases").False);
    }

    [Test]
    public void ACascadeFeedsOnItself()
    {
        var transitions = Apply(PerpetualSample.Create(PerpetualScenario.Cascade, 60, 20, 4, 9));
        Assert.That(transitions.Skip(1).Sum(t => t.Steps.Liquidations.Count), Is.Positive);
        double Fall(PerpetualTransition t) => 1 - ((double)t.After.Markets[0].Price / t.Before.Markets[0].Price);
        Assert.That(transitions.Skip(1).Max(Fall), Is.GreaterThan(Fall(transitions[0]) + 0.001));
    }

    [Test]
    public void EqualArgumentsGiveEqualBytes([Values] PerpetualScenario scenario)
    {
        static byte[][] Bytes(PerpetualScenario scenario, ulong seed) => [.. PerpetualSample.Create(scenario, 8, 6, 2, seed).Select(file => file.Write())];
        var first = Bytes(scenario, 5);
        Assert.That(Bytes(scenario, 5), Is.EqualTo(first));
        Assert.That(Bytes(scenario, 6), Is.Not.EqualTo(first));
    }

    [TestCase(5, 1, 1)]
    [TestCase(6, 0, 1)]
    [TestCase(6, 95, 1)]
    [TestCase(6, 1, 0)]
    [TestCase(6, 1, 65)]
    [TestCase(int.MaxValue, 1, 1)]
    public void CountsAreBounded(int accounts, int operations, int batches) =>
        Assert.That(() => PerpetualSample.Create(PerpetualScenario.Calm, accounts, operations, batches, 0), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void ScenariosHaveTheirNames()
    {
        Assert.That(PerpetualScenarios.Names.Select(PerpetualScenarios.Find), Is.EqualTo(Enum.GetValues<PerpetualScenario>().Cast<PerpetualScenario?>()));
        Assert.That(PerpetualScenarios.Find("storm"), Is.Null);
        Assert.That(PerpetualScenario.OracleAttack.Name(), Is.EqualTo("oracle-attack"));
    }
}
