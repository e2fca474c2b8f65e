using System.Runtime.InteropServices;

namespace Zk.Field;

/// <summary>
/// An owned block of native memory, 64-byte aligned, zeroed when allocated, invisible to the garbage collector. For indices, points and other
/// plain values; field elements live in <see cref="FieldVector{T}"/>, whose layout is opaque.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly void* _block;
    private T* _pointer;

    /// <summary>Allocates and zeroes <paramref name="length"/> elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or exceeds the address space.</exception>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public NativeBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, (long.MaxValue - Alignment) / sizeof(T));
        Length = length;

        // Not an aligned allocation cleared by hand: large zeroed blocks come from the system without being touched.
        _block = NativeMemory.AllocZeroed((nuint)(length * sizeof(T)) + Alignment);
        LargePages.Advise(_block, (nuint)(length * sizeof(T)));
        _pointer = (T*)(((nuint)_block + (Alignment - 1)) & ~(nuint)(Alignment - 1));
        GC.AddMemoryPressure(Math.Max(1, length * sizeof(T)));
    }

    /// <summary>Frees the memory if <see cref="Dispose"/> was forgotten.</summary>
    ~NativeBuffer() => Free();

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>The first element's address, valid until disposal.</summary>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer is null, this);
            return _pointer;
        }
    }

    /// <summary>Reads or writes one element, bounds checked.</summary>
    public ref T this[long index]
    {
        get
        {
            if ((ulong)index >= (ulong)Length)
                throw new ArgumentOutOfRangeException(nameof(index));
            return ref Pointer[index];
        }
    }

    /// <summary>A span over at most 2^31 − 1 elements.</summary>
    public Span<T> Slice(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - count);
        return new Span<T>(Pointer + start, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer is null)
            return;
        NativeMemory.Free(_block);
        _pointer = null;
        GC.RemoveMemoryPressure(Math.Max(1, Length * sizeof(T)));
    }
}
