using Zk.Field;

namespace Zk.Curves;

/// <summary>The points of a <see cref="G1Vector{TFr}"/> as affine Montgomery coordinates, one after the other, and after them their multiples if they were precomputed.</summary>
internal sealed unsafe class AffineVector<TFr, TBase, TCurve>(long count) : G1Vector<TFr>
    where TFr : unmanaged, IPrimeField<TFr>
    where TBase : unmanaged, IPrimeField<TBase>
    where TCurve : struct, IWeierstrassCurve<TBase, TCurve>
{
    private NativeBuffer<AffinePoint<TBase, TCurve>> _points = new(count);

    private static int PointSize => 2 * TBase.ByteLength;

    public override long Count { get; } = count;

    public override long ByteSize => _points.Length * sizeof(AffinePoint<TBase, TCurve>);

    public override int Multiples => Plan.Count;

    /// <summary>Which multiples of the points there are, each as far from the last as there are points.</summary>
    public MultiplesPlan Plan { get; private set; } = MultiplesPlan.None;

    public override G1Point this[long index]
    {
        get
        {
            var bytes = new byte[PointSize];
            PointEncoding.WriteUncompressed(*Range(index, 1), bytes);
            return new G1Point(bytes);
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            *WritableRange(index, 1) = PointEncoding.ReadTrusted<TBase, TCurve>(value.Bytes);
        }
    }

    /// <summary>The address of a range's first point, after a check of the range.</summary>
    public AffinePoint<TBase, TCurve>* Range(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count - length);
        return _points.Pointer + start;
    }

    /// <summary>As <see cref="Range"/>, for writing, which leaves the multiples out of date.</summary>
    public AffinePoint<TBase, TCurve>* WritableRange(long start, long length)
    {
        var points = Range(start, length);
        Plan = MultiplesPlan.None;
        return points;
    }

    public override long SizeWith(int multiples) =>
        checked(Count * MultiplesPlan.Choose<TFr>(multiples, Count).Count * sizeof(AffinePoint<TBase, TCurve>));

    public override void Precompute(int multiples, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var plan = MultiplesPlan.Choose<TFr>(multiples, Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(multiples, Math.Max(1, int.MaxValue / Math.Max(1, Count)));
        if (plan == Plan)
            return;
        var all = new NativeBuffer<AffinePoint<TBase, TCurve>>(Count * multiples);
        var size = Count * sizeof(AffinePoint<TBase, TCurve>);
        Buffer.MemoryCopy(_points.Pointer, all.Pointer, size, size);
        BaseMultiples.Fill(all.Pointer, Count, plan, threads, VectorKernels.Selected);
        _points.Dispose();
        _points = all;
        Plan = plan;
    }

    public override bool TryStore(long start, ReadOnlySpan<byte> bytes, out string reason) =>
        TryStore(start, bytes, PointEncoding.TryReadUncompressed, out reason);

    public override bool TryStoreMontgomery(long start, ReadOnlySpan<byte> bytes, out string reason) =>
        TryStore(start, bytes, MontgomeryEncoding<TBase>.TryRead<TBase, TCurve>, out reason);

    public override void CopyBytes(long start, Span<byte> destination)
    {
        var points = Range(start, Whole(destination.Length));
        for (; !destination.IsEmpty; points++, destination = destination[PointSize..])
            PointEncoding.WriteUncompressed(*points, destination[..PointSize]);
    }

    public override void CopyTo(long start, G1Vector<TFr> destination, long destinationStart, long count)
    {
        if (destination is not AffineVector<TFr, TBase, TCurve> other)
            throw new ArgumentException("the vectors are of different curves", nameof(destination));
        var size = count * sizeof(AffinePoint<TBase, TCurve>);
        Buffer.MemoryCopy(Range(start, count), other.WritableRange(destinationStart, count), size, size);
    }

    protected override void Dispose(bool disposing) => _points.Dispose();

    private static int Whole(int bytes) => bytes % PointSize == 0
        ? bytes / PointSize
        : throw new ArgumentException($"{bytes} bytes are not a whole number of points of {PointSize} bytes");

    private delegate bool Reader(ReadOnlySpan<byte> bytes, out AffinePoint<TBase, TCurve> point, out string reason);

    private bool TryStore(long start, ReadOnlySpan<byte> bytes, Reader read, out string reason)
    {
        var length = Whole(bytes.Length);
        var points = WritableRange(start, length);
        for (var i = 0; i < length; i++)
        {
            if (read(bytes.Slice(i * PointSize, PointSize), out points[i], out reason))
                continue;
            reason = $"point {start + i}: {reason}";
            return false;
        }

        reason = "";
        return true;
    }
}
