using Zk.Plonk;

namespace Zk.Solidity.Tests;

/// <summary>The generated contract of a proved circuit, on the node's chain.</summary>
internal sealed class DeployedVerifier
{
    private readonly Address _address;

    private DeployedVerifier(ProvedCircuit circuit, string source, CompiledContract compiled, Receipt deployment)
    {
        Circuit = circuit;
        Source = source;
        Compiled = compiled;
        Deployment = deployment;
        Calldata = circuit.Calldata;
        _address = deployment.Contract!.Value;
    }

    /// <summary>The settings that the header of a generated file asks for.</summary>
    public static CompilerSettings Settings { get; } = new(SolidityVerifier.OptimizerRuns);

    /// <summary>What it verifies.</summary>
    public ProvedCircuit Circuit { get; }

    /// <summary>The generated text.</summary>
    public string Source { get; }

    /// <summary>Its code.</summary>
    public CompiledContract Compiled { get; }

    /// <summary>The transaction that created it.</summary>
    public Receipt Deployment { get; }

    /// <summary>The call with the circuit's valid proof.</summary>
    public byte[] Calldata { get; }

    /// <summary>Generates, compiles in one run, and deploys.</summary>
    public static List<DeployedVerifier> Deploy(IReadOnlyList<ProvedCircuit> circuits, CompilerSettings settings)
    {
        var sources = circuits.Select((circuit, i) => SolidityVerifier.Generate(circuit.Key, new SolidityOptions($"Verifier{i}"))).ToList();
        var compiled = SolidityCompiler.Compile(sources.Select((source, i) => (source, i)).ToDictionary(x => $"Verifier{x.i}.sol", x => x.source), settings);
        return [.. circuits.Select((circuit, i) =>
        {
            var contract = compiled[$"Verifier{i}"];
            return new DeployedVerifier(circuit, sources[i], contract, EvmLifetime.Evm.Deploy(contract.CreationCode));
        })];
    }

    /// <summary>Calls it.</summary>
    public CallResult Call(byte[] calldata, long gas = EvmClient.DefaultGas) => EvmLifetime.Evm.Call(_address, calldata, gas: gas);

    /// <summary>Sends the call as a transaction.</summary>
    public Receipt Send(byte[] calldata) => EvmLifetime.Evm.Send(_address, calldata);

    /// <summary>Whether the contract accepts. It returns true or reverts; anything else fails the test.</summary>
    public bool Accepts(byte[] calldata, long gas = EvmClient.DefaultGas)
    {
        var result = Call(calldata, gas);
        if (result.Success)
            Assert.That(result.Data, Is.EqualTo(Abi.Word(1)), "a call that does not revert returns true");
        return result.Success;
    }

    /// <inheritdoc/>
    public override string ToString() => Circuit.Name;
}
