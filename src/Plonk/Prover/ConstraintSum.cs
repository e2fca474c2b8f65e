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

    /// <summary>
    /// The same sum by Horner's rule in alpha, which needs small powers of it only: neighbours of one selector are a run, and the runs are added from the last to the
    /// first.
    /// </summary>
    /// <returns>For each run the names of its constraints and the sum so far; the last sum is the whole.</returns>
    public static List<(string Names, Expression<TF> Sum)> Horner<TF>(IReadOnlyList<Gate<TF>> constraints, Expression<TF> alpha)
        where TF : unmanaged, IPrimeField<TF>
    {
        var graph = new GateGraph<TF>(_ => false);
        var sums = new List<(string Names, Expression<TF> Sum)>();
        Expression<TF> sum = 0;
        for (var end = constraints.Count; end > 0;)
        {
            var last = Split(constraints[end - 1].Constraint);
            var start = end - 1;
            var inner = last.Scale * last.Other;
            while (start > 0 && Split(constraints[start - 1].Constraint) is var next && graph.Node(next.Factor) == graph.Node(last.Factor))
            {
                inner = (alpha * inner) + (next.Scale * next.Other);
                start--;
            }

            var power = Enumerable.Repeat(alpha, end - start).Aggregate((product, factor) => product * factor);
            sum = (power * sum) + (last.Factor * inner);
            sums.Add((string.Join("; ", constraints.Skip(start).Take(end - start).Select(c => c.Name)), sum));
            end = start;
        }

        return sums;
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
