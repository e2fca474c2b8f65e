using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The secret inputs of a deposit's slot.</summary>
/// <param name="IsUsed">Whether it holds a deposit.</param>
/// <param name="QueueId">The entry of the contract's queue.</param>
/// <param name="Amount">What is credited; 0 in an unused slot.</param>
/// <param name="Access">The place credited.</param>
/// <param name="Account">What is there.</param>
public sealed record DepositInput(bool IsUsed, BigInteger QueueId, BigInteger Amount, AccessInput Access, LightAccountInput Account);

/// <summary>A slot that credits what came from L1, and creates the account if there is none.</summary>
internal static class DepositSlot
{
    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, DepositInput> inputs, BatchWires batch)
    {
        using var scope = builder.Scope("deposit");
        var isUsed = inputs.Bit("is used", d => d.IsUsed);
        var queueId = inputs.UInt("queue id", OperationWords.QueueIdBits, d => d.QueueId);
        var amount = inputs.UInt("amount", PerpetualUnits.AmountBits, d => d.Amount);
        var access = AccountCell.Read(inputs.Select(d => d.Access));
        var account = LightAccount.Open(builder, inputs.Select(d => d.Account));
        account.AssertNewIsEmpty(builder);
        access.Replace(builder, batch, isUsed, account.OldLeaf, account.Credit(builder, amount));

        // The key of an account was checked by the deposit that created it; checked again, it spares a distinction.
        builder.AssertPublicKey((account.Head.X, account.Head.Y));
        var key = PackedKey.Define(builder, account.Head.X, account.Head.Y);
        var words = OperationWires.PackIf(
            builder,
            isUsed,
            PaymentWords.First(builder, OperationKind.Deposit, null, access.Index, amount, null, (key.Head, queueId)),
            [(key.Tail, BatchData.WordBits)]);
        return new OperationWires(isUsed, words);
    }
}
