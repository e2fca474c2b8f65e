using System.Numerics;
using NUnit.Framework;
using Zk.Curves;
using Zk.Field;

namespace Zk.Testing;

/// <summary>The fast test of membership of a subgroup of prime order against its definition.</summary>
public abstract class SubgroupLaws<TField, TCurve>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>The prime order of the subgroup.</summary>
    protected abstract BigInteger Order { get; }

    /// <summary>The index of the subgroup.</summary>
    protected abstract BigInteger Cofactor { get; }

    /// <summary>Small primes that divide the cofactor: points of such an order are where a careless test would err.</summary>
    protected abstract IReadOnlyList<int> SmallFactors { get; }

    [Test]
    public void GeneratorIsOnTheCurveAndHasTheOrder()
    {
        Assert.That(TCurve.Generator.IsOnCurve);
        Assert.That(TCurve.Generator.IsIdentity, Is.False);
        Assert.That(ScalarMultiplication.Multiply(TCurve.Generator, Order).IsIdentity);
        Assert.That(TCurve.Generator.IsInSubgroup);
        Assert.That(default(AffinePoint<TField, TCurve>).IsInSubgroup);
    }

    /// <summary>Points inside, outside, and outside with an order that divides the cofactor.</summary>
    [Test]
    public void MembershipIsThatTheOrderAnnihilates()
    {
        foreach (var point in CurvePoints<TField, TCurve>.BySmallX().Take(12))
        {
            Assert.That(point.IsOnCurve);
            Assert.That(ScalarMultiplication.Multiply(point, Order * Cofactor).IsIdentity);
            var inside = ScalarMultiplication.Multiply(point, Cofactor);
            Assert.That(inside.IsIdentity, Is.False);
            Assert.That(ScalarMultiplication.Multiply(inside, Order).IsIdentity);
            Assert.That(inside.IsInSubgroup);
            var outside = ScalarMultiplication.Multiply(point, Order);
            Assert.That(outside.IsIdentity, Is.False);
            Assert.That(point.IsInSubgroup, Is.False);
            Assert.That(outside.IsInSubgroup, Is.False);
            Assert.That((outside + TCurve.Generator).IsInSubgroup, Is.False);
            Assert.That(inside.Double().IsInSubgroup);
        }
    }

    [Test]
    public void PointsOfSmallOrderAreOutside()
    {
        foreach (var prime in SmallFactors)
        {
            Assert.That(Cofactor % prime, Is.EqualTo(BigInteger.Zero));
            var found = 0;
            foreach (var point in CurvePoints<TField, TCurve>.BySmallX().Take(40))
            {
                var small = OfOrder(prime, point);
                if (small.IsIdentity)
                    continue;
                found++;
                Assert.That(ScalarMultiplication.Multiply(small, prime).IsIdentity);
                Assert.That(small.IsInSubgroup, Is.False, $"order {prime}");
                Assert.That((small + TCurve.Generator).IsInSubgroup, Is.False, $"order {prime}");
            }

            Assert.That(found, Is.GreaterThan(0), $"no point of order {prime} was found");
        }
    }

    /// <summary>A multiple of the point that has the prime order, or infinity when its own order is not divisible by the prime.</summary>
    private AffinePoint<TField, TCurve> OfOrder(int prime, AffinePoint<TField, TCurve> point)
    {
        var rest = Order * Cofactor;
        while (rest % prime == 0)
            rest /= prime;
        point = ScalarMultiplication.Multiply(point, rest);
        for (var next = point; !next.IsIdentity; next = ScalarMultiplication.Multiply(next, prime))
            point = next;
        return point;
    }
}
