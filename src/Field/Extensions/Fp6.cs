using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Zk.Field;

/// <summary>An element c0 + c1 v + c2 v^2 of the cubic extension Fp2[v]/(v^3 - xi). Variable time.</summary>
/// <typeparam name="TBase">The prime field.</typeparam>
/// <typeparam name="TTower">The constants of the tower.</typeparam>
public readonly struct Fp6<TBase, TTower> : IField<Fp6<TBase, TTower>>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly Fp2<TBase, TTower> C0;

    /// <summary>The coefficient of v.</summary>
    public readonly Fp2<TBase, TTower> C1;

    /// <summary>The coefficient of v^2.</summary>
    public readonly Fp2<TBase, TTower> C2;

    /// <summary>Makes <paramref name="c0"/> + <paramref name="c1"/> v + <paramref name="c2"/> v^2.</summary>
    public Fp6(in Fp2<TBase, TTower> c0, in Fp2<TBase, TTower> c1, in Fp2<TBase, TTower> c2)
    {
        C0 = c0;
        C1 = c1;
        C2 = c2;
    }

    /// <inheritdoc/>
    public static Fp6<TBase, TTower> Zero => default;

    /// <inheritdoc/>
    public static Fp6<TBase, TTower> One => new(Fp2<TBase, TTower>.One, default, default);

    /// <inheritdoc/>
    public static BigInteger Characteristic => TBase.Characteristic;

    /// <inheritdoc/>
    public static int ExtensionDegree => 3 * Fp2<TBase, TTower>.ExtensionDegree;

    /// <inheritdoc/>
    public static int ByteLength => 3 * Fp2<TBase, TTower>.ByteLength;

    /// <inheritdoc/>
    public bool IsZero => C0.IsZero && C1.IsZero && C2.IsZero;

    /// <inheritdoc/>
    public bool IsOne => C0.IsOne && C1.IsZero && C2.IsZero;

    /// <inheritdoc/>
    public static Fp6<TBase, TTower> operator +(in Fp6<TBase, TTower> left, in Fp6<TBase, TTower> right) =>
        new(left.C0 + right.C0, left.C1 + right.C1, left.C2 + right.C2);

    /// <inheritdoc/>
    public static Fp6<TBase, TTower> operator -(in Fp6<TBase, TTower> left, in Fp6<TBase, TTower> right) =>
        new(left.C0 - right.C0, left.C1 - right.C1, left.C2 - right.C2);

    /// <inheritdoc/>
    public static Fp6<TBase, TTower> operator -(in Fp6<TBase, TTower> value) => new(-value.C0, -value.C1, -value.C2);

    /// <summary>Product by Karatsuba's method with six multiplications in Fp2 (Devegili et al. 2006, section 4).</summary>
    public static Fp6<TBase, TTower> operator *(in Fp6<TBase, TTower> left, in Fp6<TBase, TTower> right)
    {
        var v0 = left.C0 * right.C0;
        var v1 = left.C1 * right.C1;
        var v2 = left.C2 * right.C2;
        var t12 = ((left.C1 + left.C2) * (right.C1 + right.C2)) - v1 - v2;
        var t01 = ((left.C0 + left.C1) * (right.C0 + right.C1)) - v0 - v1;
        var t02 = ((left.C0 + left.C2) * (right.C0 + right.C2)) - v0 - v2;
        return new(v0 + t12.MultiplyByNonResidue(), t01 + v2.MultiplyByNonResidue(), t02 + v1);
    }

    /// <inheritdoc/>
    public static bool operator ==(in Fp6<TBase, TTower> left, in Fp6<TBase, TTower> right) =>
        left.C0 == right.C0 && left.C1 == right.C1 && left.C2 == right.C2;

    /// <inheritdoc/>
    public static bool operator !=(in Fp6<TBase, TTower> left, in Fp6<TBase, TTower> right) => !(left == right);

    /// <inheritdoc/>
    public static Fp6<TBase, TTower> FromUInt64(ulong value) => new(Fp2<TBase, TTower>.FromUInt64(value), default, default);

    /// <inheritdoc/>
    public Fp6<TBase, TTower> Double() => new(C0.Double(), C1.Double(), C2.Double());

    /// <summary>This element times itself (CH-SQR2 of Chung and Hasan 2007).</summary>
    public Fp6<TBase, TTower> Square()
    {
        var s0 = C0.Square();
        var s1 = (C0 * C1).Double();
        var s2 = (C0 - C1 + C2).Square();
        var s3 = (C1 * C2).Double();
        var s4 = C2.Square();
        return new(s0 + s3.MultiplyByNonResidue(), s1 + s4.MultiplyByNonResidue(), s1 + s2 + s3 - s0 - s4);
    }

    /// <summary>The product by an element of Fp2.</summary>
    public Fp6<TBase, TTower> Scale(in Fp2<TBase, TTower> scalar) => new(C0 * scalar, C1 * scalar, C2 * scalar);

    /// <summary>The product by the sparse element b0 + b1 v.</summary>
    public Fp6<TBase, TTower> MultiplyBy01(in Fp2<TBase, TTower> b0, in Fp2<TBase, TTower> b1)
    {
        var v0 = C0 * b0;
        var v1 = C1 * b1;
        var t01 = ((C0 + C1) * (b0 + b1)) - v0 - v1;
        return new(v0 + (C2 * b1).MultiplyByNonResidue(), t01, (C2 * b0) + v1);
    }

    /// <summary>The product by the sparse element b1 v.</summary>
    public Fp6<TBase, TTower> MultiplyBy1(in Fp2<TBase, TTower> b1) => new((C2 * b1).MultiplyByNonResidue(), C0 * b1, C1 * b1);

    /// <summary>The product by v, the non-residue on which Fp12 is built.</summary>
    public Fp6<TBase, TTower> MultiplyByNonResidue() => new(C2.MultiplyByNonResidue(), C0, C1);

    /// <summary>The p^<paramref name="power"/>-th power, for a non-negative power.</summary>
    public Fp6<TBase, TTower> Frobenius(int power)
    {
        ref readonly var v = ref TowerConstants<TBase, TTower>.CubicFrobenius(power);
        return new(C0.Frobenius(power), C1.Frobenius(power) * v.One, C2.Frobenius(power) * v.Two);
    }

    /// <inheritdoc/>
    public Fp6<TBase, TTower> Inverse()
    {
        var (t0, t1, t2, norm) = AdjugateAndNorm();
        var inverse = norm.Inverse();
        return new(t0 * inverse, t1 * inverse, t2 * inverse);
    }

    /// <summary>
    /// With q = p^2 and N = x^(1 + q + q^2) the norm to Fp2, the root is sqrt(N) / (x^((q+1)/2))^q; N is a square exactly when x is, the degree
    /// being odd.
    /// </summary>
    public bool TrySqrt(out Fp6<TBase, TTower> root)
    {
        root = Zero;
        if (IsZero)
            return true;
        if (!AdjugateAndNorm().Norm.TrySqrt(out var s))
            return false;
        root = this.Pow(((Characteristic * Characteristic) + 1) >> 1).Frobenius(2).Inverse().Scale(s);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out Fp6<TBase, TTower> value)
    {
        value = default;
        var n = Fp2<TBase, TTower>.ByteLength;
        if (source.Length != ByteLength
            || !Fp2<TBase, TTower>.TryReadBigEndian(source[..n], out var c2)
            || !Fp2<TBase, TTower>.TryReadBigEndian(source[n..(2 * n)], out var c1)
            || !Fp2<TBase, TTower>.TryReadBigEndian(source[(2 * n)..], out var c0))
            return false;
        value = new(c0, c1, c2);
        return true;
    }

    /// <inheritdoc/>
    public void WriteBigEndian(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, ByteLength);
        var n = Fp2<TBase, TTower>.ByteLength;
        C2.WriteBigEndian(destination[..n]);
        C1.WriteBigEndian(destination[n..(2 * n)]);
        C0.WriteBigEndian(destination[(2 * n)..]);
    }

    /// <inheritdoc/>
    public bool Equals(Fp6<TBase, TTower> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp6<TBase, TTower> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(C0, C1, C2);

    /// <summary>The coefficients, lowest power first.</summary>
    public override string ToString() => $"({C0}, {C1}, {C2})";

    /// <summary>t with x t = N(x), the norm to Fp2: the coefficients of x^(q + q^2).</summary>
    private (Fp2<TBase, TTower> T0, Fp2<TBase, TTower> T1, Fp2<TBase, TTower> T2, Fp2<TBase, TTower> Norm) AdjugateAndNorm()
    {
        var t0 = C0.Square() - (C1 * C2).MultiplyByNonResidue();
        var t1 = C2.Square().MultiplyByNonResidue() - (C0 * C1);
        var t2 = C1.Square() - (C0 * C2);
        var norm = (C0 * t0) + ((C2 * t1) + (C1 * t2)).MultiplyByNonResidue();
        return (t0, t1, t2, norm);
    }
}
