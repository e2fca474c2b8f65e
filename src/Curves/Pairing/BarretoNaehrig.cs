using Zk.Field;

namespace Zk.Curves;

/// <summary>What all Barreto-Naehrig curves share: p and r are polynomials in a parameter u, here positive and below 2^64.</summary>
internal static class BarretoNaehrig
{
    /// <summary>The non-adjacent form of the loop's length 6u + 2, most significant digit first.</summary>
    public static sbyte[] LoopDigits(ulong u) => PairingExponents.SignedDigits(((UInt128)u * 6) + 2);

    /// <summary>
    /// The hard part of Fuentes-Castaneda, Knapp and Rodriguez-Henriquez (2011): the exponent is 2u(6u^2 + 3u + 1) (p^4 − p^2 + 1)/r
    /// = l0 + l1 p + l2 p^2 + l3 p^3 with l0 = 1 + 6u + 12u^2 + 12u^3, l1 = 4u + 6u^2 + 12u^3, l2 = l1 + 2u, l3 = l1 − 1.
    /// </summary>
    public static Fp12<TBase, TTower> HardPart<TBase, TTower>(in Fp12<TBase, TTower> f, ulong u)
        where TBase : unmanaged, IPrimeField<TBase>
        where TTower : struct, ITower<TBase, TTower>
    {
        var f2u = PairingExponents.CyclotomicPower(f, u).CyclotomicSquare();
        var f6u = f2u.CyclotomicSquare() * f2u;
        var f6u2 = PairingExponents.CyclotomicPower(f6u, u);
        var f12u3 = PairingExponents.CyclotomicPower(f6u2.CyclotomicSquare(), u);
        var l2 = f12u3 * f6u2 * f6u;
        var l1 = l2 * f2u.Conjugate();
        var l0 = l2 * f6u2 * f;
        var l3 = l1 * f.Conjugate();
        return l0 * l1.Frobenius(1) * l2.Frobenius(2) * l3.Frobenius(3);
    }
}
