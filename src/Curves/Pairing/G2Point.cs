using System.Diagnostics.CodeAnalysis;

namespace Zk.Curves;

/// <summary>
/// A point of G2 of some <see cref="PairingCurve{TFr}"/>, as its canonical uncompressed encoding. Only a curve makes them, so an instance is always
/// a valid point of the subgroup. Immutable.
/// </summary>
public sealed class G2Point : IEquatable<G2Point>
{
    private readonly byte[] _bytes;

    internal G2Point(byte[] bytes) => _bytes = bytes;

    /// <summary>The encoding x.c1 || x.c0 || y.c1 || y.c0, each big-endian and as long as the modulus (EIP-197 on BN254); infinity is all zeros.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Whether this is the point at infinity.</summary>
    public bool IsInfinity => !Bytes.ContainsAnyExcept((byte)0);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] G2Point? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as G2Point);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The encoding in hexadecimal with prefix 0x.</summary>
    public override string ToString() => $"0x{Convert.ToHexStringLower(_bytes)}";
}
