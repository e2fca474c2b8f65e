using System.Numerics;

namespace Zk.Circuits.Tests;

/// <summary>Empty places, and batches of changes to a tree.</summary>
public sealed class MerkleBatchTests
{
    private const int Depth = 4;

    [Test]
    public void AbsenceIsProvenAtEmptyPlacesOnly()
    {
        using var circuit = Circuit.Compile<Fr, (Tree Tree, int Index)>("test", (b, inputs) =>
        {
            var root = inputs.Field("root", i => i.Tree.Root);
            b.Public("root", root);
            b.AssertAbsent(root, inputs.UInt("index", Depth, i => (ulong)i.Index), [.. Enumerable.Range(0, Depth).Select(h => inputs.Field("sibling", i => i.Tree.Siblings(i.Index)[h]))]);
        });
        var tree = new Tree();
        tree.Leaves[3] = Fr.One;
        CircuitAssert.Accepts(circuit, (tree, 2), 300);
        CircuitAssert.Satisfied(circuit, (tree, 15));
        CircuitAssert.Rejects(circuit, (tree, 3));
    }

    [Test]
    public void BatchesOfChangesAreChained()
    {
        using var circuit = Compile(false);
        var honest = Changes((1, 5), (6, 7), (15, 9));
        CircuitAssert.Satisfied(circuit, honest);
        CircuitAssert.Accepts(circuit, honest, 150);
        using (var a = circuit.Assign(honest))
            Assert.That(a.PublicInputs[1], Is.EqualTo(honest.After));
        CircuitAssert.Rejects(circuit, Changes((1, 5), (6, 7), (6, 9)));
        CircuitAssert.Rejects(circuit, Changes((1, 5), (7, 7), (6, 9)));

        // The siblings before the batch are not those of the second change.
        CircuitAssert.Rejects(circuit, honest with { Items = [honest.Items[0], honest.Items[1] with { Siblings = new Tree().Siblings(6) }, honest.Items[2]] });
        CircuitAssert.Rejects(circuit, honest with { Items = [honest.Items[0], honest.Items[1] with { Old = Fr.One }, honest.Items[2]] });
        CircuitAssert.Rejects(circuit, honest with { Items = [honest.Items[0], honest.Items[1], honest.Items[2] with { Index = 7 }] });
    }

    /// <summary>Bug 45: slots that are not used must change nothing.</summary>
    [Test]
    public void Bug45DisabledChangesLeaveTheRootAlone()
    {
        using var circuit = Compile(true);
        var honest = Changes((1, 5), (6, 7));
        var padding = new Item(20, Fr.FromUInt64(8), Fr.FromUInt64(9), new Fr[Depth], false);
        var padded = honest with { Items = [.. honest.Items, padding] };
        CircuitAssert.Satisfied(circuit, padded);
        using (var a = circuit.Assign(padded))
            Assert.That(a.PublicInputs[1], Is.EqualTo(honest.After));
        CircuitAssert.Satisfied(circuit, Changes((1, 5), (6, 7), (15, 9)));
        CircuitAssert.Rejects(circuit, padded with { Items = [.. honest.Items, padding with { Enabled = true }] });

        // Beyond the tree, even if the low bits name the place of an honest change.
        var all = Changes((1, 5), (6, 7), (15, 9));
        CircuitAssert.Rejects(circuit, all with { Items = [.. all.Items[..2], all.Items[2] with { Index = 31 }] });
        CircuitAssert.Rejects(circuit, padded with { Items = [honest.Items[0], padding, honest.Items[1]] });
    }

    [Test]
    public void BitsAndChangesGoTogether() => Assert.That(
        () => Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            var x = inputs.Field("x", x => x);
            b.MerkleMultiUpdate(x, [new(b.Constant(BigInteger.One), x, x, [x])], []);
        }),
        Throws.ArgumentException.With.Message.Contains("as many bits"));

    private static Circuit<Fr, Batch> Compile(bool optional) => Circuit.Compile<Fr, Batch>(
        "test",
        (b, inputs) =>
        {
            var root = inputs.Field("root", c => c.Before);
            b.Public("before", root);
            MerkleChange[] changes = [.. Enumerable.Range(0, 3).Select(i => new MerkleChange(
                inputs.UInt("index", optional ? Depth + 1 : Depth, c => (ulong)c.Items[i].Index),
                inputs.Field("old", c => c.Items[i].Old),
                inputs.Field("new", c => c.Items[i].New),
                [.. Enumerable.Range(0, Depth).Select(h => inputs.Field("sibling", c => c.Items[i].Siblings[h]))]))];
            Bit[]? enabled = optional ? [.. Enumerable.Range(0, 3).Select(i => inputs.Bit("enabled", c => c.Items[i].Enabled))] : null;
            b.Public("after", b.MerkleMultiUpdate(root, changes, enabled));
        },
        new() { RangeBits = 8 });

    private static Batch Changes(params (int Index, ulong Leaf)[] changes)
    {
        var tree = new Tree();
        tree.Leaves[6] = Fr.FromUInt64(100);
        var before = tree.Root;
        var items = new List<Item>();
        foreach (var (index, leaf) in changes)
        {
            items.Add(new(index, tree.Leaves[index], Fr.FromUInt64(leaf), tree.Siblings(index), true));
            tree.Leaves[index] = items[^1].New;
        }

        return new(before, tree.Root, [.. items]);
    }

    public sealed record Item(int Index, Fr Old, Fr New, Fr[] Siblings, bool Enabled);

    public sealed record Batch(Fr Before, Fr After, Item[] Items);

    /// <summary>A tree of sixteen leaves, hashed anew whenever it is asked.</summary>
    public sealed class Tree
    {
        public Fr[] Leaves { get; } = new Fr[1 << Depth];

        public Fr Root => Levels()[Depth][0];

        public Fr[] Siblings(int index)
        {
            var levels = Levels();
            return [.. Enumerable.Range(0, Depth).Select(h => levels[h][(index >> h) ^ 1])];
        }

        private List<Fr[]> Levels()
        {
            var levels = new List<Fr[]> { Leaves };
            for (var h = 0; h < Depth; h++)
                levels.Add([.. Enumerable.Range(0, levels[h].Length / 2).Select(i => Poseidon2.Compress(levels[h][2 * i], levels[h][(2 * i) + 1]))]);
            return levels;
        }
    }
}
