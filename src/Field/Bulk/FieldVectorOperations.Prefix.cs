namespace Zk.Field;

/// <content>Running products and sums.</content>
public static unsafe partial class FieldVectorOperations
{
    private interface IMonoid<T>
    {
        static abstract T Neutral { get; }

        static abstract T Combine(in T left, in T right);
    }

    /// <summary>values[i] becomes initial * values[0] * ... * values[i - 1]; so values[0] becomes the initial value.</summary>
    /// <returns>initial times the product of all the values.</returns>
    public static T PrefixProduct<T>(FieldRange<T> values, T initial, int threads)
        where T : unmanaged, IField<T>
    {
        if (!BlockPath<T>.Takes(values.Count))
            return Prefix<T, Product<T>>(values, initial, threads);
        var product = BlockBulk.PrefixProduct(VectorKernels.Selected, values.Pointer, initial, values.Count, threads);
        GC.KeepAlive(values.Vector);
        return product;
    }

    /// <summary>values[i] becomes initial + values[0] + ... + values[i - 1]; so values[0] becomes the initial value.</summary>
    /// <returns>initial plus the sum of all the values.</returns>
    public static T PrefixSum<T>(FieldRange<T> values, T initial, int threads)
        where T : unmanaged, IField<T> => Prefix<T, Sum<T>>(values, initial, threads);

    private static T Prefix<T, TMonoid>(FieldRange<T> values, T initial, int threads)
        where T : unmanaged, IField<T>
        where TMonoid : struct, IMonoid<T>
    {
        var v = values.Pointer;
        var pieces = ParallelRange.Pieces(values.Count, threads, Grain);

        // starts[i] is what piece i begins with; the totals of the pieces are needed first, except of the last.
        var starts = new T[pieces + 1];
        if (pieces > 1)
        {
            ParallelRange.Run(values.Count, threads, Grain, (piece, from, to) =>
            {
                var total = TMonoid.Neutral;
                for (var i = from; i < to; i++)
                    total = TMonoid.Combine(total, v[i]);
                starts[piece + 1] = total;
            });
        }

        starts[0] = initial;
        for (var i = 1; i < pieces; i++)
            starts[i] = TMonoid.Combine(starts[i - 1], starts[i]);

        ParallelRange.Run(values.Count, threads, Grain, (piece, from, to) =>
        {
            var running = starts[piece];
            for (var i = from; i < to; i++)
            {
                var next = TMonoid.Combine(running, v[i]);
                v[i] = running;
                running = next;
            }

            if (piece == pieces - 1)
                starts[pieces] = running;
        });
        GC.KeepAlive(values.Vector);
        return starts[pieces];
    }

    private readonly struct Product<T> : IMonoid<T>
        where T : unmanaged, IField<T>
    {
        public static T Neutral => T.One;

        public static T Combine(in T left, in T right) => left * right;
    }

    private readonly struct Sum<T> : IMonoid<T>
        where T : unmanaged, IField<T>
    {
        public static T Neutral => T.Zero;

        public static T Combine(in T left, in T right) => left + right;
    }
}
