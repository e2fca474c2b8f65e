namespace Zk.Plonk;

/// <summary>
/// The check of all openings (docs/protocol.md, section 7, step 5). F is a sum over all commitments with powers of v, so Horner's rule needs one multiplication and
/// one addition a commitment and no scalar but v: the chain starts at the highest quotient piece and ends at the first opening, which has coefficient one.
/// </summary>
internal sealed class ShplonkCode(VerifyingKey<Fr> key, CalldataLayout calldata) : OpeningCode(key, calldata)
{
    private readonly Opening[] _twice = [.. key.Layout.Openings.Where(opening => opening.AtNext)];
    private readonly Opening[] _once = [.. key.Layout.Openings.Where(opening => !opening.AtNext)];

    /// <inheritdoc/>
    public override string Title => "SHPLONK";

    /// <inheritdoc/>
    public override IEnumerable<(int Place, string What)> Commitments()
    {
        var (system, layout) = (Key.System, Key.Layout);
        yield return (0, $"{system.AdviceColumns} advice and {system.MultiplicityColumns} multiplicity commitments, each x, y");
        yield return (layout.AccumulatorStart, $"{system.AccumulatorColumns} accumulators: z, then the bus sums");
        var length = layout.QuotientWidth == 1 ? "" : $", each {layout.QuotientWidth} * 2^{Key.Log2} coefficients";
        yield return (layout.QuotientStart, $"{layout.QuotientPieces} quotient pieces{length}");
    }

    /// <inheritdoc/>
    public override void Write(SourceWriter source)
    {
        source.Line("{");
        source.Line("let v := mload(V)");
        source.Line("let y := mload(Y)");
        source.Line("let zeta := mload(ZETA)");
        source.Line($"let next := mulmod(zeta, {YulCode.Literal(Fr.RootOfUnity(Key.Log2))}, r)");
        source.Line("let z := add(y, sub(r, next))");
        source.Line();
        WriteConstant(source);
        source.Line();
        WriteCommitments(source);
        source.Line();
        source.Comment("-(sum of v^i Z_i(y) r_i(y)) [1]_1, -Z_T(y) W and y W'.");
        WriteTerm(source, Key.Curve.G1Generator, "sub(r, remainder)");
        WriteTerm(source, Key.Layout.OpeningProof, "sub(r, mulmod(add(y, sub(r, zeta)), z, r))");
        WriteTerm(source, Key.Layout.FinalOpeningProof, "y");
        source.Line("}");
        source.Line();
        WritePairing(source);
    }

    /// <summary>
    /// Σ v^i Z_i(y) r_i(y), in which r_i(y) = f + t (f′ − f) for values f at ζ and f′ at ζω, with t = (y − ζ)/(ζω − ζ), or r_i(y) = f.
    /// </summary>
    private void WriteConstant(SourceWriter source)
    {
        source.Comment("The remainders at y by Horner's rule in v: T, then the values at zeta alone,");
        source.Line("let remainder := mload(QUOTIENT)");
        foreach (var opening in _once.Reverse())
            source.Line($"remainder := add({Value(opening.Evaluation)}, mulmod(v, remainder, r))");
        source.Comment("times Z_i(y) = y - zeta omega; then the values at zeta and the differences to those at zeta omega.");
        source.Line("remainder := mulmod(z, remainder, r)");
        source.Line("let difference := 0");
        foreach (var opening in _twice.Reverse())
        {
            source.Line($"remainder := add({Value(opening.Evaluation)}, mulmod(v, remainder, r))");
            source.Line($"difference := add(add({Value(opening.Evaluation + 1)}, sub(r, {Value(opening.Evaluation)})), mulmod(v, difference, r))");
        }

        var slope = YulCode.Literal((Fr.RootOfUnity(Key.Log2) - Fr.One).Inverse());
        source.Line($"let t := mulmod(add(y, sub(r, zeta)), mulmod(mload(INVERSE_ZETA), {slope}, r), r)");
        source.Line("remainder := addmod(remainder, mulmod(t, difference, r), r)");
    }

    private void WriteCommitments(SourceWriter source)
    {
        var layout = Key.Layout;
        source.Comment("Every point that is multiplied or added is checked by the precompile: coordinates below q, on the curve.");
        WriteStart(source, layout.QuotientStart + layout.QuotientPieces - 1);
        if (layout.QuotientPieces > 1)
        {
            // ζ^(wn) for pieces of wn coefficients.
            var shift = Enumerable.Repeat("mload(ZETA_N)", layout.QuotientWidth).Aggregate((power, factor) => $"mulmod({power}, {factor}, r)");
            source.Line($"mstore({Scalar}, {shift})");
            for (var piece = layout.QuotientPieces - 2; piece >= 0; piece--)
                WriteStep(source, layout.QuotientStart + piece, $"T_{piece}");
        }

        source.Line($"mstore({Scalar}, v)");
        foreach (var opening in _once.Reverse())
            WriteStep(source, opening);
        source.Comment("What follows is opened at zeta and zeta omega: the sum so far takes the factor y - zeta omega once.");
        source.Line($"mstore({Scalar}, mulmod(v, z, r))");
        WriteStep(source, _twice[^1]);
        if (_twice.Length > 1)
            source.Line($"mstore({Scalar}, v)");
        foreach (var opening in _twice.SkipLast(1).Reverse())
            WriteStep(source, opening);
        foreach (var commitment in Unopened())
        {
            source.Comment("No constraint mentions this column, so it is not opened; its commitment is checked all the same.");
            WriteCheck(source, commitment);
        }
    }

    /// <summary>sum = scalar · sum + commitment.</summary>
    private void WriteStep(SourceWriter source, Opening opening)
    {
        var name = opening.Kind == ExpressionKind.Fixed && opening.Index >= Key.System.FixedColumns
            ? $"sigma_{opening.Index - Key.System.FixedColumns}"
            : $"{opening.Kind.ToString().ToLowerInvariant()}_{opening.Index}";
        switch (opening.Kind)
        {
            case ExpressionKind.Fixed:
                source.Comment(name);
                WriteStep(source, Key.FixedCommitments[opening.Index]);
                return;
            case ExpressionKind.Advice:
                WriteStep(source, opening.Index, name);
                return;
            case ExpressionKind.Multiplicity:
                WriteStep(source, Key.System.AdviceColumns + opening.Index, name);
                return;
            default:
                WriteStep(source, Key.Layout.AccumulatorStart + opening.Index, name);
                return;
        }
    }

    private void WriteStep(SourceWriter source, int commitment, string name)
    {
        source.Comment(name);
        WriteStep(source, commitment);
    }

    /// <summary>Commitments that no opening reads: multiplicity columns that no term mentions.</summary>
    private IEnumerable<int> Unopened()
    {
        var opened = Key.Layout.Openings.Where(opening => opening.Kind is ExpressionKind.Multiplicity or ExpressionKind.Advice)
            .Select(opening => opening.Kind == ExpressionKind.Advice ? opening.Index : Key.System.AdviceColumns + opening.Index)
            .ToHashSet();
        return Enumerable.Range(0, Key.Layout.AccumulatorStart).Where(commitment => !opened.Contains(commitment));
    }
}
