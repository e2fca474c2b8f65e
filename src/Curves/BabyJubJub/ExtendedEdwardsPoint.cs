using System.Diagnostics.CodeAnalysis;

namespace Zk.Curves;

/// <summary>
/// A point of Baby Jubjub in extended coordinates x = X/Z, y = Y/Z, T = XY/Z (Hisil, Wong, Carter, Dawson 2008, ePrint 2008/522). The unified
/// addition of section 3.1 is complete here, so there is no special case.
/// </summary>
internal readonly struct ExtendedEdwardsPoint(Fr x, Fr y, Fr t, Fr z) : IGroup<ExtendedEdwardsPoint>
{
    private readonly Fr _x = x;
    private readonly Fr _y = y;
    private readonly Fr _t = t;
    private readonly Fr _z = z;

    public static ExtendedEdwardsPoint Identity => From(EdwardsPoint.Identity);

    public bool IsIdentity => _x.IsZero && _y == _z;

    public static ExtendedEdwardsPoint From(EdwardsPoint point) => new(point.X, point.Y, point.X * point.Y, Fr.One);

    public static ExtendedEdwardsPoint operator +(in ExtendedEdwardsPoint p, in ExtendedEdwardsPoint q)
    {
        var a = p._x * q._x;
        var b = p._y * q._y;
        var c = BabyJubJub.D * p._t * q._t;
        var d = p._z * q._z;
        var e = ((p._x + p._y) * (q._x + q._y)) - a - b;
        return Join(e, d - c, d + c, b - (BabyJubJub.A * a));
    }

    public static ExtendedEdwardsPoint operator -(in ExtendedEdwardsPoint p, in ExtendedEdwardsPoint q) => p + -q;

    public static ExtendedEdwardsPoint operator -(in ExtendedEdwardsPoint p) => new(-p._x, p._y, -p._t, p._z);

    /// <summary>Section 3.3: dbl-2008-hwcd.</summary>
    public ExtendedEdwardsPoint Double()
    {
        var a = _x.Square();
        var b = _y.Square();
        var c = _z.Square().Double();
        var d = BabyJubJub.A * a;
        var e = (_x + _y).Square() - a - b;
        var g = d + b;
        return Join(e, g - c, g, d - b);
    }

    public EdwardsPoint ToAffine()
    {
        var inverse = _z.Inverse();
        return new EdwardsPoint(_x * inverse, _y * inverse);
    }

    public bool Equals(ExtendedEdwardsPoint other) => _x * other._z == other._x * _z && _y * other._z == other._y * _z;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ExtendedEdwardsPoint other && Equals(other);

    public override int GetHashCode() => ToAffine().GetHashCode();

    private static ExtendedEdwardsPoint Join(in Fr e, in Fr f, in Fr g, in Fr h) => new(e * f, g * h, e * h, f * g);
}
