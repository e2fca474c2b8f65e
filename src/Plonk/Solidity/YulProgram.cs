using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Nodes of a graph as straight-line Yul. What is used once is written where it is used. What is used more often, or would make an expression too tall for the
/// reach of the EVM's stack instructions, gets a temporary: one of a few variables on the stack (5 gas to write, 3 to read) for those with the most uses over the
/// shortest time, else a word of memory (6 and 6). A temporary is reused when its value is dead.
/// </summary>
internal sealed class YulProgram(GateGraph<Fr> graph, Func<int, string> challenge, Func<GateInput, string> input)
{
    /// <summary>Variables on the stack.</summary>
    public const int Variables = 6;

    /// <summary>From an expression of this height DUP16 still reaches r, the variable below the temporaries.</summary>
    private const int MaximumHeight = 16 - Variables;

    private readonly Dictionary<int, int> _uses = [];
    private readonly HashSet<int> _kept = [];
    private readonly Dictionary<int, YulCode> _shapes = [];
    private readonly List<Step> _steps = [];
    private readonly Dictionary<int, Step> _stepOf = [];
    private int _memory;

    /// <summary>Words of memory used.</summary>
    public int MemoryWords { get; private set; }

    /// <summary>Compiles a chain of nodes, each of which the next one may use.</summary>
    /// <param name="roots">The nodes, with a comment to stand above the code of each.</param>
    /// <param name="memory">The place of the words of memory.</param>
    /// <returns>The lines, and what holds the last node's value.</returns>
    public (List<string> Lines, YulCode Result) Compile(IReadOnlyList<(string Comment, int Node)> roots, int memory)
    {
        _memory = memory;
        foreach (var (_, node) in roots)
            Count(node);
        foreach (var (_, node) in roots)
            Measure(node);
        foreach (var (comment, node) in roots)
        {
            var first = _steps.Count;
            Keep(node);
            if (_steps.Count > first)
                _steps[first].Comment = comment;
        }

        _stepOf[roots[^1].Node].LastUse = _steps.Count;
        AssignPlaces();
        var lines = Enumerable.Range(0, Variables).Where(i => _steps.Any(step => step.Variable == i)).Select(i => $"let t{i}").ToList();
        foreach (var step in _steps)
        {
            if (step.Comment is not null)
                lines.Add($"// {SourceWriter.Plain(step.Comment)}");
            var code = Operation(step.Node);
            lines.Add(step.Variable >= 0 ? $"t{step.Variable} := {code}" : $"mstore({step.Word}, {code})");
        }

        return (lines, Reference(roots[^1].Node));
    }

    private bool IsLeaf(int node) => graph[node].Kind is GateNodeKind.Constant or GateNodeKind.Challenge or GateNodeKind.Input;

    private int[] Operands(int node) =>
        IsLeaf(node) ? [] : graph.IsNegation(node, out var operand) ? [operand] : [graph[node].Left, graph[node].Right];

    private void Count(int node)
    {
        _uses[node] = _uses.GetValueOrDefault(node) + 1;
        if (_uses[node] > 1)
            return;
        foreach (var operand in Operands(node))
            Count(operand);
    }

    /// <summary>Decides what is kept in a temporary, operands first.</summary>
    private void Measure(int node)
    {
        if (_shapes.ContainsKey(node))
            return;
        foreach (var operand in Operands(node))
            Measure(operand);
        var code = Operation(node);
        while (code.Height > MaximumHeight)
        {
            _kept.Add(Operands(node).MaxBy(operand => _kept.Contains(operand) ? 0 : _shapes[operand].Height));
            code = Operation(node);
        }

        if (!IsLeaf(node) && _uses[node] > 1)
            _kept.Add(node);
        _shapes.Add(node, code);
    }

    /// <summary>Appends the steps that a kept node needs, and its own.</summary>
    private void Keep(int node)
    {
        if (_stepOf.ContainsKey(node))
            return;
        _kept.Add(node);
        var used = new HashSet<int>();
        void Visit(int operand)
        {
            if (_kept.Contains(operand))
            {
                Keep(operand);
                used.Add(operand);
                return;
            }

            foreach (var next in Operands(operand))
                Visit(next);
        }

        foreach (var operand in Operands(node))
            Visit(operand);
        var step = new Step(node, _steps.Count) { LastUse = _steps.Count };
        foreach (var operand in used)
            _stepOf[operand].LastUse = step.Index;
        _steps.Add(step);
        _stepOf.Add(node, step);
    }

    private void AssignPlaces()
    {
        var variables = Enumerable.Range(0, Variables).Select(_ => new List<Step>()).ToArray();
        foreach (var step in _steps.OrderByDescending(step => (double)_uses[step.Node] / Math.Max(1, step.LastUse - step.Index)).ThenBy(step => step.Index))
        {
            step.Variable = Array.FindIndex(variables, held => !held.Exists(step.Overlaps));
            if (step.Variable >= 0)
                variables[step.Variable].Add(step);
        }

        var words = new List<List<Step>>();
        foreach (var step in _steps.Where(step => step.Variable < 0))
        {
            var word = words.FindIndex(held => !held.Exists(step.Overlaps));
            if (word < 0)
            {
                word = words.Count;
                words.Add([]);
            }

            words[word].Add(step);
            step.Word = $"0x{_memory + (word * CalldataLayout.Word):x}";
        }

        MemoryWords = words.Count;
    }

    private YulCode Reference(int node) => _kept.Contains(node) ? new(Place(node), _shapes[node].Bound, 1) : Operation(node);

    /// <summary>Where a kept value is; while places are not assigned yet, nowhere.</summary>
    private string Place(int node) =>
        !_stepOf.TryGetValue(node, out var step) ? "" : step.Variable >= 0 ? $"t{step.Variable}" : $"mload({step.Word})";

    private YulCode Operation(int node)
    {
        var (kind, left, right) = graph[node];
        switch (kind)
        {
            case GateNodeKind.Constant:
                return YulCode.Constant(graph.ConstantValue(left));
            case GateNodeKind.Challenge:
                return YulCode.Leaf(challenge(left));
            case GateNodeKind.Input:
                return YulCode.Leaf(input(graph.Input(left)));
            case GateNodeKind.Add:
                return Reference(left) + Reference(right);
            case GateNodeKind.Subtract:
                return Reference(left) - Reference(right);
            default:
                if (graph.IsNegation(node, out var operand))
                    return -Reference(operand);
                return graph[left].Kind == GateNodeKind.Constant && graph.ConstantValue(graph[left].Left).ToBigInteger() is var factor && factor <= 16
                    ? YulCode.Multiple((int)factor, Reference(right))
                    : Reference(left) * Reference(right);
        }
    }

    /// <summary>A temporary: the code of its node, alive from its step to its last use.</summary>
    private sealed class Step(int node, int index)
    {
        public int Node { get; } = node;

        public int Index { get; } = index;

        public string? Comment { get; set; }

        public int LastUse { get; set; }

        public int Variable { get; set; } = -1;

        public string Word { get; set; } = "";

        /// <summary>Whether both are alive at one time; a step may overwrite what it reads for the last time.</summary>
        public bool Overlaps(Step other) => Index < other.LastUse && other.Index < LastUse;
    }
}
