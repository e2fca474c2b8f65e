using System.Text.Json.Nodes;
using Zk.Testing;

namespace Zk.Solidity.Tests;

/// <summary>A compiled contract.</summary>
/// <param name="Name">The contract's name.</param>
/// <param name="CreationCode">To be sent, with the constructor's arguments appended.</param>
/// <param name="RuntimeCode">What lies on the chain then, immutables aside.</param>
/// <param name="Abi">The interface.</param>
internal sealed record CompiledContract(string Name, byte[] CreationCode, byte[] RuntimeCode, JsonArray Abi);

/// <summary>Settings of the compiler beside the rules of Prague.</summary>
/// <param name="Runs">How often deployed code is expected to run.</param>
/// <param name="ViaIr">Whether Solidity is compiled through Yul.</param>
/// <param name="Yul">Whether the Yul optimiser runs.</param>
/// <param name="YulSteps">The steps of the Yul optimiser; its own unless given.</param>
/// <param name="Enabled">Whether anything is optimised.</param>
internal sealed record CompilerSettings(int Runs = 200, bool ViaIr = false, bool Yul = true, string? YulSteps = null, bool Enabled = true);

/// <summary>The pinned solc. Warnings are errors.</summary>
internal static class SolidityCompiler
{
    /// <summary>Compiles files together.</summary>
    /// <param name="sources">Contents by file name.</param>
    /// <param name="settings">How.</param>
    /// <returns>The contracts by name.</returns>
    public static IReadOnlyDictionary<string, CompiledContract> Compile(IReadOnlyDictionary<string, string> sources, CompilerSettings settings)
    {
        var answer = NodeOracle.Run<JsonObject>("solc.mjs", Input(sources, settings));
        var messages = (answer["errors"]?.AsArray() ?? []).Select(error => (string)error!["formattedMessage"]!).ToList();
        Assert.That(messages, Is.Empty, "the compiler has something to say");
        var contracts = new Dictionary<string, CompiledContract>();
        foreach (var (_, file) in answer["contracts"]!.AsObject())
        {
            foreach (var (name, contract) in file!.AsObject())
            {
                var evm = contract!["evm"]!;
                contracts.Add(name, new(name, Code(evm["bytecode"]!), Code(evm["deployedBytecode"]!), contract["abi"]!.AsArray()));
            }
        }

        return contracts;
    }

    private static byte[] Code(JsonNode bytecode) => Convert.FromHexString((string)bytecode["object"]!);

    private static JsonObject Input(IReadOnlyDictionary<string, string> sources, CompilerSettings settings)
    {
        var optimizer = new JsonObject { ["enabled"] = settings.Enabled, ["runs"] = settings.Runs };
        if (settings.Enabled)
            optimizer["details"] = new JsonObject { ["yul"] = settings.Yul };
        if (settings.YulSteps is { } steps)
            optimizer["details"]!["yulDetails"] = new JsonObject { ["optimizerSteps"] = steps };
        return new JsonObject
        {
            ["language"] = "Solidity",
            ["sources"] = new JsonObject(sources.Select(source => KeyValuePair.Create(source.Key, (JsonNode?)new JsonObject { ["content"] = source.Value }))),
            ["settings"] = new JsonObject
            {
                ["evmVersion"] = "prague",
                ["viaIR"] = settings.ViaIr,
                ["optimizer"] = optimizer,
                ["metadata"] = new JsonObject { ["appendCBOR"] = false, ["bytecodeHash"] = "none" },
                ["outputSelection"] = new JsonObject
                {
                    ["*"] = new JsonObject { ["*"] = new JsonArray("abi", "evm.bytecode.object", "evm.deployedBytecode.object") },
                },
            },
        };
    }
}
