using System.Text.Json.Nodes;
using Zk.Cli;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The tool <c>zk</c> in this process, with a folder of its own for files, beside the node of the tests.</summary>
internal sealed class ChainTool : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("zk-chain-").FullName;

    /// <summary>The node and the deployment in deployment.json, as options.</summary>
    public string[] Node => NodeOf("deployment.json");

    /// <summary>The settlement contract of deployment.json.</summary>
    public Address Contract => new((string)JsonNode.Parse(File.ReadAllText(At("deployment.json")))!["contract"]!);

    /// <summary>The path of a file in the folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>The node and a deployment, as options.</summary>
    public string[] NodeOf(string deployment) => ["--rpc", EvmLifetime.Url.ToString(), "--deployment", At(deployment)];

    /// <summary>What <c>zk chain status</c> says of deployment.json.</summary>
    public JsonObject Status() => JsonNode.Parse(Done(["chain", "status", .. Node, "--json"]))!.AsObject();

    /// <summary>Writes the contracts that <c>zk chain deploy</c> wants, with this creation code as the verifier's, to the folder artifacts.</summary>
    public void WriteArtifacts(byte[] verifier)
    {
        Directory.CreateDirectory(At("artifacts"));
        foreach (var name in new[] { "Governance", "Settlement", "TestToken", "StandInVerifier" })
            File.WriteAllText(At($"artifacts/{name}.json"), SettlementArtifacts.Read(name).ToJsonString());
        File.WriteAllText(At("artifacts/Verifier.json"), new JsonObject { ["bytecode"] = $"0x{Convert.ToHexStringLower(verifier)}" }.ToJsonString());
    }

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code, and what it printed or the error.</returns>
    public static (int Code, string Line) Run(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var capturedOutput = new StringWriter();
        using var capturedError = new StringWriter();
        try
        {
            Console.SetOut(capturedOutput);
            Console.SetError(capturedError);
            var code = CommandRunner.RunAsync(arguments).GetAwaiter().GetResult();
            return (code, code == 0 ? capturedOutput.ToString() : capturedError.ToString().Trim());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Runs a command that must succeed.</summary>
    public static string Done(params string[] arguments)
    {
        var (code, text) = Run(arguments);
        Assert.That(code, Is.Zero, $"zk {string.Join(' ', arguments)}: {text}");
        return text;
    }

    /// <summary>Runs a command that must fail for a reason.</summary>
    public static void Refused(int expected, string reason, params string[] arguments)
    {
        var (code, line) = Run(arguments);
        Assert.That(code, Is.EqualTo(expected), line);
        Assert.That(line, Does.Contain(reason));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
