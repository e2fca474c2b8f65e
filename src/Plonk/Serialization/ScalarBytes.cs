using Zk.Field;

namespace Zk.Plonk;

/// <summary>Blocks of a field vector as canonical big-endian bytes, for files and hashes.</summary>
internal static class ScalarBytes
{
    /// <summary>Writes elements start.. to as much of <paramref name="buffer"/> as there are elements left, and returns that part.</summary>
    public static Span<byte> Copy<TF>(FieldVector<TF> vector, long start, Span<byte> buffer)
        where TF : unmanaged, IPrimeField<TF>
    {
        var count = (int)Math.Min(buffer.Length / TF.ByteLength, vector.Length - start);
        for (var i = 0; i < count; i++)
            vector[start + i].WriteBigEndian(buffer.Slice(i * TF.ByteLength, TF.ByteLength));
        return buffer[..(count * TF.ByteLength)];
    }

    /// <summary>Stores bytes as elements start..; false at an element that is not canonical.</summary>
    public static bool TryStore<TF>(FieldVector<TF> vector, long start, ReadOnlySpan<byte> bytes)
        where TF : unmanaged, IPrimeField<TF>
    {
        for (var i = 0; i < bytes.Length / TF.ByteLength; i++)
        {
            if (!TF.TryReadBigEndian(bytes.Slice(i * TF.ByteLength, TF.ByteLength), out var value))
                return false;
            vector[start + i] = value;
        }

        return true;
    }
}
