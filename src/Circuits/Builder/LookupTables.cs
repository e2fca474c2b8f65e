using Zk.Field;

namespace Zk.Circuits;

/// <summary>A table of pairs, looked up by key 0, 1, ... Its tag keeps its entries apart from those of all other tables.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class LookupTable<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    internal LookupTable(int tag, string name, IReadOnlyList<(TF X, TF Y)>? entries, bool isMemory)
    {
        Index = tag;
        Name = name;
        Entries = entries;
        IsMemory = isMemory;
    }

    /// <summary>What it holds.</summary>
    public string Name { get; }

    /// <summary>The value that stands for the table in lookups. The range table has tag 0.</summary>
    public TF Tag => TF.FromUInt64((ulong)Index);

    /// <summary>The entries of a static table, which are part of the circuit; null for a dynamic one, whose entries rows write.</summary>
    public IReadOnlyList<(TF X, TF Y)>? Entries { get; }

    /// <summary>Whether it is no table but a memory, into which rows put what others take.</summary>
    public bool IsMemory { get; }

    internal int Index { get; }
}

/// <summary>
/// The lookup tables of a circuit. All static ones share the fixed columns key, tag, x, y, in which row (v, 0, 0, 0) is the range table's entry v;
/// unused rows hold (0, 0, 0, 0), so they repeat a real entry. A dynamic table is written by rows marked for it (random access memory that is
/// written once).
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class LookupTables<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly List<LookupTable<TF>> _tables = [];
    private readonly Dictionary<string, LookupTable<TF>> _static = [];

    internal LookupTables()
    {
    }

    /// <summary>
    /// The tag under which a row writes when nothing shall read it, for gates that always write. No table ever has it.
    /// </summary>
    public static TF Unread { get; } = -TF.One;

    internal IEnumerable<LookupTable<TF>> Static => _static.Values;

    /// <summary>The static table of this name, made on first use.</summary>
    public LookupTable<TF> GetOrAdd(string name, Func<IReadOnlyList<(TF X, TF Y)>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (!_static.TryGetValue(name, out var table))
        {
            table = Add(name, entries());
            _static.Add(name, table);
        }

        return table;
    }

    /// <summary>A new dynamic table.</summary>
    public LookupTable<TF> AddDynamic(string name) => Add(name, null);

    /// <summary>A new memory: a tag that no table has.</summary>
    public LookupTable<TF> AddMemory(string name) => Add(name, null, true);

    /// <summary>The table or memory with a tag, or null.</summary>
    internal LookupTable<TF>? Find(TF tag)
    {
        var index = tag.ToBigInteger();
        return index > 0 && index <= _tables.Count ? _tables[(int)index - 1] : null;
    }

    private LookupTable<TF> Add(string name, IReadOnlyList<(TF X, TF Y)>? entries, bool isMemory = false)
    {
        // Tags count from 1 and stay far from the characteristic minus one, except in the tiny fields of tests, where few tables fit.
        if (_tables.Count + 2 >= TF.Characteristic)
            throw new InvalidOperationException("the field is too small for another lookup table");
        var table = new LookupTable<TF>(_tables.Count + 1, name, entries, isMemory);
        _tables.Add(table);
        return table;
    }
}
