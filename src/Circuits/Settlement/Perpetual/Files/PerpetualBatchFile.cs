namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// A batch of perpetual futures as a file, <c>zk/perpetual-batch/1</c>. It may carry the state that it starts from, so that a sample stands alone; a state
/// file given beside it takes its place.
/// </summary>
/// <param name="Batch">The batch.</param>
/// <param name="State">The state it starts from; null when the file has none.</param>
public sealed record PerpetualBatchFile(PerpetualBatch Batch, PerpetualState? State)
{
    /// <summary>The format that stands in the file.</summary>
    public const string Format = "zk/perpetual-batch/1";

    /// <summary>Reads a batch.</summary>
    /// <exception cref="ZkFormatException">The file is malformed, or its configuration breaks a rule of <see cref="PerpetualConfigRules"/>.</exception>
    public static PerpetualBatchFile Read(string path) => Read(JsonField.ReadFile(path, PerpetualStateFile.MaximumBytes));

    /// <summary>Reads a batch from a document.</summary>
    /// <exception cref="ZkFormatException">The document is malformed, or its configuration breaks a rule of <see cref="PerpetualConfigRules"/>.</exception>
    public static PerpetualBatchFile Read(JsonField document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var fields = document.Document(
            Format,
            ["circuit", "chainId", "contract", "batchNumber", "submitter", "time", "feeAccount", "reset", "config", "operations"],
            ["state"]);
        fields["circuit"].Literal(PerpetualProfile.Family);
        var domain = new SettlementDomain(fields["chainId"].UnsignedText(), fields["contract"].Address());
        var context = new SettlementContext(domain, fields["batchNumber"].UnsignedText(), fields["submitter"].Address());
        var batch = new PerpetualBatch(
            context,
            PerpetualConfigJson.Read(fields["config"]),
            fields["time"].UInt32(),
            fields["feeAccount"].UInt32(),
            fields["reset"].Boolean(),
            PerpetualOperationsJson.Read(fields["operations"]));
        if (!fields.TryGetValue("state", out var field))
            return new PerpetualBatchFile(batch, null);
        var state = PerpetualStateJson.Read(field.Object(PerpetualStateJson.Fields, []));
        return batch.Config.Markets.Count <= state.Markets.Count
            ? new PerpetualBatchFile(batch, state)
            : throw field.Error($"has {state.Markets.Count} markets, and the configuration {batch.Config.Markets.Count}");
    }

    /// <summary>The bytes of the file. Every operation must be signed.</summary>
    public byte[] Write() => JsonFile.Write(Format, json =>
    {
        json.WriteString("circuit", PerpetualProfile.Family);
        json.WriteDecimal("chainId", Batch.Context.Domain.ChainId);
        json.WriteString("contract", Batch.Context.Domain.Contract.ToString());
        json.WriteDecimal("batchNumber", Batch.Context.BatchNumber);
        json.WriteString("submitter", Batch.Context.Submitter.ToString());
        json.WriteNumber("time", Batch.Time);
        json.WriteNumber("feeAccount", Batch.FeeAccount);
        json.WriteBoolean("reset", Batch.Reset);
        PerpetualConfigJson.Write(json, Batch.Config);
        if (State is not null)
        {
            json.WriteStartObject("state");
            PerpetualStateJson.Write(json, State);
            json.WriteEndObject();
        }

        PerpetualOperationsJson.Write(json, Batch.Operations);
    });
}
