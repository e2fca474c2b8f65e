using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Round 4: the values of all opened polynomials at ζ and ζω. The quotient's is not sent, because it follows from the others; here it is compared
/// with what follows, and a witness that breaks a constraint is found out: then the constraints are not divisible by Z, and at a random ζ the two
/// differ. v follows.
/// </summary>
internal static class Round4Evaluations
{
    public static void Run<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var zeta = session.Transcript.Zeta;
        var next = zeta * TF.RootOfUnity(session.Circuit.Log2);
        session.Begin(ProverRound.Evaluations, session.Layout.Openings.Count);
        session.Evaluations = new TF[session.Layout.EvaluationCount];
        foreach (var opening in session.Layout.Openings)
        {
            var column = session.Column(opening.Kind, opening.Index);
            session.Evaluations[opening.Evaluation] = session.Engine.Evaluate(column, zeta);
            if (opening.AtNext)
                session.Evaluations[opening.Evaluation + 1] = session.Engine.Evaluate(column, next);
            session.Step();
        }

        var challenges = session.Transcript.Challenges.ToArray();
        if (!VerifierEquation.TryQuotient(session.Key.VerifyingKey, challenges, zeta, session.Evaluations, session.PublicInputs, out var expected))
            throw new InvalidOperationException("the challenge zeta is in the domain; prove again");
        var quotient = TF.Zero;
        var shift = zeta.Pow((ulong)(session.Layout.QuotientWidth * session.Circuit.Rows));
        for (var i = session.QuotientPieces.Count - 1; i >= 0; i--)
            quotient = (quotient * shift) + session.Engine.Evaluate(session.QuotientPieces[i], zeta);
        if (quotient != expected)
            session.Refuse("a gate or a public input does not hold");
        session.Transcript.Evaluations(session.Evaluations);
    }
}
