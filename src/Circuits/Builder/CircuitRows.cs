using System.Runtime.InteropServices;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>The rows of a circuit as they are recorded, with kinds and parameters stored once each.</summary>
internal sealed class CircuitRows<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly List<RowRecord> _rows = [];
    private readonly List<RowKind<TF>> _kinds = [];
    private readonly Dictionary<RowKind<TF>, int> _kindIndex = [];
    private readonly List<RowParameters<TF>> _parameters = [];
    private readonly Dictionary<RowParameters<TF>, int> _parameterIndex = [];

    public CircuitRows()
    {
        // Index 0 of both is "nothing", so a blank row is all zeros.
        _ = KindIndex(RowKind<TF>.None);
        _ = ParameterIndex(default);
    }

    public int Count => _rows.Count;

    public IReadOnlyList<RowKind<TF>> Kinds => _kinds;

    public ReadOnlySpan<RowRecord> All => CollectionsMarshal.AsSpan(_rows);

    public RowRecord this[int row] => _rows[row];

    public int KindIndex(RowKind<TF> kind) => Index(_kinds, _kindIndex, kind);

    public int ParameterIndex(in RowParameters<TF> parameters) => Index(_parameters, _parameterIndex, parameters);

    public RowKind<TF> Kind(int row) => _kinds[_rows[row].Kind];

    public RowParameters<TF> Parameters(int row) => _parameters[_rows[row].Parameters];

    public IReadOnlyList<RowParameters<TF>> DistinctParameters => _parameters;

    public int Add(in RowRecord row)
    {
        _rows.Add(row);
        return _rows.Count - 1;
    }

    /// <summary>The wire that <see cref="Solve"/> computes.</summary>
    public int OutputOf(int row, int cell) => cell switch
    {
        0 => _rows[row].A,
        1 => _rows[row].B,
        2 => _rows[row].C,
        3 => _rows[row].D,
        _ => _rows[row + 1].D,
    };

    /// <summary>Computes a cell of an arithmetic row whose coefficient is −1, or the sum of a limb or bit row.</summary>
    public unsafe void Solve(TF* values, int row, int cell)
    {
        var r = _rows[row];
        var p = _parameters[r.Parameters];
        var sum = TF.Zero;
        if (cell != 0)
            sum += Scaled(p.P0, values[r.A]);
        if (cell != 1)
            sum += Scaled(p.P1, values[r.B]);
        if (cell != 2)
            sum += Scaled(p.P2, values[r.C]);
        if (cell != 3)
            sum += Scaled(p.P3, values[r.D]);
        if (cell != WitnessProgram<TF>.SumToNext)
        {
            sum += p.P5;
            if (!p.P4.IsZero)
                sum += Scaled(p.P4, values[r.A] * values[r.B]);
        }

        values[OutputOf(row, cell)] = sum;
    }

    private static TF Scaled(in TF coefficient, in TF value)
    {
        if (coefficient.IsZero)
            return TF.Zero;
        return coefficient.IsOne ? value : coefficient * value;
    }

    private static int Index<T>(List<T> list, Dictionary<T, int> index, in T item)
        where T : notnull
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(index, item, out var known);
        if (!known)
        {
            place = list.Count;
            list.Add(item);
        }

        return place;
    }
}
