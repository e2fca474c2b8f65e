using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// One run of a program on the CPU, by a vector kernel: <see cref="TileBlocks"/> blocks of rows at a time, so that an instruction's dispatch is paid once for
/// them and the registers stay in cache.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed unsafe class CpuGateRun<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    private const int TileBlocks = 4;

    private const int Lanes = IBlockArithmetic<TF>.Lanes;

    private const int TileRows = TileBlocks * Lanes;

    private readonly VectorKernel _kernel;
    private readonly int[] _outputRegisters;
    private readonly int _registers;
    private readonly long _rows;
    private readonly (FieldRange<TF> Values, long Offset)[] _inputs;
    private readonly FieldRange<TF>[] _outputs;
    private BlockInstruction[] _code = [];
    private bool _scaled;
    private NativeBuffer<long>? _constants;

    /// <summary>Prepares a run by one kernel. Inputs are read cyclically from their offset on.</summary>
    public CpuGateRun(
        GateProgram<TF> program, VectorKernel kernel, ReadOnlySpan<TF> challenges, long rows, (FieldRange<TF> Values, long Offset)[] inputs, FieldRange<TF>[] outputs)
    {
        if (inputs.Length != program.Inputs.Count || inputs.Any(i => i.Values.Count < rows || i.Offset < 0 || i.Offset >= rows))
            throw new ArgumentException($"the program needs {program.Inputs.Count} inputs of {rows} rows", nameof(inputs));
        if (outputs.Length != program.Outputs.Count || outputs.Any(o => o.Count < rows))
            throw new ArgumentException($"the program needs {program.Outputs.Count} outputs of {rows} rows", nameof(outputs));
        _outputRegisters = [.. program.Outputs];
        _registers = program.RegisterCount;
        _rows = rows;
        _inputs = inputs;
        _outputs = outputs;
        var preparation = new Preparation(this, program, program.Scalars(challenges));
        TF.VisitBlocks(kernel, ref preparation);
        _kernel = _constants is null ? VectorKernel.Portable : kernel;
        if (_constants is null)
            TF.VisitBlocks(_kernel, ref preparation);
    }

    /// <summary>Evaluates rows first..end−1. Several threads may do this on disjoint rows.</summary>
    public void Execute(long first, long end)
    {
        var run = new Run(this, first, end);
        TF.VisitBlocks(_kernel, ref run);
    }

    /// <inheritdoc/>
    public void Dispose() => _constants?.Dispose();

    private void ExecuteBlocks<TBlocks>(long first, long end)
        where TBlocks : struct, IBlockArithmetic<TF>
    {
        using var registers = new NativeBuffer<long>((long)_registers * TileBlocks * TBlocks.BlockLength);
        using var packed = new NativeBuffer<TF>(TileRows);
        var memory = new TileMemory(registers.Pointer, _constants!.Pointer, packed.Pointer);
        for (; first < end; first += TileRows)
        {
            // Rows of the tile beyond the end hold whatever was there; they are computed along and not stored.
            var count = (int)Math.Min(TileRows, end - first);
            foreach (var instruction in _code)
                ExecuteTile<TBlocks>(instruction, memory, first, count);
            for (var i = 0; i < _outputs.Length; i++)
            {
                StoreTile<TBlocks>(memory.Register<TBlocks>(_outputRegisters[i]), memory.Packed);
                Store(i, first, new Span<TF>(memory.Packed, count));
            }
        }

        GC.KeepAlive(this);
    }

    private void ExecuteTile<TBlocks>(BlockInstruction instruction, TileMemory memory, long row, int count)
        where TBlocks : struct, IBlockArithmetic<TF>
    {
        // The program names only registers below its count and constants that were prepared, so every access below is in bounds.
        var (operation, target, left, right) = instruction;
        var step = TBlocks.BlockLength;
        var t = memory.Register<TBlocks>(target);
        var end = t + (TileBlocks * step);
        if (operation == BlockOperation.Load)
        {
            Load(_inputs[left], row, new Span<TF>(memory.Packed, count));
            LoadTile<TBlocks>(t, memory.Packed);
            return;
        }

        var a = memory.Operand<TBlocks>(left, out var stepA);
        var b = memory.Operand<TBlocks>(right, out var stepB);
        switch (operation)
        {
            case BlockOperation.Copy:
                for (; t < end; t += step, a += stepA)
                    TBlocks.Copy(t, a);
                break;
            case BlockOperation.Add:
                for (; t < end; t += step, a += stepA, b += stepB)
                    TBlocks.Add(t, a, b);
                break;
            case BlockOperation.Subtract:
                for (; t < end; t += step, a += stepA, b += stepB)
                    TBlocks.Subtract(t, a, b);
                break;
            case BlockOperation.Multiply:
                for (; t < end; t += step, a += stepA, b += stepB)
                    TBlocks.Multiply(t, a, b);
                break;
            case BlockOperation.Square:
                for (; t < end; t += step, a += stepA)
                    TBlocks.Square(t, a);
                break;
            case BlockOperation.Normalise:
                for (; t < end; t += step)
                    TBlocks.Normalise(t, t);
                break;
            default:
                for (; t < end; t += step)
                    TBlocks.Reduce(t, t);
                break;
        }
    }

    private void LoadTile<TBlocks>(long* target, TF* packed)
        where TBlocks : struct, IBlockArithmetic<TF>
    {
        for (var i = 0; i < TileBlocks; i++, target += TBlocks.BlockLength, packed += Lanes)
        {
            if (_scaled)
                TBlocks.LoadScaled(target, packed);
            else
                TBlocks.LoadRaw(target, packed);
        }
    }

    private void StoreTile<TBlocks>(long* source, TF* packed)
        where TBlocks : struct, IBlockArithmetic<TF>
    {
        for (var i = 0; i < TileBlocks; i++, source += TBlocks.BlockLength, packed += Lanes)
        {
            if (_scaled)
                TBlocks.StoreScaled(packed, source);
            else
                TBlocks.StoreRaw(packed, source);
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

    /// <summary>A tile's memory: registers of <see cref="TileBlocks"/> blocks, constants of one block each, a tile of packed elements.</summary>
    private readonly struct TileMemory(long* registers, long* constants, TF* packed)
    {
        private readonly long* _registers = registers;
        private readonly long* _constants = constants;

        public TF* Packed { get; } = packed;

        public long* Register<TBlocks>(int register)
            where TBlocks : struct, IBlockArithmetic<TF> => _registers + (register * TileBlocks * TBlocks.BlockLength);

        /// <summary>A register or a constant, and how far its next block is: a constant's is itself.</summary>
        public long* Operand<TBlocks>(int operand, out int step)
            where TBlocks : struct, IBlockArithmetic<TF>
        {
            step = operand < 0 ? 0 : TBlocks.BlockLength;
            return operand < 0 ? _constants + (~operand * TBlocks.BlockLength) : Register<TBlocks>(operand);
        }
    }

    private readonly struct Run(CpuGateRun<TF> run, long first, long end) : IBlockVisitor<TF>
    {
        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<TF> => run.ExecuteBlocks<TBlocks>(first, end);
    }

    /// <summary>Plans the program and lays out its constants.</summary>
    private readonly struct Preparation(CpuGateRun<TF> run, GateProgram<TF> program, TF[] scalars) : IBlockVisitor<TF>
    {
        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<TF>
        {
            if (program.Blocks<TBlocks>() is not { } code)
                return;
            var constants = new NativeBuffer<long>((long)code.Constants.Count * TBlocks.BlockLength);
            var next = constants.Pointer;
            foreach (var (scalar, scaled) in code.Constants)
            {
                if (scaled)
                    TBlocks.BroadcastScaled(next, scalars[scalar]);
                else
                    TBlocks.BroadcastRaw(next, scalars[scalar]);
                next += TBlocks.BlockLength;
            }

            run._code = [.. code.Instructions];
            run._scaled = code.Scaled;
            run._constants = constants;
        }
    }
}
