using System.Text.Json.Nodes;
using Zk.Testing;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The contracts of <c>contracts/</c>, built there once by the commands that its users run.</summary>
internal static class SettlementArtifacts
{
    private static readonly Lazy<string> _folder = new(Build);

    /// <summary>The folder contracts/, with its packages installed.</summary>
    public static string Folder => _folder.Value;

    /// <summary>The creation code of a contract.</summary>
    public static byte[] CreationCode(string name) => Hex.Bytes((string)Read(name)["bytecode"]!);

    /// <summary>An artifact.</summary>
    public static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "out", $"{name}.json")))!.AsObject();

    private static string Build()
    {
        var folder = NodeOracle.Install("contracts");
        NodeOracle.Run("node", ["build.mjs"], folder);
        return folder;
    }
}
