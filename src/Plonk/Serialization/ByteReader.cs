using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Reads the binary formats of docs/formats.md from bytes of a hostile file: every read is bounds checked and names its field, and a count is
/// compared with the bytes that are left before anything of that size is allocated.
/// </summary>
internal sealed class ByteReader(ReadOnlyMemory<byte> bytes, string file)
{
    private int _position;

    /// <summary>The file's path, for messages.</summary>
    public string File => file;

    /// <summary>Bytes not read yet.</summary>
    public int Remaining => bytes.Length - _position;

    /// <summary>An error about a field.</summary>
    public ZkFormatException Error(string field, string reason) => new(file, field, reason);

    /// <summary>Bytes as they are.</summary>
    public ReadOnlySpan<byte> Bytes(string field, int length)
    {
        if (length > Remaining)
            throw Error(field, string.Create(CultureInfo.InvariantCulture, $"the file ends at byte {bytes.Length}, inside this field"));
        _position += length;
        return bytes.Span.Slice(_position - length, length);
    }

    /// <summary>One byte.</summary>
    public byte U8(string field) => Bytes(field, 1)[0];

    /// <summary>32 bits, within bounds.</summary>
    public int U32(string field, int minimum, int maximum)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(Bytes(field, 4));
        if (value < minimum || value > maximum)
            throw Error(field, string.Create(CultureInfo.InvariantCulture, $"is {value}, not within {minimum} to {maximum}"));
        return (int)value;
    }

    /// <summary>A 32-bit count of things that take at least <paramref name="bytesEach"/> bytes each, which must still be there.</summary>
    public int Count(string field, int maximum, int bytesEach)
    {
        var count = U32(field, 0, maximum);
        if ((long)count * bytesEach > Remaining)
            throw Error(field, string.Create(CultureInfo.InvariantCulture, $"is {count}, more than the {Remaining} bytes left can hold"));
        return count;
    }

    /// <summary>A 32-bit length and UTF-8.</summary>
    public string Text(string field, int maximumBytes)
    {
        try
        {
            return FormatLimits.Utf8.GetString(Bytes(field, U32(field + " (length)", 0, maximumBytes)));
        }
        catch (DecoderFallbackException e)
        {
            throw new ZkFormatException(file, field, "is not valid UTF-8", e);
        }
    }

    /// <summary>A canonical big-endian field element.</summary>
    public TF Scalar<TF>(string field)
        where TF : unmanaged, IPrimeField<TF> =>
        TF.TryReadBigEndian(Bytes(field, TF.ByteLength), out var value) ? value : throw Error(field, "the number is not below the field's modulus");

    /// <summary>Skips to where exactly so many bytes are left.</summary>
    public void SkipTo(string field, int remaining) => Bytes(field, remaining <= Remaining ? Remaining - remaining : Remaining + 1);

    /// <summary>Demands that exactly so many bytes are left.</summary>
    public void RequireRemaining(int expected)
    {
        if (Remaining != expected)
            throw Error("length", string.Create(CultureInfo.InvariantCulture, $"{Remaining} bytes follow here, not {expected}"));
    }
}
