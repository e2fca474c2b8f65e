using System.Text;

namespace Zk.Cli;

/// <summary>
/// Several files that appear together: contents are collected first, all are staged on disk, and only when every one is complete are they
/// renamed into place. On failure no file of the directory is created or changed.
/// </summary>
/// <param name="path">The directory; created on commit when missing.</param>
internal sealed class OutputFiles(string path)
{
    private readonly List<(string Name, Action<Stream> Write)> _files = [];

    /// <summary>The directory as the user named it.</summary>
    public string Path { get; } = path;

    /// <summary>Adds a file by the function that writes it.</summary>
    public void Add(string name, Action<Stream> write) => _files.Add((name, write));

    /// <summary>Adds a file by its content.</summary>
    public void Add(string name, byte[] content) => Add(name, stream => stream.Write(content));

    /// <summary>Adds a text file.</summary>
    public void Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Fails now, rather than after a long job, when the directory cannot be one or cannot be written.</summary>
    public static void Check(string path)
    {
        if (File.Exists(path))
            throw CliException.BadFile(path, "is a file, a directory is needed");
        if (Directory.Exists(path))
            CheckFile(System.IO.Path.Combine(path, "check"));
    }

    /// <summary>Fails now, rather than after a long job, when a file cannot be written.</summary>
    public static void CheckFile(string path) => new AtomicFile(path).Dispose();

    /// <summary>Writes everything, then renames everything.</summary>
    public void Commit(CancellationToken cancellation)
    {
        Check(Path);
        var created = FirstMissingAncestor(Path);
        var committed = false;
        var staged = new List<AtomicFile>();
        try
        {
            Directory.CreateDirectory(Path);
            foreach (var (name, write) in _files)
            {
                var file = new AtomicFile(System.IO.Path.Combine(Path, name));
                staged.Add(file);
                write(file.Stream);
                file.Stream.Flush();
            }

            cancellation.ThrowIfCancellationRequested();
            foreach (var file in staged)
                file.Commit();
            committed = true;
        }
        finally
        {
            staged.ForEach(file => file.Dispose());
            if (!committed && created is not null && Directory.Exists(created))
                RemoveEmpty(created);
        }
    }

    private static string? FirstMissingAncestor(string path)
    {
        string? missing = null;
        for (var at = System.IO.Path.GetFullPath(path); at is not null && !Directory.Exists(at); at = System.IO.Path.GetDirectoryName(at))
            missing = at;
        return missing;
    }

    private static void RemoveEmpty(string directory)
    {
        foreach (var child in Directory.GetDirectories(directory))
            RemoveEmpty(child);
        if (!Directory.EnumerateFileSystemEntries(directory).Any())
            Directory.Delete(directory);
    }
}
