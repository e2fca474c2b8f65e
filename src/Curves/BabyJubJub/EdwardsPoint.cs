using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Zk.Curves;

/// <summary>
/// A point of Baby Jubjub in affine coordinates (EIP-2494): the twisted Edwards curve 168700 x^2 + y^2 = 1 + 168696 x^2 y^2 over the BN254
/// scalar field. The group has order 8l with l prime; since a is a square and d is not, the addition law is complete. The default value is not a
/// point; (0, 1) is the identity. A value may hold any coordinates: what was read from outside must pass <see cref="IsOnCurve"/>.
/// Every operation is variable time.
/// </summary>
/// <param name="x">First coordinate.</param>
/// <param name="y">Second coordinate.</param>
public readonly struct EdwardsPoint(Fr x, Fr y) : IGroup<EdwardsPoint>
{
    /// <summary>Length of the packed form in bytes.</summary>
    public const int PackedLength = 32;

    /// <summary>First coordinate.</summary>
    public Fr X { get; } = x;

    /// <summary>Second coordinate.</summary>
    public Fr Y { get; } = y;

    /// <summary>The neutral element (0, 1).</summary>
    public static EdwardsPoint Identity => new(Fr.Zero, Fr.One);

    /// <summary>Whether this is the neutral element.</summary>
    public bool IsIdentity => X.IsZero && Y.IsOne;

    /// <summary>Whether the coordinates satisfy the curve's equation.</summary>
    public bool IsOnCurve
    {
        get
        {
            Fr x2 = X.Square(), y2 = Y.Square();
            return (BabyJubJub.A * x2) + y2 == Fr.One + (BabyJubJub.D * x2 * y2);
        }
    }

    /// <summary>Whether this point of the curve lies in the subgroup of prime order l. The identity does.</summary>
    public bool IsInSubgroup => IsOnCurve && Multiply(BabyJubJub.SubgroupOrder).IsIdentity;

    /// <summary>The sum of two points of the curve, with the complete affine law.</summary>
    public static EdwardsPoint operator +(in EdwardsPoint left, in EdwardsPoint right) =>
        (ExtendedEdwardsPoint.From(left) + ExtendedEdwardsPoint.From(right)).ToAffine();

    /// <summary>The difference of two points.</summary>
    public static EdwardsPoint operator -(in EdwardsPoint left, in EdwardsPoint right) => left + -right;

    /// <summary>The negative: (−x, y).</summary>
    public static EdwardsPoint operator -(in EdwardsPoint value) => new(-value.X, value.Y);

    /// <summary>Equality of coordinates.</summary>
    public static bool operator ==(EdwardsPoint left, EdwardsPoint right) => left.Equals(right);

    /// <summary>Inequality of coordinates.</summary>
    public static bool operator !=(EdwardsPoint left, EdwardsPoint right) => !left.Equals(right);

    /// <inheritdoc/>
    public EdwardsPoint Double() => ExtendedEdwardsPoint.From(this).Double().ToAffine();

    /// <summary>This point times any integer, negative ones included. The time depends on the scalar.</summary>
    public EdwardsPoint Multiply(BigInteger scalar) => ScalarMultiplication.Multiply(ExtendedEdwardsPoint.From(this), scalar).ToAffine();

    /// <summary>
    /// Packs the point as iden3's tools do: y little-endian in 32 bytes, of which the top bit (y needs only 254) tells whether x is above
    /// (r − 1)/2.
    /// </summary>
    public byte[] Pack()
    {
        var packed = new byte[PackedLength];
        Y.WriteLittleEndian(packed);
        if (IsHigh(X))
            packed[^1] |= 0x80;
        return packed;
    }

    /// <summary>
    /// Reads the packed form strictly, so that a point has exactly one: 32 bytes, y below r, y on the curve, no sign on x = 0. The subgroup is
    /// not checked.
    /// </summary>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, out EdwardsPoint point, out string reason)
    {
        point = Identity;
        if (packed.Length != PackedLength)
            return Refuse($"a packed point has {PackedLength} bytes, not {packed.Length}", out reason);
        Span<byte> bytes = stackalloc byte[PackedLength];
        packed.CopyTo(bytes);
        var high = (bytes[^1] & 0x80) != 0;
        bytes[^1] &= 0x7f;
        if (!Fr.TryReadLittleEndian(bytes, out var y))
            return Refuse("the y coordinate is not below the field's modulus", out reason);

        // a x^2 + y^2 = 1 + d x^2 y^2; the denominator a − d y^2 is never zero, since a is a square and d is not.
        var y2 = y.Square();
        if (!((Fr.One - y2) * (BabyJubJub.A - (BabyJubJub.D * y2)).Inverse()).TrySqrt(out var x))
            return Refuse("no point of the curve has this y coordinate", out reason);
        if (x.IsZero && high)
            return Refuse("the sign bit is set although x is zero", out reason);
        point = new EdwardsPoint(IsHigh(x) == high ? x : -x, y);
        reason = "";
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(EdwardsPoint other) => X == other.X && Y == other.Y;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is EdwardsPoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <summary>The coordinates in decimal.</summary>
    public override string ToString() => $"({X}, {Y})";

    private static bool IsHigh(in Fr x) => x.ToBigInteger() > (Fr.Characteristic >> 1);

    private static bool Refuse(string why, out string reason)
    {
        reason = why;
        return false;
    }
}
