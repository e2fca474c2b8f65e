using System.Numerics;
using System.Text;
using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests;

/// <summary>Known bugs of other circuits that no other fixture here catches by itself; docs/soundness.md numbers them.</summary>
public sealed class CircuitBugTests
{
    private static readonly EdwardsPoint _order2 = new(Fr.Zero, -Fr.One);
    private static readonly EdwardsPoint _order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);
    private static readonly EdwardsPoint _base = BabyJubJub.Base;

    /// <summary>
    /// Bug 22: where an incomplete addition law divides by zero its output is free. Each of these sums must refuse every other result; a result with a
    /// vanishing denominator would accept any.
    /// </summary>
    [Test]
    public void Bug22_ExceptionalSumsHaveOneResult()
    {
        using var circuit = Circuit.Compile<Fr, (EdwardsPoint P, EdwardsPoint Q)>("test", (b, inputs) =>
        {
            var p = (X: inputs.Field("p.x", i => i.P.X), Y: inputs.Field("p.y", i => i.P.Y));
            var q = (X: inputs.Field("q.x", i => i.Q.X), Y: inputs.Field("q.y", i => i.Q.Y));
            b.AssertOnCurve(p.X, p.Y);
            b.AssertOnCurve(q.X, q.Y);
            foreach (var (x, y) in new[] { b.Add(p, q), b.Double(p.X, p.Y) })
            {
                b.Public("x", x);
                b.Public("y", y);
            }
        });
        (EdwardsPoint P, EdwardsPoint Q)[] pairs =
        [
            (_base, _base), (_base, -_base), (_base, EdwardsPoint.Identity), (_order2, _order2), (_order8, -_order8),
        ];
        foreach (var pair in pairs)
            CircuitAssert.Accepts(circuit, pair);
    }

    /// <summary>
    /// Bug 29: a signature is not unique, since the signer chooses the nonce point. Two signatures of one operation give the same statement, and what
    /// keeps an operation from being settled twice is the account's nonce, not the signature.
    /// </summary>
    [Test]
    public void Bug29_AnotherSignatureOfAnOperationIsNotAnotherOperation()
    {
        var operation = Transfer(0, 1, 10, 2);
        var message = operation.Message(Context.Domain.Value);
        var point = _base.Multiply(4711);
        var s = (4711 + (EdDsa.Challenge(point, Key(0), message).ToBigInteger() * SecretScalar(Secret(0)))) % BabyJubJub.SubgroupOrder;
        var other = operation with { Signature = new EdDsaSignature(point, s) };
        Assert.That(EdDsa.Verify(Key(0), message, other.Signature!.Value, out var reason), Is.True, reason);
        Assert.That(other.Signature, Is.Not.EqualTo(operation.Signature));

        Assert.That(Statement(other), Is.EqualTo(Statement(operation)));
        var refused = Refuse(operation, other);
        Assert.That(refused.Rule, Is.EqualTo(PaymentsRule.WrongNonce));
        Assert.That(refused.Operation, Is.EqualTo(1));

        static Fr[] Statement(Operation operation) => [.. Apply(operation).Statement(8, "settlement/payments/8", new byte[32]).ToArray()];
    }

    /// <summary>The scalar of a secret key, as docs/formats.md defines it.</summary>
    private static BigInteger SecretScalar(byte[] secret)
    {
        var state = new KeccakState(64);
        state.Update(Encoding.ASCII.GetBytes("zk/eddsa/scalar"));
        state.Update(secret);
        var digest = new byte[64];
        state.Finish(digest);
        return new BigInteger(digest, isUnsigned: true) % BabyJubJub.SubgroupOrder;
    }
}
