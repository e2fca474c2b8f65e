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
    /// The file was written by this user's own cache, in a folder where nobody else can write: the checks of the ratio and of Lagrange bases are left out. An
    /// SRS that somebody else could have put there must not be read so, since its maker could forge proofs or make honest ones fail.
    /// </summary>
    OwnCache = 1,
}

/// <summary>What the head of an SRS file says.</summary>
/// <param name="Curve">The curve's name.</param>
/// <param name="Powers">The number of powers in G1.</param>
/// <param name="IsDevelopment">Whether one machine made it.</param>
/// <param name="LagrangeLog2">The k of the domains of 2^k rows whose Lagrange base is there, ascending.</param>
/// <param name="Bytes">The length of the file, which fits the number of powers and bases.</param>
public sealed record SrsInfo(string Curve, long Powers, bool IsDevelopment, IReadOnlyList<int> LagrangeLog2, long Bytes);

/// <summary>
/// SRS files (docs/formats.md): a head with [τ]_2, then the powers and each Lagrange base in chunks, each chunk with a SHA-256 checksum chained to the ones
/// before it and the head, so that a circuit can read only the powers and the base it needs and still notice damage. Reading and writing stream: no second copy
/// of the points is held.
/// </summary>
public static class SrsFile
{
    /// <summary>The first bytes of the file.</summary>
    public const string Magic = "zk.srs";

    /// <summary>The format's version.</summary>
    public const uint Version = 1;

    private const uint DevelopmentFlag = 1;
    private const int MaximumPointBytes = 1024;

    /// <summary>Writes a file, which appears only when it is complete.</summary>
    /// <param name="path">The destination.</param>
    /// <param name="srs">What to write.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Receives the finished part, 0 to 1.</param>
    /// <param name="cancellation">Stops between chunks and leaves nothing behind.</param>
    public static void Write<TF>(string path, Srs<TF> srs, int threads = 1, IProgress<double>? progress = null, CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var file = new AtomicFile(path);
        Write(file.Stream, srs, threads, progress, cancellation);
        file.Commit();
    }

    /// <summary>Writes the content of a file to a stream; see <see cref="Write{TF}(string, Srs{TF}, int, IProgress{double}?, CancellationToken)"/>.</summary>
    public static void Write<TF>(Stream stream, Srs<TF> srs, int threads = 1, IProgress<double>? progress = null, CancellationToken cancellation = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(srs);
        var layout = new SrsLayout(srs.Size, [.. srs.LagrangeLog2], srs.Curve.G1Size, srs.Curve.G2Size);
        var head = new byte[layout.HeadLength];
        new BinaryHeader(layout.LagrangeFlags | (srs.IsDevelopment ? DevelopmentFlag : 0), srs.Curve.Name).Write(head, Magic, Version);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(BinaryHeader.Length), layout.Powers);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(BinaryHeader.Length + 8), layout.G1Size);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(BinaryHeader.Length + 12), layout.G2Size);
        srs.TauG2.Bytes.CopyTo(head.AsSpan(SrsLayout.FixedHeadLength));
        using var start = new ChecksumChain("");
        start.Write(stream, head);
        var written = 0L;
        foreach (var points in layout.LagrangeLog2.Select(log2 => srs.LagrangeBase(log2)!).Prepend(srs.Powers))
        {
            using var chain = start.Fork();
            PointChunks.Transfer(points, layout.G1Size, (bytes, from, count) =>
            {
                PointChunks.Copy(points, from, bytes, count, threads);
                chain.Write(stream, bytes.Slice(0, count * layout.G1Size));
                written += count;
                progress?.Report((double)written / layout.Points);
            }, cancellation);
        }
    }

    /// <summary>Reads the head only. The file's length is checked against it, the points are not read.</summary>
    /// <exception cref="ZkFormatException">It is no SRS file, or its length does not fit its head.</exception>
    public static SrsInfo ReadInfo(string path)
    {
        using var stream = InputFile.OpenSeekable(path);
        using var chain = new ChecksumChain(path);
        var (header, layout, _) = ReadHead(stream, path, chain);
        return new(header.Curve, layout.Powers, (header.Flags & DevelopmentFlag) != 0, layout.LagrangeLog2, stream.Length);
    }

    /// <summary>Reads an SRS, or its first powers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curve">The curve that it must be for.</param>
    /// <param name="powers">How many powers are needed; null for all.</param>
    /// <param name="trust">What need not be verified.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Receives the part that was read, 0 to 1.</param>
    /// <param name="lagrangeLog2">The k of the only Lagrange base to read, if it is there; null for all that the powers can be compared with.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <exception cref="ZkFormatException">The file is malformed, damaged, too small, for another curve, or not an SRS; nothing sized by an unchecked field is allocated.</exception>
    public static Srs<TF> Read<TF>(
        string path,
        PairingCurve<TF> curve,
        long? powers = null,
        SrsTrust trust = SrsTrust.None,
        int threads = 1,
        IProgress<double>? progress = null,
        int? lagrangeLog2 = null,
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
        var size = powers ?? layout.Powers;
        int[] domains = [.. layout.LagrangeLog2.Intersect(Srs<TF>.PossibleLagrangeLog2(size)).Where(log2 => lagrangeLog2 is null || log2 == lagrangeLog2)];
        var reading = new Reading<TF>(stream, path, layout, threads, progress, size + domains.Sum(log2 => 1L << log2), cancellation);
        var read = new Dictionary<int, G1Vector<TF>>();
        var points = curve.NewG1Vector(size);
        try
        {
            reading.Read(points, chain, layout.PowersOffset, layout.Powers, "powers");
            foreach (var log2 in domains)
            {
                read.Add(log2, curve.NewG1Vector(1L << log2));
                reading.Read(read[log2], chain, layout.LagrangeOffset(log2), 1L << log2, $"Lagrange base of 2^{log2} rows, points");
            }

            var srs = new Srs<TF>(curve, points, tauG2, (header.Flags & DevelopmentFlag) != 0, read);
            if ((trust == SrsTrust.None ? srs.Check(threads, cancellation) : srs.CheckPoints(cancellation)) is { } wrong)
                throw new ZkFormatException(path, "powers", wrong);
            return srs;
        }
        catch
        {
            points.Dispose();
            foreach (var vector in read.Values)
                vector.Dispose();
            throw;
        }
    }

    private static (BinaryHeader Header, SrsLayout Layout, byte[] Tau) ReadHead(FileStream stream, string path, ChecksumChain chain)
    {
        Span<byte> start = stackalloc byte[SrsLayout.FixedHeadLength];
        start = start[..stream.ReadAtLeast(start, SrsLayout.FixedHeadLength, throwOnEndOfStream: false)];
        var header = BinaryHeader.Read(start, path, Magic, Version, DevelopmentFlag | SrsLayout.KnownLagrangeFlags);
        if (start.Length < SrsLayout.FixedHeadLength)
            throw new ZkFormatException(path, "header", "the file ends inside its header");
        var count = BinaryPrimitives.ReadUInt64BigEndian(start[BinaryHeader.Length..]);
        var g1 = BinaryPrimitives.ReadUInt32BigEndian(start[(BinaryHeader.Length + 8)..]);
        var g2 = BinaryPrimitives.ReadUInt32BigEndian(start[(BinaryHeader.Length + 12)..]);
        if (g1 is 0 or > MaximumPointBytes || g2 is 0 or > MaximumPointBytes)
            throw new ZkFormatException(path, "point sizes", string.Create(CultureInfo.InvariantCulture, $"{g1} and {g2} bytes are not possible"));
        if (count < 2 || count > (ulong)stream.Length / g1)
            throw new ZkFormatException(path, "number of powers", string.Create(CultureInfo.InvariantCulture, $"is {count}, which a file of {stream.Length} bytes cannot hold"));
        var layout = new SrsLayout((long)count, SrsLayout.DomainsOf(header.Flags), (int)g1, (int)g2);
        if (layout.LagrangeLog2.Count > 0 && 1L << layout.LagrangeLog2[^1] > layout.Powers)
            throw new ZkFormatException(path, "flags", $"promise a Lagrange base of 2^{layout.LagrangeLog2[^1]} rows, more than the {layout.Powers} powers");
        if (stream.Length != layout.FileLength)
            throw new ZkFormatException(path, "length", string.Create(CultureInfo.InvariantCulture, $"the file has {stream.Length} bytes; with {count} powers{layout.BasesInWords} it has {layout.FileLength}"));
        var head = new byte[layout.HeadLength];
        start.CopyTo(head);
        chain.Read(stream, head, SrsLayout.FixedHeadLength, "header");
        return (header, layout, head[SrsLayout.FixedHeadLength..]);
    }

    /// <summary>Reads vectors of points from wherever they are in a file, of each as many as it has room for.</summary>
    private sealed class Reading<TF>(FileStream stream, string path, SrsLayout layout, int threads, IProgress<double>? progress, long total, CancellationToken cancellation)
        where TF : unmanaged, IPrimeField<TF>
    {
        private long _done;

        /// <param name="points">Receives the first points.</param>
        /// <param name="head">The chain after the head of the file.</param>
        /// <param name="offset">Where the points begin.</param>
        /// <param name="stored">How many there are.</param>
        /// <param name="what">What they are, for messages.</param>
        public void Read(G1Vector<TF> points, ChecksumChain head, long offset, long stored, string what)
        {
            using var chain = head.Fork();
            stream.Position = offset;
            PointChunks.Transfer(points, layout.G1Size, (bytes, start, count) =>
            {
                var field = $"{what} {start} to {start + count - 1}";

                // The checksum covers the whole chunk, also where only its first points are wanted.
                chain.Read(stream, bytes.Slice(0, (int)Math.Min(PointChunks.Length, stored - start) * layout.G1Size), 0, field);
                if (!PointChunks.TryStore(points, start, bytes, count, montgomery: false, threads, out var reason))
                    throw new ZkFormatException(path, field, reason);
                _done += count;
                progress?.Report((double)_done / total);
            }, cancellation);
        }
    }
}
