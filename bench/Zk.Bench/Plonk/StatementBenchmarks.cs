using Zk.Circuits;

namespace Zk.Bench;

/// <summary>
/// One statement for provers whose rows differ: ten signed leaves of a tree, each an EdDSA verification and a Merkle path of depth 20. Witness and proof on
/// all cores, and the verification of the proof.
/// </summary>
[WarmupCount(1)]
[IterationCount(5)]
public class StatementBenchmarks
{
    private const int Leaves = 10;
    private const int Depth = 20;
    private CpuEngine<Fr> _engine = null!;
    private Circuit<Fr, Signed[]> _circuit = null!;
    private Srs<Fr> _srs = null!;
    private ProvingKey<Fr> _key = null!;
    private Prover<Fr> _prover = null!;
    private Verifier<Fr> _verifier = null!;
    private Signed[] _leaves = null!;
    private Proof<Fr> _proof = null!;
    private Fr[] _publicInputs = null!;

    /// <summary>A leaf, who signed it, and the way up from it. The position's bit i is 1 where the node of level i is a right child.</summary>
    private sealed record Signed(EdwardsPoint Key, Fr Leaf, EdDsaSignature Signature, ulong Position, Fr[] Siblings);

    [GlobalSetup]
    public void Setup()
    {
        _leaves = [.. Enumerable.Range(0, Leaves).Select(Sign)];
        _circuit = Circuit.Compile<Fr, Signed[]>("bench/statement", Define);
        Console.WriteLine($"// {_circuit.Profile.Rows} rows of 2^{_circuit.Compiled.Log2}");
        _engine = new CpuEngine<Fr>();
        _srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, _circuit.SrsSize, Environment.ProcessorCount);
        (_key, var verifyingKey) = Keys.Generate(_circuit.Compiled, _srs, _engine);
        _prover = new Prover<Fr>(_key, _engine);
        _verifier = new Verifier<Fr>(verifyingKey);
        _proof = Prove();
        using var assignment = _circuit.Assign(_leaves);
        _publicInputs = assignment.PublicInputs;
        if (!Verify())
            throw new InvalidOperationException("the proof to be verified is invalid");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _key.Dispose();
        _srs.Dispose();
        _circuit.Dispose();
        _engine.Dispose();
    }

    [Benchmark]
    public Proof<Fr> Prove()
    {
        using var assignment = _circuit.Assign(_leaves);
        return _prover.Prove(assignment);
    }

    [Benchmark]
    public bool Verify() => _verifier.Verify(_proof, _publicInputs);

    private static Signed Sign(int number)
    {
        var secret = new byte[EdDsa.SecretKeyLength];
        secret[0] = (byte)(number + 1);
        var leaf = Fr.FromUInt64((ulong)number);
        var siblings = new Fr[Depth];
        for (var level = 0; level < Depth; level++)
            siblings[level] = Fr.FromUInt64((ulong)((number * Depth) + level)).Square();
        return new(EdDsa.PublicKey(secret), leaf, EdDsa.Sign(secret, leaf), (ulong)(number * 104_729) & ((1 << Depth) - 1), siblings);
    }

    private static void Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, Signed[]> inputs)
    {
        var roots = new Wire[Leaves];
        for (var i = 0; i < Leaves; i++)
        {
            var number = i;
            Wire Field(string name, Func<Signed, Fr> value) => inputs.Field($"{name} {number}", leaves => value(leaves[number]));
            var (x, y, leaf) = (Field("key x", s => s.Key.X), Field("key y", s => s.Key.Y), Field("leaf", s => s.Leaf));
            var r = (Field("R x", s => s.Signature.R.X), Field("R y", s => s.Signature.R.Y));
            var scalar = Field("S", s => Fr.FromBigInteger(s.Signature.S));
            builder.AssertSignature((x, y), leaf, r, scalar);
            var position = inputs.UInt($"position {number}", Depth, leaves => leaves[number].Position);
            var siblings = new Wire[Depth];
            for (var level = 0; level < Depth; level++)
            {
                var above = level;
                siblings[level] = Field($"sibling {level}", s => s.Siblings[above]);
            }

            roots[i] = builder.MerkleRoot(leaf, position, siblings);
        }

        // The leaves' ways up lead to roots of their own; what is proved is what they come to together.
        builder.Public("roots", builder.Sum<Fr>([.. roots.Select(root => new Term<Fr>(Fr.One, root))]));
    }
}
