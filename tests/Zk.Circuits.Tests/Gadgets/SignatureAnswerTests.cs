using System.Numerics;

namespace Zk.Circuits.Tests.Gadgets;

/// <summary>Answers about numbers and signatures that may be anything.</summary>
public class SignatureAnswerTests
{
    private static readonly BigInteger _bound = ((BigInteger)5 << 16) + 7;

    private static readonly Circuit<Fr, (BigInteger Low, BigInteger High)> _below = Circuit.Compile<Fr, (BigInteger Low, BigInteger High)>("below", (b, inputs) =>
        b.Public("is below", b.IsBelow(inputs.UInt("low", 16, i => i.Low), inputs.UInt("high", 16, i => i.High), _bound)));

    [OneTimeTearDown]
    public static void DisposeTheCircuit() => _below.Dispose();

    [TestCase(0, 0, true)]
    [TestCase(6, 5, true)]
    [TestCase(7, 5, false)]
    [TestCase(8, 5, false)]
    [TestCase(65535, 4, true)]
    [TestCase(0, 6, false)]
    [TestCase(65535, 65535, false)]
    public void IsBelowComparesAsIntegers(int low, int high, bool expected)
    {
        using var assignment = _below.Assign((low, high));
        Assert.That(assignment.PublicInputs[0], Is.EqualTo(expected ? Fr.One : Fr.Zero));
        CircuitAssert.Accepts(_below, (low, high));
    }

    [Test]
    public void IsSignatureAgreesWithTheVerifier()
    {
        var circuit = Circuit.Compile<Fr, (EdwardsPoint Key, Fr Message, EdDsaSignature Signature)>("is signature", (b, inputs) => b.Public("is signature", b.IsSignature(
            (inputs.Field("x", i => i.Key.X), inputs.Field("y", i => i.Key.Y)),
            inputs.Field("message", i => i.Message),
            (inputs.Field("R.x", i => i.Signature.R.X), inputs.Field("R.y", i => i.Signature.R.Y)),
            inputs.Field("S", i => i.Signature.S))));
        using var owned = circuit;
        byte[] secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        var key = EdDsa.PublicKey(secret);
        var message = Fr.FromUInt64(42);
        var good = EdDsa.Sign(secret, message);
        var order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);
        (Fr Message, EdDsaSignature Signature)[] cases =
        [
            (message, good),
            (Fr.One, good),
            (message, good with { S = good.S - 1 }),
            (message, good with { R = -good.R }),
            (message, good with { R = good.R + order8 }),
            (message, good with { R = EdwardsPoint.Identity }),
            (message, good with { R = new EdwardsPoint(good.R.X, good.R.Y + Fr.One) }),
            (message, good with { R = new EdwardsPoint(good.R.X + Fr.One, good.R.Y) }),
            (message, new EdDsaSignature(new EdwardsPoint(Fr.Zero, Fr.Zero), 0)),
        ];
        foreach (var (signed, signature) in cases)
        {
            using var assignment = circuit.Assign((key, signed, signature));
            Assert.That(WitnessChecker<Fr>.Check(circuit.Compiled, assignment), Is.Empty);
            Assert.That(assignment.PublicInputs[0].IsOne, Is.EqualTo(EdDsa.Verify(key, signed, signature, out _)));
        }

        CircuitAssert.Rejects(circuit, (key, message, good with { S = good.S + BabyJubJub.SubgroupOrder }));
        CircuitAssert.Accepts(circuit, (key, message, good), 300, "eighth of a point");
    }
}
