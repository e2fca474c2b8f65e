using Zk.Field;

namespace Zk.Plonk;

/// <summary>SHPLONK: each column has its own commitment and is opened where constraints read it; the quotient is cut into pieces of n coefficients.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class ShplonkScheme<TF> : OpeningScheme<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Powers beyond n: the last piece of the quotient has up to five more coefficients, a blinded piece one.</summary>
    public const int Surplus = 8;

    public override string KeyTag => "zk/plonk/verifying-key/1";

    public override IReadOnlyList<IReadOnlyList<Column>> Pack(IReadOnlyList<Column> columns) => [.. columns.Select(column => (Column[])[column])];

    public override int QuotientPieces(int degree) => degree - 1;

    public override long SrsSize(ConstraintSystem<TF> system, long rows) => rows + Surplus;

    /// <summary>Less than the quotient needed, so nothing on top.</summary>
    public override long ScratchColumns(ConstraintSystem<TF> system) => 0;

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

    /// <summary>T_i gains b_i X^n − b_{i−1}: the sum Σ X^(in) T_i stays, and all pieces but one become independently uniform commitments.</summary>
    public override void FinishQuotient(ProverSession<TF> session)
    {
        var pieces = session.QuotientPieces;
        var constant = new TF[1];
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            var b = TF.Random();
            session.Engine.Write(pieces[i], session.Circuit.Rows, [b]);
            session.Engine.Read(pieces[i + 1], 0, constant);
            session.Engine.Write(pieces[i + 1], 0, [constant[0] - b]);
        }
    }

    public override void Open(ProverSession<TF> session) => Round5Shplonk.Run(session);

    public override TF Denominators(VerifyingKey<TF> key, ProofTranscript<TF> transcript) => TF.One;

    public override string? FindFault(VerifyingKey<TF> key, Proof<TF> proof, ProofTranscript<TF> transcript, TF quotient) =>
        ShplonkVerifier.Verify(key, proof, transcript, quotient) ? null : "the pairing check fails";
}
