using Zk.Field;

namespace Zk.Plonk;

/// <summary>What an instruction of a <see cref="GateProgram{TF}"/> does. Registers hold vectors; scalars are the same on every row.</summary>
public enum GateOperation
{
    /// <summary>target = input[left].</summary>
    Load = 0,

    /// <summary>target = scalar[left] on every row.</summary>
    Broadcast = 1,

    /// <summary>target = left + right.</summary>
    Add = 2,

    /// <summary>target = left − right.</summary>
    Subtract = 3,

    /// <summary>target = left · right.</summary>
    Multiply = 4,

    /// <summary>target = left².</summary>
    Square = 5,

    /// <summary>target = left + scalar[right].</summary>
    AddScalar = 6,

    /// <summary>target = left − scalar[right].</summary>
    SubtractScalar = 7,

    /// <summary>target = scalar[right] − left.</summary>
    SubtractFromScalar = 8,

    /// <summary>target = left · scalar[right].</summary>
    MultiplyScalar = 9,
}

/// <summary>One instruction; its operands are register, scalar or input numbers, as the operation says.</summary>
public readonly record struct GateInstruction(GateOperation Operation, int Target, int Left, int Right);

/// <summary>A column that a program reads: a leaf of its expressions.</summary>
public readonly record struct GateInput(ExpressionKind Kind, int Index, int Rotation);

/// <summary>
/// Expressions compiled to straight-line code over vectors of rows: common subexpressions are computed once, whatever does not depend on the row is
/// computed once a run, squares and subtractions are recognised, and registers are reused as soon as their value is dead.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class GateProgram<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly TF[] _constants;
    private readonly int[] _challenges;
    private readonly GateInstruction[] _scalarInstructions;
    private BlockCode? _blocks;
    private BlockCode? _exactBlocks;

    internal GateProgram(
        IReadOnlyList<GateInput> inputs,
        TF[] constants,
        int[] challenges,
        GateInstruction[] scalarInstructions,
        GateInstruction[] instructions,
        int[] outputs,
        int registerCount)
    {
        Inputs = inputs;
        _constants = constants;
        _challenges = challenges;
        _scalarInstructions = scalarInstructions;
        Instructions = instructions;
        Outputs = outputs;
        RegisterCount = registerCount;
    }

    /// <summary>The columns it reads, in the order in which a run must supply them.</summary>
    public IReadOnlyList<GateInput> Inputs { get; }

    /// <summary>The instructions, to be executed in order for each row.</summary>
    public IReadOnlyList<GateInstruction> Instructions { get; }

    /// <summary>The registers that hold the expressions' values at the end.</summary>
    public IReadOnlyList<int> Outputs { get; }

    /// <summary>Registers in use.</summary>
    public int RegisterCount { get; }

    /// <summary>
    /// This program for a kind of blocks: canonical elements, or limbs with bounds, of which all kernels of a field have the same number. Null if programs
    /// cannot keep the contract of these blocks; that of canonical elements they always can.
    /// </summary>
    internal BlockCode? Blocks<TBlocks>()
        where TBlocks : struct, IBlockArithmetic<TF>
    {
        if (TBlocks.LimbBound == long.MaxValue)
            return _exactBlocks ??= BlockPlanner<TF>.Plan(this, BlockContract.Exact);
        var contract = new BlockContract(TF.Characteristic, TBlocks.Limbs, TF.LimbCount);
        return contract.ReductionsSuffice ? _blocks ??= BlockPlanner<TF>.Plan(this, contract) : null;
    }

    /// <summary>Compiles expressions.</summary>
    /// <param name="expressions">One output each.</param>
    /// <param name="vanishes">Says which leaves stand for zero, so that everything they annihilate is dropped; may be null.</param>
    public static GateProgram<TF> Compile(IReadOnlyList<Expression<TF>> expressions, Predicate<Expression<TF>>? vanishes = null)
    {
        ArgumentNullException.ThrowIfNull(expressions);
        var graph = new GateGraph<TF>(vanishes ?? (_ => false));
        var roots = new int[expressions.Count];
        for (var i = 0; i < roots.Length; i++)
            roots[i] = graph.Node(expressions[i]);
        return new GateScheduler<TF>(graph).Schedule(roots);
    }

    /// <summary>The values of all scalars that instructions name: constants, challenges and what follows from them.</summary>
    /// <param name="challenges">Values by <see cref="ChallengeId"/>; only those that occur are read.</param>
    public TF[] Scalars(ReadOnlySpan<TF> challenges)
    {
        var scalars = new TF[_constants.Length + _challenges.Length + _scalarInstructions.Length];
        _constants.CopyTo(scalars, 0);
        for (var i = 0; i < _challenges.Length; i++)
            scalars[_constants.Length + i] = challenges[_challenges[i]];
        foreach (var (operation, target, left, right) in _scalarInstructions)
        {
            scalars[target] = operation switch
            {
                GateOperation.Add => scalars[left] + scalars[right],
                GateOperation.Subtract => scalars[left] - scalars[right],
                GateOperation.Multiply => scalars[left] * scalars[right],
                _ => throw new InvalidOperationException($"{operation} is no operation on scalars"),
            };
        }

        return scalars;
    }
}
