namespace Zk.Circuits.Settlement;

/// <summary>What a slot shows to the batch.</summary>
internal sealed record SlotWires(Bit IsUsed, UInt Fee, Wire RootBefore, Wire RootAfter, Wire FirstWord, Wire SecondWord);

/// <summary>
/// One slot: a deposit, a withdrawal, a transfer or nothing. It debits one place, then credits another in the tree that the debit left. A side that
/// the kind does not use opens place 0 and puts back what is there.
/// </summary>
internal static class PaymentsSlotGadget
{
    private const int AmountBits = 64;
    private const int TimeBits = 32;

    /// <summary>Places a slot's rows.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The slot's inputs.</param>
    /// <param name="domain">D.</param>
    /// <param name="time">The batch time.</param>
    public static SlotWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PaymentsSlot> inputs, Wire domain, UInt time)
    {
        var kind = SlotKind.Read(builder, inputs);
        var amount = inputs.UInt("amount", AmountBits, s => s.Amount);
        var fee = inputs.UInt("fee", AmountBits, s => s.Fee);
        var queueId = inputs.UInt("queue id", OperationWords.QueueIdBits, s => s.QueueId);
        var recipient = inputs.UInt("recipient", EthereumAddress.Bits, s => s.Recipient);
        var expiry = inputs.UInt("expiry", TimeBits, s => s.Expiry);
        var root = inputs.Field("root", s => s.Root);
        var debit = AccountPlace.Read(builder, inputs.Select(s => s.Debit), "debit");
        var credit = AccountPlace.Read(builder, inputs.Select(s => s.Credit), "credit");

        // What a kind does not use is zero, so that data words have one meaning and an unused slot is all zero.
        using (builder.Scope("unused fields"))
        {
            AssertZeroUnless(builder, kind.IsUsed, amount);
            AssertZeroUnless(builder, kind.IsSigned, fee);
            AssertZeroUnless(builder, kind.IsSigned, debit.Index);
            AssertZeroUnless(builder, kind.IsCredit, credit.Index);
            AssertZeroUnless(builder, kind.IsDeposit, queueId);
            AssertZeroUnless(builder, kind.IsWithdrawal, recipient);
        }

        // Who signs exists; transfers go to another account, which exists. A deposited key is usable; that of an account was when it was deposited.
        using (builder.Scope("accounts"))
        {
            builder.AssertImplies(kind.IsSigned, debit.Exists);
            builder.AssertImplies(kind.IsTransfer, credit.Exists);
            builder.AssertZeroIf(kind.IsTransfer, builder.IsEqual(debit.Index, credit.Index));
        }

        builder.AssertPublicKey((credit.X, credit.Y));
        var key = PackedKey.Define(builder, credit.X, credit.Y);
        var first = builder.Pack<Fr>(
        [
            (kind.Number(builder), OperationWords.DebitShift),
            (debit.Index, AccountPlace.IndexBits),
            (credit.Index, AccountPlace.IndexBits),
            (amount, AmountBits),
            (fee, AmountBits),
            (builder.Gate(kind.IsDeposit, key.Head), OperationWords.QueueIdShift - OperationWords.KeyHeadShift),
            (queueId, OperationWords.QueueIdBits),
        ]);
        var second = builder.MultiplyAdd(Fr.One, kind.IsDeposit, key.Tail, recipient.Wire);
        var rest = builder.Pack<Fr>([(recipient, EthereumAddress.Bits), (debit.Nonce, AccountPlace.NonceBits), (expiry, TimeBits)]);
        using (builder.Scope("signature"))
        {
            // The key absorbed is the one that the credited place's leaf holds, so a transfer signed for another key has no valid signature. Its x is
            // enough, since every credited key is in the prime-order subgroup.
            var receiver = builder.Multiply(kind.IsTransfer, credit.X);
            var message = builder.Poseidon2Hash(HashDomains.Operation, [domain, first, rest, receiver]);
            SlotSignature.Assert(builder, inputs.Select(s => s.Signature), kind.IsSigned, (debit.X, debit.Y), message);
        }

        using (builder.Scope("expiry"))
            builder.AssertLessOrEqual(time, expiry);

        Wire middle, after;
        using (builder.Scope("debit"))
        {
            var taken = builder.Add(builder.Gate(kind.IsSigned, amount), fee);
            var balance = builder.SubtractChecked(debit.Balance, taken);
            var nonce = builder.AddChecked(debit.Nonce, kind.IsSigned, AccountPlace.NonceBits);
            middle = debit.Update(builder, root, debit.Exists, balance, nonce);
        }

        using (builder.Scope("credit"))
        {
            var balance = builder.AddChecked(credit.Balance, builder.Gate(kind.IsCredit, amount), AccountPlace.BalanceBits);
            after = credit.Update(builder, middle, builder.Or(credit.Exists, kind.IsDeposit), balance, credit.Nonce);
        }

        return new SlotWires(kind.IsUsed, fee, root, after, first, second);
    }

    private static void AssertZeroUnless(CircuitBuilder<Fr> builder, Bit condition, Wire x) =>
        builder.AssertZero(x, new(Fr.Zero, condition), product: -Fr.One);
}
