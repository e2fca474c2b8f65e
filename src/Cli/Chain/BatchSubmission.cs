using System.Numerics;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>
/// Sends a settled batch to its contract. What the proof binds is compared with the chain first, so that a proof that cannot count is named and not just refused.
/// </summary>
/// <param name="node">The contract.</param>
internal sealed class BatchSubmission(SettlementNode node)
{
    private const int MaximumCalldata = 1 << 17;
    private const int Selector = 4;
    private const int Word = 32;

    /// <summary>Submits what <c>zk settle</c> has written.</summary>
    /// <param name="batchPath">The batch.</param>
    /// <param name="proofFolder">The folder with vk.json and calldata.hex.</param>
    /// <returns>The receipt.</returns>
    public async Task<JsonObject> RunAsync(string batchPath, string proofFolder)
    {
        var batch = SettlementFamily.Read(batchPath, null);
        var key = VerifyingKeyFile.Read(Path.Combine(proofFolder, "vk.json"), Bn254.Curve);
        var data = Data(batchPath, batch, SettlementCircuit.Find(key.Circuit));
        var callPath = Path.Combine(proofFolder, "calldata.hex");
        var call = ReadCalldata(callPath);
        var (nextRoot, proof) = (Input(call, 2), call[(Selector + (Word * SettlementStatement.Length))..]);
        await CheckAsync(batchPath, callPath, batch, key, data, call).ConfigureAwait(false);
        var settle = ContractCall.Of("settle(uint64,bytes32,uint256,uint256,uint256[],bytes)")
            .Add(batch.Context.BatchNumber)
            .Add(key.Digest.ToArray())
            .Add(nextRoot)
            .Add(Input(call, 3))
            .AddArray(data.List.Count, data.ToBytes())
            .AddBytes(proof)
            .Encode();
        return await node.Rpc.SendAsync(SettlementNode.Text(batch.Context.Submitter), node.Contract, settle).ConfigureAwait(false);
    }

    private static BigInteger Input(byte[] call, int index) => new(call.AsSpan(Selector + (Word * index), Word), isUnsigned: true, isBigEndian: true);

    private static byte[] ReadCalldata(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaximumCalldata })
            throw CliException.BadFile(path, "is too large for the calldata of a verifier");
        const int Least = Selector + (Word * SettlementStatement.Length);
        return HexText.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var bytes) && bytes.Length > Least
            ? bytes
            : throw CliException.BadFile(path, "is not the calldata of a settlement's verifier: 0x, a selector, six inputs and a proof");
    }

    private static BatchData Data(string batchPath, SettlementBatch batch, SettlementCircuit circuit) => batch.Fits(circuit)
        ? batch.Data(circuit)
        : throw CliException.BadFile(batchPath, $"operations: the key's circuit {circuit.Name} does not hold these {batch.Operations}");

    private async Task CheckAsync(string batchPath, string callPath, SettlementBatch batch, VerifyingKey<Fr> key, BatchData data, byte[] call)
    {
        if (batch.Context.Domain != node.Domain)
            throw CliException.BadFile(batchPath, "contract: the batch is for another chain or contract than the deployment");
        var next = await node.ReadAsync("nextBatch()").ConfigureAwait(false);
        if (next != batch.Context.BatchNumber)
            throw CliException.Invalid($"{batchPath}: batchNumber: is {batch.Context.BatchNumber}, the contract's next batch is {next}");
        var root = await node.ReadAsync("stateRoot()").ConfigureAwait(false);
        if (root != Input(call, 1))
            throw CliException.Invalid($"{callPath}: the proof starts from another state than the contract's");
        if (Input(call, 2) >= Fr.Characteristic)
            throw CliException.BadFile(callPath, "the next root is not below the field's modulus");
        var statement = SettlementStatement.Create(
            batch.Context, key.Circuit, key.Digest, Fr.FromBigInteger(root), Fr.FromBigInteger(Input(call, 2)), data).ToArray();
        for (var i = 0; i < statement.Length; i++)
        {
            if (statement[i].ToBigInteger() != Input(call, i))
                throw CliException.Invalid($"{callPath}: public input {i} is not that of {batchPath}: the proof is of another batch");
        }
    }
}
