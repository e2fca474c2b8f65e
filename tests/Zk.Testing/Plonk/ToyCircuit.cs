using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>A small circuit with a way to make witnesses of it.</summary>
public sealed class ToyCircuit<TF>(CompiledCircuit<TF> compiled, Action<Assignment<TF>, Random> fill) : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    public CompiledCircuit<TF> Compiled { get; } = compiled;

    /// <summary>A satisfying witness; different seeds give different ones.</summary>
    public Assignment<TF> Assign(int seed = 1)
    {
        var assignment = new Assignment<TF>(Compiled);
        fill(assignment, new Random(seed));
        for (var i = 0; i < assignment.PublicInputs.Length; i++)
            assignment.PublicInputs[i] = assignment.Advice[0][i];
        Multiplicities.Fill(Compiled, assignment);
        return assignment;
    }

    public void Dispose() => Compiled.Dispose();
}

/// <summary>Fixed values and copies of a toy circuit.</summary>
public sealed class ToyBuilder<TF>(string name, ConstraintSystem<TF> system, int log2)
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly FieldVector<TF>[] _columns = [.. Enumerable.Range(0, system.FixedColumns).Select(_ => new FieldVector<TF>(1L << log2))];
    private readonly NativeBuffer<uint> _permutation = Identity(system.AdviceColumns << log2);

    public long Usable => (1L << log2) - ConstraintSystem<TF>.BlindingRows;

    public void Fix(int column, long row, TF value) => _columns[column][row] = value;

    /// <summary>Makes two cells equal: exchanging the successors of cells on different cycles joins the cycles.</summary>
    public void Copy(int column, long row, int otherColumn, long otherRow)
    {
        var (a, b) = (((long)column << log2) + row, ((long)otherColumn << log2) + otherRow);
        for (var cell = (long)_permutation[a]; cell != a; cell = _permutation[cell])
        {
            if (cell == b)
                return;
        }

        if (a != b)
            (_permutation[a], _permutation[b]) = (_permutation[b], _permutation[a]);
    }

    public ToyCircuit<TF> Build(Action<Assignment<TF>, Random> fill) => new(new CompiledCircuit<TF>(name, system, log2, _columns, _permutation), fill);

    private static NativeBuffer<uint> Identity(long length)
    {
        var cells = new NativeBuffer<uint>(length);
        for (var i = 0L; i < length; i++)
            cells[i] = (uint)i;
        return cells;
    }
}
