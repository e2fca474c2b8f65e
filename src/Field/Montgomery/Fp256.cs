using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using static Zk.Field.Limbs;

namespace Zk.Field;

/// <summary>
/// An element of a prime field of at most 255 bits in Montgomery form: it stores a 2^256 mod p in four 64-bit limbs, always below p.
/// Multiplication is operand-scanning Montgomery (CIOS; Koc, Acar, Kaliski 1996) without the extra carry word, which needs P3 &lt; 2^63.
/// Variable time in the final subtraction only through a conditional select; inversion and square root are variable time.
/// </summary>
/// <typeparam name="TModulus">The modulus.</typeparam>
public readonly partial struct Fp256<TModulus> : IMontgomeryField<Fp256<TModulus>>
    where TModulus : struct, IModulus256
{
    private readonly ulong _l0;
    private readonly ulong _l1;
    private readonly ulong _l2;
    private readonly ulong _l3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Fp256(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        _l0 = l0;
        _l1 = l1;
        _l2 = l2;
        _l3 = l3;
    }

    /// <inheritdoc/>
    public static Fp256<TModulus> Zero => default;

    /// <inheritdoc/>
    public static Fp256<TModulus> One => MontgomeryForm<Fp256<TModulus>>.One;

    /// <inheritdoc/>
    public bool IsZero => (_l0 | _l1 | _l2 | _l3) == 0;

    /// <inheritdoc/>
    public bool IsOne => this == One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp256<TModulus> operator +(in Fp256<TModulus> left, in Fp256<TModulus> right)
    {
        // Both are below p < 2^255, so the sum fits four limbs.
        ulong c = 0;
        var s0 = AddWithCarry(left._l0, right._l0, ref c);
        var s1 = AddWithCarry(left._l1, right._l1, ref c);
        var s2 = AddWithCarry(left._l2, right._l2, ref c);
        var s3 = AddWithCarry(left._l3, right._l3, ref c);
        return ReduceOnce(s0, s1, s2, s3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp256<TModulus> operator -(in Fp256<TModulus> left, in Fp256<TModulus> right)
    {
        ulong b = 0;
        var d0 = SubtractWithBorrow(left._l0, right._l0, ref b);
        var d1 = SubtractWithBorrow(left._l1, right._l1, ref b);
        var d2 = SubtractWithBorrow(left._l2, right._l2, ref b);
        var d3 = SubtractWithBorrow(left._l3, right._l3, ref b);
        var mask = 0 - b;
        ulong c = 0;
        return new(
            AddWithCarry(d0, TModulus.P0 & mask, ref c),
            AddWithCarry(d1, TModulus.P1 & mask, ref c),
            AddWithCarry(d2, TModulus.P2 & mask, ref c),
            AddWithCarry(d3, TModulus.P3 & mask, ref c));
    }

    /// <inheritdoc/>
    public static Fp256<TModulus> operator -(in Fp256<TModulus> value) => default(Fp256<TModulus>) - value;

    /// <inheritdoc/>
    public static Fp256<TModulus> operator *(in Fp256<TModulus> left, in Fp256<TModulus> right)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        var b0 = right._l0;
        var b1 = right._l1;
        var b2 = right._l2;
        var b3 = right._l3;
        MultiplyStep(left._l0, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        MultiplyStep(left._l1, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        MultiplyStep(left._l2, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        MultiplyStep(left._l3, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        return ReduceOnce(t0, t1, t2, t3);
    }

    /// <inheritdoc/>
    public static bool operator ==(in Fp256<TModulus> left, in Fp256<TModulus> right) =>
        ((left._l0 ^ right._l0) | (left._l1 ^ right._l1) | (left._l2 ^ right._l2) | (left._l3 ^ right._l3)) == 0;

    /// <inheritdoc/>
    public static bool operator !=(in Fp256<TModulus> left, in Fp256<TModulus> right) => !(left == right);

    /// <inheritdoc/>
    public Fp256<TModulus> Double() => this + this;

    /// <inheritdoc/>
    public Fp256<TModulus> Square() => this * this;

    /// <inheritdoc/>
    public bool Equals(Fp256<TModulus> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp256<TModulus> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_l0, _l1, _l2, _l3);

    /// <summary>One row of CIOS: t += a b, then t = (t + m p) / 2^64. The invariant t &lt; 2p holds, so no further limb survives a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyStep(
        ulong a, ulong b0, ulong b1, ulong b2, ulong b3, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        var c = MultiplyAdd(a, b0, t0, 0, out t0);
        var m = t0 * TModulus.NegativeInverse;
        var d = MultiplyAdd(m, TModulus.P0, t0, 0, out _);
        c = MultiplyAdd(a, b1, t1, c, out t1);
        d = MultiplyAdd(m, TModulus.P1, t1, d, out t0);
        c = MultiplyAdd(a, b2, t2, c, out t2);
        d = MultiplyAdd(m, TModulus.P2, t2, d, out t1);
        c = MultiplyAdd(a, b3, t3, c, out t3);
        d = MultiplyAdd(m, TModulus.P3, t3, d, out t2);
        t3 = c + d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp256<TModulus> ReduceOnce(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        ulong b = 0;
        var d0 = SubtractWithBorrow(s0, TModulus.P0, ref b);
        var d1 = SubtractWithBorrow(s1, TModulus.P1, ref b);
        var d2 = SubtractWithBorrow(s2, TModulus.P2, ref b);
        var d3 = SubtractWithBorrow(s3, TModulus.P3, ref b);
        return b != 0 ? new(s0, s1, s2, s3) : new(d0, d1, d2, d3);
    }
}
