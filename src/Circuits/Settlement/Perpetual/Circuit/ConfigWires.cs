namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A configuration in a circuit. Rates, risks and bounds are scaled as in <see cref="PerpetualConfig"/>.</summary>
/// <param name="Quorum">Signers that a tick needs, at least 1. 8 bits.</param>
/// <param name="PriceValidity">Seconds for which a price and a signature of one are fresh. 32 bits.</param>
/// <param name="FundingValidity">Seconds for which a funding index is fresh. 32 bits.</param>
/// <param name="DeviationBps">How far a price may be from the reference. 16 bits.</param>
/// <param name="SpreadBps">How far the prices of one tick may be apart. 16 bits.</param>
/// <param name="TwapWindow">Seconds of the averaging window and of the volume window. 32 bits.</param>
/// <param name="LiquidationFeePpm">The insurance fund's part of a liquidation. 20 bits.</param>
/// <param name="VolumeLimit">Quote volume of a window above which the breaker trips. 64 bits.</param>
/// <param name="InsuranceFloor">Insurance below which the breaker trips. 63 bits.</param>
/// <param name="Signers">The oracle's keys; (0, 0) for none.</param>
/// <param name="Markets">The markets, that of id m in place m − 1.</param>
/// <param name="HashLow">The configuration's hash mod 2^128.</param>
/// <param name="HashHigh">The hash div 2^128.</param>
internal sealed record ConfigWires(
    UInt Quorum,
    UInt PriceValidity,
    UInt FundingValidity,
    UInt DeviationBps,
    UInt SpreadBps,
    UInt TwapWindow,
    UInt LiquidationFeePpm,
    UInt VolumeLimit,
    UInt InsuranceFloor,
    IReadOnlyList<(Wire X, Wire Y)> Signers,
    IReadOnlyList<MarketConfigWires> Markets,
    UInt HashLow,
    UInt HashHigh);

/// <summary>The configuration of a market.</summary>
/// <param name="IsEnabled">Whether the market exists at all.</param>
/// <param name="OpenInterestCap">The most open interest. 63 bits.</param>
/// <param name="MaxFundingRate">The most that the funding index moves a second, per unit of price. 32 bits.</param>
/// <param name="Tiers">The margin tiers.</param>
/// <param name="Elements">What is hashed: cap, rate and the bit, then each tier.</param>
internal sealed record MarketConfigWires(Bit IsEnabled, UInt OpenInterestCap, UInt MaxFundingRate, IReadOnlyList<TierWires> Tiers, IReadOnlyList<Wire> Elements);
