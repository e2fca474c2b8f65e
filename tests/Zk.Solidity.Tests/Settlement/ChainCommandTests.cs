using System.Numerics;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;
using Zk.Curves;
using Zk.Plonk;
using static Zk.Solidity.Tests.Settlement.ChainTool;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary><c>zk chain</c> against the node: from a deployment to a batch that moves the root, and what it says when that cannot be.</summary>
[TestFixture]
public sealed class ChainCommandTests
{
    private readonly ChainTool _tool = new();

    [OneTimeSetUp]
    public void MakeKeys()
    {
        Done("srs", "new", "--log2", "16", "--out", At("srs"));
        Done("setup", "settlement/payments/8", "--srs", At("srs"), "--out", At("keys"));
        Done("key", "new", "--out", At("alice.json"));
        Done("key", "new", "--out", At("bob.json"));

        // As Verifier the stand-in, with the key's digest behind its code.
        _tool.WriteArtifacts([.. SettlementArtifacts.CreationCode("StandInVerifier"), .. VerifyingKeyFile.Read(At("keys/vk.json"), Bn254.Curve).Digest]);
        Done(["chain", "deploy", .. Node, "--vk", At("keys/vk.json"), "--artifacts", At("artifacts")]);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _tool.Dispose();

    [Test]
    public void ABatchGoesFromADepositToItsContract()
    {
        Assert.That(Run(["chain", "batch", .. Node, "--out", At("batch.json")]), Is.EqualTo((1, "zk: no deposit waits that a batch can settle, and no operation is given")));
        Done(["chain", "deposit", .. Node, "--key", At("alice.json"), "--account", "5", "--amount", "1000"]);
        Done(["chain", "batch", .. Node, "--fee-account", "5", "--out", At("batch.json")]);
        var batch = BatchFile.Read(At("batch.json")).Batch;
        Assert.That(batch.Operations.Single(), Is.EqualTo(new Deposit(0, 5, EdDsa.PublicKey(KeyFile.Read(At("alice.json"))), 1000)));
        Assert.That(batch.Context.BatchNumber, Is.EqualTo(1));

        Done("settle", At("batch.json"), "--srs", At("srs"), "--cache", At("cache"), "--out", At("out"));
        var inputs = PublicInputsFile.Read(At("out/public.json"), Bn254.Curve);
        ExpectOfVerifier(inputs);
        File.WriteAllText(At("out/calldata.hex"), $"0x00000000{string.Concat(inputs.Select(x => Convert.ToHexStringLower(Abi.Word(Number256(x)))))}{new string('0', 64)}\n");
        Done(["chain", "submit", .. Node, At("batch.json"), "--proof", At("out")]);
        var status = _tool.Status();
        Assert.That((string)status["root"]!, Is.EqualTo(StateFile.Read(At("out/state.json")).Root.ToBigInteger().ToString()));
        Assert.That((string)status["settled"]!, Is.EqualTo("1000"));
        Assert.That((string)status["nextBatch"]!, Is.EqualTo("2"));
        Assert.That((bool)status["frozen"]!, Is.False);

        var (code, line) = Run(["chain", "submit", .. Node, At("batch.json"), "--proof", At("out")]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(line, Does.Contain("batchNumber: is 1, the contract's next batch is 2"));
        TheNextBatchIsWhatTheStateAllows();
    }

    private void TheNextBatchIsWhatTheStateAllows()
    {
        string[] next = ["chain", "batch", .. Node, "--fee-account", "5", "--out", At("next.json")];
        string[] withState = [.. next, "--state", At("out/state.json")];
        Refused(1, "is not the contract's state", next);

        // A deposit with another key than the account's, which anybody can make, stays out.
        Done(["chain", "deposit", .. Node, "--key", At("bob.json"), "--account", "5", "--amount", "1"]);
        Refused(1, "no deposit waits that a batch can settle", withState);
        Done(["chain", "deposit", .. Node, "--key", At("alice.json"), "--account", "5", "--amount", "7"]);
        Done(["chain", "deposit", .. Node, "--key", At("bob.json"), "--account", "6", "--amount", "9"]);
        Done(withState);
        Assert.That(BatchFile.Read(At("next.json")).Batch.Operations.Cast<Deposit>().Select(d => d.Amount), Is.EqualTo(new[] { 7ul, 9ul }));

        // Signed operations come behind the deposits, and may use them.
        var all = Signed("all.json", amount: 1007, nonce: 0);
        var more = Signed("more.json", amount: 0, nonce: 1);
        Done([.. withState, "--operation", all, "--operation", more]);
        Assert.That(BatchFile.Read(At("next.json")).Batch.Operations.Select(o => o.Kind), Is.EqualTo(new[] { OperationKind.Deposit, OperationKind.Deposit, OperationKind.Withdrawal, OperationKind.Withdrawal }));
        Refused(1, $"{more}: wrong-nonce", [.. withState, "--operation", more]);
        Refused(2, "signature", [.. withState, "--operation", At("all.json")]);
        var elsewhere = Signed("elsewhere.json", amount: 1, nonce: 0, new SettlementDomain(1, default));
        Refused(2, "another chain or contract", [.. withState, "--operation", elsewhere]);

        // An hour before its window ends a deposit is not taken any more; a batch needs none.
        Evm.IncreaseTime((2 * Day) - 3_700);
        Done(withState);
        Evm.IncreaseTime(100);
        Refused(1, "no deposit waits that a batch can settle", withState);
        var rest = Signed("rest.json", amount: 1000, nonce: 0);
        Done([.. withState, "--operation", rest]);
        Assert.That(BatchFile.Read(At("next.json")).Batch.Operations.Single().Kind, Is.EqualTo(OperationKind.Withdrawal));
    }

    [Test]
    public void ABatchIsNotOlderThanTheClock()
    {
        // Blocks of a chain at rest are old, and the next one is not.
        using var quiet = new AlteredNode("eth_getBlockByNumber", block => new JsonObject { ["timestamp"] = "0x1" });
        Done(["chain", "deploy", .. NodeOf("quiet.json"), "--vk", At("keys/vk.json"), "--artifacts", At("artifacts")]);
        Done(["chain", "deposit", .. NodeOf("quiet.json"), "--key", At("alice.json"), "--account", "5", "--amount", "1000"]);
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Done("chain", "batch", "--rpc", quiet.Address, "--deployment", At("quiet.json"), "--out", At("quiet-batch.json"));
        Assert.That((long)BatchFile.Read(At("quiet-batch.json")).Batch.Time, Is.InRange(before, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
    }

    [TestCase("\"0x12\"")]
    [TestCase("\"\"")]
    [TestCase("7")]
    [TestCase("null")]
    public void AnAccountThatIsNoneIsTheNodesFault(string account)
    {
        using var odd = new AlteredNode("eth_accounts", _ => JsonNode.Parse($"[{account}]"));
        foreach (var command in new[] { "batch", "deposit" })
        {
            string[] more = command == "batch" ? ["--out", At("odd.json")] : ["--key", At("alice.json"), "--account", "5", "--amount", "1"];
            Refused(3, "first account", ["chain", command, "--rpc", odd.Address, "--deployment", At("deployment.json"), .. more]);
        }

        Refused(3, "first account", "chain", "deploy", "--rpc", odd.Address, "--deployment", At("odd.json"), "--vk", At("keys/vk.json"), "--artifacts", At("artifacts"));
    }

    [Test]
    public void TheVerifierIsThatOfTheKey()
    {
        var blocks = Evm.Request("eth_blockNumber")!.ToString();
        Refused(2, "is not the verifier of this key", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--artifacts", At("artifacts"), "--verifier", "StandInVerifier"]);
        Assert.That(Evm.Request("eth_blockNumber")!.ToString(), Is.EqualTo(blocks), "nothing was deployed");
    }

    [Test]
    public void MistakesAreNamed()
    {
        Refused(3, "does not answer", "chain", "status", "--rpc", "http://127.0.0.1:1", "--deployment", At("deployment.json"));
        Refused(2, "is no http URL", "chain", "status", "--rpc", "file:///x", "--deployment", At("deployment.json"));
        Refused(2, "there is no such artifact", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--artifacts", _tool.Folder]);
        Refused(2, "--unit", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--unit", "0"]);
        Refused(2, "--unit: is needed with --token", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--token", NewAddress().Hex]);
        Refused(2, "--token", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--token", "0x12"]);
        Assert.That(File.Exists(At("other.json")), Is.False);

        var fields = JsonNode.Parse(File.ReadAllText(At("deployment.json")))!.AsObject();
        fields["contract"] = NewAddress().Hex;
        File.WriteAllText(At("nowhere.json"), fields.ToJsonString());
        Refused(2, "there is no contract", ["chain", "status", .. NodeOf("nowhere.json")]);
        fields["chainId"] = "1";
        File.WriteAllText(At("nowhere.json"), fields.ToJsonString());
        Refused(2, "chainId: is 1", ["chain", "status", .. NodeOf("nowhere.json")]);
        fields["more"] = 1;
        File.WriteAllText(At("nowhere.json"), fields.ToJsonString());
        Refused(2, "more", ["chain", "status", .. NodeOf("nowhere.json")]);

        File.WriteAllText(At("Settlement.json"), "{\"bytecode\":\"0xzz\"}");
        Refused(2, "bytecode", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--artifacts", _tool.Folder, "--token", NewAddress().Hex, "--unit", "1", "--verifier", "Settlement"]);
    }

    [Test]
    public void ARevertIsNamedByItsError() =>
        Refused(1, "NothingDeposited()", ["chain", "deposit", .. Node, "--key", At("alice.json"), "--account", "5", "--amount", "0"]);

    private string[] Node => _tool.Node;

    /// <summary>A withdrawal of alice's account, signed by the tool; the unsigned one lies at the name.</summary>
    private string Signed(string name, ulong amount, uint nonce, SettlementDomain? domain = null)
    {
        var withdrawal = new Withdrawal(5, ToEthereum(Bob), amount, 0, nonce, uint.MaxValue);
        File.WriteAllBytes(At(name), new OperationFile(domain ?? new SettlementDomain((ulong)Evm.ChainId, ToEthereum(_tool.Contract)), withdrawal).Write());
        Done("sign", At(name), "--key", At("alice.json"), "--out", At($"signed-{name}"));
        return At($"signed-{name}");
    }

    private string[] NodeOf(string deployment) => _tool.NodeOf(deployment);

    private string At(string name) => _tool.At(name);

    private void ExpectOfVerifier(Fr[] inputs)
    {
        var digest = VerifyingKeyFile.Read(At("keys/vk.json"), Bn254.Curve).Digest.ToArray();
        var verifier = Abi.AddressAt(Evm.Call(_tool.Contract, Abi.Call("verifier(bytes32)", digest)).Data, 0);
        Assert.That(Evm.Send(verifier, Abi.Call("expect(uint256[6])", [inputs.Select(x => (object)Number256(x)).ToArray()])).Success, Is.True);
    }
}
