using System.Numerics;
using Zk.Field;
using static Zk.Circuits.Tests.SignedIntegerTests;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Division toward minus infinity, shifts, numbers with binary places.</summary>
public sealed class FloorDivisionTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    private static IEnumerable<(Tiny X, Tiny Y)> Pairs => from x in Enumerable.Range(-4, 8) from y in Enumerable.Range(0, 4) select (T(x), T(y));

    /// <summary>Bugs 15, 16, 17 with signs: every dividend of two bits and sign, every divisor of two bits, every witness.</summary>
    [Test]
    public void Bug15Bug16Bug17SignedDivisionHasOneWitness()
    {
        using var circuit = Compile((b, x, y) =>
        {
            var (q, r) = b.FloorDivide(x, y);
            b.Public("q", q);
            b.Public("r", r);
        });
        TinyWitnesses.AssertUnique(circuit, Pairs, p => !p.Y.IsZero);
        foreach (var (x, y) in Pairs.Where(p => !p.Y.IsZero))
        {
            using var a = circuit.Assign((x, y));
            var (q, r) = Floor(Signed(x), y.Value);
            Assert.That(a.PublicInputs.Select(SignedOf), Is.EqualTo(new[] { q, r }), $"{Signed(x)} / {y}");
        }
    }

    [Test]
    public void EveryWitnessOfAShiftIsUnique([Values(1, 2, 3, 4)] int shift)
    {
        using var signed = Compile((b, x, y) =>
        {
            var (q, r) = b.FloorShift(x, shift);
            b.Public("q", q);
            b.Public("r", r);
        });
        TinyWitnesses.AssertUnique(signed, Pairs, _ => true);
        foreach (var (x, y) in Pairs)
        {
            using var a = signed.Assign((x, y));
            Assert.That(a.PublicInputs.Select(SignedOf), Is.EqualTo(new BigInteger[] { Signed(x) >> shift, Signed(x) & ((1 << shift) - 1) }));
        }

        using var unsigned = Circuit.Compile<Tiny, Tiny>(
            "test",
            (b, inputs) =>
            {
                var (q, r) = b.FloorShift(b.ToUInt(inputs.Field("x", x => x), 4), shift);
                b.Public("q", q);
                b.Public("r", r);
            },
            new() { RangeBits = 2 });
        TinyWitnesses.AssertUnique(unsigned, Tiny.All, x => x.Value < 16);
        foreach (var x in Tiny.All.Where(x => x.Value < 16))
        {
            using var a = unsigned.Assign(x);
            Assert.That(a.PublicInputs.Select(p => p.Value), Is.EqualTo(new[] { x.Value >> shift, x.Value & ((1u << shift) - 1) }));
        }
    }

    [Test]
    public void EveryWitnessOfARoundedQuotientIsUnique()
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny X, Tiny Y)>(
            "test",
            (b, inputs) => b.Public("q", b.DivideRounded(b.ToUInt(inputs.Field("x", i => i.X), 2), b.ToUInt(inputs.Field("y", i => i.Y), 2))),
            new() { RangeBits = 3 });
        var pairs = (from x in Enumerable.Range(0, 4) from y in Enumerable.Range(0, 4) select (X: T(x), Y: T(y))).ToList();
        TinyWitnesses.AssertUnique(circuit, pairs, p => !p.Y.IsZero);
        foreach (var (x, y) in pairs.Where(p => !p.Y.IsZero))
        {
            using var a = circuit.Assign((x, y));
            Assert.That(a.PublicInputs[0].Value, Is.EqualTo(((2 * x.Value) + y.Value) / (2 * y.Value)), $"{x} / {y}");
        }
    }

    /// <summary>Bugs 15 and 16 in the large field: shifted pairs, 101 / 10, the divisor 0, the least integer by 1.</summary>
    [Test]
    public void Bug15Bug16ShiftedQuotientsAreRefused()
    {
        using var circuit = Circuit.Compile<Fr, (BigInteger X, BigInteger Y)>(
            "test",
            (b, inputs) =>
            {
                var (q, r) = b.FloorDivide(b.ToSignedInt(inputs.Field("x", i => i.X), 63), inputs.UInt("y", 64, i => i.Y));
                b.Public("q", q);
                b.Public("r", r);
            },
            _byteTable);
        var hint = circuit.Hint("quotient and remainder");
        foreach (var (x, y) in new (BigInteger, BigInteger)[] { (101, 10), (-101, 10), (-100, 10), (long.MinValue, 1), (long.MinValue, ulong.MaxValue), (long.MaxValue, 3), (-1, ulong.MaxValue), (0, 5) })
        {
            var (q, r) = Floor(x, y);
            using (var a = circuit.Assign((x, y)))
                Assert.That(a.PublicInputs.Select(SignedOf), Is.EqualTo(new[] { q, r }));
            CircuitAssert.Accepts(circuit, (x, y), 400);
            foreach (var shift in new BigInteger[] { -1, 1 })
                CircuitAssert.Rejects(circuit, (x, y), (hint[0], Fr.FromBigInteger(q + shift)), (hint[1], Fr.FromBigInteger(r - (shift * y))));
        }

        CircuitAssert.Rejects(circuit, ((BigInteger)5, BigInteger.Zero));
        CircuitAssert.Rejects(circuit, (BigInteger.Zero, BigInteger.Zero));

        // Bug 17: a quotient that makes q * d + r wrap around the characteristic.
        var wrapped = (Fr.Characteristic + 101) / 10;
        CircuitAssert.Rejects(circuit, ((BigInteger)101, (BigInteger)10), (hint[0], Fr.FromBigInteger(wrapped)), (hint[1], Fr.FromBigInteger(Fr.Characteristic + 101 - (10 * wrapped))));
    }

    [Test]
    public void AQuotientMayBeProvenNarrower()
    {
        using var circuit = Circuit.Compile<Fr, (ulong X, ulong Y)>(
            "test",
            (b, inputs) =>
            {
                var (x, y) = (inputs.UInt("x", 64, i => i.X), inputs.UInt("y", 64, i => i.Y));
                b.Public("q", b.MultiplyDivide(x, x, y, 64).Quotient);
                b.Public("signed", b.FloorDivide(b.Negate(b.Signed(x)), y, 20).Quotient);
            },
            _byteTable);
        CircuitAssert.Accepts(circuit, (1000UL, 3UL), 500);
        CircuitAssert.Satisfied(circuit, (1UL << 20, 1UL));
        CircuitAssert.Rejects(circuit, ((1UL << 20) + 1, 1UL));
        CircuitAssert.Rejects(circuit, (1UL << 40, 1UL << 15));
        CircuitAssert.Satisfied(circuit, (1UL << 40, 1UL << 20));
        Assert.That(
            () => Circuit.Compile<Fr, ulong>("test", (b, inputs) => b.FloorDivide(b.Signed(inputs.UInt("x", 8, x => x)), inputs.UInt("y", 8, x => x), 9), _byteTable),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Bug 25: unsound products and quotients of fixed point numbers, against big integers at the limits of limbs.</summary>
    [TestCase(32)]
    [TestCase(16)]
    [TestCase(7)]
    public void Bug25FixedPointMatchesBigIntegers(int fraction)
    {
        using var circuit = Circuit.Compile<Fr, (long X, ulong Y)>(
            "test",
            (b, inputs) =>
            {
                var (x, y) = (b.ToSignedInt(inputs.Field("x", i => i.X), 63), inputs.UInt("y", 64, i => i.Y));
                var u = b.Absolute(x).Magnitude;
                b.Public("x * y", b.MultiplyFixed(x, y, fraction));
                b.Public("x * x", b.MultiplyFixed(x, x, fraction));
                b.Public("u * y", b.MultiplyFixed(u, y, fraction));
                b.Public("x / y", b.DivideFixed(x, y, fraction));
                b.Public("u / y", b.DivideFixed(u, y, fraction));
                b.Public("u * y rounded", b.MultiplyFixedRounded(u, y, fraction));
                b.Public("u / y rounded", b.DivideFixedRounded(u, y, fraction));
            },
            _byteTable);
        foreach (var (x, y) in new[] { (0L, 1UL), (-1L, 1UL), (long.MinValue, ulong.MaxValue), (long.MaxValue, 1UL), (-3L, 1UL << 31), (3L << 31, 3UL << 31), (-(1L << 32), (1UL << 32) + 1) })
        {
            BigInteger bx = x, by = y, u = BigInteger.Abs(x), one = BigInteger.One << fraction;
            using (var a = circuit.Assign((x, y)))
            {
                Assert.That(a.PublicInputs.Select(SignedOf), Is.EqualTo(new[]
                {
                    (bx * by) >> fraction, (bx * bx) >> fraction, (u * by) >> fraction, Floor(bx * one, by).Q, Floor(u * one, by).Q,
                    ((u * by) + (one / 2)) >> fraction, ((2 * u * one) + by) / (2 * by),
                }));
            }

            CircuitAssert.Satisfied(circuit, (x, y));
        }

        CircuitAssert.Accepts(circuit, (-123456789012L, 987654321UL), 600);
        CircuitAssert.Rejects(circuit, (5L, 0UL));
    }

    [Test]
    public void RowsAreAsDocumented() => Assert.Multiple(() =>
    {
        Assert.That(Rows((b, x, u) => b.ToSignedInt(x.Wire, 63)), Is.EqualTo(2), "(b, x, u) => b.ToSignedInt(x.Wire, 63)");
        Assert.That(Rows((b, x, u) => b.ComputeSignedInt(63, x.Wire)), Is.EqualTo(3), "(b, x, u) => b.ComputeSignedInt(63, x.Wire)");
        Assert.That(Rows((b, x, u) => b.IsNegative(x)), Is.EqualTo(3), "(b, x, u) => b.IsNegative(x)");
        Assert.That(Rows((b, x, u) => b.Absolute(x)), Is.EqualTo(4), "(b, x, u) => b.Absolute(x)");
        Assert.That(Rows((b, x, u) => b.AssertLess(x, x)), Is.EqualTo(2), "(b, x, u) => b.AssertLess(x, x)");
        Assert.That(Rows((b, x, u) => b.Min(x, x)), Is.EqualTo(5), "(b, x, u) => b.Min(x, x)");
        Assert.That(Rows((b, x, u) => b.Clamp(x, x, x)), Is.EqualTo(12), "(b, x, u) => b.Clamp(x, x, x)");
        Assert.That(Rows((b, x, u) => b.FloorDivide(x, u)), Is.EqualTo(7), "(b, x, u) => b.FloorDivide(x, u)");
        Assert.That(Rows((b, x, u) => b.FloorShift(x, 32)), Is.EqualTo(4), "(b, x, u) => b.FloorShift(x, 32)");
        Assert.That(Rows((b, x, u) => b.FloorShift(u, 32)), Is.EqualTo(4), "(b, x, u) => b.FloorShift(u, 32)");
        Assert.That(Rows((b, x, u) => b.MultiplyFixed(x, x, 32)), Is.EqualTo(7), "(b, x, u) => b.MultiplyFixed(x, x, 32)");
        Assert.That(Rows((b, x, u) => b.MultiplyDivide(u, u, u)), Is.EqualTo(10), "(b, x, u) => b.MultiplyDivide(u, u, u)");
        Assert.That(Rows((b, x, u) => b.MultiplyDivide(u, u, u, 64)), Is.EqualTo(8), "(b, x, u) => b.MultiplyDivide(u, u, u, 64)");

        static long Rows(Action<CircuitBuilder<Fr>, SignedInt, UInt> define)
        {
            using var circuit = Circuit.Compile<Fr, ulong>(
                "test",
                (b, inputs) =>
                {
                    var u = inputs.UInt("u", 64, i => i);
                    var x = b.ToSignedInt(inputs.Field("x", i => i), 63);
                    using (b.Scope("measured"))
                        define(b, x, u);
                },
                new() { RangeBits = 16 });
            return circuit.Profile.Entries.Single(e => e.Path == "measured").Rows;
        }
    });

    private static Circuit<Tiny, (Tiny X, Tiny Y)> Compile(Action<CircuitBuilder<Tiny>, SignedInt, UInt> define) => Circuit.Compile<Tiny, (Tiny X, Tiny Y)>(
        "test",
        (b, inputs) => define(b, b.ToSignedInt(inputs.Field("x", i => i.X), 2), b.ToUInt(inputs.Field("y", i => i.Y), 2)),
        new() { RangeBits = 2 });

    private static (BigInteger Q, BigInteger R) Floor(BigInteger x, BigInteger y)
    {
        var r = ((x % y) + y) % y;
        return ((x - r) / y, r);
    }
}
