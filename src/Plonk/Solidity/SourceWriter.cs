using System.Text;

namespace Zk.Plonk;

/// <summary>Lines of source text, indented by the braces that they open and close.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line; one that begins with a closing brace goes out a level first, one that ends with an opening brace goes in after.</summary>
    public void Line(string line = "")
    {
        if (line.StartsWith('}'))
            _depth--;
        if (line.Length > 0)
            _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
        if (line.EndsWith('{'))
            _depth++;
    }

    /// <summary>Writes lines.</summary>
    public void Lines(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Line(line);
    }

    /// <summary>Writes a comment, which may come from a file: whatever is not plain ASCII becomes a question mark, so that it cannot end the comment.</summary>
    public void Comment(string text) => Line($"// {Plain(text)}");

    /// <summary>The text with everything but printable ASCII replaced.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
