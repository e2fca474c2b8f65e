using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>Malformed batches exit with 2 and name the place; batches that break a rule exit with 1 and name operation and rule; neither writes anything.</summary>
[TestFixture]
public sealed class BadBatchTests
{
    private readonly TemporaryFolder _folder = new();
    private JsonObject _batch = [];

    [OneTimeSetUp]
    public void MakeBatch()
    {
        ZkTool.Run("sample", "settlement", "--accounts", "4", "--operations", "5", "--seed", "3", "--out", _folder.At("batch.json")).Exits(0);
        _batch = JsonNode.Parse(File.ReadAllText(_folder.At("batch.json")))!.AsObject();
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    private static IEnumerable<TestCaseData> Malformed()
    {
        yield return Case("an unknown field", b => b["tip"] = "1", "tip");
        yield return Case("an unknown field of an operation", b => Signed(b)["tip"] = "1", "operations[", "tip");
        yield return Case("a missing field", b => b.Remove("time"), "time");
        yield return Case("a missing field of an operation", b => Signed(b).Remove("nonce"), "operations[", "nonce");
        yield return Case("a number out of range", b => b["time"] = 4294967296, "time");
        yield return Case("a negative number", b => Signed(b)["nonce"] = -1, "nonce");
        yield return Case("a 64-bit number out of range", b => Signed(b)["amount"] = "18446744073709551616", "amount");
        yield return Case("a number in a string's place", b => Signed(b)["amount"] = 1, "amount");
        yield return Case("a bad signature encoding", b => Signed(b)["signature"] = "0x1234", "signature");
        yield return Case("a signature that is no hexadecimal", b => Signed(b)["signature"] = new string('z', 130), "signature");
        yield return Case("a signature with s out of range", b => Signed(b)["signature"] = "0x" + new string('f', 128), "signature");
        yield return Case("no signature", b => Signed(b).Remove("signature"), "signature");
        yield return Case("a transfer to a key that is none", b => Transfer(b)["toKey"] = "0x01" + new string('0', 62), "toKey");
        yield return Case("a transfer without the receiver's key", b => Transfer(b).Remove("toKey"), "toKey");
        yield return Case("a wrong version", b => b["format"] = "zk/batch/2", "format");
        yield return Case("a wrong format", b => b["format"] = "zk/state/1", "format");
        yield return Case("a wrong circuit", b => b["circuit"] = "settlement/trades", "circuit");
        yield return Case("an unknown kind", b => Signed(b)["kind"] = "mint", "kind");
        yield return Case("no operations", b => b["operations"] = new JsonArray(), "operations");
        yield return Case("an account twice", b => b["accounts"]!.AsArray().Add(b["accounts"]![0]!.DeepClone()), "accounts[4]");

        static TestCaseData Case(string name, Action<JsonObject> change, params string[] parts) => new TestCaseData(change, parts).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Malformed))]
    public void MalformedBatchExitsWithTwo(Action<JsonObject> change, string[] parts)
    {
        var batch = _batch.DeepClone().AsObject();
        change(batch);
        Refuses(2, batch.ToJsonString(), parts);
    }

    [TestCase("", "not JSON")]
    [TestCase("settle this", "not JSON")]
    [TestCase("[1, 2]", "object")]
    [TestCase("{\"format\": \"zk/batch/1\",}", "not JSON")]
    [TestCase("{\"format\": \"zk/batch/1\", \"format\": \"zk/batch/1\"}", "twice")]
    public void WhatIsNoBatchExitsWithTwo(string text, string part) => Refuses(2, text, part);

    [Test]
    public void DeeplyNestedJsonExitsWithTwo() => Refuses(2, new string('[', 1 << 20), "not JSON");

    [Test]
    public void TextThatIsNotUtf8ExitsWithTwo()
    {
        File.WriteAllBytes(_folder.At("latin1"), [.. "{\"format\": \""u8, 0xe9, .. "\"}"u8]);
        RefusesFile(2, _folder.At("latin1"));
    }

    [Test]
    public void TheProcessExitsWithTheCodeAndOneLine()
    {
        ZkTool.Run("settle", _folder.Write("bad.json", "{}"), "--out", _folder.At("out"), "--cache", _folder.At("cache")).Exits(2, "bad.json", "format");
        Assert.That(Directory.Exists(_folder.At("out")), Is.False);
    }

    [Test]
    public void AFileOfTwoGigabytesExitsWithTwo()
    {
        using (var stream = File.Create(_folder.At("huge")))
            stream.SetLength(2L << 30);
        RefusesFile(2, _folder.At("huge"), "bytes");
        File.Delete(_folder.At("huge"));
    }

    [Test]
    public void MissingFileFolderAndOutputExitWithTwo()
    {
        RefusesFile(2, _folder.At("missing"), "no such file");
        RefusesFile(2, _folder.Path, "folder");
        Settle(_folder.At("batch.json"), "--out", _folder.At("batch.json")).Exits(2, _folder.At("batch.json"));
        Settle(_folder.At("batch.json"), "--out", _folder.At("out"), "--state", _folder.At("missing")).Exits(2, _folder.At("missing"));
        Settle(_folder.At("batch.json"), "--out", _folder.At("out"), "--state", _folder.At("batch.json")).Exits(2, _folder.At("batch.json"));
        Settle(_folder.At("batch.json"), "--out", _folder.At("out"), "--srs", _folder.At("batch.json")).Exits(2, _folder.At("batch.json"));
        Assert.That(Directory.Exists(_folder.At("out")), Is.False);
    }

    [Test]
    public void MoreOperationsThanTheLargestCircuitHoldsExitWithTwo()
    {
        var batch = _batch.DeepClone().AsObject();
        var operations = batch["operations"]!.AsArray();
        while (operations.Count <= 256)
            operations.Add(operations[0]!.DeepClone());
        Refuses(2, batch.ToJsonString(), "operations", "256");
    }

    [Test]
    public void AnUnavailableDeviceExitsWithThree()
    {
        Settle(_folder.At("batch.json"), "--out", _folder.At("out"), "--device", "cuda").Exits(3, "--device cuda");
        Settle(_folder.At("batch.json"), "--out", _folder.At("out"), "--pcs", "kzg").Exits(2, "--pcs: 'kzg' is none of shplonk, shplonk-wide, fflonk");
        Assert.That(Directory.Exists(_folder.At("out")), Is.False);
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("overdraft", b => Debited(b)["balance"] = "0");
        yield return Case("wrong-nonce", b => Signed(b)["nonce"] = 7);
        yield return Case("expired", b => Signed(b)["expiry"] = 1);
        yield return Case("bad-signature", b => Signed(b)["fee"] = "0");
        yield return Case("unknown-account", b => Signed(b)["from"] = 4000000);

        static TestCaseData Case(string rule, Action<JsonObject> change) => new TestCaseData(rule, change).SetArgDisplayNames(rule);
    }

    [TestCaseSource(nameof(Broken))]
    public void BrokenRuleExitsWithOneAndNamesOperationAndRule(string rule, Action<JsonObject> change)
    {
        var batch = _batch.DeepClone().AsObject();
        change(batch);
        var index = batch["operations"]!.AsArray().IndexOf(Signed(batch));
        Refuses(1, batch.ToJsonString(), $"operation {index}", rule);
    }

    [Test]
    public void ADepositTwiceExitsWithOne()
    {
        var batch = _batch.DeepClone().AsObject();
        var operations = batch["operations"]!.AsArray();
        operations.Add(operations.First(o => (string?)o!["kind"] == "deposit")!.DeepClone());
        Refuses(1, batch.ToJsonString(), "operation 5", "duplicate-queue-id");
    }

    [Test]
    public void ADepositOfAnotherKeyThanTheAccountsExitsWithOne()
    {
        var batch = _batch.DeepClone().AsObject();
        var operations = batch["operations"]!.AsArray();
        var deposit = operations.First(o => (string?)o!["kind"] == "deposit")!.DeepClone();
        (deposit["queueId"], deposit["publicKey"]) = (1000, (string)batch["accounts"]![0]!["publicKey"]!);
        deposit["account"] = 1;
        operations.Add(deposit);
        Refuses(1, batch.ToJsonString(), "operation 5", "wrong-key");
    }

    /// <summary>The first operation that an account signs.</summary>
    private static JsonObject Signed(JsonObject batch) => batch["operations"]!.AsArray().First(o => (string?)o!["kind"] != "deposit")!.AsObject();

    private static JsonObject Transfer(JsonObject batch) => batch["operations"]!.AsArray().First(o => (string?)o!["kind"] == "transfer")!.AsObject();

    /// <summary>The account that the first signed operation debits.</summary>
    private static JsonObject Debited(JsonObject batch) => batch["accounts"]![(int)Signed(batch)["from"]!]!.AsObject();

    private void Refuses(int exitCode, string text, params string[] parts) => RefusesFile(exitCode, _folder.Write("bad.json", text), parts);

    private void RefusesFile(int exitCode, string path, params string[] parts)
    {
        var result = Settle(path, "--out", _folder.At("out"), "--json").Exits(exitCode, exitCode == 2 ? [path, .. parts] : parts);
        Assert.That(result.Output, Is.Empty);
        Assert.That(Directory.Exists(_folder.At("out")), Is.False, "nothing is written");
    }

    private ToolResult Settle(string batch, params string[] arguments) => ToolInProcess.Run(["settle", batch, "--cache", _folder.At("cache"), .. arguments]);
}
