using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Arrays of pairs of wires, read at a place that is a wire: a dynamic table, written once under the constant keys 0, 1, ... A key that is none of
/// these has no witness, so that a lookup also proves its key to be below the array's length.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class PairArray<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private static readonly RowKind<TF> _writeRow = new(null, Write: true);

    private readonly CircuitBuilder<TF> _builder;
    private readonly LookupTable<TF> _table;
    private readonly Wire[] _wires;

    internal PairArray(CircuitBuilder<TF> builder, string name, IReadOnlyList<(Wire X, Wire Y)> entries)
    {
        _builder = builder;
        _table = builder.Tables.AddDynamic(name);
        _wires = [.. entries.SelectMany(e => new[] { e.X, e.Y })];
        using var scope = builder.Scope(name);
        for (var key = 0; key < entries.Count; key++)
            builder.Place(_writeRow, new(P3: TF.FromUInt64((ulong)key), P4: _table.Tag), entries[key].X, entries[key].Y);
    }

    /// <summary>How many pairs there are.</summary>
    public int Count => _wires.Length / 2;

    /// <summary>The pair at a place; no witness exists for one outside. Two rows.</summary>
    public (Wire X, Wire Y) At(Wire key)
    {
        using var scope = _builder.Scope(_table.Name);
        var found = _builder.Hint("array entry", "looked up with its key", [key, .. _wires], 2, static (input, output) =>
        {
            var key = input[0].ToBigInteger();
            var at = 2 * key + 2 < input.Length ? 1 + (2 * (int)key) : 1;
            (output[0], output[1]) = (input[at], input[at + 1]);
        });
        _builder.Place(RowKind<TF>.LookupRow, new(P5: _table.Tag), c: found[0], d: found[1]);
        _builder.Place(RowKind<TF>.None, d: key);
        return (found[0], found[1]);
    }
}

/// <summary>Makes arrays that are read at a place that is a wire.</summary>
public static class DynamicTables
{
    /// <summary>An array of pairs, at most as many as the field has elements. One row a pair.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="name">What it holds: the scope of its rows.</param>
    /// <param name="entries">The pairs, at least one.</param>
    public static PairArray<TF> AddArray<TF>(this CircuitBuilder<TF> builder, string name, IReadOnlyList<(Wire X, Wire Y)> entries)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count);
        return new(builder, name, entries);
    }
}
