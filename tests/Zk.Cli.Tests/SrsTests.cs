using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary><c>zk srs</c>: what is made passes its own check, what is damaged does not.</summary>
[TestFixture]
public sealed partial class SrsTests
{
    // Magic, version, flags and curve; docs/formats.md.
    private const int HeaderLength = 32;

    private readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Make() => ZkTool.Run("srs", "new", "--log2", "4", "--out", _folder.At("srs")).Exits(0);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void NewMakesADevelopmentSrsThatPassesItsCheck()
    {
        var info = ZkTool.Run("srs", "info", _folder.At("srs"), "--json").Exits(0).Json;
        Assert.That((string?)info["curve"], Is.EqualTo("bn254"));
        Assert.That((int?)info["powers"], Is.EqualTo(16 + 64));
        Assert.That(info["lagrange"]!.AsArray().Select(log2 => (int?)log2), Is.EqualTo(new[] { 3, 4 }));
        Assert.That((bool?)info["development"], Is.True);
        Assert.That((long?)info["bytes"], Is.EqualTo(new FileInfo(_folder.At("srs")).Length));
        Assert.That(ZkTool.Run("srs", "check", _folder.At("srs")).Exits(0).Output, Does.Contain("passed").And.Contain("DEVELOPMENT"));
    }

    [Test]
    public void TwoAreDifferent()
    {
        ToolInProcess.Run("srs", "new", "--log2", "1", "--out", _folder.At("a")).Exits(0);
        ToolInProcess.Run("srs", "new", "--log2", "1", "--out", _folder.At("b")).Exits(0);
        Assert.That(File.ReadAllBytes(_folder.At("a")), Is.Not.EqualTo(File.ReadAllBytes(_folder.At("b"))));
    }

    [Test]
    public void DamageAnywhereIsFound()
    {
        var bytes = File.ReadAllBytes(_folder.At("srs"));
        for (var i = 0; i < bytes.Length; i += 61)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 1;
            File.WriteAllBytes(_folder.At("damaged"), damaged);
            ToolInProcess.Run("srs", "check", _folder.At("damaged")).Exits(2, _folder.At("damaged"));
        }
    }

    [Test]
    public void CutAndHugeLengthsAreRefusedAtOnce()
    {
        var bytes = File.ReadAllBytes(_folder.At("srs"));
        foreach (var length in new[] { 0, 7, 40, bytes.Length - 1 })
        {
            File.WriteAllBytes(_folder.At("cut"), bytes[..length]);
            ToolInProcess.Run("srs", "info", _folder.At("cut")).Exits(2, _folder.At("cut"));
            ToolInProcess.Run("srs", "check", _folder.At("cut")).Exits(2, _folder.At("cut"));
        }

        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(HeaderLength), 1L << 60);
        File.WriteAllBytes(_folder.At("huge"), bytes);
        ToolInProcess.Run("srs", "info", _folder.At("huge")).Exits(2, _folder.At("huge"), "number of powers");
        ToolInProcess.Run("srs", "check", _folder.At("huge")).Exits(2, _folder.At("huge"), "number of powers");
    }

    [Test]
    public void WhatIsNoCeremonyFileIsRefused()
    {
        ToolInProcess.Run("srs", "import", _folder.At("srs"), "--out", _folder.At("imported")).Exits(2, _folder.At("srs"), "ptau");
        ToolInProcess.Run("srs", "import", _folder.At("missing"), "--out", _folder.At("imported")).Exits(2, _folder.At("missing"));
        Assert.That(File.Exists(_folder.At("imported")), Is.False);
    }

    [TestCase("0")]
    [TestCase("29")]
    [TestCase("-1")]
    public void NewRefusesSizesOutOfRange(string log2) => ToolInProcess.Run("srs", "new", "--log2", log2, "--out", _folder.At("none")).Exits(2, "--log2");

    [Test]
    public void NewRefusesWhatCannotFitInMemory()
    {
        ZkTool.Run([("DOTNET_GCHeapHardLimit", "0x8000000")], "srs", "new", "--log2", "24", "--out", _folder.At("none")).Exits(3, "MiB of memory");
        Assert.That(File.Exists(_folder.At("none")), Is.False);
    }

    [Test]
    public void AnInterruptLeavesNoFile()
    {
        var folder = Directory.CreateDirectory(_folder.At("interrupted")).FullName;
        using var process = ZkTool.Start([], "srs", "new", "--log2", "22", "--out", Path.Combine(folder, "srs"));
        Thread.Sleep(TimeSpan.FromSeconds(2));
        Assert.That(process.HasExited, Is.False, "the job is long enough to be interrupted");

        // SIGTERM takes the same path as SIGINT, which a shell may have told its background jobs to ignore.
        Assert.That(Kill(process.Id, 15), Is.Zero);
        Assert.That(process.WaitForExit(TimeSpan.FromSeconds(60)), Is.True);
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
