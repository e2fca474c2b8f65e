using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>Where a settlement contract lies, <c>zk/deployment/1</c>: what <c>zk chain deploy</c> writes and the other commands read.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The settlement contract.</param>
/// <param name="Token">Its token.</param>
/// <param name="Governance">Its governor.</param>
internal sealed record Deployment(ulong ChainId, EthereumAddress Contract, EthereumAddress Token, EthereumAddress Governance)
{
    private const string Format = "zk/deployment/1";
    private const int MaximumBytes = 1 << 12;

    /// <summary>Reads a deployment.</summary>
    /// <exception cref="ZkFormatException">The file is malformed.</exception>
    public static Deployment Read(string path)
    {
        var fields = JsonField.ReadFile(path, MaximumBytes).Document(Format, "chainId", "contract", "token", "governance");
        return new(fields["chainId"].UnsignedText(), Address(fields["contract"]), Address(fields["token"]), Address(fields["governance"]));
    }

    /// <summary>The fields, format first.</summary>
    public JsonObject ToJson() => new()
    {
        ["format"] = Format,
        ["chainId"] = ChainId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["contract"] = Contract.ToString(),
        ["token"] = Token.ToString(),
        ["governance"] = Governance.ToString(),
    };

    private static EthereumAddress Address(JsonField field) =>
        EthereumAddress.TryParse(field.Text(EthereumAddress.TextLength), out var address, out var reason) ? address : throw field.Error(reason);
}
