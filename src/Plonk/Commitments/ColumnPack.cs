using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>A column of a proof.</summary>
/// <param name="Kind">Advice, multiplicity, accumulator or fixed column.</param>
/// <param name="Index">Its number; fixed column F + j is the permutation column σ_j.</param>
public readonly record struct Column(ExpressionKind Kind, int Index)
{
    /// <summary>Columns 0..<paramref name="count"/>−1 of a kind.</summary>
    public static IEnumerable<Column> Range(ExpressionKind kind, int count) => Enumerable.Range(0, count).Select(i => new Column(kind, i));
}

/// <summary>
/// Columns that share a commitment. The pack of t polynomials f_0..f_{t−1} is Σ_j f_j(X^t) X^j (fflonk, eprint 2021/1167, section 3): its
/// coefficients are theirs in turn. The pack of one polynomial is that polynomial.
/// </summary>
internal static class ColumnPack
{
    /// <summary>Writes the pack's coefficients over <paramref name="destination"/>, of t times as many elements.</summary>
    public static void Interleave<TF>(IEngine<TF> engine, IReadOnlyList<EngineBuffer<TF>> members, EngineBuffer<TF> destination)
        where TF : unmanaged, IPrimeField<TF>
    {
        for (var j = 0; j < members.Count; j++)
            engine.Scatter(members[j], destination, j, members.Count);
    }

    /// <summary>Commits to the pack of polynomials, all of the same number of coefficients.</summary>
    public static G1Point Commit<TF>(IEngine<TF> engine, Srs<TF> srs, IReadOnlyList<EngineBuffer<TF>> members)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (members is [var single])
            return engine.Commit(srs, single);
        using var packed = engine.Allocate(members.Count * members[0].Length);
        Interleave(engine, members, packed);
        return engine.Commit(srs, packed);
    }
}
