using System.Numerics;

namespace Zk.Field;

/// <summary>
/// Working memory of bulk operations, kept from one to the next: fresh memory costs a page fault per 4 KiB.
/// Buffers come in powers of two, so what is kept is at most a few times what was in use at once. Contents are arbitrary.
/// </summary>
internal static unsafe class NativePool
{
    private const int SmallestLog2 = 10;

    /// <summary>Larger buffers, of more than 256 MiB, are not kept.</summary>
    private const int LargestLog2 = 25;

    private static readonly Stack<NativeBuffer<long>>[] Free = [.. Enumerable.Range(0, LargestLog2 + 1).Select(_ => new Stack<NativeBuffer<long>>())];

    /// <summary>At least <paramref name="longs"/> longs, aligned to 64 bytes, until the lease is disposed.</summary>
    public static Lease Rent(long longs)
    {
        var log2 = Math.Max(SmallestLog2, longs <= 1 ? 0 : BitOperations.Log2((ulong)longs - 1) + 1);
        if (log2 > LargestLog2)
            return new(new NativeBuffer<long>(longs), -1);
        var stack = Free[log2];
        lock (stack)
        {
            if (stack.TryPop(out var buffer))
                return new(buffer, log2);
        }

        return new(new NativeBuffer<long>(1L << log2), log2);
    }

    /// <summary>A buffer in use. Disposed once.</summary>
    public readonly ref struct Lease(NativeBuffer<long> buffer, int log2)
    {
        private readonly NativeBuffer<long> _buffer = buffer;
        private readonly int _log2 = log2;

        public long* Pointer => _buffer.Pointer;

        public void Dispose()
        {
            if (_log2 < 0)
            {
                _buffer.Dispose();
                return;
            }

            lock (Free[_log2])
                Free[_log2].Push(_buffer);
        }
    }
}
