using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Turns a graph into instructions: operands before their use, left before right; scalars apart; then registers by liveness.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class GateScheduler<TF>(GateGraph<TF> graph)
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly List<int> _constants = [];
    private readonly List<int> _challenges = [];
    private readonly List<int> _scalars = [];
    private readonly List<int> _vectors = [];
    private readonly HashSet<int> _seen = [];

    public GateProgram<TF> Schedule(int[] roots)
    {
        foreach (var root in roots)
            Visit(root);
        var scalarNumbers = new Dictionary<int, int>();
        foreach (var node in _constants.Concat(_challenges).Concat(_scalars))
            scalarNumbers.Add(node, scalarNumbers.Count);
        var scalarInstructions = _scalars.Select(node => new GateInstruction(
            Operation(graph[node].Kind), scalarNumbers[node], scalarNumbers[graph[node].Left], scalarNumbers[graph[node].Right])).ToArray();

        var inputs = new List<GateInput>();
        var (code, outputs) = Emit(roots, scalarNumbers, inputs);
        var registers = AssignRegisters(code, outputs);
        return new(
            inputs,
            [.. _constants.Select(node => graph.ConstantValue(graph[node].Left))],
            [.. _challenges.Select(node => graph[node].Left)],
            scalarInstructions,
            code,
            outputs,
            registers);
    }

    private static GateOperation Operation(GateNodeKind kind) => kind switch
    {
        GateNodeKind.Add => GateOperation.Add,
        GateNodeKind.Subtract => GateOperation.Subtract,
        _ => GateOperation.Multiply,
    };

    /// <summary>Lists reachable nodes, operands first.</summary>
    private void Visit(int node)
    {
        if (!_seen.Add(node))
            return;
        var (kind, left, right) = graph[node];
        switch (kind)
        {
            case GateNodeKind.Constant:
                _constants.Add(node);
                return;
            case GateNodeKind.Challenge:
                _challenges.Add(node);
                return;
            case GateNodeKind.Input:
                _vectors.Add(node);
                return;
            case GateNodeKind.Multiply when !graph.IsScalar(node) && graph.IsNegation(node, out var operand):
                Visit(graph.Zero);
                Visit(operand);
                break;
            default:
                Visit(left);
                Visit(right);
                break;
        }

        (graph.IsScalar(node) ? _scalars : _vectors).Add(node);
    }

    /// <summary>Instructions in single-assignment form: each writes a register of its own.</summary>
    private (GateInstruction[] Code, int[] Outputs) Emit(int[] roots, Dictionary<int, int> scalars, List<GateInput> inputs)
    {
        var code = new List<GateInstruction>();
        var values = new Dictionary<int, int>();
        foreach (var node in _vectors)
        {
            values.Add(node, code.Count);
            code.Add(Instruction(node, code.Count, values, scalars, inputs));
        }

        var outputs = new int[roots.Length];
        for (var i = 0; i < roots.Length; i++)
        {
            if (!values.TryGetValue(roots[i], out outputs[i]))
            {
                outputs[i] = code.Count;
                values.Add(roots[i], code.Count);
                code.Add(new(GateOperation.Broadcast, code.Count, scalars[roots[i]], 0));
            }
        }

        return ([.. code], outputs);
    }

    private GateInstruction Instruction(int node, int target, Dictionary<int, int> values, Dictionary<int, int> scalars, List<GateInput> inputs)
    {
        var (kind, left, right) = graph[node];
        if (kind == GateNodeKind.Input)
        {
            inputs.Add(graph.Input(left));
            return new(GateOperation.Load, target, inputs.Count - 1, 0);
        }

        if (graph.IsNegation(node, out var operand))
            return new(GateOperation.SubtractFromScalar, target, values[operand], scalars[graph.Zero]);
        if (graph.IsScalar(left))
        {
            var operation = kind switch
            {
                GateNodeKind.Add => GateOperation.AddScalar,
                GateNodeKind.Subtract => GateOperation.SubtractFromScalar,
                _ => GateOperation.MultiplyScalar,
            };
            return new(operation, target, values[right], scalars[left]);
        }

        if (graph.IsScalar(right))
        {
            var operation = kind switch
            {
                GateNodeKind.Add => GateOperation.AddScalar,
                GateNodeKind.Subtract => GateOperation.SubtractScalar,
                _ => GateOperation.MultiplyScalar,
            };
            return new(operation, target, values[left], scalars[right]);
        }

        return kind == GateNodeKind.Multiply && left == right
            ? new(GateOperation.Square, target, values[left], 0)
            : new(Operation(kind), target, values[left], values[right]);
    }

    /// <summary>
    /// Renames the values to few registers. An instruction works row by row, so its target may be the register of an operand that dies with it.
    /// </summary>
    private static int AssignRegisters(GateInstruction[] code, int[] outputs)
    {
        var lastUse = new int[code.Length];
        for (var i = 0; i < code.Length; i++)
        {
            foreach (var operand in Operands(code[i]))
                lastUse[operand] = i;
        }

        foreach (var output in outputs)
            lastUse[output] = int.MaxValue;
        var register = new int[code.Length];
        var free = new Stack<int>();
        var count = 0;
        for (var i = 0; i < code.Length; i++)
        {
            var (operation, _, left, right) = code[i];
            foreach (var operand in Operands(code[i]).Distinct())
            {
                if (lastUse[operand] == i)
                    free.Push(register[operand]);
            }

            register[i] = free.Count > 0 ? free.Pop() : count++;
            code[i] = operation switch
            {
                GateOperation.Load or GateOperation.Broadcast => new(operation, register[i], left, 0),
                GateOperation.Add or GateOperation.Subtract or GateOperation.Multiply => new(operation, register[i], register[left], register[right]),
                GateOperation.Square => new(operation, register[i], register[left], 0),
                _ => new(operation, register[i], register[left], right),
            };
        }

        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = register[outputs[i]];
        return count;
    }

    private static int[] Operands(GateInstruction instruction) => instruction.Operation switch
    {
        GateOperation.Load or GateOperation.Broadcast => [],
        GateOperation.Add or GateOperation.Subtract or GateOperation.Multiply => [instruction.Left, instruction.Right],
        _ => [instruction.Left],
    };
}
