using System.Numerics;
using Zk.Field;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Integers with a sign: widths, comparisons, absolute values, extremes.</summary>
public sealed class SignedIntegerTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    private static IEnumerable<int> Widths => [0, 1, 7, 8, 9, 15, 31, 32, 63, 64, 95, 127, 251];

    [TestCaseSource(nameof(Widths))]
    public void WidthIsExact(int bits)
    {
        using var circuit = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) => b.ToSignedInt(inputs.Field("x", x => x), bits), _byteTable);
        var limit = BigInteger.One << bits;
        foreach (var good in new[] { BigInteger.Zero, -1, limit - 1, -limit })
            CircuitAssert.Satisfied(circuit, good);
        foreach (var bad in new[] { limit, -limit - 1, limit << 1, Fr.Characteristic >> 1 })
            CircuitAssert.Rejects(circuit, bad);
    }

    [TestCase(3)]
    [TestCase(63)]
    [TestCase(100)]
    public void RangeChecksResistLies(int bits)
    {
        using var circuit = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) => b.Public("x", b.ComputeSignedInt(bits, inputs.Field("x", x => x), constant: -Fr.One)), _byteTable);
        CircuitAssert.Accepts(circuit, -(BigInteger.One << bits) / 3);
        CircuitAssert.Accepts(circuit, BigInteger.Zero);
    }

    /// <summary>Every integer of three bits and sign, and every other element: one witness or none.</summary>
    [Test]
    public void EveryWitnessOfASignIsUnique()
    {
        using var circuit = Circuit.Compile<Tiny, Tiny>(
            "test",
            (b, inputs) =>
            {
                var x = b.ToSignedInt(inputs.Field("x", x => x), 2);
                var (negative, magnitude) = b.Absolute(x);
                b.Public("negative", negative);
                b.Public("magnitude", magnitude);
                b.Public("positive part", b.PositivePart(x));
                b.Public("biased", b.Biased(x));
            },
            new() { RangeBits = 3 });
        TinyWitnesses.AssertUnique(circuit, Tiny.All, x => Signed(x) is >= -4 and < 4);
        foreach (var x in Tiny.All.Where(x => Signed(x) is >= -4 and < 4))
        {
            using var a = circuit.Assign(x);
            var v = Signed(x);
            Assert.That(a.PublicInputs.Select(Signed), Is.EqualTo(new[] { v < 0 ? 1 : 0, Math.Abs(v), Math.Max(v, 0), v + 4 }));
        }
    }

    [Test]
    public void EveryWitnessOfAComparisonIsUnique()
    {
        var pairs = Pairs(-3, 2).ToList();
        using var answers = Pair((b, x, y) =>
        {
            b.Public("less", b.IsLess(x, y));
            b.Public("less or equal", b.IsLessOrEqual(x, y));
            b.Public("min", b.Min(x, y));
            b.Public("max", b.Max(x, y));
        });
        TinyWitnesses.AssertUnique(answers, pairs, p => InRange(p.X) && InRange(p.Y));
        foreach (var (x, y) in pairs.Where(p => InRange(p.X) && InRange(p.Y)))
        {
            using var a = answers.Assign((x, y));
            var (vx, vy) = (Signed(x), Signed(y));
            Assert.That(a.PublicInputs.Select(Signed), Is.EqualTo(new[] { vx < vy ? 1 : 0, vx <= vy ? 1 : 0, Math.Min(vx, vy), Math.Max(vx, vy) }));
        }

        using var less = Pair((b, x, y) => b.AssertLess(x, y));
        TinyWitnesses.AssertUnique(less, pairs, p => InRange(p.X) && InRange(p.Y) && Signed(p.X) < Signed(p.Y));
        using var lessOrEqual = Pair((b, x, y) => b.AssertLessOrEqual(x, y));
        TinyWitnesses.AssertUnique(lessOrEqual, pairs, p => InRange(p.X) && InRange(p.Y) && Signed(p.X) <= Signed(p.Y));
        using var nonNegative = Pair((b, x, y) => b.AssertNonNegative(b.Subtract(x, y)));
        TinyWitnesses.AssertUnique(nonNegative, pairs, p => InRange(p.X) && InRange(p.Y) && Signed(p.X) >= Signed(p.Y));

        static bool InRange(Tiny x) => Signed(x) is >= -2 and < 2;
        static Circuit<Tiny, (Tiny X, Tiny Y)> Pair(Action<CircuitBuilder<Tiny>, SignedInt, SignedInt> define) => Circuit.Compile<Tiny, (Tiny X, Tiny Y)>(
            "test",
            (b, inputs) => define(b, b.ToSignedInt(inputs.Field("x", i => i.X), 1), b.ToSignedInt(inputs.Field("y", i => i.Y), 1)),
            new() { RangeBits = 2 });
    }

    [Test]
    public void EveryWitnessOfAClampIsUnique()
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny V, Tiny L, Tiny H)>(
            "test",
            (b, inputs) => b.Public("clamped", b.Clamp(b.ToSignedInt(inputs.Field("v", i => i.V), 1), b.ToSignedInt(inputs.Field("l", i => i.L), 1), b.ToSignedInt(inputs.Field("h", i => i.H), 1))),
            new() { RangeBits = 2 });
        var triples = (from v in Enumerable.Range(-2, 4) from l in Enumerable.Range(-2, 4) from h in Enumerable.Range(-2, 4) select (V: T(v), L: T(l), H: T(h))).ToList();
        TinyWitnesses.AssertUnique(circuit, triples, t => Signed(t.L) <= Signed(t.H));
        foreach (var t in triples.Where(t => Signed(t.L) <= Signed(t.H)))
        {
            using var a = circuit.Assign(t);
            Assert.That(Signed(a.PublicInputs[0]), Is.EqualTo(Math.Clamp(Signed(t.V), Signed(t.L), Signed(t.H))));
        }
    }

    /// <summary>Bug 13 with signs: the least integers, and elements that are none.</summary>
    [Test]
    public void Bug13SignedComparisonRefusesWrappedInputs()
    {
        using var circuit = Circuit.Compile<Fr, (BigInteger X, BigInteger Y)>(
            "test",
            (b, inputs) =>
            {
                var (x, y) = (b.ToSignedInt(inputs.Field("x", i => i.X), 63), b.ToSignedInt(inputs.Field("y", i => i.Y), 63));
                b.Public("less", b.IsLess(x, y));
                var (negative, magnitude) = b.Absolute(x);
                b.Public("negative", negative);
                b.Public("magnitude", magnitude);
                b.Public("clamp", b.Clamp(x, b.SignedConstant(-5), b.SignedConstant(7)));
            },
            _byteTable);
        CircuitAssert.Accepts(circuit, ((BigInteger)long.MinValue, (BigInteger)long.MaxValue));
        CircuitAssert.Accepts(circuit, ((BigInteger)long.MaxValue, (BigInteger)long.MinValue));
        CircuitAssert.Accepts(circuit, (BigInteger.Zero, BigInteger.Zero));
        CircuitAssert.Accepts(circuit, ((BigInteger)(-1), BigInteger.Zero));
        CircuitAssert.Rejects(circuit, ((BigInteger)long.MinValue - 1, BigInteger.Zero));
        CircuitAssert.Rejects(circuit, (BigInteger.Zero, (BigInteger)long.MaxValue + 1));
        CircuitAssert.Rejects(circuit, (Fr.Characteristic >> 1, BigInteger.Zero));
    }

    [Test]
    public void ArithmeticMatchesBigIntegers()
    {
        using var circuit = Circuit.Compile<Fr, (long X, long Y)>(
            "test",
            (b, inputs) =>
            {
                var (x, y) = (b.ToSignedInt(inputs.Field("x", i => i.X), 63), b.ToSignedInt(inputs.Field("y", i => i.Y), 63));
                var u = b.Absolute(y).Magnitude;
                foreach (var (name, value, bits) in new[]
                {
                    ("sum", b.Add(x, y), 64), ("difference", b.Subtract(x, y), 64), ("negative", b.Negate(x), 64), ("product", b.Multiply(x, y), 127),
                    ("product by magnitude", b.Multiply(x, u), 127), ("plus magnitude", b.Add(x, u), 65), ("minus magnitude", b.Subtract(x, u), 65),
                    ("total", b.Sum<Fr>([x, y, x]), 65), ("total of four", b.Sum<Fr>([x, y, x, y]), 65), ("total of five", b.Sum<Fr>([x, y, x, y, x]), 66),
                    ("gated", b.Gate(b.Constant(true), x), 63), ("selected", b.Select(b.Constant(false), b.SignedConstant(1), y), 63),
                    ("difference of magnitudes", b.Difference(b.Absolute(x).Magnitude, u), 64),
                })
                {
                    Assert.That(value.Bits, Is.EqualTo(bits), name);
                    b.Public(name, b.ToSignedInt(value, bits));
                }
            },
            _byteTable);
        foreach (var (x, y) in new[] { (0L, 0L), (1L, -1L), (long.MinValue, long.MinValue), (long.MaxValue, long.MinValue), (-5L, 1L << 62), (long.MaxValue, long.MaxValue) })
        {
            using var a = circuit.Assign((x, y));
            BigInteger bx = x, by = y, u = BigInteger.Abs(y);
            Assert.That(a.PublicInputs.Select(SignedOf), Is.EqualTo(new[]
            {
                bx + by, bx - by, -bx, bx * by, bx * u, bx + u, bx - u, bx + by + bx, 2 * (bx + by), (3 * bx) + (2 * by), bx, by, BigInteger.Abs(bx) - u,
            }));
            CircuitAssert.Satisfied(circuit, (x, y));
        }
    }

    /// <summary>Bug 55: what could wrap is refused while the circuit is built.</summary>
    [Test]
    public void Bug55WidthsThatCouldWrapAreRefused()
    {
        Compile((b, x, y) => b.Multiply(x, y));
        Compile((b, x, y) => b.IsLess(b.ToSignedInt(x.Wire, 251), y));
        Refused((b, x, y) => b.ToSignedInt(x.Wire, 252));
        Refused((b, x, y) => b.ToSignedInt(x.Wire, -1));
        Refused((b, x, y) => b.Multiply(b.Multiply(x, y), b.SignedConstant(1)));
        Refused((b, x, y) => b.Add(b.ToSignedInt(x.Wire, 251), y));
        Refused((b, x, y) => b.Negate(b.ToSignedInt(x.Wire, 251)));
        Refused((b, x, y) => b.Sum<Fr>([b.ToSignedInt(x.Wire, 251), y]));
        Refused((b, x, y) => b.Signed(b.ToUInt(x.Wire, 252)));
        Refused((b, x, y) => b.SignedConstant(BigInteger.One << 252));
        Refused((b, x, y) => b.FloorDivide(b.ToSignedInt(x.Wire, 200), b.ToUInt(y.Wire, 60)));
        Refused((b, x, y) => b.MultiplyDivide(b.ToUInt(x.Wire, 100), b.ToUInt(y.Wire, 100), b.ToUInt(y.Wire, 100)));
        Refused((b, x, y) => b.DivideFixed(b.ToUInt(x.Wire, 100), b.ToUInt(y.Wire, 100), 100));

        static void Refused(Action<CircuitBuilder<Fr>, SignedInt, SignedInt> define) => Assert.That(() => Compile(define), Throws.InstanceOf<ArgumentOutOfRangeException>());
        static void Compile(Action<CircuitBuilder<Fr>, SignedInt, SignedInt> define) => Circuit.Compile<Fr, BigInteger>(
            "test",
            (b, inputs) => define(b, b.ToSignedInt(inputs.Field("x", i => i), 125), b.ToSignedInt(inputs.Field("y", i => i), 125)),
            _byteTable).Dispose();
    }

    [Test]
    public void ConstantsAreAsWideAsTheyNeed()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, _) =>
        {
            foreach (var (value, bits) in new[] { (0, 0), (-1, 0), (1, 1), (-2, 1), (3, 2), (-4, 2), (-5, 3) })
                Assert.That(b.SignedConstant(value).Bits, Is.EqualTo(bits), $"{value}");
            b.Public("x", b.SignedConstant(-5));
        });
        using var a = circuit.Assign(Fr.Zero);
        Assert.That(a.PublicInputs[0], Is.EqualTo(Fr.FromBigInteger(-5)));
    }

    internal static Tiny T(int value) => Tiny.FromBigInteger(value);

    internal static int Signed(Tiny x) => (int)SignedOf(x);

    /// <summary>The integer nearest to zero that an element stands for.</summary>
    internal static BigInteger SignedOf<TF>(TF x)
        where TF : unmanaged, IPrimeField<TF> => x.ToBigInteger() is var v && v > TF.Characteristic >> 1 ? v - TF.Characteristic : v;

    private static IEnumerable<(Tiny X, Tiny Y)> Pairs(int first, int last) =>
        from x in Enumerable.Range(first, last - first + 1) from y in Enumerable.Range(first, last - first + 1) select (T(x), T(y));
}
