using System.Diagnostics;
using System.Text.RegularExpressions;
using Zk.Circuits.Settlement;
using Zk.Testing;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The README's walk-through on a test chain works as it stands there.</summary>
[TestFixture]
public sealed partial class ReadmeTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(9);

    [Test]
    public void TheWalkThroughMovesTheRoot()
    {
        var commands = Block().Match(File.ReadAllText(Path.Combine(Snapshot.Root, "README.md"))).Groups[1].Value;
        Assert.That(commands, Does.Contain("zk chain submit"), "the block was found");
        var folder = Directory.CreateTempSubdirectory("zk-readme-");
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "contracts"), SettlementArtifacts.Folder);
            var (code, output, error) = Bash(commands, folder.FullName);
            Assert.That(code, Is.Zero, error);
            foreach (var (proof, next, settled, owed) in new[] { ("out", 2, 1000, 0), ("out2", 3, 600, 400) })
            {
                var root = StateFile.Read(Path.Combine(folder.FullName, "walk", proof, "state.json")).Root.ToBigInteger();
                Assert.That(output, Does.Match($@"(?m)^root +{root}$\n^nextBatch +{next}$(\n.*){{3}}\n^settled +{settled}$\n^owed +{owed}$"));
            }

            Assert.That(Directory.EnumerateFileSystemEntries(folder.FullName).Select(Path.GetFileName), Is.SubsetOf(new[] { "contracts", "walk", "cache" }), "no key lies outside");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, string Output, string Error) Bash(string commands, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RPC"] = EvmLifetime.Url.ToString();
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}{Path.PathSeparator}{start.Environment["PATH"]}";
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(folder, "cache");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("the walk-through did not end");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    [GeneratedRegex("<!-- run by ReadmeTests -->\r?\n```\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
