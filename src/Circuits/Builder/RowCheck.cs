using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Looks at all recorded rows before a circuit is made of them, for mistakes that would leave a prover a choice: a gate or bus term that reads an
/// empty cell, which any value satisfies; a lookup in or a write to a table that does not
/// exist; two entries under one key; a memory used as a table or a table as a memory.
/// </summary>
internal sealed class RowCheck<TF>(CircuitBuilder<TF> builder)
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<(int Kind, int Parameters), int> _reads = [];
    private readonly HashSet<(TF Tag, TF Key)> _written = [];

    /// <summary>Throws for the first row that breaks a rule.</summary>
    public void Run()
    {
        var records = builder.Rows.All;
        for (var row = 0; row < records.Length; row++)
        {
            var record = records[row];
            var next = row + 1 < records.Length ? records[row + 1] : default;
            if ((Reads(record) & ~(Filled(record) | (Filled(next) << 4))) is var empty and not 0)
            {
                var cell = BitOperations.TrailingZeroCount(empty);
                throw Error(row, $"reads cell {"abcd"[cell & 3]} of {(cell < 4 ? "its" : "the next")} row, which is empty");
            }

            CheckTables(row, builder.Rows.Kind(row));
        }
    }

    private static int Filled(in RowRecord r) => (r.A > 0 ? 1 : 0) | (r.B > 0 ? 2 : 0) | (r.C > 0 ? 4 : 0) | (r.D > 0 ? 8 : 0);

    /// <summary>
    /// The cells that a row's constraints depend on with its parameters: bits 0..3 for its own, 4..7 for those of the next. Constant folding drops what
    /// a parameter of zero switches off. Limbs that do not count may be empty: in range is all that is asked of them.
    /// </summary>
    private int Reads(in RowRecord record)
    {
        if (_reads.TryGetValue((record.Kind, record.Parameters), out var reads))
            return reads;
        var kind = builder.Rows.Kinds[record.Kind];
        var parameters = builder.Rows.DistinctParameters[record.Parameters];
        var cells = new GateCells<TF>([.. Enumerable.Range(0, RowParameters<TF>.Count).Select(i => Expression<TF>.Constant(parameters[i]))]);
        foreach (var (_, constraint) in kind.Gate?.Instantiate(cells) ?? [])
        {
            constraint.Visit(node =>
            {
                if (node.Kind == ExpressionKind.Advice)
                    reads |= 1 << (node.Index + (4 * node.Rotation));
            });
        }

        if (kind.Lookup || kind.Put)
            reads |= 0b1000_1100;
        if (kind.Write)
            reads |= 0b0000_0011;
        _reads.Add((record.Kind, record.Parameters), reads);
        return reads;
    }

    private void CheckTables(int row, RowKind<TF> kind)
    {
        if (!kind.Lookup && !kind.Write && !kind.Put)
            return;
        var parameters = builder.Rows.Parameters(row);
        if (kind.Lookup && builder.Tables.Find(parameters.P5) is null)
            throw Error(row, $"looks up in table {parameters.P5}, which does not exist");
        if (kind.Lookup && kind.Put)
            throw Error(row, "puts what it looks up");
        if (kind.Put && builder.Tables.Find(parameters.P5) is not { IsMemory: true })
            throw Error(row, $"puts in {parameters.P5}, which is no memory");
        if (!kind.Write || parameters.P4 == LookupTables<TF>.Unread)
            return;
        if (builder.Tables.Find(parameters.P4) is not { Entries: null, IsMemory: false })
            throw Error(row, $"writes to {parameters.P4}, which is no dynamic table");
        if (!_written.Add((parameters.P4, parameters.P3)))
            throw Error(row, $"writes a second entry with key {parameters.P3} to a table");
    }

    private InvalidOperationException Error(int row, string what)
    {
        var record = builder.Rows[row];
        return new($"{builder.Scopes.Path(record.Scope)}: row {row} ({builder.Rows.Kind(row)}) {what}");
    }
}
