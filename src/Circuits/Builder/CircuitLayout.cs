using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>
/// Where the recorded rows and the tables of a circuit stand: public inputs on the first rows, the recorded rows after them, table entries on the
/// rows 0, 1, ... that write to no dynamic table (the two share the multiplicity column).
/// </summary>
internal sealed class CircuitLayout<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly CircuitBuilder<TF> _builder;

    public CircuitLayout(CircuitBuilder<TF> builder)
    {
        _builder = builder;
        var kinds = builder.Rows.Kinds;
        foreach (var row in builder.Rows.All)
        {
            if (kinds[row.Kind].Write)
                WriteRows++;
        }

        HasRanges = kinds.Any(k => k.Range);
        HasLookups = HasRanges || kinds.Any(k => k.Lookup || k.Put);
        HasWrites = WriteRows > 0;
        StaticEntries = builder.Tables.Static.Sum(t => (long)t.Entries!.Count);
        var entries = HasLookups ? StaticEntries + (HasRanges ? 1L << builder.RangeBits : 1) : 0;

        // One row more than is placed, because the last gate may read the next row.
        RowLog2 = SmallestLog2(builder.PublicInputs.Count + builder.Rows.Count + 1);
        Log2 = Math.Max(RowLog2, SmallestLog2(entries + WriteRows));
        Packing = new SelectorPacking<TF>(kinds);
    }

    public int PublicRows => _builder.PublicInputs.Count;

    /// <summary>Rows in use, tables aside.</summary>
    public int UsedRows => PublicRows + _builder.Rows.Count;

    public bool HasRanges { get; }

    public bool HasLookups { get; }

    public bool HasWrites { get; }

    public long WriteRows { get; }

    public long StaticEntries { get; }

    /// <summary>The size that the rows need.</summary>
    public int RowLog2 { get; }

    /// <summary>The size that rows and tables need.</summary>
    public int Log2 { get; }

    public SelectorPacking<TF> Packing { get; }

    /// <summary>The widest range table that fits a domain of 2^<paramref name="log2"/> rows beside the other entries; negative if none does.</summary>
    public int WidestRange(int log2)
    {
        var space = (1L << log2) - ConstraintSystem<TF>.BlindingRows - StaticEntries - WriteRows;
        var bits = -1;
        while (1L << (bits + 1) <= space)
            bits++;
        return bits;
    }

    private static int SmallestLog2(long rows)
    {
        var log2 = 3;
        while ((1L << log2) - ConstraintSystem<TF>.BlindingRows < rows)
            log2++;
        return log2;
    }
}
