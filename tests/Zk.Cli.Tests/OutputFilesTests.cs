using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>Several outputs appear together or not at all.</summary>
[TestFixture]
public sealed class OutputFilesTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void AllFilesAppear()
    {
        var output = new OutputFiles(_folder.At("a", "b"));
        output.Add("one", "1");
        output.Add("two", "2");
        output.Commit(CancellationToken.None);
        Assert.That(Directory.GetFiles(_folder.At("a", "b")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "one", "two" }));
        Assert.That(File.ReadAllText(_folder.At("a", "b", "two")), Is.EqualTo("2"));
    }

    [Test]
    public void AFailureLeavesNothing()
    {
        var output = new OutputFiles(_folder.At("c", "d"));
        output.Add("one", "1");
        output.Add("two", _ => throw new IOException("no space", 28));
        Assert.That(() => output.Commit(CancellationToken.None), Throws.InstanceOf<IOException>());
        Assert.That(Directory.Exists(_folder.At("c")), Is.False);
    }

    [Test]
    public void AFailureLeavesOldFilesAsTheyWere()
    {
        Directory.CreateDirectory(_folder.At("e"));
        File.WriteAllText(_folder.At("e", "one"), "old");
        var output = new OutputFiles(_folder.At("e"));
        output.Add("one", "new");
        output.Add("two", _ => throw new IOException("no space", 28));
        Assert.That(() => output.Commit(CancellationToken.None), Throws.InstanceOf<IOException>());
        Assert.That(Directory.GetFiles(_folder.At("e")).Select(Path.GetFileName), Is.EqualTo(new[] { "one" }));
        Assert.That(File.ReadAllText(_folder.At("e", "one")), Is.EqualTo("old"));
    }

    [Test]
    public void CancellationLeavesNothing()
    {
        using var source = new CancellationTokenSource();
        var output = new OutputFiles(_folder.At("f"));
        output.Add("one", _ => source.Cancel());
        Assert.That(() => output.Commit(source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.Exists(_folder.At("f")), Is.False);
    }
}
