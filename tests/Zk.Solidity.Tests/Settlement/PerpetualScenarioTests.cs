using System.Globalization;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement.Perpetual;
using Zk.Plonk;
using static Zk.Solidity.Tests.Settlement.ChainTool;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Batches of each scenario from end to end: sample, settlement, and the generated verifier on a chain.</summary>
[TestFixture]
public sealed class PerpetualScenarioTests
{
    private readonly ChainTool _tool = new();
    private Address? _verifier;

    [OneTimeTearDown]
    public void RemoveFolder() => _tool.Dispose();

    [TestCase("calm", 1, 2, "closed", "trade", "transfer", "withdrawal", "deposit")]
    [TestCase("crash", 1, 2, "closed", "liquidation", "deleverage")]
    [TestCase("cascade", 3, 4, "closed", "liquidation", "deleverage")]
    [TestCase("oracle-attack", 2, 3, "tripped", "trade")]
    public void AScenarioIsProvedAndVerifiedOnAChain(string scenario, int number, int batches, string breaker, params string[] kinds)
    {
        Done("sample", "perpetual", "--scenario", scenario, "--accounts", "12", "--operations", "4", "--seed", "7", "--batches", Text(batches), "--out", _tool.At($"{scenario}.json"));
        var folder = _tool.At(scenario);
        Done("settle", _tool.At($"{scenario}.{Text(number)}.json"), "--cache", _tool.At("cache"), "--out", folder);
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "report.json")))!;
        var results = report["results"]!.AsArray();
        Assert.That(results.Select(r => (string)r!["kind"]!), Is.SupersetOf(kinds));
        Assert.That((string?)report["breaker"], Is.EqualTo(breaker));
        Assert.That(results, Has.Count.EqualTo((int)report["operations"]!));
        foreach (var trade in results.Where(r => (string)r!["kind"]! == "trade"))
            Assert.That(trade!["accounts"]!.AsArray().Select(a => (string)a!["after"]!["health"]!), Has.All.EqualTo("healthy").Or.All.EqualTo("below initial margin"));

        // The next batch of the sample starts where this one ended.
        var after = PerpetualStateFile.Read(Path.Combine(folder, "state.json"));
        if (number < batches)
            Assert.That(PerpetualBatchFile.Read(_tool.At($"{scenario}.{Text(number + 1)}.json")).State!.Root, Is.EqualTo(after.Root));

        _verifier ??= DeployVerifier(File.ReadAllText(Path.Combine(folder, "Verifier.sol")));
        var calldata = Convert.FromHexString(File.ReadAllText(Path.Combine(folder, "calldata.hex")).Trim()[2..]);
        var answer = EvmLifetime.Evm.Call(_verifier.Value, calldata);
        Assert.That(answer.Success, Is.True);
        Assert.That(answer.Data, Is.EqualTo(Abi.Word(1)));

        // Each public input in turn: the statement of another batch.
        for (var input = 0; input < 6; input++)
        {
            var changed = calldata.ToArray();
            changed[4 + (32 * input) + 31] ^= 1;
            Assert.That(EvmLifetime.Evm.Call(_verifier.Value, changed).Success, Is.False, $"public input {input}");
        }
    }

    /// <summary>All scenarios have one circuit and one key, so one contract verifies them all.</summary>
    private static Address DeployVerifier(string source)
    {
        var compiled = SolidityCompiler.Compile(new Dictionary<string, string> { ["Verifier.sol"] = source }, new CompilerSettings(SolidityVerifier.OptimizerRuns))["Verifier"];
        return EvmLifetime.Evm.Deploy(compiled.CreationCode).Contract!.Value;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
