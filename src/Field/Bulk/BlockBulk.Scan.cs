namespace Zk.Field;

/// <content>
/// Recurrences: running products, and Horner's rule with all its intermediate values. Lanes are segments of the range. One pass finds what each segment
/// makes of a neutral start, then their true starts follow one by one, then a second pass writes. Two products an element instead of one, but eight at a time.
/// </content>
internal static unsafe partial class BlockBulk
{
    /// <summary>Elements of a segment: enough that starts, found one by one, cost little; no power of two, as the lanes would then share sets of the cache.</summary>
    private const long SegmentLength = 252;

    private const long TileLength = Lanes * SegmentLength;

    /// <summary>A recurrence s = f(s, x) with f linear in s.</summary>
    private interface IRecurrence<T>
        where T : unmanaged, IField<T>
    {
        /// <summary>A start from which segments can be combined.</summary>
        T Neutral { get; }

        T Next(T state, T x);

        /// <summary>The state after a segment that makes <paramref name="result"/> of the neutral start; <paramref name="power"/> is that of its length.</summary>
        T Combine(T state, T result, T power);

        T Power(long length);

        /// <summary>A block that <see cref="Next{TBlocks}"/> needs.</summary>
        void Constant<TBlocks>(long* r)
            where TBlocks : struct, IBlockArithmetic<T>;

        void Gather<TBlocks>(long* x, T* source, long* offsets)
            where TBlocks : struct, IBlockArithmetic<T>;

        /// <summary>As the scalar one; the state is raw, below 2.1 p and of at most 2 units.</summary>
        void Next<TBlocks>(long* state, long* x, long* constant)
            where TBlocks : struct, IBlockArithmetic<T>;
    }

    /// <summary>values[i] becomes initial * values[0] * ... * values[i - 1]. Returns the product of all.</summary>
    public static T PrefixProduct<T>(VectorKernel kernel, T* values, T initial, long count, int threads)
        where T : unmanaged, IField<T> => Scan(kernel, default(RunningProduct<T>), values, 1, count, initial, threads);

    /// <summary>The quotient by X - root in place of the coefficients. Returns the remainder.</summary>
    public static T DivideByLinear<T>(VectorKernel kernel, T* coefficients, T root, long count, int threads)
        where T : unmanaged, IField<T> => Scan(kernel, new Division<T>(root), coefficients + count - 1, -1, count, T.Zero, threads);

    /// <summary>Replaces element k, which is k <paramref name="stride"/> from <paramref name="origin"/>, by the state before it. Returns the last state.</summary>
    private static T Scan<T, TRecurrence>(VectorKernel kernel, TRecurrence recurrence, T* origin, long stride, long count, T initial, int threads)
        where T : unmanaged, IField<T>
        where TRecurrence : struct, IRecurrence<T>
    {
        // Tiles of eight segments; those of the last are shorter. Fewer than eight elements remain.
        var tiles = (count + TileLength - 1) / TileLength;
        using var memory = NativePool.Rent(((tiles * Lanes * sizeof(T)) + sizeof(long) - 1) / sizeof(long));
        var states = (T*)memory.Pointer;
        var grain = Math.Max(1, Grain / TileLength);
        Run<T, ScanRun<T, TRecurrence>>(kernel, new(recurrence, origin, stride, count, states, writes: false), tiles, threads, grain);
        var state = initial;
        var fullPower = recurrence.Power(SegmentLength);
        for (var tile = 0L; tile < tiles; tile++)
        {
            var length = LengthOfSegments(tile, count);
            var power = length == SegmentLength ? fullPower : recurrence.Power(length);
            for (var lane = 0; lane < Lanes; lane++)
                (states[(Lanes * tile) + lane], state) = (state, recurrence.Combine(state, states[(Lanes * tile) + lane], power));
        }

        Run<T, ScanRun<T, TRecurrence>>(kernel, new(recurrence, origin, stride, count, states, writes: true), tiles, threads, grain);
        for (var i = count - (count % TileLength % Lanes); i < count; i++)
        {
            var x = origin[i * stride];
            origin[i * stride] = state;
            state = recurrence.Next(state, x);
        }

        return state;
    }

    private static long LengthOfSegments(long tile, long count) => Math.Min(SegmentLength, (count - (tile * TileLength)) / Lanes);

    private readonly struct ScanRun<T, TRecurrence>(TRecurrence recurrence, T* origin, long stride, long count, T* states, bool writes) : IWork<T>
        where T : unmanaged, IField<T>
        where TRecurrence : struct, IRecurrence<T>
    {
        public void Run<TBlocks>(int piece, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            using var memory = NativePool.Rent(3 * TBlocks.BlockLength);
            var state = memory.Pointer;
            long* constant = state + TBlocks.BlockLength, x = constant + TBlocks.BlockLength;
            recurrence.Constant<TBlocks>(constant);
            var offsets = stackalloc long[Lanes];
            for (var tile = from; tile < to; tile++)
            {
                var length = LengthOfSegments(tile, count);
                for (var lane = 0; lane < Lanes; lane++)
                    offsets[lane] = lane * length * stride * sizeof(T);
                if (writes)
                    TBlocks.LoadRaw(state, states + (Lanes * tile));
                else
                    TBlocks.BroadcastRaw(state, recurrence.Neutral);
                var element = origin + (tile * TileLength * stride);
                for (var i = 0L; i < length; i++, element += stride)
                {
                    recurrence.Gather<TBlocks>(x, element, offsets);
                    if (writes)
                        TBlocks.ScatterRaw(element, offsets, state);
                    recurrence.Next<TBlocks>(state, x, constant);
                }

                if (!writes)
                    TBlocks.StoreRaw(states + (Lanes * tile), state);
            }
        }
    }

    private readonly struct RunningProduct<T> : IRecurrence<T>
        where T : unmanaged, IField<T>
    {
        public T Neutral => T.One;

        public T Next(T state, T x) => state * x;

        public T Combine(T state, T result, T power) => state * result;

        public T Power(long length) => T.One;

        public void Constant<TBlocks>(long* r)
            where TBlocks : struct, IBlockArithmetic<T> => TBlocks.Clear(r);

        public void Gather<TBlocks>(long* x, T* source, long* offsets)
            where TBlocks : struct, IBlockArithmetic<T> => TBlocks.GatherScaled(x, source, offsets);

        public void Next<TBlocks>(long* state, long* x, long* constant)
            where TBlocks : struct, IBlockArithmetic<T> => TBlocks.Multiply(state, state, x);
    }

    private readonly struct Division<T>(T root) : IRecurrence<T>
        where T : unmanaged, IField<T>
    {
        public T Neutral => T.Zero;

        public T Next(T state, T x) => x + (root * state);

        public T Combine(T state, T result, T power) => result + (power * state);

        public T Power(long length) => root.Pow((ulong)length);

        public void Constant<TBlocks>(long* r)
            where TBlocks : struct, IBlockArithmetic<T> => TBlocks.BroadcastScaled(r, root);

        public void Gather<TBlocks>(long* x, T* source, long* offsets)
            where TBlocks : struct, IBlockArithmetic<T> => TBlocks.GatherRaw(x, source, offsets);

        public void Next<TBlocks>(long* state, long* x, long* constant)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            TBlocks.Multiply(state, state, constant);
            TBlocks.Add(state, state, x);
        }
    }
}
