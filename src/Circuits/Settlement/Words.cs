using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>Words as the contract sees them: 32 bytes, big-endian.</summary>
internal static class Words
{
    /// <summary>Bytes of an EVM word.</summary>
    public const int Length = 32;

    /// <summary>A non-negative integer below 2^256 as a word.</summary>
    public static byte[] ToBytes(BigInteger value)
    {
        var bytes = new byte[Length];
        var count = value.GetByteCount(isUnsigned: true);
        if (!value.TryWriteBytes(bytes.AsSpan(Length - count), out _, isUnsigned: true, isBigEndian: true))
            throw new ArgumentOutOfRangeException(nameof(value), "the value does not fit 256 bits");
        return bytes;
    }

    /// <summary>Keccak-256 of an ASCII tag.</summary>
    public static byte[] Tag(string tag) => Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(tag));

    /// <summary>keccak256(concatenation of words) >> 8, a field element below 2^248.</summary>
    public static Fr Challenge(params ReadOnlySpan<byte[]> words)
    {
        var state = new KeccakState(Length);
        foreach (var word in words)
            state.Update(word);
        var digest = new byte[Length];
        state.Finish(digest);
        return Fr.FromBigInteger(new BigInteger(digest.AsSpan(..^1), isUnsigned: true, isBigEndian: true));
    }

    /// <summary>Whether a text has hexadecimal digits only.</summary>
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }
}
