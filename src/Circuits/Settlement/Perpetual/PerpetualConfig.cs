using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The risk factors of a market for positions up to a notional value.</summary>
/// <param name="UpperBound">The largest notional value of the tier, in whole collateral units; 2^64 − 1 in the last tier.</param>
/// <param name="Initial">Initial margin, .32 of the notional value: what an account must have after every change that does not reduce.</param>
/// <param name="Maintenance">Maintenance margin: below it the account is liquidated.</param>
/// <param name="CloseOut">Close-out margin.</param>
public readonly record struct RiskTier(ulong UpperBound, uint Initial, uint Maintenance, uint CloseOut);

/// <summary>The configuration of one market.</summary>
/// <param name="OpenInterestCap">The largest open interest that a batch may raise it to, below 2^63.</param>
/// <param name="MaxFundingRate">How fast the funding index moves at most, .32 of the price for each second.</param>
/// <param name="Tiers">The four margin tiers, by ascending bounds.</param>
public sealed record MarketConfig(ulong OpenInterestCap, uint MaxFundingRate, IReadOnlyList<RiskTier> Tiers);

/// <summary>
/// What governance fixes for <c>settlement/perpetual</c>. A batch commits to it by <see cref="Hash"/>, which the contract compares with the one in force.
/// Market m is the m-th; further ones are appended.
/// </summary>
/// <param name="Signers">The oracles' keys, at most 8, all different.</param>
/// <param name="Quorum">How many of them a price needs, 1 to 5.</param>
/// <param name="PriceValidity">Seconds for which a signed price may be used, and a market's price is fresh.</param>
/// <param name="FundingValidity">Seconds for which a funding index is fresh.</param>
/// <param name="DeviationBps">A price further from its reference, in 1/10^4 of it, trips the breaker; below 2^16.</param>
/// <param name="SpreadBps">Signed prices of one tick further apart, in 1/10^4 of their median, trip the breaker; below 2^16.</param>
/// <param name="TwapWindow">Seconds of the windows of average price and volume.</param>
/// <param name="VolumeLimit">A greater volume of a window trips the breaker.</param>
/// <param name="InsuranceFloor">An insurance fund below it trips the breaker; below 2^63.</param>
/// <param name="LiquidationFeePpm">What a liquidated account pays the insurance fund at most, in 1/10^6 of the quote; below 2^20.</param>
/// <param name="Markets">The markets, at least one.</param>
public sealed record PerpetualConfig(
    IReadOnlyList<EdwardsPoint> Signers,
    int Quorum,
    uint PriceValidity,
    uint FundingValidity,
    ushort DeviationBps,
    ushort SpreadBps,
    uint TwapWindow,
    ulong VolumeLimit,
    ulong InsuranceFloor,
    uint LiquidationFeePpm,
    IReadOnlyList<MarketConfig> Markets)
{
    internal const int FeePpmBits = 20;
    internal const int PriceValidityShift = 8;
    internal const int FundingValidityShift = 40;
    internal const int DeviationShift = 72;
    internal const int SpreadShift = 88;
    internal const int TwapWindowShift = 104;
    internal const int FeePpmShift = 136;
    internal const int InsuranceFloorShift = 64;
    internal const int RateShift = 63;
    internal const int EnabledShift = 95;
    internal const int InitialShift = 64;
    internal const int MaintenanceShift = 96;
    internal const int CloseOutShift = 128;

    /// <summary>The configuration of a market; null when it has none.</summary>
    public MarketConfig? Find(int market) => market >= 1 && market <= Markets.Count ? Markets[market - 1] : null;

    /// <summary>
    /// Poseidon2 (domain <see cref="HashDomains.PerpetualConfig"/>) of [quorum + 2^8 priceValidity + 2^40 fundingValidity + 2^72 deviationBps +
    /// 2^88 spreadBps + 2^104 twapWindow + 2^136 liquidationFeePpm, volumeLimit + 2^64 insuranceFloor, x and y of each of eight signers (0, 0 for none),
    /// then five of each of M markets: cap + 2^63 rate + 2^95, and upperBound + 2^64 initial + 2^96 maintenance + 2^128 closeOut of its four tiers;
    /// five zeros for a market that has no configuration].
    /// </summary>
    /// <param name="markets">M, at least the number configured.</param>
    public Fr Hash(int markets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(markets, Markets.Count);
        var elements = new Fr[2 + (2 * PerpetualProfile.Signers) + ((1 + PerpetualProfile.Tiers) * markets)];
        elements[0] = Fr.FromBigInteger(Quorum
            + ((BigInteger)PriceValidity << PriceValidityShift)
            + ((BigInteger)FundingValidity << FundingValidityShift)
            + ((BigInteger)DeviationBps << DeviationShift)
            + ((BigInteger)SpreadBps << SpreadShift)
            + ((BigInteger)TwapWindow << TwapWindowShift)
            + ((BigInteger)LiquidationFeePpm << FeePpmShift));
        elements[1] = Fr.FromBigInteger(VolumeLimit + ((BigInteger)InsuranceFloor << InsuranceFloorShift));
        for (var i = 0; i < Signers.Count; i++)
            (elements[2 + (2 * i)], elements[3 + (2 * i)]) = (Signers[i].X, Signers[i].Y);
        var at = 2 + (2 * PerpetualProfile.Signers);
        foreach (var market in Markets)
        {
            elements[at++] = Fr.FromBigInteger(market.OpenInterestCap + ((BigInteger)market.MaxFundingRate << RateShift) + (BigInteger.One << EnabledShift));
            foreach (var tier in market.Tiers)
            {
                elements[at++] = Fr.FromBigInteger(tier.UpperBound
                    + ((BigInteger)tier.Initial << InitialShift)
                    + ((BigInteger)tier.Maintenance << MaintenanceShift)
                    + ((BigInteger)tier.CloseOut << CloseOutShift));
            }
        }

        return Poseidon2.Hash(HashDomains.PerpetualConfig, elements);
    }
}
