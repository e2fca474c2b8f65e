using System.Diagnostics.CodeAnalysis;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// A point in Jacobian coordinates x = X/Z^2, y = Y/Z^3; Z = 0 is infinity. The cheapest doublings, so the form for scalar multiplication.
/// Formulas of the Explicit-Formulas Database for a = 0; each handles doubling, opposite points and infinity.
/// </summary>
/// <typeparam name="TField">The field of the coordinates.</typeparam>
/// <typeparam name="TCurve">The curve.</typeparam>
public readonly struct JacobianPoint<TField, TCurve> : IGroup<JacobianPoint<TField, TCurve>>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    private readonly TField _x;
    private readonly TField _y;
    private readonly TField _z;

    private JacobianPoint(in TField x, in TField y, in TField z)
    {
        _x = x;
        _y = y;
        _z = z;
    }

    /// <summary>The point at infinity.</summary>
    public static JacobianPoint<TField, TCurve> Identity => default;

    /// <summary>Whether this is infinity.</summary>
    public bool IsIdentity => _z.IsZero;

    /// <summary>The same point with Z = 1, or Z = 0 for infinity.</summary>
    public static JacobianPoint<TField, TCurve> From(in AffinePoint<TField, TCurve> point) =>
        point.IsIdentity ? default : new(point.X, point.Y, TField.One);

    /// <summary>add-2007-bl: 11M + 5S.</summary>
    public static JacobianPoint<TField, TCurve> operator +(in JacobianPoint<TField, TCurve> left, in JacobianPoint<TField, TCurve> right)
    {
        if (left.IsIdentity)
            return right;
        if (right.IsIdentity)
            return left;
        var z1Z1 = left._z.Square();
        var z2Z2 = right._z.Square();
        var u1 = left._x * z2Z2;
        var s1 = left._y * right._z * z2Z2;
        var h = (right._x * z1Z1) - u1;
        var r = (right._y * left._z * z1Z1) - s1;
        if (h.IsZero)
            return r.IsZero ? left.Double() : default;
        return Finish(u1, s1, h, r.Double(), ((left._z + right._z).Square() - z1Z1 - z2Z2) * h);
    }

    /// <summary>The sum with an affine point, madd-2007-bl: 7M + 4S.</summary>
    public static JacobianPoint<TField, TCurve> operator +(in JacobianPoint<TField, TCurve> left, in AffinePoint<TField, TCurve> right)
    {
        if (right.IsIdentity)
            return left;
        if (left.IsIdentity)
            return From(right);
        var z1Z1 = left._z.Square();
        var h = (right.X * z1Z1) - left._x;
        var r = (right.Y * left._z * z1Z1) - left._y;
        if (h.IsZero)
            return r.IsZero ? left.Double() : default;
        return Finish(left._x, left._y, h, r.Double(), (left._z * h).Double());
    }

    /// <inheritdoc/>
    public static JacobianPoint<TField, TCurve> operator -(in JacobianPoint<TField, TCurve> left, in JacobianPoint<TField, TCurve> right) =>
        left + -right;

    /// <inheritdoc/>
    public static JacobianPoint<TField, TCurve> operator -(in JacobianPoint<TField, TCurve> value) => new(value._x, -value._y, value._z);

    /// <summary>dbl-2009-l: 2M + 5S.</summary>
    public JacobianPoint<TField, TCurve> Double()
    {
        // Infinity gives Z = 0 again, and so does a point with y = 0, whose double is infinity.
        var a = _x.Square();
        var b = _y.Square();
        var c = b.Square();
        var d = ((_x + b).Square() - a - c).Double();
        var e = a.Double() + a;
        var x = e.Square() - d.Double();
        return new(x, (e * (d - x)) - c.Double().Double().Double(), (_y * _z).Double());
    }

    /// <summary>The affine form; costs one inversion.</summary>
    public AffinePoint<TField, TCurve> ToAffine()
    {
        if (IsIdentity)
            return default;
        var inverse = _z.Inverse();
        var square = inverse.Square();
        return new(_x * square, _y * square * inverse);
    }

    /// <summary>Equality of the points represented.</summary>
    public bool Equals(JacobianPoint<TField, TCurve> other)
    {
        if (IsIdentity || other.IsIdentity)
            return IsIdentity == other.IsIdentity;
        var zz = _z.Square();
        var otherZz = other._z.Square();
        return _x * otherZz == other._x * zz && _y * other._z * otherZz == other._y * _z * zz;
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is JacobianPoint<TField, TCurve> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToAffine().GetHashCode();

    /// <summary>The affine coordinates.</summary>
    public override string ToString() => ToAffine().ToString();

    /// <summary>The common end of both additions: h the difference of x, r twice that of y, both scaled as u1 and s1 are.</summary>
    private static JacobianPoint<TField, TCurve> Finish(in TField u1, in TField s1, in TField h, in TField r, in TField z)
    {
        var i = h.Double().Square();
        var j = h * i;
        var v = u1 * i;
        var x = r.Square() - j - v.Double();
        return new(x, (r * (v - x)) - (s1 * j).Double(), z);
    }
}
