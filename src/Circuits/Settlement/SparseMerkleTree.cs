namespace Zk.Circuits.Settlement;

/// <summary>
/// An immutable binary Merkle tree of 2^32 places, or of fewer if it is made so, over Poseidon2's 2-to-1 compression. An empty place is the field's 0, an empty subtree of height
/// h is Z_h with Z_0 = 0 and Z_{h+1} = Compress(Z_h, Z_h); only what is not empty takes memory. A change returns a new tree that shares all but
/// one path with the old one.
/// </summary>
/// <typeparam name="T">What the leaves carry beside their hashes.</typeparam>
public sealed class SparseMerkleTree<T>
{
    /// <summary>Height of a tree that is not said to be lower: bits of an index.</summary>
    public const int Depth = 32;

    private static readonly Fr[] _empty = MakeEmpty();
    private readonly Node? _root;

    private SparseMerkleTree(Node? root, int height)
    {
        _root = root;
        Height = height;
    }

    /// <summary>The tree without any leaf.</summary>
    public static SparseMerkleTree<T> Empty { get; } = new(null, Depth);

    /// <summary>Height of this tree: bits of an index.</summary>
    public int Height { get; }

    /// <summary>The root.</summary>
    public Fr Root => HashOf(_root, Height);

    /// <summary>The occupied places in ascending order.</summary>
    public IEnumerable<(uint Index, T Value)> Leaves => Walk();

    /// <summary>The tree of 2^<paramref name="height"/> places without any leaf.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The height is not within 1..32.</exception>
    public static SparseMerkleTree<T> EmptyOf(int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Depth);
        return new(null, height);
    }

    /// <summary>Builds a tree from leaves in strictly ascending order, hashing each node once.</summary>
    /// <exception cref="ArgumentException">The indices are not strictly ascending.</exception>
    public static SparseMerkleTree<T> Create(IReadOnlyList<(uint Index, T Value, Fr Hash)> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        for (var i = 1; i < leaves.Count; i++)
        {
            if (leaves[i].Index <= leaves[i - 1].Index)
                throw new ArgumentException("the indices must ascend strictly", nameof(leaves));
        }

        return new(Build(leaves, 0, leaves.Count, Depth), Depth);
    }

    /// <summary>What the leaf at an index, below 2^height, carries.</summary>
    /// <returns>False when the place is empty.</returns>
    public bool TryGet(uint index, out T value)
    {
        var node = _root;
        for (var height = Height; height > 0 && node is not null; height--)
            node = node[SideOf(index, height)];
        value = node is Leaf leaf ? leaf.Value : default!;
        return node is not null;
    }

    /// <summary>The tree with one place set.</summary>
    public SparseMerkleTree<T> Set(uint index, T value, Fr hash) => new(Set(_root, Height, index, new Leaf(value, hash)), Height);

    /// <summary>The siblings of the path from a place to the root, the leaf's own sibling first.</summary>
    public Fr[] Siblings(uint index)
    {
        var siblings = new Fr[Height];
        var node = _root;
        for (var height = Height; height > 0; height--)
        {
            var side = SideOf(index, height);
            siblings[height - 1] = HashOf(node?[1 - side], height - 1);
            node = node?[side];
        }

        return siblings;
    }

    /// <summary>Into which child, 0 left or 1 right, the path to an index goes from a node of this height.</summary>
    private static int SideOf(uint index, int height) => (int)(index >> (height - 1)) & 1;

    private static Fr HashOf(Node? node, int height) => node?.Hash ?? _empty[height];

    private static Node Set(Node? node, int height, uint index, Leaf leaf)
    {
        if (height == 0)
            return leaf;
        var child = Set(node?[SideOf(index, height)], height - 1, index, leaf);
        return SideOf(index, height) == 0 ? Join(child, node?[1], height) : Join(node?[0], child, height);
    }

    private static Node Join(Node? left, Node? right, int height) =>
        new(left, right, Poseidon2.Compress(HashOf(left, height - 1), HashOf(right, height - 1)));

    private static Node? Build(IReadOnlyList<(uint Index, T Value, Fr Hash)> leaves, int start, int end, int height)
    {
        if (start == end)
            return null;
        if (height == 0)
            return new Leaf(leaves[start].Value, leaves[start].Hash);
        var middle = start;
        while (middle < end && SideOf(leaves[middle].Index, height) == 0)
            middle++;
        return Join(Build(leaves, start, middle, height - 1), Build(leaves, middle, end, height - 1), height);
    }

    private IEnumerable<(uint Index, T Value)> Walk()
    {
        var pending = new Stack<(Node? Node, int Height, uint Index)>();
        pending.Push((_root, Height, 0));
        while (pending.TryPop(out var next))
        {
            var (node, height, index) = next;
            if (node is Leaf leaf)
            {
                yield return (index, leaf.Value);
            }
            else if (node is not null)
            {
                pending.Push((node[1], height - 1, index | (1u << (height - 1))));
                pending.Push((node[0], height - 1, index));
            }
        }
    }

    private static Fr[] MakeEmpty()
    {
        var empty = new Fr[Depth + 1];
        for (var h = 0; h < Depth; h++)
            empty[h + 1] = Poseidon2.Compress(empty[h], empty[h]);
        return empty;
    }

    private class Node(Node? left, Node? right, Fr hash)
    {
        public Fr Hash { get; } = hash;

        public Node? this[int side] => side == 0 ? left : right;
    }

    private sealed class Leaf(T value, Fr hash) : Node(null, null, hash)
    {
        public T Value { get; } = value;
    }
}
