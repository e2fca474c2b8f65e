using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary><c>--pcs</c> with another scheme than the default: a batch settled, keys set up, proofs made and verified, and nothing of one scheme taken for the other's.</summary>
/// <param name="scheme">The scheme's name.</param>
/// <param name="powers">The powers that it needs for 2^15 rows.</param>
/// <param name="title">What the contract's head says.</param>
/// <param name="commitments">What it says of the proof's points.</param>
/// <param name="words">Words of the call: inputs, points, evaluations, hint.</param>
[TestFixture("shplonk-wide", (2 << 15) + 8, "SHPLONK openings", "3 quotient pieces, each 2 * 2^15 coefficients", 6 + (2 * 13) + 35 + 1)]
[TestFixture("fflonk", 20 << 15, "fflonk openings", "C_1, the pack of", 6 + (2 * 5) + 36 + 1)]
public sealed class SchemeSettleTests(string scheme, long powers, string title, string commitments, int words)
{
    private readonly TemporaryFolder _folder = new();

    private string Cache => _folder.At("cache");

    [OneTimeSetUp]
    public void Settle()
    {
        var report = ZkTool.Run("settle", SharedSettlement.Batch, "--pcs", scheme, "--out", _folder.At("out"), "--cache", Cache, "--json").Exits(0).Json;
        Assert.That((string?)report["pcs"], Is.EqualTo(scheme));
        Assert.That((long?)report["srs_powers"], Is.EqualTo(powers));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void ItsProofVerifiesUnderItsOwnKeyOnly()
    {
        Verify("out", "out").Exits(0);
        ToolInProcess.Run(
            "verify", "--vk", SharedSettlement.Output("vk.json"), "--proof", _folder.At("out", "proof.json"), "--public", _folder.At("out", "public.json"))
            .Exits(2, "another verifying key");
        Assert.That(File.ReadAllText(_folder.At("out", "state.json")), Is.EqualTo(File.ReadAllText(SharedSettlement.Output("state.json"))));
    }

    /// <summary>That the contract accepts the call is shown on a real EVM, in Zk.Solidity.Tests.</summary>
    [Test]
    public void ContractAndCallAreWritten()
    {
        var (vk, proof, inputs) = (_folder.At("out", "vk.json"), _folder.At("out", "proof.json"), _folder.At("out", "public.json"));
        var source = File.ReadAllText(_folder.At("out", "Verifier.sol"));
        var calldata = File.ReadAllText(_folder.At("out", "calldata.hex"));
        Assert.That(source, Does.Contain(title).And.Contain(commitments));
        Assert.That(calldata, Does.Match($"^0x[0-9a-f]{{{8 + (64 * words)}}}$"));
        ToolInProcess.Run("export", "solidity", "--vk", vk, "--out", _folder.At("Verifier.sol")).Exits(0);
        ToolInProcess.Run("export", "calldata", "--vk", vk, "--proof", proof, "--public", inputs, "--out", _folder.At("calldata.hex")).Exits(0);
        Assert.That(File.ReadAllText(_folder.At("Verifier.sol")), Is.EqualTo(source));
        Assert.That(File.ReadAllText(_folder.At("calldata.hex")), Is.EqualTo(calldata));
    }

    [Test]
    public void KeysOfSetupProve()
    {
        var srs = Directory.GetFiles(Cache, "*.srs").Single();
        ZkTool.Run("setup", "settlement/payments/8", "--pcs", scheme, "--srs", srs, "--out", _folder.At("keys")).Exits(0);
        Assert.That(File.ReadAllText(_folder.At("keys", "vk.json")), Is.EqualTo(File.ReadAllText(_folder.At("out", "vk.json"))));
        var result = ZkTool.Run("prove", "settlement/payments/8", "--keys", _folder.At("keys"), "--input", SharedSettlement.Batch, "--out", _folder.At("proved")).Exits(0);
        Assert.That(result.Output, Does.Contain($"with {scheme}, verified"));
        Verify("out", "proved").Exits(0);
    }

    [Test]
    public void AnSrsForTheDefaultIsTooSmall()
    {
        var srs = Directory.GetFiles(SharedSettlement.Cache, "*.srs").Single();
        ToolInProcess.Run("setup", "settlement/payments/8", "--pcs", scheme, "--srs", srs, "--out", _folder.At("none")).Exits(2, $"{powers}");
    }

    [Test]
    public void CircuitsShowTheSize()
    {
        var sizes = ToolInProcess.Run("circuits", "show", "settlement/payments/8", "--json").Exits(0).Json["srs_powers"]!;
        Assert.That(((long?)sizes["shplonk"], (long?)sizes[scheme]), Is.EqualTo((32776L, powers)));
    }

    private ToolResult Verify(string key, string proof) => ZkTool.Run(
        "verify", "--vk", _folder.At(key, "vk.json"), "--proof", _folder.At(proof, "proof.json"), "--public", _folder.At(proof, "public.json"));
}
