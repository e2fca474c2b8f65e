using System.Text.Json;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Orders, and what fills them, as JSON objects.</summary>
internal static class OrdersJson
{
    private static readonly string[] _sides = ["sell", "buy"];

    public static void Write(Utf8JsonWriter json, Trade trade)
    {
        json.WriteStartObject();
        Write(json, "buyer", trade.Buyer);
        Write(json, "seller", trade.Seller);
        json.WriteDecimal("size", trade.Size);
        json.WriteDecimal("quote", trade.Quote);
        json.WriteDecimal("feeBuyer", trade.FeeBuyer);
        json.WriteDecimal("feeSeller", trade.FeeSeller);
        json.WriteEndObject();
    }

    public static Trade ReadTrade(JsonField field)
    {
        var fields = field.Object("buyer", "seller", "size", "quote", "feeBuyer", "feeSeller");
        return new Trade(
            ReadOrder(fields["buyer"]),
            ReadOrder(fields["seller"]),
            fields["size"].UnsignedText(),
            fields["quote"].UnsignedText(),
            fields["feeBuyer"].UnsignedText(),
            fields["feeSeller"].UnsignedText());
    }

    public static void Write(Utf8JsonWriter json, Liquidation liquidation)
    {
        json.WriteStartObject();
        json.WriteNumber("victim", liquidation.Victim);
        Write(json, "order", liquidation.Order);
        json.WriteDecimal("size", liquidation.Size);
        json.WriteDecimal("quote", liquidation.Quote);
        json.WriteDecimal("fee", liquidation.Fee);
        json.WriteDecimal("insurance", liquidation.Insurance);
        json.WriteEndObject();
    }

    public static Liquidation ReadLiquidation(JsonField field)
    {
        var fields = field.Object("victim", "order", "size", "quote", "fee", "insurance");
        return new Liquidation(
            fields["victim"].UInt32(),
            ReadOrder(fields["order"]),
            fields["size"].UnsignedText(),
            fields["quote"].UnsignedText(),
            fields["fee"].UnsignedText(),
            fields["insurance"].UnsignedText());
    }

    public static void Write(Utf8JsonWriter json, Deleverage deleverage)
    {
        json.WriteStartObject();
        json.WriteNumber("victim", deleverage.Victim);
        json.WriteNumber("counterparty", deleverage.Counterparty);
        json.WriteNumber("market", deleverage.Market);
        json.WriteString("victimSide", _sides[deleverage.VictimSells ? 0 : 1]);
        json.WriteDecimal("size", deleverage.Size);
        json.WriteDecimal("quote", deleverage.Quote);
        json.WriteDecimal("cover", deleverage.Cover);
        json.WriteEndObject();
    }

    public static Deleverage ReadDeleverage(JsonField field)
    {
        var fields = field.Object("victim", "counterparty", "market", "victimSide", "size", "quote", "cover");
        return new Deleverage(
            fields["victim"].UInt32(),
            fields["counterparty"].UInt32(),
            fields["market"].Market(),
            fields["size"].UnsignedText(),
            fields["victimSide"].OneOf(_sides) == 0,
            fields["quote"].SignedText(),
            fields["cover"].UnsignedText());
    }

    private static void Write(Utf8JsonWriter json, string name, LimitOrder order)
    {
        json.WriteStartObject(name);
        json.WriteNumber("account", order.Account);
        json.WriteNumber("market", order.Market);
        json.WriteString("side", _sides[order.IsBuy ? 1 : 0]);
        json.WriteBoolean("reduceOnly", order.ReduceOnly);
        json.WriteNumber("number", order.Number);
        json.WriteNumber("expiry", order.Expiry);
        json.WriteDecimal("size", order.Size);
        json.WriteDecimal("quote", order.Quote);
        json.WriteDecimal("fee", order.Fee);
        json.WriteHex("signature", order.Signature!.Value.Encode());
        json.WriteEndObject();
    }

    private static LimitOrder ReadOrder(JsonField field)
    {
        var fields = field.Object("account", "market", "side", "reduceOnly", "number", "expiry", "size", "quote", "fee", "signature");
        return new LimitOrder(
            fields["account"].UInt32(),
            fields["market"].Market(),
            fields["side"].OneOf(_sides) == 1,
            fields["reduceOnly"].Boolean(),
            fields["number"].UInt32(),
            fields["expiry"].UInt32(),
            fields["size"].UnsignedText(),
            fields["quote"].UnsignedText(),
            fields["fee"].UnsignedText(),
            fields["signature"].Signature());
    }
}
