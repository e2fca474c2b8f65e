using Zk.Circuits;
using Zk.Circuits.Settlement;
using Zk.Cli;
using Zk.Curves;
using Zk.Plonk;
using Zk.Testing;

namespace Zk.Solidity.Tests;

/// <summary>A key with a valid proof.</summary>
/// <param name="Name">Of the shape.</param>
/// <param name="Key">The verifying key.</param>
/// <param name="Proof">A proof.</param>
/// <param name="PublicInputs">Its public inputs.</param>
internal sealed record ProvedCircuit(string Name, VerifyingKey<Fr> Key, Proof<Fr> Proof, Fr[] PublicInputs)
{
    private const int Threads = 2;

    /// <summary>The call that verifies it.</summary>
    public byte[] Calldata => SolidityCalldata.Encode(Key, Proof, PublicInputs);

    /// <summary>A toy circuit.</summary>
    public static ProvedCircuit Toy(string name, ToyCircuit<Fr> toy, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        using var system = new ToyProofSystem<Fr>(toy, Bn254.Curve, scheme);
        var (proof, inputs) = system.Prove();
        return new(name, system.Key, proof, inputs);
    }

    /// <summary>The circuit of <c>zk bench prove</c>: three columns, one input, no lookups.</summary>
    public static ProvedCircuit Vanilla(int log2, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        var circuit = VanillaCircuit.Compile<Fr>(log2);
        return Prove($"vanilla, 2^{log2}", circuit, () =>
        {
            var assignment = new Assignment<Fr>(circuit);
            VanillaCircuit.Assign(assignment, circuit.Rows, Fr.FromUInt64(7));
            return assignment;
        }, scheme);
    }

    /// <summary>The whole gate library: that of <c>zk bench prove --full</c>.</summary>
    public static ProvedCircuit Full(int log2, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        var circuit = FullCircuit.Compile(log2);
        return Prove($"full, 2^{log2}", circuit.Compiled, () => circuit.Assign(Fr.FromUInt64(7)), scheme);
    }

    /// <summary>settlement/payments.</summary>
    public static ProvedCircuit Payments(int capacity, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        var circuit = Circuit.Compile(new PaymentsCircuit(capacity));
        var sample = PaymentsSample.Create(capacity, capacity, 1);
        Assert.That(PaymentsReference.TryApply(sample.State!, sample.Batch, out var transition, out _), Is.True);
        return Prove($"settlement/payments/{capacity}", circuit.Compiled, key =>
            circuit.Assign(PaymentsWitness.Create(transition!, transition!.Statement(capacity, circuit.Compiled.Name, key.Digest), capacity)), scheme);
    }

    private static ProvedCircuit Prove(string name, CompiledCircuit<Fr> circuit, Func<Assignment<Fr>> assign, CommitmentScheme scheme) =>
        Prove(name, circuit, _ => assign(), scheme);

    private static ProvedCircuit Prove(string name, CompiledCircuit<Fr> circuit, Func<VerifyingKey<Fr>, Assignment<Fr>> assign, CommitmentScheme scheme)
    {
        using (circuit)
        using (var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, circuit.SrsSizeFor(scheme), Threads))
        {
            var (provingKey, key) = Keys.Generate(circuit, srs, scheme: scheme);
            using (provingKey)
            using (var engine = new CpuEngine<Fr>(Threads))
            using (var assignment = assign(key))
                return new(name, key, new Prover<Fr>(provingKey, engine).Prove(assignment), [.. assignment.PublicInputs]);
        }
    }
}
