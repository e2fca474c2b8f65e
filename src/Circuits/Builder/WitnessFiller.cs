using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>Spreads the values of wires over the cells and counts the lookups.</summary>
internal sealed class WitnessFiller<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private const int BlockRows = 1 << 12;

    private readonly CompiledCircuit<TF> _circuit;
    private readonly int[][] _cells;
    private readonly int[] _public;
    private readonly int _rangeBits;
    private readonly bool _tables;
    private readonly List<int> _entryRows;
    private readonly List<int> _rangeRows = [];
    private readonly List<(int Row, int Table)> _lookups = [];
    private readonly Dictionary<int, (int First, int Count)> _static = [];
    private readonly Dictionary<(int Table, ulong Key), int> _written = [];

    public WitnessFiller(CircuitBuilder<TF> builder, CircuitLayout<TF> layout, CircuitCompiler<TF> compiler, CompiledCircuit<TF> circuit)
    {
        _circuit = circuit;
        _rangeBits = builder.RangeBits;
        _tables = layout.HasLookups;
        _entryRows = compiler.EntryRows;
        _public = [.. builder.PublicInputs.Select(p => p.Wire.Index)];
        _cells = [new int[layout.UsedRows], new int[layout.UsedRows], new int[layout.UsedRows], new int[layout.UsedRows]];
        _public.CopyTo(_cells[0], 0);
        foreach (var table in builder.Tables.Static)
            _static[table.Index] = (compiler.FirstEntry[table.Index], table.Entries!.Count);
        var kinds = builder.Rows.Kinds;
        var row = layout.PublicRows;
        foreach (var record in builder.Rows.All)
        {
            (_cells[0][row], _cells[1][row], _cells[2][row], _cells[3][row]) = (record.A, record.B, record.C, record.D);
            var kind = kinds[record.Kind];
            if (kind.Range)
                _rangeRows.Add(row);
            if (kind.Lookup)
                _lookups.Add((row, (int)Small(builder.Rows.DistinctParameters[record.Parameters].P5)));
            if (kind.Write)
            {
                var p = builder.Rows.DistinctParameters[record.Parameters];
                if (p.P4 != LookupTables<TF>.Unread)
                    _written.TryAdd(((int)Small(p.P4), Small(p.P3)), row);
            }

            row++;
        }
    }

    public Wire WireAt(int column, long row) => row < _cells[column].Length ? new(_cells[column][row]) : default;

    public Assignment<TF> Fill(NativeBuffer<TF> values, int threads)
    {
        var assignment = new Assignment<TF>(_circuit);
        for (var i = 0; i < _public.Length; i++)
            assignment.PublicInputs[i] = values[_public[i]];
        var rows = _cells[0].Length;
        var blocks = ((rows + BlockRows - 1) / BlockRows) * 4;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            var column = block % 4;
            var start = block / 4 * BlockRows;
            var count = Math.Min(BlockRows, rows - start);
            Gather(values, _cells[column].AsSpan(start, count), assignment.Advice[column], start);
        });
        if (_tables)
            Count(values, assignment.Multiplicities[0]);
        return assignment;
    }

    private static unsafe void Gather(NativeBuffer<TF> values, ReadOnlySpan<int> wires, FieldVector<TF> column, int start)
    {
        const int chunk = 256;
        Span<TF> buffer = stackalloc TF[chunk];
        var source = values.Pointer;
        for (var at = 0; at < wires.Length; at += chunk)
        {
            var count = Math.Min(chunk, wires.Length - at);
            for (var i = 0; i < count; i++)
                buffer[i] = source[wires[at + i]];
            column.Store(start + at, buffer[..count]);
        }
    }

    /// <summary>
    /// A value that no table holds is not counted; the bus then does not balance, as it should. What is taken from a memory is not counted either:
    /// it cancels what was put there.
    /// </summary>
    private void Count(NativeBuffer<TF> values, FieldVector<TF> multiplicities)
    {
        var counts = new int[_entryRows.Count];
        var written = new Dictionary<int, int>();
        foreach (var row in _rangeRows)
        {
            for (var column = 0; column < 4; column++)
            {
                var value = Small(values[_cells[column][row]]);
                if (value < 1UL << _rangeBits)
                    counts[value]++;
            }
        }

        foreach (var (row, table) in _lookups)
        {
            var key = Small(values[_cells[3][row + 1]]);
            if (_static.TryGetValue(table, out var entries))
            {
                if (key < (ulong)entries.Count)
                    counts[entries.First + (int)key]++;
            }
            else if (_written.TryGetValue((table, key), out var place))
            {
                written[place] = written.GetValueOrDefault(place) + 1;
            }
        }

        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
                multiplicities[_entryRows[i]] = TF.FromUInt64((ulong)counts[i]);
        }

        foreach (var (row, count) in written)
            multiplicities[row] = TF.FromUInt64((ulong)count);
    }

    /// <summary>The canonical value if it fits 64 bits, else the largest number of 64 bits, which is no key.</summary>
    private static ulong Small(in TF value)
    {
        Span<ulong> limbs = stackalloc ulong[TF.LimbCount];
        value.WriteLimbs(limbs);
        return limbs[1..].IndexOfAnyExcept(0UL) < 0 ? limbs[0] : ulong.MaxValue;
    }
}
