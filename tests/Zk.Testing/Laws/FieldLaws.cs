using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Zk.Field;

namespace Zk.Testing;

/// <summary>The laws of a finite field and of its canonical encoding, for any <see cref="IField{TSelf}"/>.</summary>
public abstract class FieldLaws<T>
    where T : unmanaged, IField<T>
{
    protected static Arbitrary<T> Any { get; } = FieldSamples.Arbitrary<T>();

    protected static BigInteger Order { get; } = BigInteger.Pow(T.Characteristic, T.ExtensionDegree);

    protected static void ForAll(Func<T, bool> law) => Prop.ForAll(Any, law).QuickCheckThrowOnFailure();

    protected static void ForAll(Func<T, T, bool> law) => Prop.ForAll(Any, Any, law).QuickCheckThrowOnFailure();

    protected static void ForAll(Func<T, T, T, bool> law) => Prop.ForAll(Any, Any, Any, law).QuickCheckThrowOnFailure();

    /// <summary>For laws that cost as many operations as the order of the field has bits.</summary>
    protected static void ForSome(Func<T, bool> law) =>
        Prop.ForAll(Any, law).Check(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(10, 100 / (T.ExtensionDegree * T.ExtensionDegree))));

    [Test]
    public void AdditionIsACommutativeGroup()
    {
        ForAll((a, b, c) => (a + b) + c == a + (b + c));
        ForAll((a, b) => a + b == b + a);
        ForAll(a => a + T.Zero == a && (a + (-a)).IsZero && -(-a) == a);
        ForAll((a, b) => a - b == a + (-b) && (a - b) + b == a);
    }

    [Test]
    public void MultiplicationIsACommutativeMonoidThatDistributes()
    {
        ForAll((a, b, c) => (a * b) * c == a * (b * c));
        ForAll((a, b, c) => a * (b + c) == (a * b) + (a * c));
        ForAll((a, b) => a * b == b * a);
        ForAll(a => a * T.One == a && (a * T.Zero).IsZero);
    }

    [Test]
    public void DoubleAndSquareAreSumAndProduct() => ForAll(a => a.Double() == a + a && a.Square() == a * a);

    [Test]
    public void EveryNonZeroElementHasAnInverse()
    {
        ForAll(a => a.IsZero || (a * a.Inverse()).IsOne);
        Assert.That(() => T.Zero.Inverse(), Throws.TypeOf<DivideByZeroException>());
    }

    [Test]
    public void OnlyZeroAndOneSayThatTheyAre()
    {
        ForAll(a => a.IsZero == (a == T.Zero) && a.IsOne == (a == T.One));
        Assert.That(T.Zero, Is.Not.EqualTo(T.One));
        Assert.That(default(T), Is.EqualTo(T.Zero), "zero is all zero bits");
    }

    [Test]
    public void EqualityAgreesWithTheEncoding() => ForAll((a, b) =>
    {
        var same = Encode(a).AsSpan().SequenceEqual(Encode(b));
        return (a == b) == same && (a != b) == !same && a.Equals(b) == same && a.Equals((object)b) == same && (!same || a.GetHashCode() == b.GetHashCode());
    });

    [Test]
    public void FrobeniusFixesExactlyTheWholeField() => ForSome(a => a.Pow(Order) == a);

    [Test]
    public void PowersAddTheirExponents()
    {
        ForAll(a => a.Pow(0UL).IsOne && a.Pow(BigInteger.Zero).IsOne && a.Pow(1UL) == a && a.Pow(5UL) == a * a * a * a * a);
        ForAll(a => a.Pow(ulong.MaxValue) == a.Pow(new BigInteger(ulong.MaxValue)) && a.Pow(new BigInteger(ulong.MaxValue)) * a == a.Pow(BigInteger.One << 64));
        Assert.That(() => T.One.Pow(BigInteger.MinusOne), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void SquaresHaveRootsAndNonSquaresHaveNone()
    {
        ForSome(a => a.Square().TrySqrt(out var root) && (root == a || root == -a));
        ForSome(a =>
        {
            var isSquare = a.IsZero || a.Pow((Order - 1) / 2).IsOne;
            return a.TrySqrt(out var root) == isSquare && (isSquare ? root.Square() == a : root.IsZero);
        });
    }

    [Test]
    public void FromUInt64Counts()
    {
        Assert.That(T.FromUInt64(0), Is.EqualTo(T.Zero));
        Assert.That(T.FromUInt64(1), Is.EqualTo(T.One));
        foreach (var v in new[] { 2UL, 3UL, 96UL, 97UL, 1UL << 32, ulong.MaxValue })
            Assert.That(T.FromUInt64(v), Is.EqualTo(T.One.Pow(1UL) * Sum(v)));

        // v times one by double-and-add, independent of the embedding.
        static T Sum(ulong v)
        {
            var sum = T.Zero;
            for (var i = 63; i >= 0; i--)
                sum = sum.Double() + (((v >> i) & 1) != 0 ? T.One : T.Zero);
            return sum;
        }
    }

    [Test]
    public void BigEndianEncodingRoundTrips() => ForAll(a => T.TryReadBigEndian(Encode(a), out var back) && back == a);

    [Test]
    public void BigEndianEncodingOfTheWrongLengthIsRefused()
    {
        foreach (var length in new[] { 0, 1, T.ByteLength - 1, T.ByteLength + 1, 2 * T.ByteLength }.Where(l => l != T.ByteLength))
        {
            Assert.That(T.TryReadBigEndian(new byte[length], out var value), Is.False, $"length {length}");
            Assert.That(value.IsZero);
        }

        Assert.That(() => T.One.WriteBigEndian(new byte[T.ByteLength - 1]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => T.One.WriteBigEndian(new byte[T.ByteLength + 1]), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void CoefficientsNotBelowTheCharacteristicAreRefused()
    {
        var size = T.ByteLength / T.ExtensionDegree;
        var top = (BigInteger.One << (8 * size)) - 1;
        for (var i = 0; i < T.ExtensionDegree; i++)
        {
            foreach (var bad in new[] { T.Characteristic, T.Characteristic + 1, top })
            {
                var bytes = new byte[T.ByteLength];
                FieldSamples.WriteBigEndian(bad, bytes.AsSpan(i * size, size));
                Assert.That(T.TryReadBigEndian(bytes, out _), Is.False, $"coefficient {i} = {bad}");
            }

            var good = new byte[T.ByteLength];
            FieldSamples.WriteBigEndian(T.Characteristic - 1, good.AsSpan(i * size, size));
            Assert.That(T.TryReadBigEndian(good, out _), Is.True);
        }
    }

    protected static byte[] Encode(T value)
    {
        var bytes = new byte[T.ByteLength];
        value.WriteBigEndian(bytes);
        return bytes;
    }
}
