namespace Zk.Field;

/// <summary>Whether algorithms over blocks beat a field's own operators in this process.</summary>
internal static class BlockPath<T>
    where T : unmanaged, IField<T>
{
    /// <summary>
    /// True if the selected kernel has vector instructions and the field has kernels of its own. The portable kernel and those of other fields
    /// gain nothing from blocks: scalar loops then do the same with less copying.
    /// </summary>
    public static readonly bool IsFaster = VectorKernels.Selected != VectorKernel.Portable && HasKernels();

    /// <summary>Whether a bulk operation on <paramref name="count"/> elements is done on blocks.</summary>
    public static bool Takes(long count) => IsFaster && count >= BlockBulk.MinimumCount;

    private static bool HasKernels()
    {
        var probe = default(Probe);
        T.VisitBlocks(VectorKernels.Selected, ref probe);
        return probe.Found;
    }

    private struct Probe : IBlockVisitor<T>
    {
        public bool Found;

        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T> => Found = typeof(TBlocks) != typeof(ScalarBlocks<T>);
    }
}
