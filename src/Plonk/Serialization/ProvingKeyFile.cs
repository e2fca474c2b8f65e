using System.Buffers.Binary;
using System.Globalization;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Proving keys as binary files (docs/formats.md): the coefficients of the fixed and permutation columns, bound to the verifying key by its digest
/// and to the circuit by its fingerprint, so that a key left from another version of a circuit is refused. Reading and writing stream.
/// </summary>
public static class ProvingKeyFile
{
    /// <summary>The first bytes of the file.</summary>
    public const string Magic = "zk.pk";

    /// <summary>The format's version.</summary>
    public const uint Version = 1;

    private const int HeadLength = BinaryHeader.Length + Keccak256.DigestLength + CircuitFingerprint.Length + 12;
    private const int BlockElements = 1 << 11;

    /// <summary>Elements that are converted at a time, by several threads: 2 MiB.</summary>
    private const int ChunkElements = 32 * BlockElements;

    /// <summary>Writes a file, which appears only when it is complete.</summary>
    public static void Write<TF>(string path, ProvingKey<TF> key, int threads = 1, CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var file = new AtomicFile(path);
        Write(file.Stream, key, threads, cancellation);
        file.Commit();
    }

    /// <summary>Writes the content of a file to a stream.</summary>
    public static void Write<TF>(Stream stream, ProvingKey<TF> key, int threads = 1, CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(key);
        using var chain = new ChecksumChain("");
        chain.Write(stream, Head(key.VerifyingKey, key.Circuit, threads));
        var buffer = Chunk(key.Circuit);
        foreach (var column in key.FixedCoefficients)
        {
            for (var start = 0L; start < column.Length; start += ChunkElements)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var rest = ScalarBytes.Copy(column, start, buffer, threads); rest.Length > 0;)
                {
                    var block = rest[..Math.Min(rest.Length, BlockElements * TF.ByteLength)];
                    chain.Write(stream, block);
                    rest = rest[block.Length..];
                }
            }
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verifyingKey">The verifying key that it must belong to.</param>
    /// <param name="circuit">The circuit that it must belong to; it must outlive the key.</param>
    /// <param name="srs">The SRS of both keys; it must outlive the key.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <exception cref="ZkFormatException">The file is malformed, damaged, or belongs to another key or circuit; nothing sized by the file is allocated before.</exception>
    /// <exception cref="ArgumentException">The verifying key, the circuit and the SRS do not belong to each other.</exception>
    public static ProvingKey<TF> Read<TF>(
        string path, VerifyingKey<TF> verifyingKey, CompiledCircuit<TF> circuit, Srs<TF> srs, int threads = 1, CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(verifyingKey);
        ArgumentNullException.ThrowIfNull(circuit);
        using var stream = InputFile.OpenSeekable(path);
        using var chain = new ChecksumChain(path);
        ReadHead(stream, path, chain, verifyingKey, circuit, threads);
        var columns = new List<FieldVector<TF>>();
        try
        {
            var buffer = Chunk(circuit);
            for (var i = 0; i < circuit.System.KeyColumns.Count; i++)
            {
                var column = new FieldVector<TF>(circuit.Rows);
                columns.Add(column);
                string Field(long start) => string.Create(CultureInfo.InvariantCulture, $"column {i}, coefficients from {start}");
                for (var start = 0L; start < column.Length; start += ChunkElements)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var count = (int)Math.Min(ChunkElements, column.Length - start);
                    for (var first = 0; first < count; first += BlockElements)
                    {
                        var block = buffer.AsSpan(first * TF.ByteLength, Math.Min(BlockElements, count - first) * TF.ByteLength);
                        chain.Read(stream, block, 0, Field(start + first));
                    }

                    var wrong = ScalarBytes.TryStore(column, start, buffer, count, threads);
                    if (wrong >= 0)
                        throw new ZkFormatException(path, Field(start + (wrong / BlockElements * BlockElements)), "a number is not below the field's modulus");
                }
            }

            return new ProvingKey<TF>(verifyingKey, circuit, srs, columns);
        }
        catch
        {
            columns.ForEach(column => column.Dispose());
            throw;
        }
    }

    private static byte[] Chunk<TF>(CompiledCircuit<TF> circuit)
        where TF : unmanaged, IPrimeField<TF> => new byte[Math.Min(ChunkElements, circuit.Rows) * TF.ByteLength];

    private static byte[] Head<TF>(VerifyingKey<TF> key, CompiledCircuit<TF> circuit, int threads)
        where TF : unmanaged, IPrimeField<TF>
    {
        var head = new byte[HeadLength];
        new BinaryHeader(0, key.Curve.Name).Write(head, Magic, Version);
        var rest = head.AsSpan(BinaryHeader.Length);
        key.Digest.CopyTo(rest);
        CircuitFingerprint.Compute(circuit, threads).CopyTo(rest[Keccak256.DigestLength..]);
        rest = rest[(Keccak256.DigestLength + CircuitFingerprint.Length)..];
        BinaryPrimitives.WriteInt32BigEndian(rest, key.Log2);
        BinaryPrimitives.WriteInt32BigEndian(rest[4..], circuit.System.KeyColumns.Count);
        BinaryPrimitives.WriteInt32BigEndian(rest[8..], TF.ByteLength);
        return head;
    }

    /// <summary>The head is known completely beforehand: it is compared part by part, to say what differs, and so is the length.</summary>
    private static void ReadHead<TF>(FileStream stream, string path, ChecksumChain chain, VerifyingKey<TF> key, CompiledCircuit<TF> circuit, int threads)
        where TF : unmanaged, IPrimeField<TF>
    {
        var expected = Head(key, circuit, threads);
        var head = new byte[HeadLength];
        var read = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        BinaryHeader.Read(head.AsSpan(0, read), path, Magic, Version, knownFlags: 0).RequireCurve(key.Curve.Name, path);
        if (read < HeadLength)
            throw new ZkFormatException(path, "header", "the file ends inside its header");
        Require("verifying key", BinaryHeader.Length, Keccak256.DigestLength, $"the file belongs to another verifying key than that of '{key.Circuit}'");
        Require("circuit", BinaryHeader.Length + Keccak256.DigestLength, CircuitFingerprint.Length, $"the file was made from another version of circuit '{circuit.Name}'");
        Require("sizes", HeadLength - 12, 12, "log2, number of columns or size of numbers differ from the verifying key's");
        var blocks = (circuit.Rows + BlockElements - 1) / BlockElements;
        var length = HeadLength + ChecksumChain.Length + (circuit.System.KeyColumns.Count * ((circuit.Rows * TF.ByteLength) + (blocks * ChecksumChain.Length)));
        if (stream.Length != length)
            throw new ZkFormatException(path, "length", string.Create(CultureInfo.InvariantCulture, $"the file has {stream.Length} bytes, not {length}"));
        chain.Read(stream, head, HeadLength, "header");

        void Require(string field, int start, int count, string reason)
        {
            if (!head.AsSpan(start, count).SequenceEqual(expected.AsSpan(start, count)))
                throw new ZkFormatException(path, field, reason);
        }
    }
}
