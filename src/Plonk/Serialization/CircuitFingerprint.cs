using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// A hash of a compiled circuit before any key is made: name, size, constraint system, fixed values and copy constraints. It tells whether keys
/// that were stored still belong to the circuit as it is now, so it can name files of a cache.
/// </summary>
public static class CircuitFingerprint
{
    /// <summary>Bytes of a fingerprint.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private const int BlockLength = 1 << 16;

    /// <summary>The SHA-256 fingerprint; takes time linear in the rows, once for a circuit.</summary>
    public static byte[] Compute<TF>(CompiledCircuit<TF> circuit, int threads = 1)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return [.. circuit.Fingerprint ??= Hash(circuit, threads)];
    }

    private static byte[] Hash<TF>(CompiledCircuit<TF> circuit, int threads)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var description = new ArrayBufferWriter<byte>();
        CanonicalDescription.WriteSystem(description, circuit.System);
        hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(circuit.Name)));
        hash.AppendData([(byte)circuit.Log2]);
        hash.AppendData(SHA256.HashData(description.WrittenSpan));
        var bytes = new byte[Math.Min(BlockLength, circuit.Rows) * TF.ByteLength];
        foreach (var column in circuit.FixedColumns)
        {
            for (var start = 0L; start < column.Length; start += BlockLength)
                hash.AppendData(ScalarBytes.Copy(column, start, bytes, threads));
        }

        var cells = new byte[Math.Min(BlockLength, circuit.Permutation.Length) * sizeof(uint)];
        for (var start = 0L; start < circuit.Permutation.Length; start += BlockLength)
        {
            var block = circuit.Permutation.Slice(start, (int)Math.Min(BlockLength, circuit.Permutation.Length - start));
            for (var i = 0; i < block.Length; i++)
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(cells.AsSpan(i * sizeof(uint)), block[i]);
            hash.AppendData(cells.AsSpan(0, block.Length * sizeof(uint)));
        }

        return hash.GetHashAndReset();
    }
}
