namespace Zk.Field;

/// <summary>
/// Bulk operations on blocks, for ranges of at least <see cref="MinimumCount"/> elements. Results are those of the scalar loops, bit for bit. Products have one
/// raw and one scaled operand, so that they are raw and nothing needs converting.
/// </summary>
internal static unsafe partial class BlockBulk
{
    /// <summary>Below this, what blocks gain does not pay for setting them up.</summary>
    public const long MinimumCount = 64;

    private const int Lanes = 8;

    /// <summary>The least work worth handing to another thread, in elements.</summary>
    private const long Grain = 1 << 12;

    /// <summary>Part of an operation, on elements <c>from</c>..<c>to</c> - 1.</summary>
    private interface IWork<T>
        where T : unmanaged, IField<T>
    {
        void Run<TBlocks>(int piece, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>;
    }

    /// <summary>What becomes of eight elements: those at d, given those at s and a constant block.</summary>
    private interface IMap<T>
        where T : unmanaged, IField<T>
    {
        static abstract void Apply<TBlocks>(T* d, T* s, long* constant, long* work)
            where TBlocks : struct, IBlockArithmetic<T>;
    }

    /// <summary>destination[i] += source[i].</summary>
    public static void Add<T>(VectorKernel kernel, T* destination, T* source, long count, int threads)
        where T : unmanaged, IField<T> => Run<T, Map<T, Sum<T>>>(kernel, new(destination, source, T.One), count, threads);

    /// <summary>destination[i] -= source[i].</summary>
    public static void Subtract<T>(VectorKernel kernel, T* destination, T* source, long count, int threads)
        where T : unmanaged, IField<T> => Run<T, Map<T, Difference<T>>>(kernel, new(destination, source, T.One), count, threads);

    /// <summary>destination[i] *= source[i].</summary>
    public static void MultiplyElementwise<T>(VectorKernel kernel, T* destination, T* source, long count, int threads)
        where T : unmanaged, IField<T> => Run<T, Map<T, Product<T>>>(kernel, new(destination, source, T.One), count, threads);

    /// <summary>destination[i] += scalar * source[i].</summary>
    public static void AddScaled<T>(VectorKernel kernel, T* destination, T scalar, T* source, long count, int threads)
        where T : unmanaged, IField<T> => Run<T, Map<T, ScaledSum<T>>>(kernel, new(destination, source, scalar), count, threads);

    /// <summary>values[i] *= scalar.</summary>
    public static void Scale<T>(VectorKernel kernel, T* values, T scalar, long count, int threads)
        where T : unmanaged, IField<T> => Run<T, Map<T, Multiple<T>>>(kernel, new(values, values, scalar), count, threads);

    /// <summary>The sum of left[i] * right[i].</summary>
    public static T InnerProduct<T>(VectorKernel kernel, T* left, T* right, long count, int threads)
        where T : unmanaged, IField<T>
    {
        var sums = new T[ParallelRange.Pieces(count, threads, Grain)];
        Run<T, ProductSum<T>>(kernel, new(left, right, sums), count, threads);
        return sums.Aggregate(T.Zero, (a, b) => a + b);
    }

    private static void Run<T, TWork>(VectorKernel kernel, TWork work, long count, int threads, long grain = Grain)
        where T : unmanaged, IField<T>
        where TWork : struct, IWork<T>
    {
        var run = new PieceRun<T, TWork>(work, count, threads, grain);
        T.VisitBlocks(kernel, ref run);
    }

    private readonly struct PieceRun<T, TWork>(TWork work, long count, int threads, long grain) : IBlockVisitor<T>
        where T : unmanaged, IField<T>
        where TWork : struct, IWork<T>
    {
        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var pieces = work;
            ParallelRange.Run(count, threads, grain, (piece, from, to) => pieces.Run<TBlocks>(piece, from, to));
        }
    }

    private readonly struct Map<T, TMap>(T* destination, T* source, T scalar) : IWork<T>
        where T : unmanaged, IField<T>
        where TMap : struct, IMap<T>
    {
        public void Run<TBlocks>(int piece, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            using var memory = NativePool.Rent(3 * TBlocks.BlockLength);
            var constant = memory.Pointer;
            var work = constant + TBlocks.BlockLength;
            TBlocks.BroadcastScaled(constant, scalar);
            for (; from + Lanes <= to; from += Lanes)
                TMap.Apply<TBlocks>(destination + from, source + from, constant, work);
            if (from == to)
                return;

            // The last few of a piece among zeros; source and destination may be one.
            T* d = stackalloc T[Lanes], s = stackalloc T[Lanes];
            var rest = (int)(to - from);
            CopyRest(d, destination + from, rest);
            CopyRest(s, source + from, rest);
            TMap.Apply<TBlocks>(d, s, constant, work);
            new Span<T>(d, rest).CopyTo(new Span<T>(destination + from, rest));
        }
    }

    private static void CopyRest<T>(T* block, T* source, int count)
        where T : unmanaged, IField<T>
    {
        new Span<T>(block, Lanes).Clear();
        new Span<T>(source, count).CopyTo(new Span<T>(block, count));
    }

    private readonly struct Sum<T> : IMap<T>
        where T : unmanaged, IField<T>
    {
        public static void Apply<TBlocks>(T* d, T* s, long* constant, long* work)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var x = work + TBlocks.BlockLength;
            TBlocks.LoadRaw(work, d);
            TBlocks.LoadRaw(x, s);
            TBlocks.Add(x, work, x);
            TBlocks.StoreRaw(d, x);
        }
    }

    private readonly struct Difference<T> : IMap<T>
        where T : unmanaged, IField<T>
    {
        public static void Apply<TBlocks>(T* d, T* s, long* constant, long* work)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var x = work + TBlocks.BlockLength;
            TBlocks.LoadRaw(work, d);
            TBlocks.LoadRaw(x, s);
            TBlocks.Subtract(x, work, x);
            TBlocks.StoreRaw(d, x);
        }
    }

    private readonly struct Product<T> : IMap<T>
        where T : unmanaged, IField<T>
    {
        public static void Apply<TBlocks>(T* d, T* s, long* constant, long* work)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var x = work + TBlocks.BlockLength;
            TBlocks.LoadScaled(work, d);
            TBlocks.LoadRaw(x, s);
            TBlocks.Multiply(x, x, work);
            TBlocks.StoreRaw(d, x);
        }
    }

    private readonly struct ScaledSum<T> : IMap<T>
        where T : unmanaged, IField<T>
    {
        public static void Apply<TBlocks>(T* d, T* s, long* constant, long* work)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var x = work + TBlocks.BlockLength;
            TBlocks.LoadRaw(work, s);
            TBlocks.Multiply(work, work, constant);
            TBlocks.LoadRaw(x, d);
            TBlocks.Add(x, x, work);
            TBlocks.StoreRaw(d, x);
        }
    }

    private readonly struct Multiple<T> : IMap<T>
        where T : unmanaged, IField<T>
    {
        public static void Apply<TBlocks>(T* d, T* s, long* constant, long* work)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            TBlocks.LoadRaw(work, d);
            TBlocks.Multiply(work, work, constant);
            TBlocks.StoreRaw(d, work);
        }
    }

    private readonly struct ProductSum<T>(T* left, T* right, T[] sums) : IWork<T>
        where T : unmanaged, IField<T>
    {
        /// <summary>Products of at most 1.5 p each, which together with a reduced sum stay below 8 p and 6 units.</summary>
        private const int ProductsPerReduction = 4;

        public void Run<TBlocks>(int piece, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            using var memory = NativePool.Rent(3 * TBlocks.BlockLength);
            var sum = memory.Pointer;
            long* x = sum + TBlocks.BlockLength, y = x + TBlocks.BlockLength;
            TBlocks.Clear(sum);
            while (from + Lanes <= to)
            {
                for (var i = 0; i < ProductsPerReduction && from + Lanes <= to; i++, from += Lanes)
                {
                    TBlocks.LoadScaled(x, left + from);
                    TBlocks.LoadRaw(y, right + from);
                    TBlocks.Multiply(x, x, y);
                    TBlocks.Add(sum, sum, x);
                }

                TBlocks.Reduce(sum, sum);
            }

            var lanes = stackalloc T[Lanes];
            TBlocks.StoreRaw(lanes, sum);
            var total = T.Zero;
            for (var i = 0; i < Lanes; i++)
                total += lanes[i];
            for (; from < to; from++)
                total += left[from] * right[from];
            sums[piece] = total;
        }
    }
}
