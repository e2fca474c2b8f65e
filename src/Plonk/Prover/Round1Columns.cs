using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Round 1: commitments to the advice columns and the multiplicity columns, with random values on rows u..n−1. Multiplicities count tuples as they
/// are, not compressed by θ, so they can be sent before θ is drawn; θ, χ, β, γ follow.
/// </summary>
internal static class Round1Columns
{
    public static void Run<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var assignment = session.Assignment;
        session.Begin(ProverRound.Columns, assignment.Advice.Count + assignment.Multiplicities.Count);
        Commit(session, ExpressionKind.Advice, assignment.Advice);
        Commit(session, ExpressionKind.Multiplicity, assignment.Multiplicities);
        session.Transcript.Columns(session.Commitments);
    }

    private static void Commit<TF>(ProverSession<TF> session, ExpressionKind kind, IReadOnlyList<FieldVector<TF>> columns)
        where TF : unmanaged, IPrimeField<TF>
    {
        for (var i = 0; i < columns.Count; i++)
        {
            // A copy: the witness stays the caller's, and round 2 needs its values while this becomes coefficients.
            var values = session.Engine.Allocate(session.Circuit.Rows);
            session.Engine.Upload(columns[i], values);
            session.CommitColumn(kind, i, values, session.Circuit.UsableRows);
        }
    }
}
