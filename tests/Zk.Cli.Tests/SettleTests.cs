using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>What settle writes and reports when all is well.</summary>
[TestFixture]
public sealed class SettleTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void WritesItsFilesAndNothingElse()
    {
        _ = SharedSettlement.Result;
        var names = Directory.GetFiles(Path.GetDirectoryName(SharedSettlement.Output("x"))!).Select(Path.GetFileName);
        Assert.That(names, Is.EquivalentTo(new[] { "proof.json", "public.json", "vk.json", "state.json", "report.json", "Verifier.sol", "calldata.hex" }));
        Assert.That(Directory.GetFiles(SharedSettlement.Cache).Where(name => name.EndsWith(".tmp", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void ReportsWhatItDid()
    {
        var report = SharedSettlement.Result.Json;
        Assert.That(report.Select(p => p.Key), Is.EqualTo(new[]
        {
            "format", "operations", "capacity", "rows", "log2", "pcs", "srs", "srs_powers", "public", "phases", "total_ms", "peak_bytes",
        }));
        Assert.That((int?)report["operations"], Is.EqualTo(8));
        Assert.That((int?)report["capacity"], Is.EqualTo(8));
        Assert.That((string?)report["srs"], Is.EqualTo("development"));
        Assert.That((string?)report["pcs"], Is.EqualTo("shplonk"));
        Assert.That((long?)report["srs_powers"], Is.EqualTo((1L << (int)report["log2"]!) + 8));
        Assert.That((long?)report["rows"], Is.GreaterThan(0).And.LessThan(1L << (int)report["log2"]!));
        Assert.That(report["phases"]!.AsArray().Select(p => (string?)p!["name"]), Does.Contain("prove").And.Contain("verify"));
        Assert.That(report["phases"]!.AsArray().Select(p => (double?)p!["ms"]), Has.All.GreaterThanOrEqualTo(0));
        Assert.That((double?)report["total_ms"], Is.GreaterThan(0));
        Assert.That((long?)report["peak_bytes"], Is.GreaterThan(1 << 20));
        Assert.That(JsonNode.DeepEquals(report, JsonNode.Parse(File.ReadAllText(SharedSettlement.Output("report.json")))));
        Assert.That(JsonNode.DeepEquals(report["public"], JsonNode.Parse(File.ReadAllText(SharedSettlement.Output("public.json")))!["inputs"]));
    }

    [Test]
    public void SaysThatTheSrsIsForDevelopmentOnly() => Assert.That(SharedSettlement.Result.Error, Does.Contain("DEVELOPMENT"));

    [Test]
    public void ItsProofIsRefusedWithAnyPublicInputChanged()
    {
        ZkTool.Run(VerifyArguments(SharedSettlement.Output("public.json"))).Exits(0);
        for (var i = 0; i < 6; i++)
        {
            var changed = JsonNode.Parse(File.ReadAllText(SharedSettlement.Output("public.json")))!;
            var input = (string)changed["inputs"]![i]!;
            changed["inputs"]![i] = input[..^1] + (input[^1] == '0' ? '1' : '0');
            ToolInProcess.Run(VerifyArguments(_folder.Write("changed", changed.ToJsonString()))).Exits(1, "not valid");
        }

        static string[] VerifyArguments(string inputs) =>
            ["verify", "--vk", SharedSettlement.Output("vk.json"), "--proof", SharedSettlement.Output("proof.json"), "--public", inputs];
    }

    [Test]
    public void ANewBatchOnTheStateOfTheFirstHasTheSameKey()
    {
        // An account of a new owner: a deposit makes it, a transfer and a withdrawal that the owner signs use it.
        var first = SharedSettlement.BatchJson;
        ZkTool.Run("key", "new", "--out", _folder.At("key.json")).Exits(0);
        var publicKey = (string)JsonNode.Parse(File.ReadAllText(_folder.At("key.json")))!["publicKey"]!;
        var receiver = (string)first["accounts"]![3]!["publicKey"]!;
        const int Account = 1000;
        var second = new JsonObject
        {
            ["format"] = "zk/batch/1",
            ["circuit"] = "settlement/payments",
            ["chainId"] = (string)first["chainId"]!,
            ["contract"] = (string)first["contract"]!,
            ["batchNumber"] = "2",
            ["submitter"] = (string)first["submitter"]!,
            ["time"] = (uint)first["time"]! + 60,
            ["feeAccount"] = 0,
            ["operations"] = new JsonArray(
                new JsonObject { ["kind"] = "deposit", ["queueId"] = 77, ["account"] = Account, ["publicKey"] = publicKey, ["amount"] = "1000" },
                Sign(first, new JsonObject { ["kind"] = "transfer", ["from"] = Account, ["to"] = 3, ["toKey"] = receiver, ["amount"] = "10", ["fee"] = "1", ["nonce"] = 0, ["expiry"] = 1900000000 }),
                Sign(first, new JsonObject
                {
                    ["kind"] = "withdrawal",
                    ["from"] = Account,
                    ["recipient"] = (string)first["submitter"]!,
                    ["amount"] = "5",
                    ["fee"] = "2",
                    ["nonce"] = 1,
                    ["expiry"] = 1900000000,
                })),
        };
        var batch = _folder.Write("second.json", second.ToJsonString());
        var result = ZkTool.Run("settle", batch, "--state", SharedSettlement.Output("state.json"), "--out", _folder.At("second"), "--cache", SharedSettlement.Cache).Exits(0);

        Assert.That(result.Output, Does.Contain("prove").And.Contain("total").And.Contain("DEVELOPMENT"), "a table of phases");
        Assert.That(File.ReadAllText(_folder.At("second", "vk.json")), Is.EqualTo(File.ReadAllText(SharedSettlement.Output("vk.json"))));
        Verify(_folder.At("second")).Exits(0);
        var state = JsonNode.Parse(File.ReadAllText(_folder.At("second", "state.json")))!;
        var account = state["accounts"]!.AsArray().Single(a => (int)a!["index"]! == Account)!;
        Assert.That((string?)account["balance"], Is.EqualTo("982"));
        Assert.That((int?)account["nonce"], Is.EqualTo(2));
        var inputs = JsonNode.Parse(File.ReadAllText(_folder.At("second", "public.json")))!["inputs"]!.AsArray();
        var before = JsonNode.Parse(File.ReadAllText(SharedSettlement.Output("public.json")))!["inputs"]!.AsArray();
        Assert.That((string?)inputs[1], Is.EqualTo((string?)before[2]), "the second batch starts where the first ended");
        Assert.That((string?)inputs[2], Is.EqualTo((string?)state["root"]));
    }

    private static ToolResult Verify(string folder) => ZkTool.Run(
        "verify", "--vk", Path.Combine(folder, "vk.json"), "--proof", Path.Combine(folder, "proof.json"), "--public", Path.Combine(folder, "public.json"));

    private JsonNode Sign(JsonNode batch, JsonObject operation)
    {
        var file = new JsonObject
        {
            ["format"] = "zk/operation/1",
            ["chainId"] = (string)batch["chainId"]!,
            ["contract"] = (string)batch["contract"]!,
            ["operation"] = operation,
        };
        var path = _folder.Write("operation.json", file.ToJsonString());
        ZkTool.Run("sign", path, "--key", _folder.At("key.json"), "--out", _folder.At("signed.json")).Exits(0);
        return JsonNode.Parse(File.ReadAllText(_folder.At("signed.json")))!["operation"]!.DeepClone();
    }
}
