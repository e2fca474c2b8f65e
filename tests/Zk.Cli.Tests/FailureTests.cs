using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>Every kind of exception has an exit code and fits one line.</summary>
[TestFixture]
public sealed class FailureTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        yield return new(CliException.Invalid("x"), 1);
        yield return new(CliException.BadFile("f", "x"), 2);
        yield return new(CliException.Environment("x"), 3);
        yield return new(new InsufficientMemoryException(), 3);
        yield return new(new IOException("No space left on device", 28), 3);
        yield return new(new IOException("Disk full", unchecked((int)0x80070070)), 3);
        yield return new(new IOException("broken pipe", 32), 2);
        yield return new(new UnauthorizedAccessException("denied"), 2);
        yield return new(new FileNotFoundException("gone"), 2);
        yield return new(new FormatException("bad"), 2);
        yield return new(new OperationCanceledException(), 130);
        yield return new(new AggregateException(new FormatException("inner")), 2);
        yield return new(new InvalidOperationException("a\nbug\r\n   at Somewhere"), 3);
    }

    [TestCaseSource(nameof(Cases))]
    public void IsOneLineWithACode(Exception exception, int expected)
    {
        var (code, line) = Failure.Describe(exception);
        Assert.That((int)code, Is.EqualTo(expected));
        Assert.That(line, Is.Not.Empty.And.Not.Contain("\n").And.Not.Contain("\r"));
    }
}
