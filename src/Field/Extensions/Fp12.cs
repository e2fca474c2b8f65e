using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Zk.Field;

/// <summary>
/// An element c0 + c1 w of the quadratic extension Fp6[w]/(w^2 - v), degree 12 over Fp: where pairings take their values. Variable time.
/// In the basis 1, w, ..., w^5 over Fp2 the coefficients are c0.C0, c1.C0, c0.C1, c1.C1, c0.C2, c1.C2.
/// </summary>
/// <typeparam name="TBase">The prime field.</typeparam>
/// <typeparam name="TTower">The constants of the tower.</typeparam>
public readonly struct Fp12<TBase, TTower> : IField<Fp12<TBase, TTower>>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly Fp6<TBase, TTower> C0;

    /// <summary>The coefficient of w.</summary>
    public readonly Fp6<TBase, TTower> C1;

    /// <summary>Makes <paramref name="c0"/> + <paramref name="c1"/> w.</summary>
    public Fp12(in Fp6<TBase, TTower> c0, in Fp6<TBase, TTower> c1)
    {
        C0 = c0;
        C1 = c1;
    }

    /// <inheritdoc/>
    public static Fp12<TBase, TTower> Zero => default;

    /// <inheritdoc/>
    public static Fp12<TBase, TTower> One => new(Fp6<TBase, TTower>.One, default);

    /// <inheritdoc/>
    public static BigInteger Characteristic => TBase.Characteristic;

    /// <inheritdoc/>
    public static int ExtensionDegree => 2 * Fp6<TBase, TTower>.ExtensionDegree;

    /// <inheritdoc/>
    public static int ByteLength => 2 * Fp6<TBase, TTower>.ByteLength;

    /// <inheritdoc/>
    public bool IsZero => C0.IsZero && C1.IsZero;

    /// <inheritdoc/>
    public bool IsOne => C0.IsOne && C1.IsZero;

    /// <inheritdoc/>
    public static Fp12<TBase, TTower> operator +(in Fp12<TBase, TTower> left, in Fp12<TBase, TTower> right) =>
        new(left.C0 + right.C0, left.C1 + right.C1);

    /// <inheritdoc/>
    public static Fp12<TBase, TTower> operator -(in Fp12<TBase, TTower> left, in Fp12<TBase, TTower> right) =>
        new(left.C0 - right.C0, left.C1 - right.C1);

    /// <inheritdoc/>
    public static Fp12<TBase, TTower> operator -(in Fp12<TBase, TTower> value) => new(-value.C0, -value.C1);

    /// <inheritdoc/>
    public static Fp12<TBase, TTower> operator *(in Fp12<TBase, TTower> left, in Fp12<TBase, TTower> right)
    {
        var low = left.C0 * right.C0;
        var high = left.C1 * right.C1;
        var cross = (left.C0 + left.C1) * (right.C0 + right.C1);
        return new(low + high.MultiplyByNonResidue(), cross - low - high);
    }

    /// <inheritdoc/>
    public static bool operator ==(in Fp12<TBase, TTower> left, in Fp12<TBase, TTower> right) => left.C0 == right.C0 && left.C1 == right.C1;

    /// <inheritdoc/>
    public static bool operator !=(in Fp12<TBase, TTower> left, in Fp12<TBase, TTower> right) => !(left == right);

    /// <inheritdoc/>
    public static Fp12<TBase, TTower> FromUInt64(ulong value) => new(Fp6<TBase, TTower>.FromUInt64(value), default);

    /// <inheritdoc/>
    public Fp12<TBase, TTower> Double() => new(C0.Double(), C1.Double());

    /// <inheritdoc/>
    public Fp12<TBase, TTower> Square()
    {
        var product = C0 * C1;
        var mixed = (C0 + C1) * (C0 + C1.MultiplyByNonResidue());
        return new(mixed - product - product.MultiplyByNonResidue(), product.Double());
    }

    /// <summary>The product by the sparse element a + (b + c v) w: a line of a D-type twist (BN254).</summary>
    public Fp12<TBase, TTower> MultiplyBy034(in Fp2<TBase, TTower> a, in Fp2<TBase, TTower> b, in Fp2<TBase, TTower> c)
    {
        var low = C0.Scale(a);
        var high = C1.MultiplyBy01(b, c);
        var cross = (C0 + C1).MultiplyBy01(a + b, c);
        return new(low + high.MultiplyByNonResidue(), cross - low - high);
    }

    /// <summary>The product by the sparse element a + b v + c v w: a line of an M-type twist (BLS12-381).</summary>
    public Fp12<TBase, TTower> MultiplyBy014(in Fp2<TBase, TTower> a, in Fp2<TBase, TTower> b, in Fp2<TBase, TTower> c)
    {
        var low = C0.MultiplyBy01(a, b);
        var high = C1.MultiplyBy1(c);
        var cross = (C0 + C1).MultiplyBy01(a, b + c);
        return new(low + high.MultiplyByNonResidue(), cross - low - high);
    }

    /// <summary>c0 - c1 w, which is also the p^6-th power; the inverse of an element of norm 1 to Fp6.</summary>
    public Fp12<TBase, TTower> Conjugate() => new(C0, -C1);

    /// <summary>The p^<paramref name="power"/>-th power, for a non-negative power.</summary>
    public Fp12<TBase, TTower> Frobenius(int power) =>
        new(C0.Frobenius(power), C1.Frobenius(power).Scale(TowerConstants<TBase, TTower>.QuadraticFrobenius(power)));

    /// <summary>
    /// The square of an element of the cyclotomic subgroup, of order p^4 - p^2 + 1 (Granger and Scott 2010, section 3.2). On other elements the
    /// result means nothing.
    /// </summary>
    public Fp12<TBase, TTower> CyclotomicSquare()
    {
        // Three squarings in Fp4 = Fp2[t]/(t^2 - xi), of the pairs (g0, g3), (g1', g4'), (g2', g5') of the w-basis.
        var (a0, a1) = Square4(C0.C0, C1.C1);
        var (b0, b1) = Square4(C1.C0, C0.C2);
        var (c0, c1) = Square4(C0.C1, C1.C2);
        return new(
            new(Minus(a0, C0.C0), Minus(b0, C0.C1), Minus(c0, C0.C2)),
            new(Plus(c1.MultiplyByNonResidue(), C1.C0), Plus(a1, C1.C1), Plus(b1, C1.C2)));

        static (Fp2<TBase, TTower> Low, Fp2<TBase, TTower> High) Square4(in Fp2<TBase, TTower> x, in Fp2<TBase, TTower> y)
        {
            var x2 = x.Square();
            var y2 = y.Square();
            return (x2 + y2.MultiplyByNonResidue(), (x + y).Square() - x2 - y2);
        }

        // 3 t - 2 g and 3 t + 2 g.
        static Fp2<TBase, TTower> Minus(in Fp2<TBase, TTower> t, in Fp2<TBase, TTower> g) => (t - g).Double() + t;
        static Fp2<TBase, TTower> Plus(in Fp2<TBase, TTower> t, in Fp2<TBase, TTower> g) => (t + g).Double() + t;
    }

    /// <inheritdoc/>
    public Fp12<TBase, TTower> Inverse()
    {
        var inverse = (C0.Square() - C1.Square().MultiplyByNonResidue()).Inverse();
        return new(C0 * inverse, -(C1 * inverse));
    }

    /// <inheritdoc/>
    public bool TrySqrt(out Fp12<TBase, TTower> root)
    {
        var found = QuadraticExtension.TrySqrt(C0, C1, Fp6<TBase, TTower>.One.MultiplyByNonResidue(), out var r0, out var r1);
        root = new(r0, r1);
        return found;
    }

    /// <inheritdoc/>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out Fp12<TBase, TTower> value)
    {
        value = default;
        var n = Fp6<TBase, TTower>.ByteLength;
        if (source.Length != ByteLength
            || !Fp6<TBase, TTower>.TryReadBigEndian(source[..n], out var c1)
            || !Fp6<TBase, TTower>.TryReadBigEndian(source[n..], out var c0))
            return false;
        value = new(c0, c1);
        return true;
    }

    /// <inheritdoc/>
    public void WriteBigEndian(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, ByteLength);
        C1.WriteBigEndian(destination[..Fp6<TBase, TTower>.ByteLength]);
        C0.WriteBigEndian(destination[Fp6<TBase, TTower>.ByteLength..]);
    }

    /// <inheritdoc/>
    public bool Equals(Fp12<TBase, TTower> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp12<TBase, TTower> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(C0, C1);

    /// <summary>The coefficients, lowest power first.</summary>
    public override string ToString() => $"({C0}, {C1})";
}
