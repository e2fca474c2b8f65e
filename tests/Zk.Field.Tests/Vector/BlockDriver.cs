using System.Numerics;

namespace Zk.Field.Tests;

/// <summary>The block arithmetic of one field by one kernel, behind virtual methods and arrays, for tests that do not care which.</summary>
internal abstract unsafe class BlockDriver<T>
    where T : unmanaged, IPrimeField<T>
{
    public const int Lanes = 8;

    public static readonly BigInteger P = T.Characteristic;

    /// <summary>A binary operation.</summary>
    public enum Binary
    {
        Multiply,
        Add,
        Subtract,
    }

    /// <summary>A unary operation.</summary>
    public enum Unary
    {
        Square,
        Negate,
        Normalise,
        Reduce,
        Canonicalise,
        Copy,
    }

    public abstract int Limbs { get; }

    public abstract int ScaleBits { get; }

    public abstract long LimbBound { get; }

    /// <summary>R'.</summary>
    public BigInteger Factor => BigInteger.One << (52 * Limbs);

    public static BlockDriver<T> Create(VectorKernel kernel)
    {
        var visitor = default(Creation);
        T.VisitBlocks(kernel, ref visitor);
        return visitor.Driver!;
    }

    public abstract long[] Apply(Binary operation, long[] a, long[] b);

    public abstract long[] Apply(Unary operation, long[] a);

    public abstract long[] ShiftLeft(long[] a, int count);

    public abstract long[] Select(int mask, long[] a, long[] b);

    public abstract int ZeroMask(long[] a);

    public abstract int EqualMask(long[] a, long[] b);

    public abstract long[] Load(ReadOnlySpan<T> source, bool scaled);

    public abstract long[] Gather(T[] source, int[] indices, bool scaled);

    public abstract T[] Store(long[] a, bool scaled);

    public abstract void Scatter(T[] destination, int[] indices, long[] a, bool scaled);

    public abstract long[] Broadcast(T value, bool scaled);

    public abstract void Insert(long[] block, int lane, T value, bool scaled);

    public abstract void CopyLane(long[] r, int to, long[] a, int from);

    /// <summary>r[i] = a[i] b[i] r[i] or r[i] = (a[i] - b[i])^2 r[i] for all elements, whole blocks, by scaled and raw loads.</summary>
    public abstract void MultiplyAll(T[] r, T[] a, T[] b, bool square);

    /// <summary>The numbers of the lanes.</summary>
    public BigInteger[] Values(long[] block)
    {
        var values = new BigInteger[Lanes];
        for (var i = Limbs - 1; i >= 0; i--)
        {
            for (var lane = 0; lane < Lanes; lane++)
                values[lane] = (values[lane] << 52) + block[(Lanes * i) + lane];
        }

        return values;
    }

    private struct Creation : IBlockVisitor<T>
    {
        public BlockDriver<T>? Driver;

        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T> => Driver = new Bound<TBlocks>();
    }

    private sealed class Bound<TBlocks> : BlockDriver<T>
        where TBlocks : struct, IBlockArithmetic<T>
    {
        public override int Limbs => TBlocks.Limbs;

        public override int ScaleBits => TBlocks.ScaleBits;

        public override long LimbBound => TBlocks.LimbBound;

        public override long[] Apply(Binary operation, long[] a, long[] b)
        {
            var result = new long[TBlocks.BlockLength];
            fixed (long* r = result, x = a, y = b)
            {
                switch (operation)
                {
                    case Binary.Multiply:
                        TBlocks.Multiply(r, x, y);
                        break;
                    case Binary.Add:
                        TBlocks.Add(r, x, y);
                        break;
                    default:
                        TBlocks.Subtract(r, x, y);
                        break;
                }
            }

            return result;
        }

        public override long[] Apply(Unary operation, long[] a)
        {
            // In place, as algorithms do it.
            var result = (long[])a.Clone();
            fixed (long* r = result)
            {
                switch (operation)
                {
                    case Unary.Square:
                        TBlocks.Square(r, r);
                        break;
                    case Unary.Negate:
                        TBlocks.Negate(r, r);
                        break;
                    case Unary.Normalise:
                        TBlocks.Normalise(r, r);
                        break;
                    case Unary.Reduce:
                        TBlocks.Reduce(r, r);
                        break;
                    case Unary.Canonicalise:
                        TBlocks.Canonicalise(r, r);
                        break;
                    default:
                        TBlocks.Clear(r);
                        fixed (long* x = a)
                            TBlocks.Copy(r, x);
                        break;
                }
            }

            return result;
        }

        public override long[] ShiftLeft(long[] a, int count)
        {
            var result = (long[])a.Clone();
            fixed (long* r = result)
                TBlocks.ShiftLeft(r, r, count);
            return result;
        }

        public override long[] Select(int mask, long[] a, long[] b)
        {
            var result = new long[TBlocks.BlockLength];
            fixed (long* r = result, x = a, y = b)
                TBlocks.Select(r, mask, x, y);
            return result;
        }

        public override int ZeroMask(long[] a)
        {
            fixed (long* x = a)
                return TBlocks.ZeroMask(x);
        }

        public override int EqualMask(long[] a, long[] b)
        {
            fixed (long* x = a, y = b)
                return TBlocks.EqualMask(x, y);
        }

        public override long[] Load(ReadOnlySpan<T> source, bool scaled)
        {
            var result = new long[TBlocks.BlockLength];
            fixed (long* r = result)
            {
                fixed (T* s = source)
                {
                    if (scaled)
                        TBlocks.LoadScaled(r, s);
                    else
                        TBlocks.LoadRaw(r, s);
                }
            }

            return result;
        }

        public override long[] Gather(T[] source, int[] indices, bool scaled)
        {
            var result = new long[TBlocks.BlockLength];
            var offsets = stackalloc long[Lanes];
            for (var i = 0; i < Lanes; i++)
                offsets[i] = (long)indices[i] * sizeof(T);
            fixed (long* r = result)
            {
                fixed (T* s = source)
                {
                    if (scaled)
                        TBlocks.GatherScaled(r, s, offsets);
                    else
                        TBlocks.GatherRaw(r, s, offsets);
                }
            }

            return result;
        }

        public override T[] Store(long[] a, bool scaled)
        {
            var result = new T[Lanes];
            fixed (long* x = a)
            {
                fixed (T* r = result)
                {
                    if (scaled)
                        TBlocks.StoreScaled(r, x);
                    else
                        TBlocks.StoreRaw(r, x);
                }
            }

            return result;
        }

        public override void Scatter(T[] destination, int[] indices, long[] a, bool scaled)
        {
            var offsets = stackalloc long[Lanes];
            for (var i = 0; i < Lanes; i++)
                offsets[i] = (long)indices[i] * sizeof(T);
            fixed (long* x = a)
            {
                fixed (T* d = destination)
                {
                    if (scaled)
                        TBlocks.ScatterScaled(d, offsets, x);
                    else
                        TBlocks.ScatterRaw(d, offsets, x);
                }
            }
        }

        public override long[] Broadcast(T value, bool scaled)
        {
            var result = new long[TBlocks.BlockLength];
            fixed (long* r = result)
            {
                if (scaled)
                    TBlocks.BroadcastScaled(r, value);
                else
                    TBlocks.BroadcastRaw(r, value);
            }

            return result;
        }

        public override void Insert(long[] block, int lane, T value, bool scaled)
        {
            fixed (long* r = block)
            {
                if (scaled)
                    TBlocks.InsertScaled(r, lane, value);
                else
                    TBlocks.InsertRaw(r, lane, value);
            }
        }

        public override void CopyLane(long[] r, int to, long[] a, int from)
        {
            fixed (long* x = r, y = a)
                TBlocks.CopyLane(x, to, y, from);
        }

        public override void MultiplyAll(T[] r, T[] a, T[] b, bool square)
        {
            var x = stackalloc long[TBlocks.BlockLength];
            var y = stackalloc long[TBlocks.BlockLength];
            fixed (T* pr = r, pa = a, pb = b)
            {
                for (var i = 0; i < r.Length; i += Lanes)
                {
                    TBlocks.LoadScaled(x, pa + i);
                    if (square)
                    {
                        TBlocks.LoadScaled(y, pb + i);
                        TBlocks.Subtract(x, x, y);
                        TBlocks.Square(x, x);
                        TBlocks.LoadRaw(y, pr + i);
                    }
                    else
                    {
                        TBlocks.LoadRaw(y, pb + i);
                        TBlocks.Multiply(x, x, y);
                        TBlocks.LoadScaled(y, pr + i);
                    }

                    TBlocks.Multiply(x, x, y);
                    TBlocks.StoreRaw(pr + i, x);
                }
            }
        }
    }
}
