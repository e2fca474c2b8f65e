using System.Numerics;
using System.Runtime.InteropServices;

namespace Zk.Field;

/// <summary>Numbers that block arithmetic of every field shares.</summary>
internal static class BlockConstants
{
    /// <summary>Bits of a limb.</summary>
    public const int Radix = 52;

    /// <summary>The bits of a limb in [0, 2^52).</summary>
    public const long Mask = (1L << Radix) - 1;

    /// <summary>1.5 2^52: its sum with an integer of magnitude at most 2^51 is exact and has its own bits plus that integer.</summary>
    public const double IntegerMagic = 6755399441055744;

    /// <summary>A little more than 1/2, so that a quotient rounded after its subtraction is never above the true floor.</summary>
    public const double QuotientBias = 0.5 + (1.0 / (1 << 20));

    /// <summary>Native memory, aligned to 64 bytes, that lives as long as the process.</summary>
    public static unsafe long* Allocate(int longs) => (long*)NativeMemory.AlignedAlloc((nuint)longs * sizeof(long), 64);
}

/// <summary>The tables of one field's block arithmetic, derived from its modulus at first use. Digits are repeated for all 8 lanes.</summary>
internal static unsafe class BlockConstants<T, TShape>
    where T : unmanaged, IMontgomeryField<T>
    where TShape : struct, IBlockShape
{
    /// <summary>Digits of p.</summary>
    public static readonly long* Modulus = Block(T.Characteristic);

    /// <summary>Digits of R mod p: a block times this is x R' R / R' = x R, raw from scaled.</summary>
    public static readonly long* PackedFactor = Block((BigInteger.One << (64 * TShape.PackedLimbs)) % T.Characteristic);

    /// <summary>2^Shift: an element times this has the packed number that is its scaled form modulo p.</summary>
    public static readonly T ScaleFactor = T.FromBigInteger(BigInteger.One << TShape.Shift);

    /// <summary>2^(52 (L - 1)) / p, which makes a quotient by p from a top limb.</summary>
    public static readonly double QuotientFactor = Ratio(BigInteger.One << (BlockConstants.Radix * (TShape.Limbs - 1)), T.Characteristic);

    private static long* Block(BigInteger value)
    {
        var block = BlockConstants.Allocate(8 * TShape.Limbs);
        for (var i = 0; i < TShape.Limbs; i++)
            new Span<long>(block + (8 * i), 8).Fill((long)((value >> (BlockConstants.Radix * i)) & BlockConstants.Mask));
        return block;
    }

    private static double Ratio(BigInteger numerator, BigInteger denominator) => (double)((numerator << 128) / denominator) * Math.ScaleB(1, -128);
}
