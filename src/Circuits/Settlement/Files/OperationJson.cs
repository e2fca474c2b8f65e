using System.Text.Json;

namespace Zk.Circuits.Settlement;

/// <summary>One operation as a JSON object: the same in a batch and in a file that is signed.</summary>
internal static class OperationJson
{
    private static readonly string[] _kinds = ["deposit", "withdrawal", "transfer"];
    private static readonly string[] _signed = ["amount", "fee", "nonce", "expiry"];

    /// <summary>Writes the fields of an operation as one object.</summary>
    public static void Write(Utf8JsonWriter json, Operation operation)
    {
        json.WriteStartObject();
        json.WriteString("kind", _kinds[(int)operation.Kind - 1]);
        switch (operation)
        {
            case Deposit deposit:
                json.WriteNumber("queueId", deposit.QueueId);
                json.WriteNumber("account", deposit.Account);
                json.WriteHex("publicKey", deposit.PublicKey.Pack());
                break;
            case Withdrawal withdrawal:
                json.WriteNumber("from", withdrawal.From);
                json.WriteString("recipient", withdrawal.Recipient.ToString());
                break;
            case Transfer transfer:
                json.WriteNumber("from", transfer.From);
                json.WriteNumber("to", transfer.To);
                json.WriteHex("toKey", transfer.ToKey.Pack());
                break;
        }

        json.WriteDecimal("amount", operation.Amount);
        if (operation is SignedOperation signed)
            WriteSigned(json, signed);
        json.WriteEndObject();
    }

    /// <summary>Reads an operation; whether a signature must stand there is the caller's to say.</summary>
    public static Operation Read(JsonField field, bool requireSignature)
    {
        var any = field.Object(["kind"], ["queueId", "account", "publicKey", "from", "recipient", "to", "toKey", "signature", .. _signed]);
        return any["kind"].OneOf(_kinds) switch
        {
            0 => ReadDeposit(field.Object("kind", "queueId", "account", "publicKey", "amount")),
            1 => ReadWithdrawal(Signed(field, requireSignature, "recipient")),
            _ => ReadTransfer(Signed(field, requireSignature, "to", "toKey")),
        };
    }

    private static void WriteSigned(Utf8JsonWriter json, SignedOperation operation)
    {
        json.WriteDecimal("fee", operation.Fee);
        json.WriteNumber("nonce", operation.Nonce);
        json.WriteNumber("expiry", operation.Expiry);
        if (operation.Signature is { } signature)
            json.WriteHex("signature", signature.Encode());
    }

    private static IReadOnlyDictionary<string, JsonField> Signed(JsonField field, bool requireSignature, params string[] target) => requireSignature
        ? field.Object(["kind", "from", .. target, "signature", .. _signed], [])
        : field.Object(["kind", "from", .. target, .. _signed], ["signature"]);

    private static Deposit ReadDeposit(IReadOnlyDictionary<string, JsonField> fields) => new(
        (ulong)fields["queueId"].Integer(0, (1L << OperationWords.QueueIdBits) - 1),
        fields["account"].UInt32(),
        fields["publicKey"].Point(),
        fields["amount"].UnsignedText());

    private static Withdrawal ReadWithdrawal(IReadOnlyDictionary<string, JsonField> fields) => new(
        fields["from"].UInt32(),
        fields["recipient"].Address(),
        fields["amount"].UnsignedText(),
        fields["fee"].UnsignedText(),
        fields["nonce"].UInt32(),
        fields["expiry"].UInt32(),
        ReadSignature(fields));

    private static Transfer ReadTransfer(IReadOnlyDictionary<string, JsonField> fields) => new(
        fields["from"].UInt32(),
        fields["to"].UInt32(),
        fields["toKey"].PublicKey(),
        fields["amount"].UnsignedText(),
        fields["fee"].UnsignedText(),
        fields["nonce"].UInt32(),
        fields["expiry"].UInt32(),
        ReadSignature(fields));

    private static EdDsaSignature? ReadSignature(IReadOnlyDictionary<string, JsonField> fields) =>
        fields.TryGetValue("signature", out var field) ? field.Signature() : null;
}
