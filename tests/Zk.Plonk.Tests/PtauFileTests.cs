using System.Buffers.Binary;
using Zk.Curves;
using Zk.Testing;

namespace Zk.Plonk.Tests;

/// <summary>Imports files that snarkjs made (folder Ptau), and variants of them with one thing wrong.</summary>
public class PtauFileTests
{
    private string _folder = "";

    private string At(string name = "test.ptau") => Path.Combine(_folder, name);

    private static string Sample(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Ptau", name);

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("zk-ptau-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private void Refused(byte[] bytes, string message)
    {
        File.WriteAllBytes(At(), bytes);
        Assert.That(() => PtauFile.Import(At(), Bn254.Curve).Dispose(), Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));
    }

    [TestCase("contributed.ptau")]
    [TestCase("prepared.ptau")]
    public void AFileOfSnarkjsIsImported(string name)
    {
        using var srs = PtauFile.Import(Sample(name), Bn254.Curve, threads: 2);
        Assert.That(srs.Size, Is.EqualTo(31));
        Assert.That(srs.IsDevelopment, Is.False);
        Assert.That(srs.Check(1), Is.Null);
        Assert.That(PtauFile.ReadInfo(Sample(name)), Is.EqualTo(new PtauInfo(Fq.Characteristic, 4, 4, 31)));

        using var part = PtauFile.Import(Sample(name), Bn254.Curve, powers: 24);
        Assert.That(part.Size, Is.EqualTo(24));
        Assert.That(part.TauG2, Is.EqualTo(srs.TauG2));
        Assert.That(part.Powers[23], Is.EqualTo(srs.Powers[23]));

        // A file of power 4 has 31 powers, with which bases of up to 16 points can be compared.
        Assert.That(srs.LagrangeLog2, Is.EqualTo(name == "prepared.ptau" ? [3, 4] : Array.Empty<int>()));
        Assert.That(() => PtauFile.Import(Sample(name), Bn254.Curve, powers: 32), Throws.TypeOf<ZkFormatException>().With.Message.Contains("gives 31 powers; 32 are needed"));
    }

    [Test]
    public void AFileMadeByTheCeremonyProgramToday()
    {
        var entropy = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        var expected = NodeOracle.Run<Dictionary<string, string[]>>("ptau.mjs", new { folder = _folder, power = 5, entropy });
        foreach (var name in new[] { "contributed.ptau", "prepared.ptau" })
        {
            using var srs = PtauFile.Import(At(name), Bn254.Curve, threads: 2);
            Assert.That(srs.Size, Is.EqualTo(63));
            for (var i = 0; i < 3; i++)
                Assert.That(Convert.ToHexStringLower(srs.Powers[i].Bytes), Is.EqualTo(expected["g1"][i]));
            Assert.That(Convert.ToHexStringLower(Bn254.Curve.G2Generator.Bytes), Is.EqualTo(expected["g2"][0]));
            Assert.That(Convert.ToHexStringLower(srs.TauG2.Bytes), Is.EqualTo(expected["g2"][1]));
            Assert.That(srs.LagrangeLog2, Is.EqualTo(name == "prepared.ptau" ? [3, 4, 5] : Array.Empty<int>()));
        }
    }

    [Test]
    public void AnImportedSrsIsWrittenAndReadAgain()
    {
        using var srs = PtauFile.Import(Sample("prepared.ptau"), Bn254.Curve);
        SrsFile.Write(At(), srs);
        using var read = SrsFile.Read(At(), Bn254.Curve);
        Assert.That(read.IsDevelopment, Is.False);
        Assert.That(read.Powers[30], Is.EqualTo(srs.Powers[30]));
        Assert.That(read.LagrangeBase(4)![15], Is.EqualTo(srs.LagrangeBase(4)![15]));
    }

    [Test]
    public void Bug35_ACeremonyWithoutContributionHasTauOne() => Refused(File.ReadAllBytes(Sample("new.ptau")), "section 2: tau is 1");

    [Test]
    public void TheSectionsMayStandInAnyOrder()
    {
        var file = PtauParts.Load(Sample("prepared.ptau"));
        file.Sections.Reverse();
        File.WriteAllBytes(At(), file.Build());
        using var srs = PtauFile.Import(At(), Bn254.Curve);
        Assert.That(srs.Size, Is.EqualTo(31));
    }

    [Test]
    public void AnUnknownSectionIsSkipped()
    {
        var file = PtauParts.Load(Sample("contributed.ptau"));
        file.Sections.Insert(2, (99, new byte[77]));
        File.WriteAllBytes(At(), file.Build());
        using var srs = PtauFile.Import(At(), Bn254.Curve);
        Assert.That(srs.Size, Is.EqualTo(31));
    }

    [Test]
    public void AShortenedCeremonyIsAccepted()
    {
        var file = PtauParts.Load(Sample("contributed.ptau"));
        BinaryPrimitives.WriteUInt32LittleEndian(file[1].AsSpan(40), 28);
        File.WriteAllBytes(At(), file.Build());
        Assert.That(PtauFile.ReadInfo(At()).CeremonyPower, Is.EqualTo(28));
        using var srs = PtauFile.Import(At(), Bn254.Curve);
        Assert.That(srs.Size, Is.EqualTo(31));
    }

    [Test]
    public void EverySectionIsNeededOnceAndWhole()
    {
        for (var place = 0; place < PtauParts.Load(Sample("prepared.ptau")).Sections.Count; place++)
        {
            var missing = PtauParts.Load(Sample("prepared.ptau"));
            var id = missing.Sections[place].Id;
            missing.Sections.RemoveAt(place);
            Refused(missing.Build(), $"section {id}");

            var repeated = PtauParts.Load(Sample("prepared.ptau"));
            repeated.Sections.Add(repeated.Sections[place]);
            Refused(repeated.Build(), $"section {id}: stands there twice");

            if (id == 7)
                continue;
            var shortened = PtauParts.Load(Sample("prepared.ptau"));
            shortened.Sections[place] = (id, shortened.Sections[place].Content[..^1]);
            Refused(shortened.Build(), ": ");
            var extended = PtauParts.Load(Sample("prepared.ptau"));
            extended.Sections[place] = (id, [.. extended.Sections[place].Content, 0]);
            Refused(extended.Build(), ": ");
        }
    }

    [Test]
    public void EveryFieldOfTheHeadMatters()
    {
        Corrupt(file => file.Magic[0] ^= 1, "magic");
        Corrupt(file => file.Version = 2, "version: is 2");
        Corrupt(file => file.Count = 0, "follow the last section");
        Corrupt(file => file.Count = 6, "follow the last section");
        Corrupt(file => file.Count = 8, "the file ends");
        Corrupt(file => file.Count = uint.MaxValue, "number of sections: is 4294967295");
        Corrupt(file => file[1][0] = 31, "header: prime length: is 31");
        Corrupt(file => BinaryPrimitives.WriteUInt32LittleEndian(file[1], uint.MaxValue), "header: prime length");
        Corrupt(file => Fr.Characteristic.TryWriteBytes(file[1].AsSpan(4), out _, isUnsigned: true), "header: prime: is not the base field of bn254");
        Corrupt(file => file[1][4] ^= 1, "header: prime");
        Corrupt(file => file[1][36] = 3, "section 2 (powers of tau in G1): has 1984 bytes; power 3 demands 960");
        Corrupt(file => file[1][36] = 5, "header: ceremony power");
        Corrupt(file => file[1][36] = 0, "header: power: is 0");
        Corrupt(file => file[1][36] = 29, "header: power: is 29");
        Corrupt(file => file[1][39] = 255, "header: power");
        Corrupt(file => file[1][40] = 3, "header: ceremony power: is 3");
        Corrupt(file => file[1][40] = 99, "header: ceremony power: is 99");
    }

    [TestCase(1UL << 60)]
    [TestCase(ulong.MaxValue)]
    [TestCase(1UL << 40)]
    [TestCase(1UL << 63)]
    public void Bug37_AnAttackersLengthAllocatesNothing(ulong length)
    {
        foreach (var section in new[] { 0, 1, 6 })
        {
            var file = PtauParts.Load(Sample("contributed.ptau"));
            file.Lengths[section] = length;
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Refused(file.Build(), "says it has");
            Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(1 << 20));
        }
    }

    [Test]
    public void EveryTruncationIsNoticed()
    {
        var good = File.ReadAllBytes(Sample("contributed.ptau"));
        for (var length = 0; length < good.Length; length += length < 100 ? 1 : 61)
            Refused(good[..length], ": ");
        Refused(good[..^1], ": ");
        Refused([.. good, 0], "length: 1 bytes follow the last section");
    }

    [Test]
    public void EveryPointMatters()
    {
        for (var point = 0; point < 31; point++)
            Corrupt(file => file[2][(64 * point) + 5] ^= 1, "section 2, powers 0 to 30: point");
        Corrupt(file => file[2].AsSpan(64 * 4, 64).Fill(0xFF), "point 4: the x coordinate is not below the field's modulus");
        Corrupt(file => file[2].AsSpan(64 * 4, 64).Clear(), "section 2: power 4 is infinity");
        Corrupt(file => Swap(file[2], 64, 3, 4), "section 2: power 3 is not power 2 times");
        Corrupt(file => Swap(file[2], 64, 0, 1), "section 2: power 0 is not the generator of G1");
        Corrupt(file => file[3][3] ^= 1, "section 3, point 0: ");
        Corrupt(file => file[3][128 + 3] ^= 1, "section 3, point 1: ");
        Corrupt(file => file[3].AsSpan(128, 32).Fill(0xFF), "section 3, point 1: ");
        Corrupt(file => Swap(file[3], 128, 0, 1), "section 3: does not begin with the generator of G2");
        Corrupt(file => Swap(file[3], 128, 1, 2), "section 2: power 1 is not power 0 times");
        Corrupt(file => file[3].AsSpan(128, 128).Clear(), "section 2: tau is 0");
    }

    /// <summary>The bases of 2^0, 2^1, ... rows stand one after the other: those of 8 and 16 rows begin at points 7 and 15.</summary>
    [Test]
    public void EveryLagrangePointMatters()
    {
        for (var point = 7; point < 31; point++)
        {
            Corrupt(file => file[12][(64 * point) + 5] ^= 1, $"section 12, Lagrange base of 2^{(point < 15 ? 3 : 4)} rows, points 0 to", "prepared.ptau");
            Corrupt(
                file => file[12].AsSpan(64 * point, 64).Clear(),
                $"sections 2 and 12: point {(point < 15 ? point - 7 : point - 15)} of the Lagrange base of 2^{(point < 15 ? 3 : 4)} rows is infinity",
                "prepared.ptau");
        }

        Corrupt(file => Swap(file[12], 64, 8, 9), "sections 2 and 12: the Lagrange base of 2^3 rows does not belong to the powers", "prepared.ptau");
        Corrupt(file => Swap(file[12], 64, 20, 30), "sections 2 and 12: the Lagrange base of 2^4 rows does not belong to the powers", "prepared.ptau");
        Corrupt(file => Swap(file[12], 64, 9, 25), "sections 2 and 12: the Lagrange base of 2^", "prepared.ptau");
        Corrupt(file => file[2].AsSpan(64 * 3, 64).CopyTo(file[12].AsSpan(64 * 17)), "sections 2 and 12: the Lagrange base of 2^4 rows", "prepared.ptau");
    }

    private void Corrupt(Action<PtauParts> change, string message, string name = "contributed.ptau")
    {
        var file = PtauParts.Load(Sample(name));
        change(file);
        Refused(file.Build(), message);
    }

    private static void Swap(byte[] bytes, int size, int a, int b)
    {
        var saved = bytes.AsSpan(a * size, size).ToArray();
        bytes.AsSpan(b * size, size).CopyTo(bytes.AsSpan(a * size));
        saved.CopyTo(bytes.AsSpan(b * size));
    }
}

/// <summary>A ptau file taken apart.</summary>
internal sealed class PtauParts
{
    public byte[] Magic { get; init; } = [];

    public uint Version { get; set; }

    public uint? Count { get; set; }

    public List<(uint Id, byte[] Content)> Sections { get; } = [];

    /// <summary>Lengths to write instead of the true ones, by place.</summary>
    public Dictionary<int, ulong> Lengths { get; } = [];

    public byte[] this[uint id] => Sections.First(section => section.Id == id).Content;

    public static PtauParts Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var parts = new PtauParts { Magic = bytes[..4], Version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) };
        for (var at = 12; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at + 4));
            parts.Sections.Add((BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)), bytes[(at + 12)..(at + 12 + length)]));
            at += 12 + length;
        }

        return parts;
    }

    public byte[] Build()
    {
        var file = new List<byte>(Magic);
        Span<byte> number = stackalloc byte[8];
        U32(Version);
        U32(Count ?? (uint)Sections.Count);
        for (var i = 0; i < Sections.Count; i++)
        {
            U32(Sections[i].Id);
            BinaryPrimitives.WriteUInt64LittleEndian(number, Lengths.GetValueOrDefault(i, (ulong)Sections[i].Content.Length));
            file.AddRange(number);
            file.AddRange(Sections[i].Content);
        }

        return [.. file];

        void U32(uint value)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            file.AddRange(four);
        }
    }
}
