namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The rules of a configuration. The circuit takes any whose numbers are in range and whose hash the contract has: that these hold is for who governs it
/// to see, and for every reader of a file.
/// </summary>
public static class PerpetualConfigRules
{
    /// <summary>The first rule that a configuration breaks, with the field that breaks it; null when it keeps all.</summary>
    /// <param name="config">The configuration.</param>
    public static (string Field, string Reason)? Check(PerpetualConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Signers.Count is < 1 or > PerpetualProfile.Signers)
            return ("signers", $"there are {config.Signers.Count} signers, not 1 to {PerpetualProfile.Signers}");
        if (config.Signers.Distinct().Count() < config.Signers.Count)
            return ("signers", "a signer stands there twice");
        for (var i = 0; i < config.Signers.Count; i++)
        {
            if (!EdDsa.CheckPublicKey(config.Signers[i], out var reason))
                return ($"signers[{i}]", reason);
        }

        var most = Math.Min(config.Signers.Count, PerpetualProfile.PricesOfATick);
        if (config.Quorum < 1 || config.Quorum > most)
            return ("quorum", $"is {config.Quorum}, not 1 to {most}");
        if (config.InsuranceFloor >= PerpetualUnits.AmountLimit)
            return ("insuranceFloor", "is not below 2^63");
        if (config.LiquidationFeePpm >> PerpetualConfig.FeePpmBits != 0)
            return ("liquidationFeePpm", "is not below 2^20");
        var markets = PerpetualProfile.All[^1].Markets;
        if (config.Markets.Count < 1 || config.Markets.Count > markets)
            return ("markets", $"there are {config.Markets.Count} markets, not 1 to {markets}");
        for (var i = 0; i < config.Markets.Count; i++)
        {
            if (Check(config.Markets[i]) is { } broken)
                return ($"markets[{i}].{broken.Field}", broken.Reason);
        }

        return null;
    }

    private static (string Field, string Reason)? Check(MarketConfig market)
    {
        if (market.OpenInterestCap >= PerpetualUnits.AmountLimit)
            return ("openInterestCap", "is not below 2^63");
        if (market.Tiers.Count != PerpetualProfile.Tiers)
            return ("tiers", $"there are {market.Tiers.Count} tiers, not {PerpetualProfile.Tiers}");
        if (market.Tiers[^1].UpperBound != ulong.MaxValue)
            return ($"tiers[{PerpetualProfile.Tiers - 1}].upperBound", "the last bound is not 2^64 - 1");
        for (var i = 0; i < market.Tiers.Count; i++)
        {
            var tier = market.Tiers[i];
            if (tier.CloseOut == 0)
                return ($"tiers[{i}].closeOut", "is 0");
            if (tier.CloseOut > tier.Maintenance || tier.Maintenance > tier.Initial)
                return ($"tiers[{i}]", "close-out, maintenance and initial risk do not ascend");
            if (i > 0 && tier.UpperBound <= market.Tiers[i - 1].UpperBound)
                return ($"tiers[{i}].upperBound", "the bounds do not ascend strictly");
            if (i > 0 && IsLower(tier, market.Tiers[i - 1]))
                return ($"tiers[{i}]", "a risk is lower than that of the tier before");
        }

        return null;
    }

    private static bool IsLower(RiskTier tier, RiskTier before) =>
        tier.Initial < before.Initial || tier.Maintenance < before.Maintenance || tier.CloseOut < before.CloseOut;
}
