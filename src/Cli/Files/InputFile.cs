using System.Text;

namespace Zk.Cli;

/// <summary>Reads files that came from somewhere else: bounded, with the file named in every error.</summary>
internal static class InputFile
{
    /// <summary>The largest JSON file that is read: a batch of 256 operations on a large state stays far below it.</summary>
    public const long MaximumJsonBytes = 256L << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole text file.</summary>
    /// <exception cref="CliException">The file is missing, not readable, a directory, too large or not UTF-8.</exception>
    public static string ReadText(string path, long maximumBytes = MaximumJsonBytes) => Use(path, stream =>
    {
        // The length is checked first, and the read is bounded as well because a pipe or device has none.
        if (stream.CanSeek && stream.Length > maximumBytes)
            throw TooLarge(path, maximumBytes);
        using var content = new MemoryStream();
        var chunk = new byte[1 << 16];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            content.Write(chunk, 0, read);
            if (content.Length > maximumBytes)
                throw TooLarge(path, maximumBytes);
        }

        try
        {
            return StrictUtf8.GetString(content.GetBuffer(), 0, (int)content.Length);
        }
        catch (DecoderFallbackException)
        {
            throw CliException.BadFile(path, "is not UTF-8 text");
        }
    });

    /// <summary>Opens a file, runs a reader on it, and names the file in whatever the reader complains about.</summary>
    public static T Use<T>(string path, Func<FileStream, T> read)
    {
        if (Directory.Exists(path))
            throw CliException.BadFile(path, "is a directory, a file is needed");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return read(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.BadFile(path, "no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw CliException.BadFile(path, "permission denied");
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException or System.Text.Json.JsonException)
        {
            throw CliException.BadFile(path, e.Message);
        }
    }

    /// <summary>Reads a text file and parses it, naming the file in whatever the parser complains about.</summary>
    public static T Parse<T>(string path, Func<string, T> parse)
    {
        var text = ReadText(path);
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or System.Text.Json.JsonException)
        {
            throw CliException.BadFile(path, e.Message);
        }
    }

    private static CliException TooLarge(string path, long maximumBytes) => CliException.BadFile(path, $"is larger than {maximumBytes >> 20} MiB");
}
