using System.Globalization;
using System.Text;

namespace Zk.Plonk;

/// <summary>
/// Input that is not what its format demands. The message is one line: the file, the field, the reason. A well-formed proof of something false is
/// not an error but <see langword="false"/>.
/// </summary>
public sealed class ZkFormatException : FormatException
{
    private const int MaximumFieldLength = 200;

    /// <summary>Describes malformed input.</summary>
    /// <param name="file">The file's path, or another name for where the bytes came from.</param>
    /// <param name="field">The field, as a path such as <c>commitments[3][0]</c>; empty when the file as a whole is wrong.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="innerException">The cause, if any.</param>
    public ZkFormatException(string file, string field, string reason, Exception? innerException = null)
        : base(Describe(file, field, reason), innerException)
    {
        File = file;
        Field = field;
        Reason = reason;
    }

    /// <summary>Where the bytes came from.</summary>
    public string File { get; }

    /// <summary>The field; empty when the file as a whole is wrong.</summary>
    public string Field { get; }

    /// <summary>What is wrong.</summary>
    public string Reason { get; }

    /// <summary>Field names may come from a hostile file: control characters are escaped and long text is cut, so that a message stays one line.</summary>
    internal static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var c in text.Length <= MaximumFieldLength ? text : text[..MaximumFieldLength])
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                line.Append(c);
        }

        return text.Length <= MaximumFieldLength ? line.ToString() : line.Append("...").ToString();
    }

    private static string Describe(string file, string field, string reason) =>
        field.Length == 0 ? $"{OneLine(file)}: {OneLine(reason)}" : $"{OneLine(file)}: {OneLine(field)}: {OneLine(reason)}";
}
