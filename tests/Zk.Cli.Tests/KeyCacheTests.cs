using NUnit.Framework;
using Zk.Plonk;
using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

namespace Zk.Cli.Tests;

/// <summary>The cache gives equal keys again, to several at a time, and is not misled by what lies in it.</summary>
[TestFixture]
public sealed class KeyCacheTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [SetUp]
    public void Forget() => _warnings.Clear();

    [Test]
    public void KeysAreMadeOnce()
    {
        var first = Digest("once");
        Assert.That(Digest("once"), Is.EqualTo(first));
        Assert.That(Digest("another"), Is.Not.EqualTo(first), "another cache has another development SRS");
        Assert.That(_warnings, Is.Empty);
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(_folder.At("once")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    /// <summary>The user's own cache is believed where a file from elsewhere is checked.</summary>
    [Test]
    public void AFolderThatOthersMayWriteIsRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Directory.CreateDirectory(_folder.At("open")).FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        Assert.That(() => new UserCache(folder), Throws.TypeOf<CliException>().With.Message.Contains("others may write here"));
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.That(() => new UserCache(folder), Throws.Nothing);
    }

    [Test]
    public void CircuitsOfOneSizeShareTheSrsButNotTheKey()
    {
        // Sixteen and thirty-two rows need at most 64 powers, sixty-four rows more.
        var four = Digest("sizes");
        Assert.That(Digest("sizes", log2: 5), Is.Not.EqualTo(four));
        Assert.That(Digest("sizes", log2: 6), Is.Not.EqualTo(four));
        Assert.That(Digest("sizes"), Is.EqualTo(four));
        Assert.That(Directory.GetFiles(_folder.At("sizes"), "*.srs"), Has.Length.EqualTo(2));
        Assert.That(Directory.GetFiles(_folder.At("sizes"), "*.pk"), Has.Length.EqualTo(3));
    }

    [Test]
    public void EachSchemeHasItsOwnKeyAndAnSrsOfTheSizeItNeeds()
    {
        var shplonk = Digest("schemes", log2: 6);
        var wide = Digest("schemes", log2: 6, CommitmentScheme.ShplonkWide);
        var fflonk = Digest("schemes", log2: 6, CommitmentScheme.Fflonk);
        string[] all = [shplonk, wide, fflonk];
        Assert.That(all, Is.Unique);
        Assert.That(CommitmentSchemes.All.Select(scheme => Digest("schemes", log2: 6, scheme)), Is.EqualTo(all));
        Assert.That(
            Directory.GetFiles(_folder.At("schemes"), "*.srs").Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "development-bn254-128.srs", "development-bn254-192.srs", "development-bn254-512.srs" }),
            "64 + 8 powers; 128 + 8; eight columns of 64");
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public async Task AllThatStartTogetherInAnEmptyCacheGetTheSameKey()
    {
        var digests = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Digest("together"))));
        Assert.That(digests.Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase("*.pk", true)]
    [TestCase("*.vk", true)]
    [TestCase("*.srs", false)]
    public void ADamagedFileIsMadeAnew(string pattern, bool sameKey)
    {
        var name = "damaged" + pattern[2..];
        var before = Digest(name);
        var file = Directory.GetFiles(_folder.At(name), pattern).Single();
        var bytes = File.ReadAllBytes(file);
        foreach (var content in new[] { Flipped(bytes), bytes[..(bytes.Length / 2)], [] })
        {
            _warnings.Clear();
            File.WriteAllBytes(file, content);
            var after = Digest(name);
            Assert.That(_warnings, Has.Count.EqualTo(1));
            Assert.That(_warnings[0], Does.Contain("made anew"));
            Assert.That(after == before, Is.EqualTo(sameKey), "keys are deterministic, a development SRS is not");
            Assert.That(Digest(name), Is.EqualTo(after));
            if (!sameKey)
                break;
        }
    }

    [Test]
    public void AFolderThatCannotBeOneIsTheEnvironmentsFault()
    {
        var file = _folder.Write("file", "");
        Assert.That(() => new UserCache(file), Throws.TypeOf<CliException>().With.Property("Code").EqualTo(ExitCode.Environment).And.Message.Contains("--cache"));
    }

    private static byte[] Flipped(byte[] bytes)
    {
        var flipped = bytes.ToArray();
        flipped[flipped.Length / 2] ^= 1;
        return flipped;
    }

    private string Digest(string cache, int log2 = 4, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        using var circuit = VanillaCircuit.Compile<Fr>(log2);
        var digest = "";
        PhaseLog.RunAsync(phases =>
        {
            using var keys = new KeyCache(new UserCache(_folder.At(cache)), phases, 1, Warn, CancellationToken.None).Get(circuit, null, scheme);
            digest = Convert.ToHexString(keys.VerifyingKey.Digest);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
        return digest;

        void Warn(string line)
        {
            lock (_warnings)
                _warnings.Add(line);
        }
    }
}
