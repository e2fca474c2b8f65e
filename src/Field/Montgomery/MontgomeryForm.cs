using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zk.Field;

/// <summary>What <see cref="MontgomeryForm{T}"/> needs to know of a field: its struct consists of limbs, least significant first, and nothing else.</summary>
internal interface IMontgomeryField<TSelf> : IPrimeField<TSelf>
    where TSelf : unmanaged, IMontgomeryField<TSelf>
{
    static abstract string ModulusDecimal { get; }

    static abstract ulong ModulusNegativeInverse { get; }

    static abstract ulong SmallGenerator { get; }
}

/// <summary>The constants and conversions of prime fields in Montgomery form (a is stored as a R mod p, R = 2^(64 n)), for any number n of limbs. Little-endian machines only.</summary>
internal static class MontgomeryForm<T>
    where T : unmanaged, IMontgomeryField<T>
{
    public static readonly int LimbCount = Unsafe.SizeOf<T>() / sizeof(ulong);
    public static readonly int ByteLength = Unsafe.SizeOf<T>();
    public static readonly BigInteger Modulus = BigInteger.Parse(T.ModulusDecimal, CultureInfo.InvariantCulture);
    public static readonly int BitLength = (int)Modulus.GetBitLength();
    public static readonly int TwoAdicity = PrimeField.TrailingZeros(Modulus - 1);
    public static readonly T One = StoreResidue(BigInteger.One << (64 * LimbCount));
    private static readonly T RSquared = StoreResidue(BigInteger.One << (128 * LimbCount));
    private static readonly T RCubed = StoreResidue(BigInteger.One << (192 * LimbCount));
    private static readonly ulong[] ModulusLimbs = WriteModulus();
    private static readonly T RawOne = FromLimb(1);
    public static readonly T Generator = FromUInt64(T.SmallGenerator);
    private static readonly T[] Roots = PrimeField.RootsOfUnity(Generator, Modulus, TwoAdicity);

    public static T RootOfUnity(int log2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(log2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, TwoAdicity);
        return Roots[log2];
    }

    public static T FromUInt64(ulong value) => FromLimb(value) * RSquared;

    public static T FromBigInteger(BigInteger value) => StoreResidue(value) * RSquared;

    public static BigInteger ToBigInteger(in T value)
    {
        var canonical = ToCanonical(value);
        return new BigInteger(BytesOf(ref canonical), isUnsigned: true);
    }

    public static void WriteLimbs(in T value, Span<ulong> limbs)
    {
        var canonical = ToCanonical(value);
        LimbsOf(ref canonical).CopyTo(limbs);
    }

    public static bool TryReadLittleEndian(ReadOnlySpan<byte> source, out T value)
    {
        value = default;
        if (source.Length != ByteLength)
            return false;
        var raw = default(T);
        source.CopyTo(BytesOf(ref raw));
        if (!Limbs.IsLess(LimbsOf(ref raw), ModulusLimbs))
            return false;
        value = raw * RSquared;
        return true;
    }

    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out T value)
    {
        value = default;
        if (source.Length != ByteLength)
            return false;
        Span<byte> reversed = stackalloc byte[ByteLength];
        source.CopyTo(reversed);
        reversed.Reverse();
        return TryReadLittleEndian(reversed, out value);
    }

    public static void WriteLittleEndian(in T value, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, ByteLength, nameof(destination));
        var canonical = ToCanonical(value);
        BytesOf(ref canonical).CopyTo(destination);
    }

    public static void WriteBigEndian(in T value, Span<byte> destination)
    {
        WriteLittleEndian(value, destination);
        destination.Reverse();
    }

    public static T ReduceBigEndian(ReadOnlySpan<byte> source) => FromBigInteger(new BigInteger(source, isUnsigned: true, isBigEndian: true));

    public static T Inverse(in T value)
    {
        if (value.IsZero)
            throw new DivideByZeroException("zero has no inverse in a field");

        // The inverse of a R is a^-1 R^-1; the Montgomery product with R^3 makes it a^-1 R.
        var inverse = value;
        ModularInverse.Invert(LimbsOf(ref inverse), ModulusLimbs, T.ModulusNegativeInverse);
        return inverse * RCubed;
    }

    public static string ToDecimal(in T value) => ToBigInteger(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>Montgomery reduction of the stored value: the product with the integer 1.</summary>
    private static T ToCanonical(in T value) => value * RawOne;

    private static T StoreResidue(BigInteger value)
    {
        var stored = default(T);
        PrimeField.Residue(value, Modulus).TryWriteBytes(BytesOf(ref stored), out _, isUnsigned: true);
        return stored;
    }

    private static ulong[] WriteModulus()
    {
        var limbs = new ulong[LimbCount];
        Modulus.TryWriteBytes(MemoryMarshal.AsBytes(limbs.AsSpan()), out _, isUnsigned: true);
        return limbs;
    }

    private static T FromLimb(ulong value)
    {
        var stored = default(T);
        LimbsOf(ref stored)[0] = value;
        return stored;
    }

    private static Span<byte> BytesOf(ref T value) => MemoryMarshal.AsBytes(LimbsOf(ref value));

    private static Span<ulong> LimbsOf(ref T value) => MemoryMarshal.CreateSpan(ref Unsafe.As<T, ulong>(ref value), LimbCount);
}
