using System.Text;

namespace Zk.Plonk;

/// <summary>
/// A file that appears whole or not at all. Bytes go to a temporary file beside the destination; <see cref="Commit"/> flushes them to the disk and
/// renames. Disposing without a commit (an error, a cancellation) deletes the temporary file and leaves the destination as it was. Several files
/// can be prepared and committed together at the end of a job.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _finished;

    /// <summary>Opens the temporary file; the destination's folder must exist.</summary>
    /// <exception cref="IOException">The folder is not there or not writable; see also <see cref="UnauthorizedAccessException"/>.</exception>
    public AtomicFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(Path))
            throw new IOException($"{path} is a folder");
        var folder = System.IO.Path.GetDirectoryName(Path) ?? throw new IOException($"{path} is no file name");
        _temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(Path)}.{Guid.NewGuid():N}.tmp");
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>The destination.</summary>
    public string Path { get; }

    /// <summary>Where to write; also readable and seekable, until <see cref="Commit"/>.</summary>
    public Stream Stream => _stream;

    /// <summary>Makes the bytes durable and puts them in the destination's place, replacing what was there.</summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, Path, overwrite: true);
        _finished = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_finished)
            return;
        _finished = true;

        // Closing flushes what is still buffered; on a full disk that fails as the write did, and the file goes all the same.
        try
        {
            _stream.Dispose();
        }
        finally
        {
            File.Delete(_temporary);
        }
    }

    /// <summary>Writes a whole file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new AtomicFile(path);
        file.Stream.Write(bytes);
        file.Commit();
    }

    /// <summary>Writes a whole text file as UTF-8 without a byte order mark.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));
}
