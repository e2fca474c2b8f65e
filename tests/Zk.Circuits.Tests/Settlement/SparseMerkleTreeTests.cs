using Zk.Circuits.Settlement;

namespace Zk.Circuits.Tests.Settlement;

public class SparseMerkleTreeTests
{
    private static readonly uint[] _places = [0, 1, 2, 3, 5, 0x7fff_ffff, 0x8000_0000, 0xdead_beef, 0xffff_fffe, 0xffff_ffff];

    private static Fr Hash(uint index) => Fr.FromUInt64(1000UL + index);

    /// <summary>The root from a leaf and its siblings, as any verifier computes it.</summary>
    private static Fr Climb(uint index, Fr node, Fr[] siblings)
    {
        for (var h = 0; h < siblings.Length; h++)
            node = ((index >> h) & 1) == 0 ? Poseidon2.Compress(node, siblings[h]) : Poseidon2.Compress(siblings[h], node);
        return node;
    }

    [Test]
    public void EmptyTreeIsThirtyTwoHashesOfZero()
    {
        var node = Fr.Zero;
        for (var h = 0; h < 32; h++)
            node = Poseidon2.Compress(node, node);
        Assert.That(SparseMerkleTree<uint>.Empty.Root, Is.EqualTo(node));
    }

    [Test]
    public void SetInAnyOrderEqualsCreate()
    {
        var created = SparseMerkleTree<uint>.Create([.. _places.Select(p => (p, p, Hash(p)))]);
        var set = _places.Reverse().Aggregate(SparseMerkleTree<uint>.Empty, (tree, p) => tree.Set(p, p, Hash(p)));
        Assert.That(set.Root, Is.EqualTo(created.Root));
        Assert.That(set.Leaves, Is.EqualTo(_places.Select(p => (p, p))));
    }

    [Test]
    public void SiblingsProveOccupiedAndEmptyPlaces()
    {
        var tree = SparseMerkleTree<uint>.Create([.. _places.Select(p => (p, p, Hash(p)))]);
        Assert.Multiple(() =>
        {
            foreach (var p in _places)
                Assert.That(Climb(p, Hash(p), tree.Siblings(p)), Is.EqualTo(tree.Root));
            foreach (var p in new uint[] { 4, 6, 0x8000_0001, 0xffff_0000 })
                Assert.That(Climb(p, Fr.Zero, tree.Siblings(p)), Is.EqualTo(tree.Root));
        });
    }

    [Test]
    public void ChangeLeavesTheOldTreeAlone()
    {
        var tree = SparseMerkleTree<uint>.Empty.Set(4, 4, Hash(4));
        var root = tree.Root;
        var changed = tree.Set(4, 40, Hash(40)).Set(5, 5, Hash(5));
        Assert.Multiple(() =>
        {
            Assert.That(tree.Root, Is.EqualTo(root));
            Assert.That(changed.Root, Is.Not.EqualTo(root));
            Assert.That(tree.TryGet(5, out _), Is.False);
            Assert.That(changed.TryGet(4, out var value) ? value : 0, Is.EqualTo(40));
        });
    }

    [Test]
    public void CreateRefusesDisorder()
    {
        Assert.That(() => SparseMerkleTree<uint>.Create([(2, 0, Hash(2)), (1, 0, Hash(1))]), Throws.ArgumentException);
        Assert.That(() => SparseMerkleTree<uint>.Create([(1, 0, Hash(2)), (1, 0, Hash(1))]), Throws.ArgumentException);
    }
}
