using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Zk.Plonk;

/// <summary>
/// The first 32 bytes of every binary file: magic (8 bytes, ASCII padded with zeros), format version (4), flags (4), curve name (16, ASCII padded
/// with zeros). Integers are big-endian.
/// </summary>
/// <param name="Flags">The flags; what they mean depends on the kind of file.</param>
/// <param name="Curve">The curve's name.</param>
internal readonly record struct BinaryHeader(uint Flags, string Curve)
{
    /// <summary>Bytes of a header.</summary>
    public const int Length = 32;

    private const int MagicLength = 8;
    private const int CurveLength = 16;

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> destination, string magic, uint version)
    {
        destination[..Length].Clear();
        Encoding.ASCII.GetBytes(magic, destination[..MagicLength]);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], version);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Flags);
        Encoding.ASCII.GetBytes(Curve, destination.Slice(16, CurveLength));
    }

    /// <summary>Reads a header of the given kind of file.</summary>
    /// <param name="bytes">The first bytes of the file, which may be fewer than a header has.</param>
    /// <param name="file">The file's path, for messages.</param>
    /// <param name="magic">The kind's magic.</param>
    /// <param name="version">The only version that can be read.</param>
    /// <param name="knownFlags">The flags that may be set.</param>
    /// <exception cref="ZkFormatException">It is another kind of file, another version, or damaged.</exception>
    public static BinaryHeader Read(ReadOnlySpan<byte> bytes, string file, string magic, uint version, uint knownFlags)
    {
        if (bytes.Length < MagicLength || !TryPadded(bytes[..MagicLength], out var found) || found != magic)
            throw new ZkFormatException(file, "magic", $"the file does not begin with '{magic}'");
        if (bytes.Length < Length)
            throw new ZkFormatException(file, "header", "the file ends inside its header");
        var foundVersion = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        if (foundVersion != version)
            throw new ZkFormatException(file, "version", string.Create(CultureInfo.InvariantCulture, $"is {foundVersion}; this program reads version {version}"));
        var flags = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        if ((flags & ~knownFlags) != 0)
            throw new ZkFormatException(file, "flags", string.Create(CultureInfo.InvariantCulture, $"0x{flags:x8} has bits that version {version} does not know"));
        if (!TryPadded(bytes.Slice(16, CurveLength), out var curve) || curve.Length == 0)
            throw new ZkFormatException(file, "curve", "is not a name in ASCII padded with zeros");
        return new(flags, curve);
    }

    /// <summary>Demands a curve.</summary>
    public void RequireCurve(string expected, string file)
    {
        if (Curve != expected)
            throw new ZkFormatException(file, "curve", $"is {Curve}, not {expected}");
    }

    private static bool TryPadded(ReadOnlySpan<byte> padded, out string text)
    {
        var trimmed = padded.TrimEnd((byte)0);
        text = Encoding.ASCII.GetString(trimmed);
        return !trimmed.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E);
    }
}
