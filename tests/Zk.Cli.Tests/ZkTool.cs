using System.Diagnostics;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>What a run of the tool left behind.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON object that it must be.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    /// <summary>Asserts how the run ended; failures are one line on standard error, never a stack trace, and leave standard output empty.</summary>
    public ToolResult Exits(int expected, params string[] errorParts)
    {
        Assert.That(ExitCode, Is.EqualTo(expected), $"stdout: {Output}\nstderr: {Error}");
        if (expected != 0)
        {
            Assert.That(Error.TrimEnd('\n'), Does.StartWith("zk: ").And.Not.Contain("\n"), "one line of complaint");
            Assert.That(Error, Does.Not.Contain("   at "), "no stack trace");
            Assert.That(Error, Does.Not.Contain("internal error"));
        }

        foreach (var part in errorParts)
            Assert.That(Error, Does.Contain(part));
        return this;
    }
}

/// <summary>Runs the built tool as users do: a process of its own.</summary>
internal static class ZkTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs to the end.</summary>
    public static ToolResult Run(params string[] arguments) => Run([], arguments);

    /// <summary>Runs to the end with environment variables.</summary>
    public static ToolResult Run((string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"zk {string.Join(' ', arguments)} did not end within {Limit}");
        }

        return new ToolResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts the tool with redirected output.</summary>
    public static Process Start((string Name, string Value)[] environment, params string[] arguments)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "zk.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
