using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>The kinds of operation, by the number that stands in the data.</summary>
public enum OperationKind
{
    /// <summary>An unused slot.</summary>
    None = 0,

    /// <summary>Value comes from L1.</summary>
    Deposit = 1,

    /// <summary>Value goes to L1.</summary>
    Withdrawal = 2,

    /// <summary>Value moves between two accounts.</summary>
    Transfer = 3,
}

/// <summary>One operation of a payments batch.</summary>
/// <param name="Amount">What moves, in the token's smallest unit; 0 is allowed.</param>
public abstract record Operation(ulong Amount)
{
    /// <summary>The kind.</summary>
    public abstract OperationKind Kind { get; }

    /// <summary>The two public data words of the operation (<see cref="OperationWords"/>).</summary>
    public abstract OperationWords Words { get; }
}

/// <summary>
/// Credits an account with value that the contract took on L1. It is not signed: the contract compares it with its queue and uses each entry once.
/// A deposit to an empty place creates the account with the key it names; a deposit to an account must name its key.
/// </summary>
/// <param name="QueueId">The entry of the contract's deposit queue, below 2^40.</param>
/// <param name="Account">The place credited.</param>
/// <param name="PublicKey">The key of that account.</param>
/// <param name="Amount">What is credited.</param>
public sealed record Deposit(ulong QueueId, uint Account, EdwardsPoint PublicKey, ulong Amount) : Operation(Amount)
{
    /// <summary>The entry of the contract's deposit queue.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not below 2^40, so no data word could hold it.</exception>
    public ulong QueueId
    {
        get;
        init => field = Checked(value);
    }
    = Checked(QueueId);

    /// <inheritdoc/>
    public override OperationKind Kind => OperationKind.Deposit;

    /// <inheritdoc/>
    public override OperationWords Words => OperationWords.Of(this);

    private static ulong Checked(ulong queueId)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(queueId, 1UL << OperationWords.QueueIdBits);
        return queueId;
    }
}

/// <summary>An operation that the debited account signs.</summary>
/// <param name="From">The account debited with amount and fee.</param>
/// <param name="Amount">What moves.</param>
/// <param name="Fee">What the fee account gets for it at the end of the batch.</param>
/// <param name="Nonce">The account's nonce; the operation raises it by one.</param>
/// <param name="Expiry">The last batch time, in seconds, at which the operation may be settled.</param>
/// <param name="Signature">The signature; null until it is signed.</param>
public abstract record SignedOperation(uint From, ulong Amount, ulong Fee, uint Nonce, uint Expiry, EdDsaSignature? Signature)
    : Operation(Amount)
{
    /// <summary>
    /// What is signed: Poseidon2 (domain <see cref="HashDomains.Operation"/>) of [D, w0, w1 + 2^160 nonce + 2^192 expiry, k] with the operation's two
    /// data words and k the x of a transfer's receiver's key, 0 for a withdrawal. So kind, accounts or L1 address, the receiver's key, amount, fee,
    /// nonce, expiry, chain and contract are all bound. x is enough: the two points of one x are P and −P + (0, −1), of which one only is in the
    /// subgroup of prime order.
    /// </summary>
    /// <param name="domain">D (<see cref="SettlementDomain.Value"/>).</param>
    public Fr Message(Fr domain)
    {
        var tail = ((BigInteger)Nonce << OperationWords.NonceShift) + ((BigInteger)Expiry << OperationWords.ExpiryShift);
        return Poseidon2.Hash(HashDomains.Operation, [domain, Words.First, Words.Second + Fr.FromBigInteger(tail), SignedKey]);
    }

    /// <summary>The last element of what is signed: x of the key that must hold the credited account, 0 when none is credited.</summary>
    private protected virtual Fr SignedKey => Fr.Zero;

    /// <summary>The same operation, signed.</summary>
    public SignedOperation Sign(ReadOnlySpan<byte> secretKey, Fr domain) => this with { Signature = EdDsa.Sign(secretKey, Message(domain)) };
}

/// <summary>Takes value out to an L1 address.</summary>
/// <param name="From">The account debited.</param>
/// <param name="Recipient">The L1 address that the contract credits.</param>
/// <param name="Amount">What leaves.</param>
/// <param name="Fee">The fee.</param>
/// <param name="Nonce">The account's nonce.</param>
/// <param name="Expiry">The last batch time at which it may be settled.</param>
/// <param name="Signature">The signature; null until it is signed.</param>
public sealed record Withdrawal(uint From, EthereumAddress Recipient, ulong Amount, ulong Fee, uint Nonce, uint Expiry, EdDsaSignature? Signature = null)
    : SignedOperation(From, Amount, Fee, Nonce, Expiry, Signature)
{
    /// <inheritdoc/>
    public override OperationKind Kind => OperationKind.Withdrawal;

    /// <inheritdoc/>
    public override OperationWords Words => OperationWords.Of(this);
}

/// <summary>Moves value to another existing account.</summary>
/// <param name="From">The account debited.</param>
/// <param name="To">The account credited; it exists and is not the sender.</param>
/// <param name="ToKey">Its key. Places go to whoever deposits first, so a place alone would not say who is paid.</param>
/// <param name="Amount">What moves.</param>
/// <param name="Fee">The fee.</param>
/// <param name="Nonce">The sender's nonce.</param>
/// <param name="Expiry">The last batch time at which it may be settled.</param>
/// <param name="Signature">The signature; null until it is signed.</param>
public sealed record Transfer(
    uint From, uint To, EdwardsPoint ToKey, ulong Amount, ulong Fee, uint Nonce, uint Expiry, EdDsaSignature? Signature = null)
    : SignedOperation(From, Amount, Fee, Nonce, Expiry, Signature)
{
    /// <inheritdoc/>
    public override OperationKind Kind => OperationKind.Transfer;

    /// <inheritdoc/>
    public override OperationWords Words => OperationWords.Of(this);

    private protected override Fr SignedKey => ToKey.X;
}
