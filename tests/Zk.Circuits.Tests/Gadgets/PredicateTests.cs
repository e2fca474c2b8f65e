using System.Numerics;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Answers about any field elements whatever: there is a witness for every statement, and it has the right answer.</summary>
public sealed class PredicateTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    private static readonly EdwardsPoint _order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);

    private Circuit<Fr, EdDsaGadgetTests.Case> _signatures = null!;
    private Circuit<Fr, EdwardsPoint> _points = null!;

    [OneTimeSetUp]
    public void Compile()
    {
        _signatures = Circuit.Compile<Fr, EdDsaGadgetTests.Case>(
            "test",
            (b, inputs) => b.Public("valid", b.IsSignatureValid(
                (inputs.Field("key.x", i => i.Key.X), inputs.Field("key.y", i => i.Key.Y)),
                inputs.Field("message", i => i.Message),
                (inputs.Field("r.x", i => i.R.X), inputs.Field("r.y", i => i.R.Y)),
                inputs.Field("s", i => i.S))),
            _byteTable);
        _points = Circuit.Compile<Fr, EdwardsPoint>(
            "test",
            (b, inputs) =>
            {
                var (x, y) = (inputs.Field("x", p => p.X), inputs.Field("y", p => p.Y));
                b.Public("on curve", b.IsOnCurve(x, y));
                b.Public("in subgroup", b.IsInSubgroup(x, y));
            },
            _byteTable);
    }

    [OneTimeTearDown]
    public void Release()
    {
        _signatures.Dispose();
        _points.Dispose();
    }

    /// <summary>Elements on both sides of every kind of bound: one witness each, and the right answer for all elements.</summary>
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(65)]
    [TestCase(200)]
    [TestCase(256)]
    [TestCase(257)]
    public void EveryWitnessOfABoundIsUnique(int bound)
    {
        using var circuit = Circuit.Compile<Tiny, Tiny>("test", (b, inputs) => b.Public("below", b.IsBelow(inputs.Field("x", x => x), bound)), new() { RangeBits = 3 });
        TinyWitnesses.AssertUnique(circuit, new[] { 0, 1, bound - 1, bound, bound + 1, 63, 64, 192, 255, 256 }.Distinct().Select(x => Tiny.FromBigInteger(x)), _ => true);
        foreach (var x in Tiny.All)
        {
            using var a = circuit.Assign(x);
            Assert.That(a.PublicInputs[0].IsOne, Is.EqualTo(x.Value < bound), $"{x}");
        }
    }

    [Test]
    public void BoundsAreExact()
    {
        var l = BabyJubJub.SubgroupOrder;
        using var circuit = Circuit.Compile<Fr, BigInteger>("test", (b, inputs) => b.Public("below", b.IsBelow(inputs.Field("x", x => x), l)), _byteTable);
        foreach (var x in new[] { BigInteger.Zero, l - 1, l, l + 1, Fr.Characteristic - 1, (l >> 128) << 128, BigInteger.One << 128, l & ((BigInteger.One << 128) - 1) })
        {
            CircuitAssert.Satisfied(circuit, x);
            using var a = circuit.Assign(x);
            Assert.That(a.PublicInputs[0].IsOne, Is.EqualTo(x < l), $"{x}");
        }

        CircuitAssert.Accepts(circuit, l - 1, 400);
        CircuitAssert.Accepts(circuit, l, 400);
        Assert.That(() => Circuit.Compile<Fr, Fr>("test", (b, inputs) => b.IsBelow(inputs.Field("x", x => x), Fr.Characteristic + 1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Circuit.Compile<Fr, Fr>("test", (b, inputs) => b.IsBelow(inputs.Field("x", x => x), -1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCaseSource(nameof(Points))]
    public void PointsAreJudgedAsTheCurveJudgesThem(string name, EdwardsPoint point)
    {
        CircuitAssert.Satisfied(_points, point);
        using var a = _points.Assign(point);
        Assert.That(a.PublicInputs[0].IsOne, Is.EqualTo(point.IsOnCurve), name);
        Assert.That(a.PublicInputs[1].IsOne, Is.EqualTo(EdDsa.CheckPublicKey(point, out _)), name);
    }

    [Test]
    public void AnswersAboutPointsResistLies()
    {
        foreach (var point in new[] { BabyJubJub.Base, BabyJubJub.Generator, EdwardsPoint.Identity, default })
            CircuitAssert.Accepts(_points, point, 300, "parts of a point");
    }

    /// <summary>Bug 39: a point outside the subgroup written with the wrong part of small order, so that it would seem to be inside, or the reverse.</summary>
    [Test]
    public void Bug39NoPointHasTwoPartsOfSmallOrder()
    {
        var hint = _points.Hint("parts of a point");
        var eighth = BigInteger.ModPow(8, BabyJubJub.SubgroupOrder - 2, BabyJubJub.SubgroupOrder);
        for (var t = 0; t < 8; t++)
        {
            var point = BabyJubJub.Base + _order8.Multiply(t);
            for (var lie = 0; lie <= 8; lie++)
            {
                if (lie == t)
                    continue;
                foreach (var q in new[] { (point - _order8.Multiply(lie)).Multiply(eighth), BabyJubJub.Base.Multiply(eighth), BabyJubJub.Base })
                    CircuitAssert.Rejects(_points, point, (hint[0], q.X), (hint[1], q.Y), (hint[2], Fr.FromUInt64((ulong)lie)));
            }
        }
    }

    /// <summary>What the asserting gadget and the native verifier accept or refuse, this one answers.</summary>
    [TestCaseSource(typeof(EdDsaGadgetTests), nameof(EdDsaGadgetTests.BadCases))]
    public void Bug47BadSignaturesAreProvenBad(string name, EdDsaGadgetTests.Case bad)
    {
        CircuitAssert.Satisfied(_signatures, bad);
        using var a = _signatures.Assign(bad);
        Assert.That(a.PublicInputs[0].IsZero, Is.True, name);
        Assert.That(bad.IsValid, Is.False);
    }

    [Test]
    public void GoodSignaturesAreProvenGood()
    {
        foreach (var message in new[] { Fr.Zero, Fr.One, -Fr.One, FieldSamples.Random<Fr>(1, 3)[0] })
        {
            var honest = EdDsaGadgetTests.Honest(message);
            CircuitAssert.Satisfied(_signatures, honest);
            using var a = _signatures.Assign(honest);
            Assert.That(a.PublicInputs[0].IsOne, Is.True);
        }
    }

    [Test]
    public void AnswersAboutSignaturesResistLies()
    {
        var honest = EdDsaGadgetTests.Honest(Fr.FromUInt64(42));
        CircuitAssert.Accepts(_signatures, honest, 200, "parts of a point");
        CircuitAssert.Accepts(_signatures, honest with { S = honest.S + BabyJubJub.SubgroupOrder }, 100, "parts of a point");
        CircuitAssert.Accepts(_signatures, honest with { Key = _order8, R = default }, 100, "parts of a point");
    }

    /// <summary>Random pairs of everything against the native verifier.</summary>
    [Test]
    public void HostileElementsAreJudgedAsTheVerifierJudgesThem([Range(1, 12)] int seed)
    {
        var random = FieldSamples.Random<Fr>(8, seed);
        var honest = EdDsaGadgetTests.Honest(random[0]);
        var points = new[] { honest.Key, honest.R, new EdwardsPoint(random[1], random[2]), EdwardsPoint.Identity, _order8.Multiply(seed), BabyJubJub.Base.Multiply(seed) };
        var scalars = new[] { honest.S, honest.S + BabyJubJub.SubgroupOrder, 0, random[3].ToBigInteger(), BabyJubJub.SubgroupOrder - 1, Fr.Characteristic - 1 };
        var mixed = honest with { Key = points[seed % 3 == 0 ? 0 : seed % 6], R = points[seed % 4 == 0 ? 1 : (seed * 5) % 6], S = scalars[seed % 2 == 0 ? 0 : seed % 6] };
        CircuitAssert.Satisfied(_signatures, mixed);
        using var a = _signatures.Assign(mixed);
        Assert.That(a.PublicInputs[0].IsOne, Is.EqualTo(mixed.IsValid));
    }

    private static IEnumerable<TestCaseData> Points()
    {
        TestCaseData Point(string name, EdwardsPoint point) => new TestCaseData(name, point).SetArgDisplayNames(name);
        yield return Point("base", BabyJubJub.Base);
        yield return Point("public key", EdDsa.PublicKey(new byte[32]));
        yield return Point("generator of the whole group", BabyJubJub.Generator);
        yield return Point("identity", EdwardsPoint.Identity);
        yield return Point("(0, 0)", default);
        yield return Point("off the curve, x = 0", new EdwardsPoint(Fr.Zero, Fr.FromUInt64(2)));
        yield return Point("off the curve", new EdwardsPoint(BabyJubJub.Base.X, BabyJubJub.Base.Y + Fr.One));
        for (var t = 1; t < 8; t++)
        {
            yield return Point($"small order {t}", _order8.Multiply(t));
            yield return Point($"base with a part of small order {t}", BabyJubJub.Base + _order8.Multiply(t));
        }
    }
}
