using Zk.Field;

namespace Zk.Curves;

/// <summary>What the exponents of pairings need in every family of curves.</summary>
internal static class PairingExponents
{
    /// <summary>The non-adjacent form of a loop's length: digits −1, 0, 1, most significant first.</summary>
    public static sbyte[] SignedDigits(UInt128 length)
    {
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

    /// <summary>The power of an element of the cyclotomic subgroup by a non-adjacent form of width 5; inverses there are conjugates.</summary>
    public static Fp12<TBase, TTower> CyclotomicPower<TBase, TTower>(in Fp12<TBase, TTower> f, ulong exponent)
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
