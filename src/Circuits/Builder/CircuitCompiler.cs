using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>Turns recorded rows into fixed columns, gates, bus terms and the permutation.</summary>
internal sealed class CircuitCompiler<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly CircuitBuilder<TF> _builder;
    private readonly CircuitLayout<TF> _layout;
    private readonly long _rows;
    private readonly List<FieldVector<TF>> _columns = [];
    private readonly Expression<TF>[] _parameters = new Expression<TF>[RowParameters<TF>.Count];
    private int _firstSelector;

    public CircuitCompiler(CircuitBuilder<TF> builder, CircuitLayout<TF> layout)
    {
        _builder = builder;
        _layout = layout;
        _rows = 1L << layout.Log2;
    }

    /// <summary>The row of each entry of the static tables, the range table first.</summary>
    public List<int> EntryRows { get; } = [];

    /// <summary>The first entry of each static table by tag; the range table has tag 0.</summary>
    public Dictionary<int, int> FirstEntry { get; } = [];

    public CompiledCircuit<TF> Compile(string name)
    {
        PlaceParameters();
        PlaceSelectors();
        List<BusTerm<TF>> bus = [];
        if (_layout.HasLookups)
            bus = Bus(PlaceTables());
        var gates = _builder.Rows.Kinds.Select(k => k.Gate).OfType<GateDefinition<TF>>().Distinct().SelectMany(Gates).ToList();
        var system = new ConstraintSystem<TF>(4, _columns.Count, bus.Count > 0 ? 1 : 0, _layout.PublicRows, gates, bus);
        var publicNames = _builder.PublicInputs.Select(p => p.Name).ToArray();
        return new CompiledCircuit<TF>(name, system, _layout.Log2, _columns, Permutation(), row => Label(publicNames, row), BusLabel);
    }

    private string Label(string[] publicNames, long row)
    {
        if (row < publicNames.Length)
            return $"public input {publicNames[row]}";
        var index = row - publicNames.Length;
        if (index >= _builder.Rows.Count)
            return "";
        var record = _builder.Rows[(int)index];
        return _builder.Scopes.Path(record.Scope);
    }

    /// <summary>What it means that a tuple of a memory does not cancel; null for tuples of tables.</summary>
    private string? BusLabel(IReadOnlyList<TF> tuple, TF surplus)
    {
        if (_builder.Tables.Find(tuple[1]) is not { IsMemory: true } memory)
            return null;
        return Hints.Signed(surplus).Sign > 0
            ? $"memory {memory.Name}: address {tuple[0]} read value {tuple[2]} of time {tuple[3]} that nobody wrote, or that another access has read"
            : $"memory {memory.Name}: nobody read value {tuple[2]} that address {tuple[0]} has since time {tuple[3]}";
    }

    private void PlaceParameters()
    {
        var distinct = _builder.Rows.DistinctParameters;
        var records = _builder.Rows.All;
        for (var i = 0; i < RowParameters<TF>.Count; i++)
        {
            var index = i;
            if (distinct.All(p => p[index].IsZero))
            {
                _parameters[i] = 0;
                continue;
            }

            var column = NewColumn(out _parameters[i]);
            TF[] values = [.. distinct.Select(p => p[index])];
            for (var row = 0; row < records.Length; row++)
            {
                if (records[row].Parameters != 0)
                    column[_layout.PublicRows + row] = values[records[row].Parameters];
            }
        }
    }

    private void PlaceSelectors()
    {
        _firstSelector = _columns.Count;
        for (var i = 0; i < _layout.Packing.Columns; i++)
            _ = NewColumn(out _);
        var records = _builder.Rows.All;
        for (var row = 0; row < records.Length; row++)
        {
            var (column, value) = _layout.Packing.Place(records[row].Kind);
            if (column >= 0)
                _columns[_firstSelector + column][_layout.PublicRows + row] = TF.FromUInt64((ulong)value);
        }
    }

    private List<Expression<TF>> PlaceTables()
    {
        var entries = new List<(int Key, TF Tag, TF X, TF Y)>();
        var range = _layout.HasRanges ? 1 << _builder.RangeBits : 1;
        FirstEntry[0] = 0;
        for (var v = 0; v < range; v++)
            entries.Add((v, TF.Zero, TF.Zero, TF.Zero));
        foreach (var table in _builder.Tables.Static)
        {
            FirstEntry[table.Index] = entries.Count;
            for (var key = 0; key < table.Entries!.Count; key++)
                entries.Add((key, table.Tag, table.Entries[key].X, table.Entries[key].Y));
        }

        var row = 0;
        foreach (var _ in entries)
        {
            while (Writes(row))
                row++;
            EntryRows.Add(row++);
        }

        List<Expression<TF>> tuple = [];
        foreach (var value in new Func<(int Key, TF Tag, TF X, TF Y), TF>[] { e => TF.FromUInt64((ulong)e.Key), e => e.Tag, e => e.X, e => e.Y })
        {
            Expression<TF> expression = 0;
            if (entries.Any(e => !value(e).IsZero))
            {
                var column = NewColumn(out expression);
                for (var i = 0; i < entries.Count; i++)
                    column[EntryRows[i]] = value(entries[i]);
            }

            tuple.Add(expression);
        }

        return tuple;
    }

    private bool Writes(int row)
    {
        var index = row - _layout.PublicRows;
        return _layout.HasWrites && index >= 0 && index < _builder.Rows.Count && _builder.Rows.Kind(index).Write;
    }

    private List<BusTerm<TF>> Bus(List<Expression<TF>> table)
    {
        var r = new GateCells<TF>(_parameters);
        var multiplicity = Expression<TF>.Multiplicity(0);
        var write = Selector(k => k.Write);
        List<BusTerm<TF>> bus = [];
        if (_layout.HasRanges)
        {
            var selector = Selector(k => k.Range);
            bus.AddRange([new("range a", selector, [r.A]), new("range b", selector, [r.B]), new("range c", selector, [r.C]), new("range d", selector, [r.D])]);
        }

        // What is put in a memory and what is taken from it have the same cells, so they share a term: the one cancels the other.
        if (_builder.Rows.Kinds.Any(k => k.Lookup || k.Put))
        {
            var lookup = Selector(k => k.Lookup);
            bus.Add(new("lookup", _builder.Rows.Kinds.Any(k => k.Put) ? lookup - Selector(k => k.Put) : lookup, [r.NextD, r.P(5), r.C, r.D]));
        }

        // Where a row writes, the multiplicity counts what it wrote, so the static entry there (a zero one) is not offered.
        bus.Add(new("table", _layout.HasWrites ? (write - 1) * multiplicity : -multiplicity, table));
        if (_layout.HasWrites)
            bus.Add(new("dynamic table", -write * multiplicity, [r.P(3), r.P(4), r.A, r.B]));
        return bus;
    }

    private IEnumerable<Gate<TF>> Gates(GateDefinition<TF> gate)
    {
        var selector = Selector(k => k.Gate == gate);
        foreach (var (name, constraint) in gate.Instantiate(new GateCells<TF>(_parameters)))
        {
            if (constraint.Kind != ExpressionKind.Constant || !constraint.Value.IsZero)
                yield return new($"{gate.Name}: {name}", selector * constraint);
        }
    }

    private Expression<TF> Selector(Func<RowKind<TF>, bool> property) => _layout.Packing.Selector(_firstSelector, property);

    private FieldVector<TF> NewColumn(out Expression<TF> expression)
    {
        var column = new FieldVector<TF>(_rows);
        expression = Expression<TF>.Fixed(_columns.Count);
        _columns.Add(column);
        return column;
    }

    /// <summary>One cycle through the cells of each class of equal wires.</summary>
    private NativeBuffer<uint> Permutation()
    {
        var permutation = new NativeBuffer<uint>(4 * _rows);
        for (var cell = 0L; cell < permutation.Length; cell++)
            permutation[cell] = (uint)cell;
        var classes = EqualWires();
        var last = new int[_builder.WireCount];
        Array.Fill(last, -1);
        void Link(int wire, int column, long row)
        {
            if (wire == 0)
                return;
            wire = classes[wire];
            var cell = (column * _rows) + row;
            if (last[wire] >= 0)
            {
                // Insert behind the last cell: last -> cell -> what followed last, which is the first cell of the cycle.
                permutation[cell] = permutation[last[wire]];
                permutation[last[wire]] = (uint)cell;
            }

            last[wire] = (int)cell;
        }

        for (var i = 0; i < _layout.PublicRows; i++)
            Link(_builder.PublicInputs[i].Wire.Index, 0, i);
        var records = _builder.Rows.All;
        for (var i = 0; i < records.Length; i++)
        {
            var row = _layout.PublicRows + i;
            Link(records[i].A, 0, row);
            Link(records[i].B, 1, row);
            Link(records[i].C, 2, row);
            Link(records[i].D, 3, row);
        }

        return permutation;
    }

    /// <summary>For each wire the least wire that is asserted to be equal to it, directly or not.</summary>
    private int[] EqualWires()
    {
        var parent = new int[_builder.WireCount];
        for (var i = 0; i < parent.Length; i++)
            parent[i] = i;
        int Find(int wire)
        {
            while (parent[wire] != wire)
                wire = parent[wire] = parent[parent[wire]];
            return wire;
        }

        foreach (var (left, right) in _builder.Equalities)
        {
            var (l, r) = (Find(left.Index), Find(right.Index));
            parent[Math.Max(l, r)] = Math.Min(l, r);
        }

        for (var i = 0; i < parent.Length; i++)
            parent[i] = Find(i);
        return parent;
    }
}
