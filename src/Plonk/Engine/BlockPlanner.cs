using System.Numerics;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Compiles programs for blocks. Sums do not carry, so each register has a bound on its limbs and its value, known from the code alone: exact worst cases, not
/// estimates. Where an operation's contract would be broken, the larger operand is carried (Normalise) or, for its value, reduced, in its own register, so that
/// later uses profit too. Nothing is tested when the code runs.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class BlockPlanner<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly BlockContract _contract;
    private readonly bool _scaled;
    private readonly BlockBound[] _bounds;
    private readonly List<BlockInstruction> _code = [];
    private readonly List<BlockConstant> _constants = [];

    private BlockPlanner(GateProgram<TF> program, BlockContract contract)
    {
        _contract = contract;
        _bounds = new BlockBound[program.RegisterCount];
        _scaled = program.Instructions.Any(i => i.Operation is GateOperation.Multiply or GateOperation.Square);
    }

    /// <summary>The code that keeps a contract.</summary>
    /// <exception cref="NotSupportedException">The field leaves a value so much room in its blocks that a reduction may not be enough.</exception>
    public static BlockCode Plan(GateProgram<TF> program, BlockContract contract)
    {
        if (!contract.ReductionsSuffice)
            throw new NotSupportedException("programs do not run on blocks with so much room");
        var planner = new BlockPlanner<TF>(program, contract);
        foreach (var instruction in program.Instructions)
            planner.Translate(instruction);
        foreach (var output in program.Outputs)
            planner.PrepareStore(output);
        return new(planner._code, planner._constants, planner._scaled);
    }

    private void Translate(GateInstruction instruction)
    {
        var (operation, target, left, right) = instruction;
        switch (operation)
        {
            case GateOperation.Load:
                _code.Add(new(BlockOperation.Load, target, left));
                _bounds[target] = _scaled ? _contract.Scaled : _contract.Raw;
                break;
            case GateOperation.Broadcast:
                _code.Add(new(BlockOperation.Copy, target, Constant(left, _scaled)));
                _bounds[target] = _contract.Raw;
                break;
            case GateOperation.Add:
                Sum(BlockOperation.Add, target, left, right);
                break;
            case GateOperation.Subtract:
                Sum(BlockOperation.Subtract, target, left, right);
                break;
            case GateOperation.AddScalar:
                Sum(BlockOperation.Add, target, left, Constant(right, _scaled));
                break;
            case GateOperation.SubtractScalar:
                Sum(BlockOperation.Subtract, target, left, Constant(right, _scaled));
                break;
            case GateOperation.SubtractFromScalar:
                Sum(BlockOperation.Subtract, target, Constant(right, _scaled), left);
                break;
            case GateOperation.Multiply:
                Product(target, left, right);
                break;
            case GateOperation.MultiplyScalar:
                Product(target, left, Constant(right, scaled: true));
                break;
            default:
                Square(target, left);
                break;
        }
    }

    private void Sum(BlockOperation operation, int target, int left, int right)
    {
        while (Bound(left).Units + Bound(right).Units > BlockContract.SumUnits)
            Lower(BlockOperation.Normalise, LargerUnits(left, right));
        while (Bound(left).Value + Bound(right).Value >= _contract.ValueLimit)
            Lower(BlockOperation.Reduce, Bound(left).Value >= Bound(right).Value ? left : right);
        Emit(operation, target, left, right, BlockContract.Sum(Bound(left), Bound(right)));
    }

    private void Product(int target, int left, int right)
    {
        while (Bound(left).Units * Bound(right).Units > BlockContract.ProductUnits)
            Lower(BlockOperation.Normalise, LargerUnits(left, right));
        Emit(BlockOperation.Multiply, target, left, right, _contract.Product(Bound(left), Bound(right)));
    }

    private void Square(int target, int operand)
    {
        if (Bound(operand).Units > BlockContract.SquareUnits)
            Lower(BlockOperation.Normalise, operand);
        Emit(BlockOperation.Square, target, operand, operand, _contract.Product(Bound(operand), Bound(operand)));
    }

    /// <summary>A scaled store is a product with a constant; a raw one takes what a reduction takes, which every value is.</summary>
    private void PrepareStore(int register)
    {
        if (_scaled && Bound(register).Units > BlockContract.ProductUnits)
            Lower(BlockOperation.Normalise, register);
    }

    private void Emit(BlockOperation operation, int target, int left, int right, BlockBound bound)
    {
        _code.Add(new(operation, target, left, right));
        _bounds[target] = bound;
    }

    /// <summary>Carries or reduces a register in place.</summary>
    private void Lower(BlockOperation operation, int register)
    {
        _code.Add(new(operation, register, register));
        _bounds[register] = operation == BlockOperation.Reduce ? _contract.Reduced : _bounds[register] with { Units = 1 };
    }

    private int LargerUnits(int left, int right) => Bound(left).Units >= Bound(right).Units ? left : right;

    private BlockBound Bound(int operand) => operand < 0 ? _contract.Raw : _bounds[operand];

    private int Constant(int scalar, bool scaled)
    {
        var constant = new BlockConstant(scalar, scaled);
        var index = _constants.IndexOf(constant);
        if (index < 0)
        {
            index = _constants.Count;
            _constants.Add(constant);
        }

        return ~index;
    }
}
