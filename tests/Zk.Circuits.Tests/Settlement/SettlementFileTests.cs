using System.Text;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>Every file of the settlement layer: what is written is read back, and nothing malformed is read.</summary>
public class SettlementFileTests
{
    private string _path = "";

    [SetUp]
    public void MakePath() => _path = Path.Combine(Path.GetTempPath(), $"zk-{Guid.NewGuid():N}.json");

    [TearDown]
    public void RemoveFile() => File.Delete(_path);

    private static BatchFile Sample() => PaymentsSample.Create(4, 6, 11);

    private string Save(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        return _path;
    }

    [Test]
    public void BatchRoundTrips()
    {
        var sample = Sample();
        var read = BatchFile.Read(Save(sample.Write()));
        Assert.Multiple(() =>
        {
            Assert.That(read.Batch.Context, Is.EqualTo(sample.Batch.Context));
            Assert.That(read.Batch.Operations, Is.EqualTo(sample.Batch.Operations));
            Assert.That(read.Batch with { Operations = [] }, Is.EqualTo(sample.Batch with { Operations = read.Batch.Operations } with { Operations = [] }));
            Assert.That(read.State!.Root, Is.EqualTo(sample.State!.Root));
            Assert.That(read.Write(), Is.EqualTo(sample.Write()));
        });
        Assert.That(BatchFile.Read(Save((sample with { State = null }).Write())).State, Is.Null);
    }

    [Test]
    public void StateRoundTrips()
    {
        var read = StateFile.Read(Save(StateFile.Write(State)));
        Assert.That(read.Accounts, Is.EqualTo(State.Accounts));
        Assert.That(read.Root, Is.EqualTo(State.Root));
        Assert.That(StateFile.Read(Save(StateFile.Write(AccountTree.Empty))).Root, Is.EqualTo(AccountTree.Empty.Root));
    }

    [Test]
    public void OperationIsSignedThroughFiles()
    {
        var unsigned = new OperationFile(Context.Domain, new Transfer(0, 1, Key(1), 5, 1, 0, Time));
        KeyFileOf(0);
        var secret = KeyFile.Read(_path);
        var file = OperationFile.Read(Save(unsigned.Write()));
        var signed = OperationFile.Read(Save(file.Sign(secret).Write()));
        Assert.That(file.Operation.Signature, Is.Null);
        Assert.That(signed.Operation, Is.EqualTo(Transfer(0, 1, 5, 1)));
        Apply(signed.Operation);
    }

    private void KeyFileOf(uint account) => Save(KeyFile.Write(Secret(account)));

    [Test]
    public void KeyFileMustBelongTogether()
    {
        KeyFileOf(0);
        var json = JsonNode.Parse(File.ReadAllText(_path))!.AsObject();
        json["publicKey"] = "0x" + Convert.ToHexStringLower(Key(1).Pack());
        Save(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(() => KeyFile.Read(_path), Throws.TypeOf<ZkFormatException>().With.Property("Field").EqualTo("publicKey"));
    }

    [Test]
    public void DepositsAreNotSigned()
    {
        var text = Encoding.UTF8.GetString(new OperationFile(Context.Domain, new Transfer(0, 1, Key(1), 5, 1, 0, Time)).Write());
        var json = JsonNode.Parse(text)!.AsObject();
        json["operation"] = new JsonObject { ["kind"] = "deposit", ["queueId"] = 0, ["account"] = 0, ["publicKey"] = Hex(Key(0)), ["amount"] = "1" };
        Save(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(() => OperationFile.Read(_path), Throws.TypeOf<ZkFormatException>().With.Property("Field").EqualTo("operation"));
    }

    private static string Hex(EdwardsPoint point) => "0x" + Convert.ToHexStringLower(point.Pack());

    /// <summary>Each case: where, what stands there instead (JSON text; null removes the field), and the field that the error must name.</summary>
    private static IEnumerable<TestCaseData> BrokenBatches()
    {
        static TestCaseData Case(string path, string? value, string? field = null) => new TestCaseData(path, value, field ?? path).SetArgDisplayNames(path, value ?? "removed");
        foreach (var name in new[] { "format", "circuit", "chainId", "contract", "batchNumber", "submitter", "time", "feeAccount", "operations" })
            yield return Case(name, null);
        yield return Case("extra", "1");
        yield return Case("format", "\"zk/batch/2\"");
        yield return Case("format", "\"zk/state/1\"");
        yield return Case("circuit", "\"settlement/trades\"");
        yield return Case("chainId", "1");
        yield return Case("chainId", "\"18446744073709551616\"");
        yield return Case("chainId", "\"01\"");
        yield return Case("chainId", "\"-1\"");
        yield return Case("contract", "\"0x12\"");
        yield return Case("contract", "\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD\"");
        yield return Case("submitter", "\"5aaeb6053f3e94c9b9a09f33669435e7ef1beaed00\"");
        yield return Case("time", "4294967296");
        yield return Case("time", "1.0");
        yield return Case("time", "1e3");
        yield return Case("time", "-1");
        yield return Case("time", "\"1\"");
        yield return Case("feeAccount", "4294967296");
        yield return Case("operations", "[]");
        yield return Case("operations", "{}");
        yield return Case("operations", "null");
        yield return Case("accounts", "[{}]", "accounts[0].index");
        yield return Case("accounts[1].index", "0", "accounts[1]");
        yield return Case("accounts[1].balance", "\"18446744073709551616\"");
        yield return Case("accounts[1].balance", "5");
        yield return Case("accounts[1].nonce", "4294967296");
        yield return Case("accounts[1].publicKey", "\"0x" + new string('0', 64) + "\"");
        yield return Case("accounts[1].publicKey", $"\"{Hex(BabyJubJub.Generator)}\"");
        yield return Case("accounts[1].publicKey", $"\"{Hex(EdwardsPoint.Identity)}\"");
        yield return Case("accounts[1].publicKey", "\"0x" + new string('f', 64) + "\"");
        foreach (var name in new[] { "kind", "from", "to", "toKey", "amount", "fee", "nonce", "expiry", "signature" })
            yield return Case($"operations[0].{name}", null);
        yield return Case("operations[0].kind", "\"mint\"");
        yield return Case("operations[0].kind", "\"deposit\"", "operations[0].from");
        yield return Case("operations[0].queueId", "1");
        yield return Case("operations[0].from", "4294967296");
        yield return Case("operations[0].to", "-1");
        yield return Case("operations[0].toKey", $"\"{Hex(BabyJubJub.Generator)}\"");
        yield return Case("operations[0].toKey", $"\"{Hex(EdwardsPoint.Identity)}\"");
        yield return Case("operations[0].toKey", $"\"{Hex(OtherPoint(Key(1)))}\"");
        yield return Case("operations[0].toKey", "\"0x00\"");
        yield return Case("operations[0].publicKey", $"\"{Hex(Key(1))}\"");
        yield return Case("operations[0].amount", "\"18446744073709551616\"");
        yield return Case("operations[0].amount", "\"1.5\"");
        yield return Case("operations[0].amount", "\"\"");
        yield return Case("operations[0].amount", "\" 1\"");
        yield return Case("operations[0].fee", "7");
        yield return Case("operations[0].nonce", "4294967296");
        yield return Case("operations[0].expiry", "true");
        yield return Case("operations[0].signature", "\"0x00\"");
        yield return Case("operations[0].signature", "null");
        yield return Case("operations[0].signature", "\"0x" + new string('f', 128) + "\"");
        yield return Case("operations[1].queueId", "1099511627776");
        yield return Case("operations[1].publicKey", "\"0x" + new string('0', 62) + "40\"");
    }

    [TestCaseSource(nameof(BrokenBatches))]
    public void BrokenBatchIsRefusedByName(string path, string? value, string field)
    {
        var batch = PaymentsWorld.Batch(Transfer(0, 1, 5), Deposit(9, 1));
        var json = JsonNode.Parse(new BatchFile(batch, State).Write())!;
        Replace(json, path, value);
        Save(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(
            () => BatchFile.Read(_path),
            Throws.TypeOf<ZkFormatException>().With.Property("Field").EqualTo(field).And.Property("File").EqualTo(_path)
                .And.Message.Not.Contains("\n"));
    }

    private static void Replace(JsonNode root, string path, string? value)
    {
        var node = root;
        var steps = path.Replace("[", ".#", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
            node = step[0] == '#' ? node[int.Parse(step[1..], null)]! : node[step]!;
        if (value is null)
            node.AsObject().Remove(steps[^1]);
        else
            node[steps[^1]] = JsonNode.Parse(value);
    }

    /// <summary>S = l is encoded as S = 0 is not: the second encoding of a signature is malformed.</summary>
    [Test]
    public void Bug27_SignatureWithSNotBelowTheOrderIsMalformed()
    {
        var good = Transfer(0, 1, 5);
        var bytes = (good.Signature!.Value with { S = good.Signature.Value.S + BabyJubJub.SubgroupOrder }).Encode();
        var json = JsonNode.Parse(new BatchFile(PaymentsWorld.Batch(good), State).Write())!;
        json["operations"]![0]!["signature"] = "0x" + Convert.ToHexStringLower(bytes);
        Save(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(() => BatchFile.Read(_path), Throws.TypeOf<ZkFormatException>().With.Property("Field").EqualTo("operations[0].signature"));
    }

    [Test]
    public void RepeatedFieldsAndOtherTextAreRefused()
    {
        var text = Encoding.UTF8.GetString(Sample().Write());
        foreach (var broken in new[]
        {
            "", "[]", "\"zk/batch/1\"", "batch", text + "{}", text[..^20], text.Replace("\"time\"", "\"time\": 1, \"time\"", StringComparison.Ordinal),
            "/* comment */" + text,
        })
        {
            Save(Encoding.UTF8.GetBytes(broken));
            Assert.That(() => BatchFile.Read(_path), Throws.TypeOf<ZkFormatException>(), broken.Length > 40 ? broken[^40..] : broken);
        }
    }

    [Test]
    public void MissingAndHugeFilesAreRefusedUnread()
    {
        Assert.That(() => BatchFile.Read(_path), Throws.TypeOf<ZkFormatException>());
        using (var huge = new FileStream(_path, FileMode.CreateNew))
            huge.SetLength(2L << 30);
        Assert.Multiple(() =>
        {
            Assert.That(() => BatchFile.Read(_path), Throws.TypeOf<ZkFormatException>());
            Assert.That(() => StateFile.Read(_path), Throws.TypeOf<ZkFormatException>());
            Assert.That(() => OperationFile.Read(_path), Throws.TypeOf<ZkFormatException>());
            Assert.That(() => KeyFile.Read(_path), Throws.TypeOf<ZkFormatException>());
        });
    }

    [Test]
    public void StateWithAnotherRootIsRefused()
    {
        var json = JsonNode.Parse(StateFile.Write(State))!;
        json["accounts"]![0]!["balance"] = "1001";
        Save(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(() => StateFile.Read(_path), Throws.TypeOf<ZkFormatException>().With.Property("Field").EqualTo("root"));
    }
}
