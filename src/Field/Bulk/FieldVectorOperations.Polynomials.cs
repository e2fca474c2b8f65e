namespace Zk.Field;

/// <content>Ranges as coefficients of polynomials, lowest power first.</content>
public static unsafe partial class FieldVectorOperations
{
    /// <summary>The value at <paramref name="point"/> of the polynomial with these coefficients.</summary>
    public static T Evaluate<T>(FieldRange<T> coefficients, T point, int threads)
        where T : unmanaged, IField<T>
    {
        var c = coefficients.Pointer;
        if (BlockPath<T>.Takes(coefficients.Count))
        {
            var value = BlockBulk.Evaluate(VectorKernels.Selected, c, point, coefficients.Count, threads);
            GC.KeepAlive(coefficients.Vector);
            return value;
        }

        var partial = new T[ParallelRange.Pieces(coefficients.Count, threads, Grain)];
        ParallelRange.Run(coefficients.Count, threads, Grain, (piece, from, to) =>
            partial[piece] = Horner(c, from, to, point) * point.Pow((ulong)from));
        GC.KeepAlive(coefficients.Vector);
        return partial.Aggregate(T.Zero, (a, b) => a + b);
    }

    /// <summary>
    /// Divides f by X - <paramref name="root"/> in place by synthetic division: the range holds the quotient afterwards, its last element zero.
    /// </summary>
    /// <returns>The remainder, which is f(root).</returns>
    public static T DivideByLinear<T>(FieldRange<T> coefficients, T root, int threads)
        where T : unmanaged, IField<T>
    {
        var c = coefficients.Pointer;
        if (BlockPath<T>.Takes(coefficients.Count))
        {
            var last = BlockBulk.DivideByLinear(VectorKernels.Selected, c, root, coefficients.Count, threads);
            GC.KeepAlive(coefficients.Vector);
            return last;
        }

        var pieces = ParallelRange.Pieces(coefficients.Count, threads, Grain);

        // carry[i] is what enters piece i from above: the value at the root of everything above it, divided by the power of X it starts with.
        var carry = new T[pieces + 1];
        var values = new T[pieces];
        var steps = new T[pieces];
        if (pieces > 1)
        {
            ParallelRange.Run(coefficients.Count, threads, Grain, (piece, from, to) =>
            {
                values[piece] = Horner(c, from, to, root);
                steps[piece] = root.Pow((ulong)(to - from));
            });
            for (var i = pieces - 1; i > 0; i--)
                carry[i - 1] = values[i] + (steps[i] * carry[i]);
        }

        var remainder = T.Zero;
        ParallelRange.Run(coefficients.Count, threads, Grain, (piece, from, to) =>
        {
            var above = carry[piece];
            for (var i = to - 1; i >= from; i--)
            {
                var next = c[i] + (root * above);
                c[i] = above;
                above = next;
            }

            if (piece == 0)
                remainder = above;
        });
        GC.KeepAlive(coefficients.Vector);
        return remainder;
    }

    /// <summary>The sum of c[i] x^(i - from) for i in from..to-1.</summary>
    private static T Horner<T>(T* c, long from, long to, T x)
        where T : unmanaged, IField<T>
    {
        var value = T.Zero;
        for (var i = to - 1; i >= from; i--)
            value = (value * x) + c[i];
        return value;
    }
}
