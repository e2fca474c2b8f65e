namespace Zk.Circuits.Settlement;

/// <summary>
/// The rules that a payments batch can break. Circuit and reference refuse the same batches, but for <see cref="DuplicateQueueId"/>: the deposit queue is
/// the contract's, and only the contract knows which entries earlier batches have used.
/// </summary>
public enum PaymentsRule
{
    /// <summary>A debited, credited or fee account does not exist.</summary>
    UnknownAccount,

    /// <summary>The batch time is after the operation's expiry.</summary>
    Expired,

    /// <summary>The nonce is not the account's.</summary>
    WrongNonce,

    /// <summary>The account's nonce is 2^32 − 1 and cannot be raised.</summary>
    NonceExhausted,

    /// <summary>The signature is missing or does not verify.</summary>
    BadSignature,

    /// <summary>A transfer names the same account twice.</summary>
    SelfTransfer,

    /// <summary>Amount and fee exceed the balance.</summary>
    Overdraft,

    /// <summary>A credited balance would reach 2^64.</summary>
    BalanceOverflow,

    /// <summary>A deposited key is off the curve, outside the prime-order subgroup, or the identity.</summary>
    BadKey,

    /// <summary>
    /// A deposit or a transfer names another key than the credited account has. Of a transfer's the circuit sees the x that is signed, which no other
    /// usable key has.
    /// </summary>
    WrongKey,

    /// <summary>Two deposits of the batch name the same entry of the contract's queue, which uses each entry once.</summary>
    DuplicateQueueId,
}

/// <summary>The first rule that a batch breaks. It is a false statement, not malformed input.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Operation">The operation's index in the batch; null for the payment of the fees at its end.</param>
/// <param name="Detail">What was found, in a few words.</param>
public sealed record PaymentsViolation(PaymentsRule Rule, int? Operation, string Detail)
{
    /// <summary>The rule as it is written in messages and reports: lower case with hyphens.</summary>
    public string RuleName => Rule switch
    {
        PaymentsRule.UnknownAccount => "unknown-account",
        PaymentsRule.Expired => "expired",
        PaymentsRule.WrongNonce => "wrong-nonce",
        PaymentsRule.NonceExhausted => "nonce-exhausted",
        PaymentsRule.BadSignature => "bad-signature",
        PaymentsRule.SelfTransfer => "self-transfer",
        PaymentsRule.Overdraft => "overdraft",
        PaymentsRule.BalanceOverflow => "balance-overflow",
        PaymentsRule.BadKey => "bad-key",
        PaymentsRule.WrongKey => "wrong-key",
        _ => "duplicate-queue-id",
    };

    /// <inheritdoc/>
    public override string ToString() => Operation is { } index ? $"operation {index}: {RuleName}: {Detail}" : $"fees: {RuleName}: {Detail}";
}
