using Zk.Field;

namespace Zk.Curves.Tests;

/// <summary>Every pair of points of two small curves, in every coordinate system, against the law as textbooks draw it.</summary>
[TestFixture(typeof(PrimeOrderToyCurve), 79)]
[TestFixture(typeof(EvenOrderToyCurve), 84)]
internal sealed class ToyCurveTests<TCurve>(int order)
    where TCurve : struct, IWeierstrassCurve<TinyFp<Prime97>, TCurve>
{
    private static IReadOnlyList<AffinePoint<TinyFp<Prime97>, TCurve>> Points => ToyCurve<TCurve>.AllPoints;

    [Test]
    public void OrderIsAsClaimed() => Assert.That(Points, Has.Count.EqualTo(order));

    [Test]
    public void EverySumAndDoubleInEveryCoordinateSystem()
    {
        // Adding and removing a third point gives a second representation of the same point, with a denominator other than one.
        var third = Points[^1];
        foreach (var p in Points)
        {
            var jacobian = JacobianPoint<TinyFp<Prime97>, TCurve>.From(p);
            var xyzz = XyzzPoint<TinyFp<Prime97>, TCurve>.From(p);
            var twice = ToyCurve<TCurve>.NaiveAdd(p, p);
            var jacobianMoved = jacobian + third + -third;
            var xyzzMoved = xyzz + third + -third;
            Assert.That(new[] { p.Double(), jacobian.Double().ToAffine(), xyzz.Double().ToAffine() }, Is.All.EqualTo(twice));
            Assert.That(new[] { jacobianMoved.Double().ToAffine(), xyzzMoved.Double().ToAffine() }, Is.All.EqualTo(twice));
            foreach (var q in Points)
            {
                var jacobianQ = JacobianPoint<TinyFp<Prime97>, TCurve>.From(q);
                var xyzzQ = XyzzPoint<TinyFp<Prime97>, TCurve>.From(q);
                AffinePoint<TinyFp<Prime97>, TCurve>[] sums =
                [
                    p + q, (jacobian + jacobianQ).ToAffine(), (jacobian + q).ToAffine(), (jacobianMoved + jacobianQ).ToAffine(), (jacobianMoved + q).ToAffine(),
                    (xyzz + xyzzQ).ToAffine(), (xyzz + q).ToAffine(), (xyzzMoved + xyzzQ).ToAffine(), (xyzzMoved + q).ToAffine(),
                ];
                Assert.That(sums, Is.All.EqualTo(ToyCurve<TCurve>.NaiveAdd(p, q)), $"{p} + {q}");
            }
        }
    }

    [Test]
    public void EveryMultiple()
    {
        foreach (var p in Points)
        {
            for (var n = 0; n <= order; n++)
                Assert.That(ScalarMultiplication.Multiply(p, n), Is.EqualTo(ToyCurve<TCurve>.NaiveMultiply(p, n)));
        }
    }

    [Test]
    public void EveryPairOfBytesIsReadOrRefusedRightly()
    {
        for (var x = 0; x < 256; x++)
        {
            for (var y = 0; y < 256; y++)
            {
                var read = PointEncoding.TryReadUncompressed<TinyFp<Prime97>, TCurve>([(byte)x, (byte)y], out var point, out var reason);
                var match = Points.Where(p => p.X.Value == x && p.Y.Value == y && p.IsInSubgroup).ToArray();
                Assert.That(read, Is.EqualTo(match.Length == 1), $"({x}, {y}): {reason}");
                Assert.That(reason.Length == 0, Is.EqualTo(read));
                if (read)
                    Assert.That(point, Is.EqualTo(match[0]));
            }
        }
    }
}
