using Zk.Circuits.Settlement;
using Zk.Plonk;
using Zk.Testing;
using static Zk.Solidity.Tests.Settlement.ChainTool;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Real proofs with fflonk from end to end through the tool: verifier, deployment, deposit, batch, proof, submission. The README's walk-through does the same with SHPLONK.</summary>
[TestFixture]
public sealed class ChainProofTests
{
    private readonly ChainTool _tool = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _tool.Dispose();

    [Test]
    public void ABatchWithFflonkGoesFromADepositToItsContract()
    {
        // Any batch of the capacity brings the key, and with it the contract that verifies this key's proofs.
        Settle(Path.Combine(Snapshot.Root, "samples", "payments-8.json"), "first");
        var source = new Dictionary<string, string> { ["Verifier.sol"] = File.ReadAllText(_tool.At("first/Verifier.sol")) };
        Assert.That(source["Verifier.sol"], Does.Contain("with fflonk openings"));
        _tool.WriteArtifacts(SolidityCompiler.Compile(source, new CompilerSettings(SolidityVerifier.OptimizerRuns))["Verifier"].CreationCode);
        Done(["chain", "deploy", .. _tool.Node, "--vk", _tool.At("first/vk.json"), "--artifacts", _tool.At("artifacts")]);

        Done("key", "new", "--out", _tool.At("alice.json"));
        Done(["chain", "deposit", .. _tool.Node, "--key", _tool.At("alice.json"), "--account", "5", "--amount", "1000"]);
        Done(["chain", "batch", .. _tool.Node, "--fee-account", "5", "--out", _tool.At("batch.json")]);
        Settle(_tool.At("batch.json"), "out");
        Assert.That(File.ReadAllBytes(_tool.At("out/vk.json")), Is.EqualTo(File.ReadAllBytes(_tool.At("first/vk.json"))));

        string[] submit = ["chain", "submit", .. _tool.Node, _tool.At("batch.json"), "--proof", _tool.At("out")];
        var calldata = File.ReadAllText(_tool.At("out/calldata.hex"));
        foreach (var place in new[] { calldata.Length / 2, calldata.Length - 2 })
        {
            var digit = calldata[place] == '0' ? '1' : '0';
            File.WriteAllText(_tool.At("out/calldata.hex"), $"{calldata[..place]}{digit}{calldata[(place + 1)..]}");
            Refused(1, "InvalidProof()", submit);
        }

        File.WriteAllText(_tool.At("out/calldata.hex"), calldata);
        Done(submit);
        var status = _tool.Status();
        Assert.That((string)status["root"]!, Is.EqualTo(StateFile.Read(_tool.At("out/state.json")).Root.ToBigInteger().ToString()));
        Assert.That((string)status["settled"]!, Is.EqualTo("1000"));
        Assert.That((string)status["nextBatch"]!, Is.EqualTo("2"));
    }

    private void Settle(string batch, string folder) =>
        Done("settle", batch, "--pcs", CommitmentScheme.Fflonk.Name(), "--cache", _tool.At("cache"), "--out", _tool.At(folder));
}
