namespace Zk.Circuits.Settlement;

/// <summary>The kind of a slot as bits, of which at most one among deposit, withdrawal and transfer is 1.</summary>
internal sealed record SlotKind(Bit IsDeposit, Bit IsWithdrawal, Bit IsTransfer, Bit IsUsed, Bit IsSigned, Bit IsCredit)
{
    /// <summary>Declares a kind. Three bits whose sum is a bit are at most one 1, and sums of two of them are bits as well.</summary>
    public static SlotKind Read(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PaymentsSlot> inputs)
    {
        using var scope = builder.Scope("kind");
        var deposit = inputs.Bit("is deposit", s => s.IsDeposit);
        var withdrawal = inputs.Bit("is withdrawal", s => s.IsWithdrawal);
        var transfer = inputs.Bit("is transfer", s => s.IsTransfer);
        var used = builder.ToBit(builder.Compute(deposit.Wire, withdrawal.Wire, transfer.Wire));
        return new SlotKind(deposit, withdrawal, transfer, used, DisjointSum(builder, withdrawal, transfer), DisjointSum(builder, deposit, transfer));
    }

    /// <summary>The number that stands in the data, 0..3.</summary>
    public UInt Number(CircuitBuilder<Fr> builder) => new(
        builder.Compute(
            new(Fr.FromUInt64((ulong)OperationKind.Deposit), IsDeposit),
            new(Fr.FromUInt64((ulong)OperationKind.Withdrawal), IsWithdrawal),
            new(Fr.FromUInt64((ulong)OperationKind.Transfer), IsTransfer)),
        2);

    private static Bit DisjointSum(CircuitBuilder<Fr> builder, Bit x, Bit y) => new(builder.Add(x.Wire, y.Wire));
}
