using System.Numerics;
using Zk.Field;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Canonical decompositions of whole field elements.</summary>
public sealed class DecompositionTests
{
    private static IEnumerable<BigInteger> Values => [0, 1, Fr.Characteristic - 1, Fr.Characteristic >> 1, (BigInteger.One << 128) - 1, BigInteger.One << 128, (BigInteger.One << 253) + 12345];

    [TestCaseSource(nameof(Values))]
    public void LimbsAndBitsAreThoseOfTheCanonicalValue(BigInteger value)
    {
        using var circuit = Circuit.Compile<Fr, BigInteger>("test", Define, new() { RangeBits = 10 });
        CircuitAssert.Satisfied(circuit, value);
        using var a = circuit.Assign(value);
        var bits = a.PublicInputs[..Fr.BitLength].Select(b => b.ToBigInteger()).ToArray();
        Assert.That(bits.Select((b, i) => b << i).Aggregate((x, y) => x + y), Is.EqualTo(value));
        var limbs = a.PublicInputs[Fr.BitLength..].Select(b => b.ToBigInteger()).ToArray();
        Assert.That(limbs.Select((b, i) => b << (10 * i)).Aggregate((x, y) => x + y), Is.EqualTo(value));

        static void Define(CircuitBuilder<Fr> b, CircuitInputs<Fr, BigInteger> inputs)
        {
            var x = inputs.Field("x", i => i);
            foreach (var bit in b.ToBits(x))
                b.Public("bit", bit);
            foreach (var limb in b.ToLimbs(x))
                b.Public("limb", limb);
        }
    }

    /// <summary>Bugs 10 and 12: a value and the value plus r have the same residue; only one of them may decompose.</summary>
    [Test]
    public void Bug10Bug12ValuePlusModulusIsRefused([Values(8, 9, 16)] int table)
    {
        using var bits = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) => b.ToBits(inputs.Field("x", i => i)), new() { RangeBits = table });
        using var limbs = Circuit.Compile<Fr, BigInteger>("test", (b, i) => b.ToLimbs(i.Field("x", i => i)), new() { RangeBits = table });
        foreach (var value in new BigInteger[] { 0, 1, 5, (BigInteger.One << 254) - 1 - Fr.Characteristic })
        {
            CircuitAssert.Satisfied(bits, value);
            CircuitAssert.Satisfied(limbs, value);
            var aliased = value + Fr.Characteristic;
            CircuitAssert.Rejects(bits, value, [.. bits.Hint("canonical bits").Select((w, i) => (w, Fr.FromBigInteger((aliased >> i) & 1)))]);
            CircuitAssert.Rejects(limbs, value, [.. limbs.Hint("canonical limbs").Select((w, i) => (w, Fr.FromBigInteger((aliased >> (table * i)) & ((1 << table) - 1))))]);
        }
    }

    [Test]
    public void DecompositionsResistLies()
    {
        using var circuit = Circuit.Compile<Fr, BigInteger>(
            "test",
            (b, inputs) =>
            {
                var x = inputs.Field("x", i => i);
                b.ToBits(x);
                b.ToLimbs(x);
                b.ToBits(inputs.UInt("y", 20, i => i & 0xfffff));
            },
            new() { RangeBits = 8 });
        CircuitAssert.Accepts(circuit, Fr.Characteristic - 12345);
        CircuitAssert.Accepts(circuit, 3);
    }

    [Test]
    public void EveryWitnessOfADecompositionIsUnique()
    {
        var inputs = new ulong[] { 0, 256 }.Select(v => Tiny.FromUInt64(v)).ToArray();
        using var limbs = Circuit.Compile<Tiny, Tiny>("test", (b, i) => b.ToLimbs(i.Field("x", x => x)), new() { RangeBits = 3 });
        TinyWitnesses.AssertUnique(limbs, inputs, _ => true);
        using var bits = Circuit.Compile<Tiny, Tiny>("test", (b, i) => b.ToBits(i.Field("x", x => x)), new() { RangeBits = 3 });
        TinyWitnesses.AssertUnique(bits, inputs, _ => true);
        using var small = Circuit.Compile<Tiny, Tiny>("test", (b, i) => b.ToBits(b.ToUInt(i.Field("x", x => x), 5)), new() { RangeBits = 3 });
        TinyWitnesses.AssertUnique(small, Tiny.All, x => x.Value < 32);
    }

    /// <summary>Bug 26: a zero check of a big integer that carries can cheat: the comparison with a constant, at every bound of a tiny field.</summary>
    [Test]
    public void Bug26ComparisonWithAConstantHasOneWitness()
    {
        foreach (var bound in new[] { 1, 2, 7, 8, 9, 31, 32, 33, 63, 64 })
        {
            using var circuit = Circuit.Compile<Tiny, (Tiny Low, Tiny High)>(
                "test",
                (b, inputs) => b.AssertBelow(b.ToUInt(inputs.Field("low", i => i.Low), 3), b.ToUInt(inputs.Field("high", i => i.High), 3), bound),
                new() { RangeBits = 3 });
            var halves = from low in Enumerable.Range(0, 8) from high in Enumerable.Range(0, 8) select (Low: Tiny.FromUInt64((ulong)low), High: Tiny.FromUInt64((ulong)high));
            TinyWitnesses.AssertUnique(circuit, halves, h => h.Low.Value + (8 * h.High.Value) < bound);
        }
    }
}
