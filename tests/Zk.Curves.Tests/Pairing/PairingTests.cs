using System.Numerics;
using Zk.Field;
using Bls12381Ate = Zk.Curves.OptimalAte<Zk.Field.Fp384<Zk.Curves.Bls12381Fq>, Zk.Curves.Bls12381Tower, Zk.Curves.Bls12381G1, Zk.Curves.Bls12381G2, Zk.Curves.Bls12381Pairing>;
using Bn254Ate = Zk.Curves.OptimalAte<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower, Zk.Curves.Bn254G1, Zk.Curves.Bn254G2, Zk.Curves.Bn254Pairing>;

namespace Zk.Curves.Tests;

[TestFixture(typeof(Fr), typeof(Fq), typeof(Bn254Tower), typeof(Bn254G1), typeof(Bn254G2), typeof(Bn254Pairing))]
[TestFixture(typeof(BlsFr), typeof(BlsFq), typeof(Bls12381Tower), typeof(Bls12381G1), typeof(Bls12381G2), typeof(Bls12381Pairing))]
internal sealed class PairingLawTests<TFr, TBase, TTower, TG1, TG2, TParameters> : PairingLaws<TFr, TBase, TTower, TG1, TG2, TParameters>
    where TFr : unmanaged, IPrimeField<TFr>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG1 : struct, IWeierstrassCurve<TBase, TG1>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
    where TParameters : struct, IPairingParameters<TBase, TTower, TG2, TParameters>;

/// <summary>The final exponentiations against plain exponentiation by their definition, up to the multiple they document; and the loops' lengths.</summary>
public class PairingTests
{
    [Test]
    public void FinalExponentiationOnBn254()
    {
        BigInteger p = Fq.Characteristic, u = Bn254.U;
        var f = Bn254Ate.MillerLoop([Multiple<Fq, Bn254G1>(5)], [Multiple<Fq2, Bn254G2>(7)]);
        var exponent = (BigInteger.Pow(p, 12) - 1) / Fr.Characteristic * 2 * u * ((6 * u * u) + (3 * u) + 1);
        Assert.That(Bn254Ate.FinalExponentiation(f), Is.EqualTo(f.Pow(exponent)));
        Assert.That(Bn254Ate.FinalExponentiation(default).IsZero);
    }

    [Test]
    public void FinalExponentiationOnBls12381()
    {
        var f = Bls12381Ate.MillerLoop([Multiple<BlsFq, Bls12381G1>(5)], [Multiple<BlsFq2, Bls12381G2>(7)]);
        var exponent = (BigInteger.Pow(BlsFq.Characteristic, 12) - 1) / BlsFr.Characteristic * 3;
        Assert.That(Bls12381Ate.FinalExponentiation(f), Is.EqualTo(f.Pow(exponent)));
        Assert.That(Bls12381Ate.FinalExponentiation(default).IsZero);
    }

    [Test]
    public void LoopDigitsAreTheNonAdjacentFormOfTheLoopLength()
    {
        Check(Bn254Pairing.LoopDigits, (6 * (BigInteger)Bn254.U) + 2);
        Check(Bls12381Pairing.LoopDigits, Bls12381.MinusX);

        static void Check(ReadOnlySpan<sbyte> digits, BigInteger length)
        {
            BigInteger value = 0;
            foreach (var digit in digits)
                value = (2 * value) + digit;
            Assert.That(value, Is.EqualTo(length));
            Assert.That((int)digits[0], Is.EqualTo(1));
            for (var i = 1; i < digits.Length; i++)
                Assert.That(digits[i] == 0 || digits[i - 1] == 0);
        }
    }

    private static AffinePoint<TField, TCurve> Multiple<TField, TCurve>(int scalar)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve> => ScalarMultiplication.Multiply(TCurve.Generator, scalar);
}
