namespace Zk.Curves;

/// <summary>
/// The registry of domains of <see cref="Poseidon2.Hash"/>, the one place where a domain is given out, so that no two uses share one.
/// A number is never reused or changed: digests in the field depend on it.
/// </summary>
public static class HashDomains
{
    /// <summary>The challenge of an EdDSA signature: [R.x, R.y, A.x, A.y, message].</summary>
    public const ulong EdDsa = 1;

    /// <summary>An account as the leaf of the account tree.</summary>
    public const ulong AccountLeaf = 2;

    /// <summary>
    /// The message of a signed operation of <c>settlement/payments</c>, and of the same transfers and withdrawals of <c>settlement/perpetual</c>: the contract
    /// that each message names settles one family. Any operation of another layout gets a number of its own, so that no two share a message.
    /// </summary>
    public const ulong Operation = 3;

    /// <summary>The public data words of a batch.</summary>
    public const ulong BatchData = 4;

    /// <summary>The message by which an account leaves a frozen settlement contract: [D, place, L1 address].</summary>
    public const ulong Escape = 5;

    /// <summary>An account of <c>settlement/perpetual</c> as the leaf of the account tree.</summary>
    public const ulong PerpetualAccount = 6;

    /// <summary>The state of <c>settlement/perpetual</c>: [accounts root, markets, globals].</summary>
    public const ulong PerpetualState = 7;

    /// <summary>The markets of that state: three elements each.</summary>
    public const ulong PerpetualMarkets = 8;

    /// <summary>The configuration of <c>settlement/perpetual</c>.</summary>
    public const ulong PerpetualConfig = 9;

    /// <summary>The message of a signed order.</summary>
    public const ulong PerpetualOrder = 10;

    /// <summary>The message of a price that an oracle signs.</summary>
    public const ulong OraclePrice = 11;

    /// <summary>
    /// The message of a side of a forced trade, laid out as an order. It is none, so an operator cannot fill a part of a forced trade first, after which it could
    /// not be done.
    /// </summary>
    public const ulong PerpetualForcedOrder = 12;
}
