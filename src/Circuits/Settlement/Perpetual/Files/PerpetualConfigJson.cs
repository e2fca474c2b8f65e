using System.Text.Json;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A configuration as one JSON object: the same in a file of its own and in a batch.</summary>
internal static class PerpetualConfigJson
{
    private static readonly string[] _fields =
    [
        "signers", "quorum", "priceValidity", "fundingValidity", "deviationBps", "spreadBps", "twapWindow", "volumeLimit", "insuranceFloor",
        "liquidationFeePpm", "markets",
    ];

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, PerpetualConfig config)
    {
        json.WriteStartObject("config");
        json.WriteStartArray("signers");
        foreach (var signer in config.Signers)
            json.WriteStringValue("0x" + Convert.ToHexStringLower(signer.Pack()));
        json.WriteEndArray();
        json.WriteNumber("quorum", config.Quorum);
        json.WriteNumber("priceValidity", config.PriceValidity);
        json.WriteNumber("fundingValidity", config.FundingValidity);
        json.WriteNumber("deviationBps", config.DeviationBps);
        json.WriteNumber("spreadBps", config.SpreadBps);
        json.WriteNumber("twapWindow", config.TwapWindow);
        json.WriteDecimal("volumeLimit", config.VolumeLimit);
        json.WriteDecimal("insuranceFloor", config.InsuranceFloor);
        json.WriteNumber("liquidationFeePpm", config.LiquidationFeePpm);
        json.WriteStartArray("markets");
        foreach (var market in config.Markets)
            Write(json, market);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads the object; every rule of <see cref="PerpetualConfigRules"/> holds then.</summary>
    public static PerpetualConfig Read(JsonField field)
    {
        var fields = field.Object(_fields);
        var config = new PerpetualConfig(
            [.. fields["signers"].Array(0, PerpetualProfile.Signers).Select(signer => signer.PublicKey())],
            (int)fields["quorum"].Integer(0, byte.MaxValue),
            fields["priceValidity"].UInt32(),
            fields["fundingValidity"].UInt32(),
            (ushort)fields["deviationBps"].Integer(0, ushort.MaxValue),
            (ushort)fields["spreadBps"].Integer(0, ushort.MaxValue),
            fields["twapWindow"].UInt32(),
            fields["volumeLimit"].UnsignedText(),
            fields["insuranceFloor"].UnsignedText(),
            fields["liquidationFeePpm"].UInt32(),
            [.. fields["markets"].Array(0, PerpetualProfile.All[^1].Markets).Select(ReadMarket)]);
        return PerpetualConfigRules.Check(config) is { } broken
            ? throw new ZkFormatException(field.File, $"{field.Path}.{broken.Field}", broken.Reason)
            : config;
    }

    private static void Write(Utf8JsonWriter json, MarketConfig market)
    {
        json.WriteStartObject();
        json.WriteDecimal("openInterestCap", market.OpenInterestCap);
        json.WriteNumber("maxFundingRate", market.MaxFundingRate);
        json.WriteStartArray("tiers");
        foreach (var tier in market.Tiers)
        {
            json.WriteStartObject();
            json.WriteDecimal("upperBound", tier.UpperBound);
            json.WriteNumber("initial", tier.Initial);
            json.WriteNumber("maintenance", tier.Maintenance);
            json.WriteNumber("closeOut", tier.CloseOut);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static MarketConfig ReadMarket(JsonField field)
    {
        var fields = field.Object("openInterestCap", "maxFundingRate", "tiers");
        var tiers = fields["tiers"].Array(PerpetualProfile.Tiers).Select(ReadTier);
        return new MarketConfig(fields["openInterestCap"].UnsignedText(), fields["maxFundingRate"].UInt32(), [.. tiers]);
    }

    private static RiskTier ReadTier(JsonField field)
    {
        var fields = field.Object("upperBound", "initial", "maintenance", "closeOut");
        return new RiskTier(fields["upperBound"].UnsignedText(), fields["initial"].UInt32(), fields["maintenance"].UInt32(), fields["closeOut"].UInt32());
    }
}
