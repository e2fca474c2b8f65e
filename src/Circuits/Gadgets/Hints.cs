using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>Computations that several gadgets hint with.</summary>
internal static class Hints
{
    /// <summary>The inverse of the input, zero for zero.</summary>
    public static void Inverse<TF>(ReadOnlySpan<TF> inputs, Span<TF> outputs)
        where TF : unmanaged, IPrimeField<TF> => outputs[0] = inputs[0].IsZero ? TF.Zero : inputs[0].Inverse();

    /// <summary>The digits of a canonical value, least significant first, each of <paramref name="bits"/> at most 32 bits; higher ones are cut off.</summary>
    public static void Digits<TF>(in TF value, int bits, Span<TF> digits)
        where TF : unmanaged, IPrimeField<TF>
    {
        Span<ulong> limbs = stackalloc ulong[TF.LimbCount];
        value.WriteLimbs(limbs);
        for (var i = 0; i < digits.Length; i++)
        {
            var at = i * bits;
            var word = at >> 6;
            var digit = word < limbs.Length ? limbs[word] >> (at & 63) : 0;
            if ((at & 63) + bits > 64 && word + 1 < limbs.Length)
                digit |= limbs[word + 1] << (64 - (at & 63));
            digits[i] = TF.FromUInt64(digit & ((1UL << bits) - 1));
        }
    }

    /// <summary>The integer nearest to zero that an element stands for.</summary>
    public static BigInteger Signed<TF>(in TF value)
        where TF : unmanaged, IPrimeField<TF>
    {
        var integer = value.ToBigInteger();
        return integer > TF.Characteristic >> 1 ? integer - TF.Characteristic : integer;
    }

    /// <summary>2^exponent.</summary>
    public static TF PowerOfTwo<TF>(int exponent)
        where TF : unmanaged, IPrimeField<TF> => TF.FromBigInteger(BigInteger.One << exponent);
}
