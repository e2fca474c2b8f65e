using System.Text.Json;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Ticks as JSON objects.</summary>
internal static class MarketTicksJson
{
    public static void Write(Utf8JsonWriter json, OracleTick tick)
    {
        json.WriteStartObject();
        json.WriteNumber("market", tick.Market);
        json.WriteDecimal("price", tick.Price);
        json.WriteStartArray("prices");
        foreach (var price in tick.Prices)
        {
            json.WriteStartObject();
            json.WriteNumber("signer", price.Signer);
            json.WriteDecimal("price", price.Price);
            json.WriteNumber("time", price.Time);
            json.WriteHex("signature", price.Signature!.Value.Encode());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static OracleTick ReadOracle(JsonField field)
    {
        var fields = field.Object("market", "price", "prices");
        var prices = fields["prices"].Array(1, PerpetualProfile.PricesOfATick).Select(ReadPrice);
        return new OracleTick(fields["market"].Market(), fields["price"].UnsignedText(), [.. prices]);
    }

    public static void Write(Utf8JsonWriter json, FundingTick tick)
    {
        json.WriteStartObject();
        json.WriteNumber("market", tick.Market);
        json.WriteDecimal("index", tick.Index);
        json.WriteEndObject();
    }

    public static FundingTick ReadFunding(JsonField field)
    {
        var fields = field.Object("market", "index");
        return new FundingTick(fields["market"].Market(), fields["index"].SignedText());
    }

    private static SignedPrice ReadPrice(JsonField field)
    {
        var fields = field.Object("signer", "price", "time", "signature");
        var signer = (int)fields["signer"].Integer(0, PerpetualProfile.Signers - 1);
        return new SignedPrice(signer, fields["price"].UnsignedText(), fields["time"].UInt32(), fields["signature"].Signature());
    }
}
