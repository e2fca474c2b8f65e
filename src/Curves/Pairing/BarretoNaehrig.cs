using Zk.Field;

namespace Zk.Curves;

/// <summary>What all Barreto-Naehrig curves share: p and r are polynomials in a parameter u, here positive and below 2^64.</summary>
internal static class BarretoNaehrig
{
    /// <summary>The non-adjacent form of the loop's length 6u + 2, most significant digit first.</summary>
    public static sbyte[] LoopDigits(ulong u)
    {
        var length = ((UInt128)u * 6) + 2;
        var digits = new List<sbyte>();
        for (; length != 0; length >>= 1)
        {
            var digit = (length & 1) == 0 ? 0 : 2 - (int)(length & 3);
            length -= (UInt128)(Int128)digit;
            digits.Add((sbyte)digit);
        }

        digits.Reverse();
        return [.. digits];
    }

    /// <summary>
    /// The hard part of Fuentes-Castaneda, Knapp and Rodriguez-Henriquez (2011): the exponent is 2u(6u^2 + 3u + 1) (p^4 − p^2 + 1)/r
    /// = l0 + l1 p + l2 p^2 + l3 p^3 with l0 = 1 + 6u + 12u^2 + 12u^3, l1 = 4u + 6u^2 + 12u^3, l2 = l1 + 2u, l3 = l1 − 1.
    /// </summary>
    public static Fp12<TBase, TTower> HardPart<TBase, TTower>(in Fp12<TBase, TTower> f, ulong u)
        where TBase : unmanaged, IPrimeField<TBase>
        where TTower : struct, ITower<TBase, TTower>
    {
        var f2u = CyclotomicPower(f, u).CyclotomicSquare();
        var f6u = f2u.CyclotomicSquare() * f2u;
        var f6u2 = CyclotomicPower(f6u, u);
        var f12u3 = CyclotomicPower(f6u2.CyclotomicSquare(), u);
        var l2 = f12u3 * f6u2 * f6u;
        var l1 = l2 * f2u.Conjugate();
        var l0 = l2 * f6u2 * f;
        var l3 = l1 * f.Conjugate();
        return l0 * l1.Frobenius(1) * l2.Frobenius(2) * l3.Frobenius(3);
    }

    /// <summary>The power by a non-adjacent form; inverses in the cyclotomic subgroup are conjugates.</summary>
    private static Fp12<TBase, TTower> CyclotomicPower<TBase, TTower>(in Fp12<TBase, TTower> f, ulong exponent)
        where TBase : unmanaged, IPrimeField<TBase>
        where TTower : struct, ITower<TBase, TTower>
    {
        var digits = ScalarMultiplication.NonAdjacentForm([exponent]);
        Span<Fp12<TBase, TTower>> odd = new Fp12<TBase, TTower>[8];
        odd[0] = f;
        var square = f.CyclotomicSquare();
        for (var i = 1; i < odd.Length; i++)
            odd[i] = odd[i - 1] * square;
        var result = Fp12<TBase, TTower>.One;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            result = result.CyclotomicSquare();
            if (digits[i] > 0)
                result *= odd[digits[i] >> 1];
            else if (digits[i] < 0)
                result *= odd[-digits[i] >> 1].Conjugate();
        }

        return result;
    }
}
