using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The secret inputs of a forced withdrawal's slot.</summary>
/// <param name="IsUsed">Whether it holds a request.</param>
/// <param name="Amount">What is to leave.</param>
/// <param name="Nonce">The nonce that was signed.</param>
/// <param name="Expiry">The last batch time at which it may be settled.</param>
/// <param name="Recipient">The L1 address.</param>
/// <param name="Signature">The six halves of the signature, 128 bits each.</param>
/// <param name="Access">The account's place.</param>
/// <param name="Exists">Whether an account is there.</param>
/// <param name="Account">The account; an empty one where none is.</param>
public sealed record ForcedWithdrawalInput(
    bool IsUsed,
    BigInteger Amount,
    BigInteger Nonce,
    BigInteger Expiry,
    BigInteger Recipient,
    IReadOnlyList<BigInteger> Signature,
    AccessInput Access,
    bool Exists,
    FullAccountInput Account);

/// <summary>
/// A slot that does a withdrawal which the contract demands, or shows why it cannot be done. The result is computed, not asserted: there is one witness for
/// any request whatever, as long as the markets of the account are fresh.
/// </summary>
internal static class ForcedWithdrawalSlot
{
    private const int WordBits = PerpetualUnits.WordBits;
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int ResultBits = 8;

    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, ForcedWithdrawalInput> inputs, BatchWires batch)
    {
        using var scope = builder.Scope("forced withdrawal");
        var isUsed = inputs.Bit("is used", w => w.IsUsed);
        var amount = inputs.UInt("amount", AmountBits, w => w.Amount);
        var nonce = inputs.UInt("nonce", WordBits, w => w.Nonce);
        var expiry = inputs.UInt("expiry", WordBits, w => w.Expiry);
        var recipient = inputs.UInt("recipient", EthereumAddress.Bits, w => w.Recipient);
        var access = AccountCell.Read(inputs.Select(w => w.Access));
        var exists = inputs.Bit("exists", w => w.Exists);
        var account = FullAccount.Open(builder, inputs.Select(w => w.Account), batch.Tables);
        var first = builder.Pack<Fr>(PaymentWords.First(builder, OperationKind.Withdrawal, access.Index, null, amount, null, null));
        var message = PaymentWords.Message(builder, batch.Domain, first, recipient, nonce, expiry, builder.Constant(Fr.Zero));
        var signature = RequestSignatureWires.Read(inputs.Select(w => w.Signature));
        Wire result;
        Bit isDone;
        using (builder.Scope("result"))
        {
            // In the order of the results 1, 2, ...: what must hold for the withdrawal to be done.
            Bit[] conditions =
            [
                exists,
                builder.IsLessOrEqual(batch.Time, expiry),
                builder.IsEqual(nonce, account.Head.Nonce),
                builder.Not(builder.IsEqual(nonce, builder.Constant(new BigInteger(uint.MaxValue)))),
                signature.IsValid(builder, exists, (account.Head.X, account.Head.Y), message),
                CanPay(builder, account, amount),
            ];
            (result, isDone) = ForcedOutcome.Of(builder, conditions);
        }

        var taken = new SignedInt(builder.MultiplyAdd(-Fr.One, isDone, amount), AmountBits);
        var changed = account.Change(builder, taken, new UInt(builder.Add(account.Head.Nonce.Wire, isDone.Wire), AccountHead.NonceBits));
        access.Replace(builder, batch, isUsed, builder.Multiply(exists, account.OldLeaf), builder.Multiply(exists, changed.Leaf(builder)));
        var words = OperationWires.PackIf(
            builder,
            isUsed,
            [
                [
                    (builder.Constant(new BigInteger(PerpetualSlot.ForcedWithdrawal.Kind())), 8),
                    (access.Index, WordBits),
                    (amount, AmountBits + 1),
                    (nonce, WordBits),
                    (expiry, WordBits),
                ],
                [(recipient, EthereumAddress.Bits)],
                .. signature.Words,
                [(new UInt(result, ResultBits), ResultBits)],
            ]);
        return new OperationWires(isUsed, words);
    }

    /// <summary>
    /// Whether the account is healthy with the amount less, and its collateral in range. Its value then is: a healthy one is not negative.
    /// </summary>
    private static Bit CanPay(CircuitBuilder<Fr> builder, FullAccount account, UInt amount)
    {
        using var scope = builder.Scope("margin");
        var left = builder.Subtract(account.Collateral, amount);
        var isInRange = builder.IsLessOrEqual(builder.SignedConstant(-(BigInteger.One << AccountHead.CollateralBits)), left);
        return builder.And(isInRange, account.Margin.Less(builder, amount).IsHealthy(builder));
    }
}
