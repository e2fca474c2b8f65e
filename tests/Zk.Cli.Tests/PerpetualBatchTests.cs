using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>Batches of perpetual futures that are malformed exit with 2, those that break a rule with 1, and neither writes anything. What is proved, the tests of the contracts show.</summary>
[TestFixture]
public sealed class PerpetualBatchTests
{
    private readonly TemporaryFolder _folder = new();
    private JsonObject _batch = [];

    [OneTimeSetUp]
    public void MakeBatch()
    {
        ToolInProcess.Run("sample", "perpetual", "--accounts", "12", "--operations", "4", "--seed", "3", "--batches", "1", "--out", _folder.At("batch.json")).Exits(0);
        _batch = JsonNode.Parse(File.ReadAllText(_folder.At("batch.json")))!.AsObject();
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void ABrokenRuleExitsWithOneAndNamesOperationAndRule() => Refuses(
        1,
        b =>
        {
            var trade = b["operations"]!["trades"]![0]!;
            trade["size"] = (ulong.Parse((string)trade["size"]!, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        },
        "trade 0:");

    [Test]
    public void AStaleBatchTimeExitsWithOne() => Refuses(1, b => b["time"] = 1, "batch:", "time-goes-back");

    [Test]
    public void ABatchWithoutStateNeedsOne() => Refuses(2, b => b.Remove("state"), "state");

    [Test]
    public void AnotherFormatExitsWithTwo() => Refuses(2, b => b["format"] = "zk/perpetual-batch/2", "format");

    [Test]
    public void AnUnknownFieldExitsWithTwo() => Refuses(2, b => b["operations"]!["loans"] = new JsonArray(), "loans");

    [Test]
    public void MoreMarketsThanTheStateExitWithTwo() => Refuses(
        2,
        b =>
        {
            var markets = b["config"]!["markets"]!.AsArray();
            while (markets.Count <= b["state"]!["markets"]!.AsArray().Count)
                markets.Add(markets[0]!.DeepClone());
        },
        "markets");

    [Test]
    public void AKeyOfAnotherFamilyHoldsNoBatchOfThis()
    {
        var file = _folder.Write("family.json", _batch.ToJsonString());
        ToolInProcess.Run("prove", "settlement/payments/8", "--keys", _folder.At("keys"), "--input", file, "--out", _folder.At("out")).Exits(2, "perpetual");
        Assert.That(Directory.Exists(_folder.At("out")), Is.False);
    }

    private void Refuses(int code, Action<JsonObject> change, params string[] parts)
    {
        var batch = _batch.DeepClone().AsObject();
        change(batch);
        ToolInProcess.Run("settle", _folder.Write("changed.json", batch.ToJsonString()), "--out", _folder.At("out"), "--cache", _folder.At("cache")).Exits(code, parts);
        Assert.That(Directory.Exists(_folder.At("out")), Is.False);
    }
}
