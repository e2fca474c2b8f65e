using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>The payments circuit with two slots, compiled once, and the witness checker on it.</summary>
internal static class PaymentsCircuitFixture
{
    public const int Capacity = 2;

    private static readonly Lazy<Circuit<Fr, PaymentsWitness>> _circuit = new(() => Circuit.Compile(new PaymentsCircuit(Capacity)));

    public static Circuit<Fr, PaymentsWitness> Compiled => _circuit.Value;

    /// <summary>z in these tests; the circuit takes any.</summary>
    public static Fr Challenge { get; } = Fr.FromUInt64(123456789);

    /// <summary>The witness that claims these operations on <see cref="PaymentsWorld.State"/>, valid or not.</summary>
    public static PaymentsWitness Forced(params IReadOnlyList<Operation> operations) => Forced(State, Batch(operations));

    public static PaymentsWitness Forced(AccountTree state, PaymentsBatch batch, PlaceLie? lie = null) =>
        ForcedPayments.Create(state, batch, Capacity, Challenge, lie);

    /// <summary>The broken constraints of a witness, as text; none if it is satisfied.</summary>
    public static IReadOnlyList<string> Check(PaymentsWitness witness, int limit = 10) => [.. Failures(witness, limit).Select(f => f.ToString())];

    /// <summary>The broken constraints of a witness.</summary>
    public static IReadOnlyList<WitnessFailure> Failures(PaymentsWitness witness, int limit = 10)
    {
        using var assignment = Compiled.Assign(witness, 1);
        return WitnessChecker<Fr>.Check(Compiled.Compiled, assignment, limit);
    }

    /// <summary>The same witness with one slot changed.</summary>
    public static PaymentsWitness With(this PaymentsWitness witness, int slot, Func<PaymentsSlot, PaymentsSlot> change) =>
        witness with { Slots = [.. witness.Slots.Select((s, i) => i == slot ? change(s) : s)] };
}
