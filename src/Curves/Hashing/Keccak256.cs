namespace Zk.Curves;

/// <summary>Keccak-256 as the EVM computes it: 32-byte digest, rate 136, original padding byte 0x01 (so it is not SHA3-256).</summary>
public static class Keccak256
{
    /// <summary>Digest length in bytes.</summary>
    public const int DigestLength = 32;

    /// <summary>The digest of <paramref name="data"/>.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new byte[DigestLength];
        Hash(data, digest);
        return digest;
    }

    /// <summary>Writes the digest of <paramref name="data"/> to exactly 32 bytes, which may overlap the input.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, DigestLength);
        var state = new KeccakState(DigestLength);
        state.Update(data);
        state.Finish(destination);
    }
}
