using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Zk.Testing;

/// <summary>
/// Runs the scripts of tests/node, which answer with independent implementations or compile Solidity. A script reads one JSON value from standard input
/// and writes one to standard output. The packages are installed on first use by <c>npm ci</c> from the lock file. Without node or npm a test FAILS:
/// a comparison that silently does not happen is worth nothing.
/// </summary>
public static class NodeOracle
{
    private static readonly TimeSpan _installLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _runLimit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string> _folder = new(() => Install("tests/node"));

    /// <summary>The folder tests/node, with its packages installed.</summary>
    public static string Folder => _folder.Value;

    /// <summary>Runs a script of tests/node.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="input">Serialised as its input.</param>
    /// <typeparam name="T">What its output is read as.</typeparam>
    public static T Run<T>(string script, object input)
    {
        var output = Start("node", [Path.Combine(_folder.Value, script)], _folder.Value, JsonSerializer.Serialize(input), _runLimit);
        return JsonSerializer.Deserialize<T>(output) ?? throw new InvalidDataException($"{script} answered null");
    }

    /// <summary>Runs a program of the PATH to its end; its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0, or is not there.</exception>
    public static string Run(string program, string[] arguments, string folder) => Start(program, arguments, folder, "", _runLimit);

    /// <summary>Installs the packages of a folder that has a lock file, unless they are there.</summary>
    /// <param name="path">The folder, relative to the repository's root.</param>
    /// <returns>Its full path.</returns>
    public static string Install(string path)
    {
        var folder = Path.Combine(RepositoryRoot(), path);

        // Test projects run as several processes at once; one installs, the others wait.
        using var turn = WaitForLock(Path.Combine(folder, "install.tmp"));
        var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            Start("npm", ["ci"], folder, "", _installLimit);
            installed.Refresh();
            installed.LastWriteTimeUtc = DateTime.UtcNow;
        }

        return folder;
    }

    private static FileStream WaitForLock(string path)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.Elapsed < _installLimit)
            {
                Thread.Sleep(200);
            }
        }
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Zk.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no Zk.sln in any folder above {AppContext.BaseDirectory}");
    }

    private static string Start(string program, string[] arguments, string folder, string input, TimeSpan limit)
    {
        using var process = Launch(program, arguments, folder);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using (process.StandardInput)
            process.StandardInput.Write(input);
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}");
        }

        // Waits for the pipes as well.
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed with code {process.ExitCode}: {error.Result}");
        return output.Result;
    }

    /// <summary>Starts a program whose three streams are the caller's.</summary>
    public static Process Launch(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"this test runs JavaScript and needs {start.FileName} (Node.js 20.19 or newer) on the PATH: {e.Message}", e);
        }
    }
}
