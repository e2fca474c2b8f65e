using NUnit.Framework;
using Zk.Circuits.Settlement;

namespace Zk.Cli.Tests;

/// <summary>What is proved is what was asked: before a proof is made, the circuit's public inputs are compared with the statement.</summary>
[TestFixture]
public sealed class SettlementProofTests
{
    private const int Capacity = 8;

    [Test]
    public void AWitnessOfAnotherStatementIsAnInternalError()
    {
        using var circuit = PaymentsFamily.Compile(Capacity);
        var sample = PaymentsSample.Create(2, Capacity, 1);
        Assert.That(PaymentsReference.TryApply(sample.State!, sample.Batch, out var transition, out _), Is.True);
        using (var assignment = circuit.Assign(new PaymentsFamily.Outcome(transition!), new byte[32], 1))
            Assert.That(assignment.PublicInputs, Is.EqualTo(transition!.Statement(Capacity, circuit.Compiled.Name, new byte[32]).ToArray()));

        // A state after the batch that the batch does not lead to: a bug of the reference, seen from here.
        var error = Assert.Throws<InvalidOperationException>(() =>
            circuit.Assign(new PaymentsFamily.Outcome(transition! with { After = transition.Before }), new byte[32], 1));
        var (code, line) = Failure.Describe(error!);
        Assert.That(code, Is.EqualTo(ExitCode.Environment));
        Assert.That(line, Does.StartWith("internal error").And.Contain("nextRoot"));
    }
}
