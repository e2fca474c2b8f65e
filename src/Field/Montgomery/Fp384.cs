using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using static Zk.Field.Limbs;

namespace Zk.Field;

/// <summary>
/// An element of a prime field of at most 383 bits in Montgomery form: it stores a 2^384 mod p in six 64-bit limbs, always below p.
/// Multiplication is product-scanning Montgomery (FIPS; Koc, Acar, Kaliski 1996) on limbs of 55 bits, which needs P5 &lt; 2^63.
/// Variable time in the final subtraction only through a conditional select; inversion and square root are variable time.
/// </summary>
/// <typeparam name="TModulus">The modulus.</typeparam>
public readonly partial struct Fp384<TModulus> : IMontgomeryField<Fp384<TModulus>>
    where TModulus : struct, IModulus384
{
    private readonly ulong _l0;
    private readonly ulong _l1;
    private readonly ulong _l2;
    private readonly ulong _l3;
    private readonly ulong _l4;
    private readonly ulong _l5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Fp384(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5)
    {
        _l0 = l0;
        _l1 = l1;
        _l2 = l2;
        _l3 = l3;
        _l4 = l4;
        _l5 = l5;
    }

    /// <inheritdoc/>
    public static Fp384<TModulus> Zero => default;

    /// <inheritdoc/>
    public static Fp384<TModulus> One => MontgomeryForm<Fp384<TModulus>>.One;

    /// <inheritdoc/>
    public bool IsZero => (_l0 | _l1 | _l2 | _l3 | _l4 | _l5) == 0;

    /// <inheritdoc/>
    public bool IsOne => this == One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp384<TModulus> operator +(in Fp384<TModulus> left, in Fp384<TModulus> right)
    {
        // Both are below p < 2^383, so the sum fits six limbs.
        ulong c = 0;
        var s0 = AddWithCarry(left._l0, right._l0, ref c);
        var s1 = AddWithCarry(left._l1, right._l1, ref c);
        var s2 = AddWithCarry(left._l2, right._l2, ref c);
        var s3 = AddWithCarry(left._l3, right._l3, ref c);
        var s4 = AddWithCarry(left._l4, right._l4, ref c);
        var s5 = AddWithCarry(left._l5, right._l5, ref c);
        return ReduceOnce(s0, s1, s2, s3, s4, s5);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp384<TModulus> operator -(in Fp384<TModulus> left, in Fp384<TModulus> right)
    {
        ulong b = 0;
        var d0 = SubtractWithBorrow(left._l0, right._l0, ref b);
        var d1 = SubtractWithBorrow(left._l1, right._l1, ref b);
        var d2 = SubtractWithBorrow(left._l2, right._l2, ref b);
        var d3 = SubtractWithBorrow(left._l3, right._l3, ref b);
        var d4 = SubtractWithBorrow(left._l4, right._l4, ref b);
        var d5 = SubtractWithBorrow(left._l5, right._l5, ref b);
        var mask = 0 - b;
        ulong c = 0;
        return new(
            AddWithCarry(d0, TModulus.P0 & mask, ref c),
            AddWithCarry(d1, TModulus.P1 & mask, ref c),
            AddWithCarry(d2, TModulus.P2 & mask, ref c),
            AddWithCarry(d3, TModulus.P3 & mask, ref c),
            AddWithCarry(d4, TModulus.P4 & mask, ref c),
            AddWithCarry(d5, TModulus.P5 & mask, ref c));
    }

    /// <inheritdoc/>
    public static Fp384<TModulus> operator -(in Fp384<TModulus> value) => default(Fp384<TModulus>) - value;

    /// <inheritdoc/>
    public static bool operator ==(in Fp384<TModulus> left, in Fp384<TModulus> right) =>
        ((left._l0 ^ right._l0) | (left._l1 ^ right._l1) | (left._l2 ^ right._l2) | (left._l3 ^ right._l3) | (left._l4 ^ right._l4) | (left._l5 ^ right._l5)) == 0;

    /// <inheritdoc/>
    public static bool operator !=(in Fp384<TModulus> left, in Fp384<TModulus> right) => !(left == right);

    /// <inheritdoc/>
    public Fp384<TModulus> Double() => this + this;

    /// <inheritdoc/>
    public bool Equals(Fp384<TModulus> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp384<TModulus> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_l0, _l1, _l2, _l3, _l4, _l5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp384<TModulus> ReduceOnce(ulong s0, ulong s1, ulong s2, ulong s3, ulong s4, ulong s5)
    {
        ulong b = 0;
        var d0 = SubtractWithBorrow(s0, TModulus.P0, ref b);
        var d1 = SubtractWithBorrow(s1, TModulus.P1, ref b);
        var d2 = SubtractWithBorrow(s2, TModulus.P2, ref b);
        var d3 = SubtractWithBorrow(s3, TModulus.P3, ref b);
        var d4 = SubtractWithBorrow(s4, TModulus.P4, ref b);
        var d5 = SubtractWithBorrow(s5, TModulus.P5, ref b);
        return b != 0 ? new(s0, s1, s2, s3, s4, s5) : new(d0, d1, d2, d3, d4, d5);
    }
}
