using Zk.Field;

namespace Zk.Plonk.Tests;

/// <summary>What a compiled circuit refuses, so that no key is ever made of it.</summary>
public sealed class CompiledCircuitTests
{
    private const int Log2 = 4;
    private const long Rows = 1 << Log2;
    private const long Usable = Rows - ConstraintSystem<Fr>.BlindingRows;

    [Test]
    public void CyclesOfUsableCellsAreAccepted() => Assert.That(() => Compile(cells => (cells[0], cells[1], cells[Rows]) = (1, (uint)Rows, 0)), Throws.Nothing);

    [Test]
    public void ThePermutationIsOne()
    {
        Refused("two cells of the permutation map to cell 1", cells => cells[0] = 1);
        Refused("two cells of the permutation map to cell 0", cells => cells[(2 * Rows) - 7] = 0);
        Refused("maps to 32; there are 32 cells", cells => cells[3] = 2 * (uint)Rows);
        Refused("maps to 4294967295", cells => cells[3] = uint.MaxValue);
    }

    [Test]
    public void NothingIsCopiedOrFixedOnUnusableRows()
    {
        Refused("copies cell (column 0, row 10)", cells => (cells[0], cells[Usable]) = ((uint)Usable, 0));
        Refused("a fixed value on row 10", fix: columns => columns[0][Usable] = Fr.One);
    }

    [Test]
    public void NoGateReadsTheRowAfterTheLastUsableOne() =>
        Refused("gate 'next' reads the row after", fix: columns => columns[0][Usable - 1] = Fr.One);

    private static void Refused(string reason, Action<NativeBuffer<uint>>? change = null, Action<FieldVector<Fr>[]>? fix = null) =>
        Assert.That(() => Compile(change, fix), Throws.ArgumentException.With.Message.Contains(reason));

    private static void Compile(Action<NativeBuffer<uint>>? change = null, Action<FieldVector<Fr>[]>? fix = null)
    {
        var next = new Gate<Fr>("next", Expression<Fr>.Fixed(0) * (Expression<Fr>.Advice(0, 1) - Expression<Fr>.Advice(1)));
        var system = new ConstraintSystem<Fr>(2, 1, 0, 0, [next], []);
        using var column = new FieldVector<Fr>(Rows);
        using var permutation = new NativeBuffer<uint>(2 * Rows);
        for (var cell = 0L; cell < permutation.Length; cell++)
            permutation[cell] = (uint)cell;
        change?.Invoke(permutation);
        fix?.Invoke([column]);
        _ = new CompiledCircuit<Fr>("test", system, Log2, [column], permutation);
    }
}
