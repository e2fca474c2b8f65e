using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>What a ceremony file says about itself.</summary>
/// <param name="BaseModulus">The modulus of the base field, which tells the curve.</param>
/// <param name="Power">p: the file has 2^(p+1) − 1 powers of τ in G1.</param>
/// <param name="CeremonyPower">The power of the ceremony, larger when the file is a shortened one.</param>
/// <param name="Powers">2^(p+1) − 1.</param>
public sealed record PtauInfo(BigInteger BaseModulus, int Power, int CeremonyPower, long Powers);

/// <summary>
/// Imports the powers of τ of a ceremony from a snarkjs <c>.ptau</c> file (version 1; prepared for phase 2 or not). Of its sections the head, the
/// powers in G1, [τ]_2 and, where the file is prepared, the Lagrange bases in G1 are read; the sizes of the others are checked. The contributions to the ceremony are not verified: that is what
/// <c>snarkjs powersoftau verify</c> is for. What is verified is that the result is a sound SRS.
/// </summary>
public static class PtauFile
{
    private const int ContainerHeadLength = 12;
    private const int SectionHeadLength = 12;
    private const int MaximumSections = 64;
    private const int MaximumPower = 28;
    private const int HeaderSection = 1;
    private const int G1Section = 2;
    private const int G2Section = 3;
    private const int ContributionsSection = 7;
    private const int LagrangeSection = 12;

    /// <summary>Reads the head, and checks which sections there are and how long they are.</summary>
    /// <exception cref="ZkFormatException">It is not such a file, or it is damaged or cut.</exception>
    public static PtauInfo ReadInfo(string path)
    {
        using var stream = InputFile.OpenSeekable(path);
        return Open(stream, path).Info;
    }

    /// <summary>
    /// Imports an SRS, or its first powers, with all Lagrange bases that the file has and the powers can be compared with, and checks it
    /// (<see cref="Srs{TF}.Check"/>).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="curve">The curve that it must be for.</param>
    /// <param name="powers">How many powers to take; null for all 2^(p+1) − 1.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Receives the part that was read, 0 to 1.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <exception cref="ZkFormatException">The file is malformed, damaged, too small, for another curve, or holds no sound SRS.</exception>
    public static Srs<TF> Import<TF>(
        string path,
        PairingCurve<TF> curve,
        long? powers = null,
        int threads = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (powers is { } asked)
            ArgumentOutOfRangeException.ThrowIfLessThan(asked, 2, nameof(powers));
        using var stream = InputFile.OpenSeekable(path);
        var (info, sections) = Open(stream, path);
        if (info.BaseModulus != curve.BaseModulus)
            throw new ZkFormatException(path, "header: prime", $"is not the base field of {curve.Name}");
        if (powers > info.Powers)
            throw new ZkFormatException(path, "header: power", $"is {info.Power}, which gives {info.Powers} powers; {powers} are needed");
        if (!ReadG2(stream, path, sections, curve, 0).Equals(curve.G2Generator))
            throw new ZkFormatException(path, "section 3", "does not begin with the generator of G2");
        var tauG2 = ReadG2(stream, path, sections, curve, 1);
        var size = powers ?? info.Powers;
        int[] domains = sections.ContainsKey(LagrangeSection) ? [.. Srs<TF>.PossibleLagrangeLog2(size)] : [];
        var total = size + domains.Sum(log2 => 1L << log2);
        var done = 0L;
        var points = curve.NewG1Vector(size);
        var bases = new Dictionary<int, G1Vector<TF>>();
        try
        {
            Read(points, G1Section, 0, "powers");
            foreach (var log2 in domains)
            {
                // The section has the bases of 2^0, 2^1, ... rows one after the other, in the order of the rows.
                bases.Add(log2, curve.NewG1Vector(1L << log2));
                Read(bases[log2], LagrangeSection, (1L << log2) - 1, $"Lagrange base of 2^{log2} rows, points");
            }

            var srs = new Srs<TF>(curve, points, tauG2, isDevelopment: false, bases);
            return srs.Check(threads, cancellation) is { } wrong ? throw new ZkFormatException(path, bases.Count == 0 ? "section 2" : "sections 2 and 12", wrong) : srs;
        }
        catch
        {
            points.Dispose();
            foreach (var vector in bases.Values)
                vector.Dispose();
            throw;
        }

        void Read(G1Vector<TF> vector, uint section, long first, string what)
        {
            stream.Position = sections[section].Offset + (first * curve.G1Size);
            PointChunks.Transfer(vector, curve.G1Size, (bytes, start, count) =>
            {
                ReadExactly(stream, bytes.Slice(0, count * curve.G1Size), path);
                if (!PointChunks.TryStore(vector, start, bytes, count, montgomery: true, threads, out var reason))
                    throw new ZkFormatException(path, $"section {section}, {what} {start} to {start + count - 1}", reason);
                done += count;
                progress?.Report((double)done / total);
            }, cancellation);
        }
    }

    /// <summary>A point of section 3.</summary>
    private static G2Point ReadG2<TF>(FileStream stream, string path, Dictionary<uint, Section> sections, PairingCurve<TF> curve, int index)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bytes = new byte[curve.G2Size];
        stream.Position = sections[G2Section].Offset + ((long)index * bytes.Length);
        ReadExactly(stream, bytes, path);
        return curve.TryDecodeG2Montgomery(bytes, out var point, out var reason) ? point : throw new ZkFormatException(path, $"section 3, point {index}", reason);
    }

    private static (PtauInfo Info, Dictionary<uint, Section> Sections) Open(FileStream stream, string path)
    {
        var sections = Index(stream, path);
        var info = ReadHeader(stream, path, sections);
        CheckSizes(path, sections, info);
        return (info, sections);
    }

    /// <summary>The container: magic, version, number of sections; then for each its id (4 bytes), length (8) and content. Little-endian.</summary>
    private static Dictionary<uint, Section> Index(FileStream stream, string path)
    {
        Span<byte> head = stackalloc byte[ContainerHeadLength];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head[..4].SequenceEqual("ptau"u8))
            throw new ZkFormatException(path, "magic", "the file does not begin with 'ptau'");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (version != 1)
            throw new ZkFormatException(path, "version", string.Create(CultureInfo.InvariantCulture, $"is {version}; this program reads version 1"));
        var count = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        if (count > MaximumSections)
            throw new ZkFormatException(path, "number of sections", string.Create(CultureInfo.InvariantCulture, $"is {count}; at most {MaximumSections} are possible"));
        var sections = new Dictionary<uint, Section>();
        Span<byte> sectionHead = stackalloc byte[SectionHeadLength];
        for (var i = 0; i < count; i++)
        {
            ReadExactly(stream, sectionHead, path);
            var id = BinaryPrimitives.ReadUInt32LittleEndian(sectionHead);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(sectionHead[4..]);
            if (length > (ulong)(stream.Length - stream.Position))
                throw new ZkFormatException(path, $"section {id}", string.Create(CultureInfo.InvariantCulture, $"says it has {length} bytes; the file has {stream.Length - stream.Position} left"));
            if (!sections.TryAdd(id, new(stream.Position, (long)length)))
                throw new ZkFormatException(path, $"section {id}", "stands there twice");
            stream.Position += (long)length;
        }

        if (stream.Position != stream.Length)
            throw new ZkFormatException(path, "length", string.Create(CultureInfo.InvariantCulture, $"{stream.Length - stream.Position} bytes follow the last section"));
        return sections;
    }

    private static PtauInfo ReadHeader(FileStream stream, string path, Dictionary<uint, Section> sections)
    {
        if (!sections.TryGetValue(HeaderSection, out var section))
            throw new ZkFormatException(path, "section 1", "is missing");
        if (section.Length is < 12 or > 1024)
            throw new ZkFormatException(path, "section 1", $"has {section.Length} bytes");
        var bytes = new byte[section.Length];
        stream.Position = section.Offset;
        ReadExactly(stream, bytes, path);
        var n = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (n + 12 != bytes.Length)
            throw new ZkFormatException(path, "header: prime length", string.Create(CultureInfo.InvariantCulture, $"is {n}, which does not fit a header of {bytes.Length} bytes"));
        var prime = new BigInteger(bytes.AsSpan(4, (int)n), isUnsigned: true);
        var power = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 + (int)n));
        var ceremonyPower = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8 + (int)n));
        if (power is < 1 or > MaximumPower)
            throw new ZkFormatException(path, "header: power", string.Create(CultureInfo.InvariantCulture, $"is {power}, not within 1 to {MaximumPower}"));
        if (ceremonyPower < power || ceremonyPower > MaximumPower)
            throw new ZkFormatException(path, "header: ceremony power", string.Create(CultureInfo.InvariantCulture, $"is {ceremonyPower}, not within {power} to {MaximumPower}"));
        return new(prime, (int)power, (int)ceremonyPower, (2L << (int)power) - 1);
    }

    /// <summary>Every known section must have the size that the power implies; 1 to 7 must be there, 12 to 15 all or none.</summary>
    private static void CheckSizes(string path, Dictionary<uint, Section> sections, PtauInfo info)
    {
        var g1 = 2 * (sections[HeaderSection].Length - 12);
        var g2 = 2 * g1;
        var n = 1L << info.Power;
        (uint Id, string Content, long Length)[] required =
        [
            (G1Section, "powers of tau in G1", ((2 * n) - 1) * g1), (G2Section, "powers of tau in G2", n * g2), (4, "powers of tau times alpha", n * g1),
            (5, "powers of tau times beta", n * g1), (6, "beta in G2", g2),
        ];
        (uint Id, string Content, long Length)[] prepared =
        [
            (12, "Lagrange points in G1", ((4 * n) - 1) * g1), (13, "Lagrange points in G2", ((2 * n) - 1) * g2),
            (14, "Lagrange points times alpha", ((2 * n) - 1) * g1), (15, "Lagrange points times beta", ((2 * n) - 1) * g1),
        ];
        if (!sections.TryGetValue(ContributionsSection, out var contributions) || contributions.Length < 4)
            throw new ZkFormatException(path, "section 7 (contributions)", "is missing");
        foreach (var (id, content, length) in sections.Keys.Any(id => id is >= 12 and <= 15) ? required.Concat(prepared) : required)
        {
            if (!sections.TryGetValue(id, out var section))
                throw new ZkFormatException(path, $"section {id} ({content})", "is missing");
            if (section.Length != length)
                throw new ZkFormatException(path, $"section {id} ({content})", $"has {section.Length} bytes; power {info.Power} demands {length}");
        }
    }

    private static void ReadExactly(FileStream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new ZkFormatException(path, "length", string.Create(CultureInfo.InvariantCulture, $"the file ends at byte {stream.Length}, inside a section"));
    }

    private readonly record struct Section(long Offset, long Length);
}
