using System.Numerics;

namespace Zk.Field;

/// <content>The members that do not depend on the number of limbs, all by <see cref="MontgomeryForm{T}"/> and <see cref="PrimeField"/>.</content>
public readonly partial struct Fp256<TModulus>
{
    /// <inheritdoc/>
    public static BigInteger Characteristic => MontgomeryForm<Fp256<TModulus>>.Modulus;

    /// <inheritdoc/>
    public static int ExtensionDegree => 1;

    /// <inheritdoc/>
    public static int ByteLength => MontgomeryForm<Fp256<TModulus>>.ByteLength;

    /// <inheritdoc/>
    public static int LimbCount => MontgomeryForm<Fp256<TModulus>>.LimbCount;

    /// <inheritdoc/>
    public static int BitLength => MontgomeryForm<Fp256<TModulus>>.BitLength;

    /// <inheritdoc/>
    public static int TwoAdicity => MontgomeryForm<Fp256<TModulus>>.TwoAdicity;

    /// <inheritdoc/>
    public static Fp256<TModulus> MultiplicativeGenerator => MontgomeryForm<Fp256<TModulus>>.Generator;

    static string IMontgomeryField<Fp256<TModulus>>.ModulusDecimal => TModulus.Decimal;

    static ulong IMontgomeryField<Fp256<TModulus>>.ModulusNegativeInverse => TModulus.NegativeInverse;

    static ulong IMontgomeryField<Fp256<TModulus>>.SmallGenerator => TModulus.Generator;

    /// <inheritdoc/>
    public static void VisitBlocks<TVisitor>(VectorKernel kernel, ref TVisitor visitor)
        where TVisitor : struct, IBlockVisitor<Fp256<TModulus>> => VectorBlocks.Visit<Fp256<TModulus>, FiveLimbs, TVisitor>(kernel, ref visitor);

    /// <inheritdoc/>
    public static Fp256<TModulus> RootOfUnity(int log2) => MontgomeryForm<Fp256<TModulus>>.RootOfUnity(log2);

    /// <inheritdoc/>
    public static Fp256<TModulus> FromUInt64(ulong value) => MontgomeryForm<Fp256<TModulus>>.FromUInt64(value);

    /// <inheritdoc/>
    public static Fp256<TModulus> FromBigInteger(BigInteger value) => MontgomeryForm<Fp256<TModulus>>.FromBigInteger(value);

    /// <inheritdoc/>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> source, out Fp256<TModulus> value) => MontgomeryForm<Fp256<TModulus>>.TryReadLittleEndian(source, out value);

    /// <inheritdoc/>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out Fp256<TModulus> value) => MontgomeryForm<Fp256<TModulus>>.TryReadBigEndian(source, out value);

    /// <inheritdoc/>
    public static Fp256<TModulus> ReduceBigEndian(ReadOnlySpan<byte> source) => MontgomeryForm<Fp256<TModulus>>.ReduceBigEndian(source);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> text, out Fp256<TModulus> value) => PrimeField.TryParse(text, out value);

    /// <inheritdoc/>
    public static Fp256<TModulus> Random() => PrimeField.Random<Fp256<TModulus>>();

    /// <inheritdoc/>
    public BigInteger ToBigInteger() => MontgomeryForm<Fp256<TModulus>>.ToBigInteger(this);

    /// <inheritdoc/>
    public void WriteLimbs(Span<ulong> limbs) => MontgomeryForm<Fp256<TModulus>>.WriteLimbs(this, limbs);

    /// <inheritdoc/>
    public void WriteLittleEndian(Span<byte> destination) => MontgomeryForm<Fp256<TModulus>>.WriteLittleEndian(this, destination);

    /// <inheritdoc/>
    public void WriteBigEndian(Span<byte> destination) => MontgomeryForm<Fp256<TModulus>>.WriteBigEndian(this, destination);

    /// <inheritdoc/>
    public Fp256<TModulus> Inverse() => MontgomeryForm<Fp256<TModulus>>.Inverse(this);

    /// <inheritdoc/>
    public bool TrySqrt(out Fp256<TModulus> root) => PrimeField.TrySqrt(this, out root);

    /// <inheritdoc/>
    public int Legendre() => PrimeField.Legendre(this);

    /// <summary>The canonical representative in decimal.</summary>
    public override string ToString() => MontgomeryForm<Fp256<TModulus>>.ToDecimal(this);
}
