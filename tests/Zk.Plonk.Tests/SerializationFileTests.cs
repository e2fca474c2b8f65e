namespace Zk.Plonk.Tests;

public class SerializationFileTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("zk-files-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [Test]
    public void AFileAppearsOnlyWhenCommitted()
    {
        File.WriteAllText(At("a"), "old");
        using (var file = new AtomicFile(At("a")))
        {
            file.Stream.Write("new"u8);
            Assert.That(File.ReadAllText(At("a")), Is.EqualTo("old"));
            file.Commit();
        }

        Assert.That(File.ReadAllText(At("a")), Is.EqualTo("new"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void AnAbandonedFileLeavesNothing()
    {
        File.WriteAllText(At("a"), "old");
        using (var file = new AtomicFile(At("a")))
            file.Stream.Write(new byte[1 << 20]);
        using (new AtomicFile(At("b")))
        {
        }

        Assert.That(File.ReadAllText(At("a")), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void AFolderOrAMissingFolderIsNoDestination()
    {
        Assert.That(() => new AtomicFile(_folder), Throws.InstanceOf<IOException>());
        Assert.That(() => new AtomicFile(At("no/such/file")), Throws.InstanceOf<IOException>());
        Assert.That(Directory.GetFileSystemEntries(_folder), Is.Empty);
    }

    [Test]
    public void ADeviceIsNoDestination() => Assert.That(() => new AtomicFile("/dev/null"), Throws.InstanceOf<IOException>().With.Message.Contains("device"));

    [Test]
    public void ALinkStaysALink()
    {
        File.CreateSymbolicLink(At("link"), At("target"));
        AtomicFile.Write(At("link"), "first");
        AtomicFile.Write(At("link"), "second");
        Assert.That(File.ReadAllText(At("target")), Is.EqualTo("second"));
        Assert.That(new FileInfo(At("link")).LinkTarget, Is.EqualTo(At("target")));
    }

    [Test]
    public void AFileThatCannotBeReadIsNamed()
    {
        Assert.That(() => InputFile.Open(At("missing")), Throws.TypeOf<ZkFormatException>().With.Message.EqualTo($"{At("missing")}: there is no such file"));
        Assert.That(() => InputFile.Open(At("no/missing")), Throws.TypeOf<ZkFormatException>());
        Assert.That(() => InputFile.Open(_folder), Throws.TypeOf<ZkFormatException>().With.Message.Contains("is a folder"));
        Assert.That(() => InputFile.Open(""), Throws.TypeOf<ZkFormatException>());
    }

    /// <summary>A sparse file of 2 GB: were it read, the test would take its memory.</summary>
    [Test]
    public void AHugeFileIsRefusedUnread()
    {
        using (var huge = File.Create(At("huge.json")))
            huge.SetLength(2L << 30);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.That(() => JsonField.ReadFile(At("huge.json")), Throws.TypeOf<ZkFormatException>().With.Message.Contains("more than 67108864 bytes"));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(8 << 20));
    }

    [Test]
    [Platform("Linux")]
    public void AnEndlessDeviceIsRefused() =>
        Assert.That(() => InputFile.ReadAllBytes("/dev/zero", 1 << 20), Throws.TypeOf<ZkFormatException>().With.Message.Contains("more than 1048576 bytes"));

    [Test]
    public void AMessageIsOneLineWhateverTheFieldIsCalled()
    {
        var error = new ZkFormatException("f", "a\nb\u2028\r\t" + new string('x', 1000), "line\nbreak");
        Assert.That(error.Message.Any(c => char.IsControl(c) || c == '\u2028'), Is.False);
        Assert.That(error.Message.Length, Is.LessThan(500));
    }
}
