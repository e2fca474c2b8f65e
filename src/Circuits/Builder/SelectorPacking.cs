using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>
/// Assigns the kinds of rows to selector columns. A column that serves g kinds has the values 1..g on their rows and 0 elsewhere; the indicator of
/// kind j is then a polynomial of degree g in the column, and a kind fits if the degree of its gate plus g stays within the bound.
/// </summary>
internal sealed class SelectorPacking<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<int, (int Column, int Value)> _places = [];
    private readonly IReadOnlyList<RowKind<TF>> _kinds;
    private readonly List<int> _sizes = [];

    /// <summary>
    /// Packs all kinds but the empty ones. Taking them by falling budget and filling each column as far as its tightest member allows uses the
    /// fewest columns, since a column's size is bounded by its smallest budget.
    /// </summary>
    public SelectorPacking(IReadOnlyList<RowKind<TF>> kinds)
    {
        _kinds = kinds;
        var order = Enumerable.Range(0, kinds.Count).Where(k => !kinds[k].IsEmpty).OrderByDescending(k => kinds[k].SelectorBudget);
        foreach (var kind in order)
        {
            if (_sizes.Count == 0 || _sizes[^1] + 1 > kinds[kind].SelectorBudget)
                _sizes.Add(0);
            _places.Add(kind, (_sizes.Count - 1, ++_sizes[^1]));
        }
    }

    /// <summary>The number of selector columns.</summary>
    public int Columns => _sizes.Count;

    /// <summary>The column and value of a kind; the column is −1 for an empty one.</summary>
    public (int Column, int Value) Place(int kind) => _places.TryGetValue(kind, out var place) ? place : (-1, 0);

    /// <summary>The sum of the indicators of all kinds that have a property; zero if none has.</summary>
    /// <param name="firstColumn">The fixed column of selector column 0.</param>
    /// <param name="property">Which kinds are meant.</param>
    public Expression<TF> Selector(int firstColumn, Func<RowKind<TF>, bool> property)
    {
        Expression<TF> sum = 0;
        foreach (var (kind, (column, value)) in _places)
        {
            if (property(_kinds[kind]))
                sum += Indicator(Expression<TF>.Fixed(firstColumn + column), value, _sizes[column]);
        }

        return sum;
    }

    /// <summary>∏ (q − i)/(j − i) over the other values i of the column: one where q = j, zero where q is another.</summary>
    private static Expression<TF> Indicator(Expression<TF> column, int value, int size)
    {
        Expression<TF> product = 1;
        var scale = TF.One;
        for (var i = 0; i <= size; i++)
        {
            if (i == value)
                continue;
            product *= column - i;
            scale *= TF.FromBigInteger(value - i);
        }

        return Expression<TF>.Constant(scale.Inverse()) * product;
    }
}
