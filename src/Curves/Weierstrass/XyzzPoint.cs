using System.Diagnostics.CodeAnalysis;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// A point in coordinates x = X/ZZ, y = Y/ZZZ with ZZ^3 = ZZZ^2; ZZ = 0 is infinity. The cheapest additions of affine points, so the form for
/// sums. Formulas of the Explicit-Formulas Database for a = 0; each handles doubling, opposite points and infinity.
/// </summary>
/// <typeparam name="TField">The field of the coordinates.</typeparam>
/// <typeparam name="TCurve">The curve.</typeparam>
public readonly struct XyzzPoint<TField, TCurve> : IGroup<XyzzPoint<TField, TCurve>>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    private readonly TField _x;
    private readonly TField _y;
    private readonly TField _zz;
    private readonly TField _zzz;

    private XyzzPoint(in TField x, in TField y, in TField zz, in TField zzz)
    {
        _x = x;
        _y = y;
        _zz = zz;
        _zzz = zzz;
    }

    /// <summary>The point at infinity.</summary>
    public static XyzzPoint<TField, TCurve> Identity => default;

    /// <summary>Whether this is infinity.</summary>
    public bool IsIdentity => _zz.IsZero;

    /// <summary>The same point with ZZ = ZZZ = 1, or 0 for infinity.</summary>
    public static XyzzPoint<TField, TCurve> From(in AffinePoint<TField, TCurve> point) =>
        point.IsIdentity ? default : new(point.X, point.Y, TField.One, TField.One);

    /// <summary>add-2008-s: 12M + 2S.</summary>
    public static XyzzPoint<TField, TCurve> operator +(in XyzzPoint<TField, TCurve> left, in XyzzPoint<TField, TCurve> right)
    {
        if (left.IsIdentity)
            return right;
        if (right.IsIdentity)
            return left;
        var u1 = left._x * right._zz;
        var s1 = left._y * right._zzz;
        var p = (right._x * left._zz) - u1;
        var r = (right._y * left._zzz) - s1;
        if (p.IsZero)
            return r.IsZero ? left.Double() : default;
        return Finish(u1, s1, p, r, left._zz * right._zz, left._zzz * right._zzz);
    }

    /// <summary>The sum with an affine point, madd-2008-s: 8M + 2S.</summary>
    public static XyzzPoint<TField, TCurve> operator +(in XyzzPoint<TField, TCurve> left, in AffinePoint<TField, TCurve> right)
    {
        if (right.IsIdentity)
            return left;
        if (left.IsIdentity)
            return From(right);
        var p = (right.X * left._zz) - left._x;
        var r = (right.Y * left._zzz) - left._y;
        if (p.IsZero)
            return r.IsZero ? left.Double() : default;
        return Finish(left._x, left._y, p, r, left._zz, left._zzz);
    }

    /// <inheritdoc/>
    public static XyzzPoint<TField, TCurve> operator -(in XyzzPoint<TField, TCurve> left, in XyzzPoint<TField, TCurve> right) => left + -right;

    /// <inheritdoc/>
    public static XyzzPoint<TField, TCurve> operator -(in XyzzPoint<TField, TCurve> value) => new(value._x, -value._y, value._zz, value._zzz);

    /// <summary>dbl-2008-s-1: 6M + 3S.</summary>
    public XyzzPoint<TField, TCurve> Double()
    {
        // Infinity gives ZZ = 0 again, and so does a point with y = 0, whose double is infinity.
        var u = _y.Double();
        var v = u.Square();
        var w = u * v;
        var s = _x * v;
        var xx = _x.Square();
        var m = xx.Double() + xx;
        var x = m.Square() - s.Double();
        return new(x, (m * (s - x)) - (w * _y), v * _zz, w * _zzz);
    }

    /// <summary>The affine form; costs one inversion.</summary>
    public AffinePoint<TField, TCurve> ToAffine()
    {
        if (IsIdentity)
            return default;

        // With i = 1/ZZZ: 1/Z = ZZ i, so 1/ZZ = (ZZ i)^2.
        var i = _zzz.Inverse();
        return new(_x * (_zz * i).Square(), _y * i);
    }

    /// <summary>Equality of the points represented.</summary>
    public bool Equals(XyzzPoint<TField, TCurve> other)
    {
        if (IsIdentity || other.IsIdentity)
            return IsIdentity == other.IsIdentity;
        return _x * other._zz == other._x * _zz && _y * other._zzz == other._y * _zzz;
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is XyzzPoint<TField, TCurve> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToAffine().GetHashCode();

    /// <summary>The affine coordinates.</summary>
    public override string ToString() => ToAffine().ToString();

    /// <summary>The common end of both additions: p the difference of x, r that of y, both scaled as u1 and s1 are.</summary>
    private static XyzzPoint<TField, TCurve> Finish(in TField u1, in TField s1, in TField p, in TField r, in TField zz, in TField zzz)
    {
        var pp = p.Square();
        var ppp = p * pp;
        var q = u1 * pp;
        var x = r.Square() - ppp - q.Double();
        return new(x, (r * (q - x)) - (s1 * ppp), zz * pp, zzz * ppp);
    }
}
