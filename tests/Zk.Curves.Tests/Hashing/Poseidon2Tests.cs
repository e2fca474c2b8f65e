using System.Numerics;
using System.Reflection;

namespace Zk.Curves.Tests;

public class Poseidon2Tests
{
    /// <summary>The known answer that the authors publish with poseidon2_instance_bn256.</summary>
    [Test]
    public void PublishedKnownAnswer()
    {
        Fr[] state = [F("0"), F("1"), F("2")];
        Poseidon2.Permute(state);
        Assert.That(state, Is.EqualTo(new[]
        {
            F("0x0bb61d24daca55eebcb1929a82650f328134334da98ea4f847f760054f4a3033"),
            F("0x303b6f7c86d043bfcbcc80214f26a30277a15d3f74ca654992defe7ff8d03570"),
            F("0x1ed25194542b12eef8617361c3ba7c52e660b145994427cc86296242cf766ec8"),
        }));
    }

    /// <summary>Constants at the seams of the layout, copied from the published instance.</summary>
    [TestCase(0, "0x1d066a255517b7fd8bddd3a93f7804ef7f8fcde48bb4c37a59a09a1a97052816")]
    [TestCase(11, "0x274982444157b86726c11b9a0f5e39a5cc611160a394ea460c63f0b2ffe5657e")]
    [TestCase(12, "0x1a1d063e54b1e764b63e1855bff015b8cedd192f47308731499573f23597d4b5")]
    [TestCase(13, "0x26abc66f3fdf8e68839d10956259063708235dccc1aa3793b91b002c5b257c37")]
    public void PublishedConstants(int index, string value) => Assert.That(Poseidon2.RoundConstants[index], Is.EqualTo(F(value)));

    [Test]
    public void RoundConstantsAreEightyDistinctElements()
    {
        var all = Poseidon2.RoundConstants.ToArray();
        Assert.That(all, Has.Length.EqualTo(80));
        Assert.That(all, Is.Unique);
    }

    /// <summary>The specification over BigInteger: explicit matrices, no shortcut.</summary>
    [Test]
    public void PermutationAgreesWithTheSpecificationOverBigIntegers()
    {
        foreach (var start in States())
        {
            var expected = Specification(start);
            var state = start.Select(Fr.FromBigInteger).ToArray();
            Poseidon2.Permute(state);
            Assert.That(state.Select(s => s.ToBigInteger()), Is.EqualTo(expected));
        }

        static IEnumerable<BigInteger[]> States()
        {
            yield return [0, 0, 0];
            yield return [Fr.Characteristic - 1, Fr.Characteristic - 1, Fr.Characteristic - 1];
            yield return [0, 0, Fr.Characteristic - 1];
            for (var i = 0; i < 20; i++)
                yield return [Fr.Random().ToBigInteger(), Fr.Random().ToBigInteger(), Fr.Random().ToBigInteger()];
        }
    }

    [Test]
    public void CompressIsElementZeroOfThePermutation()
    {
        Fr left = Fr.Random(), right = Fr.Random();
        Fr[] state = [left, right, Fr.Zero];
        Poseidon2.Permute(state);
        Assert.That(Poseidon2.Compress(left, right), Is.EqualTo(state[0]));
        Assert.That(Poseidon2.Compress(right, left), Is.Not.EqualTo(state[0]));
    }

    [Test]
    public void HashIsTheDocumentedSponge([Range(0, 9)] int count)
    {
        var inputs = Enumerable.Range(0, count).Select(_ => Fr.Random()).ToArray();
        Fr[] state = [Fr.Zero, Fr.Zero, Fr.FromUInt64((7UL << 32) + (ulong)count)];
        for (var i = 0; i < Math.Max(1, count); i += 2)
        {
            state[0] += i < count ? inputs[i] : Fr.Zero;
            state[1] += i + 1 < count ? inputs[i + 1] : Fr.Zero;
            Poseidon2.Permute(state);
        }

        Assert.That(Poseidon2.Hash(7, inputs), Is.EqualTo(state[0]));
    }

    [Test]
    public void DomainsLengthsAndTrailingZerosAreTold()
    {
        var x = Fr.Random();
        Fr[] digests =
        [
            Poseidon2.Hash(1, []), Poseidon2.Hash(2, []), Poseidon2.Hash(1, [x]), Poseidon2.Hash(1, [x, Fr.Zero]), Poseidon2.Hash(1, [x, Fr.Zero, Fr.Zero]),
            Poseidon2.Hash(2, [x]), Poseidon2.Hash(int.MaxValue, [x]), Poseidon2.Compress(x, Fr.Zero), Poseidon2.Compress(Fr.Zero, Fr.Zero),
        ];
        Assert.That(digests, Is.Unique);
    }

    [Test]
    public void BadArgumentsAreRefused()
    {
        Assert.That(() => Poseidon2.Hash(0, [Fr.One]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Poseidon2.Hash(1UL << 31, [Fr.One]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Poseidon2.Permute(new Fr[2]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void HashDomainsAreDistinctAndInRange()
    {
        var domains = typeof(HashDomains).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (ulong)f.GetRawConstantValue()!).ToArray();
        Assert.That(domains, Is.Unique);
        Assert.That(domains, Is.All.InRange(1UL, (ulong)int.MaxValue));
    }

    private static BigInteger[] Specification(BigInteger[] start)
    {
        BigInteger[][] external = [[2, 1, 1], [1, 2, 1], [1, 1, 2]];
        BigInteger[][] inner = [[2, 1, 1], [1, 2, 1], [1, 1, 3]];
        var constants = Poseidon2.RoundConstants.ToArray().Select(c => c.ToBigInteger()).GetEnumerator();
        var state = Apply(external, start);
        for (var round = 0; round < 64; round++)
        {
            var full = round is < 4 or >= 60;
            for (var i = 0; i < (full ? 3 : 1); i++)
            {
                constants.MoveNext();
                state[i] = BigInteger.ModPow(state[i] + constants.Current, 5, Fr.Characteristic);
            }

            state = Apply(full ? external : inner, state);
        }

        return state;
    }

    private static BigInteger[] Apply(BigInteger[][] matrix, BigInteger[] state) =>
        [.. matrix.Select(row => row.Zip(state, (m, s) => m * s).Aggregate(BigInteger.Add) % Fr.Characteristic)];

    private static Fr F(string text) => Fr.TryParse(text, out var value) ? value : throw new FormatException(text);
}
