using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>Puts verifier, token, governance and settlement contract on a chain, from what <c>npm run build</c> in contracts/ has made.</summary>
/// <param name="rpc">The node.</param>
/// <param name="sender">Who pays; also operator, guardian and the one member of governance.</param>
/// <param name="artifacts">The folder of the artifacts.</param>
internal sealed class ChainDeployment(JsonRpc rpc, string sender, string artifacts)
{
    private const int MaximumArtifact = 1 << 22;
    private const int GovernanceDelay = 86_400;
    private const long RequestBond = 50_000_000_000_000_000;
    private static readonly BigInteger _testTokens = BigInteger.Pow(10, 30);

    /// <summary>Deploys everything.</summary>
    /// <param name="key">The verifying key of the verifier.</param>
    /// <param name="verifier">The name of the verifier's artifact.</param>
    /// <param name="token">The token; null makes one for tests, whose first holder is the sender.</param>
    /// <param name="unit">The token's smallest units in one unit of the state.</param>
    public async Task<Deployment> RunAsync(VerifyingKey<Fr> key, string verifier, EthereumAddress? token, BigInteger unit)
    {
        var capacity = SettlementCircuit.Find(key.Circuit).Capacity;
        var chainId = await rpc.QuantityAsync("eth_chainId").ConfigureAwait(false);
        if (chainId > ulong.MaxValue)
            throw CliException.Environment($"the chain's id {chainId} has more than 64 bits");
        var verifierCode = VerifierCode(verifier, key);
        var tokenAddress = token ?? await TestTokenAsync().ConfigureAwait(false);
        var verifierAddress = await CreateAsync(verifierCode).ConfigureAwait(false);
        var governance = await CreateAsync(
            "Governance", ContractCall.Constructor().AddArray(1, ContractCall.ToWord(Number(sender))).Add(1).Add(GovernanceDelay)).ConfigureAwait(false);
        var first = key.Digest.ToArray()
            .Concat(Keccak256.Hash(Encoding.ASCII.GetBytes(key.Circuit)))
            .Concat(ContractCall.ToWord(capacity))
            .Concat(verifierAddress.ToWord())
            .ToArray();
        var contract = await CreateAsync(
            "Settlement",
            ContractCall.Constructor().Add(tokenAddress.ToWord()).Add(unit).Add(RequestBond).Add(governance.ToWord()).AddAddress(sender).AddAddress(sender).AddArray(1, first)).ConfigureAwait(false);
        return new Deployment((ulong)chainId, contract, tokenAddress, governance);
    }

    private static BigInteger Number(string address) => BigInteger.Parse("0" + address[2..], System.Globalization.NumberStyles.AllowHexSpecifier, null);

    private async Task<EthereumAddress> TestTokenAsync()
    {
        var token = await CreateAsync("TestToken", ContractCall.Constructor()).ConfigureAwait(false);
        await rpc.SendAsync(sender, SettlementNode.Text(token), ContractCall.Of("mint(address,uint256)").AddAddress(sender).Add(_testTokens).Encode()).ConfigureAwait(false);
        return token;
    }

    private Task<EthereumAddress> CreateAsync(string name, ContractCall arguments) => CreateAsync([.. Code(name), .. arguments.Encode()]);

    private async Task<EthereumAddress> CreateAsync(byte[] code)
    {
        var receipt = await rpc.SendAsync(sender, null, code).ConfigureAwait(false);
        return new EthereumAddress(Number(JsonRpc.Text(receipt, "contractAddress")));
    }

    /// <summary>The verifier's code. A generated verifier absorbs its key's digest as a constant, so code without it is another key's, and would refuse every proof.</summary>
    private byte[] VerifierCode(string name, VerifyingKey<Fr> key)
    {
        var code = Code(name);
        return code.AsSpan().IndexOf(key.Digest) >= 0
            ? code
            : throw CliException.BadFile(PathOf(name), $"bytecode: is not the verifier of this key, whose digest is {HexText.Of(key.Digest)}; generate and compile it anew");
    }

    private string PathOf(string name) => Path.Combine(artifacts, name + ".json");

    private byte[] Code(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            throw CliException.BadFile(path, "there is no such artifact; 'npm ci && npm run build' in contracts/ makes them");
        if (new FileInfo(path).Length > MaximumArtifact)
            throw CliException.BadFile(path, "is too large for an artifact");
        JsonNode? artifact;
        try
        {
            artifact = JsonNode.Parse(File.ReadAllBytes(path));
        }
        catch (System.Text.Json.JsonException e)
        {
            throw CliException.BadFile(path, $"not JSON: {e.Message}");
        }

        return artifact is JsonObject fields && fields["bytecode"] is JsonValue value && value.TryGetValue(out string? code) && HexText.TryParse(code, out var bytes)
            ? bytes
            : throw CliException.BadFile(path, "bytecode: is not 0x and an even number of lower-case hexadecimal digits");
    }
}
