using System.Numerics;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>A settlement contract on a node.</summary>
/// <param name="rpc">The node.</param>
/// <param name="deployment">The contract.</param>
internal sealed class SettlementNode(JsonRpc rpc, Deployment deployment)
{
    private const string DepositQueued = "DepositQueued(uint256,address,uint32,uint256,uint256,uint64)";
    private const int DepositWindow = 2 * 86_400;

    // Proving and sending take time, and one deposit that is too old spoils the batch.
    private const int SettlingTime = 3_600;

    /// <summary>The contract's address as the node writes it.</summary>
    public string Contract { get; } = Text(deployment.Contract);

    /// <summary>The node.</summary>
    public JsonRpc Rpc => rpc;

    /// <summary>Chain and contract, as signatures name them.</summary>
    public SettlementDomain Domain { get; } = new(deployment.ChainId, deployment.Contract);

    /// <summary>Opens the contract of a deployment and makes sure that it is there.</summary>
    public static async Task<SettlementNode> OpenAsync(JsonRpc rpc, string path)
    {
        var deployment = Deployment.Read(path);
        var chain = await rpc.QuantityAsync("eth_chainId").ConfigureAwait(false);
        if (chain != deployment.ChainId)
            throw CliException.BadFile(path, $"chainId: is {deployment.ChainId}, the node's chain is {chain}");
        var node = new SettlementNode(rpc, deployment);
        if (await rpc.TextAsync("eth_getCode", node.Contract, "latest").ConfigureAwait(false) is "0x" or "")
            throw CliException.BadFile(path, $"contract: there is no contract at {deployment.Contract} on this chain");
        return node;
    }

    /// <summary>An address as a node takes it.</summary>
    public static string Text(EthereumAddress address) => address.ToString().ToLowerInvariant();

    /// <summary>The sender that was asked for, or the node's first account.</summary>
    public static async Task<EthereumAddress> SenderAsync(JsonRpc rpc, EthereumAddress? from)
    {
        if (from is { } address)
            return address;
        if (await rpc.RequestAsync("eth_accounts").ConfigureAwait(false) is not JsonArray { Count: > 0 } accounts)
            throw CliException.Environment("the node signs for no account; use a node for tests, such as anvil");
        var text = accounts[0] is JsonValue value && value.TryGetValue(out string? first) ? first : null;
        return EthereumAddress.TryParse(text, out var account, out var reason) ? account : throw CliException.Environment($"the node's first account cannot be used: {reason}");
    }

    /// <summary>A word that a view without parameters answers.</summary>
    public async Task<BigInteger> ReadAsync(string view, int word = 0) => ContractCall.UintAt(await rpc.CallAsync(Contract, ContractCall.Of(view).Encode()).ConfigureAwait(false), word);

    /// <summary>The time of the latest block or of the clock, whichever is later: the next block is not before either.</summary>
    public async Task<long> TimeAsync()
    {
        var block = await rpc.RequestAsync("eth_getBlockByNumber", "latest", false).ConfigureAwait(false) as JsonObject ?? throw CliException.Environment("the node has no blocks");
        return Math.Max((long)ContractCall.UintAt(Word(JsonRpc.Text(block, "timestamp")), 0), DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    /// <summary>Reads the state file of the contract's present state; null is the empty state.</summary>
    /// <exception cref="CliException">It is another state; exit code 1.</exception>
    public async Task<AccountTree> ReadStateAsync(string? path)
    {
        var state = path is null ? AccountTree.Empty : StateFile.Read(path);
        return state.Root.ToBigInteger() == await ReadAsync("stateRoot()").ConfigureAwait(false)
            ? state
            : throw CliException.Invalid($"--state: {path ?? "the empty state"} is not the contract's state; give the one that 'zk settle' wrote for the latest batch");
    }

    /// <summary>Reads a signed operation for this contract.</summary>
    /// <exception cref="CliException">It is not signed, or for another contract; exit code 2.</exception>
    public SignedOperation ReadOperation(string path)
    {
        var file = OperationFile.Read(path);
        if (file.Domain != Domain)
            throw CliException.BadFile(path, "contract: the operation is for another chain or contract than the deployment");
        return file.Operation.Signature is null ? throw CliException.BadFile(path, "operation.signature: is missing; 'zk sign' adds it") : file.Operation;
    }

    /// <summary>The deposits that a batch may take now: those that wait and can do so for a while, the oldest first.</summary>
    /// <param name="time">The time now.</param>
    /// <param name="limit">The most to be taken.</param>
    /// <param name="accept">Whether a deposit is taken; it sees them in order.</param>
    public async Task<IReadOnlyList<Deposit>> DepositsAsync(long time, int limit, Func<Deposit, bool> accept)
    {
        var topic = HexText.Of(Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(DepositQueued)));
        var filter = new JsonObject { ["address"] = Contract, ["topics"] = new JsonArray(topic), ["fromBlock"] = "0x0", ["toBlock"] = "latest" };
        var logs = await rpc.RequestAsync("eth_getLogs", filter).ConfigureAwait(false) as JsonArray ?? throw CliException.Environment("the node answered no logs");
        var deposits = new List<Deposit>();
        foreach (var log in logs.OfType<JsonObject>())
        {
            if (deposits.Count == limit)
                break;
            if (log["topics"] is not JsonArray { Count: 4 } topics)
                throw CliException.Environment("the node answered a log that is no deposit");
            var id = ContractCall.UintAt(Word(topics[1]!.ToString()), 0);
            var entry = await rpc.CallAsync(Contract, ContractCall.Of("deposits(uint256)").Add(id).Encode()).ConfigureAwait(false);
            var madeAt = ContractCall.UintAt(entry, 3);
            if (ContractCall.UintAt(entry, 0).IsZero || time + SettlingTime >= madeAt + DepositWindow)
                continue;
            var data = JsonRpc.Bytes(JsonRpc.Text(log, "data"));
            var key = new EdwardsPoint(Fr.FromBigInteger(ContractCall.UintAt(data, 0)), Fr.FromBigInteger(ContractCall.UintAt(data, 1)));
            var deposit = new Deposit((ulong)id, (uint)ContractCall.UintAt(entry, 2), key, (ulong)ContractCall.UintAt(entry, 1));
            if (accept(deposit))
                deposits.Add(deposit);
        }

        return deposits;
    }

    private static byte[] Word(string quantity)
    {
        var digits = quantity.Replace("0x", "", StringComparison.Ordinal);
        return digits.Length <= 64 ? JsonRpc.Bytes("0x" + digits.PadLeft(64, '0')) : throw CliException.Environment("the node answered a quantity of more than 32 bytes");
    }
}
