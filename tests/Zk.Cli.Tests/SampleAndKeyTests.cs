using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary><c>zk sample</c>, <c>zk key new</c>, <c>zk sign</c>.</summary>
[TestFixture]
public sealed class SampleAndKeyTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void SamplesOfEqualArgumentsAreByteIdentical()
    {
        string Make(string name, string seed)
        {
            ZkTool.Run("sample", "settlement", "--accounts", "5", "--operations", "7", "--seed", seed, "--out", _folder.At(name)).Exits(0);
            return File.ReadAllText(_folder.At(name));
        }

        var first = Make("sample-1", "18446744073709551615");
        Assert.That(Make("sample-2", "18446744073709551615"), Is.EqualTo(first));
        Assert.That(Make("sample-3", "1"), Is.Not.EqualTo(first));
        Assert.That(_folder.Files.Where(name => name.StartsWith("sample-", StringComparison.Ordinal)), Is.EqualTo(new[] { "sample-1", "sample-2", "sample-3" }), "no other file");
        var kinds = JsonNode.Parse(first)!["operations"]!.AsArray().Select(o => (string?)o!["kind"]).Distinct();
        Assert.That(kinds, Is.EquivalentTo(new[] { "deposit", "withdrawal", "transfer" }));
    }

    [Test]
    public void PerpetualSamplesAreOneFileForEachBatch()
    {
        string[] arguments = ["sample", "perpetual", "--accounts", "6", "--operations", "2", "--seed", "3", "--json"];
        var calm = ToolInProcess.Run([.. arguments, "--out", _folder.At("calm.json")]).Exits(0).Json;
        Assert.That(calm["out"]!.AsArray().Select(path => (string?)path), Is.EqualTo(new[] { _folder.At("calm.json") }));
        var crash = ToolInProcess.Run([.. arguments, "--out", _folder.At("crash.json"), "--scenario", "crash", "--batches", "2"]).Exits(0).Json;
        Assert.That(crash["out"]!.AsArray().Select(path => (string?)path), Is.EqualTo(new[] { _folder.At("crash.1.json"), _folder.At("crash.2.json") }));
        Assert.That(crash["operations"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(JsonNode.Parse(File.ReadAllText(_folder.At("crash.1.json")))!["operations"]!["liquidations"]!.AsArray(), Is.Not.Empty);
        var attack = ToolInProcess.Run([.. arguments[..^1], "--out", _folder.At("attack.json"), "--scenario", "oracle-attack"]).Exits(0);
        Assert.That(attack.Output, Does.Contain("attack.3.json: ").And.Not.Contain("attack.4.json"));
    }

    [TestCase("--accounts 5 --operations 1 --seed 1", "--accounts")]
    [TestCase("--accounts 6 --operations 95 --seed 1", "--operations")]
    [TestCase("--accounts 6 --operations 1 --seed 1 --batches 0", "--batches")]
    [TestCase("--accounts 6 --operations 1 --seed 1 --batches 65", "--batches")]
    [TestCase("--accounts 6 --operations 1 --seed 1 --scenario storm", "--scenario")]
    public void PerpetualSampleRefusesArgumentsOutOfRange(string arguments, string part)
    {
        ToolInProcess.Run(["sample", "perpetual", .. arguments.Split(' '), "--out", _folder.At("refused")]).Exits(2, part);
        Assert.That(File.Exists(_folder.At("refused")), Is.False);
    }

    [TestCase("--accounts 1 --operations 1 --seed 1", "--accounts")]
    [TestCase("--accounts 2 --operations 0 --seed 1", "--operations")]
    [TestCase("--accounts 2 --operations 1 --seed -1", "--seed")]
    [TestCase("--accounts 2 --operations 1 --seed 18446744073709551616", "--seed")]
    [TestCase("--accounts 2 --operations 1", "--seed")]
    public void SampleRefusesArgumentsOutOfRange(string arguments, string part)
    {
        ToolInProcess.Run(["sample", "settlement", .. arguments.Split(' '), "--out", _folder.At("refused")]).Exits(2, part);
        Assert.That(File.Exists(_folder.At("refused")), Is.False);
    }

    [Test]
    public void OutputThatCannotBeWrittenExitsWithTwoAndNamesIt()
    {
        string[] arguments = ["sample", "settlement", "--accounts", "2", "--operations", "1", "--seed", "1", "--out"];
        ToolInProcess.Run([.. arguments, _folder.Path]).Exits(2, _folder.Path);
        ToolInProcess.Run([.. arguments, _folder.At("no", "such", "file")]).Exits(2, _folder.At("no", "such", "file"));
        ToolInProcess.Run([.. arguments, "/dev/null"]).Exits(2, "/dev/null");
    }

    [Test]
    public void AKeyIsPrivateAndSigns()
    {
        var key = _folder.At("key");
        var made = ToolInProcess.Run("key", "new", "--out", key, "--json").Exits(0).Json;
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(key), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That((string?)made["publicKey"], Is.EqualTo((string?)JsonNode.Parse(File.ReadAllText(key))!["publicKey"]));

        var operation = _folder.Write("operation", Transfer);
        ToolInProcess.Run("sign", operation, "--key", key, "--out", _folder.At("signed")).Exits(0);
        var signed = JsonNode.Parse(File.ReadAllText(_folder.At("signed")))!;
        Assert.That((string?)signed["operation"]!["signature"], Does.Match("^0x[0-9a-f]{128}$"));
        ((JsonObject)signed["operation"]!).Remove("signature");
        Assert.That(JsonNode.DeepEquals(signed, JsonNode.Parse(Transfer)), "nothing but the signature is added");
    }

    [Test]
    public void TwoKeysDiffer()
    {
        ToolInProcess.Run("key", "new", "--out", _folder.At("k1")).Exits(0);
        ToolInProcess.Run("key", "new", "--out", _folder.At("k2")).Exits(0);
        Assert.That(File.ReadAllText(_folder.At("k1")), Is.Not.EqualTo(File.ReadAllText(_folder.At("k2"))));
    }

    [Test]
    public void AKeyIsNeverOverwritten()
    {
        var key = _folder.At("kept");
        ToolInProcess.Run("key", "new", "--out", key).Exits(0);
        var secret = File.ReadAllText(key);
        ToolInProcess.Run("key", "new", "--out", key).Exits(2, key, "exists already");
        Assert.That(File.ReadAllText(key), Is.EqualTo(secret));
    }

    [TestCase("\"fee\": \"1\"", "\"fee\": \"18446744073709551616\"", "fee")]
    [TestCase("\"fee\": \"1\"", "\"fee\": 1", "fee")]
    [TestCase("\"fee\": \"1\",", "", "fee")]
    [TestCase("\"fee\": \"1\"", "\"fee\": \"1\", \"tip\": \"2\"", "tip")]
    [TestCase("\"nonce\": 0", "\"nonce\": 4294967296", "nonce")]
    [TestCase("toKey", "publicKey", "publicKey")]
    [TestCase("0x555f89", "0x555f88", "toKey")]
    [TestCase("zk/operation/1", "zk/operation/2", "format")]
    [TestCase("\"kind\": \"transfer\"", "\"kind\": \"deposit\"", "operation")]
    public void SignRefusesMalformedOperations(string part, string replacement, string field)
    {
        if (!File.Exists(_folder.At("k")))
            ToolInProcess.Run("key", "new", "--out", _folder.At("k")).Exits(0);
        var malformed = Transfer.Replace(part, replacement, StringComparison.Ordinal);
        Assert.That(malformed, Is.Not.EqualTo(Transfer));
        var path = _folder.Write("bad", malformed);
        ToolInProcess.Run("sign", path, "--key", _folder.At("k"), "--out", _folder.At("none")).Exits(2, path, field);
        Assert.That(File.Exists(_folder.At("none")), Is.False);
    }

    [Test]
    public void SignRefusesAKeyThatIsNone()
    {
        var operation = _folder.Write("operation", Transfer);
        ToolInProcess.Run("sign", operation, "--key", operation, "--out", _folder.At("none")).Exits(2, operation);
        ToolInProcess.Run("sign", operation, "--key", _folder.At("missing"), "--out", _folder.At("none")).Exits(2, _folder.At("missing"));
        ToolInProcess.Run("sign", _folder.At("missing"), "--key", operation, "--out", _folder.At("none")).Exits(2, _folder.At("missing"));
    }

    private const string Transfer = """
        {
          "format": "zk/operation/1",
          "chainId": "31337",
          "contract": "0x0f8C5e51f930D052FBaACBfcFC7d543EE2DA1ECA",
          "operation": {
            "kind": "transfer", "from": 5, "to": 0, "toKey": "0x555f8952cb3a4f33bb57f1a94194894b472862e23d51224dafc2de1316030d8b",
            "amount": "10", "fee": "1", "nonce": 0, "expiry": 1900000000
          }
        }
        """;
}
