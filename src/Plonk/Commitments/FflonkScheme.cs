using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// fflonk: C_0 packs the fixed and permutation columns, C_1 advice and multiplicities, C_2 the accumulators; the quotient is one polynomial. Every column
/// of a pack is opened at ζ and, if constraints read the next row of any of them, at ζω.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class FflonkScheme<TF> : OpeningScheme<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    public override string KeyTag => "zk/fflonk/verifying-key/2";

    public override IReadOnlyList<IReadOnlyList<Column>> Pack(IReadOnlyList<Column> columns) => [columns];

    /// <summary>All of it is one piece. Its commitment needs no blinding: it is a function of the columns' values at τ and τω.</summary>
    public override int QuotientWidth(int degree) => degree - 1;

    public override IEnumerable<(Column Column, bool AtNext)> Openings(
        VerifyingKey<TF> key, IReadOnlyList<IReadOnlyList<Column>> packs, IReadOnlySet<(Column Column, int Rotation)> mentioned) =>
        from pack in packs
        let atNext = pack.Any(column => mentioned.Contains((column, 1)))
        from column in pack
        select (column, atNext);

    /// <summary>The coefficients of the largest pack or of the quotient. What opens them has fewer.</summary>
    public override long SrsSize(ConstraintSystem<TF> system, long rows) => Math.Max(LargestPack(system) * rows, system.QuotientCoefficients(rows));

    /// <summary>Two polynomials as long as the SRS, and a pack of witness columns.</summary>
    public override long ScratchColumns(ConstraintSystem<TF> system) => 3 * Math.Max(LargestPack(system), system.Degree);

    public override void Open(ProverSession<TF> session) => Round5Fflonk.Run(session);

    /// <summary>The product of all Z_i(y).</summary>
    public override TF Denominators(VerifyingKey<TF> key, ProofTranscript<TF> transcript) =>
        FflonkWeights<TF>.Denominators(FflonkPack.Of(key.Layout), transcript.Zeta, transcript.Zeta * TF.RootOfUnity(key.Log2), transcript.Y)
            .Aggregate(TF.One, (product, value) => product * value);

    public override string? FindFault(VerifyingKey<TF> key, Proof<TF> proof, ProofTranscript<TF> transcript, TF quotient) =>
        FflonkVerifier.FindFault(key, proof, transcript, quotient);

    private static int LargestPack(ConstraintSystem<TF> system) => Math.Max(
        system.FixedColumns + system.AdviceColumns, Math.Max(system.AdviceColumns + system.MultiplicityColumns, system.AccumulatorColumns));
}
