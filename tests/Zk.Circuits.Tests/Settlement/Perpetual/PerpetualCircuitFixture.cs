using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>The perpetual circuit of the smallest profile, compiled once, and the witness checker on it.</summary>
internal static class PerpetualCircuitFixture
{
    public static PerpetualProfile Profile { get; } = PerpetualProfile.Find(1)!;

    public static Circuit<Fr, PerpetualWitness> Compiled { get; } = Circuit.Compile(new PerpetualCircuit(Profile));

    /// <summary>The witness of a transition, and the statement that it must prove.</summary>
    public static (PerpetualWitness Witness, SettlementStatement Statement) Witness(PerpetualTransition transition)
    {
        var statement = transition.Statement(Profile, new byte[32]);
        return (PerpetualWitness.Create(transition, statement, Profile), statement);
    }

    /// <summary>The witness of a batch that breaks rules, which the reference is told to pass by: what a cheating operator would try to prove.</summary>
    public static PerpetualWitness Forced(PerpetualState state, PerpetualBatch batch, params PerpetualRule[] ignored)
    {
        Assert.That(PerpetualReference.TryApply(state, batch, out _, out var broken), Is.False, "the batch breaks no rule");
        Assert.That(broken!.Rule, Is.EqualTo(ignored[0]), broken.ToString());
        Assert.That(PerpetualReference.TryApply(state, batch, ignored.ToHashSet(), out var transition, out var other), Is.True, () => other!.ToString());
        return Witness(transition!).Witness;
    }

    /// <summary>The broken constraints of a witness, as text; none if it is satisfied.</summary>
    public static IReadOnlyList<string> Check(PerpetualWitness witness)
    {
        using var assignment = Compiled.Assign(witness);
        return [.. WitnessChecker<Fr>.Check(Compiled.Compiled, assignment).Select(f => f.ToString())];
    }
}
