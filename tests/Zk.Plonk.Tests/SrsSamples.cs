using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk.Tests;

/// <summary>Reference strings from a known tau, right and wrong ones.</summary>
internal static class SrsSamples
{
    public static PairingCurve<Fr> Curve => Bn254.Curve;

    public static List<G1Point> Powers(Fr tau, int count)
    {
        var points = new List<G1Point>();
        var power = Fr.One;
        for (var i = 0; i < count; i++, power *= tau)
            points.Add(Curve.Multiply(Curve.G1Generator, power));
        return points;
    }

    public static G2Point TauG2(Fr tau) => Curve.Multiply(Curve.G2Generator, tau);

    /// <summary>[L_i(τ)]_1 by definition: L_i(τ) is the product of (τ − ω^j)/(ω^i − ω^j) over the other rows j.</summary>
    public static List<G1Point> LagrangeBase(Fr tau, int log2)
    {
        var rows = Enumerable.Range(0, 1 << log2).Select(i => Fr.RootOfUnity(log2).Pow((ulong)i)).ToArray();
        return [.. rows.Select(row => Curve.Multiply(Curve.G1Generator, rows
            .Where(other => other != row)
            .Aggregate(Fr.One, (product, other) => product * (tau - other) * (row - other).Inverse())))];
    }

    public static Srs<Fr> Srs(IReadOnlyList<G1Point> powers, G2Point tauG2, params IReadOnlyList<G1Point>[] lagrangeBases) => new(
        Curve,
        Vector(powers),
        tauG2,
        isDevelopment: false,
        lagrangeBases.Select(points => KeyValuePair.Create(System.Numerics.BitOperations.Log2((uint)points.Count), Vector(points))));

    private static G1Vector<Fr> Vector(IReadOnlyList<G1Point> points)
    {
        var vector = Curve.NewG1Vector(points.Count);
        for (var i = 0; i < points.Count; i++)
            vector[i] = points[i];
        return vector;
    }
}

/// <summary>Writes SRS files as docs/formats.md says, independently of the product, with any part replaced; the checksums fit all the same.</summary>
internal sealed class SrsFileBuilder
{
    public const int HeadLength = 48 + 128;
    private const int ChunkPoints = 16384;

    public SrsFileBuilder(Fr tau, int count, params int[] lagrangeLog2)
    {
        Flags = lagrangeLog2.Aggregate(0u, (flags, log2) => flags | (1u << log2));
        LagrangeBases = [.. lagrangeLog2.Select(log2 => SrsSamples.LagrangeBase(tau, log2).ConvertAll(point => point.Bytes.ToArray()))];
        Powers = [.. SrsSamples.Powers(tau, count).Select(point => point.Bytes.ToArray())];
        TauG2 = SrsSamples.TauG2(tau).Bytes.ToArray();
    }

    public string Magic { get; set; } = "zk.srs";

    public uint Version { get; set; } = 1;

    public uint Flags { get; set; }

    public string Curve { get; set; } = "bn254";

    public ulong? Count { get; set; }

    public uint G1Size { get; set; } = 64;

    public uint G2Size { get; set; } = 128;

    public byte[] TauG2 { get; set; }

    public List<byte[]> Powers { get; }

    public List<List<byte[]>> LagrangeBases { get; }

    public byte[] Build()
    {
        var head = new byte[48 + TauG2.Length];
        Encoding.ASCII.GetBytes(Magic).CopyTo(head, 0);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(12), Flags);
        Encoding.ASCII.GetBytes(Curve).CopyTo(head, 16);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(32), Count ?? (ulong)Powers.Count);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(40), G1Size);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(44), G2Size);
        TauG2.CopyTo(head, 48);
        var headChecksum = SHA256.HashData(head);
        var file = new List<byte>();
        file.AddRange(head);
        file.AddRange(headChecksum);
        foreach (var points in LagrangeBases.Prepend(Powers))
        {
            var checksum = headChecksum;
            foreach (var chunk in points.Chunk(ChunkPoints))
            {
                byte[] bytes = [.. chunk.SelectMany(point => point)];
                checksum = SHA256.HashData([.. checksum, .. bytes]);
                file.AddRange(bytes);
                file.AddRange(checksum);
            }
        }

        return [.. file];
    }
}
