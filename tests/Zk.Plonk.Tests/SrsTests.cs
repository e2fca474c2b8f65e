using Zk.Curves;

namespace Zk.Plonk.Tests;

public class SrsTests
{
    private static readonly Fr _tau = Fr.FromUInt64(0x1234567890ABCDEF);

    [Test]
    public void ANewOneIsSoundAndSaysItIsForDevelopment()
    {
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, 73, threads: 2);
        Assert.That(srs.Size, Is.EqualTo(73));
        Assert.That(srs.IsDevelopment, Is.True);
        Assert.That(srs.Powers[0], Is.EqualTo(Bn254.Curve.G1Generator));
        Assert.That(srs.Check(2), Is.Null);
    }

    [Test]
    public void SeveralChunksFitTogether()
    {
        var steps = new List<double>();
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, (1 << 16) + 3, threads: 2, new Steps(steps));
        Assert.That(srs.Check(2), Is.Null);
        Assert.That(steps, Has.Count.EqualTo(3), "two chunks of powers and one of the Lagrange base of 2^15 rows");
        Assert.That(steps[^1], Is.EqualTo(1));

        srs.Powers[(1 << 16) + 1] = srs.Powers[7];
        Assert.That(srs.Check(2), Does.StartWith("power 65537 is not power 65536 times"));
    }

    [Test]
    public void TwoNewOnesDiffer()
    {
        using var a = Srs<Fr>.CreateForDevelopment(Bn254.Curve, 2, threads: 1);
        using var b = Srs<Fr>.CreateForDevelopment(Bn254.Curve, 2, threads: 1);
        Assert.That(a.TauG2, Is.Not.EqualTo(b.TauG2));
        Assert.That(a.Powers[1], Is.Not.EqualTo(b.Powers[1]));
    }

    [Test]
    public void CancellationIsHeard() => Assert.That(
        () => Srs<Fr>.CreateForDevelopment(Bn254.Curve, 8, 1, cancellation: new CancellationToken(canceled: true)),
        Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public void AKnownTauPasses()
    {
        using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 33), SrsSamples.TauG2(_tau));
        Assert.That(srs.Check(1), Is.Null);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(17)]
    [TestCase(32)]
    public void TheFirstWrongPowerIsNamed(int index)
    {
        var powers = SrsSamples.Powers(_tau, 33);
        powers[index] = Bn254.Curve.Multiply(powers[index], Fr.FromUInt64(3));
        using var srs = SrsSamples.Srs(powers, SrsSamples.TauG2(_tau));
        Assert.That(srs.Check(1), Is.EqualTo($"power {index} is not power {index - 1} times the tau of [tau]_2"));
    }

    [Test]
    public void Bug36_PowersOfAnotherTauAreRefused()
    {
        using var srs = SrsSamples.Srs(SrsSamples.Powers(_tau, 9), SrsSamples.TauG2(_tau + Fr.One));
        Assert.That(srs.Check(1), Does.StartWith("power 1 is not power 0 times"));
    }

    [Test]
    public void Bug35_TauIsNotZeroOrOneOrARootOfUnity()
    {
        var points = SrsSamples.Powers(_tau, 9);
        Check(Fr.Zero, "tau is 0");
        Check(Fr.One, "tau is 1");
        Check(-Fr.One, "power 2 is the generator of G1 again");
        Check(Fr.RootOfUnity(3), "power 8 is the generator of G1 again");

        void Check(Fr tau, string reason)
        {
            using var srs = SrsSamples.Srs(SrsSamples.Powers(tau, 9), SrsSamples.TauG2(tau));
            Assert.That(srs.Check(1), Does.StartWith(reason));
            using var onlyG1 = SrsSamples.Srs(SrsSamples.Powers(tau, 9), SrsSamples.TauG2(_tau));
            Assert.That(onlyG1.Check(1), Does.StartWith(reason));
            using var onlyG2 = SrsSamples.Srs(points, SrsSamples.TauG2(tau));
            Assert.That(onlyG2.Check(1), Is.Not.Null);
        }
    }

    [Test]
    public void Bug35_TheFirstPowerIsTheGenerator()
    {
        var powers = SrsSamples.Powers(_tau, 9).ConvertAll(point => Bn254.Curve.Multiply(point, Fr.FromUInt64(2)));
        using var srs = SrsSamples.Srs(powers, SrsSamples.TauG2(_tau));
        Assert.That(srs.Check(1), Is.EqualTo("power 0 is not the generator of G1"));
    }

    [Test]
    public void Bug35_InfinityIsNoPower()
    {
        var powers = SrsSamples.Powers(_tau, 9);
        powers[5] = Bn254.Curve.G1Infinity;
        using var srs = SrsSamples.Srs(powers, SrsSamples.TauG2(_tau));
        Assert.That(srs.Check(1), Is.EqualTo("power 5 is infinity"));
    }

    private sealed class Steps(List<double> steps) : IProgress<double>
    {
        public void Report(double value) => steps.Add(value);
    }
}
