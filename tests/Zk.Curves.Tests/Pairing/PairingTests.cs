using Zk.Field;
using Bn254Ate = Zk.Curves.OptimalAte<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower, Zk.Curves.Bn254G1, Zk.Curves.Bn254G2, Zk.Curves.Bn254Pairing>;
using Fq12 = Zk.Field.Fp12<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower>;

namespace Zk.Curves.Tests;

[TestFixture(typeof(Fr), typeof(Fq), typeof(Bn254Tower), typeof(Bn254G1), typeof(Bn254G2), typeof(Bn254Pairing))]
internal sealed class PairingLawTests<TFr, TBase, TTower, TG1, TG2, TParameters> : PairingLaws<TFr, TBase, TTower, TG1, TG2, TParameters>
    where TFr : unmanaged, IPrimeField<TFr>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG1 : struct, IWeierstrassCurve<TBase, TG1>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
    where TParameters : struct, IPairingParameters<TBase, TTower, TG2, TParameters>;

public class PairingTests
{
    private static readonly PairingCurve<Fr> _curve = Bn254.Curve;

    [Test]
    public void CheckAcceptsExactlyVanishingSums()
    {
        for (var n = 1; n <= 4; n++)
        {
            var a = Enumerable.Range(0, n).Select(_ => Fr.Random()).ToArray();
            var b = Enumerable.Range(0, n).Select(_ => Fr.Random()).ToArray();
            var sum = a.Zip(b, (x, y) => x * y).Aggregate(Fr.Zero, (x, y) => x + y);
            G1Point[] g1 = [.. a.Select(x => _curve.Multiply(_curve.G1Generator, x)), _curve.Multiply(_curve.G1Generator, -sum)];
            G2Point[] g2 = [.. b.Select(x => _curve.Multiply(_curve.G2Generator, x)), _curve.G2Generator];
            Assert.That(_curve.PairingCheck(g1, g2));
            g1[^1] = _curve.Add(g1[^1], _curve.G1Generator);
            Assert.That(_curve.PairingCheck(g1, g2), Is.False);
        }

        Assert.That(_curve.PairingCheck([], []));
        Assert.That(_curve.PairingCheck([_curve.G1Infinity], [_curve.G2Generator]));
        Assert.That(_curve.PairingCheck([_curve.G1Generator], [_curve.G2Infinity]));
        Assert.That(_curve.PairingCheck([_curve.G1Generator], [_curve.G2Generator]), Is.False);
        Assert.That(() => _curve.PairingCheck([_curve.G1Generator], []), Throws.ArgumentException);
    }

    /// <summary>The hard part against plain exponentiation by its definition, up to the multiple it documents.</summary>
    [Test]
    public void FinalExponentiationIsAPowerByTheDocumentedMultiple()
    {
        System.Numerics.BigInteger p = Fq.Characteristic, u = Bn254.U;
        var f = Bn254Ate.MillerLoop([P(Fr.FromUInt64(5))], [Q(Fr.FromUInt64(7))]);
        var exponent = (System.Numerics.BigInteger.Pow(p, 12) - 1) / Fr.Characteristic * 2 * u * ((6 * u * u) + (3 * u) + 1);
        Assert.That(Bn254Ate.FinalExponentiation(f), Is.EqualTo(f.Pow(exponent)));
        Assert.That(Bn254Ate.FinalExponentiation(Fq12.Zero).IsZero);
    }

    [Test]
    public void LoopDigitsAreTheNonAdjacentFormOfTheLoopLength()
    {
        System.Numerics.BigInteger value = 0;
        var digits = Bn254Pairing.LoopDigits.ToArray();
        foreach (var digit in digits)
            value = (2 * value) + digit;
        Assert.That(value, Is.EqualTo((6 * (System.Numerics.BigInteger)Bn254.U) + 2));
        Assert.That(digits[0], Is.EqualTo(1));
        for (var i = 1; i < digits.Length; i++)
            Assert.That(digits[i] == 0 || digits[i - 1] == 0);
    }

    private static AffinePoint<Fq, Bn254G1> P(Fr a) => ScalarMultiplication.Multiply(Bn254G1.Generator, a);

    private static AffinePoint<Fq2, Bn254G2> Q(Fr b) => ScalarMultiplication.Multiply(Bn254G2.Generator, b);
}
