using Zk.Field;

namespace Zk.Curves;

/// <summary>How the sextic twist that carries G2 relates to the curve.</summary>
public enum TwistKind
{
    /// <summary>b is divided by xi: lines have coefficients at 1, w and vw.</summary>
    Divided,

    /// <summary>b is multiplied by xi: lines have coefficients at 1, v and vw.</summary>
    Multiplied,
}

/// <summary>What an optimal ate pairing on a curve with a sextic twist needs besides its groups and its tower.</summary>
/// <typeparam name="TBase">The prime field of the coordinates of G1.</typeparam>
/// <typeparam name="TTower">The tower.</typeparam>
/// <typeparam name="TG2">The twist that carries G2.</typeparam>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IPairingParameters<TBase, TTower, TG2, TSelf>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
    where TSelf : struct, IPairingParameters<TBase, TTower, TG2, TSelf>
{
    /// <summary>The kind of the twist.</summary>
    static abstract TwistKind Twist { get; }

    /// <summary>The digits −1, 0, 1 of the absolute value of the loop's length, most significant first, the first one 1.</summary>
    static abstract ReadOnlySpan<sbyte> LoopDigits { get; }

    /// <summary>Whether the loop's length is negative, so that the result of the loop is to be inverted.</summary>
    static abstract bool IsLoopNegative { get; }

    /// <summary>
    /// The points that are still to be added after the loop, with their lines: psi(Q) and −psi^2(Q) on a Barreto-Naehrig curve, none on a
    /// Barreto-Lynn-Scott curve.
    /// </summary>
    static abstract AffinePoint<Fp2<TBase, TTower>, TG2>[] FinalAdditions(in AffinePoint<Fp2<TBase, TTower>, TG2> q);

    /// <summary>
    /// The hard part of the final exponentiation: a power of f by a multiple, prime to r, of (p^4 − p^2 + 1)/r, for f in the cyclotomic subgroup.
    /// </summary>
    static abstract Fp12<TBase, TTower> HardPart(in Fp12<TBase, TTower> f);
}
