using Zk.Curves;

namespace Zk.Plonk;

/// <summary>
/// The check of all openings (docs/protocol.md, section 7, step 5): e(F + y W′, [1]_2) = e(W′, [τ]_2). F is a sum over all commitments with powers of v, so Horner's rule
/// needs one multiplication and one addition a commitment and no scalar but v: the chain starts at the highest quotient piece and ends at the first opening,
/// which has coefficient one.
/// </summary>
internal sealed class ShplonkCode(VerifyingKey<Fr> key, CalldataLayout calldata)
{
    // In the area: a point to add, the sum so far, the scalar that it is multiplied by. ecMul reads the last two, ecAdd the first two. Behind them lies a term
    // with a scalar of its own, whose product becomes the point to add.
    private static readonly string _point = MemoryFrame.At(0);
    private static readonly string _pointY = MemoryFrame.At(CalldataLayout.Word);
    private static readonly string _sum = MemoryFrame.At(CalldataLayout.Point);
    private static readonly string _scalar = MemoryFrame.At(2 * CalldataLayout.Point);
    private static readonly string _term = MemoryFrame.At((2 * CalldataLayout.Point) + CalldataLayout.Word);
    private static readonly string _termY = MemoryFrame.At((2 * CalldataLayout.Point) + (2 * CalldataLayout.Word));
    private static readonly string _termScalar = MemoryFrame.At((2 * CalldataLayout.Point) + (3 * CalldataLayout.Word));

    private readonly Opening[] _twice = [.. key.Layout.Openings.Where(opening => opening.AtNext)];
    private readonly Opening[] _once = [.. key.Layout.Openings.Where(opening => !opening.AtNext)];

    /// <summary>Writes the code from the word QUOTIENT, T(ζ), to the return.</summary>
    public void Write(SourceWriter source)
    {
        source.Line("{");
        source.Line("let v := mload(V)");
        source.Line("let y := mload(Y)");
        source.Line("let zeta := mload(ZETA)");
        source.Line($"let next := mulmod(zeta, {YulCode.Literal(Fr.RootOfUnity(key.Log2))}, r)");
        source.Line("let z := add(y, sub(r, next))");
        source.Line();
        WriteConstant(source);
        source.Line();
        WriteCommitments(source);
        source.Line();
        source.Comment("-(sum of v^i Z_i(y) r_i(y)) [1]_1, -Z_T(y) W and y W'.");
        source.Line($"mstore({_term}, {Coordinates(key.Curve.G1Generator).X})");
        source.Line($"mstore({_termY}, {Coordinates(key.Curve.G1Generator).Y})");
        WriteTerm(source, "sub(r, remainder)");
        source.Line($"calldatacopy({_term}, 0x{calldata.Commitment(key.Layout.OpeningProof):x}, 0x40)");
        WriteTerm(source, "sub(r, mulmod(add(y, sub(r, zeta)), z, r))");
        source.Line($"calldatacopy({_term}, 0x{calldata.Commitment(key.Layout.FinalOpeningProof):x}, 0x40)");
        WriteTerm(source, "y");
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

        var slope = YulCode.Literal((Fr.RootOfUnity(key.Log2) - Fr.One).Inverse());
        source.Line($"let t := mulmod(add(y, sub(r, zeta)), mulmod(mload(INVERSE_ZETA), {slope}, r), r)");
        source.Line("remainder := addmod(remainder, mulmod(t, difference, r), r)");
    }

    private void WriteCommitments(SourceWriter source)
    {
        var layout = key.Layout;
        source.Comment("Every point that is multiplied or added is checked by the precompile: coordinates below q, on the curve.");
        var last = layout.QuotientStart + layout.QuotientPieces - 1;
        source.Line($"calldatacopy({_sum}, 0x{calldata.Commitment(last):x}, 0x40)");
        if (layout.QuotientPieces > 1)
        {
            source.Line($"mstore({_scalar}, mload(ZETA_N))");
            for (var piece = layout.QuotientPieces - 2; piece >= 0; piece--)
                WriteStep(source, layout.QuotientStart + piece, $"T_{piece}");
        }

        source.Line($"mstore({_scalar}, v)");
        foreach (var opening in _once.Reverse())
            WriteStep(source, opening);
        source.Comment("What follows is opened at zeta and zeta omega: the sum so far takes the factor y - zeta omega once.");
        source.Line($"mstore({_scalar}, mulmod(v, z, r))");
        WriteStep(source, _twice[^1]);
        if (_twice.Length > 1)
            source.Line($"mstore({_scalar}, v)");
        foreach (var opening in _twice.SkipLast(1).Reverse())
            WriteStep(source, opening);
        foreach (var commitment in Unopened())
        {
            source.Comment("No constraint mentions this column, so it is not opened; its commitment is checked all the same.");
            source.Line($"calldatacopy({_term}, 0x{calldata.Commitment(commitment):x}, 0x40)");
            Require(source, Multiply(_term, _term));
        }
    }

    /// <summary>sum = scalar · sum + commitment.</summary>
    private void WriteStep(SourceWriter source, Opening opening)
    {
        var name = opening.Kind == ExpressionKind.Fixed && opening.Index >= key.System.FixedColumns
            ? $"sigma_{opening.Index - key.System.FixedColumns}"
            : $"{opening.Kind.ToString().ToLowerInvariant()}_{opening.Index}";
        switch (opening.Kind)
        {
            case ExpressionKind.Fixed:
                var (x, y) = Coordinates(key.FixedCommitments[opening.Index]);
                source.Comment(name);
                source.Line($"mstore({_point}, {x})");
                source.Line($"mstore({_pointY}, {y})");
                WriteStep(source);
                return;
            case ExpressionKind.Advice:
                WriteStep(source, opening.Index, name);
                return;
            case ExpressionKind.Multiplicity:
                WriteStep(source, key.System.AdviceColumns + opening.Index, name);
                return;
            default:
                WriteStep(source, key.Layout.AccumulatorStart + opening.Index, name);
                return;
        }
    }

    private void WriteStep(SourceWriter source, int commitment, string name)
    {
        source.Comment(name);
        source.Line($"calldatacopy({_point}, 0x{calldata.Commitment(commitment):x}, 0x40)");
        WriteStep(source);
    }

    private static void WriteStep(SourceWriter source) => Require(source, $"and({Add()}, {Multiply(_sum, _sum)})");

    /// <summary>sum = sum + scalar · term.</summary>
    private static void WriteTerm(SourceWriter source, string scalar)
    {
        source.Line($"mstore({_termScalar}, {scalar})");
        Require(source, $"and({Add()}, {Multiply(_term, _point)})");
    }

    private void WritePairing(SourceWriter source)
    {
        source.Comment("e(F + y W', [1]_2) e(-W', [tau]_2) = 1. W' has a y in 1..q-1: zero was refused, the rest by ecMul.");
        var words = new List<string>();
        words.AddRange(Words(key.Curve.G2Generator.Bytes));
        words.Add($"calldataload(0x{calldata.Commitment(key.Layout.FinalOpeningProof):x})");
        words.Add($"sub(0x{key.Curve.BaseModulus:x64}, calldataload(0x{calldata.Commitment(key.Layout.FinalOpeningProof) + CalldataLayout.Word:x}))");
        words.AddRange(Words(key.TauG2.Bytes));
        for (var i = 0; i < words.Count; i++)
            source.Line($"mstore({MemoryFrame.At((2 * CalldataLayout.Point) + (i * CalldataLayout.Word))}, {words[i]})");
        Require(source, $"staticcall(gas(), 8, {_sum}, 0x180, 0x00, 0x20)");
        source.Line($"if iszero(mload(0x00)) {{ {SolidityErrors.Fail("ProofInvalid")} }}");
        source.Line("valid := 1");
        source.Line("mstore(0x00, valid)");
        source.Line("return(0x00, 0x20)");
    }

    /// <summary>A call that fails ends the verification at once: its output would be what memory held before. Arguments are evaluated from the last to the first.</summary>
    private static void Require(SourceWriter source, string call) => source.Line($"if iszero({call}) {{ {SolidityErrors.Fail("PrecompileFailed")} }}");

    /// <summary>Commitments that no opening reads: multiplicity columns that no term mentions.</summary>
    private IEnumerable<int> Unopened()
    {
        var opened = key.Layout.Openings.Where(opening => opening.Kind is ExpressionKind.Multiplicity or ExpressionKind.Advice)
            .Select(opening => opening.Kind == ExpressionKind.Advice ? opening.Index : key.System.AdviceColumns + opening.Index)
            .ToHashSet();
        return Enumerable.Range(0, key.Layout.AccumulatorStart).Where(commitment => !opened.Contains(commitment));
    }

    private string Value(int evaluation) => $"calldataload(0x{calldata.Evaluation(evaluation):x})";

    private static string Add() => $"staticcall(gas(), 6, {_point}, 0x80, {_sum}, 0x40)";

    private static string Multiply(string source, string target) => $"staticcall(gas(), 7, {source}, 0x60, {target}, 0x40)";

    private static (string X, string Y) Coordinates(G1Point point)
    {
        var words = Words(point.Bytes);
        return (words[0], words[1]);
    }

    private static List<string> Words(ReadOnlySpan<byte> bytes)
    {
        var words = new List<string>();
        for (var i = 0; i < bytes.Length; i += CalldataLayout.Word)
            words.Add($"0x{Convert.ToHexStringLower(bytes.Slice(i, CalldataLayout.Word))}");
        return words;
    }
}
