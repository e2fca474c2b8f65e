using Zk.Field;

namespace Zk.Plonk;

/// <summary>Parts of a field vector as canonical big-endian bytes, for files and hashes.</summary>
internal static class ScalarBytes
{
    /// <summary>Writes elements start.. to as much of <paramref name="buffer"/> as there are elements left, and returns that part.</summary>
    public static Span<byte> Copy<TF>(FieldVector<TF> vector, long start, byte[] buffer, int threads)
        where TF : unmanaged, IPrimeField<TF>
    {
        var count = (int)Math.Min(buffer.Length / TF.ByteLength, vector.Length - start);
        Blocks.Run(count, threads, (first, end) =>
        {
            for (var i = (int)first; i < end; i++)
            {
                // Most cells of fixed columns are zero, and zero needs no conversion.
                var value = vector[start + i];
                var bytes = buffer.AsSpan(i * TF.ByteLength, TF.ByteLength);
                if (value.IsZero)
                    bytes.Clear();
                else
                    value.WriteBigEndian(bytes);
            }
        });
        return buffer.AsSpan(0, count * TF.ByteLength);
    }

    /// <summary>Stores the first <paramref name="count"/> elements of <paramref name="bytes"/> as elements start..</summary>
    /// <returns>The place among them of the first that is not canonical; −1 if all are.</returns>
    public static long TryStore<TF>(FieldVector<TF> vector, long start, byte[] bytes, int count, int threads)
        where TF : unmanaged, IPrimeField<TF>
    {
        var gate = new Lock();
        var wrong = long.MaxValue;
        Blocks.Run(count, threads, (first, end) =>
        {
            for (var i = first; i < end; i++)
            {
                if (TF.TryReadBigEndian(bytes.AsSpan((int)i * TF.ByteLength, TF.ByteLength), out var value))
                {
                    vector[start + i] = value;
                    continue;
                }

                lock (gate)
                    wrong = Math.Min(wrong, i);
                return;
            }
        });
        return wrong == long.MaxValue ? -1 : wrong;
    }
}
