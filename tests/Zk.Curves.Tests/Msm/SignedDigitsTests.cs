using System.Numerics;

namespace Zk.Curves.Tests;

public class SignedDigitsTests
{
    [Test]
    public unsafe void DigitsAreInRangeAndAddUp([Range(2, SignedDigits.MaxWindow)] int window)
    {
        foreach (var magnitude in Magnitudes())
        {
            ulong[] limbs = [.. Enumerable.Range(0, 4).Select(i => (ulong)((magnitude >> (64 * i)) & ulong.MaxValue))];
            if (magnitude.IsZero)
                continue;
            var length = SignedDigits.Length(limbs);
            Assert.That(length, Is.EqualTo((int)(magnitude - 1).GetBitLength()));
            var count = SignedDigits.Count(length, window);
            var negated = new short[2 * count];
            fixed (short* p = negated)
                SignedDigits.Recode(limbs, window, count, p, 2);
            var sum = BigInteger.Zero;
            for (var i = 0; i < count; i++)
            {
                var digit = -(int)negated[2 * i];
                Assert.That(digit, Is.InRange(1 - (1 << (window - 1)), 1 << (window - 1)));
                sum += new BigInteger(digit) << (window * i);
            }

            Assert.That(sum, Is.EqualTo(magnitude));
        }
    }

    [Test]
    public void MagnitudeIsTheSmallerOfAScalarAndItsNegative()
    {
        var limbs = new ulong[4];
        var half = Fr.Characteristic >> 1;
        foreach (var value in FieldSamples.Skewed(Fr.Characteristic).Concat([half, half + 1]))
        {
            var negative = SignedDigits.WriteMagnitude(Fr.FromBigInteger(value), limbs);
            var magnitude = limbs.Reverse().Aggregate(BigInteger.Zero, (a, l) => (a << 64) + l);
            Assert.That(negative, Is.EqualTo(value > half));
            Assert.That(magnitude, Is.EqualTo(BigInteger.Min(value, Fr.Characteristic - value)));
        }
    }

    private static IEnumerable<BigInteger> Magnitudes()
    {
        for (var bits = 0; bits <= 255; bits++)
        {
            yield return BigInteger.One << bits;
            yield return (BigInteger.One << bits) - 1;
            yield return (BigInteger.One << bits) / 3;
            yield return ((BigInteger.One << bits) / 3) << 1;
        }
    }
}
