using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Round 2: the permutation's grand product z and the bus sums φ. Each is defined on rows 0..u and random on rows u+1..n−1. α follows.
/// </summary>
internal static class Round2Accumulators
{
    public static void Run<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        session.Begin(ProverRound.Accumulators, session.Circuit.System.AccumulatorColumns);
        var first = session.Commitments.Count;
        Permutation(session);
        Bus(session);
        session.Transcript.Accumulators(session.Commitments.Skip(first));
    }

    /// <summary>z_0 = 1, z_{i+1} = z_i · ∏ (a_j + γ + k_j β ω^i)/(a_j + γ + β σ_j); equal cells make z_u = 1.</summary>
    private static void Permutation<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var z = session.Engine.Allocate(session.Circuit.Rows);
        using (var inputs = new RowColumns<TF>(session))
            Quotients(session, session.Programs.Permutation, inputs, z);
        var usable = session.Circuit.UsableRows;
        var end = session.Engine.PrefixProduct(z, usable);
        if (!end.IsOne)
            session.Refuse("cells that must be equal are not");
        session.Engine.Write(z, usable, [end]);
        session.CommitColumn(ExpressionKind.Accumulator, PermutationArgument.Accumulator, z, usable + 1);
    }

    /// <summary>φ_0 = 0, φ_{i+1} = φ_i + Σ s/D over the group's terms; a balanced bus makes the φ_u of all groups add up to zero.</summary>
    private static void Bus<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var total = TF.Zero;
        var usable = session.Circuit.UsableRows;
        using var inputs = new RowColumns<TF>(session);
        for (var group = 0; group < session.Programs.Bus.Count; group++)
        {
            var phi = session.Engine.Allocate(session.Circuit.Rows);
            Quotients(session, session.Programs.Bus[group], inputs, phi);
            var end = session.Engine.PrefixSum(phi, usable);
            session.Engine.Write(phi, usable, [end]);
            session.CommitColumn(ExpressionKind.Accumulator, BusArgument.Accumulator(group), phi, usable + 1);
            total += end;
        }

        if (!total.IsZero)
            session.Refuse("a tuple is looked up that no table offers, or counted wrongly");
    }

    /// <summary>
    /// The quotients, by row, of a program's two outputs. A zero denominator, which random challenges make all but impossible, counts as having
    /// inverse zero; the checks on row u then refuse the witness rather than let a false proof out.
    /// </summary>
    private static void Quotients<TF>(ProverSession<TF> session, GateProgram<TF> program, RowColumns<TF> columns, EngineBuffer<TF> destination)
        where TF : unmanaged, IPrimeField<TF>
    {
        var rows = session.Circuit.Rows;
        using var denominators = session.Engine.Allocate(rows);
        var inputs = program.Inputs.Select(columns.View).ToArray();
        session.Engine.Run(program, session.Transcript.Challenges, rows, inputs, [destination, denominators]);
        session.Engine.Invert(denominators);
        session.Engine.Multiply(destination, denominators);
    }
}
