using System.Globalization;
using System.Net.Http.Headers;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary>
/// JSON-RPC to an Ethereum node over HTTP. Transactions go out by <c>eth_sendTransaction</c>, so the node must hold the sender's key: a node for tests. No key of the chain
/// ever passes through this tool.
/// </summary>
/// <param name="url">The node.</param>
/// <param name="cancellation">Stops waiting.</param>
internal sealed class JsonRpc(Uri url, CancellationToken cancellation) : IDisposable
{
    private const int MaximumAnswer = 1 << 26;
    private const int MethodReverted = 3;
    private static readonly TimeSpan _receiptLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _receiptPause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(1), MaxResponseContentBufferSize = MaximumAnswer };
    private int _id;

    /// <summary>The result of a request.</summary>
    /// <exception cref="CliException">The node cannot be reached (exit code 3), or refuses; a call that reverts is invalid (exit code 1).</exception>
    public async Task<JsonNode?> RequestAsync(string method, params JsonNode?[] parameters)
    {
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_id, ["method"] = method, ["params"] = new JsonArray(parameters) };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        JsonNode? answer;
        try
        {
            using var response = await _http.PostAsync(url, content, cancellation).ConfigureAwait(false);
            answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw CliException.Environment($"{url}: the node does not answer: {e.Message}");
        }

        if (answer is not JsonObject fields)
            throw CliException.Environment($"{url}: {method}: the answer is no JSON-RPC");
        if (fields["error"] is JsonObject error)
        {
            var reason = $"{method}: {error["message"]}{(error["data"] is JsonValue data ? $" {ContractError.Name(data.ToString())}" : "")}";
            throw error["code"] is JsonValue code && code.TryGetValue(out int number) && number == MethodReverted
                ? CliException.Invalid(reason)
                : CliException.Environment($"{url}: {reason}");
        }

        return fields["result"];
    }

    /// <summary>A request whose result is text: a quantity or bytes.</summary>
    public async Task<string> TextAsync(string method, params JsonNode?[] parameters) =>
        await RequestAsync(method, parameters).ConfigureAwait(false) is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw CliException.Environment($"{url}: {method}: the node answered something else than text");

    /// <summary>A request whose result is a quantity.</summary>
    public async Task<BigInteger> QuantityAsync(string method, params JsonNode?[] parameters) => Quantity(await TextAsync(method, parameters).ConfigureAwait(false));

    /// <summary>What a view of a contract answers.</summary>
    public async Task<byte[]> CallAsync(string to, byte[] data) =>
        Bytes(await TextAsync("eth_call", new JsonObject { ["to"] = to, ["data"] = HexText.Of(data) }, "latest").ConfigureAwait(false));

    /// <summary>Sends a transaction and waits until it is in a block.</summary>
    /// <param name="from">The sender, an account of the node.</param>
    /// <param name="to">The receiver; null creates a contract.</param>
    /// <param name="data">The calldata.</param>
    /// <param name="value">What the transaction takes along, in the chain's smallest unit.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="CliException">It reverted; exit code 1.</exception>
    public async Task<JsonObject> SendAsync(string from, string? to, byte[] data, BigInteger value = default)
    {
        var transaction = new JsonObject { ["from"] = from, ["data"] = HexText.Of(data) };
        if (to is not null)
            transaction["to"] = to;
        if (!value.IsZero)
            transaction["value"] = "0x" + value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

        // Estimating first gives the reason of a revert, which a receipt does not have.
        transaction["gas"] = await TextAsync("eth_estimateGas", transaction.DeepClone()).ConfigureAwait(false);
        var hash = await TextAsync("eth_sendTransaction", transaction).ConfigureAwait(false);
        var end = DateTime.UtcNow + _receiptLimit;
        while (DateTime.UtcNow < end)
        {
            if (await RequestAsync("eth_getTransactionReceipt", hash).ConfigureAwait(false) is JsonObject receipt)
                return Text(receipt, "status") == "0x1" ? receipt : throw CliException.Invalid($"transaction {hash} reverted");
            await Task.Delay(_receiptPause, cancellation).ConfigureAwait(false);
        }

        throw CliException.Environment($"{url}: transaction {hash} is in no block yet");
    }

    /// <summary>A member of a node's answer that is text.</summary>
    public static string Text(JsonObject answer, string name) =>
        answer[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw CliException.Environment($"the node's answer has no {name}");

    /// <summary>The bytes of a node's answer.</summary>
    public static byte[] Bytes(string text) =>
        HexText.TryParse(text, out var bytes) ? bytes : throw CliException.Environment("the node answered bytes that are no hexadecimal digits");

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static BigInteger Quantity(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
        && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw CliException.Environment($"the node answered {text} where a quantity belongs");
}
