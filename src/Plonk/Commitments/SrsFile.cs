using System.Buffers.Binary;
using System.Globalization;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>How much of an SRS file is verified when it is read. In every mode its checksums must fit and its points lie on the curve and in the subgroup.</summary>
public enum SrsTrust
{
    /// <summary>Nothing is taken on trust: <see cref="Srs{TF}.Check"/> must find nothing, pairings included.</summary>
    None = 0,

    /// <summary>
    /// The file was written by this user's own cache, in a folder where nobody else can write: the ratio check is left out. An SRS that somebody
    /// else could have put there must not be read so, since its maker could forge proofs or make honest ones fail.
    /// </summary>
    OwnCache = 1,
}

/// <summary>What the head of an SRS file says.</summary>
/// <param name="Curve">The curve's name.</param>
/// <param name="Powers">The number of powers in G1.</param>
/// <param name="IsDevelopment">Whether one machine made it.</param>
/// <param name="Bytes">The length of the file, which fits the number of powers.</param>
public sealed record SrsInfo(string Curve, long Powers, bool IsDevelopment, long Bytes);

/// <summary>
/// SRS files (docs/formats.md): a head with [τ]_2, then the powers in chunks, each with a SHA-256 checksum chained to all before it, so that a
/// circuit can read only the powers it needs and still notice damage. Reading and writing stream: no second copy of the powers is held.
/// </summary>
public static class SrsFile
{
    /// <summary>The first bytes of the file.</summary>
    public const string Magic = "zk.srs";

    /// <summary>The format's version.</summary>
    public const uint Version = 1;

    private const uint DevelopmentFlag = 1;
    private const int FixedHeadLength = BinaryHeader.Length + 16;
    private const int MaximumPointBytes = 1024;
    private const int ChunkPoints = 1 << 14;

    /// <summary>Writes a file, which appears only when it is complete.</summary>
    /// <param name="path">The destination.</param>
    /// <param name="srs">What to write.</param>
    /// <param name="progress">Receives the finished part, 0 to 1.</param>
    /// <param name="cancellation">Stops between chunks and leaves nothing behind.</param>
    public static void Write<TF>(string path, Srs<TF> srs, IProgress<double>? progress = null, CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var file = new AtomicFile(path);
        Write(file.Stream, srs, progress, cancellation);
        file.Commit();
    }

    /// <summary>Writes the content of a file to a stream; see <see cref="Write{TF}(string, Srs{TF}, IProgress{double}?, CancellationToken)"/>.</summary>
    public static void Write<TF>(Stream stream, Srs<TF> srs, IProgress<double>? progress = null, CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(srs);
        var layout = new Layout(srs.Size, srs.Curve.G1Size, srs.Curve.G2Size);
        var head = new byte[layout.HeadLength];
        new BinaryHeader(srs.IsDevelopment ? DevelopmentFlag : 0, srs.Curve.Name).Write(head, Magic, Version);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(BinaryHeader.Length), layout.Powers);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(BinaryHeader.Length + 8), layout.G1Size);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(BinaryHeader.Length + 12), layout.G2Size);
        srs.TauG2.Bytes.CopyTo(head.AsSpan(FixedHeadLength));
        using var chain = new ChecksumChain("");
        chain.Write(stream, head);
        using var chunk = new NativeBuffer<byte>(layout.ChunkBytes);
        for (var start = 0L; start < srs.Size; start += ChunkPoints)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = chunk.Slice(0, layout.BytesOfChunk(start));
            srs.Powers.CopyBytes(start, bytes);
            chain.Write(stream, bytes);
            progress?.Report(Math.Min(1, (double)(start + ChunkPoints) / srs.Size));
        }
    }

    /// <summary>Reads the head only. The file's length is checked against it, the points are not read.</summary>
    /// <exception cref="ZkFormatException">It is no SRS file, or its length does not fit its head.</exception>
    public static SrsInfo ReadInfo(string path)
    {
        using var stream = InputFile.OpenSeekable(path);
        using var chain = new ChecksumChain(path);
        var (header, layout, _) = ReadHead(stream, path, chain);
        return new(header.Curve, layout.Powers, (header.Flags & DevelopmentFlag) != 0, stream.Length);
    }

    /// <summary>Reads an SRS, or its first powers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curve">The curve that it must be for.</param>
    /// <param name="powers">How many powers are needed; null for all.</param>
    /// <param name="trust">What need not be verified.</param>
    /// <param name="threads">Threads to use for the check.</param>
    /// <param name="progress">Receives the part that was read, 0 to 1.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <exception cref="ZkFormatException">The file is malformed, damaged, too small, for another curve, or not an SRS; nothing sized by an unchecked field is allocated.</exception>
    public static Srs<TF> Read<TF>(
        string path,
        PairingCurve<TF> curve,
        long? powers = null,
        SrsTrust trust = SrsTrust.None,
        int threads = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (powers is { } asked)
            ArgumentOutOfRangeException.ThrowIfLessThan(asked, 2, nameof(powers));
        using var stream = InputFile.OpenSeekable(path);
        using var chain = new ChecksumChain(path);
        var (header, layout, tau) = ReadHead(stream, path, chain);
        header.RequireCurve(curve.Name, path);
        if (layout.G1Size != curve.G1Size || layout.G2Size != curve.G2Size)
            throw new ZkFormatException(path, "point sizes", $"are {layout.G1Size} and {layout.G2Size} bytes, not the {curve.G1Size} and {curve.G2Size} of {curve.Name}");
        if (!curve.TryDecodeG2(tau, out var tauG2, out var reason))
            throw new ZkFormatException(path, "[tau]_2", reason);
        if (powers > layout.Powers)
            throw new ZkFormatException(path, "number of powers", $"is {layout.Powers}; {powers} are needed");
        var points = curve.NewG1Vector(powers ?? layout.Powers);
        try
        {
            ReadPowers(stream, path, layout, points, chain, progress, cancellation);
            var srs = new Srs<TF>(curve, points, tauG2, (header.Flags & DevelopmentFlag) != 0);
            if ((trust == SrsTrust.None ? srs.Check(threads, cancellation) : srs.CheckPoints(cancellation)) is { } wrong)
                throw new ZkFormatException(path, "powers", wrong);
            return srs;
        }
        catch
        {
            points.Dispose();
            throw;
        }
    }

    private static void ReadPowers<TF>(Stream stream, string path, Layout layout, G1Vector<TF> points, ChecksumChain chain, IProgress<double>? progress, CancellationToken cancellation)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var chunk = new NativeBuffer<byte>(layout.ChunkBytes);
        for (var start = 0L; start < points.Count; start += ChunkPoints)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = chunk.Slice(0, layout.BytesOfChunk(start));
            var last = Math.Min(start + ChunkPoints, points.Count) - 1;
            chain.Read(stream, bytes, 0, $"powers {start} to {last}");
            var needed = (int)Math.Min(ChunkPoints, points.Count - start) * layout.G1Size;
            if (!points.TryStore(start, bytes[..needed], out var reason))
                throw new ZkFormatException(path, $"powers {start} to {last}", reason);
            progress?.Report((double)(last + 1) / points.Count);
        }
    }

    private static (BinaryHeader Header, Layout Layout, byte[] Tau) ReadHead(FileStream stream, string path, ChecksumChain chain)
    {
        Span<byte> start = stackalloc byte[FixedHeadLength];
        start = start[..stream.ReadAtLeast(start, FixedHeadLength, throwOnEndOfStream: false)];
        var header = BinaryHeader.Read(start, path, Magic, Version, DevelopmentFlag);
        if (start.Length < FixedHeadLength)
            throw new ZkFormatException(path, "header", "the file ends inside its header");
        var count = BinaryPrimitives.ReadUInt64BigEndian(start[BinaryHeader.Length..]);
        var g1 = BinaryPrimitives.ReadUInt32BigEndian(start[(BinaryHeader.Length + 8)..]);
        var g2 = BinaryPrimitives.ReadUInt32BigEndian(start[(BinaryHeader.Length + 12)..]);
        if (g1 is 0 or > MaximumPointBytes || g2 is 0 or > MaximumPointBytes)
            throw new ZkFormatException(path, "point sizes", string.Create(CultureInfo.InvariantCulture, $"{g1} and {g2} bytes are not possible"));
        if (count < 2 || count > (ulong)stream.Length / g1)
            throw new ZkFormatException(path, "number of powers", string.Create(CultureInfo.InvariantCulture, $"is {count}, which a file of {stream.Length} bytes cannot hold"));
        var layout = new Layout((long)count, (int)g1, (int)g2);
        if (stream.Length != layout.FileLength)
            throw new ZkFormatException(path, "length", string.Create(CultureInfo.InvariantCulture, $"the file has {stream.Length} bytes; with {count} powers it has {layout.FileLength}"));
        var head = new byte[layout.HeadLength];
        start.CopyTo(head);
        chain.Read(stream, head, FixedHeadLength, "header");
        return (header, layout, head[FixedHeadLength..]);
    }

    /// <summary>Where things are; the numbers are small enough not to overflow once the count was compared with the file's length.</summary>
    private readonly record struct Layout(long Powers, int G1Size, int G2Size)
    {
        public int HeadLength => FixedHeadLength + G2Size;

        public int ChunkBytes => ChunkPoints * G1Size;

        public long FileLength =>
            HeadLength + (Powers * G1Size) + ((1 + ((Powers + ChunkPoints - 1) / ChunkPoints)) * ChecksumChain.Length);

        public int BytesOfChunk(long start) => (int)Math.Min(ChunkPoints, Powers - start) * G1Size;
    }
}
