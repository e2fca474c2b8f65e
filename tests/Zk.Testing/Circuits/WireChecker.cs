using Zk.Circuits;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>
/// Judges witnesses given as values of wires, and only where they changed: fast enough for thousands of lies. Multiplicities are the prover's to
/// choose, so a lookup is satisfied exactly if some table offers its tuple; a memory is satisfied exactly if what is put is what is taken. <see cref="CircuitAssert"/> cross-checks it with the witness checker.
/// </summary>
internal sealed class WireChecker<TF, TInput>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Circuit<TF, TInput> _circuit;
    private readonly List<Item>[] _byWire;
    private readonly HashSet<(TF, TF, TF, TF)> _static = [];
    private readonly List<Item> _writes = [];
    private readonly List<Item> _lookups = [];
    private readonly List<Item> _cells = [];

    public WireChecker(Circuit<TF, TInput> circuit)
    {
        _circuit = circuit;
        var compiled = circuit.Compiled;
        _byWire = new List<Item>[circuit.Builder.WireCount];
        for (var i = 0; i < _byWire.Length; i++)
            _byWire[i] = [];
        for (var row = 0L; row < circuit.Profile.Rows; row++)
        {
            foreach (var gate in compiled.System.Gates)
            {
                // Every gate is a selector times a constraint.
                if (gate.Constraint.Kind == ExpressionKind.Product && Fixed(gate.Constraint.Left!, row).IsZero)
                    continue;
                Add(new Item(gate.Name, row, [gate.Constraint], ItemKind.Gate));
            }

            foreach (var term in compiled.System.Bus.Where(t => t.Name != "table"))
            {
                var writes = term.Name == "dynamic table";
                var numerator = writes ? Numerator(term.Numerator, row) : Fixed(term.Numerator, row);
                if (!numerator.IsZero)
                    Add(new Item(term.Name, row, term.Tuple, writes ? ItemKind.Write : KindOf(term, row, numerator)));
            }
        }

        if (compiled.System.Bus.FirstOrDefault(t => t.Name == "table") is { } table)
        {
            for (var row = 0L; row < compiled.UsableRows; row++)
            {
                if (!Numerator(table.Numerator, row).IsZero)
                    _static.Add(Tuple(table.Tuple, e => Leaf(e, row, [])));
            }
        }
    }

    public enum ItemKind
    {
        Gate,
        Lookup,
        Write,
        Put,
        Take,
    }

    /// <summary>A constraint on a row.</summary>
    public sealed record Item(string Name, long Row, IReadOnlyList<Expression<TF>> Parts, ItemKind Kind)
    {
        public override string ToString() => $"{Name} on row {Row}";
    }

    /// <summary>All constraints.</summary>
    public IEnumerable<Item> Items => _byWire.SelectMany(i => i).Distinct();

    /// <summary>
    /// The wires that decide a constraint: for a lookup all that any row writes into a dynamic table are among them, for a cell of a memory those of all
    /// cells.
    /// </summary>
    public IReadOnlyCollection<int> Deciding(Item item) => item.Kind switch
    {
        ItemKind.Lookup when _writes.Count > 0 => [.. Wires(item), .. _writes.SelectMany(Wires)],
        ItemKind.Put or ItemKind.Take => [.. _cells.SelectMany(Wires).Distinct()],
        _ => Wires(item),
    };

    /// <summary>The wires that a constraint reads.</summary>
    public IReadOnlyCollection<int> Wires(Item item)
    {
        var wires = new HashSet<int>();
        foreach (var part in item.Parts)
        {
            part.Visit(e =>
            {
                if (e.Kind == ExpressionKind.Advice && _circuit.WireAt(e.Index, item.Row + e.Rotation) is { Exists: true } wire)
                    wires.Add(wire.Index);
            });
        }

        return wires;
    }

    /// <summary>
    /// What refuses these values: a gate, a lookup or an equality that involves a changed wire. Null if nothing does. Public inputs count as
    /// changed if the wire is one, since the statement is then another.
    /// </summary>
    public string? Refusal(TF[] values, TF[] honest)
    {
        var changed = new List<int>();
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] != honest[i])
                changed.Add(i);
        }

        foreach (var (name, wire) in _circuit.Builder.PublicInputs)
        {
            if (values[wire.Index] != honest[wire.Index])
                return $"public input {name}";
        }

        foreach (var (left, right) in _circuit.Builder.Equalities)
        {
            if (values[left.Index] != values[right.Index])
                return $"copy of wires {left} and {right}";
        }

        HashSet<(TF, TF, TF, TF)>? dynamic = null;
        var writes = false;
        foreach (var wire in changed)
        {
            foreach (var item in _byWire[wire])
            {
                writes |= item.Kind == ItemKind.Write;
                if (item.Kind == ItemKind.Write)
                    continue;
                dynamic ??= item.Kind == ItemKind.Lookup ? Written(values) : null;
                if (!Holds(item, values, dynamic))
                    return item.ToString();
            }
        }

        if (writes)
        {
            dynamic ??= Written(values);
            foreach (var lookup in _lookups)
            {
                if (!Holds(lookup, values, dynamic))
                    return lookup.ToString();
            }
        }

        return null;
    }

    /// <summary>Whether a constraint holds.</summary>
    public bool Holds(Item item, TF[] values, HashSet<(TF, TF, TF, TF)>? dynamic = null)
    {
        if (item.Kind == ItemKind.Gate)
            return Evaluate(item.Parts[0], item.Row, values).IsZero;
        if (item.Kind == ItemKind.Write)
            return true;
        if (item.Kind is ItemKind.Put or ItemKind.Take)
            return Balances(values);
        var tuple = Tuple(item.Parts, e => Evaluate(e, item.Row, values));
        return _static.Contains(tuple) || (dynamic ?? Written(values)).Contains(tuple);
    }

    /// <summary>Whether <see cref="EntriesOf"/> can tell the values of a wire once given others are known.</summary>
    public bool CanList(Item lookup, int wire, HashSet<int> known) =>
        lookup.Kind == ItemKind.Lookup && lookup.Parts.Count == 4 && (PartIs(lookup, 2, wire) || PartIs(lookup, 3, wire))
        && _writes.SelectMany(Wires).Concat(Wires(lookup with { Parts = [lookup.Parts[0]] })).All(w => w != wire && known.Contains(w));

    /// <summary>The values of a wire, one of the two that a lookup finds, with which some table offers the lookup's key.</summary>
    public IEnumerable<TF> EntriesOf(Item lookup, int wire, TF[] values)
    {
        var (key, tag) = (Evaluate(lookup.Parts[0], lookup.Row, values), Evaluate(lookup.Parts[1], lookup.Row, values));
        return _static.Concat(Written(values)).Where(e => e.Item1 == key && e.Item2 == tag).Select(e => PartIs(lookup, 2, wire) ? e.Item3 : e.Item4);
    }

    private bool PartIs(Item lookup, int part, int wire) => Wires(lookup with { Parts = [lookup.Parts[part]] }).Contains(wire);

    /// <summary>The value of a gate, zero if it holds.</summary>
    public TF ValueOf(Item gate, TF[] values) => Evaluate(gate.Parts[0], gate.Row, values);

    /// <summary>The degree of a gate in one wire.</summary>
    public int DegreeIn(Item gate, int wire) => Degree(gate.Parts[0], gate.Row, wire);

    private int Degree(Expression<TF> node, long row, int wire) => node.Kind switch
    {
        ExpressionKind.Sum => Math.Max(Degree(node.Left!, row, wire), Degree(node.Right!, row, wire)),
        ExpressionKind.Product => Degree(node.Left!, row, wire) + Degree(node.Right!, row, wire),
        ExpressionKind.Advice => _circuit.WireAt(node.Index, row + node.Rotation).Index == wire ? 1 : 0,
        _ => 0,
    };

    private static (TF, TF, TF, TF) Tuple(IReadOnlyList<Expression<TF>> parts, Func<Expression<TF>, TF> evaluate)
    {
        TF At(int i) => i < parts.Count ? evaluate(parts[i]) : TF.Zero;
        return (At(0), At(1), At(2), At(3));
    }

    private ItemKind KindOf(BusTerm<TF> term, long row, TF numerator)
    {
        if (numerator == -TF.One)
            return ItemKind.Put;
        return term.Name == "lookup" && _circuit.Builder.Tables.Find(Fixed(term.Tuple[1], row)) is { IsMemory: true } ? ItemKind.Take : ItemKind.Lookup;
    }

    /// <summary>Whether each cell is put as often as taken.</summary>
    private bool Balances(TF[] values)
    {
        var counts = new Dictionary<(TF, TF, TF, TF), int>();
        foreach (var cell in _cells)
        {
            var tuple = Tuple(cell.Parts, e => Evaluate(e, cell.Row, values));
            counts[tuple] = counts.GetValueOrDefault(tuple) + (cell.Kind == ItemKind.Put ? 1 : -1);
        }

        return counts.Values.All(c => c == 0);
    }

    private HashSet<(TF, TF, TF, TF)> Written(TF[] values)
    {
        return [.. _writes.Select(w => Tuple(w.Parts, e => Evaluate(e, w.Row, values)))];
    }

    private void Add(Item item)
    {
        if (item.Kind == ItemKind.Write)
            _writes.Add(item);
        if (item.Kind == ItemKind.Lookup)
            _lookups.Add(item);
        if (item.Kind is ItemKind.Put or ItemKind.Take)
            _cells.Add(item);
        foreach (var wire in Wires(item))
            _byWire[wire].Add(item);
    }

    private TF Fixed(Expression<TF> expression, long row) => Evaluate(expression, row, []);

    /// <summary>A table's numerator with multiplicity −1, so that it is 1 where the table offers something.</summary>
    private TF Numerator(Expression<TF> expression, long row) => expression.Evaluate(e => Leaf(e, row, []));

    private TF Evaluate(Expression<TF> node, long row, TF[] values)
    {
        switch (node.Kind)
        {
            case ExpressionKind.Constant:
                return node.Value;
            case ExpressionKind.Sum:
                return Evaluate(node.Left!, row, values) + Evaluate(node.Right!, row, values);
            case ExpressionKind.Product:
                var left = Evaluate(node.Left!, row, values);
                return left.IsZero ? left : left * Evaluate(node.Right!, row, values);
            default:
                return Leaf(node, row, values);
        }
    }

    private TF Leaf(Expression<TF> node, long row, TF[] values) => node.Kind switch
    {
        ExpressionKind.Constant => node.Value,
        ExpressionKind.Advice => values.Length == 0 ? TF.Zero : values[_circuit.WireAt(node.Index, row + node.Rotation).Index],
        ExpressionKind.Fixed => _circuit.Compiled.FixedColumns[node.Index][row],
        ExpressionKind.Multiplicity => -TF.One,
        _ => throw new InvalidOperationException($"a gate cannot name {node.Kind}"),
    };
}
