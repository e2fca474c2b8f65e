namespace Zk.Field;

/// <summary>
/// Bulk arithmetic on ranges of field vectors. A method writes only its first argument, in place; it uses at most <c>threads</c> threads and gives
/// the same result for any number of them. Two ranges of one call have equal counts and are either identical or disjoint. Variable time.
/// </summary>
public static unsafe partial class FieldVectorOperations
{
    /// <summary>The least work worth handing to another thread, in elements.</summary>
    private const long Grain = 1 << 10;

    /// <summary>destination[i] += source[i].</summary>
    public static void Add<T>(FieldRange<T> destination, FieldRange<T> source, int threads)
        where T : unmanaged, IField<T>
    {
        Pair(destination, source, out var d, out var s);
        if (BlockPath<T>.Takes(destination.Count))
            BlockBulk.Add(VectorKernels.Selected, d, s, destination.Count, threads);
        else
        {
            ParallelRange.Run(destination.Count, threads, Grain, (_, from, to) =>
            {
                for (var i = from; i < to; i++)
                    d[i] += s[i];
            });
        }

        KeepAlive(destination, source);
    }

    /// <summary>destination[i] -= source[i].</summary>
    public static void Subtract<T>(FieldRange<T> destination, FieldRange<T> source, int threads)
        where T : unmanaged, IField<T>
    {
        Pair(destination, source, out var d, out var s);
        if (BlockPath<T>.Takes(destination.Count))
            BlockBulk.Subtract(VectorKernels.Selected, d, s, destination.Count, threads);
        else
        {
            ParallelRange.Run(destination.Count, threads, Grain, (_, from, to) =>
            {
                for (var i = from; i < to; i++)
                    d[i] -= s[i];
            });
        }

        KeepAlive(destination, source);
    }

    /// <summary>destination[i] += scalar * source[i].</summary>
    public static void AddScaled<T>(FieldRange<T> destination, T scalar, FieldRange<T> source, int threads)
        where T : unmanaged, IField<T>
    {
        Pair(destination, source, out var d, out var s);
        if (BlockPath<T>.Takes(destination.Count))
            BlockBulk.AddScaled(VectorKernels.Selected, d, scalar, s, destination.Count, threads);
        else
        {
            ParallelRange.Run(destination.Count, threads, Grain, (_, from, to) =>
            {
                for (var i = from; i < to; i++)
                    d[i] += scalar * s[i];
            });
        }

        KeepAlive(destination, source);
    }

    /// <summary>destination[i] *= source[i].</summary>
    public static void MultiplyElementwise<T>(FieldRange<T> destination, FieldRange<T> source, int threads)
        where T : unmanaged, IField<T>
    {
        Pair(destination, source, out var d, out var s);
        if (BlockPath<T>.Takes(destination.Count))
            BlockBulk.MultiplyElementwise(VectorKernels.Selected, d, s, destination.Count, threads);
        else
        {
            ParallelRange.Run(destination.Count, threads, Grain, (_, from, to) =>
            {
                for (var i = from; i < to; i++)
                    d[i] *= s[i];
            });
        }

        KeepAlive(destination, source);
    }

    /// <summary>values[i] *= scalar.</summary>
    public static void Scale<T>(FieldRange<T> values, T scalar, int threads)
        where T : unmanaged, IField<T>
    {
        var v = values.Pointer;
        if (BlockPath<T>.Takes(values.Count))
            BlockBulk.Scale(VectorKernels.Selected, v, scalar, values.Count, threads);
        else
        {
            ParallelRange.Run(values.Count, threads, Grain, (_, from, to) =>
            {
                for (var i = from; i < to; i++)
                    v[i] *= scalar;
            });
        }

        GC.KeepAlive(values.Vector);
    }

    /// <summary>values[i] *= first * ratio^i: with first = 1 the coefficients of f(X) become those of f(ratio X).</summary>
    public static void ScaleByPowers<T>(FieldRange<T> values, T first, T ratio, int threads)
        where T : unmanaged, IField<T> => ApplyPowers(values, first, ratio, fills: false, threads);

    /// <summary>values[i] = first * ratio^i.</summary>
    public static void FillPowers<T>(FieldRange<T> values, T first, T ratio, int threads)
        where T : unmanaged, IField<T> => ApplyPowers(values, first, ratio, fills: true, threads);

    /// <summary>The sum of left[i] * right[i].</summary>
    public static T InnerProduct<T>(FieldRange<T> left, FieldRange<T> right, int threads)
        where T : unmanaged, IField<T>
    {
        Pair(left, right, out var l, out var r);
        if (BlockPath<T>.Takes(left.Count))
        {
            var sum = BlockBulk.InnerProduct(VectorKernels.Selected, l, r, left.Count, threads);
            KeepAlive(left, right);
            return sum;
        }

        var partial = new T[ParallelRange.Pieces(left.Count, threads, Grain)];
        ParallelRange.Run(left.Count, threads, Grain, (piece, from, to) =>
        {
            var sum = T.Zero;
            for (var i = from; i < to; i++)
                sum += l[i] * r[i];
            partial[piece] = sum;
        });
        KeepAlive(left, right);
        return partial.Aggregate(T.Zero, (a, b) => a + b);
    }

    private static void ApplyPowers<T>(FieldRange<T> values, T first, T ratio, bool fills, int threads)
        where T : unmanaged, IField<T>
    {
        var v = values.Pointer;
        if (BlockPath<T>.Takes(values.Count))
            BlockBulk.ApplyPowers(VectorKernels.Selected, v, first, ratio, fills, values.Count, threads);
        else
        {
            ParallelRange.Run(values.Count, threads, Grain, (_, from, to) =>
            {
                var power = first * ratio.Pow((ulong)from);
                for (var i = from; i < to; i++, power *= ratio)
                    v[i] = fills ? power : v[i] * power;
            });
        }

        GC.KeepAlive(values.Vector);
    }

    private static void Pair<T>(FieldRange<T> first, FieldRange<T> second, out T* firstPointer, out T* secondPointer)
        where T : unmanaged, IField<T>
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"the ranges have {first.Count} and {second.Count} elements; they must have equally many", nameof(second));
        firstPointer = first.Pointer;
        secondPointer = second.Pointer;
    }

    private static void KeepAlive<T>(FieldRange<T> first, FieldRange<T> second)
        where T : unmanaged, IField<T>
    {
        GC.KeepAlive(first.Vector);
        GC.KeepAlive(second.Vector);
    }
}
