using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary><c>settlement/payments</c>.</summary>
internal sealed class PaymentsFamily : SettlementFamily
{
    private static readonly SettlementCircuit[] _circuits = [.. PaymentsCircuit.Capacities.Select(capacity => new SettlementCircuit(
        PaymentsCircuit.NameOf(capacity),
        capacity,
        $"a batch of up to {capacity} deposits, withdrawals and transfers",
        () => Compile(capacity)))];

    /// <inheritdoc/>
    public override string Name => PaymentsBatch.Circuit;

    /// <inheritdoc/>
    public override string BatchFormat => BatchFile.Format;

    /// <inheritdoc/>
    public override IReadOnlyList<SettlementCircuit> Circuits => _circuits;

    /// <summary>Compiles a circuit of this family.</summary>
    public static CompiledSettlement Compile(int capacity) => new CompiledSettlement<Outcome, PaymentsWitness>(
        new PaymentsCircuit(capacity), (outcome, statement) => PaymentsWitness.Create(outcome.Transition, statement, capacity));

    /// <inheritdoc/>
    protected override SettlementBatch Read(JsonField batch, string? statePath)
    {
        var file = BatchFile.Read(batch);
        return new Batch(batch.Property("operations"), file.Batch, statePath is null ? file.State ?? AccountTree.Empty : StateFile.Read(statePath));
    }

    private static ZkFormatException TooLarge(JsonField operations, int count, int capacity) =>
        operations.Error($"has {count} elements; {(capacity == _circuits[^1].Capacity ? "the largest circuit" : "the circuit")} holds {capacity}");

    private static void RequireFits(JsonField operations, int count, SettlementCircuit circuit)
    {
        if (!_circuits.Contains(circuit))
            throw operations.Error($"are payments, and {circuit.Name} is another kind of circuit");
        if (count > circuit.Capacity)
            throw TooLarge(operations, count, circuit.Capacity);
    }

    private sealed class Batch(JsonField operations, PaymentsBatch batch, AccountTree state) : SettlementBatch
    {
        public override SettlementContext Context => batch.Context;

        public override int Operations => batch.Operations.Count;

        public override BatchData Data(SettlementCircuit circuit)
        {
            RequireFits(operations, Operations, circuit);
            return batch.Data(circuit.Capacity);
        }

        public override SettlementOutcome Apply()
        {
            if (Operations > _circuits[^1].Capacity)
                throw TooLarge(operations, Operations, _circuits[^1].Capacity);
            return PaymentsReference.TryApply(state, batch, out var transition, out var violation)
                ? new Outcome(operations, transition)
                : throw CliException.Invalid(violation.ToString());
        }
    }

    /// <summary>A transition of payments.</summary>
    /// <param name="operations">Where the operations stand, for messages.</param>
    /// <param name="transition">The transition.</param>
    internal sealed class Outcome(JsonField operations, PaymentsTransition transition) : SettlementOutcome
    {
        /// <summary>The transition.</summary>
        public PaymentsTransition Transition => transition;

        /// <inheritdoc/>
        public override SettlementCircuit SmallestCircuit => _circuits.First(c => transition.Batch.Operations.Count <= c.Capacity);

        /// <inheritdoc/>
        public override void AddFiles(OutputFiles files, string circuit) => files.Add("state.json", StateFile.Write(transition.After));

        /// <inheritdoc/>
        public override void RequireFits(SettlementCircuit circuit) => PaymentsFamily.RequireFits(operations, transition.Batch.Operations.Count, circuit);

        /// <inheritdoc/>
        public override SettlementStatement Statement(string circuit, ReadOnlySpan<byte> keyDigest) =>
            transition.Statement(SettlementCircuit.Find(circuit).Capacity, circuit, keyDigest);
    }
}
