using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

public class Bn254PointTests
{
    [Test]
    public void ParametersFollowFromU()
    {
        BigInteger u = Bn254.U;
        Assert.That(Fq.Characteristic, Is.EqualTo((36 * BigInteger.Pow(u, 4)) + (36 * BigInteger.Pow(u, 3)) + (24 * u * u) + (6 * u) + 1));
        Assert.That(Fr.Characteristic, Is.EqualTo(Fq.Characteristic - (6 * u * u)));
        Assert.That(Bn254G2.B * new Fq2(Fq.FromUInt64(9), Fq.One), Is.EqualTo(Fq2.FromUInt64(3)));
        Assert.That(Bn254G1.Generator.IsOnCurve);
        Assert.That(Bn254G2.Generator.IsOnCurve);
    }

    [Test]
    public void GeneratorsHaveOrderR()
    {
        Assert.That(ScalarMultiplication.Multiply(Bn254G1.Generator, Fr.Characteristic).IsIdentity);
        Assert.That(ScalarMultiplication.Multiply(Bn254G2.Generator, Fr.Characteristic).IsIdentity);
    }

    /// <summary>The fast membership test against its definition, on points inside, outside, and outside with an order that divides the cofactor.</summary>
    [Test]
    public void G2MembershipTestAgreesWithMultiplicationByTheOrder()
    {
        var outside = PointsOutsideG2().Take(12).ToArray();
        foreach (var point in outside)
        {
            var inside = ScalarMultiplication.Multiply(point, G2Cofactor);
            Assert.That(inside.IsIdentity, Is.False);
            Assert.That(inside.IsInSubgroup);
            Assert.That(ScalarMultiplication.Multiply(inside, Fr.Characteristic).IsIdentity);
            Assert.That(point.IsOnCurve);
            Assert.That(point.IsInSubgroup, Is.EqualTo(ScalarMultiplication.Multiply(point, Fr.Characteristic).IsIdentity));
            Assert.That(point.IsInSubgroup, Is.False);
            var cofactorOrder = ScalarMultiplication.Multiply(point, Fr.Characteristic);
            Assert.That(cofactorOrder.IsInSubgroup, Is.False);
            Assert.That((cofactorOrder + Bn254G2.Generator).IsInSubgroup, Is.False);
        }

        // The smallest prime factor of the cofactor: a point of order 10069 is where a careless test would err.
        Assert.That(G2Cofactor % 10069, Is.EqualTo(BigInteger.Zero));
        var small = ScalarMultiplication.Multiply(outside[0], Fr.Characteristic * (G2Cofactor / 10069));
        Assert.That(small.IsIdentity, Is.False);
        Assert.That(ScalarMultiplication.Multiply(small, 10069).IsIdentity);
        Assert.That(small.IsInSubgroup, Is.False);
        Assert.That(default(AffinePoint<Fq2, Bn254G2>).IsInSubgroup);
    }

    [Test]
    public void FrobeniusOfTheTwistIsMultiplicationByQOnG2()
    {
        var point = ScalarMultiplication.Multiply(Bn254G2.Generator, 98765);
        Assert.That(Bn254G2.Frobenius(point), Is.EqualTo(ScalarMultiplication.Multiply(point, Fq.Characteristic)));
        Assert.That(Bn254G2.Frobenius(default).IsIdentity);
    }

    internal static BigInteger G2Cofactor => (2 * Fq.Characteristic) - Fr.Characteristic;

    /// <summary>Points of the twist by small x coordinates; a random one is in the subgroup with probability 2^-254.</summary>
    internal static IEnumerable<AffinePoint<Fq2, Bn254G2>> PointsOutsideG2()
    {
        for (var i = 1UL; ; i++)
        {
            var x = new Fq2(Fq.FromUInt64(i), Fq.One);
            if (((x.Square() * x) + Bn254G2.B).TrySqrt(out var y))
                yield return new(x, y);
        }
    }
}
