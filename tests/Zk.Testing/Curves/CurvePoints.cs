using Zk.Curves;
using Zk.Field;

namespace Zk.Testing;

/// <summary>Points of the whole curve.</summary>
public static class CurvePoints<TField, TCurve>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>Points with x = 1, 2, 3, ...; where there is a large cofactor, none of them is in the subgroup but by an incredible accident.</summary>
    public static IEnumerable<AffinePoint<TField, TCurve>> BySmallX()
    {
        for (var i = 1UL; ; i++)
        {
            var x = TField.FromUInt64(i);
            if (((x.Square() * x) + TCurve.B).TrySqrt(out var y))
                yield return new(x, y);
        }
    }
}
