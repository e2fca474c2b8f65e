namespace Zk.Circuits.Settlement;

/// <summary>
/// A batch as a file, <c>zk/batch/1</c>. It may carry the accounts that it starts from, so that a sample stands alone; a state file given beside it
/// takes their place.
/// </summary>
/// <param name="Batch">The batch.</param>
/// <param name="State">The accounts it starts from; null when the file has none.</param>
public sealed record BatchFile(PaymentsBatch Batch, AccountTree? State)
{
    /// <summary>The most operations that a file may list.</summary>
    public const int MaximumOperations = 1 << 16;

    /// <summary>The format that stands in the file.</summary>
    public const string Format = "zk/batch/1";

    private const int MaximumBytes = 1 << 28;

    /// <summary>Reads a batch.</summary>
    /// <exception cref="ZkFormatException">The file is malformed.</exception>
    public static BatchFile Read(string path) => Read(JsonField.ReadFile(path, MaximumBytes));

    /// <summary>Reads a batch from a document.</summary>
    /// <exception cref="ZkFormatException">The document is malformed.</exception>
    public static BatchFile Read(JsonField document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var fields = document.Document(
            Format,
            ["circuit", "chainId", "contract", "batchNumber", "submitter", "time", "feeAccount", "operations"],
            ["accounts"]);
        fields["circuit"].Literal(PaymentsBatch.Circuit);
        var domain = new SettlementDomain(fields["chainId"].UnsignedText(), fields["contract"].Address());
        var context = new SettlementContext(domain, fields["batchNumber"].UnsignedText(), fields["submitter"].Address());
        var operations = fields["operations"].Array(1, MaximumOperations).Select(o => OperationJson.Read(o, requireSignature: true)).ToList();
        var batch = new PaymentsBatch(context, fields["time"].UInt32(), fields["feeAccount"].UInt32(), operations);
        return new BatchFile(batch, fields.TryGetValue("accounts", out var accounts) ? AccountsJson.Read(accounts) : null);
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] Write() => JsonFile.Write(Format, json =>
    {
        json.WriteString("circuit", PaymentsBatch.Circuit);
        json.WriteDecimal("chainId", Batch.Context.Domain.ChainId);
        json.WriteString("contract", Batch.Context.Domain.Contract.ToString());
        json.WriteDecimal("batchNumber", Batch.Context.BatchNumber);
        json.WriteString("submitter", Batch.Context.Submitter.ToString());
        json.WriteNumber("time", Batch.Time);
        json.WriteNumber("feeAccount", Batch.FeeAccount);
        if (State is not null)
            AccountsJson.Write(json, State);
        json.WriteStartArray("operations");
        foreach (var operation in Batch.Operations)
            OperationJson.Write(json, operation);
        json.WriteEndArray();
    });
}
