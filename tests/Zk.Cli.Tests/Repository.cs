namespace Zk.Cli.Tests;

/// <summary>Finds the sources from where the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder of Zk.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder named relative to the root.</summary>
    public static string File(string relative) => Path.Combine(Root, relative);

    /// <summary>The path relative to the root, with forward slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Zk.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException("the tests do not run from inside the repository");
    }
}
