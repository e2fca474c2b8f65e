using System.Globalization;
using System.Text;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>One scope of a profile.</summary>
/// <param name="Path">The scopes from the outside in, separated by slashes.</param>
/// <param name="Depth">How deep it is nested; 0 for outermost scopes.</param>
/// <param name="Rows">Rows placed in it and in the scopes inside it.</param>
public sealed record ProfileEntry(string Path, int Depth, long Rows);

/// <summary>Where the rows of a circuit go.</summary>
public sealed class CircuitProfile
{
    internal CircuitProfile(IReadOnlyList<ProfileEntry> entries, IReadOnlyDictionary<string, long> kinds, long rows, int log2, int rangeBits, int fixedColumns)
    {
        Entries = entries;
        Kinds = kinds;
        Rows = rows;
        Log2 = log2;
        RangeBits = rangeBits;
        FixedColumns = fixedColumns;
    }

    /// <summary>The scopes, each before those inside it, siblings in the order of first use.</summary>
    public IReadOnlyList<ProfileEntry> Entries { get; }

    /// <summary>Rows by what is active on them.</summary>
    public IReadOnlyDictionary<string, long> Kinds { get; }

    /// <summary>Rows in use, public inputs included.</summary>
    public long Rows { get; }

    /// <summary>The number of advice columns, W.</summary>
    public int AdviceColumns { get; } = 4;

    /// <summary>W times the rows in use: what the circuit costs, comparable between arithmetizations.</summary>
    public long Cells => AdviceColumns * Rows;

    /// <summary>The domain has 2^k rows.</summary>
    public int Log2 { get; }

    /// <summary>Width of the range table in bits.</summary>
    public int RangeBits { get; }

    /// <summary>Fixed columns of the circuit, without the permutation's.</summary>
    public int FixedColumns { get; }

    /// <summary>The profile as a table of rows and paths.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Rows} rows x {AdviceColumns} columns = {Cells} cells, domain 2^{Log2}, {RangeBits}-bit range table, {FixedColumns} fixed columns + {AdviceColumns} sigma\n");
        foreach (var entry in Entries)
            text.Append(CultureInfo.InvariantCulture, $"{entry.Rows,10}  {new string(' ', 2 * entry.Depth)}{entry.Path[(entry.Path.LastIndexOf('/') + 1)..]}\n");
        return text.ToString();
    }

    internal static CircuitProfile Of<TF>(CircuitBuilder<TF> builder, CircuitLayout<TF> layout, int fixedColumns)
        where TF : unmanaged, IPrimeField<TF>
    {
        var scopes = builder.Scopes;
        var rows = new long[scopes.Count];
        var kinds = new long[builder.Rows.Kinds.Count];
        foreach (var row in builder.Rows.All)
        {
            rows[row.Scope]++;
            kinds[row.Kind]++;
        }

        var children = new List<int>[scopes.Count];
        for (var i = scopes.Count - 1; i > 0; i--)
        {
            // A child's number is above its parent's, so its total is complete when it is added.
            rows[scopes.Parent(i)] += rows[i];
            (children[scopes.Parent(i)] ??= []).Insert(0, i);
        }

        var entries = new List<ProfileEntry>();
        void Visit(int scope, int depth)
        {
            if (scope != 0)
                entries.Add(new(scopes.Path(scope), depth, rows[scope]));
            foreach (var child in children[scope] ?? [])
                Visit(child, depth + 1);
        }

        Visit(0, -1);
        var byKind = builder.Rows.Kinds.Select((kind, i) => (Name: kind.IsEmpty ? "data" : kind.ToString(), Count: kinds[i]))
            .Where(k => k.Count > 0).ToDictionary(k => k.Name, k => k.Count);
        return new(entries, byKind, layout.UsedRows, layout.Log2, builder.RangeBits, fixedColumns);
    }
}
