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
        return new Batch(file.Batch, statePath is null ? file.State ?? AccountTree.Empty : StateFile.Read(statePath));
    }

    private sealed class Batch(PaymentsBatch batch, AccountTree state) : SettlementBatch
    {
        public override SettlementContext Context => batch.Context;

        public override int Operations => batch.Operations.Count;

        public override SettlementCircuit? SmallestCircuit => _circuits.FirstOrDefault(Fits);

        public override string TooLarge => $"operations: has {Operations} elements; the largest circuit holds {_circuits[^1].Capacity}";

        public override bool Fits(SettlementCircuit circuit) => circuit.Name == PaymentsCircuit.NameOf(circuit.Capacity) && Operations <= circuit.Capacity;

        public override BatchData Data(SettlementCircuit circuit) => batch.Data(circuit.Capacity);

        public override SettlementOutcome Apply() =>
            PaymentsReference.TryApply(state, batch, out var transition, out var violation) ? new Outcome(transition) : throw CliException.Invalid(violation.ToString());
    }

    /// <summary>A transition of payments.</summary>
    internal sealed class Outcome(PaymentsTransition transition) : SettlementOutcome
    {
        /// <summary>The transition.</summary>
        public PaymentsTransition Transition => transition;

        /// <inheritdoc/>
        public override byte[] StateFile => Zk.Circuits.Settlement.StateFile.Write(transition.After);

        /// <inheritdoc/>
        public override SettlementStatement Statement(string circuit, ReadOnlySpan<byte> keyDigest) =>
            transition.Statement(SettlementCircuit.Find(circuit).Capacity, circuit, keyDigest);
    }
}
