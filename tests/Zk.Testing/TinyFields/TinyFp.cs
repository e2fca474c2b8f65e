using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Zk.Field;

namespace Zk.Testing;

/// <summary>
/// A prime field small enough to enumerate, for exhaustive tests of circuits, and plain enough to be right at sight: the canonical value, reduced
/// by the remainder operator.
/// </summary>
public readonly struct TinyFp<TPrime> : IPrimeField<TinyFp<TPrime>>
    where TPrime : struct, ITinyPrime
{
    private readonly uint _value;

    private TinyFp(ulong value) => _value = (uint)(value % TPrime.Value);

    public static TinyFp<TPrime> Zero => default;

    public static TinyFp<TPrime> One => new(1);

    /// <summary>Every element, in canonical order.</summary>
    public static IEnumerable<TinyFp<TPrime>> All
    {
        get
        {
            for (var i = 0u; i < TPrime.Value; i++)
                yield return new(i);
        }
    }

    public static BigInteger Characteristic => TPrime.Value;

    public static int ExtensionDegree => 1;

    public static int BitLength => 32 - BitOperations.LeadingZeroCount(TPrime.Value);

    public static int ByteLength => (BitLength + 7) / 8;

    public static int LimbCount => 1;

    public static int TwoAdicity => BitOperations.TrailingZeroCount(TPrime.Value - 1);

    public static TinyFp<TPrime> MultiplicativeGenerator => new(TPrime.Generator);

    public bool IsZero => _value == 0;

    public bool IsOne => _value == 1;

    /// <summary>The canonical representative.</summary>
    public uint Value => _value;

    public static TinyFp<TPrime> operator +(in TinyFp<TPrime> left, in TinyFp<TPrime> right) => new((ulong)left._value + right._value);

    public static TinyFp<TPrime> operator -(in TinyFp<TPrime> left, in TinyFp<TPrime> right) => new((ulong)left._value + TPrime.Value - right._value);

    public static TinyFp<TPrime> operator -(in TinyFp<TPrime> value) => new((ulong)TPrime.Value - value._value);

    public static TinyFp<TPrime> operator *(in TinyFp<TPrime> left, in TinyFp<TPrime> right) => new((ulong)left._value * right._value);

    public static bool operator ==(in TinyFp<TPrime> left, in TinyFp<TPrime> right) => left._value == right._value;

    public static bool operator !=(in TinyFp<TPrime> left, in TinyFp<TPrime> right) => left._value != right._value;

    public static TinyFp<TPrime> RootOfUnity(int log2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(log2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, TwoAdicity);
        return MultiplicativeGenerator.Pow((TPrime.Value - 1) >> log2);
    }

    public static TinyFp<TPrime> FromUInt64(ulong value) => new(value);

    public static TinyFp<TPrime> FromBigInteger(BigInteger value)
    {
        var remainder = (long)BigInteger.Remainder(value, TPrime.Value);
        return new((ulong)(remainder < 0 ? remainder + TPrime.Value : remainder));
    }

    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out TinyFp<TPrime> value)
    {
        value = default;
        if (source.Length != ByteLength)
            return false;
        var number = 0u;
        foreach (var b in source)
            number = (number << 8) | b;
        if (number >= TPrime.Value)
            return false;
        value = new(number);
        return true;
    }

    public static bool TryReadLittleEndian(ReadOnlySpan<byte> source, out TinyFp<TPrime> value)
    {
        value = default;
        if (source.Length != ByteLength)
            return false;
        Span<byte> reversed = stackalloc byte[source.Length];
        source.CopyTo(reversed);
        reversed.Reverse();
        return TryReadBigEndian(reversed, out value);
    }

    public static TinyFp<TPrime> ReduceBigEndian(ReadOnlySpan<byte> source) => FromBigInteger(new BigInteger(source, isUnsigned: true, isBigEndian: true));

    public static bool TryParse(ReadOnlySpan<char> text, out TinyFp<TPrime> value) => PrimeField.TryParse(text, out value);

    public static TinyFp<TPrime> Random() => PrimeField.Random<TinyFp<TPrime>>();

    public TinyFp<TPrime> Double() => this + this;

    public TinyFp<TPrime> Square() => this * this;

    public TinyFp<TPrime> Inverse() => PrimeField.Inverse(this);

    public bool TrySqrt(out TinyFp<TPrime> root) => PrimeField.TrySqrt(this, out root);

    public int Legendre() => PrimeField.Legendre(this);

    public BigInteger ToBigInteger() => _value;

    public void WriteLimbs(Span<ulong> limbs) => limbs[0] = _value;

    public void WriteLittleEndian(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, ByteLength);
        for (var i = 0; i < destination.Length; i++)
            destination[i] = (byte)(_value >> (8 * i));
    }

    public void WriteBigEndian(Span<byte> destination)
    {
        WriteLittleEndian(destination);
        destination.Reverse();
    }

    public bool Equals(TinyFp<TPrime> other) => _value == other._value;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TinyFp<TPrime> other && Equals(other);

    public override int GetHashCode() => (int)_value;

    public override string ToString() => _value.ToString(CultureInfo.InvariantCulture);
}
