using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What an account's order has been filled: a leaf of its fills tree.</summary>
/// <param name="Number">The order's number; 0 when the place was never used.</param>
/// <param name="Filled">Units bought or sold by it so far.</param>
public readonly record struct Fill(uint Number, ulong Filled)
{
    /// <summary>The leaf: number · 2^64 + filled, so 0 for a place never used.</summary>
    public Fr Leaf => Fr.FromBigInteger(((BigInteger)Number << 64) + Filled);
}

/// <summary>
/// The fills of an account's orders: a Merkle tree of 2^10 places, in which order number N has place N mod 2^10. A number above the one that stands there
/// takes the place over with nothing filled, so the older order is dead; a lower one is refused. Immutable; equal when the fills are.
/// </summary>
public sealed class FillsTree : IEquatable<FillsTree>
{
    /// <summary>Height of the tree.</summary>
    public const int Depth = 10;

    private readonly SparseMerkleTree<Fill> _tree;

    private FillsTree(SparseMerkleTree<Fill> tree) => _tree = tree;

    /// <summary>The tree of an account that never had an order.</summary>
    public static FillsTree Empty { get; } = new(SparseMerkleTree<Fill>.EmptyOf(Depth));

    /// <summary>The root.</summary>
    public Fr Root => _tree.Root;

    /// <summary>The places used, in ascending order.</summary>
    public IEnumerable<Fill> Fills => _tree.Leaves.Select(leaf => leaf.Value);

    /// <summary>The place of an order: its number mod 2^10.</summary>
    public static uint Place(uint number) => number & ((1u << Depth) - 1);

    /// <summary>What stands at an order's place, whichever order it is of.</summary>
    public Fill Find(uint number) => _tree.TryGet(Place(number), out var fill) ? fill : default;

    /// <summary>The tree with a fill in its place.</summary>
    public FillsTree Set(Fill fill) => new(_tree.Set(Place(fill.Number), fill, fill.Leaf));

    /// <summary>The ten siblings of an order's place, from the leaf up.</summary>
    public IReadOnlyList<Fr> Siblings(uint number) => _tree.Siblings(Place(number));

    /// <inheritdoc/>
    public bool Equals(FillsTree? other) => other is not null && Root == other.Root;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FillsTree);

    /// <inheritdoc/>
    public override int GetHashCode() => Root.GetHashCode();
}
