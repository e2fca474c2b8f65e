using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Round 5: SHPLONK (BDFG20, eprint 2020/081, section 4). With F_B = Σ v^i f_i over the polynomials opened at ζ and ζω, F_A over those opened at ζ
/// alone (the quotient last), and Z_T = (X − ζ)(X − ζω): W = (F_B − R_B)/Z_T + (F_A − R_A)/(X − ζ), then y is drawn, and
/// W′ = (F_B − R_B(y) + (y − ζω)(F_A − R_A) − Z_T(y) W)/(X − y). Synthetic division drops remainders, so R_A and R_B need not be computed.
/// </summary>
internal static class Round5Shplonk
{
    public static void Run<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var (engine, transcript) = (session.Engine, session.Transcript);
        var zeta = transcript.Zeta;
        var next = zeta * TF.RootOfUnity(session.Circuit.Log2);
        session.Begin(ProverRound.Openings, 2);

        // Columns have n coefficients; of what is opened only the quotient's pieces may be longer.
        var size = session.Circuit.SrsSizeFor(session.Key.VerifyingKey.Scheme);
        using var both = engine.Allocate(session.Circuit.Rows);
        using var single = engine.Allocate(size);
        using var w = engine.Allocate(size);
        Batch(session, both, single);

        engine.Copy(single, w);
        engine.DivideByLinear(w, zeta);
        using (var quotient = engine.Allocate(both.Length))
        {
            engine.Copy(both, quotient);
            engine.DivideByLinear(quotient, zeta);
            engine.DivideByLinear(quotient, next);
            engine.AddScaled(w, TF.One, quotient);
        }

        session.Commit(w);
        transcript.OpeningProof(session.Commitments[^1]);

        var y = transcript.Y;
        using var last = engine.Allocate(size);
        engine.AddCombination(last, [(TF.One, both), (y - next, single), (-((y - zeta) * (y - next)), w)]);
        engine.DivideByLinear(last, y);
        session.Commit(last);
    }

    /// <summary>Sums the polynomials of each kind with their powers of v.</summary>
    private static void Batch<TF>(ProverSession<TF> session, EngineBuffer<TF> both, EngineBuffer<TF> single)
        where TF : unmanaged, IPrimeField<TF>
    {
        var weight = TF.One;
        var (bothTerms, singleTerms) = (new List<(TF, EngineBuffer<TF>)>(), new List<(TF, EngineBuffer<TF>)>());
        foreach (var opening in session.Layout.Openings)
        {
            (opening.AtNext ? bothTerms : singleTerms).Add((weight, session.Column(opening.Kind, opening.Index)));
            weight *= session.Transcript.V;
        }

        var shift = session.Transcript.Zeta.Pow((ulong)(session.Layout.QuotientWidth * session.Circuit.Rows));
        foreach (var piece in session.QuotientPieces)
        {
            singleTerms.Add((weight, piece));
            weight *= shift;
        }

        session.Engine.AddCombination(both, bothTerms);
        session.Engine.AddCombination(single, singleTerms);
    }
}
