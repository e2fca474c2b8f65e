using System.Buffers.Binary;

namespace Zk.Field;

/// <summary>
/// Transforms on vector kernels, in two passes over memory. Element i is in row i / columns, column i mod columns. The first pass does the first
/// levels on eight adjacent columns at a time, one a lane, and leaves them in a buffer, transposed: blocks whose lanes are rows. The second pass does the
/// other levels there, on eight rows at a time, and writes results to their natural places: those of row r and place j belong at
/// reverse(j) rows + reverse(r), so the rows reverse(c), reverse(c + 1), ... are taken together. See docs/decisions/0004-ntt.md.
/// </summary>
internal static unsafe class BlockNtt
{
    /// <summary>The smallest transform there is, of 8 rows and 8 columns.</summary>
    public const int MinimumLog2 = 6;

    /// <summary>
    /// In place; coefficients to values at shift omega^i, in natural order. With <paramref name="inverse"/>, the inverse of that for shift one: shift is one.
    /// </summary>
    public static void Transform<T>(VectorKernel kernel, FieldRange<T> values, int log2, T shift, bool inverse, int threads)
        where T : unmanaged, IPrimeField<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var source = TwiddleTable<T>.ForBlocks(kernel);
        if (shift.IsOne)
        {
            var table = source.Get(1L << (log2 - 1), threads);
            Run(new TwiddleLevels<T>(table.Pointer, isCoset: false), hasUnits: true);
            GC.KeepAlive(table);
            return;
        }

        var coset = CosetTwiddles<T>.Rent(source, log2, shift, threads);
        try
        {
            Run(new TwiddleLevels<T>(coset.Table!.Pointer, isCoset: true), hasUnits: false);
        }
        finally
        {
            CosetTwiddles<T>.Return(coset);
        }

        void Run(TwiddleLevels<T> levels, bool hasUnits)
        {
            var passes = new Passes<T>
            {
                Values = values.Pointer,
                Levels = levels,
                HasUnits = hasUnits,
                RowsLog2 = RowsLog2(log2),
                Log2 = log2,
                Inverse = inverse,
                Threads = threads,
            };
            T.VisitBlocks(kernel, ref passes);
            GC.KeepAlive(values.Vector);
        }
    }

    /// <summary>About half of the levels, at least 3 of each part, and an even number for the first pass if possible: a step of two levels costs less than two.</summary>
    private static int RowsLog2(int log2) => log2 < 8 ? log2 / 2 : log2 / 4 * 2;

    private struct Passes<T> : IBlockVisitor<T>
        where T : unmanaged, IPrimeField<T>
    {
        private const int Lanes = 8;

        /// <summary>The least number of elements worth handing to another thread.</summary>
        private const long Grain = 1 << 11;

        public T* Values;
        public TwiddleLevels<T> Levels;
        public bool HasUnits;
        public int RowsLog2;
        public int Log2;
        public bool Inverse;
        public int Threads;

        private readonly long Rows => 1L << RowsLog2;

        private readonly int ColumnsLog2 => Log2 - RowsLog2;

        private readonly long Columns => 1L << ColumnsLog2;

        public readonly void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T>
        {
            using var table = NativePool.Rent(SharedTwiddles<T, TBlocks>.Length(RowsLog2));
            var scale = Inverse ? T.FromUInt64(1UL << Log2).Inverse() : T.One;
            var twiddles = new SharedTwiddles<T, TBlocks>(table.Pointer, RowsLog2, Levels, HasUnits, scale);
            using var buffer = NativePool.Rent(TBlocks.BlockLength * (Columns / Lanes) * Rows);
            var passes = this;
            var between = buffer.Pointer;
            ParallelRange.Run(Columns / Lanes, Threads, Math.Max(1, Grain / (Lanes * Rows)), (_, from, to) => passes.TransformColumns(twiddles, between, from, to));
            ParallelRange.Run(Rows / Lanes, Threads, Math.Max(1, Grain / (Lanes * Columns)), (_, from, to) => passes.TransformRows<TBlocks>(between, from, to));
        }

        /// <summary>Of groups of eight columns <paramref name="from"/>..<paramref name="to"/> - 1, from the values to the buffer.</summary>
        private readonly void TransformColumns<TBlocks>(SharedTwiddles<T, TBlocks> twiddles, long* buffer, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var size = TBlocks.BlockLength;
            using var scratch = NativePool.Rent(size * (Rows + BlockButterflies<T, TBlocks>.WorkBlocks));
            var x = scratch.Pointer;
            var offsets = stackalloc long[Lanes];
            for (var group = from; group < to; group++)
            {
                var column = Values + (Lanes * group);
                for (var row = 0L; row < Rows; row++)
                    TBlocks.LoadRaw(x + (size * row), column + (row * Columns));
                BlockButterflies<T, TBlocks>.Transform(x, RowsLog2, 0, ref twiddles, x + (size * Rows));
                for (var c = 0L; c < Rows; c += Lanes)
                {
                    for (var lane = 0; lane < Lanes; lane++)
                        offsets[lane] = RowOfLane(c, lane) * size * sizeof(long);
                    TBlocks.Transpose(buffer + (size * ((c / Lanes * Columns) + (Lanes * group))), x, offsets);
                }
            }
        }

        /// <summary>Of groups of eight rows <paramref name="from"/>..<paramref name="to"/> - 1, from the buffer to natural order in the values.</summary>
        private readonly void TransformRows<TBlocks>(long* buffer, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var size = TBlocks.BlockLength;
            var workLength = size * BlockButterflies<T, TBlocks>.WorkBlocks;
            using var scratch = NativePool.Rent(workLength + LaneTwiddles<T, TBlocks>.Length(ColumnsLog2));
            var work = scratch.Pointer;
            long* rows = stackalloc long[Lanes], offsets = stackalloc long[Lanes];
            for (var group = from; group < to; group++)
            {
                var c = Lanes * group;
                for (var lane = 0; lane < Lanes; lane++)
                    rows[lane] = RowOfLane(c, lane);
                var x = buffer + (size * group * Columns);
                var twiddles = new LaneTwiddles<T, TBlocks>(work + workLength, Levels, RowsLog2, ColumnsLog2, rows);
                BlockButterflies<T, TBlocks>.Transform(x, ColumnsLog2, BlockButterflies<T, TBlocks>.StepsOf(RowsLog2), ref twiddles, work);
                for (var place = 0L; place < Columns; place++)
                {
                    var row = Reverse(place, ColumnsLog2);
                    if (Inverse && c == 0)
                        StoreFirstNegated<TBlocks>(row, offsets, x + (size * place));
                    else
                        TBlocks.StoreRaw(Values + ((Inverse ? Columns - 1 - row : row) * Rows) + c, x + (size * place));
                }
            }
        }

        /// <summary>
        /// The row whose results belong in lane i of c, c + 1, ... An inverse transform is a forward one with indices negated: there, results n - i are wanted.
        /// </summary>
        private readonly long RowOfLane(long c, int lane) => Reverse(Inverse ? (Rows - c - lane) & (Rows - 1) : c + lane, RowsLog2);

        /// <summary>Results row * rows - i in lanes i = 0..7; lane 0 alone is a multiple of the number of rows and so ends up a row further.</summary>
        private readonly void StoreFirstNegated<TBlocks>(long row, long* offsets, long* block)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            for (var lane = 0; lane < Lanes; lane++)
                offsets[lane] = (((Columns - 1 - row) * Rows) + lane) * sizeof(T);
            offsets[0] = ((Columns - row) & (Columns - 1)) * Rows * sizeof(T);
            TBlocks.ScatterRaw(Values, offsets, block);
        }

        private static long Reverse(long index, int bits)
        {
            var x = (ulong)index;
            x = ((x >> 1) & 0x5555555555555555) | ((x & 0x5555555555555555) << 1);
            x = ((x >> 2) & 0x3333333333333333) | ((x & 0x3333333333333333) << 2);
            x = ((x >> 4) & 0x0F0F0F0F0F0F0F0F) | ((x & 0x0F0F0F0F0F0F0F0F) << 4);
            return (long)(BinaryPrimitives.ReverseEndianness(x) >> (64 - bits));
        }
    }
}
