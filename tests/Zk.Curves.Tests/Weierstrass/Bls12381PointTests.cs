using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

public class Bls12381PointTests
{
    private static readonly BigInteger _x = -(BigInteger)Bls12381.MinusX;

    /// <summary>The cofactor of G1.</summary>
    internal static BigInteger H1 => (_x - 1) * (_x - 1) / 3;

    /// <summary>The cofactor of G2.</summary>
    internal static BigInteger H2 =>
        (Power(8) - (4 * Power(7)) + (5 * Power(6)) - (4 * Power(4)) + (6 * Power(3)) - (4 * Power(2)) - (4 * _x) + 13) / 9;

    [Test]
    public void ParametersFollowFromX()
    {
        Assert.That(BlsFr.Characteristic, Is.EqualTo(Power(4) - Power(2) + 1));
        Assert.That(BlsFq.Characteristic, Is.EqualTo((H1 * BlsFr.Characteristic) + _x));
        Assert.That(Bls12381G2.B, Is.EqualTo(BlsFq2.FromUInt64(4) * new BlsFq2(BlsFq.One, BlsFq.One)));
    }

    /// <summary>The facts from which the membership tests follow: phi^2 + phi + 1 = 0 and psi^2 − (x + 1) psi + q = 0 on all points, and coprime cofactors.</summary>
    [Test]
    public void WhatTheMembershipTestsRestOnHolds()
    {
        foreach (var p in CurvePoints<BlsFq, Bls12381G1>.BySmallX().Take(5))
        {
            var phi = Bls12381G1.Endomorphism(p);
            Assert.That(phi.IsOnCurve);
            Assert.That(phi, Is.Not.EqualTo(p));
            Assert.That((Bls12381G1.Endomorphism(phi) + phi + p).IsIdentity);
        }

        foreach (var q in CurvePoints<BlsFq2, Bls12381G2>.BySmallX().Take(5))
        {
            var psi = Bls12381G2.Frobenius(q);
            Assert.That(psi.IsOnCurve);
            var sum = Bls12381G2.Frobenius(psi) - ScalarMultiplication.Multiply(psi, _x + 1) + ScalarMultiplication.Multiply(q, BlsFq.Characteristic);
            Assert.That(sum.IsIdentity);
        }

        Assert.That(BigInteger.GreatestCommonDivisor(H1, H2 * BlsFr.Characteristic), Is.EqualTo(BigInteger.One));
    }

    [Test]
    public void EndomorphismsAreMultiplicationsOnTheSubgroups()
    {
        var p = ScalarMultiplication.Multiply(Bls12381G1.Generator, 98765);
        Assert.That(Bls12381G1.Endomorphism(p), Is.EqualTo(ScalarMultiplication.Multiply(p, -Power(2))));
        Assert.That(Bls12381G1.Endomorphism(default).IsIdentity);
        var q = ScalarMultiplication.Multiply(Bls12381G2.Generator, 98765);
        Assert.That(Bls12381G2.Frobenius(q), Is.EqualTo(ScalarMultiplication.Multiply(q, BlsFq.Characteristic)));
        Assert.That(Bls12381G2.Frobenius(default).IsIdentity);
    }

    private static BigInteger Power(int exponent) => BigInteger.Pow(_x, exponent);
}

internal sealed class Bls12381G1SubgroupTests : SubgroupLaws<BlsFq, Bls12381G1>
{
    protected override BigInteger Order => BlsFr.Characteristic;

    protected override BigInteger Cofactor => Bls12381PointTests.H1;

    protected override IReadOnlyList<int> SmallFactors => [3, 11, 10177, 859267, 52437899];
}

internal sealed class Bls12381G2SubgroupTests : SubgroupLaws<BlsFq2, Bls12381G2>
{
    protected override BigInteger Order => BlsFr.Characteristic;

    protected override BigInteger Cofactor => Bls12381PointTests.H2;

    protected override IReadOnlyList<int> SmallFactors => [13, 23, 2713, 11953, 262069];
}
