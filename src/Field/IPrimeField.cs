using System.Numerics;

namespace Zk.Field;

/// <summary>A prime field with a multiplicative subgroup of order 2^<see cref="TwoAdicity"/>.</summary>
/// <typeparam name="TSelf">The element type itself.</typeparam>
public interface IPrimeField<TSelf> : IField<TSelf>
    where TSelf : unmanaged, IPrimeField<TSelf>
{
    /// <summary>The number of bits of p.</summary>
    static abstract int BitLength { get; }

    /// <summary>The largest s such that 2^s divides p − 1.</summary>
    static abstract int TwoAdicity { get; }

    /// <summary>A generator of the whole multiplicative group (so also a quadratic non-residue). Used as coset shift.</summary>
    static abstract TSelf MultiplicativeGenerator { get; }

    /// <summary>
    /// The primitive 2^<paramref name="log2"/>-th root of unity <c>g^((p−1)/2^log2)</c>, with g the <see cref="MultiplicativeGenerator"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="log2"/> is outside 0..<see cref="TwoAdicity"/>.</exception>
    static abstract TSelf RootOfUnity(int log2);

    /// <summary>The element congruent to any integer, negative ones included.</summary>
    static abstract TSelf FromBigInteger(BigInteger value);

    /// <summary>The canonical representative in 0..p−1.</summary>
    BigInteger ToBigInteger();

    /// <summary>
    /// Writes the canonical representative as <see cref="LimbCount"/> little-endian 64-bit limbs (not Montgomery form), for scalar recoding and
    /// bit decomposition without big integers.
    /// </summary>
    void WriteLimbs(Span<ulong> limbs);

    /// <summary>Number of 64-bit limbs that hold a canonical representative.</summary>
    static abstract int LimbCount { get; }

    /// <summary>Reads the canonical little-endian encoding; false when the length is wrong or the value is not below p.</summary>
    static abstract bool TryReadLittleEndian(ReadOnlySpan<byte> source, out TSelf value);

    /// <summary>Writes the canonical little-endian encoding.</summary>
    void WriteLittleEndian(Span<byte> destination);

    /// <summary>
    /// Reduces a big-endian integer of any length modulo p. For hashing to a field; never for reading data that must be canonical.
    /// </summary>
    static abstract TSelf ReduceBigEndian(ReadOnlySpan<byte> source);

    /// <summary>
    /// Parses a canonical decimal number, or a hexadecimal one prefixed <c>0x</c>. Signs, spaces, separators and values of p or more are refused.
    /// </summary>
    static abstract bool TryParse(ReadOnlySpan<char> text, out TSelf value);

    /// <summary>A uniformly random element from the operating system's generator, by rejection sampling or from at least 128 surplus bits.</summary>
    static abstract TSelf Random();

    /// <summary>The Legendre symbol: 1 for a non-zero square, −1 for a non-square, 0 for zero.</summary>
    int Legendre();
}
