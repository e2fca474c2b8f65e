namespace Zk.Circuits.Settlement;

/// <summary>
/// The circuit <c>settlement/payments</c>: a batch of deposits, withdrawals and transfers in any mix moves the account tree from one root to another.
/// The rules are those of <see cref="PaymentsReference"/>; the public inputs are <see cref="SettlementStatement"/>. Every slot has room for any
/// operation: it opens a debited and a credited place and verifies one signature, whether the operation needs them or not.
/// </summary>
public sealed class PaymentsCircuit : CircuitDefinition<Fr, PaymentsWitness>
{
    private const int TimeBits = 32;

    /// <summary>A circuit for batches of at most so many operations.</summary>
    /// <param name="batchSize">Slots, 1..2^16 − 1. Keys are made for <see cref="Capacities"/>.</param>
    public PaymentsCircuit(int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(batchSize, 1 << (PaymentsBatch.FeeAccountShift - PaymentsBatch.CountShift));
        BatchSize = batchSize;
    }

    /// <summary>The batch sizes that are in use, ascending.</summary>
    public static IReadOnlyList<int> Capacities { get; } = [8, 64, 256];

    /// <summary>Slots of the circuit.</summary>
    public int BatchSize { get; }

    /// <inheritdoc/>
    public override string Name => NameOf(BatchSize);

    /// <summary>The name of the circuit of a capacity.</summary>
    public static string NameOf(int batchSize) => FormattableString.Invariant($"{PaymentsBatch.Circuit}/{batchSize}");

    /// <summary>The smallest capacity in use that takes so many operations; null if there is none.</summary>
    public static int? CapacityFor(int operations) => Capacities.Where(c => c >= operations).Select(c => (int?)c).FirstOrDefault();

    /// <inheritdoc/>
    public override void Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PaymentsWitness> inputs)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(inputs);
        var domain = inputs.Field("domain", w => w.Domain);
        var previousRoot = inputs.Field("previous root", w => w.PreviousRoot);
        var challenge = inputs.Field("challenge", w => w.Challenge);
        var time = inputs.UInt("time", TimeBits, w => w.Time);
        var slots = DefineSlots(builder, inputs, domain, time);

        // The slots are made side by side, each from a root that it is given; here the roots become a chain and the used slots a prefix.
        builder.AssertEqual(slots[0].RootBefore, previousRoot);
        for (var i = 1; i < BatchSize; i++)
        {
            builder.AssertEqual(slots[i].RootBefore, slots[i - 1].RootAfter);
            builder.AssertImplies(slots[i].IsUsed, slots[i - 1].IsUsed);
        }

        var fees = builder.Sum<Fr>([.. slots.Select(s => s.Fee)]);
        var feeAccount = AccountPlace.Read(builder, inputs.Select(w => w.FeeAccount), "fees");
        var nextRoot = PayFees(builder, feeAccount, fees, slots[^1].RootAfter);

        var count = builder.Sum<Fr>([.. slots.Select(s => (UInt)s.IsUsed)]);
        var header = builder.Pack<Fr>([(time, PaymentsBatch.CountShift), (count, PaymentsBatch.FeeAccountShift - PaymentsBatch.CountShift), (feeAccount.Index, AccountPlace.IndexBits)]);
        Wire[] data = [header, .. slots.SelectMany(s => new[] { s.FirstWord, s.SecondWord })];
        var commitment = BatchDataGadget.Commit(builder, domain, data);
        var evaluation = BatchDataGadget.Evaluate(builder, data, challenge);

        builder.Public("D", domain);
        builder.Public("prevRoot", previousRoot);
        builder.Public("nextRoot", nextRoot);
        builder.Public("P", commitment);
        builder.Public("z", challenge);
        builder.Public("y", evaluation);
    }

    private SlotWires[] DefineSlots(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PaymentsWitness> inputs, Wire domain, UInt time)
    {
        var slots = new SlotWires[BatchSize];
        builder.Parallel(BatchSize, i =>
        {
            using var scope = builder.Scope("slot");
            slots[i] = PaymentsSlotGadget.Define(builder, inputs.Select(w => w.Slots[i]), domain, time);
        });
        return slots;
    }

    /// <summary>Credits the sum of the fees to an account, which must exist unless the sum is zero.</summary>
    private static Wire PayFees(CircuitBuilder<Fr> builder, AccountPlace account, UInt fees, Wire root)
    {
        using var scope = builder.Scope("fees");
        builder.AssertImplies(builder.Not(builder.IsZero(fees)), account.Exists);
        var balance = builder.AddChecked(account.Balance, fees, AccountPlace.BalanceBits);
        return account.Update(builder, root, account.Exists, balance, account.Nonce);
    }
}
