using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Zk.Field;

public readonly partial struct Fp256<TModulus>
{
    private const int Limbs = 4;
    private const int Bytes = 32;

    /// <inheritdoc/>
    public static BigInteger Characteristic => Constants.Modulus;

    /// <inheritdoc/>
    public static int ExtensionDegree => 1;

    /// <inheritdoc/>
    public static int ByteLength => Bytes;

    /// <inheritdoc/>
    public static int LimbCount => Limbs;

    /// <inheritdoc/>
    public static int BitLength => Constants.BitLength;

    /// <inheritdoc/>
    public static int TwoAdicity => Constants.TwoAdicity;

    /// <inheritdoc/>
    public static Fp256<TModulus> MultiplicativeGenerator => Constants.Generator;

    /// <inheritdoc/>
    public static Fp256<TModulus> RootOfUnity(int log2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(log2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, Constants.TwoAdicity);
        return Constants.Roots[log2];
    }

    /// <inheritdoc/>
    public static Fp256<TModulus> FromUInt64(ulong value) => new Fp256<TModulus>(value, 0, 0, 0) * Constants.RSquared;

    /// <inheritdoc/>
    public static Fp256<TModulus> FromBigInteger(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        PrimeField.WriteResidue(value, Constants.Modulus, bytes);
        return FromCanonical(bytes);
    }

    /// <inheritdoc/>
    public BigInteger ToBigInteger()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        WriteLittleEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    /// <inheritdoc/>
    public void WriteLimbs(Span<ulong> limbs)
    {
        var c = ToCanonical();
        limbs[0] = c._l0;
        limbs[1] = c._l1;
        limbs[2] = c._l2;
        limbs[3] = c._l3;
    }

    /// <inheritdoc/>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> source, out Fp256<TModulus> value)
    {
        value = default;
        if (source.Length != Bytes || !IsCanonical(source))
            return false;
        value = FromCanonical(source);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out Fp256<TModulus> value)
    {
        value = default;
        if (source.Length != Bytes)
            return false;
        Span<byte> reversed = stackalloc byte[Bytes];
        source.CopyTo(reversed);
        reversed.Reverse();
        return TryReadLittleEndian(reversed, out value);
    }

    /// <inheritdoc/>
    public void WriteLittleEndian(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Bytes);
        var c = ToCanonical();
        BinaryPrimitives.WriteUInt64LittleEndian(destination, c._l0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], c._l1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], c._l2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], c._l3);
    }

    /// <inheritdoc/>
    public void WriteBigEndian(Span<byte> destination)
    {
        WriteLittleEndian(destination);
        destination.Reverse();
    }

    /// <inheritdoc/>
    public static Fp256<TModulus> ReduceBigEndian(ReadOnlySpan<byte> source) =>
        FromBigInteger(new BigInteger(source, isUnsigned: true, isBigEndian: true));

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> text, out Fp256<TModulus> value) => PrimeField.TryParse(text, out value);

    /// <inheritdoc/>
    public static Fp256<TModulus> Random() => PrimeField.Random<Fp256<TModulus>>();

    /// <inheritdoc/>
    public Fp256<TModulus> Inverse() => PrimeField.Inverse(this);

    /// <inheritdoc/>
    public bool TrySqrt(out Fp256<TModulus> root) => PrimeField.TrySqrt(this, out root);

    /// <inheritdoc/>
    public int Legendre() => PrimeField.Legendre(this);

    /// <summary>The canonical representative in decimal.</summary>
    public override string ToString() => ToBigInteger().ToString(CultureInfo.InvariantCulture);

    /// <summary>Montgomery reduction of the stored value: multiplication by the integer 1.</summary>
    private Fp256<TModulus> ToCanonical() => this * new Fp256<TModulus>(1, 0, 0, 0);

    private static Fp256<TModulus> FromCanonical(ReadOnlySpan<byte> littleEndian) => ReadRaw(littleEndian) * Constants.RSquared;

    private static Fp256<TModulus> ReadRaw(ReadOnlySpan<byte> littleEndian) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(littleEndian),
        BinaryPrimitives.ReadUInt64LittleEndian(littleEndian[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(littleEndian[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(littleEndian[24..]));

    private static bool IsCanonical(ReadOnlySpan<byte> littleEndian)
    {
        var v = ReadRaw(littleEndian);
        ulong borrow = 0;
        _ = SubtractWithBorrow(v._l0, TModulus.P0, ref borrow);
        _ = SubtractWithBorrow(v._l1, TModulus.P1, ref borrow);
        _ = SubtractWithBorrow(v._l2, TModulus.P2, ref borrow);
        _ = SubtractWithBorrow(v._l3, TModulus.P3, ref borrow);
        return borrow == 1;
    }

    /// <summary>Values derived once from the modulus.</summary>
    private static class Constants
    {
        public static readonly BigInteger Modulus = BigInteger.Parse(TModulus.Decimal, CultureInfo.InvariantCulture);
        public static readonly int BitLength = (int)Modulus.GetBitLength();
        public static readonly int TwoAdicity = PrimeField.TrailingZeros(Modulus - 1);
        public static readonly Fp256<TModulus> R = Raw(BigInteger.One << (64 * Limbs));
        public static readonly Fp256<TModulus> RSquared = Raw(BigInteger.One << (128 * Limbs));
        public static readonly Fp256<TModulus> Generator = new Fp256<TModulus>(TModulus.Generator, 0, 0, 0) * RSquared;
        public static readonly Fp256<TModulus>[] Roots = PrimeField.RootsOfUnity(Generator, Modulus, TwoAdicity);

        private static Fp256<TModulus> Raw(BigInteger value)
        {
            Span<byte> bytes = stackalloc byte[Bytes];
            PrimeField.WriteResidue(value, Modulus, bytes);
            return ReadRaw(bytes);
        }
    }
}
