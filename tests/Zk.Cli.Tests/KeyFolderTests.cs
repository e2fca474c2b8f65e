using System.Text.Json.Nodes;
using NUnit.Framework;
using Zk.Curves;
using Zk.Field;
using Zk.Plonk;
using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

namespace Zk.Cli.Tests;

/// <summary><c>zk setup</c> and <c>zk prove</c>, and keys that do not belong where they are put.</summary>
[TestFixture]
public sealed class KeyFolderTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Setup()
    {
        // The SRS of the shared cache is as good as any and already there.
        _ = SharedSettlement.Result;
        var srs = Directory.GetFiles(SharedSettlement.Cache, "*.srs").Single();
        var result = ZkTool.Run("setup", "settlement/payments/8", "--srs", srs, "--out", _folder.At("keys")).Exits(0);
        Assert.That(result.Output + result.Error, Does.Contain("DEVELOPMENT"));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void SetupIsDeterministic() =>
        Assert.That(File.ReadAllText(_folder.At("keys", "vk.json")), Is.EqualTo(File.ReadAllText(SharedSettlement.Output("vk.json"))));

    [Test]
    public void ProofsOfItsKeysVerify()
    {
        ZkTool.Run("prove", "settlement/payments", "--keys", _folder.At("keys"), "--input", SharedSettlement.Batch, "--out", _folder.At("proved")).Exits(0);
        ZkTool.Run(
            "verify", "--vk", _folder.At("keys", "vk.json"), "--proof", _folder.At("proved", "proof.json"), "--public", _folder.At("proved", "public.json")).Exits(0);
        Assert.That(File.ReadAllText(_folder.At("proved", "state.json")), Is.EqualTo(File.ReadAllText(SharedSettlement.Output("state.json"))));
    }

    [Test]
    public void UnknownCircuitsAreRefused()
    {
        ToolInProcess.Run("setup", "settlement/trades", "--srs", _folder.At("x"), "--out", _folder.At("none")).Exits(2, "settlement/trades");
        ToolInProcess.Run("circuits", "show", "settlement/payments/9").Exits(2, "settlement/payments/9");
        Assert.That(Directory.Exists(_folder.At("none")), Is.False);
    }

    [Test]
    public void AnSrsThatIsTooSmallIsRefused()
    {
        ToolInProcess.Run("srs", "new", "--log2", "4", "--out", _folder.At("small")).Exits(0);
        ToolInProcess.Run("setup", "settlement/payments/8", "--srs", _folder.At("small"), "--out", _folder.At("none")).Exits(2, _folder.At("small"), "powers");
        ToolInProcess.Run("settle", SharedSettlement.Batch, "--srs", _folder.At("small"), "--out", _folder.At("none"), "--cache", SharedSettlement.Cache)
            .Exits(2, _folder.At("small"), "powers");
        Assert.That(Directory.Exists(_folder.At("none")), Is.False);
    }

    [Test]
    public void KeysOfAnotherCircuitAreRefused()
    {
        var other = Copy("other");
        File.WriteAllBytes(Path.Combine(other, "vk.json"), VerifyingKeyFile.ToJson(OtherKey()));
        Prove(other).Exits(2, "vk.json", "bench/vanilla");
    }

    [Test]
    public void AProofIsNotAcceptedUnderAnotherCircuitsKey()
    {
        File.WriteAllBytes(_folder.At("other.json"), VerifyingKeyFile.ToJson(OtherKey()));
        ToolInProcess.Run(
            "verify", "--vk", _folder.At("other.json"), "--proof", SharedSettlement.Output("proof.json"), "--public", SharedSettlement.Output("public.json")).Exits(2);
    }

    [Test]
    public void DamagedCutAndForeignKeyFilesAreRefused()
    {
        foreach (var name in new[] { "pk.bin", "vk.json", "srs.bin" })
        {
            var damaged = Copy("damaged");
            var path = Path.Combine(damaged, name);
            var bytes = File.ReadAllBytes(path);

            File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
            Prove(damaged).Exits(2, path);

            // The first byte of magic or JSON, the version, the curve or the digest, and the middle of the content.
            foreach (var position in new[] { 0, 9, 14, 40, bytes.Length / 2 })
            {
                var changed = bytes.ToArray();
                changed[position] ^= 1;
                File.WriteAllBytes(path, changed);
                Prove(damaged).Exits(2, path);
            }

            File.Delete(path);
            Prove(damaged).Exits(2, path);
        }
    }

    [Test]
    public void KeysOfAnotherCurveAreRefused()
    {
        var key = JsonNode.Parse(File.ReadAllText(_folder.At("keys", "vk.json")))!;
        key["curve"] = "bls12-381";
        var other = Copy("curve");
        File.WriteAllText(Path.Combine(other, "vk.json"), key.ToJsonString());
        Prove(other).Exits(2, "vk.json", "curve");
    }

    private ToolResult Prove(string keys)
    {
        var result = ToolInProcess.Run("prove", "settlement/payments/8", "--keys", keys, "--input", SharedSettlement.Batch, "--out", _folder.At("none"));
        Assert.That(Directory.Exists(_folder.At("none")), Is.False);
        return result;
    }

    private string Copy(string name)
    {
        var folder = Directory.CreateDirectory(_folder.At(name)).FullName;
        foreach (var file in Directory.GetFiles(_folder.At("keys")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        return folder;
    }

    private static VerifyingKey<Fr> OtherKey()
    {
        using var circuit = VanillaCircuit.Compile<Fr>(4);
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, circuit.SrsSize, 1);
        var (provingKey, verifyingKey) = Keys.Generate(circuit, srs);
        provingKey.Dispose();
        return verifyingKey;
    }
}
