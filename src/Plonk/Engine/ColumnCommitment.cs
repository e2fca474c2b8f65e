using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>Commitments to columns, which are known by their values first and needed as coefficients afterwards.</summary>
internal static class ColumnCommitment
{
    /// <summary>
    /// Turns the values of a column in place into its coefficients and commits to it: by its values where the SRS has a Lagrange base for them, since cells are
    /// mostly zeros and small numbers, which coefficients never are.
    /// </summary>
    public static G1Point InterpolateAndCommit<TF>(this IEngine<TF> engine, Srs<TF> srs, EngineBuffer<TF> values, int log2)
        where TF : unmanaged, IPrimeField<TF>
    {
        G1Point? commitment = srs.LagrangeBase(log2) is null ? null : engine.CommitValues(srs, values);
        engine.Interpolate(values, log2, TF.One);
        return commitment ?? engine.Commit(srs, values);
    }
}
