using Zk.Curves;
using Zk.Field;
using Zk.Plonk;
using Zk.Testing;

namespace Zk.Solidity.Tests;

/// <summary>The generated text: deterministic, free of warnings, and nothing that a key file says can become code.</summary>
[TestFixture]
public sealed class GeneratorTests
{
    private const int CodeLimit = 24_576;
    private const string Fflonk = "fflonk: toy vanilla, 0 inputs, 2^8";

    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void TheSameKeyGivesTheSameText(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var key = VerifyingKeyFile.Parse<Fr>(VerifyingKeyFile.ToJson(verifier.Circuit.Key), "vk.json", Bn254.Curve);
        var name = verifier.Compiled.Name;
        Assert.That(SolidityVerifier.Generate(key, new SolidityOptions(name)), Is.EqualTo(verifier.Source));
        Assert.That(verifier.Source, Does.Contain(Convert.ToHexStringLower(key.Digest)).And.Contain("DEVELOPMENT"));
    }

    [Test]
    public void CodeFitsInAContract()
    {
        foreach (var verifier in VerifierShapes.All)
            Assert.That(verifier.Compiled.RuntimeCode, Has.Length.LessThan(CodeLimit), verifier.Circuit.Name);
    }

    [Test]
    public void TheLinterHasNothingToSay()
    {
        var sources = VerifierShapes.All.ToDictionary(verifier => verifier.Compiled.Name + ".sol", verifier => verifier.Source);
        Assert.That(NodeOracle.Run<string[]>("solhint.mjs", new { sources }), Is.Empty);
        var bad = new Dictionary<string, string> { ["Bad.sol"] = "pragma solidity ^0.8.0;\ncontract bad { address X = tx.origin; }" };
        Assert.That(NodeOracle.Run<string[]>("solhint.mjs", new { sources = bad }), Has.Length.GreaterThan(3), "the linter does say something");
    }

    /// <summary>Names come from key files, which anyone may have written.</summary>
    [Test]
    public void NamesCannotBecomeCode()
    {
        const string Hostile = "x\n        }\r\n assembly { mstore(0, 1) return(0, 32) } /*\u2028\u202e*/ \u03b1";
        using var toy = ToyCircuits.Vanilla<Fr>(4);
        using var system = new ToyProofSystem<Fr>(toy, Bn254.Curve);
        var honest = system.Key;
        var gates = honest.System.Gates.Select(gate => gate with { Name = Hostile }).ToList();
        var renamed = new VerifyingKey<Fr>(
            Hostile, honest.Log2, new(3, 5, 0, 1, gates, []), honest.Curve, honest.FixedCommitments, honest.TauG2, honest.DevelopmentSrs);
        var source = SolidityVerifier.Generate(renamed);
        Assert.That(source, Does.Match("^[\n -~]*$"));
        var lines = source.Split('\n');
        Assert.That(lines.Where(line => line.Contains("return(0, 32)", StringComparison.Ordinal)), Is.Not.Empty.And.All.Match("^ *//"));
        var original = SolidityVerifier.Generate(honest).Split('\n');
        Assert.That(lines, Has.Length.EqualTo(original.Length));
        Assert.That(SolidityCompiler.Compile(new Dictionary<string, string> { ["V.sol"] = source }, DeployedVerifier.Settings), Does.ContainKey("Verifier"));
    }

    [TestCase("")]
    [TestCase("1A")]
    [TestCase("A B")]
    [TestCase("A{}")]
    [TestCase("A\n")]
    public void AContractNameIsAnIdentifier(string name) => Assert.That(
        () => SolidityVerifier.Generate(VerifierShapes.All[0].Circuit.Key, new SolidityOptions(name)), Throws.ArgumentException.With.Message.Contains("no name for a contract"));

    [Test]
    public void AKeyOfAnotherCurveIsRefused()
    {
        using var toy = ToyCircuits.Smallest<Fr>(4);
        using var system = new ToyProofSystem<Fr>(toy);
        Assert.That(() => SolidityVerifier.Generate(system.Key), Throws.ArgumentException.With.Message.Contains("bn254"));
        var (proof, inputs) = system.Prove();
        Assert.That(SolidityCalldata.TryEncode(system.Key, proof, inputs, out _, out var reason), Is.False);
        Assert.That(reason, Does.Contain("no contract"));
    }

    [Test]
    public void CalldataOfAnotherShapeIsRefused()
    {
        var (_, key, proof, inputs) = VerifierShapes.Get(VerifierShapes.Small[3]).Circuit;
        string? Reason(Proof<Fr> changed, Fr[] values) => SolidityCalldata.TryEncode(key, changed, values, out _, out var reason) ? null : reason;
        Assert.That(Reason(proof, inputs), Is.Null);
        Assert.That(Reason(proof, inputs[1..]), Does.Contain("public inputs"));
        Assert.That(Reason(new([.. proof.Commitments.Skip(1)], proof.Evaluations), inputs), Does.Contain("commitments"));
        Assert.That(Reason(new(proof.Commitments, [.. proof.Evaluations, Fr.One]), inputs), Does.Contain("evaluations"));
        Assert.That(() => SolidityCalldata.Encode(key, proof, inputs.AsSpan(1)), Throws.ArgumentException);
    }

    /// <summary>Settings change the price and not the verdict.</summary>
    [TestCase(200, false, true)]
    [TestCase(1, true, true)]
    [TestCase(0, false, false)]
    public void OtherSettingsGiveTheSameVerdicts(int runs, bool viaIr, bool enabled)
    {
        // By way of the IR a contract for fflonk needs too much stack: the compiler keeps zeta, y and their powers there.
        string[] shapes = [VerifierShapes.Small[2], VerifierShapes.Small[0], .. viaIr ? Array.Empty<string>() : [Fflonk]];
        var circuits = shapes.Select(name => VerifierShapes.Get(name).Circuit).ToList();
        foreach (var verifier in DeployedVerifier.Deploy(circuits, new(runs, viaIr, Enabled: enabled)))
        {
            Assert.That(verifier.Accepts(verifier.Calldata), Is.True);
            for (var word = 0; word < CalldataReference.Words(verifier.Circuit.Key).Count; word++)
                Assert.That(verifier.Accepts(CalldataReference.With(verifier.Calldata, word, CalldataReference.Read(verifier.Calldata, word) ^ 1)), Is.False);
        }
    }
}
