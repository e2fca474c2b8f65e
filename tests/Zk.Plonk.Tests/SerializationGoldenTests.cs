using Zk.Curves;
using Zk.Testing;

namespace Zk.Plonk.Tests;

/// <summary>
/// A key, a proof and public inputs of each format version, made once and committed (Golden/vN). They must be read and verified for ever: a change
/// of protocol or format that breaks them needs a new version, with files of its own, and the old reader stays. The version is that of the verifying key. Of version 1,
/// which was withdrawn, only keys are kept, which must be refused.
/// Files for a new version are made by running these tests with the environment variable ZK_WRITE_GOLDEN=1.
/// </summary>
[TestFixture(CommitmentScheme.Shplonk, "v2")]
[TestFixture(CommitmentScheme.ShplonkWide, "v2-shplonk-wide")]
[TestFixture(CommitmentScheme.Fflonk, "v2-fflonk")]
public class SerializationGoldenTests(CommitmentScheme scheme, string version)
{
    private string Folder => Path.Combine(Snapshot.Root, "tests", "Zk.Plonk.Tests", "Golden", version);

    private string At(string name) => Path.Combine(Folder, name);

    [OneTimeSetUp]
    public void WriteWhenAsked()
    {
        if (Environment.GetEnvironmentVariable("ZK_WRITE_GOLDEN") != "1")
            return;
        using var toy = ToyCircuits.Bus<Fr>(5);
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, toy.Compiled.SrsSizeFor(scheme), threads: 2);
        var (provingKey, key) = Keys.Generate(toy.Compiled, srs, scheme: scheme);
        using (provingKey)
        {
            using var assignment = toy.Assign();
            var proof = new Prover<Fr>(provingKey, new CpuEngine<Fr>()).ProveAsync(assignment).GetAwaiter().GetResult();
            Directory.CreateDirectory(Folder);
            VerifyingKeyFile.WriteJson(At("vk.json"), key);
            VerifyingKeyFile.WriteBinary(At("vk.bin"), key);
            ProofFile.WriteJson(At("proof.json"), proof, key);
            ProofFile.WriteBinary(At("proof.bin"), proof, key);
            PublicInputsFile.Write<Fr>(At("public.json"), Bn254.Curve, assignment.PublicInputs);
            ProvingKeyFile.Write(At("proving.key"), provingKey);
            SrsFile.Write(At("test.srs"), srs);
        }
    }

    [TestCase("vk.json", "proof.json")]
    [TestCase("vk.bin", "proof.bin")]
    public void TheProofVerifies(string keyFile, string proofFile)
    {
        var key = VerifyingKeyFile.Read(At(keyFile), Bn254.Curve);
        var proof = ProofFile.Read(At(proofFile), Bn254.Curve, key);
        var inputs = PublicInputsFile.Read(At("public.json"), Bn254.Curve, key.System.PublicInputs);
        Assert.That(key.Scheme, Is.EqualTo(scheme));
        Assert.That(new Verifier<Fr>(key).Verify(proof, inputs), Is.True);
        for (var i = 0; i < inputs.Length; i++)
        {
            var changed = (Fr[])inputs.Clone();
            changed[i] += Fr.One;
            Assert.That(new Verifier<Fr>(key).Verify(proof, changed), Is.False);
        }
    }

    [Test]
    public void BothFormsSayTheSame()
    {
        var key = VerifyingKeyFile.Read(At("vk.json"), Bn254.Curve);
        Assert.That(VerifyingKeyFile.ToBinary(key), Is.EqualTo(File.ReadAllBytes(At("vk.bin"))));
        Assert.That(VerifyingKeyFile.ToJson(VerifyingKeyFile.Read(At("vk.bin"), Bn254.Curve)), Is.EqualTo(File.ReadAllBytes(At("vk.json"))));
        var proof = ProofFile.Read(At("proof.json"), Bn254.Curve, key);
        Assert.That(ProofFile.ToBinary(proof, key), Is.EqualTo(File.ReadAllBytes(At("proof.bin"))));
        Assert.That(ProofFile.ToJson(proof, key), Is.EqualTo(File.ReadAllBytes(At("proof.json"))));
    }

    /// <summary>Version 1 did not say how many rows blind: keys with five and with six looked alike.</summary>
    [TestCase("vk.json", "format: is 'zk/verifying-key/1', not 'zk/verifying-key/2'")]
    [TestCase("vk.bin", "version: is 1; this program reads version 2")]
    public void AKeyOfVersion1IsRefused(string name, string reason)
    {
        var path = Path.Combine(Snapshot.Root, "tests", "Zk.Plonk.Tests", "Golden", version.Replace("v2", "v1", StringComparison.Ordinal), name);
        Assert.That(() => VerifyingKeyFile.Read(path, Bn254.Curve), Throws.TypeOf<ZkFormatException>().With.Message.EqualTo($"{path}: {reason}"));
    }

    /// <summary>With the stored SRS and proving key the circuit of today makes proofs for the stored verifying key.</summary>
    [Test]
    public async Task TheStoredKeysProve()
    {
        using var toy = ToyCircuits.Bus<Fr>(5);
        using var srs = SrsFile.Read(At("test.srs"), Bn254.Curve);
        var key = VerifyingKeyFile.Read(At("vk.bin"), Bn254.Curve);
        using var provingKey = ProvingKeyFile.Read(At("proving.key"), key, toy.Compiled, srs);
        using var assignment = toy.Assign(seed: 2);
        var proof = await new Prover<Fr>(provingKey, new CpuEngine<Fr>()).ProveAsync(assignment);
        Assert.That(new Verifier<Fr>(key).Verify(proof, assignment.PublicInputs), Is.True);
    }

    /// <summary>Changing any number of proof.json or public.json gives an error or an invalid proof: nothing is ignored.</summary>
    [TestCase("proof.json")]
    [TestCase("public.json")]
    public void EveryNumberCounts(string name)
    {
        var key = VerifyingKeyFile.Read(At("vk.json"), Bn254.Curve);
        var verifier = new Verifier<Fr>(key);
        var text = File.ReadAllText(At(name));
        var numbers = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i - 1] != '"' || !char.IsAsciiDigit(text[i]) || text[i..].StartsWith("0x", StringComparison.Ordinal))
                continue;
            numbers++;
            var end = text.IndexOf('"', i) - 1;
            var digit = text[end] == '0' ? '1' : (char)(text[end] - 1);
            Assert.That(Verifies($"{text[..end]}{digit}{text[(end + 1)..]}"), Is.False, text[i..(end + 1)]);
        }

        var layout = key.Layout;
        Assert.That(numbers, Is.EqualTo(name == "public.json" ? key.System.PublicInputs : (2 * layout.CommitmentCount) + layout.EvaluationCount));
        Assert.That(Verifies(text), Is.True);

        bool Verifies(string changed)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(changed);
            try
            {
                var proof = ProofFile.Parse(name == "proof.json" ? bytes : File.ReadAllBytes(At("proof.json")), "proof", Bn254.Curve, key);
                var inputs = PublicInputsFile.Parse(name == "public.json" ? bytes : File.ReadAllBytes(At("public.json")), "public", Bn254.Curve, key.System.PublicInputs);
                return verifier.Verify(proof, inputs);
            }
            catch (ZkFormatException)
            {
                return false;
            }
        }
    }
}
