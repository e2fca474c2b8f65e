namespace Zk.Field;

/// <summary>Inversion of many elements for three multiplications each and few inversions (Montgomery 1987, section 10.3.1). Variable time.</summary>
public static unsafe class BatchInversion
{
    /// <summary>Elements that share an inversion: enough to hide its cost, few enough for their running products to stay in cache.</summary>
    internal const int BatchSize = 1 << 11;

    /// <summary>Replaces each element by its inverse; zero stays zero.</summary>
    public static void Invert<T>(Span<T> values)
        where T : unmanaged, IField<T>
    {
        if (values.IsEmpty)
            return;
        fixed (T* v = values)
        {
            if (BlockPath<T>.Takes(values.Length))
                BlockBulk.Invert(VectorKernels.Selected, v, values.Length, threads: 1);
            else
                Invert(v, 0, values.Length);
        }
    }

    /// <summary>Replaces each element by its inverse; zero stays zero. Uses at most <paramref name="threads"/> threads.</summary>
    public static void Invert<T>(FieldRange<T> values, int threads)
        where T : unmanaged, IField<T>
    {
        var v = values.Pointer;
        if (BlockPath<T>.Takes(values.Count))
            BlockBulk.Invert(VectorKernels.Selected, v, values.Count, threads);
        else
            ParallelRange.Run(values.Count, threads, BatchSize, (_, from, to) => Invert(v, from, to));
        GC.KeepAlive(values.Vector);
    }

    /// <inheritdoc cref="Invert{T}(FieldRange{T}, int)"/>
    public static void Invert<T>(FieldVector<T> values, int threads)
        where T : unmanaged, IField<T> => Invert((FieldRange<T>)values, threads);

    private static void Invert<T>(T* values, long from, long to)
        where T : unmanaged, IField<T>
    {
        using var scratch = new NativeBuffer<T>(Math.Min(to - from, BatchSize));
        for (; from < to; from += BatchSize)
            InvertBatch(values + from, (int)Math.Min(to - from, BatchSize), scratch.Pointer);
    }

    private static void InvertBatch<T>(T* values, int count, T* products)
        where T : unmanaged, IField<T>
    {
        var product = T.One;
        for (var i = 0; i < count; i++)
        {
            products[i] = product;
            if (!values[i].IsZero)
                product *= values[i];
        }

        var inverse = product.Inverse();
        for (var i = count - 1; i >= 0; i--)
        {
            if (values[i].IsZero)
                continue;
            var value = values[i];
            values[i] = inverse * products[i];
            inverse *= value;
        }
    }
}
