using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>A toy circuit with everything needed to prove and verify it.</summary>
public sealed class ToyProofSystem<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Takes ownership of the circuit; the curve is <see cref="ExponentCurve{TF}"/> unless another is given.</summary>
    public ToyProofSystem(ToyCircuit<TF> toy, PairingCurve<TF>? curve = null, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        Toy = toy;
        Srs = Srs<TF>.CreateForDevelopment(curve ?? ExponentCurve<TF>.Instance, toy.Compiled.SrsSizeFor(scheme), 2);
        (ProvingKey, Key) = Keys.Generate(toy.Compiled, Srs, Engine, scheme);
        Prover = new Prover<TF>(ProvingKey, Engine);
        Verifier = new Verifier<TF>(Key);
    }

    public ToyCircuit<TF> Toy { get; }

    public CompiledCircuit<TF> Circuit => Toy.Compiled;

    public Srs<TF> Srs { get; }

    public RecordingEngine<TF> Engine { get; } = new(new CpuEngine<TF>(2));

    public ProvingKey<TF> ProvingKey { get; }

    public VerifyingKey<TF> Key { get; }

    public Prover<TF> Prover { get; }

    public Verifier<TF> Verifier { get; }

    /// <summary>Proves a satisfying witness.</summary>
    public (Proof<TF> Proof, TF[] PublicInputs) Prove(int seed = 1)
    {
        using var assignment = Toy.Assign(seed);
        return (Prover.Prove(assignment), assignment.PublicInputs);
    }

    public void Dispose()
    {
        ProvingKey.Dispose();
        Srs.Dispose();
        Engine.Dispose();
        Toy.Dispose();
    }
}
