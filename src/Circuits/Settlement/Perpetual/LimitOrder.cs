using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An order as its account signs it. It may be filled in parts until its size is reached, it expires, or a higher number takes its place.</summary>
/// <param name="Account">The account.</param>
/// <param name="Market">The market.</param>
/// <param name="IsBuy">Whether it buys.</param>
/// <param name="ReduceOnly">Whether it may only reduce the account's position.</param>
/// <param name="Number">Its number, at least 1 (<see cref="FillsTree"/>).</param>
/// <param name="Expiry">The last batch time at which it may be filled.</param>
/// <param name="Size">Units at most, 1..2^63 − 1.</param>
/// <param name="Quote">Collateral for all of it, 1..2^63 − 1: the most that a buyer pays, the least that a seller gets, in proportion for a part.</param>
/// <param name="Fee">The most that is paid as a fee for all of it, in proportion for a part.</param>
/// <param name="Signature">The signature; null until it is signed.</param>
public sealed record LimitOrder(
    uint Account,
    int Market,
    bool IsBuy,
    bool ReduceOnly,
    uint Number,
    uint Expiry,
    ulong Size,
    ulong Quote,
    ulong Fee,
    EdDsaSignature? Signature = null)
{
    internal const int MarketShift = 32;
    internal const int BuyShift = 40;
    internal const int ReduceOnlyShift = 41;
    internal const int NumberShift = 42;
    internal const int ExpiryShift = 74;
    internal const int SizeShift = 106;
    internal const int FeeShift = 64;

    /// <summary>
    /// What is signed: Poseidon2 (domain <see cref="HashDomains.PerpetualOrder"/>) of [D, account + 2^32 market + 2^40 buy + 2^41 reduceOnly +
    /// 2^42 number + 2^74 expiry + 2^106 size, quote + 2^64 fee].
    /// </summary>
    /// <param name="domain">D (<see cref="SettlementDomain.Value"/>).</param>
    public Fr Message(Fr domain) => Message(domain, HashDomains.PerpetualOrder);

    /// <summary>The same order, signed.</summary>
    public LimitOrder Sign(ReadOnlySpan<byte> secretKey, Fr domain) => this with { Signature = EdDsa.Sign(secretKey, Message(domain)) };

    /// <summary>The message with these fields in a domain of hashes: that of orders, or that of the sides of forced trades.</summary>
    internal Fr Message(Fr domain, ulong hashDomain)
    {
        var first = Account
            + ((BigInteger)Market << MarketShift)
            + ((BigInteger)(IsBuy ? 1 : 0) << BuyShift)
            + ((BigInteger)(ReduceOnly ? 1 : 0) << ReduceOnlyShift)
            + ((BigInteger)Number << NumberShift)
            + ((BigInteger)Expiry << ExpiryShift)
            + ((BigInteger)Size << SizeShift);
        return Poseidon2.Hash(hashDomain, [domain, Fr.FromBigInteger(first), Fr.FromBigInteger(Quote + ((BigInteger)Fee << FeeShift))]);
    }
}
