namespace Zk.Field;

/// <summary>
/// A vector of field elements in native memory. The storage layout is opaque (it may become blocks of limbs for vector kernels), so there is no
/// span over it: elements come and go by index, by block load and store, and by range copy.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class FieldVector<T> : IDisposable
    where T : unmanaged, IField<T>
{
    private readonly NativeBuffer<T> _storage;

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    public FieldVector(long length) => _storage = new NativeBuffer<T>(length);

    /// <summary>Allocates a copy of <paramref name="values"/>.</summary>
    public FieldVector(ReadOnlySpan<T> values)
        : this(values.Length) => Store(0, values);

    /// <summary>Number of elements.</summary>
    public long Length => _storage.Length;

    /// <summary>Bytes of native memory held.</summary>
    public long ByteSize => _storage.Length * sizeof(T);

    /// <summary>One element.</summary>
    public T this[long index]
    {
        get => _storage[index];
        set => _storage[index] = value;
    }

    /// <summary>Storage for kernels of this assembly, which alone know the layout.</summary>
    internal T* Pointer => _storage.Pointer;

    /// <summary>The range of <paramref name="count"/> elements from <paramref name="start"/>, for bulk operations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the vector.</exception>
    public FieldRange<T> Range(long start, long count) => new(this, start, count);

    /// <summary>Copies elements start.. into <paramref name="destination"/>.</summary>
    public void Load(long start, Span<T> destination) => _storage.Slice(start, destination.Length).CopyTo(destination);

    /// <summary>Copies <paramref name="source"/> over elements start...</summary>
    public void Store(long start, ReadOnlySpan<T> source) => source.CopyTo(_storage.Slice(start, source.Length));

    /// <summary>Copies a range into another vector; the ranges may overlap when both are the same vector.</summary>
    public void CopyTo(long start, FieldVector<T> destination, long destinationStart, long count)
    {
        ArgumentNullException.ThrowIfNull(destination);
        CheckRange(start, count);
        destination.CheckRange(destinationStart, count);
        Buffer.MemoryCopy(Pointer + start, destination.Pointer + destinationStart, count * sizeof(T), count * sizeof(T));
    }

    /// <summary>Sets a range to zero.</summary>
    public void Clear(long start, long count)
    {
        CheckRange(start, count);
        for (var p = Pointer + start; count > 0; p += 1 << 20, count -= 1 << 20)
            new Span<T>(p, (int)Math.Min(count, 1 << 20)).Clear();
    }

    /// <summary>A copy with its own memory.</summary>
    public FieldVector<T> Clone()
    {
        var copy = new FieldVector<T>(Length);
        CopyTo(0, copy, 0, Length);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose() => _storage.Dispose();

    internal void CheckRange(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - count);
    }
}
