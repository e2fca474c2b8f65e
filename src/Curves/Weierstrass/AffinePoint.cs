using System.Diagnostics.CodeAnalysis;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// A point of y^2 = x^3 + b in affine coordinates. Infinity is stored as (0, 0), which is no point of the curve since b is not zero, so the
/// default value, and zeroed memory, is infinity. Addition costs a field inversion; sums of many points go through
/// <see cref="JacobianPoint{TField, TCurve}"/>, <see cref="XyzzPoint{TField, TCurve}"/> or a multi-exponentiation.
/// </summary>
/// <typeparam name="TField">The field of the coordinates.</typeparam>
/// <typeparam name="TCurve">The curve.</typeparam>
public readonly struct AffinePoint<TField, TCurve> : IGroup<AffinePoint<TField, TCurve>>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>First coordinate.</summary>
    public readonly TField X;

    /// <summary>Second coordinate.</summary>
    public readonly TField Y;

    /// <summary>Makes a point without checking that it is on the curve.</summary>
    public AffinePoint(in TField x, in TField y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The point at infinity.</summary>
    public static AffinePoint<TField, TCurve> Identity => default;

    /// <summary>Whether this is infinity.</summary>
    public bool IsIdentity => X.IsZero && Y.IsZero;

    /// <summary>Whether this is infinity or its coordinates satisfy the curve's equation.</summary>
    public bool IsOnCurve => IsIdentity || Y.Square() == (X.Square() * X) + TCurve.B;

    /// <summary>Whether this is a point of the subgroup of prime order (infinity is).</summary>
    public bool IsInSubgroup => IsOnCurve && TCurve.IsInSubgroup(this);

    /// <inheritdoc/>
    public static AffinePoint<TField, TCurve> operator +(in AffinePoint<TField, TCurve> left, in AffinePoint<TField, TCurve> right) =>
        (JacobianPoint<TField, TCurve>.From(left) + right).ToAffine();

    /// <inheritdoc/>
    public static AffinePoint<TField, TCurve> operator -(in AffinePoint<TField, TCurve> left, in AffinePoint<TField, TCurve> right) => left + -right;

    /// <inheritdoc/>
    public static AffinePoint<TField, TCurve> operator -(in AffinePoint<TField, TCurve> value) => new(value.X, -value.Y);

    /// <summary>Equality of points.</summary>
    public static bool operator ==(in AffinePoint<TField, TCurve> left, in AffinePoint<TField, TCurve> right) =>
        left.X == right.X && left.Y == right.Y;

    /// <summary>Inequality of points.</summary>
    public static bool operator !=(in AffinePoint<TField, TCurve> left, in AffinePoint<TField, TCurve> right) => !(left == right);

    /// <inheritdoc/>
    public AffinePoint<TField, TCurve> Double() => JacobianPoint<TField, TCurve>.From(this).Double().ToAffine();

    /// <inheritdoc/>
    public bool Equals(AffinePoint<TField, TCurve> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AffinePoint<TField, TCurve> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <summary>The coordinates, or "infinity".</summary>
    public override string ToString() => IsIdentity ? "infinity" : $"({X}, {Y})";
}
