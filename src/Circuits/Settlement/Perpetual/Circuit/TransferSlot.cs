using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The secret inputs of a transfer's slot.</summary>
/// <param name="Debit">The sender's side.</param>
/// <param name="Access">The receiver's place.</param>
/// <param name="Account">The receiver.</param>
public sealed record TransferInput(SignedPaymentInput Debit, AccessInput Access, LightAccountInput Account);

/// <summary>The secret inputs of a withdrawal's slot.</summary>
/// <param name="Debit">The debited side.</param>
/// <param name="Recipient">The L1 address.</param>
public sealed record WithdrawalInput(SignedPaymentInput Debit, BigInteger Recipient);

/// <summary>A slot that moves collateral to another account.</summary>
internal static class TransferSlot
{
    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, TransferInput> inputs, BatchWires batch)
    {
        using var scope = builder.Scope("transfer");
        var access = AccountCell.Read(inputs.Select(t => t.Access));
        var account = LightAccount.Open(builder, inputs.Select(t => t.Account));

        // The key signed is the one that the receiver's leaf holds. Its x is enough, since every account's key is in the prime-order subgroup.
        var debit = SignedPayment.Define(builder, inputs.Select(t => t.Debit), batch, OperationKind.Transfer, null, (access, account.Head.X));
        using (builder.Scope("accounts"))
        {
            OperationWires.AssertDifferIf(builder, debit.IsUsed, debit.Access, access);
            builder.AssertImplies(debit.IsUsed, account.Exists);
        }

        access.Replace(builder, batch, debit.IsUsed, account.OldLeaf, account.Credit(builder, debit.Amount));
        return new OperationWires(debit.IsUsed, debit.Words) { Fee = debit.Fee };
    }
}

/// <summary>A slot that takes collateral out to L1.</summary>
internal static class WithdrawalSlot
{
    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, WithdrawalInput> inputs, BatchWires batch)
    {
        using var scope = builder.Scope("withdrawal");
        var recipient = inputs.UInt("recipient", EthereumAddress.Bits, w => w.Recipient);
        var debit = SignedPayment.Define(builder, inputs.Select(w => w.Debit), batch, OperationKind.Withdrawal, recipient, null);
        return new OperationWires(debit.IsUsed, debit.Words) { Fee = debit.Fee };
    }
}
