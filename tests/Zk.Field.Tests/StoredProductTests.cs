using System.Numerics;

namespace Zk.Field.Tests;

/// <summary>Products and squares of elements whose stored forms are extreme: ones and zeros around every limb's border, next to 0 and next to p.</summary>
[TestFixture(typeof(Fr))]
[TestFixture(typeof(BlsFr))]
[TestFixture(typeof(BlsFq))]
internal sealed class StoredProductTests<T>
    where T : unmanaged, IPrimeField<T>
{
    private static readonly BigInteger _p = T.Characteristic;
    private static readonly BigInteger _r = (BigInteger.One << (8 * T.ByteLength)) % _p;
    private static readonly BigInteger _inverseOfR = BigInteger.ModPow(_r, _p - 2, _p);

    [Test]
    public void EveryPairOfExtremeStoredForms()
    {
        var stored = Stored().Distinct().ToArray();
        var elements = stored.Select(s => T.FromBigInteger(s * _inverseOfR)).ToArray();
        for (var i = 0; i < stored.Length; i++)
        {
            Assert.That(elements[i].Square().ToBigInteger(), Is.EqualTo(Product(stored[i], stored[i])), $"square of stored {stored[i]}");
            for (var j = 0; j < stored.Length; j += 1 + (i % 3))
            {
                var product = (elements[i] * elements[j]).ToBigInteger();
                if (product != Product(stored[i], stored[j]))
                    Assert.Fail($"stored {stored[i]} times stored {stored[j]}");
            }
        }
    }

    /// <summary>The value of the product of two elements given by what they store.</summary>
    private static BigInteger Product(BigInteger left, BigInteger right) => left * _inverseOfR % _p * (right * _inverseOfR % _p) % _p;

    private static IEnumerable<BigInteger> Stored()
    {
        foreach (var border in new[] { 52, 55, 64 })
        {
            for (var bits = 0; bits < T.BitLength; bits += border)
            {
                var power = BigInteger.One << bits;
                foreach (var value in new[] { power, power - 1, power + 1, 2 * power, (power << border) - power, _p - power, _p - power - 1, _p - (2 * power) + 1 })
                {
                    if (value.Sign >= 0 && value < _p)
                        yield return value;
                }
            }
        }

        yield return (_p - 1) / 2;
        yield return (_p + 1) / 2;
    }
}
