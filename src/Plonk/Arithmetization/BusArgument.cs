using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// The log-derivative bus as expressions: each group of terms has an accumulator φ with φ(ωX) − φ(X) equal to the group's summands on every
/// usable row; all φ start at zero and their sum ends at zero (Haboeck, eprint 2022/1530, section 3).
/// </summary>
internal static class BusArgument
{
    /// <summary>Splits the terms, in order, into groups whose cleared constraint stays within the degree bound.</summary>
    public static IReadOnlyList<IReadOnlyList<BusTerm<TF>>> Group<TF>(IReadOnlyList<BusTerm<TF>> terms)
        where TF : unmanaged, IPrimeField<TF>
    {
        var groups = new List<List<BusTerm<TF>>>();
        foreach (var term in terms)
        {
            var last = groups.Count > 0 ? groups[^1] : null;
            if (last is not null && Sum(0, [.. last, term]).Degree <= ConstraintSystem<TF>.MaximumDegree)
                last.Add(term);
            else
                groups.Add([term]);
        }

        return groups;
    }

    /// <summary>The accumulator index of a group.</summary>
    public static int Accumulator(int group) => PermutationArgument.Accumulator + 1 + group;

    /// <summary>χ + v_0 + θ v_1 + θ² v_2 + ..., by Horner.</summary>
    public static Expression<TF> Denominator<TF>(BusTerm<TF> term)
        where TF : unmanaged, IPrimeField<TF>
    {
        var theta = Expression<TF>.Challenge(ChallengeId.Theta);
        Expression<TF> compressed = 0;
        for (var i = term.Tuple.Count - 1; i >= 0; i--)
            compressed = (compressed * theta) + term.Tuple[i];
        return compressed + Expression<TF>.Challenge(ChallengeId.Chi);
    }

    /// <summary>The constraints of all groups.</summary>
    public static IEnumerable<Gate<TF>> Constraints<TF>(IReadOnlyList<IReadOnlyList<BusTerm<TF>>> groups)
        where TF : unmanaged, IPrimeField<TF>
    {
        Expression<TF> total = 0;
        for (var g = 0; g < groups.Count; g++)
        {
            yield return new($"bus {g} start", Expression<TF>.FirstRow * Expression<TF>.Accumulator(Accumulator(g)));
            yield return new($"bus {g}", Sum(g, groups[g]));
            total += Expression<TF>.Accumulator(Accumulator(g), 1);
        }

        if (groups.Count > 0)
            yield return new("bus end", Expression<TF>.LastRow * total);
    }

    /// <summary>(φ(ωX) − φ(X))·∏ D_i − Σ s_i ∏_{j≠i} D_j.</summary>
    private static Expression<TF> Sum<TF>(int group, IReadOnlyList<BusTerm<TF>> terms)
        where TF : unmanaged, IPrimeField<TF>
    {
        var step = Expression<TF>.Accumulator(Accumulator(group), 1) - Expression<TF>.Accumulator(Accumulator(group));

        var (numerator, denominator) = Fraction(terms);
        return (step * denominator) - numerator;
    }

    /// <summary>Σ s_i/D_i of a group as one fraction, folded left to right: n/d + s/D = (n·D + s·d)/(d·D).</summary>
    public static (Expression<TF> Numerator, Expression<TF> Denominator) Fraction<TF>(IReadOnlyList<BusTerm<TF>> terms)
        where TF : unmanaged, IPrimeField<TF>
    {
        Expression<TF> numerator = 0;
        Expression<TF> denominator = 1;
        foreach (var term in terms)
        {
            var d = Denominator(term);
            numerator = (numerator * d) + (term.Numerator * denominator);
            denominator *= d;
        }

        return (numerator, denominator);
    }
}
