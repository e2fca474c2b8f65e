using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Zk.Field;

/// <summary>Algorithms that every prime field shares. All are variable time.</summary>
public static class PrimeField
{
    /// <summary>The power with a non-negative exponent, by a fixed window of four bits.</summary>
    public static T Pow<T>(this T value, BigInteger exponent)
        where T : unmanaged, IField<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent.Sign, nameof(exponent));
        if (exponent <= ulong.MaxValue)
            return value.Pow((ulong)exponent);
        Span<T> powers = stackalloc T[16];
        powers[0] = T.One;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * value;
        var result = T.One;
        foreach (var digits in exponent.ToByteArray(isUnsigned: true, isBigEndian: true))
        {
            result = result.Square().Square().Square().Square() * powers[digits >> 4];
            result = result.Square().Square().Square().Square() * powers[digits & 15];
        }

        return result;
    }

    /// <summary>Square-and-multiply with a machine-word exponent.</summary>
    public static T Pow<T>(this T value, ulong exponent)
        where T : unmanaged, IField<T>
    {
        var result = T.One;
        for (var i = 63 - BitOperations.LeadingZeroCount(exponent); i >= 0; i--)
        {
            result = result.Square();
            if (((exponent >> i) & 1) != 0)
                result *= value;
        }

        return result;
    }

    internal static int TrailingZeros(BigInteger value)
    {
        var count = 0;
        for (; value.IsEven; value >>= 1)
            count++;
        return count;
    }

    internal static BigInteger Residue(BigInteger value, BigInteger modulus)
    {
        var residue = BigInteger.Remainder(value, modulus);
        return residue.Sign < 0 ? residue + modulus : residue;
    }

    /// <summary>Entry k is the primitive 2^k-th root of unity that <paramref name="generator"/> of the multiplicative group yields, k in 0..twoAdicity.</summary>
    public static T[] RootsOfUnity<T>(T generator, BigInteger modulus, int twoAdicity)
        where T : unmanaged, IField<T>
    {
        var roots = new T[twoAdicity + 1];
        roots[twoAdicity] = generator.Pow((modulus - 1) >> twoAdicity);
        for (var i = twoAdicity; i > 0; i--)
            roots[i - 1] = roots[i].Square();
        return roots;
    }

    /// <summary>Inversion by Fermat: the (p-2)-th power.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="value"/> is zero.</exception>
    public static T Inverse<T>(T value)
        where T : unmanaged, IPrimeField<T>
    {
        if (value.IsZero)
            throw new DivideByZeroException("zero has no inverse in a field");
        return value.Pow(T.Characteristic - 2);
    }

    /// <summary>The Legendre symbol by Euler's criterion.</summary>
    public static int Legendre<T>(T value)
        where T : unmanaged, IPrimeField<T>
    {
        if (value.IsZero)
            return 0;
        return value.Pow((T.Characteristic - 1) >> 1).IsOne ? 1 : -1;
    }

    /// <summary>Tonelli-Shanks; when p is 3 mod 4 it degenerates to one exponentiation.</summary>
    public static bool TrySqrt<T>(T value, out T root)
        where T : unmanaged, IPrimeField<T>
    {
        root = T.Zero;
        if (value.IsZero)
            return true;
        var s = T.TwoAdicity;
        var q = (T.Characteristic - 1) >> s;
        var w = value.Pow((q - 1) >> 1);
        var x = value * w;
        var b = x * w;
        var z = T.RootOfUnity(s);
        while (!b.IsOne)
        {
            var m = 0;
            for (var t = b; !t.IsOne; t = t.Square())
            {
                if (++m == s)
                    return false;
            }

            var g = z;
            for (var i = s - m - 1; i > 0; i--)
                g = g.Square();
            z = g.Square();
            x *= g;
            b *= z;
            s = m;
        }

        if (x.Square() != value)
            return false;
        root = x;
        return true;
    }

    /// <summary>Parses as <see cref="IPrimeField{TSelf}.TryParse"/> promises; text of any length is refused or read in time linear in ByteLength.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : unmanaged, IPrimeField<T>
    {
        value = T.Zero;
        var hex = text.StartsWith("0x", StringComparison.Ordinal);
        var digits = hex ? text[2..] : text;

        // The longest canonical decimal number has about 2.41 digits a byte; anything longer is refused before it is parsed.
        if (digits.IsEmpty || digits.Length > T.ByteLength * 3)
            return false;
        foreach (var c in digits)
        {
            if (!(hex ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c)))
                return false;
        }

        var parsed = hex
            ? BigInteger.Parse(string.Concat("0", digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (parsed >= T.Characteristic)
            return false;
        value = T.FromBigInteger(parsed);
        return true;
    }

    /// <summary>A uniformly random element by rejection sampling from the operating system's generator.</summary>
    public static T Random<T>()
        where T : unmanaged, IPrimeField<T>
    {
        Span<byte> bytes = stackalloc byte[T.ByteLength];
        // Every field here wastes fewer than 8 bits of its last byte, so a draw succeeds with probability above 1/2.
        var excess = (8 * T.ByteLength) - T.BitLength;
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            bytes[^1] &= (byte)(0xFF >> excess);
            if (T.TryReadLittleEndian(bytes, out var value))
                return value;
        }
    }
}
