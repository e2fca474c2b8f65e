using System.Collections.Concurrent;
using System.Text;

namespace Zk.Plonk;

/// <summary>
/// A file that appears whole or not at all. Bytes go to a temporary file beside the destination; <see cref="Commit"/> flushes them to the disk and
/// renames. Disposing without a commit (an error, a cancellation) deletes the temporary file and leaves the destination as it was. Several files
/// can be prepared and committed together at the end of a job.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Pending = new();

    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _finished;

    /// <summary>Opens the temporary file; the destination's folder must exist. A symbolic link is followed, so that the link itself stays.</summary>
    /// <exception cref="IOException">The folder is not there or not writable, or the name is that of a folder or device; see also <see cref="UnauthorizedAccessException"/>.</exception>
    public AtomicFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        if (new FileInfo(Path).LinkTarget is not null)
            Path = File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path;
        if (Directory.Exists(Path))
            throw new IOException($"{path}: is a folder, not a file");

        // A rename would put a file in the place of the device node.
        if (Path.StartsWith("/dev/", StringComparison.Ordinal))
            throw new IOException($"{path}: is a device, not a file");
        var folder = System.IO.Path.GetDirectoryName(Path);
        if (!Directory.Exists(folder))
            throw new IOException($"{path}: its folder does not exist");
        _temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(Path)}.{Guid.NewGuid():N}.tmp");
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        Pending[_temporary] = true;
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
        Pending.TryRemove(_temporary, out _);
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
            Pending.TryRemove(_temporary, out _);
        }
    }

    /// <summary>Deletes the temporary files of all uncommitted instances; for a process that is about to end without disposing them.</summary>
    public static void DeletePending()
    {
        foreach (var temporary in Pending.Keys)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process ends; nothing more can be done for this file.
            }
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
