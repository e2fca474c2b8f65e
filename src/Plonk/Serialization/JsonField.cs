using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// One value of a JSON document, read strictly: every accessor demands the exact type, range and count, and every error names file, field and
/// reason. Unknown, missing and repeated properties, comments, trailing commas, trailing data and deep nesting are errors.
/// </summary>
public sealed class JsonField
{
    private const int MaximumDepth = 16;
    private const string FormatName = "format";

    private readonly JsonElement _element;

    private JsonField(string file, string path, JsonElement element)
    {
        File = file;
        Path = path;
        _element = element;
    }

    /// <summary>The file's path, for messages.</summary>
    public string File { get; }

    /// <summary>Where in the document this value stands: <c>commitments[3][0]</c>; empty for the document itself.</summary>
    public string Path { get; }

    /// <summary>Reads a file as one JSON document.</summary>
    /// <exception cref="ZkFormatException">The file cannot be read, is larger than <paramref name="maximumBytes"/>, or is not JSON.</exception>
    public static JsonField ReadFile(string path, int maximumBytes = InputFile.MaximumJsonBytes) =>
        Parse(InputFile.ReadAllBytes(path, maximumBytes), path);

    /// <summary>Reads UTF-8 bytes as one JSON document.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="ZkFormatException">The bytes are not one JSON document.</exception>
    public static JsonField Parse(ReadOnlySpan<byte> utf8, string file)
    {
        try
        {
            return new(file, "", JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaximumDepth }));
        }
        catch (JsonException e)
        {
            throw new ZkFormatException(file, "", "not JSON: " + e.Message, e);
        }
    }

    /// <summary>Whether a file that may be JSON or binary is JSON: every binary format begins with a letter.</summary>
    internal static bool LooksLikeJson(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart(" \t\r\n"u8);
        return !text.IsEmpty && text[0] == (byte)'{';
    }

    /// <summary>An error about this value.</summary>
    public ZkFormatException Error(string reason) => new(File, Path, reason);

    /// <summary>The object's properties, which must be exactly the named ones, each once.</summary>
    public IReadOnlyDictionary<string, JsonField> Object(params IReadOnlyList<string> names) => Object(names, []);

    /// <summary>The object's properties: all the required ones, any of the optional ones, no others, each at most once.</summary>
    public IReadOnlyDictionary<string, JsonField> Object(IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        ArgumentNullException.ThrowIfNull(required);
        ArgumentNullException.ThrowIfNull(optional);
        Require(JsonValueKind.Object, "an object");
        var fields = new Dictionary<string, JsonField>(StringComparer.Ordinal);
        foreach (var property in _element.EnumerateObject())
        {
            var field = new JsonField(File, Path.Length == 0 ? Name(property) : $"{Path}.{Name(property)}", property.Value);
            if (!required.Contains(property.Name) && !optional.Contains(property.Name))
                throw field.Error("this field is not known here");
            if (!fields.TryAdd(property.Name, field))
                throw field.Error("this field stands here twice");
        }

        foreach (var name in required)
        {
            if (!fields.ContainsKey(name))
                throw new ZkFormatException(File, Path.Length == 0 ? name : $"{Path}.{name}", "this field is missing");
        }

        return fields;
    }

    /// <summary>One property of an object, whatever others it has: what says how to read the rest.</summary>
    public JsonField Property(string name)
    {
        Require(JsonValueKind.Object, "an object");
        var path = Path.Length == 0 ? name : $"{Path}.{name}";
        return _element.TryGetProperty(name, out var value) ? new(File, path, value) : throw new ZkFormatException(File, path, "this field is missing");
    }

    /// <summary>
    /// The properties of a document: <c>format</c>, which must be as given, and exactly the named ones, each once. The format is compared first, because it says which
    /// the others are: a document of another version is refused as such.
    /// </summary>
    public IReadOnlyDictionary<string, JsonField> Document(string format, params IReadOnlyList<string> names) => Document(format, names, []);

    /// <summary>As above, with properties that may be missing.</summary>
    public IReadOnlyDictionary<string, JsonField> Document(string format, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        ArgumentNullException.ThrowIfNull(required);
        Require(JsonValueKind.Object, "an object");
        foreach (var property in _element.EnumerateObject())
        {
            if (Name(property) == FormatName)
                new JsonField(File, FormatName, property.Value).Literal(format);
        }

        return Object([FormatName, .. required], optional);
    }

    /// <summary>The elements of an array of exactly <paramref name="count"/> elements.</summary>
    public IReadOnlyList<JsonField> Array(int count) => Array(count, count);

    /// <summary>The elements of an array whose length is within bounds; the length is judged before anything is allocated.</summary>
    public IReadOnlyList<JsonField> Array(int minimum, int maximum)
    {
        Require(JsonValueKind.Array, "an array");
        var length = _element.GetArrayLength();
        if (length < minimum || length > maximum)
            throw Error(minimum == maximum ? $"has {length} elements, not {minimum}" : $"has {length} elements, not {minimum} to {maximum}");
        var fields = new JsonField[length];
        var index = 0;
        foreach (var element in _element.EnumerateArray())
        {
            fields[index] = new(File, string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"), element);
            index++;
        }

        return fields;
    }

    /// <summary>A string of at most <paramref name="maximumLength"/> UTF-16 units.</summary>
    public string Text(int maximumLength)
    {
        Require(JsonValueKind.String, "a string");
        string text;
        try
        {
            text = _element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new ZkFormatException(File, Path, "the string is not valid Unicode", e);
        }

        return text.Length <= maximumLength ? text : throw Error($"the string is longer than {maximumLength} characters");
    }

    /// <summary>Demands exactly this string, as in <c>"format": "zk/proof/1"</c>.</summary>
    public void Literal(string expected)
    {
        var text = Text(200);
        if (text != expected)
            throw Error($"is '{text}', not '{expected}'");
    }

    /// <summary>One of several strings; returns its index.</summary>
    public int OneOf(params IReadOnlyList<string> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var text = Text(200);
        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i] == text)
                return i;
        }

        throw Error($"is '{text}', not one of {string.Join(", ", choices)}");
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Boolean() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error($"is {Describe(_element.ValueKind)}, not true or false"),
    };

    /// <summary>A JSON number written as a plain non-negative integer: no sign, fraction or exponent.</summary>
    public long Integer(long minimum, long maximum)
    {
        Require(JsonValueKind.Number, "a number");
        if (!_element.TryGetInt64(out var value) || _element.GetRawText() != value.ToString(CultureInfo.InvariantCulture))
            throw Error("is not a plain integer");
        return value >= minimum && value <= maximum ? value : throw Error($"is {value}, not within {minimum} to {maximum}");
    }

    /// <summary>A quoted canonical decimal number in 0..<paramref name="limit"/>−1: digits only, no leading zero.</summary>
    /// <param name="limit">The exclusive upper bound.</param>
    /// <param name="limitName">What the bound is called in a message.</param>
    public BigInteger Number(BigInteger limit, string limitName)
    {
        var text = Text(200);
        if (text.Length == 0 || !text.All(char.IsAsciiDigit))
            throw Error("is not a decimal number");
        if (text.Length > 1 && text[0] == '0')
            throw Error("the number has a leading zero");
        var value = BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return value < limit ? value : throw Error($"the number is not below {limitName}");
    }

    /// <summary>A quoted decimal 64-bit unsigned number, at most <paramref name="maximum"/>.</summary>
    public ulong UnsignedText(ulong maximum = ulong.MaxValue) =>
        (ulong)Number(new BigInteger(maximum) + 1, string.Create(CultureInfo.InvariantCulture, $"{new BigInteger(maximum) + 1}"));

    /// <summary>A quoted canonical decimal field element: digits only, no leading zero, below the characteristic.</summary>
    public TF Scalar<TF>()
        where TF : unmanaged, IPrimeField<TF> => TF.FromBigInteger(Number(TF.Characteristic, "the field's modulus"));

    /// <summary>A string <c>0x</c> and exactly two lower-case hexadecimal digits for each of <paramref name="length"/> bytes.</summary>
    public byte[] Hex(int length)
    {
        var text = Text(2 + (2 * length));
        if (text.Length != 2 + (2 * length) || !text.StartsWith("0x", StringComparison.Ordinal) || !text[2..].All(char.IsAsciiHexDigitLower))
            throw Error($"is not 0x and {2 * length} lower-case hexadecimal digits");
        return Convert.FromHexString(text[2..]);
    }

    private void Require(JsonValueKind kind, string expected)
    {
        if (_element.ValueKind != kind)
            throw Error($"is {Describe(_element.ValueKind)}, not {expected}");
    }

    private string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new ZkFormatException(File, Path, "a field name is not valid Unicode", e);
        }
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };
}
