namespace Zk.Field.Tests;

/// <summary>Operations that read or write several blocks.</summary>
[TestFixtureSource(typeof(KernelFixtures), nameof(KernelFixtures.All))]
internal sealed unsafe class BlockCombinationTests<T>(VectorKernel kernel)
    where T : unmanaged, IPrimeField<T>
{
    [Test]
    public void TransposesBlocksFromAnywhere()
    {
        var run = new Transposition { Source = FieldSamples.Random<T>(8 * 20, 1), Blocks = [3, 0, 19, 7, 8, 12, 4, 11] };
        T.VisitBlocks(kernel, ref run);
        for (var j = 0; j < 8; j++)
        {
            for (var i = 0; i < 8; i++)
                Assert.That(run.Result![(8 * j) + i], Is.EqualTo(run.Source[(8 * run.Blocks[i]) + j]), $"block {j}, lane {i}");
        }
    }

    [Test]
    public void SumsAndDifferencesMayReplaceTheirOperands()
    {
        var run = new Sums { Source = FieldSamples.Random<T>(16, 2) };
        T.VisitBlocks(kernel, ref run);
        for (var i = 0; i < 8; i++)
        {
            var (a, b) = (run.Source[i], run.Source[8 + i]);
            Assert.That(run.Result![i], Is.EqualTo(a + b));
            Assert.That(run.Result![8 + i], Is.EqualTo(a - b));
        }
    }

    private struct Transposition : IBlockVisitor<T>
    {
        public T[] Source;
        public int[] Blocks;
        public T[]? Result;

        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T>
        {
            var size = TBlocks.BlockLength;
            Result = new T[64];
            long[] blocks = new long[20 * size], transposed = new long[8 * size];
            var offsets = stackalloc long[8];
            fixed (long* b = blocks, t = transposed)
            {
                fixed (T* s = Source, r = Result)
                {
                    for (var i = 0; i < 20; i++)
                        TBlocks.LoadRaw(b + (size * i), s + (8 * i));
                    for (var i = 0; i < 8; i++)
                        offsets[i] = Blocks[i] * size * sizeof(long);
                    TBlocks.Transpose(t, b, offsets);
                    for (var i = 0; i < 8; i++)
                        TBlocks.StoreRaw(r + (8 * i), t + (size * i));
                }
            }
        }
    }

    private struct Sums : IBlockVisitor<T>
    {
        public T[] Source;
        public T[]? Result;

        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T>
        {
            Result = new T[16];
            long* a = stackalloc long[TBlocks.BlockLength], b = stackalloc long[TBlocks.BlockLength];
            fixed (T* s = Source, r = Result)
            {
                TBlocks.LoadRaw(a, s);
                TBlocks.LoadRaw(b, s + 8);
                TBlocks.AddSubtract(b, a, a, b);
                TBlocks.StoreRaw(r, b);
                TBlocks.StoreRaw(r + 8, a);
            }
        }
    }
}
