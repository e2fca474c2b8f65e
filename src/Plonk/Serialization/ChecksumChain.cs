using System.Security.Cryptography;

namespace Zk.Plonk;

/// <summary>
/// Blocks of bytes in a file, each followed by the SHA-256 of the checksum before it and the block. Damage anywhere is noticed when the block is
/// read, and a file can be read in part. (SHA-256, because processors compute it; it guards against accidents, not against forgery.)
/// </summary>
internal sealed class ChecksumChain(string file) : IDisposable
{
    /// <summary>Bytes that follow each block.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _checksum = new byte[Length];
    private readonly byte[] _stored = new byte[Length];
    private bool _started;

    /// <summary>Another chain that goes on from here: a part of the file that can be read without what lies before it.</summary>
    public ChecksumChain Fork()
    {
        var fork = new ChecksumChain(file) { _started = _started };
        _checksum.CopyTo(fork._checksum, 0);
        return fork;
    }

    /// <summary>Writes a block and its checksum.</summary>
    public void Write(Stream stream, ReadOnlySpan<byte> block)
    {
        Absorb(block);
        stream.Write(block);
        stream.Write(_checksum);
    }

    /// <summary>Reads a block and compares its checksum.</summary>
    /// <param name="stream">Where to read.</param>
    /// <param name="block">Receives the block; its first bytes may have been read already.</param>
    /// <param name="alreadyRead">How many.</param>
    /// <param name="field">What the block is, for messages.</param>
    /// <exception cref="ZkFormatException">The file ends, or is damaged here.</exception>
    public void Read(Stream stream, Span<byte> block, int alreadyRead, string field)
    {
        // The length was compared with the head before; a file that shrinks while it is read ends early all the same.
        if (stream.ReadAtLeast(block[alreadyRead..], block.Length - alreadyRead, throwOnEndOfStream: false) < block.Length - alreadyRead
            || stream.ReadAtLeast(_stored, Length, throwOnEndOfStream: false) < Length)
            throw new ZkFormatException(file, field, "the file ends here");
        Absorb(block);
        if (!_stored.AsSpan().SequenceEqual(_checksum))
            throw new ZkFormatException(file, field, "the checksum does not fit: the file is damaged");
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Absorb(ReadOnlySpan<byte> block)
    {
        if (_started)
            _hash.AppendData(_checksum);
        _hash.AppendData(block);
        _hash.GetHashAndReset(_checksum);
        _started = true;
    }
}
