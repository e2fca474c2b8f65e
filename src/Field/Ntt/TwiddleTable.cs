using System.Numerics;
using System.Runtime.CompilerServices;

namespace Zk.Field;

/// <summary>
/// The twiddle factors of all power-of-two domains of one field, in one table: entry k is omega_n^reverse(k), the reversal being of log2(n) - 1 bits.
/// In this order the value does not depend on n: entry 2^t + r is entry r times the primitive 2^(t+2)-th root of unity. So the table of a domain is a prefix
/// of the table of any larger one, and a kernel reads one entry per block, in sequence.
/// </summary>
internal sealed class TwiddleTable<T>
    where T : unmanaged, IPrimeField<T>
{
    /// <summary>The factors themselves.</summary>
    public static readonly TwiddleTable<T> Plain = new(T.One);

    private static readonly TwiddleTable<T>?[] Scaled = new TwiddleTable<T>?[Enum.GetValues<VectorKernel>().Length];

    private readonly Lock _gate = new();

    /// <summary>The largest table so far; smaller ones may still be in use and are left to the garbage collector.</summary>
    private readonly StrongBox<FieldVector<T>> _table;

    private TwiddleTable(T first) => _table = new(new FieldVector<T>([first]));

    /// <summary>The factors times R'/R for the blocks of a kernel, so that a raw load of them is a scaled block, and one of values below p.</summary>
    public static TwiddleTable<T> ForBlocks(VectorKernel kernel)
    {
        ref var slot = ref Scaled[(int)kernel];
        if (Volatile.Read(ref slot) is { } present)
            return present;

        var one = ScaledOne(kernel);
        var table = one.IsOne ? Plain : new(one);
        return Interlocked.CompareExchange(ref slot, table, null) ?? table;
    }

    /// <summary>A table of at least <paramref name="count"/> entries, a power of two. Tables that were handed out before remain valid.</summary>
    public FieldVector<T> Get(long count, int threads)
    {
        lock (_gate)
        {
            if (_table.Value!.Length < count)
                _table.Value = Extend(_table.Value, count, threads);
            return _table.Value;
        }
    }

    private static FieldVector<T> Extend(FieldVector<T> old, long count, int threads)
    {
        var table = new FieldVector<T>(count);
        old.CopyTo(0, table, 0, old.Length);
        for (var half = old.Length; half < count; half *= 2)
        {
            table.CopyTo(0, table, half, half);
            FieldVectorOperations.Scale(table.Range(half, half), T.RootOfUnity(BitOperations.Log2((ulong)half) + 2), threads);
        }

        return table;
    }

    private static T ScaledOne(VectorKernel kernel)
    {
        var one = new Scaling { Value = T.One };
        T.VisitBlocks(kernel, ref one);
        return one.Value;
    }

    private unsafe struct Scaling : IBlockVisitor<T>
    {
        public T Value;

        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var block = stackalloc long[TBlocks.BlockLength];
            var packed = stackalloc T[8];
            TBlocks.BroadcastScaled(block, Value);
            TBlocks.StoreRaw(packed, block);
            Value = packed[0];
        }
    }
}
