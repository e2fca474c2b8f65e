using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>The layers, dependencies and layout that docs/architecture.md promises, read from the project files themselves.</summary>
[TestFixture]
public sealed partial class ArchitectureTests
{
    // "A <- B" reads "B may use A"; use is transitive, so each layer lists everything below it.
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["Zk.Field"] = [],
        ["Zk.Curves"] = ["Zk.Field"],
        ["Zk.Plonk"] = ["Zk.Field", "Zk.Curves"],
        ["Zk.Circuits"] = ["Zk.Field", "Zk.Curves", "Zk.Plonk"],
        ["Zk.Gpu"] = ["Zk.Field", "Zk.Curves", "Zk.Plonk"],
        ["Zk.Cli"] = ["Zk.Field", "Zk.Curves", "Zk.Plonk", "Zk.Circuits", "Zk.Gpu"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Zk.Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    private static readonly string[] SkippedFolders = ["bin", "obj", "out", ".git", ".vs", ".idea", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static IEnumerable<string> ProductProjects => Projects("src").Concat(Projects("gpu"));

    [TestCaseSource(nameof(ProductProjects))]
    public void ProductProjectUsesOnlyLayersBelow(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.That(AllowedReferences, Does.ContainKey(name), $"{project} is no layer of the architecture; add it to docs/architecture.md and here");
        Assert.That(Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))), Is.SubsetOf(AllowedReferences[name]));
        Assert.That(Includes(project, "Reference"), Is.Empty, "a reference to a loose assembly escapes the layer rule");
    }

    [TestCaseSource(nameof(ProductProjects))]
    public void ProductProjectUsesOnlyAllowedPackages(string project)
    {
        var allowed = AllowedPackages.GetValueOrDefault(Path.GetFileNameWithoutExtension(project), []);
        Assert.That(Includes(project, "PackageReference"), Is.SubsetOf(allowed));
    }

    [Test]
    public void EveryLayerIsThere() =>
        Assert.That(
            new[] { "Zk.Field", "Zk.Curves", "Zk.Plonk", "Zk.Circuits", "Zk.Cli" },
            Is.SubsetOf(ProductProjects.Select(Path.GetFileNameWithoutExtension)));

    [Test]
    public void EveryProjectIsInTheSolution()
    {
        var solution = File.ReadAllText(Repository.File("Zk.sln")).Replace('\\', '/');

        // A run of the benchmarks leaves projects among its build outputs.
        var projects = new[] { "src", "tests", "gpu", "bench" }.SelectMany(Projects).Where(project => !project.Contains("/bin/", StringComparison.Ordinal)).ToList();
        Assert.That(projects, Has.Count.GreaterThan(5));
        Assert.That(projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void VersionsOfPackagesAreCentral()
    {
        var projects = new[] { "src", "tests", "gpu", "bench" }.SelectMany(Projects);
        var withVersion = projects.Where(project => Load(project).Descendants("PackageReference").Any(e => e.Attribute("Version") is not null || e.Element("Version") is not null));
        Assert.That(withVersion, Is.Empty);
    }

    [Test]
    public void NoFileNamesAPathOfOneMachine()
    {
        var found = TextFiles(Repository.Root)
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, index)))
            .Where(x => MachinePath().IsMatch(x.line))
            .Select(x => $"{Path.GetRelativePath(Repository.Root, x.file)}:{x.index + 1}: {x.line.Trim()}")
            .ToList();
        Assert.That(found, Is.Empty);
    }

    [TestCase("see /wo" + "rk/main", true)]
    [TestCase("\"/ro" + "ot/.cache\"", true)]
    [TestCase("/ho" + "me/somebody/zk", true)]
    [TestCase("C:\\Us" + "ers\\somebody", true)]
    [TestCase("https://example.org/wo" + "rk/root/home", false)]
    [TestCase("left/ro" + "ot/right, prevRoot/nextRoot", false)]
    public void MachinePathsAreRecognised(string line, bool expected) => Assert.That(MachinePath().IsMatch(line), Is.EqualTo(expected));

    // Written so that this file does not match itself.
    [GeneratedRegex(@"(?<![\w.~})*-])/(?:work|root|home/\w+|Users/\w+)/|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    private static IEnumerable<string> Projects(string folder)
    {
        var path = Repository.File(folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.csproj", SearchOption.AllDirectories).Select(Repository.Relative).Order()
            : [];
    }

    private static XDocument Load(string project) => XDocument.Load(Repository.File(project));

    private static IEnumerable<string> Includes(string project, string element) =>
        Load(project).Descendants(element).Select(e => (string?)e.Attribute("Include") ?? "");

    private static IEnumerable<string> TextFiles(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !SkippedFolders.Contains(Path.GetFileName(file))))
        {
            if (new FileInfo(file).Length < 4 << 20 && !IsBinary(file))
                yield return file;
        }

        foreach (var child in Directory.EnumerateDirectories(folder).Where(child => !SkippedFolders.Contains(Path.GetFileName(child))))
        {
            foreach (var file in TextFiles(child))
                yield return file;
        }
    }

    private static bool IsBinary(string file)
    {
        using var stream = File.OpenRead(file);
        var head = new byte[4096];
        return head.AsSpan(0, stream.Read(head)).Contains((byte)0);
    }
}
