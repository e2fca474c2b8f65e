using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Points in JSON, each coordinate its own quoted decimal number: <c>["x", "y"]</c> in G1 and <c>[["x.c0", "x.c1"], ["y.c0", "y.c1"]]</c> in G2, the
/// real part first. Infinity is all zeros.
/// </summary>
internal static class JsonPoints
{
    /// <summary>A JSON document with line ends that do not depend on the system.</summary>
    public static byte[] Document(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>An array, item by item.</summary>
    public static void WriteArray<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        writer.WriteEndArray();
    }

    /// <summary>A quoted decimal number.</summary>
    public static void WriteScalar<TF>(this Utf8JsonWriter writer, TF value)
        where TF : unmanaged, IPrimeField<TF> => writer.WriteStringValue(value.ToBigInteger().ToString(CultureInfo.InvariantCulture));

    /// <summary>A point of G1.</summary>
    public static void WriteG1(this Utf8JsonWriter writer, G1Point point)
    {
        var n = point.Bytes.Length / 2;
        writer.WriteStartArray();
        WriteCoordinate(writer, point.Bytes[..n]);
        WriteCoordinate(writer, point.Bytes[n..]);
        writer.WriteEndArray();
    }

    /// <summary>A named point of G2.</summary>
    public static void WriteG2(this Utf8JsonWriter writer, string name, G2Point point)
    {
        var n = point.Bytes.Length / 4;
        writer.WriteStartArray(name);
        for (var i = 0; i < 2; i++)
        {
            writer.WriteStartArray();
            WriteCoordinate(writer, point.Bytes.Slice(((2 * i) + 1) * n, n));
            WriteCoordinate(writer, point.Bytes.Slice(2 * i * n, n));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a point of G1 with all checks; infinity is a point.</summary>
    public static G1Point ReadG1<TF>(JsonField field, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bytes = new byte[curve.G1Size];
        var n = bytes.Length / 2;
        var coordinates = field.Array(2);
        ReadCoordinate(coordinates[0], curve, bytes.AsSpan(0, n));
        ReadCoordinate(coordinates[1], curve, bytes.AsSpan(n, n));
        return curve.TryDecodeG1(bytes, out var point, out var reason) ? point : throw field.Error(reason);
    }

    /// <summary>Reads a point of G2 with all checks; infinity is a point.</summary>
    public static G2Point ReadG2<TF>(JsonField field, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bytes = new byte[curve.G2Size];
        var n = bytes.Length / 4;
        var coordinates = field.Array(2);
        for (var i = 0; i < 2; i++)
        {
            var parts = coordinates[i].Array(2);
            ReadCoordinate(parts[0], curve, bytes.AsSpan(((2 * i) + 1) * n, n));
            ReadCoordinate(parts[1], curve, bytes.AsSpan(2 * i * n, n));
        }

        return curve.TryDecodeG2(bytes, out var point, out var reason) ? point : throw field.Error(reason);
    }

    private static void WriteCoordinate(Utf8JsonWriter writer, ReadOnlySpan<byte> bigEndian) =>
        writer.WriteStringValue(new BigInteger(bigEndian, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture));

    private static void ReadCoordinate<TF>(JsonField field, PairingCurve<TF> curve, Span<byte> bigEndian)
        where TF : unmanaged, IPrimeField<TF>
    {
        field.Number(curve.BaseModulus, "the modulus of the coordinates").TryWriteBytes(bigEndian, out var written, isUnsigned: true);
        bigEndian[written..].Clear();
        bigEndian.Reverse();
    }
}
