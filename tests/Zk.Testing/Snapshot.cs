using NUnit.Framework;

namespace Zk.Testing;

/// <summary>Files of the repository that code makes: a test compares them with what the code makes today.</summary>
public static class Snapshot
{
    /// <summary>The repository's root: the folder above the test that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Fails unless the file has exactly these bytes; the message tells where the new ones lie, to be copied if the change is meant.</summary>
    public static void Matches(string relativePath, byte[] expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var path = Path.Combine(Root, relativePath);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(expected))
            return;
        var actual = Path.Combine(TestContext.CurrentContext.WorkDirectory, Path.GetFileName(relativePath));
        File.WriteAllBytes(actual, expected);
        Assert.Fail($"{relativePath} is not what the code makes; that is in {actual}");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Zk.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("the tests run outside the repository");
    }
}
