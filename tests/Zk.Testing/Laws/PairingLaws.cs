using NUnit.Framework;
using Zk.Curves;
using Zk.Field;

namespace Zk.Testing;

/// <summary>The laws of a pairing of two groups of order r, for any <see cref="OptimalAte{TBase, TTower, TG1, TG2, TParameters}"/>.</summary>
public abstract class PairingLaws<TFr, TBase, TTower, TG1, TG2, TParameters>
    where TFr : unmanaged, IPrimeField<TFr>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG1 : struct, IWeierstrassCurve<TBase, TG1>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
    where TParameters : struct, IPairingParameters<TBase, TTower, TG2, TParameters>
{
    private static Fp12<TBase, TTower> One { get; } = Pair(TFr.One, TFr.One);

    [Test]
    public void PairingIsNotDegenerateAndHasOrderR()
    {
        Assert.That(One.IsOne, Is.False);
        Assert.That(One.Pow(TFr.Characteristic).IsOne);
    }

    [Test]
    public void PairingIsBilinear()
    {
        foreach (var (a, b) in new[] { (TFr.FromUInt64(2), TFr.One), (TFr.One, TFr.FromUInt64(2)), (TFr.Random(), TFr.Random()), (-TFr.One, TFr.Random()), (-TFr.One, -TFr.One) })
        {
            var expected = One.Pow((a * b).ToBigInteger());
            Assert.That(Pair(a, b), Is.EqualTo(expected));
            Assert.That(Pair(a * b, TFr.One), Is.EqualTo(expected));
            Assert.That(Pair(TFr.One, a * b), Is.EqualTo(expected));
        }

        TFr x = TFr.Random(), y = TFr.Random(), z = TFr.Random();
        Assert.That(Pair(x, z) * Pair(y, z), Is.EqualTo(Pair(x + y, z)));
        Assert.That(Pair(z, x) * Pair(z, y), Is.EqualTo(Pair(z, x + y)));
    }

    [Test]
    public void InfinityPairsToOne()
    {
        Assert.That(Pair(TFr.Zero, TFr.One).IsOne);
        Assert.That(Pair(TFr.One, TFr.Zero).IsOne);
        Assert.That(Pair(TFr.Zero, TFr.Zero).IsOne);
    }

    [Test]
    public void ProductIsTheProductOfPairings()
    {
        TFr[] a = [TFr.Random(), TFr.Zero, TFr.Random(), TFr.One];
        TFr[] b = [TFr.Random(), TFr.Random(), TFr.Zero, TFr.Random()];
        var product = OptimalAte<TBase, TTower, TG1, TG2, TParameters>.Product([.. a.Select(P)], [.. b.Select(Q)]);
        var expected = Fp12<TBase, TTower>.One;
        for (var i = 0; i < 4; i++)
            expected *= Pair(a[i], b[i]);
        Assert.That(product, Is.EqualTo(expected));
        Assert.That(OptimalAte<TBase, TTower, TG1, TG2, TParameters>.Product([], []).IsOne);
        Assert.That(() => OptimalAte<TBase, TTower, TG1, TG2, TParameters>.Product([P(TFr.One)], []), Throws.ArgumentException);
    }

    private static Fp12<TBase, TTower> Pair(TFr a, TFr b) => OptimalAte<TBase, TTower, TG1, TG2, TParameters>.Product([P(a)], [Q(b)]);

    private static AffinePoint<TBase, TG1> P(TFr a) => ScalarMultiplication.Multiply(TG1.Generator, a);

    private static AffinePoint<Fp2<TBase, TTower>, TG2> Q(TFr b) => ScalarMultiplication.Multiply(TG2.Generator, b);
}
