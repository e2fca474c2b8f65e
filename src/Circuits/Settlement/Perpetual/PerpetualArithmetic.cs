using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The roundings of <c>settlement/perpetual</c>.</summary>
internal static class PerpetualArithmetic
{
    /// <summary>The quotient rounded toward minus infinity; the divisor is positive.</summary>
    public static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Whether a number fits a signed 64-bit one.</summary>
    public static bool IsSigned64(BigInteger value) => value >= long.MinValue && value <= long.MaxValue;

    /// <summary>The number modulo 2^64 as a signed one: itself when it fits.</summary>
    public static long Wrap(BigInteger value) => unchecked((long)(ulong)(value & ulong.MaxValue));
}
