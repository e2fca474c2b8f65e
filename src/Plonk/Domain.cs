using Zk.Field;

namespace Zk.Plonk;

/// <summary>Facts about the rows of a domain.</summary>
internal static class Domain
{
    /// <summary>ω^u, ..., ω^(n−1): the points that constraints skip.</summary>
    public static TF[] BlindingPoints<TF>(int log2)
        where TF : unmanaged, IPrimeField<TF>
    {
        var omega = TF.RootOfUnity(log2);
        var points = new TF[ConstraintSystem<TF>.BlindingRows];
        var point = omega.Pow((1UL << log2) - (ulong)points.Length);
        for (var i = 0; i < points.Length; i++, point *= omega)
            points[i] = point;
        return points;
    }

    /// <summary>∏_{i=u}^{n−1}(x − ω^i).</summary>
    public static TF BlindingProduct<TF>(int log2, TF x)
        where TF : unmanaged, IPrimeField<TF> => BlindingPoints<TF>(log2).Aggregate(TF.One, (product, point) => product * (x - point));
}
