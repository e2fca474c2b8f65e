using System.Collections.Concurrent;

namespace Zk.Cli;

/// <summary>
/// A file written under a temporary name beside its destination and renamed when complete. Until then the destination is untouched;
/// whatever ends the command early removes the temporary file.
/// </summary>
internal sealed class StagedFile : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Pending = new();

    private readonly string _temporary;
    private readonly string _destination;

    /// <summary>Prepares a destination whose directory exists.</summary>
    /// <exception cref="CliException">The destination is a directory or a device, or its directory does not exist.</exception>
    public StagedFile(string destination)
    {
        _destination = Resolve(destination);
        _temporary = $"{_destination}.{Environment.ProcessId:x}-{Guid.NewGuid():n}.tmp";
        Pending[_temporary] = true;
    }

    /// <summary>The name to write to before <see cref="Commit"/>.</summary>
    public string TemporaryPath => _temporary;

    /// <summary>Opens the temporary file for writing.</summary>
    public FileStream Create() => new(_temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 });

    /// <summary>Replaces the destination by the temporary file.</summary>
    public void Commit()
    {
        File.Move(_temporary, _destination, overwrite: true);
        Pending.TryRemove(_temporary, out _);
    }

    /// <inheritdoc/>
    public void Dispose() => Discard(_temporary);

    /// <summary>Removes every temporary file of this process; for the moment before a forced exit.</summary>
    public static void DiscardAll()
    {
        foreach (var path in Pending.Keys)
            Discard(path);
    }

    private static void Discard(string temporary)
    {
        if (!Pending.TryRemove(temporary, out _))
            return;
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done for a temporary file that cannot be removed.
        }
    }

    private static string Resolve(string destination)
    {
        var path = Path.GetFullPath(destination);
        if (Directory.Exists(path))
            throw CliException.BadFile(destination, "is a directory, a file name is needed");

        // A rename would replace a link, or as root even a device node, instead of writing through it.
        path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
            throw CliException.BadFile(destination, "is a device, a file name is needed");
        return Directory.Exists(Path.GetDirectoryName(path))
            ? path
            : throw CliException.BadFile(destination, "its directory does not exist");
    }
}
