using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// A vector of points of G1 in native memory, in the representation that multi-exponentiation reads. It starts as all infinity. Reading, and
/// writing to disjoint ranges, may run in parallel.
/// </summary>
/// <typeparam name="TFr">The scalar field of the curve.</typeparam>
public abstract class G1Vector<TFr> : IDisposable
    where TFr : unmanaged, IPrimeField<TFr>
{
    /// <summary>Number of points.</summary>
    public abstract long Count { get; }

    /// <summary>Bytes of native memory held.</summary>
    public abstract long ByteSize { get; }

    /// <summary>How many multiples of each point are held, itself included; 1 unless <see cref="Precompute"/> made more.</summary>
    public abstract int Multiples { get; }

    /// <summary>One point. Setting stores a point of the same curve.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0..Count−1.</exception>
    public abstract G1Point this[long index] { get; set; }

    /// <summary>
    /// Reads consecutive canonical uncompressed points, checking each completely (coordinates below the modulus, on the curve, in the subgroup).
    /// </summary>
    /// <param name="start">Index of the first point to store.</param>
    /// <param name="bytes">Whole encodings.</param>
    /// <param name="reason">Which point was refused and why; empty when all were stored. Points before it have been stored.</param>
    /// <exception cref="ArgumentException">The bytes are not whole encodings.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The points do not fit the vector.</exception>
    public abstract bool TryStore(long start, ReadOnlySpan<byte> bytes, out string reason);

    /// <summary>
    /// As <see cref="TryStore"/>, from points whose coordinates are little-endian in Montgomery form with R = 2^(8 * length of a coordinate in bytes), as
    /// snarkjs writes them.
    /// </summary>
    /// <param name="start">Index of the first point to store.</param>
    /// <param name="bytes">Whole encodings.</param>
    /// <param name="reason">Which point was refused and why; empty when all were stored.</param>
    /// <exception cref="ArgumentException">The bytes are not whole encodings.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The points do not fit the vector.</exception>
    public abstract bool TryStoreMontgomery(long start, ReadOnlySpan<byte> bytes, out string reason);

    /// <summary>Writes the canonical uncompressed encodings of consecutive points.</summary>
    /// <param name="start">Index of the first point.</param>
    /// <param name="destination">Room for whole encodings.</param>
    /// <exception cref="ArgumentException">The room is not for whole encodings.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many points.</exception>
    public abstract void CopyBytes(long start, Span<byte> destination);

    /// <summary>Copies a range to another vector of the same curve; the ranges may overlap when both are the same vector.</summary>
    /// <exception cref="ArgumentException">The vectors are of different curves.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A range leaves its vector.</exception>
    public abstract void CopyTo(long start, G1Vector<TFr> destination, long destinationStart, long count);

    /// <summary>What <see cref="ByteSize"/> is with so many multiples of each point: in proportion to them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in 1..32.</exception>
    public abstract long SizeWith(int multiples);

    /// <summary>
    /// Computes multiples of each point by powers of two, which make every later sum of multiples of these points faster: there
    /// are so many times fewer windows whose buckets are to be weighed. It costs about 254 (1 - 1 / multiples) doublings a point and, until it ends, the memory of <see cref="SizeWith"/> besides that held.
    /// Nothing else may use the vector meanwhile. Writing a point makes the multiples void.
    /// </summary>
    /// <param name="multiples">Multiples of each point, itself included; 1 frees the others.</param>
    /// <param name="threads">The most threads to use, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in 1..32, or there would be more than 2^31 points; or there is no thread.</exception>
    public abstract void Precompute(int multiples, int threads);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
