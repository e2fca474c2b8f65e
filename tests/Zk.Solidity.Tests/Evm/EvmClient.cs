using System.Diagnostics;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zk.Solidity.Tests;

/// <summary>JSON-RPC to an <see cref="AnvilNode"/>: calls, transactions, and what only a test node can do.</summary>
internal sealed class EvmClient(Uri address) : IDisposable
{
    /// <summary>The gas that a call or transaction gets when nothing else is asked for.</summary>
    public const long DefaultGas = 30_000_000;

    private static readonly TimeSpan _receiptLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    private IReadOnlyList<Address>? _accounts;
    private int _id;

    /// <summary>Accounts with ether, which the node signs for.</summary>
    public IReadOnlyList<Address> Accounts => _accounts ??= [.. Request("eth_accounts")!.AsArray().Select(a => new Address((string)a!))];

    /// <summary>The chain's id.</summary>
    public BigInteger ChainId => Hex.Quantity((string)Request("eth_chainId")!);

    /// <summary>The time of the latest block, in seconds.</summary>
    public long Timestamp => (long)Hex.Quantity((string)Request("eth_getBlockByNumber", "latest", false)!["timestamp"]!);

    /// <summary>Creates a contract and fails when that fails.</summary>
    /// <param name="creationCode">The compiler's bytecode.</param>
    /// <param name="arguments">The constructor's arguments, encoded.</param>
    /// <param name="from">The sender; the first account unless another is given.</param>
    public Receipt Deploy(byte[] creationCode, byte[]? arguments = null, Address? from = null)
    {
        var receipt = Send(null, [.. creationCode, .. arguments ?? []], from);
        Assert.That(receipt.Success, Is.True, "the contract was not created");
        return receipt;
    }

    /// <summary>Executes a call on the latest state and forgets its effects.</summary>
    public CallResult Call(Address to, byte[] data, Address? from = null, BigInteger? value = null, long gas = DefaultGas)
    {
        var answer = Exchange("eth_call", Transaction(to, data, from, value, gas), "latest");
        if (answer["error"] is not { } error)
            return new(true, Hex.Bytes((string)answer["result"]!), "");
        return new(false, error["data"] is JsonValue revert ? Hex.Bytes((string)revert!) : [], (string)error["message"]!);
    }

    /// <summary>Sends a transaction and waits for its receipt; one that reverts has a receipt too.</summary>
    public Receipt Send(Address? to, byte[] data, Address? from = null, BigInteger? value = null, long gas = DefaultGas)
    {
        var hash = (string)Request("eth_sendTransaction", Transaction(to, data, from, value, gas))!;
        var receipt = WaitForReceipt(hash);
        return new(
            (string)receipt["status"]! == "0x1",
            (long)Hex.Quantity((string)receipt["gasUsed"]!),
            receipt["contractAddress"] is JsonValue contract ? new Address((string)contract!) : null,
            [.. receipt["logs"]!.AsArray().Select(log => new EvmLog(
                new Address((string)log!["address"]!), [.. log["topics"]!.AsArray().Select(topic => Hex.Bytes((string)topic!))], Hex.Bytes((string)log["data"]!)))]);
    }

    /// <summary>An account's ether in wei.</summary>
    public BigInteger Balance(Address account) => Hex.Quantity((string)Request("eth_getBalance", account.Hex, "latest")!);

    /// <summary>A contract's code.</summary>
    public byte[] Code(Address contract) => Hex.Bytes((string)Request("eth_getCode", contract.Hex, "latest")!);

    /// <summary>A word of a contract's storage.</summary>
    public byte[] Storage(Address contract, BigInteger slot) => Hex.Bytes((string)Request("eth_getStorageAt", contract.Hex, Hex.Of(slot), "latest")!);

    /// <summary>Gives an account this much wei.</summary>
    public void SetBalance(Address account, BigInteger wei) => Request("anvil_setBalance", account.Hex, Hex.Of(wei));

    /// <summary>Puts code at an address.</summary>
    public void SetCode(Address contract, byte[] code) => Request("anvil_setCode", contract.Hex, Hex.Of(code));

    /// <summary>Lets the node sign for any account, contracts too, until <see cref="StopImpersonating"/>.</summary>
    public void Impersonate(Address account) => Request("anvil_impersonateAccount", account.Hex);

    /// <summary>Ends <see cref="Impersonate"/>.</summary>
    public void StopImpersonating(Address account) => Request("anvil_stopImpersonatingAccount", account.Hex);

    /// <summary>Makes a block that is so many seconds later.</summary>
    public void IncreaseTime(long seconds)
    {
        Request("evm_increaseTime", Hex.Of(seconds));
        Mine();
    }

    /// <summary>Makes an empty block.</summary>
    public void Mine() => Request("evm_mine");

    /// <summary>Remembers the state.</summary>
    public string Snapshot() => (string)Request("evm_snapshot")!;

    /// <summary>Goes back to a remembered state, which is then forgotten.</summary>
    public void Revert(string snapshot) =>
        Assert.That((bool)Request("evm_revert", snapshot)!, Is.True, "the node knows no such snapshot");

    /// <summary>Any other request; its result.</summary>
    /// <exception cref="InvalidOperationException">The node answers with an error.</exception>
    public JsonNode? Request(string method, params JsonNode?[] parameters)
    {
        var answer = Exchange(method, parameters);
        return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : answer["result"];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The node answers before the block is made.</summary>
    private JsonNode WaitForReceipt(string hash)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < _receiptLimit; Thread.Sleep(2))
        {
            if (Request("eth_getTransactionReceipt", hash) is { } receipt)
                return receipt;
        }

        throw new TimeoutException($"no receipt of {hash}");
    }

    private static JsonObject Transaction(Address? to, byte[] data, Address? from, BigInteger? value, long gas)
    {
        var transaction = new JsonObject { ["data"] = Hex.Of(data), ["gas"] = Hex.Of(gas), ["value"] = Hex.Of(value ?? 0) };
        if (to is { } receiver)
            transaction["to"] = receiver.Hex;
        if (from is { } sender)
            transaction["from"] = sender.Hex;
        return transaction;
    }

    private JsonNode Exchange(string method, params JsonNode?[] parameters)
    {
        // Transactions need a sender that the node signs for.
        if (method == "eth_sendTransaction" && parameters[0] is JsonObject transaction && !transaction.ContainsKey("from"))
            transaction["from"] = Accounts[0].Hex;
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = Interlocked.Increment(ref _id), ["method"] = method, ["params"] = new JsonArray(parameters) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        using var response = _http.Send(request);
        using var stream = response.Content.ReadAsStream();
        return JsonSerializer.Deserialize<JsonNode>(stream) ?? throw new InvalidDataException($"{method}: the node answered null");
    }
}
