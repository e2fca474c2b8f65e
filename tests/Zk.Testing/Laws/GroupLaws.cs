using System.Numerics;
using NUnit.Framework;
using Zk.Curves;

namespace Zk.Testing;

/// <summary>
/// The laws of a commutative group, for any <see cref="IGroup{TSelf}"/>, over all triples of some samples. The samples should hold what formulas
/// treat apart: the identity, an element and its negative, its double, and for projective forms one point in two representations.
/// </summary>
public abstract class GroupLaws<T>
    where T : unmanaged, IGroup<T>
{
    /// <summary>Up to about twenty elements.</summary>
    protected abstract IReadOnlyList<T> Samples { get; }

    /// <summary>A multiple of the order of every element.</summary>
    protected abstract BigInteger Exponent { get; }

    [Test]
    public void AdditionIsAssociativeAndCommutative()
    {
        foreach (var a in Samples)
        {
            foreach (var b in Samples)
            {
                var sum = a + b;
                Assert.That(sum.Equals(b + a), $"{a} + {b}");
                foreach (var c in Samples)
                    Assert.That((sum + c).Equals(a + (b + c)), $"{a} + {b} + {c}");
            }
        }
    }

    [Test]
    public void IdentityAndInverses()
    {
        Assert.That(T.Identity.IsIdentity);
        Assert.That((-T.Identity).IsIdentity);
        Assert.That(T.Identity.Double().IsIdentity);
        foreach (var a in Samples)
        {
            Assert.That((a + T.Identity).Equals(a));
            Assert.That((T.Identity + a).Equals(a));
            Assert.That((a + -a).IsIdentity);
            Assert.That((a - a).IsIdentity);
            Assert.That((-(-a)).Equals(a));
            Assert.That(a.Equals(T.Identity), Is.EqualTo(a.IsIdentity));
        }
    }

    [Test]
    public void DoublingAndSubtractionAgreeWithAddition()
    {
        foreach (var a in Samples)
        {
            Assert.That(a.Double().Equals(a + a));
            foreach (var b in Samples)
                Assert.That((a - b + b).Equals(a));
        }
    }

    [Test]
    public void ScalarMultiplicationIsRepeatedAddition()
    {
        foreach (var a in Samples)
        {
            var sum = T.Identity;
            for (var n = 0; n <= 70; n++)
            {
                Assert.That(ScalarMultiplication.Multiply(a, n).Equals(sum), $"{n} * {a}");
                Assert.That(ScalarMultiplication.Multiply(a, -n).Equals(-sum), $"-{n} * {a}");
                sum += a;
            }
        }
    }

    [Test]
    public void ScalarMultiplicationIsLinearForLargeScalars()
    {
        BigInteger[] scalars = [ulong.MaxValue, (BigInteger.One << 128) + 1, (BigInteger.One << 255) - 19, (BigInteger.One << 256) - 1];
        foreach (var a in Samples)
        {
            for (var i = 0; i < scalars.Length; i++)
            {
                var (m, n) = (scalars[i], scalars[(i + 1) % scalars.Length]);
                var (ma, na) = (ScalarMultiplication.Multiply(a, m), ScalarMultiplication.Multiply(a, n));
                Assert.That((ma + na).Equals(ScalarMultiplication.Multiply(a, m + n)));
                Assert.That(ScalarMultiplication.Multiply(ma, n).Equals(ScalarMultiplication.Multiply(a, m * n % Exponent)));
            }
        }
    }

    [Test]
    public void EqualElementsHaveEqualHashCodes()
    {
        foreach (var a in Samples)
        {
            foreach (var b in Samples)
            {
                var moved = a + b - b;
                Assert.That(moved.Equals((object)a));
                Assert.That(moved.GetHashCode(), Is.EqualTo(a.GetHashCode()));
            }
        }
    }

    [Test]
    public void TheExponentAnnihilates()
    {
        foreach (var a in Samples)
            Assert.That(ScalarMultiplication.Multiply(a, Exponent).IsIdentity);
    }
}
