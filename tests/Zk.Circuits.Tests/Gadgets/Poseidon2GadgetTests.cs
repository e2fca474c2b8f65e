namespace Zk.Circuits.Tests;

/// <summary>Poseidon2 and Merkle paths in circuits against the native ones.</summary>
public sealed class Poseidon2GadgetTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    [Test]
    public void CompressionIsTheNativeOne()
    {
        using var circuit = Circuit.Compile<Fr, Fr[]>("test", (b, inputs) =>
            b.Public("digest", b.Poseidon2Compress(inputs.Field("left", x => x[0]), inputs.Field("right", x => x[1]))));
        foreach (var input in new[] { [Fr.Zero, Fr.Zero], [Fr.One, Fr.Zero], FieldSamples.Random<Fr>(2, 1), [-Fr.One, -Fr.One] })
        {
            CircuitAssert.Satisfied(circuit, input);
            using var a = circuit.Assign(input);
            Assert.That(a.PublicInputs[0], Is.EqualTo(Poseidon2.Compress(input[0], input[1])));
        }
    }

    [Test]
    public void SpongeIsTheNativeOne([Values(0, 1, 2, 3, 4, 5, 9)] int length)
    {
        using var circuit = Circuit.Compile<Fr, Fr[]>("test", (b, inputs) =>
            b.Public("digest", b.Poseidon2Hash(77, [.. Enumerable.Range(0, length).Select(i => inputs.Field($"x{i}", x => x[i]))])));
        var input = FieldSamples.Random<Fr>(length, 2);
        CircuitAssert.Satisfied(circuit, input);
        using var a = circuit.Assign(input);
        Assert.That(a.PublicInputs[0], Is.EqualTo(Poseidon2.Hash(77, input)));
    }

    [Test]
    public void HashesResistLies()
    {
        using var circuit = Circuit.Compile<Fr, Fr[]>("test", (b, inputs) =>
        {
            var x = Enumerable.Range(0, 3).Select(i => inputs.Field($"x{i}", x => x[i])).ToArray();
            b.Multiply(b.Poseidon2Hash(5, x), b.Poseidon2Compress(x[0], x[1]));
        });
        CircuitAssert.Accepts(circuit, FieldSamples.Random<Fr>(3, 3));
    }

    [TestCase(0UL)]
    [TestCase(5UL)]
    [TestCase(7UL)]
    public void MerkleRootsAreTheNativeOnes(ulong index)
    {
        var path = FieldSamples.Random<Fr>(5, 4);
        using var circuit = MerkleCircuit();
        var input = (index, path);
        CircuitAssert.Satisfied(circuit, input);
        using var a = circuit.Assign(input);
        Assert.That(a.PublicInputs, Is.EqualTo(new[] { Root(path[3], index, path), Root(path[4], index, path), Root(path[3], index, path) }));
        CircuitAssert.Rejects(circuit, (8UL, path));

        static Fr Root(Fr node, ulong index, Fr[] siblings)
        {
            for (var i = 0; i < 3; i++, index >>= 1)
                node = (index & 1) == 0 ? Poseidon2.Compress(node, siblings[i]) : Poseidon2.Compress(siblings[i], node);
            return node;
        }
    }

    [Test]
    public void MerklePathsResistLies()
    {
        using var circuit = MerkleCircuit();
        CircuitAssert.Accepts(circuit, (5UL, FieldSamples.Random<Fr>(5, 5)), 1500);
    }

    /// <summary>
    /// Bug 20: path bits that may be other than bits, with matching hashes. Index 2 also sums up from the "bits" 2, 0, 0, and everything after is
    /// computed from them, so only the booleanity of the path's bit can refuse.
    /// </summary>
    [Test]
    public void Bug20PathBitTwoIsRefused()
    {
        using var circuit = MerkleCircuit();
        var input = (2UL, FieldSamples.Random<Fr>(5, 6));
        CircuitAssert.Satisfied(circuit, input);
        var lies = circuit.Hints.Where(h => h.Name == "path bits").SelectMany(h => new[] { (h.Outputs[0], Fr.FromUInt64(2)), (h.Outputs[1], Fr.Zero) });
        var bits = circuit.Hints.First(h => h.Name == "bits").Outputs;
        var failures = CircuitAssert.Rejects(circuit, input, [.. lies, (bits[0], Fr.Zero)]);
        Assert.That(failures.Select(f => f.Constraint), Is.All.EqualTo("poseidon2 input: order is a bit"));
    }

    [Test]
    public void PathsAndIndicesMustFit()
    {
        Assert.That(
            () => Circuit.Compile<Fr, ulong>("test", (b, inputs) => b.MerkleRoot(b.Constant(Fr.One), inputs.UInt("i", 3, x => x), [b.Constant(Fr.One)]), _byteTable),
            Throws.ArgumentException.With.Message.Contains("index"));
    }

    [Test]
    public void RowTargetsAreMet()
    {
        Assert.That(Rows((b, x) => b.Poseidon2Compress(x, x)), Is.EqualTo(24));
        Assert.That(Rows((b, x) => b.Poseidon2Hash(1, [x, x, x, x, x])), Is.EqualTo(70));
        Assert.That(Rows((b, x) => b.MerkleRoot(x, b.Constant(new System.Numerics.BigInteger(uint.MaxValue)), [.. Enumerable.Repeat(x, 32)])), Is.EqualTo(737 + 16));

        static long Rows(Action<CircuitBuilder<Fr>, Wire> define)
        {
            using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
            {
                var x = inputs.Field("x", i => i);
                using (b.Scope("measured"))
                    define(b, x);
            });
            return circuit.Profile.Entries.Single(e => e.Path == "measured").Rows;
        }
    }

    /// <summary>Inclusion and update on three levels, the inclusion with bits that a gadget proved.</summary>
    private static Circuit<Fr, (ulong Index, Fr[] Path)> MerkleCircuit() => Circuit.Compile<Fr, (ulong Index, Fr[] Path)>(
        "test",
        (b, inputs) =>
        {
            var index = inputs.UInt("index", 3, x => x.Index);
            var siblings = Enumerable.Range(0, 3).Select(i => inputs.Field($"sibling {i}", x => x.Path[i])).ToArray();
            var (oldLeaf, newLeaf) = (inputs.Field("old", x => x.Path[3]), inputs.Field("new", x => x.Path[4]));
            var (oldRoot, newRoot) = b.MerkleUpdate(oldLeaf, newLeaf, index, siblings);
            b.Public("old root", oldRoot);
            b.Public("new root", newRoot);
            b.Public("again", b.MerkleRoot(oldLeaf, b.ToBits(index), siblings));
        },
        _byteTable);
}
