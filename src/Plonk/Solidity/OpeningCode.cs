using Zk.Curves;

namespace Zk.Plonk;

/// <summary>
/// What the checks of openings have in common in a contract: a sum of points in memory, to which the precompiles add terms, and the pairing check
/// e(F + y W′, [1]_2) = e(W′, [τ]_2). Every point that is multiplied or added is checked by the precompile: coordinates below q, on the curve.
/// </summary>
internal abstract class OpeningCode
{
    // In the area: a point to add, the sum so far, the scalar that it is multiplied by. ecMul reads the last two, ecAdd the first two. Behind them lies a term
    // with a scalar of its own, whose product becomes the point to add.
    private const int PointOffset = 0;
    private const int SumOffset = PointOffset + CalldataLayout.Point;
    private const int ScalarOffset = SumOffset + CalldataLayout.Point;
    private const int TermOffset = ScalarOffset + CalldataLayout.Word;
    private const int TermScalarOffset = TermOffset + CalldataLayout.Point;
    private const int BehindSum = SumOffset + CalldataLayout.Point;

    /// <summary>Code for a key, with words of its own in the frame.</summary>
    protected OpeningCode(VerifyingKey<Fr> key, CalldataLayout calldata, params IEnumerable<string> words)
    {
        Key = key;
        Calldata = calldata;
        Memory = new MemoryFrame(words);
    }

    /// <summary>The scheme's name in the contract's head.</summary>
    public abstract string Title { get; }

    /// <summary>The frame, with the words that the scheme needs.</summary>
    public MemoryFrame Memory { get; }

    /// <summary>The key.</summary>
    protected VerifyingKey<Fr> Key { get; }

    /// <summary>Where things are in calldata.</summary>
    protected CalldataLayout Calldata { get; }

    /// <summary>The place of the sum.</summary>
    protected string Sum => Memory.At(SumOffset);

    /// <summary>The place of the scalar by which a step multiplies the sum.</summary>
    protected string Scalar => Memory.At(ScalarOffset);

    private string Point => Memory.At(PointOffset);

    private string Term => Memory.At(TermOffset);

    /// <summary>The code for a key's scheme.</summary>
    public static OpeningCode Of(VerifyingKey<Fr> key, CalldataLayout calldata) => key.Scheme switch
    {
        CommitmentScheme.Shplonk or CommitmentScheme.ShplonkWide => new ShplonkCode(key, calldata),
        CommitmentScheme.Fflonk => new FflonkCode(key, calldata),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>What the proof's commitments before W are, by the place of the first of each kind.</summary>
    public abstract IEnumerable<(int Place, string What)> Commitments();

    /// <summary>
    /// Writes the code that leaves the product of the scheme's own denominators, below r, in a word, to be inverted with the others; returns the word, or null
    /// if there are none.
    /// </summary>
    public virtual string? WriteDenominators(SourceWriter source) => null;

    /// <summary>Writes the code from the word QUOTIENT, T(ζ), to the return.</summary>
    public abstract void Write(SourceWriter source);

    /// <summary>An evaluation.</summary>
    protected string Value(int evaluation) => $"calldataload(0x{Calldata.Evaluation(evaluation):x})";

    /// <summary>sum = a point of the key.</summary>
    protected void WriteStart(SourceWriter source, G1Point point) => WritePoint(source, SumOffset, point);

    /// <summary>sum = a point of the proof.</summary>
    protected void WriteStart(SourceWriter source, int commitment) => WritePoint(source, SumOffset, commitment);

    /// <summary>sum = scalar · sum + a point of the key.</summary>
    protected void WriteStep(SourceWriter source, G1Point point)
    {
        WritePoint(source, PointOffset, point);
        WriteStep(source);
    }

    /// <summary>sum = scalar · sum + a point of the proof.</summary>
    protected void WriteStep(SourceWriter source, int commitment)
    {
        WritePoint(source, PointOffset, commitment);
        WriteStep(source);
    }

    /// <summary>sum = sum + scalar · (a point of the key).</summary>
    protected void WriteTerm(SourceWriter source, G1Point point, string scalar)
    {
        WritePoint(source, TermOffset, point);
        WriteTerm(source, scalar);
    }

    /// <summary>sum = sum + scalar · (a point of the proof).</summary>
    protected void WriteTerm(SourceWriter source, int commitment, string scalar)
    {
        WritePoint(source, TermOffset, commitment);
        WriteTerm(source, scalar);
    }

    /// <summary>Has the precompile check a point of the proof of which nothing else is needed.</summary>
    protected void WriteCheck(SourceWriter source, int commitment)
    {
        WritePoint(source, TermOffset, commitment);
        Require(source, Multiply(Term, Term));
    }

    /// <summary>e(sum, [1]_2) e(−W′, [τ]_2) = 1, then the return.</summary>
    protected void WritePairing(SourceWriter source)
    {
        source.Comment("e(F + y W', [1]_2) e(-W', [tau]_2) = 1. W' has a y in 1..q-1: zero was refused, the rest by ecMul.");
        var last = Calldata.Commitment(Key.Layout.FinalOpeningProof);
        var words = new List<string>();
        words.AddRange(Words(Key.Curve.G2Generator.Bytes));
        words.Add($"calldataload(0x{last:x})");
        words.Add($"sub(0x{Key.Curve.BaseModulus:x64}, calldataload(0x{last + CalldataLayout.Word:x}))");
        words.AddRange(Words(Key.TauG2.Bytes));
        for (var i = 0; i < words.Count; i++)
            source.Line($"mstore({Memory.At(BehindSum + (i * CalldataLayout.Word))}, {words[i]})");
        Require(source, Answered($"staticcall(gas(), 8, {Sum}, 0x180, 0x00, 0x20)", CalldataLayout.Word));
        source.Line($"if iszero(mload(0x00)) {{ {SolidityErrors.Fail("ProofInvalid")} }}");
        source.Line("valid := 1");
        source.Line("mstore(0x00, valid)");
        source.Line("return(0x00, 0x20)");
    }

    private void WriteStep(SourceWriter source) => Require(source, $"and({Add()}, {Multiply(Sum, Sum)})");

    private void WriteTerm(SourceWriter source, string scalar)
    {
        source.Line($"mstore({Memory.At(TermScalarOffset)}, {scalar})");
        Require(source, $"and({Answered(Add(), CalldataLayout.Point)}, {Answered(Multiply(Term, Point), CalldataLayout.Point)})");
    }

    private void WritePoint(SourceWriter source, int offset, G1Point point)
    {
        var words = Words(point.Bytes);
        source.Line($"mstore({Memory.At(offset)}, {words[0]})");
        source.Line($"mstore({Memory.At(offset + CalldataLayout.Word)}, {words[1]})");
    }

    private void WritePoint(SourceWriter source, int offset, int commitment) =>
        source.Line($"calldatacopy({Memory.At(offset)}, 0x{Calldata.Commitment(commitment):x}, 0x40)");

    private string Add() => $"staticcall(gas(), 6, {Point}, 0x80, {Sum}, 0x40)";

    private static string Multiply(string source, string target) => $"staticcall(gas(), 7, {source}, 0x60, {target}, 0x40)";

    /// <summary>
    /// Whether a call succeeds and answers. Where a chain has no such precompile a call succeeds too, and leaves in memory what was there before. Terms ask for it, and so
    /// does the pairing; the steps of a chain of points, which follow or precede terms in the same transaction, need not.
    /// </summary>
    private static string Answered(string call, int length) => $"and(eq(returndatasize(), 0x{length:x}), {call})";

    /// <summary>A call that fails ends the verification at once: its output would be what memory held before. Arguments are evaluated from the last to the first.</summary>
    private static void Require(SourceWriter source, string call) => source.Line($"if iszero({call}) {{ {SolidityErrors.Fail("PrecompileFailed")} }}");

    private static List<string> Words(ReadOnlySpan<byte> bytes)
    {
        var words = new List<string>();
        for (var i = 0; i < bytes.Length; i += CalldataLayout.Word)
            words.Add($"0x{Convert.ToHexStringLower(bytes.Slice(i, CalldataLayout.Word))}");
        return words;
    }
}
