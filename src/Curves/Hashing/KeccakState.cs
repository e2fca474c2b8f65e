using System.Buffers.Binary;

namespace Zk.Curves;

/// <summary>
/// An incremental Keccak hash with the original padding 10*1 (byte 0x01, as Ethereum uses it), not the padding 0x06 of SHA-3.
/// Capacity is twice the digest length. Constant time for a given input length. Not safe for use by several threads at once.
/// </summary>
public sealed class KeccakState
{
    private readonly ulong[] _lanes = new ulong[KeccakPermutation.Lanes];
    private readonly byte[] _block;
    private readonly int _digestLength;
    private int _filled;

    /// <summary>Starts an empty hash.</summary>
    /// <param name="digestLength">Digest length in bytes: 28, 32, 48 or 64.</param>
    public KeccakState(int digestLength)
    {
        if (digestLength is not (28 or 32 or 48 or 64))
            throw new ArgumentOutOfRangeException(nameof(digestLength), digestLength, "a Keccak digest has 28, 32, 48 or 64 bytes");
        _digestLength = digestLength;
        _block = new byte[200 - (2 * digestLength)];
    }

    /// <summary>Absorbs bytes. Splitting the input over several calls does not change the digest.</summary>
    public void Update(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var take = Math.Min(data.Length, _block.Length - _filled);
            data[..take].CopyTo(_block.AsSpan(_filled));
            _filled += take;
            data = data[take..];
            if (_filled == _block.Length)
                AbsorbBlock();
        }
    }

    /// <summary>Writes the digest of all that was absorbed, and starts over with an empty hash.</summary>
    /// <param name="destination">Exactly as many bytes as the digest.</param>
    public void Finish(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, _digestLength);
        _block.AsSpan(_filled).Clear();
        _block[_filled] ^= 0x01;
        _block[^1] ^= 0x80;
        AbsorbBlock();

        // Every digest fits one block, so there is one squeeze; 28 bytes end within a lane.
        Span<byte> lanes = stackalloc byte[64];
        for (var i = 0; i < 8; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(lanes[(8 * i)..], _lanes[i]);
        lanes[.._digestLength].CopyTo(destination);
        Array.Clear(_lanes);
    }

    private void AbsorbBlock()
    {
        for (var i = 0; i < _block.Length / 8; i++)
            _lanes[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(_block.AsSpan(8 * i));
        KeccakPermutation.Apply(_lanes);
        _filled = 0;
    }
}
