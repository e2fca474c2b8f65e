using System.Text.RegularExpressions;
using Zk.Testing;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>docs/contracts.md is true: every rule names tests, and every test that it names is in the sources.</summary>
[TestFixture]
public sealed partial class ContractTableTests
{
    private const int Rules = 30;

    private static readonly List<(string Rule, string Tests)> _rows =
        [.. File.ReadLines(Path.Combine(Snapshot.Root, "docs", "contracts.md")).Select(line => Row().Match(line)).Where(m => m.Success).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    [Test]
    public void EveryRuleNamesTestsThatExist()
    {
        Assert.That(_rows, Has.Count.GreaterThanOrEqualTo(Rules));
        var sources = Directory.EnumerateFiles(Path.Combine(Snapshot.Root, "tests", "Zk.Solidity.Tests", "Settlement"), "*.cs")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        foreach (var (rule, tests) in _rows)
        {
            var named = Quoted().Matches(tests).Select(m => m.Groups[1].Value.Split('.')).ToList();
            Assert.That(named, Is.Not.Empty, rule);
            foreach (var test in named)
            {
                Assert.That(sources, Does.ContainKey(test[0]), rule);
                Assert.That(sources[test[0]], Does.Match($@"\]\r?\n    public (async Task|void) {test[1]}\("), rule);
            }
        }
    }

    [Test]
    public void EveryTestStandsInTheTable()
    {
        var table = string.Join('\n', _rows.Select(row => row.Tests));
        var missing = Directory.EnumerateFiles(Path.Combine(Snapshot.Root, "tests", "Zk.Solidity.Tests", "Settlement"), "*Tests.cs")
            .Where(file => Path.GetFileName(file) is not ("ContractTableTests.cs" or "GasTests.cs" or "LintTests.cs" or "ReadmeTests.cs" or "ChainCommandTests.cs"))
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(m => $"{Path.GetFileNameWithoutExtension(file)}.{m.Groups[1].Value}"))
            .Where(test => !table.Contains($"`{test}`", StringComparison.Ordinal));
        Assert.That(missing, Is.Empty);
    }

    [GeneratedRegex(@"^\| ([^|`]+) \| (`[^|]*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\[Test(?:Case\([^\n]*\))?\]\r?\n    public (?:async Task|void) (\w+)\(\w*[^)]*\)(?:\r?\n    \{| =>)")]
    private static partial Regex Method();
}
