using System.Buffers.Binary;
using Zk.Curves;

namespace Zk.Plonk.Tests;

public class SrsFileTests
{
    private static readonly Fr _tau = Fr.FromUInt64(0xDEADBEEFCAFE);
    private string _folder = "";

    private string At(string name = "test.srs") => Path.Combine(_folder, name);

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("zk-srs-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private Srs<Fr> Read(byte[] bytes, long? powers = null, SrsTrust trust = SrsTrust.None)
    {
        File.WriteAllBytes(At(), bytes);
        return SrsFile.Read(At(), Bn254.Curve, powers, trust);
    }

    private void Refused(byte[] bytes, string message, SrsTrust trust = SrsTrust.None) =>
        Assert.That(() => Read(bytes, null, trust).Dispose(), Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));

    [Test]
    public void WrittenAsDocumented()
    {
        using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 20), SrsSamples.TauG2(_tau));
        SrsFile.Write(At(), srs);
        Assert.That(File.ReadAllBytes(At()), Is.EqualTo(new SrsFileBuilder(_tau, 20).Build()));
    }

    [Test]
    public void ARoundTripKeepsEverything()
    {
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, 16384 + 5, threads: 2);
        SrsFile.Write(At(), srs);
        var info = SrsFile.ReadInfo(At());
        Assert.That(info, Is.EqualTo(new SrsInfo("bn254", 16389, true, info.LagrangeLog2, new FileInfo(At()).Length)));
        Assert.That(info.LagrangeLog2, Is.EqualTo(new[] { 13 }));
        Same(null, 16389);
        Same(16389, 16389);
        Same(16385, 16385);
        Same(16384, 16384);
        Same(100, 100);
        Same(2, 2);

        void Same(long? asked, long expected)
        {
            using var read = SrsFile.Read(At(), Bn254.Curve, asked, asked is null ? SrsTrust.None : SrsTrust.OwnCache, threads: 2);
            Assert.That(read.Size, Is.EqualTo(expected));
            Assert.That(read.IsDevelopment, Is.True);
            Assert.That(read.TauG2, Is.EqualTo(srs.TauG2));
            foreach (var i in new[] { 0, 1, expected / 2, expected - 1 })
                Assert.That(read.Powers[i], Is.EqualTo(srs.Powers[i]));
        }
    }

    [Test]
    public void MorePowersThanThereAre()
    {
        File.WriteAllBytes(At(), new SrsFileBuilder(_tau, 9).Build());
        Assert.That(() => SrsFile.Read(At(), Bn254.Curve, 10), Throws.TypeOf<ZkFormatException>().With.Message.Contains("number of powers: is 9; 10 are needed"));
    }

    [Test]
    public void EveryByteMatters()
    {
        var good = new SrsFileBuilder(_tau, 4).Build();
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= (byte)(1 << (i % 8));
            Assert.That(() => Read(bad).Dispose(), Throws.TypeOf<ZkFormatException>(), $"byte {i}");
        }
    }

    [Test]
    public void EveryLengthMatters()
    {
        var good = new SrsFileBuilder(_tau, 3).Build();
        for (var length = 0; length < good.Length; length++)
            Assert.That(() => Read(good[..length]).Dispose(), Throws.TypeOf<ZkFormatException>(), $"{length} bytes");
        Refused([.. good, 0], "length: the file has");
        Refused([.. good, .. good], "length: the file has");
    }

    [Test]
    public void AnotherKindVersionOrCurve()
    {
        Refused(new SrsFileBuilder(_tau, 3) { Magic = "zk.vk" }.Build(), "magic: the file does not begin with 'zk.srs'");
        Refused(new SrsFileBuilder(_tau, 3) { Version = 2 }.Build(), "version: is 2");
        Refused(new SrsFileBuilder(_tau, 3) { Flags = 2 }.Build(), "flags: 0x00000002");
        Refused(new SrsFileBuilder(_tau, 3) { Curve = "bls12-381" }.Build(), "curve: is bls12-381, not bn254");
        Refused(new SrsFileBuilder(_tau, 3) { Curve = "" }.Build(), "curve: is not a name");
        Refused(new SrsFileBuilder(_tau, 3) { Curve = "bn\n254" }.Build(), "curve: is not a name");
        Refused(new SrsFileBuilder(_tau, 3) { G1Size = 96 }.Build(), ": ");
        Refused(new SrsFileBuilder(_tau, 3) { G1Size = 0 }.Build(), "point sizes");
        Refused(new SrsFileBuilder(_tau, 3) { G2Size = 1 << 20 }.Build(), "point sizes");
        Refused(new SrsFileBuilder(_tau, 3) { G2Size = 192 }.Build(), ": ");
        Refused("{}"u8.ToArray(), "magic");
        Refused([], "magic");
    }

    /// <summary>A length field must not reach an allocation: not of 2^60 nor of 2^40 elements, nor one that overflows when multiplied.</summary>
    [TestCase(1UL << 60)]
    [TestCase(1UL << 40)]
    [TestCase(1UL << 58)]
    [TestCase(ulong.MaxValue)]
    [TestCase((1UL << 63) + 3)]
    [TestCase(4UL)]
    [TestCase(2UL)]
    [TestCase(1UL)]
    [TestCase(0UL)]
    public void Bug37_AnAttackersCountAllocatesNothing(ulong count)
    {
        var bytes = new SrsFileBuilder(_tau, 3) { Count = count }.Build();
        File.WriteAllBytes(At(), bytes);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.That(() => SrsFile.Read(At(), Bn254.Curve), Throws.TypeOf<ZkFormatException>());
        Assert.That(() => SrsFile.ReadInfo(At()), Throws.TypeOf<ZkFormatException>());
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Bug37_AFileOfTwentyBytes()
    {
        var bytes = new byte[20];
        "zk.srs"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), 1);
        Refused(bytes, "header: the file ends inside its header");
    }

    [Test]
    public void Bug39_PointsAreCheckedEvenInTheOwnCache()
    {
        foreach (var trust in new[] { SrsTrust.None, SrsTrust.OwnCache })
        {
            var offCurve = new SrsFileBuilder(_tau, 5);
            offCurve.Powers[3][63] ^= 1;
            Refused(offCurve.Build(), "powers 0 to 4: point 3: the point is not on the curve", trust);

            var large = new SrsFileBuilder(_tau, 5);
            large.Powers[2] = [.. Enumerable.Repeat((byte)0xFF, 64)];
            Refused(large.Build(), "point 2: the x coordinate is not below the field's modulus", trust);

            Refused(new SrsFileBuilder(_tau, 5) { TauG2 = [.. Enumerable.Repeat((byte)0xFF, 128)] }.Build(), "[tau]_2: ", trust);
            Refused(new SrsFileBuilder(_tau, 5) { TauG2 = TwistPointOutsideTheSubgroup() }.Build(), "[tau]_2: the point is not in the subgroup", trust);
        }
    }

    [Test]
    public void Bug35_AnUnsoundSrsIsRefused()
    {
        foreach (var trust in new[] { SrsTrust.None, SrsTrust.OwnCache })
        {
            Refused(new SrsFileBuilder(Fr.One, 4).Build(), "powers: tau is 1", trust);
            Refused(new SrsFileBuilder(Fr.Zero, 4).Build(), "powers: tau is 0", trust);
            Refused(new SrsFileBuilder(-Fr.One, 4).Build(), "powers: power 2 is the generator of G1 again", trust);
        }

        Refused(new SrsFileBuilder(_tau, 4) { TauG2 = SrsSamples.TauG2(_tau.Double()).Bytes.ToArray() }.Build(), "powers: power 1 is not power 0 times");
        var swapped = new SrsFileBuilder(_tau, 5);
        (swapped.Powers[2], swapped.Powers[3]) = (swapped.Powers[3], swapped.Powers[2]);
        Refused(swapped.Build(), "powers: power 2 is not power 1 times");
    }

    /// <summary>What the trusted mode leaves out is exactly the check of soundness; it is for files that only the user could have written.</summary>
    [Test]
    public void TheOwnCacheIsTrustedForTheRatioOnly()
    {
        var swapped = new SrsFileBuilder(_tau, 5);
        (swapped.Powers[2], swapped.Powers[3]) = (swapped.Powers[3], swapped.Powers[2]);
        using (var srs = Read(swapped.Build(), null, SrsTrust.OwnCache))
            Assert.That(srs.Check(1), Is.Not.Null);
        var damaged = new SrsFileBuilder(_tau, 5).Build();
        damaged[^40] ^= 1;
        Refused(damaged, "the checksum does not fit", SrsTrust.OwnCache);
    }

    [Test]
    public void CancelledWritingLeavesTheOldFile()
    {
        File.WriteAllText(At(), "old");
        using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 3), SrsSamples.TauG2(_tau));
        Assert.That(() => SrsFile.Write(At(), srs, 1, null, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllText(At()), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    [Platform("Linux")]
    public void APipeIsNoFile()
    {
        System.Diagnostics.Process.Start("mkfifo", At("pipe")).WaitForExit();

        // Opened for writing as well, so that opening it for reading does not wait.
        using var pipe = new FileStream(At("pipe"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.That(() => SrsFile.Read(At("pipe"), Bn254.Curve), Throws.TypeOf<ZkFormatException>().With.Message.Contains("is a pipe or device"));
        Assert.That(() => PtauFile.Import(At("pipe"), Bn254.Curve), Throws.TypeOf<ZkFormatException>().With.Message.Contains("is a pipe or device"));
    }

    [Test]
    public void AMissingFileIsNamed() =>
        Assert.That(() => SrsFile.Read(At("none.srs"), Bn254.Curve), Throws.TypeOf<ZkFormatException>().With.Message.EndsWith("none.srs: there is no such file"));

    /// <summary>The twist has points beyond the subgroup of order r: take the first x with a point, which is one with overwhelming probability.</summary>
    private static byte[] TwistPointOutsideTheSubgroup()
    {
        for (var x = 1UL; ; x++)
        {
            var candidate = new Fq2(Fq.FromUInt64(x), Fq.Zero);
            if (!((candidate.Square() * candidate) + Bn254G2.B).TrySqrt(out var y))
                continue;
            var bytes = new byte[128];
            candidate.WriteBigEndian(bytes.AsSpan(0, 64));
            y.WriteBigEndian(bytes.AsSpan(64));
            return bytes;
        }
    }
}
