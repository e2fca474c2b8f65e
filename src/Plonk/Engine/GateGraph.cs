using Zk.Field;

namespace Zk.Plonk;

/// <summary>What a node of a <see cref="GateGraph{TF}"/> is.</summary>
internal enum GateNodeKind
{
    Constant,
    Challenge,
    Input,
    Add,
    Subtract,
    Multiply,
}

/// <summary>A node: for an operation the operands' node numbers, else an index in <see cref="Left"/>.</summary>
internal readonly record struct GateNode(GateNodeKind Kind, int Left, int Right);

/// <summary>
/// Expressions as a graph in which equal computations are one node (value numbering). Sums and products are ordered by node number, so that
/// a + b and b + a are equal; negations move outwards until a sum swallows them as a subtraction. Multiples by a small integer are sums, which cost a fraction
/// of a product and share their doublings.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class GateGraph<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private static readonly Dictionary<TF, int> SmallMultiples = CheapMultiples();

    private readonly List<GateNode> _nodes = [];
    private readonly List<bool> _isScalar = [];
    private readonly List<TF> _constants = [];
    private readonly List<GateInput> _inputs = [];
    private readonly Dictionary<GateNode, int> _numbers = [];
    private readonly Dictionary<TF, int> _constantNodes = [];
    private readonly Dictionary<GateInput, int> _inputNodes = [];
    private readonly ExpressionFold<TF, int> _fold;
    private readonly int _zero;
    private readonly int _one;
    private readonly int _minusOne;

    private readonly bool _sumsForMultiples;

    /// <summary>
    /// Starts a graph; leaves that satisfy <paramref name="vanishes"/> are the constant zero. Multiples by small integers stay products where these are cheap.
    /// </summary>
    public GateGraph(Predicate<Expression<TF>> vanishes, bool sumsForMultiples = true)
    {
        _sumsForMultiples = sumsForMultiples;
        _zero = Constant(TF.Zero);
        _one = Constant(TF.One);
        _minusOne = Constant(-TF.One);
        _fold = new(leaf => vanishes(leaf) ? _zero : Leaf(leaf), Add, Multiply);
    }

    /// <summary>The node of the constant zero.</summary>
    public int Zero => _zero;

    /// <summary>The number of an expression's node.</summary>
    public int Node(Expression<TF> expression) => _fold.Evaluate(expression);

    public GateNode this[int node] => _nodes[node];

    /// <summary>Whether the value is the same on every row.</summary>
    public bool IsScalar(int node) => _isScalar[node];

    public TF ConstantValue(int index) => _constants[index];

    public GateInput Input(int index) => _inputs[index];

    /// <summary>If the node is −x, the node x.</summary>
    public bool IsNegation(int node, out int operand)
    {
        operand = _nodes[node].Right;
        return _nodes[node].Kind == GateNodeKind.Multiply && _nodes[node].Left == _minusOne;
    }

    private int Leaf(Expression<TF> leaf)
    {
        if (leaf.Kind == ExpressionKind.Constant)
            return Constant(leaf.Value);
        if (leaf.Kind == ExpressionKind.Challenge)
            return Number(new(GateNodeKind.Challenge, leaf.Index, 0), isScalar: true);
        var input = new GateInput(leaf.Kind, leaf.Index, leaf.Rotation);
        if (!_inputNodes.TryGetValue(input, out var node))
        {
            node = Number(new(GateNodeKind.Input, _inputs.Count, 0), isScalar: false);
            _inputs.Add(input);
            _inputNodes.Add(input, node);
        }

        return node;
    }

    private int Constant(TF value)
    {
        if (!_constantNodes.TryGetValue(value, out var node))
        {
            node = Number(new(GateNodeKind.Constant, _constants.Count, 0), isScalar: true);
            _constants.Add(value);
            _constantNodes.Add(value, node);
        }

        return node;
    }

    private int Add(int a, int b)
    {
        if (IsConstant(a, out var x) && IsConstant(b, out var y))
            return Constant(x + y);
        if (a == _zero)
            return b;
        if (b == _zero)
            return a;
        if (IsNegation(b, out var minusB))
            return Subtract(a, minusB);
        if (IsNegation(a, out var minusA))
            return Subtract(b, minusA);
        return Operation(GateNodeKind.Add, Math.Min(a, b), Math.Max(a, b));
    }

    private int Subtract(int a, int b) => a == b ? _zero : Operation(GateNodeKind.Subtract, a, b);

    private int Multiply(int a, int b)
    {
        if (IsConstant(a, out var x) && IsConstant(b, out var y))
            return Constant(x * y);
        if (a == _zero || b == _zero)
            return _zero;
        if (a == _one)
            return b;
        if (b == _one)
            return a;
        if (a == _minusOne)
            return Negate(b);
        if (b == _minusOne)
            return Negate(a);
        if (IsNegation(a, out var minusA))
            return Negate(Multiply(minusA, b));
        if (IsNegation(b, out var minusB))
            return Negate(Multiply(a, minusB));
        if (TryMultiple(a, b, out var multiple) || TryMultiple(b, a, out multiple))
            return multiple;
        return Operation(GateNodeKind.Multiply, Math.Min(a, b), Math.Max(a, b));
    }

    /// <summary>The integers k for which k x or −k x takes at most four additions.</summary>
    private static Dictionary<TF, int> CheapMultiples()
    {
        var multiples = new Dictionary<TF, int>();
        foreach (var k in new[] { 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16 })
        {
            // In a tiny field two of them may be the same element; any of them will do.
            multiples.TryAdd(TF.FromBigInteger(k), k);
            multiples.TryAdd(TF.FromBigInteger(-k), -k);
        }

        return multiples;
    }

    private bool TryMultiple(int factor, int node, out int multiple)
    {
        multiple = 0;
        if (!_sumsForMultiples || _isScalar[node] || !IsConstant(factor, out var constant) || !SmallMultiples.TryGetValue(constant, out var k))
            return false;
        multiple = k < 0 ? Negate(Multiple(node, -k)) : Multiple(node, k);
        return true;
    }

    private int Multiple(int node, int k)
    {
        if (k == 1)
            return node;
        if ((k & 1) != 0)
            return k == 7 ? Subtract(Multiple(node, 8), node) : Add(Multiple(node, k - 1), node);
        var half = Multiple(node, k / 2);
        return Add(half, half);
    }

    /// <summary>−1 has a smaller number than any operation, so it is always on the left.</summary>
    private int Negate(int a) => IsNegation(a, out var operand) ? operand : Operation(GateNodeKind.Multiply, _minusOne, a);

    private int Operation(GateNodeKind kind, int left, int right) => Number(new(kind, left, right), _isScalar[left] && _isScalar[right]);

    private bool IsConstant(int node, out TF value)
    {
        var isConstant = _nodes[node].Kind == GateNodeKind.Constant;
        value = isConstant ? _constants[_nodes[node].Left] : TF.Zero;
        return isConstant;
    }

    private int Number(GateNode node, bool isScalar)
    {
        if (_numbers.TryGetValue(node, out var number))
            return number;
        number = _nodes.Count;
        _nodes.Add(node);
        _isScalar.Add(isScalar);
        _numbers.Add(node, number);
        return number;
    }
}
