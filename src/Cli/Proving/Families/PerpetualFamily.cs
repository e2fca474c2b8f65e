using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Cli;

/// <summary><c>settlement/perpetual</c>.</summary>
internal sealed class PerpetualFamily : SettlementFamily
{
    private static readonly SettlementCircuit[] _circuits = [.. PerpetualProfile.All.Select(profile => new SettlementCircuit(
        profile.Circuit,
        profile.Size,
        $"a batch of perpetual futures of {profile.Markets} markets: up to {profile[PerpetualSlot.Trade]} trades, and slots of the other kinds",
        () => new CompiledSettlement<Outcome, PerpetualWitness>(
            new PerpetualCircuit(profile), (outcome, statement) => PerpetualWitness.Create(outcome.Transition, statement, profile))))];

    /// <inheritdoc/>
    public override string Name => PerpetualProfile.Family;

    /// <inheritdoc/>
    public override string BatchFormat => PerpetualBatchFile.Format;

    /// <inheritdoc/>
    public override IReadOnlyList<SettlementCircuit> Circuits => _circuits;

    /// <inheritdoc/>
    protected override SettlementBatch Read(JsonField batch, string? statePath)
    {
        var file = PerpetualBatchFile.Read(batch);
        var state = statePath is null ? file.State : PerpetualStateFile.Read(statePath);
        return new Batch(batch.Property("operations"), file.Batch, state ?? throw batch.Error("has no state, and none is given beside it: a state says how many markets there are"));
    }

    private static PerpetualProfile ProfileOf(string circuit) => PerpetualProfile.All.First(p => p.Circuit == circuit);

    private sealed class Batch(JsonField operations, PerpetualBatch batch, PerpetualState state) : SettlementBatch
    {
        public override SettlementContext Context => batch.Context;

        public override int Operations => batch.Operations.Total;

        public override SettlementOutcome Apply()
        {
            if (batch.Config.Markets.Count > state.Markets.Count)
                throw operations.Error($"the configuration has {batch.Config.Markets.Count} markets, the state {state.Markets.Count}");
            return PerpetualReference.TryApply(state, batch, out var transition, out var violation)
                ? new Outcome(operations, transition)
                : throw CliException.Invalid(violation.ToString());
        }
    }

    /// <summary>A transition of perpetual futures.</summary>
    /// <param name="operations">Where the operations stand, for messages.</param>
    /// <param name="transition">The transition.</param>
    private sealed class Outcome(JsonField operations, PerpetualTransition transition) : SettlementOutcome
    {
        public PerpetualTransition Transition => transition;

        public override SettlementCircuit SmallestCircuit => PerpetualProfile.Smallest(transition) is { } profile
            ? _circuits.First(c => c.Name == profile.Circuit)
            : throw operations.Error(Misfit());

        /// <summary>The state, and the data words, which a batch file alone does not determine: they say how forced operations ended.</summary>
        public override void AddFiles(OutputFiles files, string circuit)
        {
            files.Add("state.json", PerpetualStateFile.Write(transition.After));
            files.Add(DataWordsFile.Name, DataWordsFile.Write(transition.Words(ProfileOf(circuit))));
        }

        public override void RequireFits(SettlementCircuit circuit)
        {
            if (!_circuits.Contains(circuit))
                throw operations.Error($"are of perpetual futures, and {circuit.Name} is another kind of circuit");
            if (ProfileOf(circuit.Name).Excess(transition) is { } excess)
                throw operations.Error($"do not fit {circuit.Name}: {excess}");
        }

        public override SettlementStatement Statement(string circuit, ReadOnlySpan<byte> keyDigest) => transition.Statement(ProfileOf(circuit), keyDigest);

        public override void Describe(JsonObject report, CompiledSettlement circuit, int threads)
        {
            var perSecond = 1000.0 * transition.Batch.Operations.Total / (double)report["total_ms"]!;
            report["circuit"] = circuit.Compiled.Name;
            report["operations_per_second"] = perSecond;
            report["operations_per_second_per_core"] = perSecond / threads;
            PerpetualReport.AddTo(report, transition, ProfileOf(circuit.Compiled.Name), circuit.Profile);
        }

        /// <summary>Why the circuits with the state's number of markets do not hold the batch, or that there is none.</summary>
        private string Misfit() => PerpetualProfile.All.LastOrDefault(p => p.Markets == transition.Before.Markets.Count)?.Excess(transition)
            ?? $"no circuit has a state of {transition.Before.Markets.Count} markets; there are circuits of {string.Join(", ", PerpetualProfile.All.Select(p => p.Markets))}";
    }
}
