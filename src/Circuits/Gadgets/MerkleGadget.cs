using Zk.Field;

namespace Zk.Circuits;

/// <summary>A leaf that a batch replaces.</summary>
/// <param name="Index">Its place.</param>
/// <param name="OldLeaf">What is there before.</param>
/// <param name="NewLeaf">What is there afterwards.</param>
/// <param name="Siblings">The siblings from the leaf up, in the tree as the changes before it leave it.</param>
public readonly record struct MerkleChange(UInt Index, Wire OldLeaf, Wire NewLeaf, IReadOnlyList<Wire> Siblings);

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

    /// <summary>
    /// Asserts that the tree with this root has nothing at an index: the leaf 0, which no preimage of a leaf's hash is known for.
    /// </summary>
    public static void AssertAbsent(this CircuitBuilder<Fr> builder, Wire root, UInt index, ReadOnlySpan<Wire> siblings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AssertEqual(builder.MerkleRoot(builder.Constant(Fr.Zero), index, siblings), root);
    }

    /// <summary>
    /// The root after a batch of changes, each from the root that the one before leaves. Indices ascend strictly, so each leaf changes once. The
    /// paths are independent parts of the witness; only their roots are chained.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="root">The root before.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="enabled">
    /// For each change whether it takes place, for the caller to constrain; all do if this is null. One that does not leaves the root alone, whatever
    /// else it says, but its index takes part in the order. So indices may be wider than the tree is deep, and slots that are not used come last,
    /// with indices beyond the tree; an enabled change has none. Five rows more for each.
    /// </param>
    public static Wire MerkleMultiUpdate(this CircuitBuilder<Fr> builder, Wire root, IReadOnlyList<MerkleChange> changes, IReadOnlyList<Bit>? enabled = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(changes);
        if (enabled is not null && enabled.Count != changes.Count)
            throw new ArgumentException($"{changes.Count} changes need as many bits, not {enabled.Count}", nameof(enabled));
        using var scope = builder.Scope("multi-update");
        builder.AssertStrictlyAscending<Fr>([.. changes.Select(c => c.Index)]);
        if (changes.Count == 0)
            return root;
        var roots = new (Wire Old, Wire New)[changes.Count];
        builder.Parallel(changes.Count, i =>
        {
            // That a gated index is one of the tree follows from the path's bits, which sum to it.
            var change = changes[i];
            var index = enabled is null ? change.Index : new UInt(builder.Gate(enabled[i], change.Index), change.Siblings.Count);
            roots[i] = builder.MerkleUpdate(change.OldLeaf, change.NewLeaf, index, [.. change.Siblings]);
        });
        for (var i = 0; i < roots.Length; i++)
        {
            if (enabled is null)
                builder.AssertEqual(roots[i].Old, root);
            else
                builder.AssertEqualIf(enabled[i], roots[i].Old, root);
            root = enabled is null ? roots[i].New : builder.Select(enabled[i], roots[i].New, root);
        }

        return root;
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
