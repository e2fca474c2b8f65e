using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A price as one oracle signs it.</summary>
/// <param name="Signer">The oracle's place among the signers of the configuration, from 0.</param>
/// <param name="Price">The price, 32.32, at least 1.</param>
/// <param name="Time">When it was signed, in seconds since 1970.</param>
/// <param name="Signature">The signature; null until it is signed.</param>
public sealed record SignedPrice(int Signer, ulong Price, uint Time, EdDsaSignature? Signature = null)
{
    /// <summary>Bits of a signer's place.</summary>
    public const int SignerBits = 3;

    internal const int TimeShift = PerpetualUnits.MarketBits + PerpetualUnits.PriceBits;

    /// <summary>What is signed: Poseidon2 (domain <see cref="HashDomains.OraclePrice"/>) of [D, market + 2^8 price + 2^72 time].</summary>
    /// <param name="domain">D (<see cref="SettlementDomain.Value"/>).</param>
    /// <param name="market">The market.</param>
    public Fr Message(Fr domain, int market) => Poseidon2.Hash(
        HashDomains.OraclePrice,
        [domain, Fr.FromBigInteger(market + ((BigInteger)Price << PerpetualUnits.MarketBits) + ((BigInteger)Time << TimeShift))]);

    /// <summary>The same price, signed.</summary>
    public SignedPrice Sign(ReadOnlySpan<byte> secretKey, Fr domain, int market) => this with { Signature = EdDsa.Sign(secretKey, Message(domain, market)) };
}

/// <summary>
/// A market's price for the batch: the lower median of the signed ones. If it is too far from the reference, or they too far from each other, the breaker
/// trips and the market stays as it was.
/// </summary>
/// <param name="Market">The market.</param>
/// <param name="Price">The lower median.</param>
/// <param name="Prices">One to five signed prices, by strictly ascending signers.</param>
public sealed record OracleTick(int Market, ulong Price, IReadOnlyList<SignedPrice> Prices);

/// <summary>A market's funding index for the batch.</summary>
/// <param name="Market">The market; it has a price.</param>
/// <param name="Index">The new index, .32 collateral for one unit; the old one at the market's first tick.</param>
public sealed record FundingTick(int Market, long Index);
