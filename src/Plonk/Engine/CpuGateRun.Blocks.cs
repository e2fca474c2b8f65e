using Zk.Field;

namespace Zk.Plonk;

/// <content>Runs by a vector kernel, <see cref="TileBlocks"/> blocks at a time.</content>
internal sealed unsafe partial class CpuGateRun<TF>
{
    /// <summary>Blocks that an instruction handles at a time: few, so that a program's registers stay in the first-level cache.</summary>
    private const int TileBlocks = 4;

    private const int Lanes = IBlockArithmetic<TF>.Lanes;

    private const int TileRows = TileBlocks * Lanes;

    private VectorKernel _kernel;
    private BlockInstruction[]? _blocks;
    private bool _scaled;
    private NativeBuffer<long>? _constants;

    /// <summary>Chooses how to run. Portable kernels are slower than the field's operators, and a field without kernels has nothing else.</summary>
    private void PrepareBlocks(GateProgram<TF> program, VectorKernel kernel)
    {
        _kernel = kernel;
        var preparation = new BlockPreparation(this, program);
        if (kernel != VectorKernel.Portable)
            TF.VisitBlocks(kernel, ref preparation);
    }

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
            foreach (var instruction in _blocks!)
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

    private readonly struct BlockRun(CpuGateRun<TF> run, long first, long end) : IBlockVisitor<TF>
    {
        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<TF> => run.ExecuteBlocks<TBlocks>(first, end);
    }

    /// <summary>Plans the program and lays out its constants, unless these blocks are no kernel's.</summary>
    private readonly struct BlockPreparation(CpuGateRun<TF> run, GateProgram<TF> program) : IBlockVisitor<TF>
    {
        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<TF>
        {
            if (TBlocks.LimbBound == long.MaxValue)
                return;
            var code = program.Blocks(TBlocks.Limbs);
            var constants = new NativeBuffer<long>((long)code.Constants.Count * TBlocks.BlockLength);
            var next = constants.Pointer;
            foreach (var (scalar, scaled) in code.Constants)
            {
                if (scaled)
                    TBlocks.BroadcastScaled(next, run._scalars[scalar]);
                else
                    TBlocks.BroadcastRaw(next, run._scalars[scalar]);
                next += TBlocks.BlockLength;
            }

            run._blocks = [.. code.Instructions];
            run._scaled = code.Scaled;
            run._constants = constants;
        }
    }
}
