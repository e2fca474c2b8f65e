using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Σ α^i C_i with few products. The constraints of a gate have its selector as their first factor, so it is multiplied once for all of them; constants in front
/// of it join the power of α. The same polynomial as the plain sum.
/// </summary>
internal static class ConstraintSum
{
    /// <summary>The sum, constraint i with the i-th power of <paramref name="alpha"/>.</summary>
    public static Expression<TF> Combine<TF>(IEnumerable<Expression<TF>> constraints, Expression<TF> alpha)
        where TF : unmanaged, IPrimeField<TF>
    {
        // Equal selectors are equal nodes of a graph, also when the trees come from a file and share nothing.
        var graph = new GateGraph<TF>(_ => false);
        var groups = new List<Group<TF>>();
        var known = new Dictionary<int, Group<TF>>();
        Expression<TF> power = 1;
        foreach (var constraint in constraints)
        {
            var (scale, factor, other) = Split(constraint);
            var node = graph.Node(factor);
            if (!known.TryGetValue(node, out var group))
            {
                group = new(factor, []);
                known.Add(node, group);
                groups.Add(group);
            }

            group.Terms.Add((power * scale, other));
            power *= alpha;
        }

        return groups.Aggregate<Group<TF>, Expression<TF>>(0, (sum, group) => sum + group.Sum());
    }

    /// <summary>A product scale·(factor·other), scale a constant. What is no product is its own factor, with one for the other.</summary>
    private static (Expression<TF> Scale, Expression<TF> Factor, Expression<TF> Other) Split<TF>(Expression<TF> constraint)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (constraint.Kind != ExpressionKind.Product)
            return (1, constraint, 1);
        var (factor, other) = (constraint.Left!, constraint.Right!);
        return factor.Kind == ExpressionKind.Product && factor.Left!.Kind == ExpressionKind.Constant
            ? (factor.Left, factor.Right!, other)
            : (1, factor, other);
    }

    private sealed record Group<TF>(Expression<TF> Factor, List<(Expression<TF> Weight, Expression<TF> Other)> Terms)
        where TF : unmanaged, IPrimeField<TF>
    {
        /// <summary>A single term keeps its weight outside: the product of factor and other may be needed elsewhere too, and one weighed product is enough.</summary>
        public Expression<TF> Sum() => Terms is [var (weight, other)]
            ? weight * (Factor * other)
            : Factor * Terms.Aggregate<(Expression<TF> Weight, Expression<TF> Other), Expression<TF>>(0, (sum, term) => sum + (term.Weight * term.Other));
    }
}
