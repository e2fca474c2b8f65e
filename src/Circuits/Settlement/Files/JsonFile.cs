using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Zk.Circuits.Settlement;

/// <summary>Writes JSON as every file of this project is written: UTF-8, indented by two spaces, one line feed at each line's end.</summary>
internal static class JsonFile
{
    private static readonly JsonWriterOptions _options = new() { Indented = true, NewLine = "\n" };

    /// <summary>The bytes of a document that is one object.</summary>
    public static byte[] Write(string format, Action<Utf8JsonWriter> writeFields)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, _options))
        {
            writer.WriteStartObject();
            writer.WriteString("format", format);
            writeFields(writer);
            writer.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>A 64-bit number as a decimal string, since not every reader of JSON is exact beyond 2^53.</summary>
    public static void WriteDecimal(this Utf8JsonWriter writer, string name, ulong value) =>
        writer.WriteDecimal(name, (BigInteger)value);

    /// <summary>A number of any size and sign as a decimal string.</summary>
    public static void WriteDecimal(this Utf8JsonWriter writer, string name, BigInteger value) =>
        writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Bytes as 0x and lower-case digits.</summary>
    public static void WriteHex(this Utf8JsonWriter writer, string name, ReadOnlySpan<byte> bytes) =>
        writer.WriteString(name, "0x" + Convert.ToHexStringLower(bytes));

    /// <summary>A 32-bit number.</summary>
    public static uint UInt32(this JsonField field) => (uint)field.Integer(0, uint.MaxValue);

    /// <summary>A quoted decimal number in −2^63..2^63 − 1, in its shortest form.</summary>
    public static long SignedText(this JsonField field)
    {
        var text = field.Text(20);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value.ToString(CultureInfo.InvariantCulture) == text
            ? value
            : throw field.Error("is not a decimal number within -2^63 to 2^63 - 1");
    }

    /// <summary>A quoted decimal number below 2^<paramref name="bits"/>.</summary>
    public static BigInteger NumberText(this JsonField field, int bits) => field.Number(BigInteger.One << bits, $"2^{bits}");

    /// <summary>An encoded signature.</summary>
    public static EdDsaSignature Signature(this JsonField field) =>
        EdDsaSignature.TryDecode(field.Hex(EdDsaSignature.EncodedLength), out var signature, out var reason) ? signature : throw field.Error(reason);

    /// <summary>An L1 address.</summary>
    public static EthereumAddress Address(this JsonField field) =>
        EthereumAddress.TryParse(field.Text(EthereumAddress.TextLength), out var address, out var reason) ? address : throw field.Error(reason);

    /// <summary>A packed point; the subgroup is not checked.</summary>
    public static EdwardsPoint Point(this JsonField field) =>
        EdwardsPoint.TryUnpack(field.Hex(EdwardsPoint.PackedLength), out var point, out var reason) ? point : throw field.Error(reason);

    /// <summary>The public key of an account: packed, in the prime-order subgroup, not the identity.</summary>
    public static EdwardsPoint PublicKey(this JsonField field)
    {
        var key = field.Point();
        return EdDsa.CheckPublicKey(key, out var reason) ? key : throw field.Error(reason);
    }
}
