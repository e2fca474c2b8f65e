namespace Zk.Field;

/// <content>Inversion in batches: a running product in each lane, joined and inverted by the field's own operators.</content>
internal static unsafe partial class BlockBulk
{
    /// <summary>Replaces each element by its inverse; zero stays zero.</summary>
    public static void Invert<T>(VectorKernel kernel, T* values, long count, int threads)
        where T : unmanaged, IField<T> => Run<T, InversionRun<T>>(kernel, new(values), count, threads, BatchInversion.BatchSize);

    private readonly struct InversionRun<T>(T* values) : IWork<T>
        where T : unmanaged, IField<T>
    {
        public void Run<TBlocks>(int piece, long from, long to)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            using var memory = NativePool.Rent(TBlocks.BlockLength * ((BatchInversion.BatchSize / Lanes) + 4L));
            var last = stackalloc T[Lanes];
            for (; from < to; from += BatchInversion.BatchSize)
            {
                // The last few stand among ones.
                var count = (int)Math.Min(to - from, BatchInversion.BatchSize);
                var rest = count % Lanes;
                new Span<T>(last, Lanes).Fill(T.One);
                new Span<T>(values + from + count - rest, rest).CopyTo(new Span<T>(last, rest));
                InvertBatch<TBlocks>(values + from, count / Lanes, last, memory.Pointer);
                new Span<T>(last, rest).CopyTo(new Span<T>(values + from + count - rest, rest));
            }
        }

        /// <summary>Inverts 8 <paramref name="blocks"/> elements and the 8 of <paramref name="last"/>.</summary>
        private static void InvertBatch<TBlocks>(T* v, int blocks, T* last, long* memory)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            // All products have at most one factor fresh from memory, below 16 p, and the other below 2 p; so they are below 2 p.
            var size = TBlocks.BlockLength;
            long* one = memory, x = one + size, inverse = x + size, products = inverse + size;
            TBlocks.BroadcastScaled(one, T.One);
            LoadScaledOrOne<TBlocks>(products, last, one);
            TBlocks.Multiply(products, products, one);
            for (var i = 0; i < blocks; i++)
            {
                LoadScaledOrOne<TBlocks>(x, v + (Lanes * i), one);
                TBlocks.Multiply(products + (size * (i + 1)), products + (size * i), x);
            }

            var joined = stackalloc T[Lanes];
            TBlocks.StoreScaled(joined, products + (size * blocks));
            BatchInversion.Invert(new Span<T>(joined, Lanes));
            TBlocks.LoadRaw(inverse, joined);
            for (var i = blocks - 1; i >= 0; i--)
            {
                var zeros = LoadScaledOrOne<TBlocks>(x, v + (Lanes * i), one);
                var product = products + (size * i);
                TBlocks.Multiply(product, product, inverse);
                TBlocks.Multiply(inverse, inverse, x);
                StoreOrZero<TBlocks>(v + (Lanes * i), product, zeros);
            }

            StoreOrZero<TBlocks>(last, inverse, ZeroMask(last));
        }

        /// <summary>Loads 8 elements with ones for zeros; returns which were zero.</summary>
        private static int LoadScaledOrOne<TBlocks>(long* r, T* source, long* one)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var zeros = ZeroMask(source);
            TBlocks.LoadScaled(r, source);
            if (zeros != 0)
                TBlocks.Select(r, zeros, one, r);
            return zeros;
        }

        private static void StoreOrZero<TBlocks>(T* destination, long* block, int zeros)
            where TBlocks : struct, IBlockArithmetic<T>
        {
            TBlocks.StoreRaw(destination, block);
            for (var i = 0; zeros != 0; i++, zeros >>= 1)
            {
                if ((zeros & 1) != 0)
                    destination[i] = T.Zero;
            }
        }

        private static int ZeroMask(T* v)
        {
            var mask = 0;
            for (var i = 0; i < Lanes; i++)
                mask |= v[i].IsZero ? 1 << i : 0;
            return mask;
        }
    }
}
