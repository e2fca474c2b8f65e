namespace Zk.Plonk;

/// <summary>T(ζ) from the evaluations: the constraints' own expressions, compiled to Yul.</summary>
internal sealed class ConstraintCode
{
    private readonly VerifyingKey<Fr> _key;
    private readonly CalldataLayout _calldata;
    private readonly HashSet<string> _words = [];
    private readonly List<string> _lines;
    private readonly YulCode _sum;

    /// <summary>Compiles a key's constraints.</summary>
    public ConstraintCode(VerifyingKey<Fr> key, CalldataLayout calldata, MemoryFrame memory)
    {
        _key = key;
        _calldata = calldata;
        var graph = new GateGraph<Fr>(leaf => leaf.Kind == ExpressionKind.Fixed && key.IsZeroColumn(leaf.Index), sumsForMultiples: false);
        var sums = ConstraintSum.Horner(key.System.Constraints, Expression<Fr>.Challenge(ChallengeId.Alpha));
        var roots = sums.Select(run => (run.Names, graph.Node(run.Sum))).ToList();
        var program = new YulProgram(graph, id => Load(MemoryFrame.Challenge(id)), Input);
        (_lines, _sum) = program.Compile(roots, memory.Area);
    }

    /// <summary>Whether the constraints read a word of the frame.</summary>
    public bool Reads(string word) => _words.Contains(word);

    /// <summary>Writes the code that turns the word QUOTIENT from its factor into T(ζ).</summary>
    public void Write(SourceWriter source)
    {
        source.Line("{");
        source.Lines(_lines);
        source.Comment("T(zeta): times the product of the blinding rows' factors, over zeta^n - 1.");
        source.Line($"mstore(QUOTIENT, mulmod({_sum}, mload(QUOTIENT), r))");
        source.Line("}");
    }

    private string Input(GateInput input) => input.Kind switch
    {
        ExpressionKind.X => Load("ZETA"),
        ExpressionKind.FirstRow => Load("FIRST_ROW"),
        ExpressionKind.LastRow => Load("LAST_ROW"),
        ExpressionKind.Instance => Load("INPUTS"),
        ExpressionKind.InstanceSelector => Load("INPUT_ROWS"),
        _ => $"calldataload(0x{_calldata.Evaluation(_key.Layout.EvaluationIndex(input.Kind, input.Index, input.Rotation)):x})",
    };

    private string Load(string word)
    {
        _words.Add(word);
        return $"mload({word})";
    }
}
