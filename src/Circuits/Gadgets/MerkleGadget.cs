using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Binary Merkle trees with <see cref="Poseidon2.Compress"/>: 23 rows a level and one more for a path, and one for two bits of the index. Bit i of
/// the index is 1 where the node of level i is a right child.
/// </summary>
public static class MerkleGadget
{
    /// <summary>The root of the tree that has a leaf at an index, given the siblings from the leaf upwards.</summary>
    /// <exception cref="ArgumentException">The index has another number of bits than there are siblings.</exception>
    public static Wire MerkleRoot(this CircuitBuilder<Fr> builder, Wire leaf, UInt index, ReadOnlySpan<Wire> siblings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("merkle");
        return Root(builder, leaf, PathBits(builder, index, siblings.Length), siblings);
    }

    /// <summary>
    /// The roots before and after a leaf is replaced. Both paths share index and siblings, so nothing else in the tree changes.
    /// </summary>
    /// <exception cref="ArgumentException">The index has another number of bits than there are siblings.</exception>
    public static (Wire OldRoot, Wire NewRoot) MerkleUpdate(this CircuitBuilder<Fr> builder, Wire oldLeaf, Wire newLeaf, UInt index, ReadOnlySpan<Wire> siblings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("merkle");
        var bits = PathBits(builder, index, siblings.Length);
        return (Root(builder, oldLeaf, bits, siblings), Root(builder, newLeaf, bits, siblings));
    }

    /// <summary>As <see cref="MerkleRoot(CircuitBuilder{Fr}, Wire, UInt, ReadOnlySpan{Wire})"/>, with the bits of the index, lowest first.</summary>
    public static Wire MerkleRoot(this CircuitBuilder<Fr> builder, Wire leaf, ReadOnlySpan<Bit> index, ReadOnlySpan<Wire> siblings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("merkle");
        var bits = new Wire[index.Length];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = index[i];
        return Root(builder, leaf, bits, siblings);
    }

    private static Wire Root(CircuitBuilder<Fr> builder, Wire leaf, ReadOnlySpan<Wire> bits, ReadOnlySpan<Wire> siblings)
    {
        if (bits.Length != siblings.Length)
            throw new ArgumentException($"a path of {siblings.Length} siblings needs as many index bits, not {bits.Length}", nameof(siblings));
        if (bits.IsEmpty)
            return leaf;
        using var scope = builder.Scope("poseidon2");
        (Wire A, Wire B, Wire C) node = (leaf, default, default);
        for (var level = 0; level < siblings.Length; level++)
            node = Poseidon2Gadget.Permute(builder, node.A, node.B, node.C, bits[level], siblings[level], true, Fr.Zero);
        return Poseidon2Gadget.Finish(builder, node);
    }

    /// <summary>The bits of the index. The gates of the path force each to be a bit, so nothing here does.</summary>
    private static Wire[] PathBits(CircuitBuilder<Fr> builder, UInt index, int depth)
    {
        if (index.Bits != depth)
            throw new ArgumentException($"a path of {depth} siblings needs an index of as many bits, not {index.Bits}", nameof(index));
        if (depth == 0)
            return [];
        using var scope = builder.Scope("index");
        var bits = builder.Hint("path bits", "each is a bit by the gates of the path, weighted they sum to the index", [index.Wire], depth, static (input, output) => Hints.Digits(input[0], 1, output));
        var terms = new Term<Fr>[depth + 1];
        for (var i = 0; i < depth; i++)
            terms[i] = new(Hints.PowerOfTwo<Fr>(i), bits[i]);
        terms[depth] = new(-Fr.One, index);
        builder.AssertZeroSum<Fr>(terms);
        return bits;
    }
}
