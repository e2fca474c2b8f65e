using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Zk.Circuits.Settlement;

/// <summary>
/// A deterministic stream for samples: 64-bit little-endian words of keccak256(tag || seed || counter), tag in ASCII, both numbers as 8 bytes
/// big-endian. For samples only: whoever knows the seed knows everything.
/// </summary>
internal sealed class SampleRandom(string tag, ulong seed)
{
    private readonly byte[] _tag = Encoding.ASCII.GetBytes(tag);
    private byte[] _block = [];
    private ulong _counter;
    private int _at;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        if (_at == _block.Length)
        {
            _block = Block(_tag, seed, _counter++);
            _at = 0;
        }

        _at += sizeof(ulong);
        return BinaryPrimitives.ReadUInt64LittleEndian(_block.AsSpan(_at - sizeof(ulong)));
    }

    /// <summary>A number below a bound, all but uniform.</summary>
    public ulong Below(ulong bound) => (ulong)(((UInt128)Next() * bound) >> 64);

    /// <summary>An L1 address: the last 20 bytes of the first block of a stream.</summary>
    public static EthereumAddress Address(string tag, ulong seed) =>
        new(new BigInteger(Block(Encoding.ASCII.GetBytes(tag), seed, 0).AsSpan(12), isUnsigned: true, isBigEndian: true));

    /// <summary>One 32-byte block of a stream.</summary>
    public static byte[] Block(ReadOnlySpan<byte> tag, ulong seed, ulong counter)
    {
        var input = new byte[tag.Length + 16];
        tag.CopyTo(input);
        BinaryPrimitives.WriteUInt64BigEndian(input.AsSpan(tag.Length), seed);
        BinaryPrimitives.WriteUInt64BigEndian(input.AsSpan(tag.Length + 8), counter);
        return Keccak256.Hash(input);
    }
}
