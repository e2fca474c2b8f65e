using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Zk.Field;

/// <summary>An element c0 + c1 u of the quadratic extension Fp[u]/(u^2 - beta). Variable time.</summary>
/// <typeparam name="TBase">The prime field.</typeparam>
/// <typeparam name="TTower">The constants of the tower.</typeparam>
public readonly struct Fp2<TBase, TTower> : IField<Fp2<TBase, TTower>>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly TBase C0;

    /// <summary>The coefficient of u.</summary>
    public readonly TBase C1;

    /// <summary>Makes <paramref name="c0"/> + <paramref name="c1"/> u.</summary>
    public Fp2(in TBase c0, in TBase c1)
    {
        C0 = c0;
        C1 = c1;
    }

    /// <inheritdoc/>
    public static Fp2<TBase, TTower> Zero => default;

    /// <inheritdoc/>
    public static Fp2<TBase, TTower> One => new(TBase.One, default);

    /// <summary>The non-residue xi = v^3 on which the sextic extension is built.</summary>
    public static Fp2<TBase, TTower> Xi => TTower.MultiplyByXi(One);

    /// <inheritdoc/>
    public static BigInteger Characteristic => TBase.Characteristic;

    /// <inheritdoc/>
    public static int ExtensionDegree => 2 * TBase.ExtensionDegree;

    /// <inheritdoc/>
    public static int ByteLength => 2 * TBase.ByteLength;

    /// <inheritdoc/>
    public bool IsZero => C0.IsZero && C1.IsZero;

    /// <inheritdoc/>
    public bool IsOne => C0.IsOne && C1.IsZero;

    /// <inheritdoc/>
    public static Fp2<TBase, TTower> operator +(in Fp2<TBase, TTower> left, in Fp2<TBase, TTower> right) =>
        new(left.C0 + right.C0, left.C1 + right.C1);

    /// <inheritdoc/>
    public static Fp2<TBase, TTower> operator -(in Fp2<TBase, TTower> left, in Fp2<TBase, TTower> right) =>
        new(left.C0 - right.C0, left.C1 - right.C1);

    /// <inheritdoc/>
    public static Fp2<TBase, TTower> operator -(in Fp2<TBase, TTower> value) => new(-value.C0, -value.C1);

    /// <inheritdoc/>
    public static Fp2<TBase, TTower> operator *(in Fp2<TBase, TTower> left, in Fp2<TBase, TTower> right)
    {
        var low = left.C0 * right.C0;
        var high = left.C1 * right.C1;
        var cross = (left.C0 + left.C1) * (right.C0 + right.C1);
        return new(low + TTower.MultiplyByBeta(high), cross - low - high);
    }

    /// <inheritdoc/>
    public static bool operator ==(in Fp2<TBase, TTower> left, in Fp2<TBase, TTower> right) => left.C0 == right.C0 && left.C1 == right.C1;

    /// <inheritdoc/>
    public static bool operator !=(in Fp2<TBase, TTower> left, in Fp2<TBase, TTower> right) => !(left == right);

    /// <inheritdoc/>
    public static Fp2<TBase, TTower> FromUInt64(ulong value) => new(TBase.FromUInt64(value), default);

    /// <inheritdoc/>
    public Fp2<TBase, TTower> Double() => new(C0.Double(), C1.Double());

    /// <inheritdoc/>
    public Fp2<TBase, TTower> Square()
    {
        // (c0 + c1)(c0 + beta c1) = c0^2 + beta c1^2 + (1 + beta) c0 c1.
        var product = C0 * C1;
        var mixed = (C0 + C1) * (C0 + TTower.MultiplyByBeta(C1));
        return new(mixed - product - TTower.MultiplyByBeta(product), product.Double());
    }

    /// <summary>The product by an element of the prime field.</summary>
    public Fp2<TBase, TTower> Scale(in TBase scalar) => new(C0 * scalar, C1 * scalar);

    /// <summary>The product by xi.</summary>
    public Fp2<TBase, TTower> MultiplyByNonResidue() => TTower.MultiplyByXi(this);

    /// <summary>c0 - c1 u, which is also the p-th power.</summary>
    public Fp2<TBase, TTower> Conjugate() => new(C0, -C1);

    /// <summary>The norm c0^2 - beta c1^2 to the prime field.</summary>
    public TBase Norm() => C0.Square() - TTower.MultiplyByBeta(C1.Square());

    /// <summary>The p^<paramref name="power"/>-th power, for a non-negative power.</summary>
    public Fp2<TBase, TTower> Frobenius(int power) => (power & 1) == 0 ? this : Conjugate();

    /// <inheritdoc/>
    public Fp2<TBase, TTower> Inverse() => Conjugate().Scale(Norm().Inverse());

    /// <inheritdoc/>
    public bool TrySqrt(out Fp2<TBase, TTower> root)
    {
        var found = QuadraticExtension.TrySqrt(C0, C1, TTower.MultiplyByBeta(TBase.One), out var r0, out var r1);
        root = new(r0, r1);
        return found;
    }

    /// <inheritdoc/>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out Fp2<TBase, TTower> value)
    {
        value = default;
        var n = TBase.ByteLength;
        if (source.Length != ByteLength || !TBase.TryReadBigEndian(source[..n], out var c1) || !TBase.TryReadBigEndian(source[n..], out var c0))
            return false;
        value = new(c0, c1);
        return true;
    }

    /// <inheritdoc/>
    public void WriteBigEndian(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, ByteLength);
        C1.WriteBigEndian(destination[..TBase.ByteLength]);
        C0.WriteBigEndian(destination[TBase.ByteLength..]);
    }

    /// <inheritdoc/>
    public bool Equals(Fp2<TBase, TTower> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp2<TBase, TTower> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(C0, C1);

    /// <summary>The coefficients, lowest power first.</summary>
    public override string ToString() => $"({C0}, {C1})";
}
