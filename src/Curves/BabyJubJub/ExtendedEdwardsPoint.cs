using System.Numerics;

namespace Zk.Curves;

/// <summary>
/// A point of Baby Jubjub in extended coordinates x = X/Z, y = Y/Z, T = XY/Z (Hisil, Wong, Carter, Dawson 2008, ePrint 2008/522). The unified
/// addition of section 3.1 is complete here, so there is no special case.
/// </summary>
internal readonly struct ExtendedEdwardsPoint(Fr x, Fr y, Fr t, Fr z)
{
    private readonly Fr _x = x;
    private readonly Fr _y = y;
    private readonly Fr _t = t;
    private readonly Fr _z = z;

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

    public ExtendedEdwardsPoint Multiply(BigInteger scalar)
    {
        var addend = scalar.Sign < 0 ? new ExtendedEdwardsPoint(-_x, _y, -_t, _z) : this;
        var bytes = BigInteger.Abs(scalar).ToByteArray(isUnsigned: true);
        var result = From(EdwardsPoint.Identity);
        for (var i = (8 * bytes.Length) - 1; i >= 0; i--)
        {
            result = result.Double();
            if (((bytes[i >> 3] >> (i & 7)) & 1) != 0)
                result += addend;
        }

        return result;
    }

    public EdwardsPoint ToAffine()
    {
        var inverse = _z.Inverse();
        return new EdwardsPoint(_x * inverse, _y * inverse);
    }

    private static ExtendedEdwardsPoint Join(in Fr e, in Fr f, in Fr g, in Fr h) => new(e * f, g * h, e * h, f * g);
}
