using Zk.Field;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Arithmetic and logic: values, lies, and in a tiny field every witness.</summary>
public sealed class ArithmeticTests
{
    private static Fr F(long value) => Fr.FromBigInteger(value);

    [Test]
    public void ArithmeticComputesAndResistsLies()
    {
        using var circuit = Circuit.Compile<Fr, (Fr X, Fr Y)>("test", (b, inputs) =>
        {
            var x = inputs.Field("x", i => i.X);
            var y = inputs.Field("y", i => i.Y);
            b.Public("sum", b.Add(x, y));
            b.Public("difference", b.Subtract(x, y));
            b.Public("product", b.Multiply(x, y));
            b.Public("affine", b.Affine(F(3), x, F(7)));
            b.Public("muladd", b.MultiplyAdd(F(2), x, y, x, F(1)));
            b.Public("long sum", b.Sum<Fr>([x, y, new(F(5), x), y, y, new(F(-1), x)], F(11)));
            b.Public("inverse", b.Inverse(x));
        });
        CircuitAssert.Accepts(circuit, (F(20), F(3)));
        using var assignment = circuit.Assign((F(20), F(3)));
        Assert.That(assignment.PublicInputs, Is.EqualTo(new[] { F(23), F(17), F(60), F(67), F(141), F(20 + 3 + 100 + 3 + 3 - 20 + 11), F(20).Inverse() }));
    }

    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(8)]
    [TestCase(9)]
    public void ZeroSumsOfAnyLengthAreAsserted(int length)
    {
        using var circuit = Circuit.Compile<Fr, Fr[]>("test", (b, inputs) =>
        {
            var terms = Enumerable.Range(0, length).Select(i => new Term<Fr>(F(i + 1), inputs.Field($"x{i}", x => x[i])));
            b.AssertZeroSum<Fr>([.. terms], F(-100));
        });
        var values = Enumerable.Repeat(F(0), length).ToArray();
        values[0] = F(100);
        CircuitAssert.Accepts(circuit, values);
        values[length - 1] = F(1);
        CircuitAssert.Rejects(circuit, values);
    }

    [Test]
    public void EveryWitnessOfIsZeroIsUnique()
    {
        using var circuit = Circuit.Compile<Tiny, Tiny>("test", (b, inputs) => b.Public("z", b.IsZero(inputs.Field("x", x => x))), new() { RangeBits = 2 });
        TinyWitnesses.AssertUnique(circuit, Tiny.All.Take(3).Append(-Tiny.One), _ => true);
        foreach (var x in Tiny.All)
        {
            using var assignment = circuit.Assign(x);
            Assert.That(assignment.PublicInputs[0].IsOne, Is.EqualTo(x.IsZero));
        }
    }

    /// <summary>Bug 24: r1cs-std's mul_by_inverse once added no constraint.</summary>
    [Test]
    public void Bug24InverseIsConstrained()
    {
        using var circuit = Circuit.Compile<Tiny, Tiny>("test", (b, inputs) => b.Inverse(inputs.Field("x", x => x)), new() { RangeBits = 2 });
        TinyWitnesses.AssertUnique(circuit, Tiny.All.Take(20), x => !x.IsZero);
    }

    [Test]
    public void EveryWitnessOfLogicIsUnique()
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny X, Tiny Y)>(
            "test",
            (b, inputs) =>
            {
                var x = b.ToBit(inputs.Field("x", i => i.X));
                var y = b.ToBit(inputs.Field("y", i => i.Y));
                foreach (var (name, bit) in new[] { ("and", b.And(x, y)), ("or", b.Or(x, y)), ("xor", b.Xor(x, y)), ("not", b.Not(x)), ("select", b.Select(x, y, b.Not(y))) })
                    b.Public(name, bit);
            },
            new() { RangeBits = 2 });
        var pairs = from x in Tiny.All.Take(5).Append(-Tiny.One) from y in Tiny.All.Take(5).Append(-Tiny.One) select (x, y);
        TinyWitnesses.AssertUnique(circuit, pairs, p => p.Item1.Value < 2 && p.Item2.Value < 2);
        foreach (var (x, y) in new[] { (0u, 0u), (0u, 1u), (1u, 0u), (1u, 1u) })
        {
            using var a = circuit.Assign((Tiny.FromUInt64(x), Tiny.FromUInt64(y)));
            Assert.That(a.PublicInputs.Select(p => p.Value), Is.EqualTo(new[] { x & y, x | y, x ^ y, 1 - x, x == 1 ? y : 1 - y }));
        }
    }

    [Test]
    public void ImplicationsAndConditionsHoldExactlyWhereTheyShould()
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny C, Tiny X, Tiny Y)>(
            "test",
            (b, inputs) =>
            {
                var c = b.ToBit(inputs.Field("c", i => i.C));
                var (x, y) = (inputs.Field("x", i => i.X), inputs.Field("y", i => i.Y));
                b.AssertEqualIf(c, x, y);
                b.AssertZeroIf(b.Not(c), x);
                b.AssertImplies(b.IsZero(y), c);
            },
            new() { RangeBits = 2 });
        var triples = from c in Enumerable.Range(0, 3) from x in Enumerable.Range(0, 4) from y in Enumerable.Range(0, 4) select (Tiny.FromUInt64((ulong)c), Tiny.FromUInt64((ulong)x), Tiny.FromUInt64((ulong)y));
        TinyWitnesses.AssertUnique(circuit, triples, t => t.Item1.Value == 1 ? t.Item2 == t.Item3 : t.Item1.IsZero && t.Item2.IsZero && !t.Item3.IsZero);
    }

    [Test]
    public void SwapExchangesExactlyWhenAsked()
    {
        using var circuit = Circuit.Compile<Fr, bool>("test", (b, inputs) =>
        {
            var (first, second) = b.Swap(inputs.Bit("c", c => c), b.Constant(F(5)), b.Constant(F(6)));
            b.Public("first", first);
            b.Public("second", second);
        });
        foreach (var swap in new[] { false, true })
        {
            CircuitAssert.Accepts(circuit, swap);
            using var a = circuit.Assign(swap);
            Assert.That(a.PublicInputs, Is.EqualTo(swap ? new[] { F(6), F(5) } : [F(5), F(6)]));
        }
    }

    /// <summary>Bug 21: one-hot vectors with several ones (Scroll), or a decoder that lies (circomlib).</summary>
    [Test]
    public void Bug21OnlyUnitVectorsAreOneHot()
    {
        using var circuit = Circuit.Compile<Tiny, Tiny>("test", (b, inputs) => b.OneHot(inputs.Field("index", x => x), 5), new() { RangeBits = 2 });
        TinyWitnesses.AssertUnique(circuit, Tiny.All.Take(7).Append(-Tiny.One), x => x.Value < 5);
    }

    /// <summary>Bug 14: MiMC output assigned but not constrained: every wire is lied about, one at a time, in every test that calls Accepts; here by hand.</summary>
    [Test]
    public void Bug14ComputedWiresAreConstrained()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            var x = inputs.Field("x", i => i);
            b.Multiply(b.Multiply(x, x), x);
        });
        CircuitAssert.Satisfied(circuit, F(5));
        for (var row = 0; row < 2; row++)
            CircuitAssert.Rejects(circuit, F(5), (circuit.WireAt(3, row), F(1)));
    }
}
