using Zk.Field;

namespace Zk.Plonk;

/// <summary>SHPLONK: each column has its own commitment and is opened where constraints read it; the quotient is cut into pieces of wn coefficients.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <param name="keyTag">The tag of keys with this width.</param>
/// <param name="width">w; a quotient that is shorter is one piece.</param>
internal sealed class ShplonkScheme<TF>(string keyTag, int width) : OpeningScheme<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Powers beyond wn: the last piece of the quotient has up to five more coefficients, a blinded piece one.</summary>
    public const int Surplus = 8;

    public override string KeyTag => keyTag;

    public override IReadOnlyList<IReadOnlyList<Column>> Pack(IReadOnlyList<Column> columns) => [.. columns.Select(column => (Column[])[column])];

    public override int QuotientWidth(int degree) => Math.Min(width, degree - 1);

    public override long SrsSize(ConstraintSystem<TF> system, long rows) => (QuotientWidth(system.Degree) * rows) + Surplus;

    /// <summary>Three polynomials as long as the SRS, two of n coefficients.</summary>
    public override long ScratchColumns(ConstraintSystem<TF> system) => (3 * QuotientWidth(system.Degree)) + 2;

    /// <summary>First what is opened twice: advice columns, accumulators; then fixed columns, multiplicities, the other advice columns. A column of zeros is dropped.</summary>
    public override IEnumerable<(Column Column, bool AtNext)> Openings(
        VerifyingKey<TF> key, IReadOnlyList<IReadOnlyList<Column>> packs, IReadOnlySet<(Column Column, int Rotation)> mentioned)
    {
        (ExpressionKind Kind, bool AtNext)[] order =
        [
            (ExpressionKind.Advice, true), (ExpressionKind.Accumulator, true),
            (ExpressionKind.Fixed, false), (ExpressionKind.Multiplicity, false), (ExpressionKind.Advice, false),
        ];
        return
            from part in order
            from pack in packs
            from column in pack
            where column.Kind == part.Kind && mentioned.Contains((column, 1)) == part.AtNext
            where (part.AtNext || mentioned.Contains((column, 0))) && !(column.Kind == ExpressionKind.Fixed && key.IsZeroColumn(column.Index))
            select (column, part.AtNext);
    }

    public override void Open(ProverSession<TF> session) => Round5Shplonk.Run(session);

    public override TF Denominators(VerifyingKey<TF> key, ProofTranscript<TF> transcript) => TF.One;

    public override string? FindFault(VerifyingKey<TF> key, Proof<TF> proof, ProofTranscript<TF> transcript, TF quotient) =>
        ShplonkVerifier.Verify(key, proof, transcript, quotient) ? null : "the pairing check fails";
}
