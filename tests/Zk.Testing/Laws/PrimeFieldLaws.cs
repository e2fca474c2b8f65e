using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Zk.Field;

namespace Zk.Testing;

/// <summary>Prime fields against BigInteger, on skewed and uniform values, and what they must refuse to read.</summary>
public abstract class PrimeFieldLaws<T>
    where T : unmanaged, IPrimeField<T>
{
    private static readonly BigInteger P = T.Characteristic;
    private static readonly Arbitrary<BigInteger> Any = FieldSamples.Integers(P).ToArbitrary();

    [Test]
    public void ArithmeticAgreesWithBigIntegerOnAllPairsOfSkewedValues()
    {
        var skewed = FieldSamples.Skewed(P);
        var numbers = skewed.Take(150).ToArray();
        foreach (var a in numbers)
        {
            foreach (var b in numbers)
                CheckPair(a, b);
        }
    }

    [Test]
    public void ArithmeticAgreesWithBigInteger() => Prop.ForAll(Any, Any, (a, b) =>
    {
        CheckPair(a, b);
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void InverseAgreesWithBigInteger()
    {
        foreach (var a in FieldSamples.Skewed(P).Where(a => !a.IsZero))
            Assert.That(Of(a).Inverse().ToBigInteger(), Is.EqualTo(BigInteger.ModPow(a, P - 2, P)), $"1/{a}");
        Prop.ForAll(Any, a => a.IsZero || Of(a).Inverse().ToBigInteger() == BigInteger.ModPow(a, P - 2, P)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Test]
    public void PowerAgreesWithBigInteger() => Prop.ForAll(Any, Any, (a, e) =>
        Of(a).Pow(e).ToBigInteger() == BigInteger.ModPow(a, e, P)
        && Of(a).Pow((ulong)(e & ulong.MaxValue)).ToBigInteger() == BigInteger.ModPow(a, e & ulong.MaxValue, P)).QuickCheckThrowOnFailure();

    [Test]
    public void LegendreIsEulersCriterion() => Prop.ForAll(Any, a =>
    {
        var euler = BigInteger.ModPow(a, (P - 1) / 2, P);
        return Of(a).Legendre() == (euler.IsZero ? 0 : euler.IsOne ? 1 : -1);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void IntegersAreReducedIntoTheField()
    {
        foreach (var k in new[] { -3, -2, -1, 0, 1, 2, 3 })
        {
            foreach (var offset in new[] { -1, 0, 1, 12345 })
                Assert.That(T.FromBigInteger((k * P) + offset).ToBigInteger(), Is.EqualTo(FieldSamples.Mod(offset, P)));
        }

        foreach (var v in new[] { 0UL, 1UL, 255UL, uint.MaxValue, 1UL << 63, ulong.MaxValue })
            Assert.That(T.FromUInt64(v).ToBigInteger(), Is.EqualTo(v % P));
    }

    [Test]
    public void ReduceBigEndianTakesAnyLength([Values(0, 1, 31, 32, 33, 47, 48, 64, 200)] int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)0xff);
        Assert.That(T.ReduceBigEndian(bytes).ToBigInteger(), Is.EqualTo(((BigInteger.One << (8 * length)) - 1) % P));
    }

    [Test]
    public void EncodingsAgreeWithBigInteger() => Prop.ForAll(Any, a =>
    {
        var x = Of(a);
        var big = new byte[T.ByteLength];
        var little = new byte[T.ByteLength];
        var limbs = new ulong[T.LimbCount];
        x.WriteBigEndian(big);
        x.WriteLittleEndian(little);
        x.WriteLimbs(limbs);
        var fromLimbs = limbs.Reverse().Aggregate(BigInteger.Zero, (acc, limb) => (acc << 64) | limb);
        return new BigInteger(big, isUnsigned: true, isBigEndian: true) == a
            && new BigInteger(little, isUnsigned: true) == a
            && fromLimbs == a
            && x.ToBigInteger() == a
            && T.TryReadBigEndian(big, out var fromBig) && fromBig == x
            && T.TryReadLittleEndian(little, out var fromLittle) && fromLittle == x;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void NonCanonicalEncodingsAreRefused()
    {
        var top = (BigInteger.One << (8 * T.ByteLength)) - 1;
        var bad = new[] { P, P + 1, top, top - 1 }.Concat(Enumerable.Range(T.BitLength, (8 * T.ByteLength) - T.BitLength).Select(k => BigInteger.One << k));
        foreach (var v in bad)
        {
            var bytes = new byte[T.ByteLength];
            FieldSamples.WriteBigEndian(v, bytes);
            Assert.That(T.TryReadBigEndian(bytes, out var value), Is.False, $"{v}");
            Assert.That(value.IsZero);
            Array.Reverse(bytes);
            Assert.That(T.TryReadLittleEndian(bytes, out value), Is.False, $"{v}");
            Assert.That(value.IsZero);
        }

        // One limb at a time equal to p's and the one below it greater: a comparison that stops early would accept.
        foreach (var v in Enumerable.Range(0, T.BitLength).Select(k => P | (BigInteger.One << k)).Where(v => v > P))
        {
            var bytes = new byte[T.ByteLength];
            FieldSamples.WriteBigEndian(v, bytes);
            Assert.That(T.TryReadBigEndian(bytes, out _), Is.False, $"{v}");
        }

        foreach (var length in new[] { 0, T.ByteLength - 1, T.ByteLength + 1 })
            Assert.That(T.TryReadLittleEndian(new byte[length], out _), Is.False);
        Assert.That(() => T.One.WriteLittleEndian(new byte[T.ByteLength + 1]), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void TextRoundTrips() => Prop.ForAll(Any, a =>
    {
        var x = Of(a);
        return x.ToString() == a.ToString(CultureInfo.InvariantCulture)
            && T.TryParse(x.ToString(), out var fromDecimal) && fromDecimal == x
            && T.TryParse("0x" + a.ToString("x", CultureInfo.InvariantCulture), out var fromHex) && fromHex == x
            && T.TryParse("0x" + a.ToString("X", CultureInfo.InvariantCulture), out var fromUpper) && fromUpper == x;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void BadTextIsRefused()
    {
        var p = P.ToString(CultureInfo.InvariantCulture);
        string[] bad =
        [
            "", " ", "-1", "+1", " 1", "1 ", "1\n", "1,0", "1_0", "1.0", "1e3", "0x", "0x ", "0x-1", "0xg", "0X1", "x1", "ff", "\u0661", "\uff11", "1\0", "NaN",
            p, "0x" + P.ToString("x", CultureInfo.InvariantCulture), (P + 1).ToString(CultureInfo.InvariantCulture), p + "0",
            new string('9', 1_000_000), "0x" + new string('f', 1_000_000), new string('0', 1_000_000), new string(' ', 1_000_000),
        ];
        foreach (var text in bad)
        {
            Assert.That(T.TryParse(text, out var value), Is.False, text.Length < 200 ? $"'{text}'" : $"{text.Length} characters");
            Assert.That(value.IsZero);
        }
    }

    [Test]
    public void RootsOfUnityHaveExactlyTheirOrder()
    {
        Assert.That(((P - 1) >> T.TwoAdicity).IsEven, Is.False, "two-adicity");
        Assert.That(((P - 1) % (BigInteger.One << T.TwoAdicity)).IsZero, "two-adicity");
        Assert.That(T.RootOfUnity(0).IsOne);
        for (var s = 1; s <= T.TwoAdicity; s++)
        {
            var root = T.RootOfUnity(s);
            Assert.That(root.Pow(1UL << (s - 1)), Is.EqualTo(-T.One), $"2^{s}");
            Assert.That(root.Square(), Is.EqualTo(T.RootOfUnity(s - 1)), $"2^{s}");
            Assert.That(root, Is.EqualTo(T.MultiplicativeGenerator.Pow((P - 1) >> s)), $"2^{s}");
        }

        Assert.That(() => T.RootOfUnity(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => T.RootOfUnity(T.TwoAdicity + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void GeneratorHasNoOrderThatASmallPrimeWouldBetray()
    {
        // g generates the whole group if and only if g^((p-1)/l) is not 1 for every prime l dividing p - 1; here for every l below 2^17 and for the
        // cofactor that is left, be it prime or not.
        var g = T.MultiplicativeGenerator;
        Assert.That(g.Legendre(), Is.EqualTo(-1));
        var cofactor = P - 1;
        for (var l = 2; l < 1 << 17 && !cofactor.IsOne; l++)
        {
            if (!(cofactor % l).IsZero)
                continue;
            Assert.That(g.Pow((P - 1) / l).IsOne, Is.False, $"order divides (p-1)/{l}");
            while ((cofactor % l).IsZero)
                cofactor /= l;
        }

        if (!cofactor.IsOne)
            Assert.That(g.Pow((P - 1) / cofactor).IsOne, Is.False);
    }

    [Test]
    public void SizesFollowFromTheCharacteristic()
    {
        Assert.That(T.BitLength, Is.EqualTo((int)P.GetBitLength()));
        Assert.That(T.ExtensionDegree, Is.EqualTo(1));
        Assert.That(T.ByteLength, Is.GreaterThanOrEqualTo((T.BitLength + 7) / 8));
        Assert.That(T.LimbCount, Is.EqualTo((T.BitLength + 63) / 64));
        Assert.That((8 * T.ByteLength) - T.BitLength, Is.InRange(0, 7), "Random masks the last byte only");
    }

    [Test]
    public void RandomElementsSpread()
    {
        // Chance that a right implementation fails: below 2^-40 even for p = 97 (64 draws, none in one half).
        var draws = Enumerable.Range(0, 64).Select(_ => T.Random().ToBigInteger()).ToArray();
        Assert.That(draws, Has.All.InRange(BigInteger.Zero, P - 1));
        Assert.That(draws.Any(d => d > P / 2) && draws.Any(d => d < P / 2));
        Assert.That(draws.Any(d => d.IsEven) && draws.Any(d => !d.IsEven));
    }

    private static T Of(BigInteger value) => T.FromBigInteger(value);

    private static void CheckPair(BigInteger a, BigInteger b)
    {
        var (x, y) = (Of(a), Of(b));
        var good = (x + y).ToBigInteger() == (a + b) % P
            && (x - y).ToBigInteger() == FieldSamples.Mod(a - b, P)
            && (x * y).ToBigInteger() == a * b % P
            && (-x).ToBigInteger() == FieldSamples.Mod(-a, P)
            && x.Double().ToBigInteger() == 2 * a % P
            && x.Square().ToBigInteger() == a * a % P
            && x.IsZero == a.IsZero && x.IsOne == a.IsOne && (x == y) == (a == b);
        if (!good)
            Assert.Fail($"{a} and {b}");
    }
}
