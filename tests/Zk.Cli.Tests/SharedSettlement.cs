using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>One sample batch of eight operations, settled once for all tests that need a proof; its cache is shared as well.</summary>
[SetUpFixture]
public sealed class SharedSettlement
{
    private static readonly Lazy<SharedSettlement> Instance = new(() => new SharedSettlement(true));

    private readonly TemporaryFolder? _folder;
    private readonly ToolResult? _result;

    public SharedSettlement()
    {
    }

    private SharedSettlement(bool _)
    {
        _folder = new TemporaryFolder();
        ZkTool.Run("sample", "settlement", "--accounts", "8", "--operations", "8", "--seed", "1", "--out", _folder.At("batch.json")).Exits(0);
        _result = ZkTool.Run("settle", _folder.At("batch.json"), "--out", _folder.At("out"), "--cache", _folder.At("cache"), "--json").Exits(0);
    }

    /// <summary>The cache with the SRS and keys of capacity 8.</summary>
    internal static string Cache => At("cache");

    /// <summary>The run that settled the batch, with <c>--json</c>.</summary>
    internal static ToolResult Result => Instance.Value._result!;

    /// <summary>The batch.</summary>
    internal static string Batch => At("batch.json");

    /// <summary>A file that settle wrote.</summary>
    internal static string Output(string name) => At("out", name);

    /// <summary>The batch as a tree, for changing it.</summary>
    internal static JsonNode BatchJson => JsonNode.Parse(File.ReadAllText(Batch))!;

    [OneTimeTearDown]
    public void Remove()
    {
        if (Instance.IsValueCreated)
            Instance.Value._folder!.Dispose();
    }

    private static string At(params string[] names) => Instance.Value._folder!.At(names);
}
