using System.Text.Json.Nodes;
using NUnit.Framework;
using Zk.Curves;
using Zk.Plonk;
using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

namespace Zk.Cli.Tests;

/// <summary><c>zk export</c>, and what settle writes for Ethereum. That the contract works is tested on an EVM in Zk.Solidity.Tests.</summary>
[TestFixture]
public sealed class ExportTests
{
    private readonly TemporaryFolder _folder = new();

    private string Text(string name) => File.ReadAllText(_folder.At(name));

    [OneTimeSetUp]
    public void Prove() => SmallProof.Write(_folder.Path);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void TheContractIsThatOfTheKey()
    {
        var key = VerifyingKeyFile.Read(_folder.At("vk.json"), Bn254.Curve);
        ToolInProcess.Run("export", "solidity", "--vk", _folder.At("vk.json"), "--out", _folder.At("Verifier.sol")).Exits(0);
        Assert.That(Text("Verifier.sol"), Is.EqualTo(SolidityVerifier.Generate(key)));
        var json = ToolInProcess.Run("export", "solidity", "--vk", _folder.At("vk.json"), "--out", _folder.At("Verifier.sol"), "--json").Exits(0).Json;
        Assert.That((string?)json["digest"], Is.EqualTo("0x" + Convert.ToHexStringLower(key.Digest)));
        Assert.That((bool?)json["development"], Is.True);
    }

    [Test]
    public void CalldataIsThatOfTheProof()
    {
        var key = VerifyingKeyFile.Read(_folder.At("vk.json"), Bn254.Curve);
        var proof = ProofFile.Read(_folder.At("proof.json"), Bn254.Curve, key);
        Fr[] inputs = PublicInputsFile.Read(_folder.At("public.json"), Bn254.Curve, key.System.PublicInputs);
        var expected = "0x" + Convert.ToHexStringLower(SolidityCalldata.Encode(key, proof, inputs));
        Assert.That(ToolInProcess.Run(Calldata()).Exits(0).Output, Is.EqualTo(expected + "\n"));
        Assert.That((string?)ToolInProcess.Run(Calldata("--json")).Exits(0).Json["calldata"], Is.EqualTo(expected));
        ToolInProcess.Run(Calldata("--out", _folder.At("calldata.hex"))).Exits(0);
        Assert.That(Text("calldata.hex"), Is.EqualTo(expected));
    }

    [Test]
    public void SettleWritesContractAndCall()
    {
        var source = File.ReadAllText(SharedSettlement.Output("Verifier.sol"));
        Assert.That(source, Does.Contain("DEVELOPMENT").And.Contain("settlement/payments/8"));
        ToolInProcess.Run("export", "solidity", "--vk", SharedSettlement.Output("vk.json"), "--out", _folder.At("settled.sol")).Exits(0);
        Assert.That(Text("settled.sol"), Is.EqualTo(source));
        var calldata = ToolInProcess.Run(
            "export", "calldata", "--vk", SharedSettlement.Output("vk.json"), "--proof", SharedSettlement.Output("proof.json"), "--public", SharedSettlement.Output("public.json"));
        Assert.That(calldata.Exits(0).Output.TrimEnd(), Is.EqualTo(File.ReadAllText(SharedSettlement.Output("calldata.hex"))));
        Assert.That(source, Does.Contain($"0x{(calldata.Output.Trim().Length / 2) - 1:x} end"), "the length that the contract demands");
    }

    [Test]
    public void MalformedInputExitsWithTwoAndWritesNothing()
    {
        var changed = JsonNode.Parse(Text("public.json"))!;
        changed["inputs"]!.AsArray().Add("1");
        var inputs = _folder.Write("two.json", changed.ToJsonString());
        ToolInProcess.Run("export", "calldata", "--vk", _folder.At("vk.json"), "--proof", _folder.At("proof.json"), "--public", inputs, "--out", _folder.At("none")).Exits(2, "two.json");
        ToolInProcess.Run("export", "calldata", "--proof", _folder.At("proof.json"), "--public", inputs).Exits(2, "--vk");
        ToolInProcess.Run("export", "solidity", "--vk", _folder.At("proof.json"), "--out", _folder.At("none")).Exits(2, "proof.json");
        ToolInProcess.Run("export", "solidity", "--vk", _folder.At("missing.json"), "--out", _folder.At("none")).Exits(2, "missing.json");
        Assert.That(File.Exists(_folder.At("none")), Is.False);
    }

    private string[] Calldata(params string[] more) =>
        ["export", "calldata", "--vk", _folder.At("vk.json"), "--proof", _folder.At("proof.json"), "--public", _folder.At("public.json"), .. more];
}
