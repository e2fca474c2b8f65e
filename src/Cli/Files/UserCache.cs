namespace Zk.Cli;

/// <summary>The folder in which development SRS and keys are kept between runs. Several processes may use it at a time.</summary>
internal sealed class UserCache
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;

    /// <summary>Opens or creates the cache.</summary>
    /// <param name="folder">Where the user wants it; null for $XDG_CACHE_HOME/zk or ~/.cache/zk.</param>
    /// <exception cref="CliException">There is no such place, or it cannot be written.</exception>
    public UserCache(string? folder)
    {
        _folder = Path.GetFullPath(folder ?? DefaultFolder());
        try
        {
            // Nobody else may write here: files of the cache are believed more than files from elsewhere.
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(_folder);
                return;
            }

            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if ((File.GetUnixFileMode(_folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
                throw CliException.Environment($"{_folder}: others may write here, and what is in a cache is believed; take the right away (chmod go-w) or name another folder with --cache");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    /// <summary>The path of an entry.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Waits until no other process holds the cache; dispose to let the next one in.</summary>
    public IDisposable Lock(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw Unusable(e);
            }
            catch (IOException) when (File.Exists(PathOf("lock")))
            {
                // Somebody holds it.
                cancellation.WaitHandle.WaitOne(Poll);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Reads an entry, or makes and stores it when it is missing, damaged or of another version.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="read">Reads the file; a <see cref="ZkFormatException"/> says that it is of no use.</param>
    /// <param name="create">Makes the entry.</param>
    /// <param name="write">Stores it at the path given.</param>
    /// <param name="warn">Is told when an entry is of no use.</param>
    public T GetOrCreate<T>(string name, Func<string, T> read, Func<T> create, Action<string, T> write, Action<string> warn)
    {
        var path = PathOf(name);
        if (File.Exists(path))
        {
            try
            {
                return read(path);
            }
            catch (ZkFormatException e)
            {
                warn($"{e.Message}; it is made anew");
            }
        }

        var entry = create();
        write(path, entry);
        return entry;
    }

    private CliException Unusable(Exception cause) => CliException.Environment($"cache {_folder}: {cause.Message} Name another folder with --cache.");

    private static string DefaultFolder()
    {
        // The specification of base directories: a relative path is invalid and ignored.
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "zk");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0
            ? Path.Combine(home, ".cache", "zk")
            : throw CliException.Environment("there is no home directory for the cache; name a folder with --cache");
    }
}
