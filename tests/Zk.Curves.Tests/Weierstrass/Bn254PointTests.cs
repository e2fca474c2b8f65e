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
    }

    [Test]
    public void FrobeniusOfTheTwistIsMultiplicationByQOnG2()
    {
        var point = ScalarMultiplication.Multiply(Bn254G2.Generator, 98765);
        Assert.That(Bn254G2.Frobenius(point), Is.EqualTo(ScalarMultiplication.Multiply(point, Fq.Characteristic)));
        Assert.That(Bn254G2.Frobenius(default).IsIdentity);
    }
}

internal sealed class Bn254G2SubgroupTests : SubgroupLaws<Fq2, Bn254G2>
{
    protected override BigInteger Order => Fr.Characteristic;

    protected override BigInteger Cofactor => (2 * Fq.Characteristic) - Fr.Characteristic;

    protected override IReadOnlyList<int> SmallFactors => [10069];
}
