using Zk.Field;

namespace Zk.Curves;

/// <summary>The integers of field elements, as little-endian limbs: a product by a constant each, eight at a time where the field has kernels.</summary>
internal readonly unsafe struct CanonicalLimbs<T>(T* source, ulong* limbs, int count) : IBlockVisitor<T>
    where T : unmanaged, IPrimeField<T>
{
    private readonly T* _source = source;
    private readonly ulong* _limbs = limbs;
    private readonly int _count = count;

    /// <summary>The element whose scaled number, times R', is R' / R, so that its product with a raw number x R is x.</summary>
    private static readonly T _unpack = T.FromBigInteger(System.Numerics.BigInteger.One << (64 * T.LimbCount)).Inverse();

    /// <summary>Writes <see cref="IPrimeField{T}.LimbCount"/> limbs an element. Both memories have room for whole eights.</summary>
    public static void Write(T* source, ulong* limbs, int count)
    {
        var run = new CanonicalLimbs<T>(source, limbs, count);
        T.VisitBlocks(VectorKernels.Selected, ref run);
    }

    /// <inheritdoc/>
    public void Visit<TBlocks>()
        where TBlocks : struct, IBlockArithmetic<T>
    {
        if (TBlocks.ScaleBits == 0)
        {
            for (var i = 0; i < _count; i++)
                _source[i].WriteLimbs(new Span<ulong>(_limbs + (i * T.LimbCount), T.LimbCount));
            return;
        }

        // Packed elements are numbers of as many limbs, so packing the product stores the integer.
        long* factor = stackalloc long[TBlocks.BlockLength], block = stackalloc long[TBlocks.BlockLength];
        TBlocks.BroadcastScaled(factor, _unpack);
        for (var i = 0; i < _count; i += 8)
        {
            TBlocks.LoadRaw(block, _source + i);
            TBlocks.Multiply(block, block, factor);
            TBlocks.StoreRaw((T*)_limbs + i, block);
        }
    }
}
