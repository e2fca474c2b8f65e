using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>One sample batch of eight operations, settled once for all tests that need a proof; its cache is shared as well.</summary>
[SetUpFixture]
public sealed class SharedSettlement
{
    private static readonly Lazy<(string Folder, ToolResult Result)> Made = new(Make);

    /// <summary>The cache with the SRS and keys of capacity 8.</summary>
    internal static string Cache => At("cache");

    /// <summary>The run that settled the batch, with <c>--json</c>.</summary>
    internal static ToolResult Result => Made.Value.Result;

    /// <summary>The batch.</summary>
    internal static string Batch => At("batch.json");

    /// <summary>The batch as a tree, for changing it.</summary>
    internal static JsonNode BatchJson => JsonNode.Parse(File.ReadAllText(Batch))!;

    /// <summary>A file that settle wrote.</summary>
    internal static string Output(string name) => At("out", name);

    [OneTimeTearDown]
    public void Remove()
    {
        if (Made.IsValueCreated)
            Directory.Delete(Made.Value.Folder, recursive: true);
    }

    private static string At(params string[] names) => Path.Combine([Made.Value.Folder, .. names]);

    private static (string Folder, ToolResult Result) Make()
    {
        var folder = Directory.CreateTempSubdirectory("zk-cli-").FullName;
        var batch = Path.Combine(folder, "batch.json");
        ZkTool.Run("sample", "settlement", "--accounts", "8", "--operations", "8", "--seed", "1", "--out", batch).Exits(0);
        return (folder, ZkTool.Run("settle", batch, "--out", Path.Combine(folder, "out"), "--cache", Path.Combine(folder, "cache"), "--json").Exits(0));
    }
}
