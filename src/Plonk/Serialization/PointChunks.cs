using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>Vectors of points as bytes, a chunk at a time, for files. A chunk is converted by several threads.</summary>
internal static class PointChunks
{
    /// <summary>Points of a chunk; the last one of a vector may be shorter.</summary>
    public const int Length = 1 << 14;

    /// <summary>Points that are worth a thread's while.</summary>
    private const long Grain = 1 << 8;

    /// <summary>Calls <paramref name="chunk"/> with room for a chunk, the index of its first point and their number, for all chunks in order.</summary>
    public static void Transfer<TF>(
        G1Vector<TF> points, int pointSize, Action<NativeBuffer<byte>, long, int> chunk, CancellationToken cancellation)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var room = new NativeBuffer<byte>((long)Length * pointSize);
        for (var start = 0L; start < points.Count; start += Length)
        {
            cancellation.ThrowIfCancellationRequested();
            chunk(room, start, (int)Math.Min(Length, points.Count - start));
        }
    }

    /// <summary>Writes points start.. in their canonical form.</summary>
    public static void Copy<TF>(G1Vector<TF> points, long start, NativeBuffer<byte> bytes, int count, int threads)
        where TF : unmanaged, IPrimeField<TF>
    {
        var size = (int)(bytes.Length / Length);
        ParallelRange.Run(count, threads, Grain, (_, from, to) => points.CopyBytes(start + from, bytes.Slice(from * size, (int)(to - from) * size)));
    }

    /// <summary>Reads points start.. in their canonical form or in that of snarkjs, checking each completely.</summary>
    /// <returns>Whether all are right; if not, <paramref name="reason"/> names the first that is wrong.</returns>
    public static bool TryStore<TF>(G1Vector<TF> points, long start, NativeBuffer<byte> bytes, int count, bool montgomery, int threads, out string reason)
        where TF : unmanaged, IPrimeField<TF>
    {
        var size = (int)(bytes.Length / Length);
        var reasons = new string[ParallelRange.Pieces(count, threads, Grain)];
        ParallelRange.Run(count, threads, Grain, (piece, from, to) =>
        {
            var part = bytes.Slice(from * size, (int)(to - from) * size);
            _ = montgomery ? points.TryStoreMontgomery(start + from, part, out reasons[piece]) : points.TryStore(start + from, part, out reasons[piece]);
        });
        reason = reasons.FirstOrDefault(text => text.Length > 0, "");
        return reason.Length == 0;
    }
}
