namespace Zk.Field;

/// <content>Powers and the values of polynomials: eight neighbours at a time, which step by the eighth power.</content>
internal static unsafe partial class BlockBulk
{
    /// <summary>values[i] = first * ratio^i if <paramref name="fills"/>, else values[i] *= first * ratio^i.</summary>
    public static void ApplyPowers<T>(VectorKernel kernel, T* values, T first, T ratio, bool fills, long count, int threads)
        where T : unmanaged, IField<T> => Run<T, PowerRun<T>>(kernel, new(values, first, ratio, fills), count, threads);

    /// <summary>The value at <paramref name="point"/> of the polynomial with these coefficients.</summary>
    public static T Evaluate<T>(VectorKernel kernel, T* coefficients, T point, long count, int threads)
        where T : unmanaged, IField<T>
    {
        var values = new T[ParallelRange.Pieces(count, threads, Grain)];
        Run<T, HornerRun<T>>(kernel, new(coefficients, point, values), count, threads);
        return values.Aggregate(T.Zero, (a, b) => a + b);
    }

    private readonly struct PowerRun<T>(T* values, T first, T ratio, bool fills) : IWork<T>
        where T : unmanaged, IField<T>
    {
        public void Run<TBlocks>(int piece, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            using var memory = NativePool.Rent(3 * TBlocks.BlockLength);
            var power = memory.Pointer;
            long* step = power + TBlocks.BlockLength, work = step + TBlocks.BlockLength;
            var block = stackalloc T[Lanes];
            block[0] = first * ratio.Pow((ulong)from);
            for (var i = 1; i < Lanes; i++)
                block[i] = block[i - 1] * ratio;
            TBlocks.BroadcastScaled(step, ratio.Pow(Lanes));

            // Powers that are results themselves are raw, those that multiply raw values are scaled.
            if (fills)
                TBlocks.LoadRaw(power, block);
            else
                TBlocks.LoadScaled(power, block);
            for (; from + Lanes <= to; from += Lanes)
            {
                Apply<TBlocks>(values + from, power, work);
                TBlocks.Multiply(power, power, step);
            }

            var rest = (int)(to - from);
            CopyRest(block, values + from, rest);
            Apply<TBlocks>(block, power, work);
            new Span<T>(block, rest).CopyTo(new Span<T>(values + from, rest));
        }

        private void Apply<TBlocks>(T* v, long* power, long* work)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            if (fills)
            {
                TBlocks.StoreRaw(v, power);
                return;
            }

            TBlocks.LoadRaw(work, v);
            TBlocks.Multiply(work, work, power);
            TBlocks.StoreRaw(v, work);
        }
    }

    private readonly struct HornerRun<T>(T* coefficients, T point, T[] values) : IWork<T>
        where T : unmanaged, IField<T>
    {
        public void Run<TBlocks>(int piece, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            using var memory = NativePool.Rent(3 * TBlocks.BlockLength);
            var sum = memory.Pointer;
            long* step = sum + TBlocks.BlockLength, work = step + TBlocks.BlockLength;
            TBlocks.BroadcastScaled(step, point.Pow(Lanes));

            // Lane l sums the coefficients from + l, from + l + 8, ... with the powers of x^8; the highest few are a block among zeros.
            var lanes = stackalloc T[Lanes];
            var rest = (int)((to - from) % Lanes);
            CopyRest(lanes, coefficients + to - rest, rest);
            TBlocks.LoadRaw(sum, lanes);
            for (var i = to - rest - Lanes; i >= from; i -= Lanes)
            {
                TBlocks.Multiply(sum, sum, step);
                TBlocks.LoadRaw(work, coefficients + i);
                TBlocks.Add(sum, sum, work);
            }

            TBlocks.StoreRaw(lanes, sum);
            var value = T.Zero;
            for (var l = Lanes - 1; l >= 0; l--)
                value = (value * point) + lanes[l];
            values[piece] = value * point.Pow((ulong)from);
        }
    }
}
