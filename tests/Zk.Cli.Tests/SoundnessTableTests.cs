using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>docs/soundness.md is true: every known bug has one row, and every test that a row names is in the sources.</summary>
[TestFixture]
public sealed partial class SoundnessTableTests
{
    private const int KnownBugs = 57;

    private static readonly Lazy<HashSet<string>> _tests = new(() => [.. TestSources().SelectMany(TestsIn)]);

    private static readonly Lazy<List<Row>> _rows = new(() => [.. File.ReadLines(Repository.File("docs/soundness.md")).Select(Parse).OfType<Row>()]);

    [Test]
    public void EachBugHasOneRow() => Assert.That(_rows.Value.Select(row => row.Bug), Is.EqualTo(Enumerable.Range(1, KnownBugs)));

    [Test]
    public void EachRowThatAppliesNamesATest()
    {
        foreach (var row in _rows.Value)
        {
            Assert.That(row.Applies, Does.Match(@"^(yes(; .+)?|in part; .+|not yet: .+)$"), $"row {row.Bug}");
            if (!row.Applies.StartsWith("not yet", StringComparison.Ordinal))
                Assert.That(row.Tests, Is.Not.Empty, $"row {row.Bug}");
        }
    }

    [Test]
    public void EveryNamedTestExists()
    {
        Assert.That(_tests.Value, Has.Count.GreaterThan(300), "the sources of the tests were found");
        var missing = _rows.Value.SelectMany(row => row.Tests.Where(test => !_tests.Value.Contains(test)).Select(test => $"row {row.Bug}: {test}"));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void EveryTestWithANumberStandsInItsRow()
    {
        var named = _rows.Value.ToLookup(row => row.Bug, row => row.Tests);
        var missing = _tests.Value
            .SelectMany(test => BugNumber().Matches(test[(test.IndexOf('.', StringComparison.Ordinal) + 1)..]).Select(m => (Bug: int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), Test: test)))
            .Where(x => !named[x.Bug].Any(tests => tests.Contains(x.Test)))
            .Select(x => $"row {x.Bug}: {x.Test}");
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void TheCellOfTestsHoldsNothingElse() =>
        Assert.That(_rows.Value.Where(row => row.Rest.Length > 0).Select(row => $"row {row.Bug}: {row.Rest}"), Is.Empty);

    [TestCase("public class A\n{\n    [Test]\n    public void B() =>\n        X();\n}", "A.B")]
    [TestCase("internal sealed class A<T> : Laws<T>\n{\n    [TestCase(1)]\n    [TestCase(2)]\n    public async Task B(int c)\n    {\n    }\n}", "A.B")]
    [TestCase("public class A\n{\n    /// <summary>[Test]</summary>\n    public void B()\n    {\n    }\n}", null)]
    [TestCase("public class A\n{\n    [OneTimeSetUp]\n    public void B()\n    {\n    }\n}", null)]
    public void TestsAreRecognised(string source, string? expected) =>
        Assert.That(TestsIn(source), Is.EqualTo(expected is null ? [] : new[] { expected }));

    private static Row? Parse(string line)
    {
        var match = TableRow().Match(line);
        if (!match.Success)
            return null;
        var tests = match.Groups["tests"].Value;
        return new Row(
            int.Parse(match.Groups["bug"].Value, CultureInfo.InvariantCulture),
            match.Groups["applies"].Value.Trim(),
            [.. Quoted().Matches(tests).Select(m => m.Groups[1].Value)],
            Quoted().Replace(tests, "").Replace(",", "", StringComparison.Ordinal).Trim());
    }

    private static IEnumerable<string> TestSources() => Directory
        .EnumerateFiles(Repository.File("tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Repository.Relative(file).Split('/').Any(part => part is "bin" or "obj"))
        .Select(File.ReadAllText);

    /// <summary>Class and name of each method with a test's attribute; the sources' layout is that of the formatter.</summary>
    private static IEnumerable<string> TestsIn(string source)
    {
        var type = "";
        var isTest = false;
        foreach (var line in source.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (TypeLine().Match(line) is { Success: true } declaration)
            {
                type = declaration.Groups[1].Value;
            }
            else if (AttributeLine().Match(line) is { Success: true } attribute)
            {
                isTest |= attribute.Groups[1].Value is "Test" or "TestCase" or "TestCaseSource" or "Property";
            }
            else if (MethodLine().Match(line) is { Success: true } method)
            {
                if (isTest)
                    yield return $"{type}.{method.Groups[1].Value}";
                isTest = false;
            }
        }
    }

    [GeneratedRegex(@"^\| *(?<bug>\d+) *\|[^|]+\|(?<applies>[^|]+)\|(?<tests>[^|]*)\|$")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"Bug(\d+)")]
    private static partial Regex BugNumber();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:\w+ )+class (\w+)")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^    \[(\w+)")]
    private static partial Regex AttributeLine();

    [GeneratedRegex(@"^    public (?:async )?\w+ (\w+)\(")]
    private static partial Regex MethodLine();

    private sealed record Row(int Bug, string Applies, IReadOnlyList<string> Tests, string Rest);
}
