using Zk.Field;

namespace Zk.Plonk;

/// <summary>Counts lookups: fills the multiplicity columns of a witness whose advice is complete.</summary>
public static class Multiplicities
{
    /// <summary>
    /// Sets every multiplicity column so that the bus balances if each looked-up tuple is offered somewhere; a tuple offered on several rows is
    /// counted on the first. A tuple offered nowhere is left out, and the witness checker then names it.
    /// </summary>
    public static void Fill<TF>(CompiledCircuit<TF> circuit, Assignment<TF> assignment)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(assignment);
        var values = new RowValues<TF>(circuit, assignment);
        var offers = new Dictionary<BusTuple<TF>, (int Column, long Row)>();
        var tables = circuit.System.Bus.Where(IsTable).ToList();
        foreach (var column in assignment.Multiplicities)
            column.Clear(0, circuit.UsableRows);
        foreach (var term in tables)
        {
            for (var row = 0L; row < circuit.UsableRows; row++)
            {
                if (!Offer(values, assignment, term, row).IsZero)
                    offers.TryAdd(values.Tuple(term, row), (Column(term.Numerator), row));
            }
        }

        foreach (var term in circuit.System.Bus.Except(tables))
        {
            for (var row = 0L; row < circuit.UsableRows; row++)
            {
                var count = values.Evaluate(term.Numerator, row);
                if (!count.IsZero && offers.TryGetValue(values.Tuple(term, row), out var place))
                    assignment.Multiplicities[place.Column][place.Row] += count;
            }
        }
    }

    /// <summary>Whether a term is the table side of a lookup: minus a multiplicity column, perhaps times a fixed selector.</summary>
    internal static bool IsTable<TF>(BusTerm<TF> term)
        where TF : unmanaged, IPrimeField<TF>
    {
        var table = false;
        term.Numerator.Visit(node => table |= node.Kind == ExpressionKind.Multiplicity);
        return table;
    }

    /// <summary>The numerator a table term would have on a row with multiplicity one: zero where it offers nothing.</summary>
    internal static TF Offer<TF>(RowValues<TF> values, Assignment<TF> assignment, BusTerm<TF> term, long row)
        where TF : unmanaged, IPrimeField<TF>
    {
        var column = assignment.Multiplicities[Column(term.Numerator)];
        var saved = column[row];
        column[row] = TF.One;
        var offer = values.Evaluate(term.Numerator, row);
        column[row] = saved;
        return offer;
    }

    private static int Column<TF>(Expression<TF> numerator)
        where TF : unmanaged, IPrimeField<TF>
    {
        var column = 0;
        numerator.Visit(node => column = node.Kind == ExpressionKind.Multiplicity ? node.Index : column);
        return column;
    }
}
