using System.Globalization;
using System.Numerics;

namespace Zk.Field.Tests;

/// <summary>Re-derives every literal of every modulus from its decimal, and every decimal from the curve's seed.</summary>
internal sealed class ModulusTests
{
    private static readonly BigInteger BnSeed = 4965661367192848881;
    private static readonly BigInteger BlsSeed = -new BigInteger(0xd201000000010000);

    private static readonly BigInteger BlsOrder = BigInteger.Pow(BlsSeed, 4) - BigInteger.Pow(BlsSeed, 2) + 1;

    [Test]
    public void Bn254ModuliComeFromTheSeed()
    {
        var u = BnSeed;
        Assert.That(Fq.Characteristic, Is.EqualTo((36 * BigInteger.Pow(u, 4)) + (36 * BigInteger.Pow(u, 3)) + (24 * u * u) + (6 * u) + 1));
        Assert.That(Fr.Characteristic, Is.EqualTo((36 * BigInteger.Pow(u, 4)) + (36 * BigInteger.Pow(u, 3)) + (18 * u * u) + (6 * u) + 1));
    }

    [Test]
    public void Bls12381ModuliComeFromTheSeed()
    {
        Assert.That(BlsFr.Characteristic, Is.EqualTo(BlsOrder));
        Assert.That(BlsFq.Characteristic, Is.EqualTo(((BlsSeed - 1) * (BlsSeed - 1) * BlsOrder / 3) + BlsSeed));
    }

    [Test]
    public void TwoAdicitiesAreThePublishedOnes() =>
        Assert.That(new[] { Fr.TwoAdicity, Fq.TwoAdicity, BlsFr.TwoAdicity, BlsFq.TwoAdicity }, Is.EqualTo(new[] { 28, 1, 32, 1 }));

    [Test]
    public void LimbsOf256BitModuli()
    {
        CheckLimbs256<Bn254Fr>();
        CheckLimbs256<Bn254Fq>();
        CheckLimbs256<Bls12381Fr>();
    }

    [Test]
    public void LimbsOf384BitModuli() =>
        CheckLimbs<Bls12381Fq>(Bls12381Fq.P0, Bls12381Fq.P1, Bls12381Fq.P2, Bls12381Fq.P3, Bls12381Fq.P4, Bls12381Fq.P5);

    [Test]
    public void ModuliAreProbablePrimes()
    {
        foreach (var p in new[] { Fr.Characteristic, Fq.Characteristic, BlsFr.Characteristic, BlsFq.Characteristic })
            Assert.That(Enumerable.Range(2, 30), Has.All.Matches<int>(a => BigInteger.ModPow(a, p - 1, p).IsOne), $"{p}");
    }

    private static void CheckLimbs256<TModulus>()
        where TModulus : struct, IModulus256 => CheckLimbs<TModulus>(TModulus.P0, TModulus.P1, TModulus.P2, TModulus.P3);

    private static void CheckLimbs<TModulus>(params ulong[] limbs)
        where TModulus : struct, IModulus
    {
        var p = BigInteger.Parse(TModulus.Decimal, CultureInfo.InvariantCulture);
        for (var i = 0; i < limbs.Length; i++)
            Assert.That(limbs[i], Is.EqualTo((ulong)((p >> (64 * i)) & ulong.MaxValue)), $"{typeof(TModulus).Name}.P{i}");
        Assert.That(p >> (64 * limbs.Length), Is.EqualTo(BigInteger.Zero));
        Assert.That(limbs[^1] >> 63, Is.Zero, "the carry-free product needs a spare bit");
        Assert.That(unchecked((0 - TModulus.NegativeInverse) * limbs[0]), Is.EqualTo(1), $"{typeof(TModulus).Name}.NegativeInverse");
    }
}
