using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Round 5 with fflonk: over the polynomials C_0, C_1, C_2, T with opening points given by Z_i, W = Σ v^i (C_i − r_i)/Z_i, then y is drawn, and
/// W′ = (Σ v^i Z_0(y)/Z_i(y) (C_i − r_i(y)) − Z_0(y) W)/(X − y). X^t − ζ divides a pack's part when X − ζ divides that of each column, so packs are divided
/// column by column. Synthetic division drops remainders, so none need be computed.
/// </summary>
internal static class Round5Fflonk
{
    public static void Run<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var (engine, transcript) = (session.Engine, session.Transcript);
        var zeta = transcript.Zeta;
        var next = zeta * TF.RootOfUnity(session.Circuit.Log2);
        var packs = FflonkPack.Of(session.Layout);
        var size = session.Circuit.SrsSizeFor(CommitmentScheme.Fflonk);
        session.Begin(ProverRound.Openings, 2);

        using var w = engine.Allocate(size);
        TF[] powers = [.. Enumerable.Range(0, packs.Length + 1).Select(i => transcript.V.Pow((ulong)i))];
        Combine(session, packs, powers, w, (polynomial, atNext) =>
        {
            engine.DivideByLinear(polynomial, zeta);
            if (atNext)
                engine.DivideByLinear(polynomial, next);
        });
        session.Commit(w);
        transcript.OpeningProof(session.Commitments[^1]);

        var y = transcript.Y;
        var weights = FflonkWeights<TF>.At(packs, zeta, next, transcript.V, y)
            ?? throw new InvalidOperationException("the challenge y is an opening point; prove again");
        using var last = engine.Allocate(size);
        Combine(session, packs, weights.Factors, last, (_, _) => { });
        engine.AddScaled(last, -weights.Vanishing, w);
        engine.DivideByLinear(last, y);
        session.Commit(last);
    }

    /// <summary>The sum of the packs, each column changed, and of the changed quotient, by factors of which the first is one.</summary>
    private static void Combine<TF>(
        ProverSession<TF> session, FflonkPack[] packs, TF[] factors, EngineBuffer<TF> destination, Action<EngineBuffer<TF>, bool> change)
        where TF : unmanaged, IPrimeField<TF>
    {
        var engine = session.Engine;
        Gather(session, packs[0], destination, change);
        for (var i = 1; i < packs.Length; i++)
        {
            using var pack = engine.Allocate(packs[i].Size * session.Circuit.Rows);
            Gather(session, packs[i], pack, change);
            engine.AddScaled(destination, factors[i], pack);
        }

        using var quotient = engine.Allocate(session.QuotientPieces[0].Length);
        engine.Copy(session.QuotientPieces[0], quotient);
        change(quotient, false);
        engine.AddScaled(destination, factors[^1], quotient);
    }

    private static void Gather<TF>(ProverSession<TF> session, FflonkPack pack, EngineBuffer<TF> destination, Action<EngineBuffer<TF>, bool> change)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var column = session.Engine.Allocate(session.Circuit.Rows);
        for (var j = 0; j < pack.Size; j++)
        {
            session.Engine.Copy(session.Column(pack.Openings[j].Kind, pack.Openings[j].Index), column);
            change(column, pack.AtNext);
            session.Engine.Scatter(column, destination, j, pack.Size);
        }
    }
}
