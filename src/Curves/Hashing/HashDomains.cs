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
    /// The message of a signed operation of <c>settlement/payments</c>. Each further family of circuits whose operations are signed gets a number of its
    /// own, so that no operation of one family has the message of another's, whatever their layouts are.
    /// </summary>
    public const ulong Operation = 3;

    /// <summary>The public data words of a batch.</summary>
    public const ulong BatchData = 4;

    /// <summary>The message by which an account leaves a frozen settlement contract: [D, place, L1 address].</summary>
    public const ulong Escape = 5;
}
