using Zk.Field;

namespace Zk.Curves;

/// <summary>The cases of adding affine points p and q by the slope of the line through them.</summary>
internal static class AffineAddition
{
    /// <summary>Whether the line has no slope (y2 - y1) / (x2 - x1).</summary>
    public static bool IsSpecial<TField, TCurve>(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve> => p.X == q.X || p.IsIdentity || q.IsIdentity;

    /// <summary>Whether a special addition goes by the tangent.</summary>
    public static bool IsDoubling<TField, TCurve>(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve> => p == q && !p.Y.IsZero && !p.IsIdentity;

    /// <summary>What takes the place of x2 - x1 in a special addition: the tangent's denominator, or 1 where no slope is needed.</summary>
    public static TField SpecialDenominator<TField, TCurve>(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve> => IsDoubling(p, q) ? p.Y.Double() : TField.One;

    /// <summary>The numerator of the tangent's slope.</summary>
    public static TField TangentNumerator<TField, TCurve>(in AffinePoint<TField, TCurve> p)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        var square = p.X.Square();
        return square.Double() + square;
    }

    /// <summary>The sum in a special addition that is no doubling.</summary>
    public static AffinePoint<TField, TCurve> SumWithoutSlope<TField, TCurve>(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve> => p.IsIdentity ? q : q.IsIdentity ? p : default;

    /// <summary>The third point of the line with this slope, mirrored.</summary>
    public static AffinePoint<TField, TCurve> Chord<TField, TCurve>(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q, in TField slope)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        var x = slope.Square() - p.X - q.X;
        return new(x, (slope * (p.X - x)) - p.Y);
    }
}
