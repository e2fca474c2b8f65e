namespace Zk.Plonk;

/// <summary>Where things are in an SRS file. The numbers are small enough not to overflow once the count was compared with the file's length.</summary>
/// <param name="Powers">N.</param>
/// <param name="LagrangeLog2">The k of the Lagrange bases, ascending, each 2^k at most N.</param>
/// <param name="G1Size">Bytes of a point of G1.</param>
/// <param name="G2Size">Bytes of a point of G2.</param>
internal sealed record SrsLayout(long Powers, IReadOnlyList<int> LagrangeLog2, int G1Size, int G2Size)
{
    /// <summary>Bytes before [τ]_2.</summary>
    public const int FixedHeadLength = BinaryHeader.Length + 16;

    /// <summary>Flag bits 3 to 28: bit k says that the Lagrange base of the domain of 2^k rows is there. k is the same for every field.</summary>
    public const uint KnownLagrangeFlags = (2u << 28) - (1u << 3);

    /// <summary>Bytes of the head, without its checksum.</summary>
    public int HeadLength => FixedHeadLength + G2Size;

    /// <summary>The flags of the bases.</summary>
    public uint LagrangeFlags => LagrangeLog2.Aggregate(0u, (flags, log2) => flags | (1u << log2));

    /// <summary>The points of G1 in the file.</summary>
    public long Points => Powers + LagrangeLog2.Sum(log2 => 1L << log2);

    /// <summary>Where the powers begin.</summary>
    public long PowersOffset => HeadLength + ChecksumChain.Length;

    /// <summary>The file's length.</summary>
    public long FileLength => LagrangeOffset(int.MaxValue);

    /// <summary>The bases, for messages.</summary>
    public string BasesInWords => LagrangeLog2.Count == 0 ? "" : $" and Lagrange bases of 2^({string.Join(", ", LagrangeLog2)}) rows";

    /// <summary>The k of the bases that flags name.</summary>
    public static int[] DomainsOf(uint flags) => [.. Enumerable.Range(0, 32).Where(log2 => (flags & KnownLagrangeFlags & (1u << log2)) != 0)];

    /// <summary>Where the Lagrange base of 2^<paramref name="log2"/> rows begins: after the powers and the smaller ones.</summary>
    public long LagrangeOffset(int log2) =>
        PowersOffset + BytesOf(Powers) + LagrangeLog2.Where(smaller => smaller < log2).Sum(smaller => BytesOf(1L << smaller));

    /// <summary>Bytes of so many points with the checksums of their chunks.</summary>
    private long BytesOf(long points) => (points * G1Size) + ((points + PointChunks.Length - 1) / PointChunks.Length * ChecksumChain.Length);
}
