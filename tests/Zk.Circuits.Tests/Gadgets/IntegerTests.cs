using System.Numerics;
using Zk.Field;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Range checks, comparisons and integer arithmetic.</summary>
public sealed class IntegerTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    private static IEnumerable<int> Widths => [1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 31, 32, 33, 40, 63, 64, 65, 100, 128, 250, 253];

    /// <summary>Bug 11: a range checker that lets values up to the limb alignment pass.</summary>
    [TestCaseSource(nameof(Widths))]
    public void Bug11WidthIsExact(int bits)
    {
        foreach (var table in new[] { 8, 11 })
        {
            using var circuit = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) => inputs.UInt("x", bits, x => x), new() { RangeBits = table });
            foreach (var good in new[] { BigInteger.Zero, 1, (BigInteger.One << bits) - 1, BigInteger.One << (bits - 1) })
                CircuitAssert.Satisfied(circuit, good);
            foreach (var bad in new[] { BigInteger.One << bits, (BigInteger.One << bits) + 1, -1, Fr.Characteristic - (BigInteger.One << (bits - 1)) })
                CircuitAssert.Rejects(circuit, bad);
        }
    }

    [TestCase(12, 8)]
    [TestCase(40, 8)]
    [TestCase(64, 8)]
    [TestCase(100, 8)]
    public void RangeChecksResistLies(int bits, int table)
    {
        using var circuit = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) => inputs.UInt("x", bits, x => x), new() { RangeBits = table });
        CircuitAssert.Accepts(circuit, ((BigInteger.One << bits) - 1) / 3);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    public void EveryWitnessOfARangeCheckIsUnique(int bits)
    {
        using var circuit = Circuit.Compile<Tiny, Tiny>("test", (b, inputs) => b.ToUInt(inputs.Field("x", x => x), bits), new() { RangeBits = 3 });
        TinyWitnesses.AssertUnique(circuit, Tiny.All, x => x.Value < 1u << bits);
    }

    [Test]
    public void EveryWitnessOfAComparisonIsUnique([Values(2, 3)] int bits)
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny X, Tiny Y)>(
            "test",
            (b, inputs) =>
            {
                var x = b.ToUInt(inputs.Field("x", i => i.X), bits);
                var y = b.ToUInt(inputs.Field("y", i => i.Y), bits);
                b.Public("less", b.IsLess(x, y));
                b.Public("less or equal", b.IsLessOrEqual(x, y));
            },
            new() { RangeBits = 2 });
        var pairs = from x in Enumerable.Range(0, (1 << bits) + 2) from y in Enumerable.Range(0, (1 << bits) + 2) select (Tiny.FromUInt64((ulong)x), Tiny.FromUInt64((ulong)y));
        TinyWitnesses.AssertUnique(circuit, pairs, p => p.Item1.Value < 1u << bits && p.Item2.Value < 1u << bits);
        foreach (var (x, y) in pairs.Where(p => p.Item1.Value < 1u << bits && p.Item2.Value < 1u << bits))
        {
            using var a = circuit.Assign((x, y));
            Assert.That(a.PublicInputs.Select(p => p.IsOne), Is.EqualTo(new[] { x.Value < y.Value, x.Value <= y.Value }));
        }
    }

    [Test]
    public void EveryWitnessOfAnAssertedComparisonIsUnique()
    {
        var pairs = (from x in Enumerable.Range(0, 8) from y in Enumerable.Range(0, 8) select (X: Tiny.FromUInt64((ulong)x), Y: Tiny.FromUInt64((ulong)y))).ToList();
        using var less = Pair((b, x, y) => b.AssertLess(x, y));
        TinyWitnesses.AssertUnique(less, pairs, p => p.X.Value < p.Y.Value);
        using var lessOrEqual = Pair((b, x, y) => b.AssertLessOrEqual(x, y));
        TinyWitnesses.AssertUnique(lessOrEqual, pairs, p => p.X.Value <= p.Y.Value);
        using var difference = Pair((b, x, y) => b.SubtractChecked(x, y));
        TinyWitnesses.AssertUnique(difference, pairs, p => p.X.Value >= p.Y.Value);
        using var sum = Pair((b, x, y) => b.AddChecked(x, y, 3));
        TinyWitnesses.AssertUnique(sum, pairs, p => p.X.Value + p.Y.Value < 8);

        static Circuit<Tiny, (Tiny X, Tiny Y)> Pair(Action<CircuitBuilder<Tiny>, UInt, UInt> define) => Circuit.Compile<Tiny, (Tiny X, Tiny Y)>(
            "test",
            (b, inputs) => define(b, b.ToUInt(inputs.Field("x", i => i.X), 3), b.ToUInt(inputs.Field("y", i => i.Y), 3)),
            new() { RangeBits = 3 });
    }

    /// <summary>
    /// Bugs 15, 16, 17: quotient and remainder that are not checked, checked against the wrong operand, or wrap; division by zero. Every dividend
    /// and divisor of three bits, every witness.
    /// </summary>
    [Test]
    public void Bug15Bug16Bug17DivisionHasOneWitness()
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny X, Tiny Y)>(
            "test",
            (b, inputs) =>
            {
                var (q, r) = b.DivideRemainder(b.ToUInt(inputs.Field("x", i => i.X), 3), b.ToUInt(inputs.Field("y", i => i.Y), 3));
                b.Public("q", q);
                b.Public("r", r);
            },
            new() { RangeBits = 3 });
        var pairs = (from x in Enumerable.Range(0, 8) from y in Enumerable.Range(0, 8) select (X: Tiny.FromUInt64((ulong)x), Y: Tiny.FromUInt64((ulong)y))).ToList();
        TinyWitnesses.AssertUnique(circuit, pairs, p => !p.Y.IsZero);
        foreach (var (x, y) in pairs.Where(p => !p.Y.IsZero))
        {
            using var a = circuit.Assign((x, y));
            Assert.That(a.PublicInputs.Select(p => p.Value), Is.EqualTo(new[] { x.Value / y.Value, x.Value % y.Value }));
        }
    }

    /// <summary>Bug 15, in the large field: (q − 1, r + d) is refused.</summary>
    [Test]
    public void Bug15ShiftedQuotientIsRefused()
    {
        using var circuit = Circuit.Compile<Fr, (ulong X, ulong Y)>(
            "test",
            (b, inputs) => b.DivideRemainder(inputs.UInt("x", 64, i => i.X), inputs.UInt("y", 64, i => i.Y)),
            _byteTable);
        CircuitAssert.Accepts(circuit, (1001UL, 10UL));
        var hint = circuit.Hint("quotient and remainder");
        CircuitAssert.Rejects(circuit, (1001UL, 10UL), (hint[0], Fr.FromUInt64(99)), (hint[1], Fr.FromUInt64(11)));
        CircuitAssert.Rejects(circuit, (1001UL, 10UL), (hint[0], Fr.FromUInt64(101)), (hint[1], Fr.FromBigInteger(-9)));
        CircuitAssert.Rejects(circuit, (1001UL, 0UL));
    }

    /// <summary>Bug 13: comparing without range checks of the inputs makes p − 1 less than 8. Here the input cannot even be made.</summary>
    [Test]
    public void Bug13ComparisonRefusesWrappedInputs()
    {
        using var circuit = Circuit.Compile<Fr, (BigInteger X, BigInteger Y)>(
            "test",
            (b, inputs) => b.Public("less", b.IsLess(inputs.UInt("x", 64, i => i.X), inputs.UInt("y", 64, i => i.Y))),
            _byteTable);
        CircuitAssert.Accepts(circuit, ((BigInteger)7, (BigInteger)8));
        CircuitAssert.Accepts(circuit, ((BigInteger)ulong.MaxValue, BigInteger.Zero));
        CircuitAssert.Rejects(circuit, (Fr.Characteristic - 1, new BigInteger(8)));
        CircuitAssert.Rejects(circuit, (new BigInteger(8), Fr.Characteristic - 1));
        CircuitAssert.Rejects(circuit, (BigInteger.One << 64, new BigInteger(8)));
    }

    /// <summary>Bug 55: products and sums that could reach r are refused while the circuit is built.</summary>
    [Test]
    public void Bug55WidthsThatCouldWrapAreRefused()
    {
        Compile((b, x, y) => b.Multiply(x, y));
        Assert.That(() => Compile((b, x, y) => b.Multiply(b.Multiply(x, y), x)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Compile((b, x, y) => b.Pack<Fr>([(x, 128), (y, 126)])), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Compile((b, x, y) => b.ToUInt(x.Wire, 254)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Compile((b, x, y) => b.Add(b.ToUInt(x.Wire, 253), y)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Compile((b, x, y) => b.IsLess(b.ToUInt(x.Wire, 253), y)), Throws.InstanceOf<ArgumentOutOfRangeException>());

        static void Compile(Action<CircuitBuilder<Fr>, UInt, UInt> define) => Circuit.Compile<Fr, BigInteger>(
            "test",
            (b, inputs) => define(b, inputs.UInt("x", 125, i => i), inputs.UInt("y", 125, i => i)),
            _byteTable).Dispose();
    }

    /// <summary>Bug 49: a packer that takes a byte of 256, or puts integers in slots that are too narrow.</summary>
    [Test]
    public void Bug49PackedBytesCannotOverflow()
    {
        using var circuit = Circuit.Compile<Fr, int[]>(
            "test",
            (b, inputs) => b.Public("packed", b.Pack<Fr>([.. Enumerable.Range(0, 31).Select(k => (inputs.UInt($"byte {k}", 8, x => (ulong)x[k]), 8))])),
            _byteTable);
        CircuitAssert.Accepts(circuit, [.. Enumerable.Range(225, 31)]);
        var bytes = new int[31];
        bytes[3] = 256;
        CircuitAssert.Rejects(circuit, bytes);
        Assert.That(
            () => Circuit.Compile<Fr, ulong>("test", (b, inputs) => b.Pack<Fr>([(inputs.UInt("x", 9, x => x), 8)]), _byteTable),
            Throws.ArgumentException.With.Message.Contains("slot 0 has 8 bits"));
    }

    [Test]
    public void IntegerArithmeticMatchesBigIntegers()
    {
        using var circuit = Circuit.Compile<Fr, (ulong X, ulong Y)>(
            "test",
            (b, inputs) =>
            {
                var (x, y) = (inputs.UInt("x", 64, i => i.X), inputs.UInt("y", 64, i => i.Y));
                foreach (var (name, value, bits) in new[] { ("sum", b.Add(x, y), 65), ("product", b.Multiply(x, y), 128), ("total", b.Sum<Fr>([x, y, x, y]), 66), ("pack", b.Pack<Fr>([(x, 64), (y, 70)]), 134) })
                {
                    Assert.That(value.Bits, Is.EqualTo(bits), name);
                    b.Public(name, value);
                }

                b.Public("less", b.IsLess(x, y));
                b.Public("less or equal", b.IsLessOrEqual(x, y));
            },
            _byteTable);
        foreach (var (x, y) in new[] { (0UL, 0UL), (1UL, 0UL), (ulong.MaxValue, ulong.MaxValue), (5UL, ulong.MaxValue), (ulong.MaxValue, 1UL << 63) })
        {
            using var a = circuit.Assign((x, y));
            BigInteger bx = x, by = y;
            Assert.That(a.PublicInputs.Select(p => p.ToBigInteger()), Is.EqualTo(new[] { bx + by, bx * by, 2 * (bx + by), bx + (by << 64), x < y ? 1 : 0, x <= y ? 1 : 0 }));
            CircuitAssert.Satisfied(circuit, (x, y));
        }
    }

    [Test]
    public void RowTargetsAreMet()
    {
        // With a 16-bit table: 64-bit range 2 rows, comparison at most 4, asserted comparison 2.
        Assert.That(Rows((b, x, y) => b.ToUInt(x.Wire, 64)), Is.EqualTo(2));
        Assert.That(Rows((b, x, y) => b.IsLess(x, y)), Is.EqualTo(3));
        Assert.That(Rows((b, x, y) => b.AssertLess(x, y)), Is.EqualTo(2));
        Assert.That(Rows((b, x, y) => b.SubtractChecked(x, y)), Is.EqualTo(2));
        Assert.That(Rows((b, x, y) => b.ToLimbs(x.Wire)), Is.EqualTo(16));
        Assert.That(Rows((b, x, y) => b.ToBits(x.Wire)), Is.EqualTo(93));

        static long Rows(Action<CircuitBuilder<Fr>, UInt, UInt> define)
        {
            using var circuit = Circuit.Compile<Fr, ulong>(
                "test",
                (b, inputs) =>
                {
                    var (x, y) = (inputs.UInt("x", 64, i => i), inputs.UInt("y", 64, i => i));
                    using (b.Scope("measured"))
                        define(b, x, y);
                },
                new() { RangeBits = 16 });
            return circuit.Profile.Entries.Single(e => e.Path == "measured").Rows;
        }
    }
}
