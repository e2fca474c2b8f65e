using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Evaluates expressions in any ring. Nodes that are shared, within a tree or between trees, are evaluated once.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <typeparam name="TValue">The ring's elements.</typeparam>
/// <param name="leaf">The value of a leaf; constants are leaves too.</param>
/// <param name="add">The ring's sum.</param>
/// <param name="multiply">The ring's product.</param>
internal sealed class ExpressionFold<TF, TValue>(Func<Expression<TF>, TValue> leaf, Func<TValue, TValue, TValue> add, Func<TValue, TValue, TValue> multiply)
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<Expression<TF>, TValue> _known = new(ReferenceEqualityComparer.Instance);

    public TValue Evaluate(Expression<TF> expression)
    {
        if (_known.TryGetValue(expression, out var value))
            return value;
        value = expression.Kind switch
        {
            ExpressionKind.Sum => add(Evaluate(expression.Left!), Evaluate(expression.Right!)),
            ExpressionKind.Product => multiply(Evaluate(expression.Left!), Evaluate(expression.Right!)),
            _ => leaf(expression),
        };
        _known.Add(expression, value);
        return value;
    }
}
