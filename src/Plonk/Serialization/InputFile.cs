namespace Zk.Plonk;

/// <summary>Opens files named by a user: what cannot be read is malformed input that names the file, and no file is read beyond a given size.</summary>
public static class InputFile
{
    /// <summary>The default limit for JSON files: 64 MiB.</summary>
    public const int MaximumJsonBytes = 64 << 20;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="ZkFormatException">There is no such file, it is a folder, or reading it is not allowed.</exception>
    public static FileStream Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (Directory.Exists(path))
                throw new ZkFormatException(path, "", "is a folder, not a file");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ZkFormatException(path, "", "there is no such file", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new ZkFormatException(path, "", "the file cannot be opened: " + e.Message, e);
        }
    }

    /// <summary>Opens a file whose length is known and in which one can move, which a pipe does not allow.</summary>
    /// <exception cref="ZkFormatException">As for <see cref="Open"/>, or it is a pipe.</exception>
    public static FileStream OpenSeekable(string path)
    {
        var stream = Open(path);
        if (stream.CanSeek)
            return stream;
        stream.Dispose();
        throw new ZkFormatException(path, "", "is a pipe or device, not a file");
    }

    /// <summary>Reads a whole file, which may be a pipe, of at most <paramref name="maximumBytes"/> bytes.</summary>
    /// <exception cref="ZkFormatException">The file cannot be opened or is larger; a larger one is refused before it is read.</exception>
    public static byte[] ReadAllBytes(string path, int maximumBytes)
    {
        using var stream = Open(path);
        if (stream.CanSeek && stream.Length > maximumBytes)
            throw TooLarge(path, maximumBytes);
        using var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        while (stream.Read(block) is var count and > 0)
        {
            // A device or a growing file has no length to be judged by beforehand.
            if (bytes.Length + count > maximumBytes)
                throw TooLarge(path, maximumBytes);
            bytes.Write(block, 0, count);
        }

        return bytes.ToArray();
    }

    private static ZkFormatException TooLarge(string path, int maximumBytes) => new(path, "", $"the file has more than {maximumBytes} bytes");
}
