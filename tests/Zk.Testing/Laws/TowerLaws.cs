using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Zk.Field;

namespace Zk.Testing;

/// <summary>What makes a 2-3-2 tower right beyond each step being a field.</summary>
public abstract class TowerLaws<TBase, TTower>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
{
    private static readonly BigInteger P = TBase.Characteristic;
    private static readonly Arbitrary<Fp2<TBase, TTower>> Any2 = FieldSamples.Arbitrary<Fp2<TBase, TTower>>();
    private static readonly Arbitrary<Fp6<TBase, TTower>> Any6 = FieldSamples.Arbitrary<Fp6<TBase, TTower>>();
    private static readonly Arbitrary<Fp12<TBase, TTower>> Any12 = FieldSamples.Arbitrary<Fp12<TBase, TTower>>();

    private static readonly Fp2<TBase, TTower> U = new(TBase.Zero, TBase.One);
    private static readonly Fp6<TBase, TTower> V = new(default, Fp2<TBase, TTower>.One, default);
    private static readonly Fp12<TBase, TTower> W = new(default, Fp6<TBase, TTower>.One);

    [Test]
    public void DefiningRelationsHold()
    {
        Assert.That(U.Square(), Is.EqualTo(new Fp2<TBase, TTower>(TTower.MultiplyByBeta(TBase.One), default)));
        Assert.That(V * V * V, Is.EqualTo(new Fp6<TBase, TTower>(Fp2<TBase, TTower>.Xi, default, default)));
        Assert.That(W.Square(), Is.EqualTo(new Fp12<TBase, TTower>(V, default)));
    }

    [Test]
    public void NonResiduesAreNonResidues()
    {
        var q = P * P;
        Assert.That(TTower.MultiplyByBeta(TBase.One).Legendre(), Is.EqualTo(-1));
        Assert.That(Fp2<TBase, TTower>.Xi.Pow((q - 1) / 2).IsOne, Is.False, "xi is a square");
        Assert.That(Fp2<TBase, TTower>.Xi.Pow((q - 1) / 3).IsOne, Is.False, "xi is a cube");
    }

    [Test]
    public void MultiplyByNonResidueIsTheProductByIt()
    {
        Prop.ForAll(FieldSamples.Arbitrary<TBase>(), a => TTower.MultiplyByBeta(a) == a * TTower.MultiplyByBeta(TBase.One)).QuickCheckThrowOnFailure();
        Prop.ForAll(Any2, a => a.MultiplyByNonResidue() == a * Fp2<TBase, TTower>.Xi).QuickCheckThrowOnFailure();
        Prop.ForAll(Any6, a => a.MultiplyByNonResidue() == a * V).QuickCheckThrowOnFailure();
    }

    [Test]
    public void FrobeniusIsThePthPower()
    {
        var a2 = Any2.Generator.Sample(1).Single();
        var a6 = Any6.Generator.Sample(1).Single();
        var a12 = Any12.Generator.Sample(1).Single();
        for (var k = 0; k <= 12; k++)
        {
            Assert.That(a2.Frobenius(k), Is.EqualTo(Repeat(a2, k)), $"Fp2, p^{k}");
            Assert.That(a6.Frobenius(k), Is.EqualTo(Repeat(a6, k)), $"Fp6, p^{k}");
            Assert.That(a12.Frobenius(k), Is.EqualTo(Repeat(a12, k)), $"Fp12, p^{k}");
        }

        static T Repeat<T>(T value, int times)
            where T : unmanaged, IField<T>
        {
            for (var i = 0; i < times; i++)
                value = value.Pow(P);
            return value;
        }
    }

    [Test]
    public void ConjugationIsHalfwayFrobenius()
    {
        Prop.ForAll(Any2, a => a.Conjugate() == a.Frobenius(1) && new Fp2<TBase, TTower>(a.Norm(), default) == a * a.Conjugate()).QuickCheckThrowOnFailure();
        Prop.ForAll(Any12, a => a.Conjugate() == a.Frobenius(6)).QuickCheckThrowOnFailure();
    }

    [Test]
    public void SparseProductsAgreeWithFullOnes()
    {
        Prop.ForAll(FieldSamples.Arbitrary<TBase>(), Any2, (s, a) => a.Scale(s) == a * new Fp2<TBase, TTower>(s, default)).QuickCheckThrowOnFailure();
        Prop.ForAll(Any6, Any2, Any2, (x, b, c) =>
            x.Scale(b) == x * new Fp6<TBase, TTower>(b, default, default)
            && x.MultiplyBy1(b) == x * new Fp6<TBase, TTower>(default, b, default)
            && x.MultiplyBy01(b, c) == x * new Fp6<TBase, TTower>(b, c, default)).QuickCheckThrowOnFailure();
        Prop.ForAll(Any12, Any6, (x, l) =>
            x.MultiplyBy034(l.C0, l.C1, l.C2) == x * new Fp12<TBase, TTower>(new(l.C0, default, default), new(l.C1, l.C2, default))
            && x.MultiplyBy014(l.C0, l.C1, l.C2) == x * new Fp12<TBase, TTower>(new(l.C0, l.C1, default), new(default, l.C2, default))).QuickCheckThrowOnFailure();
    }

    [Test]
    public void CyclotomicSquareIsTheSquareInTheCyclotomicSubgroup() => Prop.ForAll(Any12, a =>
    {
        if (a.IsZero)
            return true;
        var unitary = a.Conjugate() * a.Inverse();
        var x = unitary.Frobenius(2) * unitary;
        return x.CyclotomicSquare() == x.Square() && x.Conjugate() == x.Inverse();
    }).QuickCheckThrowOnFailure();

    [Test]
    public void EncodingPutsTheHighestPowerFirst()
    {
        var size = TBase.ByteLength;
        var bytes = new byte[12 * size];
        for (var i = 0; i < 12; i++)
            bytes[((i + 1) * size) - 1] = (byte)(i + 1);
        Assert.That(Fp12<TBase, TTower>.TryReadBigEndian(bytes, out var value));
        Assert.That(value.C1.C2, Is.EqualTo(Pair(1)));
        Assert.That(value.C1.C1, Is.EqualTo(Pair(3)));
        Assert.That(value.C1.C0, Is.EqualTo(Pair(5)));
        Assert.That(value.C0.C2, Is.EqualTo(Pair(7)));
        Assert.That(value.C0.C1, Is.EqualTo(Pair(9)));
        Assert.That(value.C0.C0, Is.EqualTo(Pair(11)));

        static Fp2<TBase, TTower> Pair(ulong high) => new(TBase.FromUInt64(high + 1), TBase.FromUInt64(high));
    }
}
