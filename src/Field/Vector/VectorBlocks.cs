using System.Runtime.CompilerServices;

namespace Zk.Field;

/// <summary>
/// Block arithmetic of a prime field by one kernel. What is more than a few instructions a limb is not inlined: an algorithm that calls many of them would use up the JIT's
/// budget for inlining, and then each shift and mask inside them becomes a call.
/// </summary>
internal readonly unsafe struct VectorBlocks<T, TShape, TLanes, TKernel> : IBlockArithmetic<T>
    where T : unmanaged, IMontgomeryField<T>
    where TShape : struct, IBlockShape
    where TLanes : struct, ILanes<TLanes>
    where TKernel : struct, IBlockKernel
{
    public static int Limbs => TShape.Limbs;

    public static int BlockLength => 8 * TShape.Limbs;

    public static long LimbBound => TKernel.LimbBound;

    public static int ScaleBits => TShape.Shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(long* r, long* a, long* b) => TKernel.Multiply<T, TShape>(r, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square(long* r, long* a) => TKernel.Square<T, TShape>(r, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(long* r, long* a, long* b) => BlockOperations<T, TShape, TLanes>.Add(r, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(long* r, long* a, long* b) => BlockOperations<T, TShape, TLanes>.Subtract(r, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSubtract(long* sum, long* difference, long* a, long* b) =>
        BlockOperations<T, TShape, TLanes>.AddSubtract(sum, difference, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Negate(long* r, long* a) => BlockOperations<T, TShape, TLanes>.Negate(r, a);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Normalise(long* r, long* a) => BlockOperations<T, TShape, TLanes>.Normalise(r, a);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ShiftLeft(long* r, long* a, int count) => BlockOperations<T, TShape, TLanes>.ShiftLeft(r, a, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Reduce(long* r, long* a) => BlockOperations<T, TShape, TLanes>.Reduce(r, a);

    [SkipLocalsInit]
    public static void Canonicalise(long* r, long* a)
    {
        var less = stackalloc long[BlockLength];
        BlockOperations<T, TShape, TLanes>.Canonicalise(r, a, less);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(long* r) => BlockOperations<T, TShape, TLanes>.Clear(r);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(long* r, long* a) => BlockOperations<T, TShape, TLanes>.Copy(r, a);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Select(long* r, int mask, long* a, long* b) => BlockOperations<T, TShape, TLanes>.Select(r, mask, a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ZeroMask(long* a) => BlockOperations<T, TShape, TLanes>.ZeroMask(a);

    public static int EqualMask(long* a, long* b) => BlockOperations<T, TShape, TLanes>.EqualMask(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void LoadRaw(long* r, T* source) => BlockPacking<TShape, TLanes>.Unpack(r, new Contiguous(source, sizeof(T)), 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void LoadScaled(long* r, T* source) => BlockPacking<TShape, TLanes>.Unpack(r, new Contiguous(source, sizeof(T)), TShape.Shift);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GatherRaw(long* r, void* source, long* offsets) => BlockPacking<TShape, TLanes>.Unpack(r, new Scattered(source, offsets), 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GatherScaled(long* r, void* source, long* offsets) =>
        BlockPacking<TShape, TLanes>.Unpack(r, new Scattered(source, offsets), TShape.Shift);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreRaw(T* destination, long* a) => BlockOperations<T, TShape, TLanes>.Store(new Contiguous(destination, sizeof(T)), a);

    [SkipLocalsInit]
    public static void StoreScaled(T* destination, long* a)
    {
        var raw = stackalloc long[BlockLength];
        Multiply(raw, a, BlockConstants<T, TShape>.PackedFactor);
        StoreRaw(destination, raw);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ScatterRaw(void* destination, long* offsets, long* a) =>
        BlockOperations<T, TShape, TLanes>.Store(new Scattered(destination, offsets), a);

    [SkipLocalsInit]
    public static void ScatterScaled(void* destination, long* offsets, long* a)
    {
        var raw = stackalloc long[BlockLength];
        Multiply(raw, a, BlockConstants<T, TShape>.PackedFactor);
        ScatterRaw(destination, offsets, raw);
    }

    public static void BroadcastRaw(long* r, T value)
    {
        var offsets = stackalloc long[8];
        new Span<long>(offsets, 8).Clear();
        GatherRaw(r, &value, offsets);
    }

    public static void BroadcastScaled(long* r, T value) => BroadcastRaw(r, value * BlockConstants<T, TShape>.ScaleFactor);

    public static void InsertRaw(long* r, int lane, T value)
    {
        var block = stackalloc long[BlockLength];
        BroadcastRaw(block, value);
        CopyLane(r, lane, block, lane);
    }

    public static void InsertScaled(long* r, int lane, T value) => InsertRaw(r, lane, value * BlockConstants<T, TShape>.ScaleFactor);

    public static void Transpose(long* r, long* source, long* offsets) => BlockOperations<T, TShape, TLanes>.Transpose(r, source, offsets);

    public static void CopyLane(long* r, int to, long* a, int from)
    {
        for (var i = 0; i < BlockLength; i += 8)
            r[i + to] = a[i + from];
    }
}

/// <summary>Calls visitors with the block arithmetic of a prime field.</summary>
internal static class VectorBlocks
{
    /// <summary>Visits with a kernel, or with the field's own operators if its modulus is too small for the shape.</summary>
    public static void Visit<T, TShape, TVisitor>(VectorKernel kernel, ref TVisitor visitor)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape
        where TVisitor : struct, IBlockVisitor<T>
    {
        switch (T.BitLength < TShape.MinimumBits ? VectorKernel.Portable : kernel)
        {
            default:
                visitor.Visit<ScalarBlocks<T>>();
                break;
            case VectorKernel.Avx2:
                visitor.Visit<VectorBlocks<T, TShape, Lanes2x4, Avx2Kernel>>();
                break;
            case VectorKernel.Avx512:
                visitor.Visit<VectorBlocks<T, TShape, Lanes8, Avx512Kernel>>();
                break;
        }
    }
}
