using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What a transfer and a withdrawal have in common.</summary>
/// <param name="IsUsed">Whether the slot holds an operation.</param>
/// <param name="Amount">What moves; 0 in an unused slot.</param>
/// <param name="Fee">The fee; 0 in an unused slot.</param>
/// <param name="Expiry">The expiry; the batch time in an unused slot.</param>
/// <param name="Signature">The signature; <see cref="PaymentsSlot.NoSignature"/> in an unused slot.</param>
/// <param name="Access">The place debited.</param>
/// <param name="Account">The account debited.</param>
public sealed record SignedPaymentInput(
    bool IsUsed, BigInteger Amount, BigInteger Fee, BigInteger Expiry, EdDsaSignature Signature, AccessInput Access, FullAccountInput Account);

/// <summary>The debited side of a transfer or a withdrawal.</summary>
/// <param name="IsUsed">Whether the slot holds an operation.</param>
/// <param name="Access">The place debited.</param>
/// <param name="Amount">What moves.</param>
/// <param name="Fee">The fee.</param>
/// <param name="Words">The data words.</param>
internal sealed record SignedPayment(Bit IsUsed, AccountCell Access, UInt Amount, UInt Fee, Wire[] Words)
{
    /// <summary>
    /// Takes amount and fee from an account that has signed it, now and once, and is healthy afterwards.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="recipient">A withdrawal's L1 address.</param>
    /// <param name="credit">A transfer's receiver: its place and the x of its key.</param>
    public static SignedPayment Define(
        CircuitBuilder<Fr> builder,
        CircuitInputs<Fr, SignedPaymentInput> inputs,
        BatchWires batch,
        OperationKind kind,
        UInt? recipient,
        (AccountCell Access, Wire KeyX)? credit)
    {
        using var scope = builder.Scope("debit");
        var isUsed = inputs.Bit("is used", p => p.IsUsed);
        var amount = inputs.UInt("amount", PerpetualUnits.AmountBits, p => p.Amount);
        var fee = inputs.UInt("fee", PerpetualUnits.AmountBits, p => p.Fee);
        var expiry = inputs.UInt("expiry", PerpetualUnits.WordBits, p => p.Expiry);
        var access = AccountCell.Read(inputs.Select(p => p.Access));
        using (builder.Scope("fields"))
            OperationWires.AssertZeroUnless(builder, isUsed, fee);
        using (builder.Scope("expiry"))
            builder.AssertLessOrEqual(batch.Time, expiry);
        var account = FullAccount.Open(builder, inputs.Select(p => p.Account), batch.Tables);
        var taken = new SignedInt(builder.Compute(new(-Fr.One, amount), new(-Fr.One, fee)), PerpetualUnits.AmountBits + 1);
        UInt nonce;
        using (builder.Scope("nonce"))
            nonce = builder.AddChecked(account.Head.Nonce, isUsed, AccountHead.NonceBits);
        var changed = account.Change(builder, taken, nonce);
        using (builder.Scope("margin"))
            builder.AssertImplies(isUsed, changed.Margin.IsHealthy(builder));
        access.Replace(builder, batch, isUsed, account.OldLeaf, changed.Leaf(builder));
        var first = builder.Pack<Fr>(PaymentWords.First(builder, kind, access.Index, credit?.Access.Index, amount, fee, null));
        var second = recipient ?? builder.Constant(BigInteger.Zero);
        using (builder.Scope("signature"))
        {
            var receiver = credit?.KeyX ?? builder.Constant(Fr.Zero);
            var message = PaymentWords.Message(builder, batch.Domain, first, second, account.Head.Nonce, expiry, receiver);
            SlotSignature.Assert(builder, inputs.Select(p => p.Signature), isUsed, (account.Head.X, account.Head.Y), message);
        }

        return new SignedPayment(isUsed, access, amount, fee, [builder.Multiply(isUsed, first), builder.Multiply(isUsed, second)]);
    }
}
