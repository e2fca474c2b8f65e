using System.Numerics;

namespace Zk.Curves;

/// <summary>A signature of <see cref="EdDsa"/>. It may hold anything: only <see cref="EdDsa.Verify"/> judges it.</summary>
/// <param name="R">The commitment r * B8.</param>
/// <param name="S">The response r + h * s mod l.</param>
public readonly record struct EdDsaSignature(EdwardsPoint R, BigInteger S)
{
    /// <summary>Length of the encoding in bytes.</summary>
    public const int EncodedLength = 64;

    /// <summary>Encodes as R packed (<see cref="EdwardsPoint.Pack"/>) followed by S in 32 bytes little-endian.</summary>
    /// <exception cref="InvalidOperationException">S is negative or needs more than 32 bytes.</exception>
    public byte[] Encode()
    {
        var bytes = new byte[EncodedLength];
        R.Pack().CopyTo(bytes, 0);
        if (S.Sign < 0 || !S.TryWriteBytes(bytes.AsSpan(32), out _, isUnsigned: true))
            throw new InvalidOperationException("S does not fit 32 bytes");
        return bytes;
    }

    /// <summary>Reads the encoding strictly: 64 bytes, R unpacks, S below l. So a signature has exactly one encoding.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out EdDsaSignature signature, out string reason)
    {
        signature = default;
        if (bytes.Length != EncodedLength)
        {
            reason = $"a signature has {EncodedLength} bytes, not {bytes.Length}";
            return false;
        }

        if (!EdwardsPoint.TryUnpack(bytes[..32], out var r, out reason))
        {
            reason = $"R: {reason}";
            return false;
        }

        var s = new BigInteger(bytes[32..], isUnsigned: true);
        if (s >= BabyJubJub.SubgroupOrder)
        {
            reason = "S is not below the subgroup order";
            return false;
        }

        signature = new EdDsaSignature(r, s);
        return true;
    }
}
