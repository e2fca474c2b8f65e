using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Fills in the multiples by 2^(b s) of many points, by b doublings each of the multiple before.
/// </summary>
internal static unsafe class BaseMultiples
{
    /// <summary>Points that one thread doubles at a time; their inversions are one.</summary>
    private const int Block = 1024;

    /// <summary>points[s * count + i] = 2^(b s) * points[i] for s in 1..k - 1, b and k those of <paramref name="plan"/>.</summary>
    /// <exception cref="ArgumentException">A point has even order.</exception>
    /// <param name="points">Room for k * count points, of which the first are given.</param>
    /// <param name="count">Number of points.</param>
    /// <param name="plan">Which multiples.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="kernel">The kernel to use.</param>
    public static void Fill<TField, TCurve>(AffinePoint<TField, TCurve>* points, long count, MultiplesPlan plan, int threads, VectorKernel kernel)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve> =>
        ParallelRange.Run(count, threads, Block, (_, from, to) =>
        {
            using var doubled = new NativeBuffer<AffinePoint<TField, TCurve>>(Block);
            using var coordinates = new NativeBuffer<TField>(3 * Block);
            for (; from < to; from += Block)
            {
                var length = (int)Math.Min(Block, to - from);
                var size = length * (long)sizeof(AffinePoint<TField, TCurve>);

                // What is beyond the last point fills its group of eight: infinity, or points of before.
                Buffer.MemoryCopy(points + from, doubled.Pointer, size, size);
                for (var s = 1; s < plan.Count; s++)
                {
                    Double(doubled.Pointer, (length + 7) / 8 * 8, plan.Bits, coordinates.Pointer, kernel);
                    Buffer.MemoryCopy(doubled.Pointer, points + (s * count) + from, size, size);
                }

                // Sums take it that a point has no infinite multiple.
                for (var i = 0; i < length; i++)
                {
                    if (doubled[i].IsIdentity && !points[from + i].IsIdentity)
                        throw new ArgumentException($"point {from + i} has even order", nameof(points));
                }
            }
        });

    private static void Double<TField, TCurve>(AffinePoint<TField, TCurve>* points, int count, int doublings, TField* coordinates, VectorKernel kernel)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        TField* x = coordinates, y = x + Block, z = y + Block;
        var doubling = new BlockDoubling<TField, TCurve>(points, count, doublings, x, y, z);
        TField.VisitBlocks(kernel, ref doubling);
        BatchInversion.Invert(new Span<TField>(z, count));
        for (var i = 0; i < count; i++)
        {
            // Zero stays zero, and then so do the coordinates: infinity.
            var square = z[i].Square();
            points[i] = new(x[i] * square, y[i] * square * z[i]);
        }
    }
}
