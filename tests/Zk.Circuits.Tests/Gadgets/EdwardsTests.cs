using System.Numerics;

namespace Zk.Circuits.Tests;

/// <summary>Baby Jubjub in circuits against the native curve.</summary>
public sealed class EdwardsTests
{
    private static readonly EdwardsPoint[] _points =
    [
        EdwardsPoint.Identity,
        new(Fr.Zero, -Fr.One),
        BabyJubJub.Base,
        -BabyJubJub.Base,
        BabyJubJub.Base.Multiply(12345),
        BabyJubJub.Generator,
        BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder),
    ];

    [Test]
    public void ARangeTableNarrowerThanADigitIsRefused() =>
        Assert.That(
            () => Circuit.Compile<Fr, Fr>("test", (b, inputs) => b.MultiplyBase(inputs.Field("scalar", s => s)), new() { RangeBits = EdwardsMultiplication.FixedDigitBits - 1 }),
            Throws.InvalidOperationException.With.Message.Contains("digits of 8 bits"));

    [Test]
    public void SumsAndDoublesAreTheNativeOnes()
    {
        // Bugs 22 and 23: P = Q, P = -Q, the identity and points of small order are ordinary cases of a complete law, with one solution each.
        using var circuit = Circuit.Compile<Fr, (EdwardsPoint P, EdwardsPoint Q)>("test", (b, inputs) =>
        {
            var p = (X: inputs.Field("p.x", i => i.P.X), Y: inputs.Field("p.y", i => i.P.Y));
            var q = (X: inputs.Field("q.x", i => i.Q.X), Y: inputs.Field("q.y", i => i.Q.Y));
            b.AssertOnCurve(p.X, p.Y);
            b.AssertOnCurve(q.X, q.Y);
            foreach (var (x, y) in new[] { b.Add(p, q), b.Double(p.X, p.Y), b.DoubleRepeatedly(p, 2), b.DoubleRepeatedly(p, 3) })
            {
                b.Public("x", x);
                b.Public("y", y);
            }
        });
        foreach (var p in _points)
        {
            foreach (var q in _points)
            {
                CircuitAssert.Satisfied(circuit, (p, q));
                using var a = circuit.Assign((p, q));
                EdwardsPoint[] expected = [p + q, p + p, p.Multiply(4), p.Multiply(8)];
                Assert.That(a.PublicInputs, Is.EqualTo(expected.SelectMany(e => new[] { e.X, e.Y })));
            }
        }

        CircuitAssert.Accepts(circuit, (_points[4], _points[5]));
        CircuitAssert.Rejects(circuit, (new EdwardsPoint(Fr.One, Fr.One), BabyJubJub.Base));
    }

    [Test]
    public void FixedBaseMultiplesAreTheNativeOnes()
    {
        using var circuit = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) =>
        {
            var (x, y) = b.MultiplyBase(inputs.Field("s", i => i));
            b.Public("x", x);
            b.Public("y", y);
        });
        foreach (var s in new[] { 0, 1, 255, 256, BabyJubJub.SubgroupOrder - 1, (BigInteger.One << 128) - 1, BigInteger.One << 128 })
        {
            CircuitAssert.Satisfied(circuit, s);
            using var a = circuit.Assign(s);
            var expected = BabyJubJub.Base.Multiply(s);
            Assert.That(a.PublicInputs, Is.EqualTo(new[] { expected.X, expected.Y }));
        }

        CircuitAssert.Accepts(circuit, BabyJubJub.SubgroupOrder - 12345, 400);

        // Bug 27: a scalar that is l or more is refused, though its multiple is that of the scalar less l.
        CircuitAssert.Rejects(circuit, BabyJubJub.SubgroupOrder);
        CircuitAssert.Rejects(circuit, BabyJubJub.SubgroupOrder + 1);
        CircuitAssert.Rejects(circuit, Fr.Characteristic - 1);
    }

    [Test]
    public void VariableBaseMultiplesAreTheNativeOnes()
    {
        using var circuit = Circuit.Compile<Fr, (BigInteger H, EdwardsPoint P)>("test", (b, inputs) =>
        {
            var p = (inputs.Field("x", i => i.P.X), inputs.Field("y", i => i.P.Y));
            b.AssertOnCurve(p.Item1, p.Item2);
            var (x, y) = b.Multiply(inputs.Field("h", i => i.H), p);
            b.Public("x", x);
            b.Public("y", y);
        });
        foreach (var h in new[] { 0, 1, 15, 16, BabyJubJub.SubgroupOrder, Fr.Characteristic - 1 })
        {
            foreach (var p in new[] { _points[0], _points[1], _points[4], _points[6] })
            {
                CircuitAssert.Satisfied(circuit, (h, p));
                using var a = circuit.Assign((h, p));
                var expected = p.Multiply(h);
                Assert.That(a.PublicInputs, Is.EqualTo(new[] { expected.X, expected.Y }));
            }
        }

        CircuitAssert.Accepts(circuit, (Fr.Characteristic - 12345, _points[4]), 300);
    }

    [Test]
    public void AScalarPlusTheModulusIsNoAlternative()
    {
        // h and h + r are one wire value but different multiples (bugs 10 and 12): digits of h + r are refused although each is in range.
        using var circuit = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) =>
        {
            var (x, y) = b.Multiply(inputs.Field("h", i => i), b.Constant(BabyJubJub.Base));
            b.Public("x", x);
            b.Public("y", y);
        });
        foreach (var h in new BigInteger[] { 0, 5, 1 << 20 })
        {
            var digits = circuit.Hint("digits");
            var lies = digits.Select((d, i) => (d, Fr.FromBigInteger(((h + Fr.Characteristic) >> (4 * i)) & 15))).ToArray();
            CircuitAssert.Rejects(circuit, h, lies);
        }
    }
}
