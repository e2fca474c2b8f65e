using Zk.Cli;

namespace Zk.Bench;

/// <summary>The vanilla circuit of <c>zk bench prove</c> on 2^14 rows: a proof from a finished witness on all cores, and its verification.</summary>
[WarmupCount(1)]
[IterationCount(3)]
public class ProofBenchmarks
{
    private const int Log2 = 14;
    private CpuEngine<Fr> _engine = null!;
    private CompiledCircuit<Fr> _circuit = null!;
    private Srs<Fr> _srs = null!;
    private ProvingKey<Fr> _key = null!;
    private Assignment<Fr> _assignment = null!;
    private Prover<Fr> _prover = null!;
    private Verifier<Fr> _verifier = null!;
    private Proof<Fr> _proof = null!;

    [GlobalSetup]
    public void Setup()
    {
        _engine = new CpuEngine<Fr>();
        _circuit = VanillaCircuit.Compile<Fr>(Log2);
        _srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, _circuit.SrsSize, Environment.ProcessorCount);
        (_key, var verifyingKey) = Keys.Generate(_circuit, _srs, _engine);
        _assignment = new Assignment<Fr>(_circuit);
        VanillaCircuit.Assign(_assignment, _circuit.Rows, Fr.Random());
        _prover = new Prover<Fr>(_key, _engine);
        _verifier = new Verifier<Fr>(verifyingKey);
        _proof = _prover.Prove(_assignment);
        if (!Verify())
            throw new InvalidOperationException("the proof to be verified is invalid");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _assignment.Dispose();
        _key.Dispose();
        _srs.Dispose();
        _circuit.Dispose();
        _engine.Dispose();
    }

    [Benchmark]
    public Proof<Fr> Prove() => _prover.Prove(_assignment);

    [Benchmark]
    public bool Verify() => _verifier.Verify(_proof, _assignment.PublicInputs);
}
