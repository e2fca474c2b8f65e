using Zk.Circuits.Settlement;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>The witness that product code makes of a valid batch, against the one that tests make by another way.</summary>
public class PaymentsWitnessTests
{
    [Test]
    public void EqualsTheForcedOneOnValidBatches([Range(0UL, 30UL)] ulong seed)
    {
        var operations = 1 + (int)(seed % 9);
        var sample = PaymentsSample.Create(2 + (int)(seed % 5), operations, seed);
        Assert.That(PaymentsReference.TryApply(sample.State!, sample.Batch, out var transition, out _), Is.True);
        var statement = transition!.Statement(10, "settlement/payments/10", new byte[32]);
        var made = PaymentsWitness.Create(transition, statement, 10);
        var forced = ForcedPayments.Create(sample.State!, sample.Batch, 10, statement.Challenge);
        Assert.That(Describe(made), Is.EqualTo(Describe(forced)));
    }

    private static string Describe(PaymentsWitness witness)
    {
        string Place(PaymentsPlace p) => $"{p.Index} {p.Exists} {p.Key} {p.Balance} {p.Nonce} {string.Join(' ', p.Siblings)}";
        var slots = witness.Slots.Select(s => $"{s with { Debit = null!, Credit = null! }} {Place(s.Debit)} {Place(s.Credit)}");
        return $"{witness.Domain} {witness.PreviousRoot} {witness.Challenge} {witness.Time}\n{string.Join('\n', slots)}\n{Place(witness.FeeAccount)}";
    }
}
