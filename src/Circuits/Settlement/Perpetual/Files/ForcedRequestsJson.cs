using System.Text.Json;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Forced requests as JSON objects. Their signatures are R.x, R.y and S, 32 bytes each, big-endian, and may be any bytes.</summary>
internal static class ForcedRequestsJson
{
    private const int HalfBytes = 16;

    public static void Write(Utf8JsonWriter json, ForcedWithdrawal request)
    {
        json.WriteStartObject();
        json.WriteNumber("account", request.Account);
        json.WriteString("recipient", request.Recipient.ToString());
        json.WriteDecimal("amount", request.Amount);
        json.WriteNumber("nonce", request.Nonce);
        json.WriteNumber("expiry", request.Expiry);
        json.WriteHex("signature", ToBytes(request.Signature));
        json.WriteEndObject();
    }

    public static ForcedWithdrawal ReadWithdrawal(JsonField field)
    {
        var fields = field.Object("account", "recipient", "amount", "nonce", "expiry", "signature");
        return new ForcedWithdrawal(
            fields["account"].UInt32(),
            fields["recipient"].Address(),
            fields["amount"].UnsignedText(),
            fields["nonce"].UInt32(),
            fields["expiry"].UInt32(),
            ReadSignature(fields["signature"]));
    }

    public static void Write(Utf8JsonWriter json, ForcedTrade request)
    {
        json.WriteStartObject();
        json.WriteNumber("market", request.Market);
        json.WriteDecimal("size", request.Size);
        json.WriteDecimal("quote", request.Quote);
        Write(json, "buyer", request.Buyer);
        Write(json, "seller", request.Seller);
        json.WriteEndObject();
    }

    public static ForcedTrade ReadTrade(JsonField field)
    {
        var fields = field.Object("market", "size", "quote", "buyer", "seller");
        return new ForcedTrade(
            fields["market"].Market(), fields["size"].UnsignedText(), fields["quote"].UnsignedText(), ReadSide(fields["buyer"]), ReadSide(fields["seller"]));
    }

    private static void Write(Utf8JsonWriter json, string name, ForcedSide side)
    {
        json.WriteStartObject(name);
        json.WriteNumber("account", side.Account);
        json.WriteNumber("number", side.Number);
        json.WriteNumber("expiry", side.Expiry);
        json.WriteHex("signature", ToBytes(side.Signature));
        json.WriteEndObject();
    }

    private static ForcedSide ReadSide(JsonField field)
    {
        var fields = field.Object("account", "number", "expiry", "signature");
        return new ForcedSide(fields["account"].UInt32(), fields["number"].UInt32(), fields["expiry"].UInt32(), ReadSignature(fields["signature"]));
    }

    private static byte[] ToBytes(RequestSignature signature) =>
        [.. Words.ToBytes(signature.Rx), .. Words.ToBytes(signature.Ry), .. Words.ToBytes(signature.S)];

    private static RequestSignature ReadSignature(JsonField field)
    {
        var bytes = field.Hex(RequestSignature.Length * HalfBytes);
        return new RequestSignature(Half(1), Half(0), Half(3), Half(2), Half(5), Half(4));

        UInt128 Half(int index) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(index * HalfBytes));
    }
}
