using System.Numerics;

namespace Zk.Field;

/// <content>The members that do not depend on the number of limbs, all by <see cref="MontgomeryForm{T}"/> and <see cref="PrimeField"/>.</content>
public readonly partial struct Fp384<TModulus>
{
    /// <inheritdoc/>
    public static BigInteger Characteristic => MontgomeryForm<Fp384<TModulus>>.Modulus;

    /// <inheritdoc/>
    public static int ExtensionDegree => 1;

    /// <inheritdoc/>
    public static int ByteLength => MontgomeryForm<Fp384<TModulus>>.ByteLength;

    /// <inheritdoc/>
    public static int LimbCount => MontgomeryForm<Fp384<TModulus>>.LimbCount;

    /// <inheritdoc/>
    public static int BitLength => MontgomeryForm<Fp384<TModulus>>.BitLength;

    /// <inheritdoc/>
    public static int TwoAdicity => MontgomeryForm<Fp384<TModulus>>.TwoAdicity;

    /// <inheritdoc/>
    public static Fp384<TModulus> MultiplicativeGenerator => MontgomeryForm<Fp384<TModulus>>.Generator;

    static string IMontgomeryField<Fp384<TModulus>>.ModulusDecimal => TModulus.Decimal;

    static ulong IMontgomeryField<Fp384<TModulus>>.ModulusNegativeInverse => TModulus.NegativeInverse;

    static ulong IMontgomeryField<Fp384<TModulus>>.SmallGenerator => TModulus.Generator;

    /// <inheritdoc/>
    public static void VisitBlocks<TVisitor>(VectorKernel kernel, ref TVisitor visitor)
        where TVisitor : struct, IBlockVisitor<Fp384<TModulus>> => VectorBlocks.Visit<Fp384<TModulus>, EightLimbs, TVisitor>(kernel, ref visitor);

    /// <inheritdoc/>
    public static Fp384<TModulus> RootOfUnity(int log2) => MontgomeryForm<Fp384<TModulus>>.RootOfUnity(log2);

    /// <inheritdoc/>
    public static Fp384<TModulus> FromUInt64(ulong value) => MontgomeryForm<Fp384<TModulus>>.FromUInt64(value);

    /// <inheritdoc/>
    public static Fp384<TModulus> FromBigInteger(BigInteger value) => MontgomeryForm<Fp384<TModulus>>.FromBigInteger(value);

    /// <inheritdoc/>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> source, out Fp384<TModulus> value) => MontgomeryForm<Fp384<TModulus>>.TryReadLittleEndian(source, out value);

    /// <inheritdoc/>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out Fp384<TModulus> value) => MontgomeryForm<Fp384<TModulus>>.TryReadBigEndian(source, out value);

    /// <inheritdoc/>
    public static Fp384<TModulus> ReduceBigEndian(ReadOnlySpan<byte> source) => MontgomeryForm<Fp384<TModulus>>.ReduceBigEndian(source);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> text, out Fp384<TModulus> value) => PrimeField.TryParse(text, out value);

    /// <inheritdoc/>
    public static Fp384<TModulus> Random() => PrimeField.Random<Fp384<TModulus>>();

    /// <inheritdoc/>
    public BigInteger ToBigInteger() => MontgomeryForm<Fp384<TModulus>>.ToBigInteger(this);

    /// <inheritdoc/>
    public void WriteLimbs(Span<ulong> limbs) => MontgomeryForm<Fp384<TModulus>>.WriteLimbs(this, limbs);

    /// <inheritdoc/>
    public void WriteLittleEndian(Span<byte> destination) => MontgomeryForm<Fp384<TModulus>>.WriteLittleEndian(this, destination);

    /// <inheritdoc/>
    public void WriteBigEndian(Span<byte> destination) => MontgomeryForm<Fp384<TModulus>>.WriteBigEndian(this, destination);

    /// <inheritdoc/>
    public Fp384<TModulus> Inverse() => MontgomeryForm<Fp384<TModulus>>.Inverse(this);

    /// <inheritdoc/>
    public bool TrySqrt(out Fp384<TModulus> root) => PrimeField.TrySqrt(this, out root);

    /// <inheritdoc/>
    public int Legendre() => PrimeField.Legendre(this);

    /// <summary>The canonical representative in decimal.</summary>
    public override string ToString() => MontgomeryForm<Fp384<TModulus>>.ToDecimal(this);
}
