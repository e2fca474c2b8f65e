using System.Numerics;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;
using Zk.Cli;
using Zk.Curves;
using Zk.Plonk;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary><c>zk chain</c> against the node: from a deployment to a batch that moves the root, and what it says when that cannot be.</summary>
[TestFixture]
public sealed class ChainCommandTests
{
    private string _folder = null!;

    [OneTimeSetUp]
    public void MakeKeys()
    {
        _folder = Directory.CreateTempSubdirectory("zk-chain-").FullName;
        Done("srs", "new", "--log2", "16", "--out", At("srs"));
        Done("setup", "settlement/payments/8", "--srs", At("srs"), "--out", At("keys"));
        Done("key", "new", "--out", At("alice.json"));
        Done(["chain", "deploy", .. Node, "--vk", At("keys/vk.json"), "--artifacts", Path.Combine(SettlementArtifacts.Folder, "out"), "--verifier", "StandInVerifier"]);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void ABatchGoesFromADepositToItsContract()
    {
        Assert.That(Run(["chain", "batch", .. Node, "--out", At("batch.json")]), Is.EqualTo((1, "zk: no deposit waits")));
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
        var status = Status();
        Assert.That((string)status["root"]!, Is.EqualTo(StateFile.Read(At("out/state.json")).Root.ToBigInteger().ToString()));
        Assert.That((string)status["settled"]!, Is.EqualTo("1000"));
        Assert.That((string)status["nextBatch"]!, Is.EqualTo("2"));
        Assert.That((bool)status["frozen"]!, Is.False);

        var (code, line) = Run(["chain", "submit", .. Node, At("batch.json"), "--proof", At("out")]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(line, Does.Contain("batchNumber: is 1, the contract's next batch is 2"));
    }

    [Test]
    public void MistakesAreNamed()
    {
        Refused(3, "does not answer", "chain", "status", "--rpc", "http://127.0.0.1:1", "--deployment", At("deployment.json"));
        Refused(2, "is no http URL", "chain", "status", "--rpc", "file:///x", "--deployment", At("deployment.json"));
        Refused(2, "there is no such artifact", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--artifacts", _folder]);
        Refused(2, "--unit", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--unit", "0"]);
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
        Refused(2, "bytecode", ["chain", "deploy", .. NodeOf("other.json"), "--vk", At("keys/vk.json"), "--artifacts", _folder, "--token", NewAddress().Hex, "--verifier", "Settlement"]);
    }

    [Test]
    public void ARevertIsNamedByItsError() =>
        Refused(1, "NothingDeposited()", ["chain", "deposit", .. Node, "--key", At("alice.json"), "--account", "5", "--amount", "0"]);

    private string[] Node => NodeOf("deployment.json");

    private static (int Code, string Line) Run(params string[] arguments)
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

    private static string Done(params string[] arguments)
    {
        var (code, text) = Run(arguments);
        Assert.That(code, Is.Zero, $"zk {string.Join(' ', arguments)}: {text}");
        return text;
    }

    private static void Refused(int expected, string reason, params string[] arguments)
    {
        var (code, line) = Run(arguments);
        Assert.That(code, Is.EqualTo(expected), line);
        Assert.That(line, Does.Contain(reason));
    }

    private string[] NodeOf(string deployment) => ["--rpc", EvmLifetime.Url.ToString(), "--deployment", At(deployment)];

    private string At(string name) => Path.Combine(_folder, name);

    private JsonObject Status() => JsonNode.Parse(Done(["chain", "status", .. Node, "--json"]))!.AsObject();

    private void ExpectOfVerifier(Fr[] inputs)
    {
        var contract = new Address((string)JsonNode.Parse(File.ReadAllText(At("deployment.json")))!["contract"]!);
        var digest = VerifyingKeyFile.Read(At("keys/vk.json"), Bn254.Curve).Digest.ToArray();
        var verifier = Abi.AddressAt(Evm.Call(contract, Abi.Call("verifier(bytes32)", digest)).Data, 0);
        Assert.That(Evm.Send(verifier, Abi.Call("expect(uint256[6])", [inputs.Select(x => (object)Number256(x)).ToArray()])).Success, Is.True);
    }
}
