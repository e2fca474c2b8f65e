using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// One run of a program on the CPU: some rows at a time, so that an instruction's dispatch is paid once for them and the registers stay in cache. This part
/// uses the field's own operators, which is fastest where no vector kernel fits the processor or the field.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed unsafe partial class CpuGateRun<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    private const int BlockRows = 128;

    private readonly GateInstruction[] _code;
    private readonly int[] _outputRegisters;
    private readonly int _registers;
    private readonly TF[] _scalars;
    private readonly long _rows;
    private readonly (FieldRange<TF> Values, long Offset)[] _inputs;
    private readonly FieldRange<TF>[] _outputs;

    /// <summary>Prepares a run by one kernel. Inputs are read cyclically from their offset on.</summary>
    public CpuGateRun(
        GateProgram<TF> program, VectorKernel kernel, ReadOnlySpan<TF> challenges, long rows, (FieldRange<TF> Values, long Offset)[] inputs, FieldRange<TF>[] outputs)
    {
        if (inputs.Length != program.Inputs.Count || inputs.Any(i => i.Values.Count < rows || i.Offset < 0 || i.Offset >= rows))
            throw new ArgumentException($"the program needs {program.Inputs.Count} inputs of {rows} rows", nameof(inputs));
        if (outputs.Length != program.Outputs.Count || outputs.Any(o => o.Count < rows))
            throw new ArgumentException($"the program needs {program.Outputs.Count} outputs of {rows} rows", nameof(outputs));
        _code = [.. program.Instructions];
        _outputRegisters = [.. program.Outputs];
        _registers = program.RegisterCount;
        _scalars = program.Scalars(challenges);
        _rows = rows;
        _inputs = inputs;
        _outputs = outputs;
        PrepareBlocks(program, kernel);
    }

    /// <summary>Evaluates rows first..end−1. Several threads may do this on disjoint rows.</summary>
    public void Execute(long first, long end)
    {
        if (_blocks is not null)
        {
            var run = new BlockRun(this, first, end);
            TF.VisitBlocks(_kernel, ref run);
            return;
        }

        using var registers = new NativeBuffer<TF>((long)_registers * BlockRows);
        for (; first < end; first += BlockRows)
        {
            var count = (int)Math.Min(BlockRows, end - first);
            foreach (var instruction in _code)
                Execute(instruction, registers, first, count);
            for (var i = 0; i < _outputs.Length; i++)
                Store(i, first, registers.Slice((long)_outputRegisters[i] * BlockRows, count));
        }
    }

    public void Dispose() => _constants?.Dispose();

    private void Execute(GateInstruction instruction, NativeBuffer<TF> registers, long row, int count)
    {
        // Registers are BlockRows elements each and the program names only registers below RegisterCount, so every access below is in bounds.
        var (operation, target, left, right) = instruction;
        var t = registers.Pointer + ((long)target * BlockRows);
        if (operation == GateOperation.Load)
        {
            Load(_inputs[left], row, new Span<TF>(t, count));
            return;
        }

        if (operation == GateOperation.Broadcast)
        {
            new Span<TF>(t, count).Fill(_scalars[left]);
            return;
        }

        var a = registers.Pointer + ((long)left * BlockRows);
        if (operation is GateOperation.Add or GateOperation.Subtract or GateOperation.Multiply or GateOperation.Square)
            Combine(operation, t, a, registers.Pointer + ((long)right * BlockRows), count);
        else
            CombineScalar(operation, t, a, _scalars[right], count);
    }

    private static void Combine(GateOperation operation, TF* t, TF* a, TF* b, int count)
    {
        switch (operation)
        {
            case GateOperation.Add:
                for (var i = 0; i < count; i++)
                    t[i] = a[i] + b[i];
                break;
            case GateOperation.Subtract:
                for (var i = 0; i < count; i++)
                    t[i] = a[i] - b[i];
                break;
            case GateOperation.Multiply:
                for (var i = 0; i < count; i++)
                    t[i] = a[i] * b[i];
                break;
            default:
                for (var i = 0; i < count; i++)
                    t[i] = a[i].Square();
                break;
        }
    }

    private static void CombineScalar(GateOperation operation, TF* t, TF* a, TF scalar, int count)
    {
        switch (operation)
        {
            case GateOperation.AddScalar:
                for (var i = 0; i < count; i++)
                    t[i] = a[i] + scalar;
                break;
            case GateOperation.SubtractScalar:
                for (var i = 0; i < count; i++)
                    t[i] = a[i] - scalar;
                break;
            case GateOperation.SubtractFromScalar:
                for (var i = 0; i < count; i++)
                    t[i] = scalar - a[i];
                break;
            default:
                for (var i = 0; i < count; i++)
                    t[i] = a[i] * scalar;
                break;
        }
    }

    /// <summary>Rows row..row+count−1 of a cyclic view: the end of the column may fall inside.</summary>
    private void Load((FieldRange<TF> Values, long Offset) input, long row, Span<TF> destination)
    {
        var start = row + input.Offset;
        if (start >= _rows)
            start -= _rows;
        var head = (int)Math.Min(destination.Length, _rows - start);
        var values = input.Values;
        values.Vector.Load(values.Start + start, destination[..head]);
        if (head < destination.Length)
            values.Vector.Load(values.Start, destination[head..]);
    }

    private void Store(int output, long row, ReadOnlySpan<TF> values) => _outputs[output].Vector.Store(_outputs[output].Start + row, values);
}
