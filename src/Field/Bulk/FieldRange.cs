namespace Zk.Field;

/// <summary>
/// A checked range of a <see cref="FieldVector{T}"/>: what bulk operations work on. A whole vector converts to its range. It must not outlive the
/// vector's disposal.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly unsafe struct FieldRange<T>
    where T : unmanaged, IField<T>
{
    internal FieldRange(FieldVector<T> vector, long start, long count)
    {
        ArgumentNullException.ThrowIfNull(vector);
        vector.CheckRange(start, count);
        Vector = vector;
        Start = start;
        Count = count;
    }

    /// <summary>The vector.</summary>
    public FieldVector<T> Vector { get; }

    /// <summary>Index in the vector of the range's first element.</summary>
    public long Start { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    internal T* Pointer => Vector.Pointer + Start;

    /// <summary>The whole of a vector.</summary>
    public static implicit operator FieldRange<T>(FieldVector<T> vector) => new(vector, 0, vector?.Length ?? 0);

    /// <summary>A part of this range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part leaves this range.</exception>
    public FieldRange<T> Slice(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count - count);
        return new(Vector, Start + start, count);
    }
}
