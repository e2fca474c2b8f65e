using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// A pairing-friendly curve as a proof system sees it: two groups of prime order r, the order of <typeparamref name="TFr"/>, and a pairing check.
/// Points are opaque values that travel as canonical bytes. Every operation is variable time and safe to call from several threads.
/// </summary>
/// <typeparam name="TFr">The scalar field.</typeparam>
public abstract class PairingCurve<TFr>
    where TFr : unmanaged, IPrimeField<TFr>
{
    /// <summary>The curve's name in files and messages, in lower case: "bn254", "bls12-381".</summary>
    public abstract string Name { get; }

    /// <summary>The modulus q of the field of coordinates.</summary>
    public abstract BigInteger BaseModulus { get; }

    /// <summary>Length in bytes of an uncompressed point of G1.</summary>
    public abstract int G1Size { get; }

    /// <summary>Length in bytes of an uncompressed point of G2.</summary>
    public abstract int G2Size { get; }

    /// <summary>The generator of G1.</summary>
    public abstract G1Point G1Generator { get; }

    /// <summary>The generator of G2.</summary>
    public abstract G2Point G2Generator { get; }

    /// <summary>The point at infinity of G1.</summary>
    public abstract G1Point G1Infinity { get; }

    /// <summary>The point at infinity of G2.</summary>
    public abstract G2Point G2Infinity { get; }

    /// <summary>
    /// Reads an uncompressed point of G1 strictly: exact length, coordinates below the modulus, on the curve, in the subgroup. All zeros is infinity.
    /// </summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="point">The point; infinity when refused.</param>
    /// <param name="reason">Why it was refused; empty when it was read.</param>
    public abstract bool TryDecodeG1(ReadOnlySpan<byte> bytes, out G1Point point, out string reason);

    /// <inheritdoc cref="TryDecodeG1"/>
    public abstract bool TryDecodeG2(ReadOnlySpan<byte> bytes, out G2Point point, out string reason);

    /// <summary>
    /// As <see cref="TryDecodeG2"/>, from x.c0 || x.c1 || y.c0 || y.c1, each little-endian in Montgomery form with R = 2^(8 * length in bytes), as
    /// snarkjs writes it.
    /// </summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="point">The point; infinity when refused.</param>
    /// <param name="reason">Why it was refused; empty when it was read.</param>
    public abstract bool TryDecodeG2Montgomery(ReadOnlySpan<byte> bytes, out G2Point point, out string reason);

    /// <summary>The compressed form of <see cref="PointEncoding"/>, half as long as the uncompressed one.</summary>
    public abstract byte[] Compress(G1Point point);

    /// <inheritdoc cref="Compress(G1Point)"/>
    public abstract byte[] Compress(G2Point point);

    /// <summary>Reads a compressed point of G1 as strictly as <see cref="TryDecodeG1"/>.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="point">The point; infinity when refused.</param>
    /// <param name="reason">Why it was refused; empty when it was read.</param>
    public abstract bool TryDecompressG1(ReadOnlySpan<byte> bytes, out G1Point point, out string reason);

    /// <inheritdoc cref="TryDecompressG1"/>
    public abstract bool TryDecompressG2(ReadOnlySpan<byte> bytes, out G2Point point, out string reason);

    /// <summary>The sum of two points.</summary>
    public abstract G1Point Add(G1Point left, G1Point right);

    /// <summary>The negative of a point.</summary>
    public abstract G1Point Negate(G1Point point);

    /// <summary>A multiple of a point.</summary>
    public abstract G1Point Multiply(G1Point point, TFr scalar);

    /// <inheritdoc cref="Add(G1Point, G1Point)"/>
    public abstract G2Point Add(G2Point left, G2Point right);

    /// <inheritdoc cref="Negate(G1Point)"/>
    public abstract G2Point Negate(G2Point point);

    /// <inheritdoc cref="Multiply(G1Point, TFr)"/>
    public abstract G2Point Multiply(G2Point point, TFr scalar);

    /// <summary>The sum of scalars[i] * points[i], for the few points of a verifier.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract G1Point LinearCombination(ReadOnlySpan<G1Point> points, ReadOnlySpan<TFr> scalars);

    /// <summary>Allocates a vector of infinities.</summary>
    public abstract G1Vector<TFr> NewG1Vector(long count);

    /// <summary>
    /// The sum of scalars[scalarStart + i] * bases[baseStart + i] for i in 0..count-1. Right for any points and scalars; zeros, plus and minus
    /// one and small scalars of either sign are fast.
    /// </summary>
    /// <param name="bases">Points of this curve.</param>
    /// <param name="baseStart">Index of the first point.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="scalarStart">Index of the first scalar.</param>
    /// <param name="count">Number of terms.</param>
    /// <param name="threads">The most threads to use, at least one.</param>
    /// <exception cref="ArgumentException">The bases are of another curve.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A range leaves its vector.</exception>
    public abstract G1Point MultiExponentiate(
        G1Vector<TFr> bases, long baseStart, FieldVector<TFr> scalars, long scalarStart, long count, int threads);

    /// <summary>destination[start + i] = scalars[i] * <see cref="G1Generator"/> for every scalar.</summary>
    /// <exception cref="ArgumentException">The destination is of another curve.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The results do not fit the destination.</exception>
    public abstract void FillMultiples(G1Vector<TFr> destination, long start, FieldVector<TFr> scalars, int threads);

    /// <summary>Whether the product of the pairings e(g1[i], g2[i]) is one. An empty product is.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract bool PairingCheck(ReadOnlySpan<G1Point> g1, ReadOnlySpan<G2Point> g2);
}
