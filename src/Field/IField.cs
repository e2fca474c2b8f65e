using System.Numerics;

namespace Zk.Field;

/// <summary>
/// A finite field: a prime field or an extension of one. Elements are immutable values; every operation returns a fully reduced element.
/// None of the arithmetic promised here is constant time unless an implementation says so.
/// </summary>
/// <typeparam name="TSelf">The element type itself.</typeparam>
public interface IField<TSelf> : IEquatable<TSelf>
    where TSelf : unmanaged, IField<TSelf>
{
    /// <summary>The additive identity. Its memory representation is all zero bits in every field of this library.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The multiplicative identity.</summary>
    static abstract TSelf One { get; }

    /// <summary>The characteristic p of the field.</summary>
    static abstract BigInteger Characteristic { get; }

    /// <summary>The degree of the field over its prime field: 1 for a prime field, 12 for Fp12.</summary>
    static abstract int ExtensionDegree { get; }

    /// <summary>Length in bytes of the canonical encoding: <see cref="ExtensionDegree"/> times that of the prime field.</summary>
    static abstract int ByteLength { get; }

    /// <summary>Whether this element is zero.</summary>
    bool IsZero { get; }

    /// <summary>Whether this element is one.</summary>
    bool IsOne { get; }

    /// <summary>Twice this element.</summary>
    TSelf Double();

    /// <summary>This element times itself.</summary>
    TSelf Square();

    /// <summary>The multiplicative inverse.</summary>
    /// <exception cref="DivideByZeroException">This element is zero.</exception>
    TSelf Inverse();

    /// <summary>Finds a square root. Which of the two roots is returned is deterministic but unspecified.</summary>
    /// <returns><see langword="false"/> when this element is not a square; <paramref name="root"/> is then zero.</returns>
    bool TrySqrt(out TSelf root);

    /// <summary>Embeds a small integer.</summary>
    static abstract TSelf FromUInt64(ulong value);

    /// <summary>
    /// Reads the canonical big-endian encoding. An extension element is the concatenation of its coefficients, highest power first,
    /// which for Fp2 is the order of EIP-197 (imaginary part first).
    /// </summary>
    /// <returns><see langword="false"/> when the length is not <see cref="ByteLength"/> or a coefficient is not below p.</returns>
    static abstract bool TryReadBigEndian(ReadOnlySpan<byte> source, out TSelf value);

    /// <summary>Writes the canonical big-endian encoding; <paramref name="destination"/> has exactly <see cref="ByteLength"/> bytes.</summary>
    void WriteBigEndian(Span<byte> destination);

    /// <summary>
    /// Calls the visitor with the arithmetic on blocks of 8 elements by one kernel; <see cref="VectorKernels.Selected"/> is the one to use. A kernel that this
    /// processor lacks instructions for still gives the right result, slowly. Fields without kernels of their own use their scalar operators.
    /// </summary>
    static virtual void VisitBlocks<TVisitor>(VectorKernel kernel, ref TVisitor visitor)
        where TVisitor : struct, IBlockVisitor<TSelf> => visitor.Visit<ScalarBlocks<TSelf>>();

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(in TSelf left, in TSelf right);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(in TSelf left, in TSelf right);

    /// <summary>Additive inverse.</summary>
    static abstract TSelf operator -(in TSelf value);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(in TSelf left, in TSelf right);

    /// <summary>Equality of field elements.</summary>
    static abstract bool operator ==(in TSelf left, in TSelf right);

    /// <summary>Inequality of field elements.</summary>
    static abstract bool operator !=(in TSelf left, in TSelf right);
}
