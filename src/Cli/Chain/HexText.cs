using System.Buffers;

namespace Zk.Cli;

/// <summary>Bytes written as 0x and two lower-case hexadecimal digits each, as nodes and compilers write them.</summary>
internal static class HexText
{
    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads bytes.</summary>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(string text, out byte[] bytes)
    {
        var valid = text.StartsWith("0x", StringComparison.Ordinal) && text.Length % 2 == 0 && !text.AsSpan(2).ContainsAnyExcept(_digits);
        bytes = valid ? Convert.FromHexString(text.AsSpan(2)) : [];
        return valid;
    }

    /// <summary>Writes bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
