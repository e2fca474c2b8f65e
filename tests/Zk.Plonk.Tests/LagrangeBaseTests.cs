using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk.Tests;

/// <summary>Lagrange bases of an SRS: made right, and refused when one point is wrong.</summary>
public class LagrangeBaseTests
{
    private static readonly Fr _tau = Fr.FromUInt64(0xFEDCBA9876543210);
    private string _folder = "";

    private string At() => Path.Combine(_folder, "test.srs");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("zk-lagrange-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void ADevelopmentSrsHasTheBaseOfItsLargestDomain()
    {
        Assert.That(Domains(2), Is.Empty);
        Assert.That(Domains(15), Is.Empty);
        Assert.That(Domains(16), Is.EqualTo(new[] { 3 }));
        Assert.That(Domains(23), Is.EqualTo(new[] { 3 }));
        Assert.That(Domains(24), Is.EqualTo(new[] { 4 }));
        Assert.That(Domains(24, []), Is.Empty);
        Assert.That(Domains(72, [6, 3, 3]), Is.EqualTo(new[] { 3, 6 }));
        foreach (var impossible in new[] { 0, 2, 5, 29, -1 })
            Assert.That(() => Domains(24, [impossible]), Throws.ArgumentException);

        static int[] Domains(long size, int[]? asked = null)
        {
            using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, size, 2, lagrangeLog2: asked);
            Assert.That(srs.Check(2), Is.Null);
            return [.. srs.LagrangeLog2];
        }
    }

    [Test]
    public void BasesOfSeveralChunksFitThePowers()
    {
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, (1 << 17) + 8, 2, lagrangeLog2: [17, 9, 16]);
        Assert.That(srs.Check(2), Is.Null);
        foreach (var log2 in srs.LagrangeLog2)
        {
            // Of a polynomial with one value that is not zero.
            using var values = new FieldVector<Fr>(1L << log2);
            values[values.Length - 3] = Fr.One;
            EvaluationDomain<Fr>.Shared(log2).Inverse(values, 2);
            Assert.That(Bn254.Curve.MultiExponentiate(srs.Powers, 0, values, 0, values.Length, 2), Is.EqualTo(srs.LagrangeBase(log2)![values.Length - 3]));
        }

        srs.LagrangeBase(17)![(1 << 16) + 5] = Bn254.Curve.Negate(srs.LagrangeBase(17)![(1 << 16) + 5]);
        Assert.That(srs.Check(2), Is.EqualTo("the Lagrange base of 2^17 rows does not belong to the powers: some of its points are wrong"));
    }

    [Test]
    public void TheBaseOfAKnownTauPasses()
    {
        using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 16), SrsSamples.TauG2(_tau), SrsSamples.LagrangeBase(_tau, 4), SrsSamples.LagrangeBase(_tau, 3));
        Assert.That(srs.LagrangeLog2, Is.EqualTo(new[] { 3, 4 }));
        Assert.That(srs.Check(1), Is.Null);
        Assert.That(srs.LagrangeBase(5), Is.Null);
    }

    [Test]
    public void EveryPointIsCompared()
    {
        for (var i = 0; i < 8; i++)
        {
            Wrong(points => points[i] = Bn254.Curve.Add(points[i], Bn254.Curve.G1Generator));
            Wrong(points => points[i] = Bn254.Curve.Negate(points[i]));
            Wrong(points => points[i] = Bn254.Curve.G1Infinity, $"point {i} of the Lagrange base of 2^3 rows is infinity");
            Wrong(points => (points[i], points[(i + 3) % 8]) = (points[(i + 3) % 8], points[i]));
        }

        // A sum that stays the same does not help.
        Wrong(points =>
        {
            points[2] = Bn254.Curve.Add(points[2], Bn254.Curve.G1Generator);
            points[6] = Bn254.Curve.Add(points[6], Bn254.Curve.Negate(Bn254.Curve.G1Generator));
        });
        Wrong(points => points.Reverse());

        static void Wrong(Action<List<G1Point>> change, string reason = "the Lagrange base of 2^3 rows does not belong to the powers")
        {
            var points = SrsSamples.LagrangeBase(_tau, 3);
            change(points);
            using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 9), SrsSamples.TauG2(_tau), points);
            Assert.That(srs.Check(1), Does.StartWith(reason));
        }
    }

    [Test]
    public void TheBaseOfAnotherTauIsRefused()
    {
        using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 9), SrsSamples.TauG2(_tau), SrsSamples.LagrangeBase(_tau + Fr.One, 3));
        Assert.That(srs.Check(1), Does.StartWith("the Lagrange base of 2^3 rows"));
    }

    [Test]
    public void AWrongPowerIsNamedBeforeTheBases()
    {
        var powers = SrsSamples.Powers(_tau, 9);
        powers[5] = powers[4];
        using var srs = SrsSamples.Srs(powers, SrsSamples.TauG2(_tau), SrsSamples.LagrangeBase(_tau, 3));
        Assert.That(srs.Check(1), Is.EqualTo("power 5 is not power 4 times the tau of [tau]_2"));
    }

    [Test]
    public void ABaseMustHaveTheSizeThatItSays()
    {
        Assert.That(() => SrsSamples.Srs(SrsSamples.Powers(_tau, 9), SrsSamples.TauG2(_tau), SrsSamples.LagrangeBase(_tau, 4)), Throws.ArgumentException);
        Assert.That(() => SrsSamples.Srs(SrsSamples.Powers(_tau, 9), SrsSamples.TauG2(_tau), SrsSamples.LagrangeBase(_tau, 3)[..7]), Throws.ArgumentException);
        Assert.That(() => SrsSamples.Srs(SrsSamples.Powers(_tau, 9), SrsSamples.TauG2(_tau), SrsSamples.LagrangeBase(_tau, 2)), Throws.ArgumentException);
    }

    [Test]
    public void FilesAreWrittenAsDocumented()
    {
        using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 20), SrsSamples.TauG2(_tau), SrsSamples.LagrangeBase(_tau, 3), SrsSamples.LagrangeBase(_tau, 4));
        SrsFile.Write(At(), srs);
        Assert.That(File.ReadAllBytes(At()), Is.EqualTo(new SrsFileBuilder(_tau, 20, 3, 4).Build()));
        Assert.That(SrsFile.ReadInfo(At()).LagrangeLog2, Is.EqualTo(new[] { 3, 4 }));
    }

    [Test]
    public void AReaderTakesTheBasesThatItNeeds()
    {
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, (1 << 15) + 9, 2, lagrangeLog2: [4, 14, 15]);
        SrsFile.Write(At(), srs, threads: 2);
        Same(null, null, 4, 14, 15);
        Same(1 << 15, null, 4, 14, 15);
        Same((1 << 15) - 1, null, 4, 14);
        Same(100, 4, 4);
        Same(null, 15, 15);
        Same(null, 13);
        Same(100, 14);

        void Same(long? powers, int? asked, params int[] expected)
        {
            using var read = SrsFile.Read(At(), Bn254.Curve, powers, threads: 2, lagrangeLog2: asked);
            Assert.That(read.LagrangeLog2, Is.EqualTo(expected));
            foreach (var log2 in expected)
            {
                foreach (var i in new[] { 0, 1, (1 << log2) / 2, (1 << log2) - 1 })
                    Assert.That(read.LagrangeBase(log2)![i], Is.EqualTo(srs.LagrangeBase(log2)![i]));
            }
        }
    }

    [Test]
    public void EveryByteOfAFileMatters()
    {
        var good = new SrsFileBuilder(_tau, 9, 3).Build();
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= (byte)(1 << (i % 8));
            Refused(bad, ": ");
        }

        for (var length = 0; length < good.Length; length += 37)
            Refused(good[..length], ": ");
        Refused(good[..^1], "length: the file has");
        Refused([.. good, 0], "with 9 powers and Lagrange bases of 2^(3) rows it has");
    }

    [Test]
    public void FlagsAreBelievedOnlyIfTheFileIsAsLong()
    {
        Refused(new SrsFileBuilder(_tau, 9, 3) { Flags = 0 }.Build(), "length: the file has");
        Refused(new SrsFileBuilder(_tau, 9, 3) { Flags = (1 << 3) | (1 << 4) }.Build(), "flags: promise a Lagrange base of 2^4 rows, more than the 9 powers");
        Refused(new SrsFileBuilder(_tau, 9, 3) { Flags = 1 << 28 }.Build(), "flags: promise a Lagrange base of 2^28 rows");
        Refused(new SrsFileBuilder(_tau, 9, 3) { Flags = 1 << 29 }.Build(), "flags: 0x20000000 has bits that version 1 does not know");
        Refused(new SrsFileBuilder(_tau, 17, 3) { Flags = 1 << 4 }.Build(), "length: the file has");
    }

    [Test]
    public void AFileWithAWrongBaseIsRefused()
    {
        foreach (var trust in new[] { SrsTrust.None, SrsTrust.OwnCache })
        {
            var offCurve = new SrsFileBuilder(_tau, 9, 3);
            offCurve.LagrangeBases[0][6][63] ^= 1;
            Refused(offCurve.Build(), "Lagrange base of 2^3 rows, points 0 to 7: point 6: the point is not on the curve", trust);
            var infinite = new SrsFileBuilder(_tau, 9, 3);
            infinite.LagrangeBases[0][5] = new byte[Bn254.Curve.G1Size];
            Refused(infinite.Build(), "point 5 of the Lagrange base of 2^3 rows is infinity", trust);
        }

        var replaced = new SrsFileBuilder(_tau, 9, 3);
        replaced.LagrangeBases[0][6] = replaced.Powers[2];
        Refused(replaced.Build(), "the Lagrange base of 2^3 rows does not belong to the powers: some of its points are wrong");
        var swapped = new SrsFileBuilder(_tau, 17, 3, 4);
        (swapped.LagrangeBases[1][2], swapped.LagrangeBases[1][3]) = (swapped.LagrangeBases[1][3], swapped.LagrangeBases[1][2]);
        Refused(swapped.Build(), "the Lagrange base of 2^4 rows does not belong to the powers: some of its points are wrong");

        // Who reads another base is not concerned; the user's own cache is believed.
        using var other = SrsFile.Read(At(), Bn254.Curve, lagrangeLog2: 3);
        using var trusted = SrsFile.Read(At(), Bn254.Curve, trust: SrsTrust.OwnCache);
        Assert.That(trusted.Check(1), Does.StartWith("the Lagrange base of 2^4 rows"));
    }

    private void Refused(byte[] bytes, string message, SrsTrust trust = SrsTrust.None)
    {
        File.WriteAllBytes(At(), bytes);
        Assert.That(() => SrsFile.Read(At(), Bn254.Curve, trust: trust).Dispose(), Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));
    }
}
