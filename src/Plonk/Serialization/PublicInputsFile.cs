using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>Public inputs as JSON: <c>zk/public/1</c>, each input its own quoted decimal number below the modulus.</summary>
public static class PublicInputsFile
{
    /// <summary>The value of <c>format</c>.</summary>
    public const string Format = "zk/public/1";

    /// <summary>Writes a file.</summary>
    public static void Write<TF>(string path, PairingCurve<TF> curve, ReadOnlySpan<TF> inputs)
        where TF : unmanaged, IPrimeField<TF> => AtomicFile.Write(path, ToJson(curve, inputs));

    /// <summary>The document as UTF-8.</summary>
    public static byte[] ToJson<TF>(PairingCurve<TF> curve, ReadOnlySpan<TF> inputs)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(curve);
        var values = inputs.ToArray();
        return JsonPoints.Document(writer =>
        {
            writer.WriteString("format", Format);
            writer.WriteString("curve", curve.Name);
            writer.WriteArray("inputs", values, writer.WriteScalar);
        });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curve">The curve that it must be for.</param>
    /// <param name="count">How many inputs there must be; null for any number.</param>
    /// <exception cref="ZkFormatException">The file is malformed, or a number is not canonical or not below the modulus.</exception>
    public static TF[] Read<TF>(string path, PairingCurve<TF> curve, int? count = null)
        where TF : unmanaged, IPrimeField<TF> => Parse(InputFile.ReadAllBytes(path, FormatLimits.PublicFileBytes), path, curve, count);

    /// <summary>Reads a document from memory; see <see cref="Read{TF}"/>.</summary>
    /// <exception cref="ZkFormatException">The document is malformed.</exception>
    public static TF[] Parse<TF>(ReadOnlySpan<byte> json, string file, PairingCurve<TF> curve, int? count = null)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(curve);
        var fields = JsonField.Parse(json, file).Document(Format, "curve", "inputs");
        fields["curve"].Literal(curve.Name);
        return [.. fields["inputs"].Array(count ?? 0, count ?? FormatLimits.PublicInputs).Select(field => field.Scalar<TF>())];
    }
}
