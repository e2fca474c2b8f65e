namespace Zk.Field.Tests;

/// <summary>The bounds that butterflies rely on, in the worst case, for all lengths of a pass.</summary>
internal sealed unsafe class BlockButterflyTests
{
    [Test]
    public void StaysWithinBounds([Range(3, 15)] int log2, [Values] bool hasUnits, [Values] bool isScaling)
    {
        for (var second = Math.Max(3, log2 - 1); second <= log2 + 2; second++)
            CheckPasses(log2, second, hasUnits, isScaling);
    }

    private static void CheckPasses(int log2, int second, bool hasUnits, bool isScaling)
    {
        using var memory = new NativeBuffer<long>(8L * ((1 << second) + (1 << log2) + BlockButterflies<Fr, BoundBlocks<Fr>>.WorkBlocks + 5));
        var work = memory.Pointer;
        var factors = work + (8 * BlockButterflies<Fr, BoundBlocks<Fr>>.WorkBlocks);
        var x = factors + (8 * 5);
        for (var block = factors; block < work + memory.Length; block += 8)
            BoundBlocks<Fr>.LoadRaw(block, null);
        BoundBlocks<Fr>.Largest = 0;
        var twiddles = new Twiddles(factors, hasUnits, isScaling);
        BlockButterflies<Fr, BoundBlocks<Fr>>.Transform(x, log2, 0, ref twiddles, work);

        // The second pass takes any results of the first; all of its operands are the worst of them.
        var (units, value) = (0L, 0.0);
        for (var i = 0; i < 1 << log2; i++)
        {
            units = Math.Max(units, x[8 * i]);
            value = Math.Max(value, BoundBlocks<Fr>.Value(x + (8 * i)));
        }

        for (var i = 0; i < 1 << second; i++)
            BoundBlocks<Fr>.Set(x + (8 * i), units, value);
        twiddles = new Twiddles(factors, false, false);
        BlockButterflies<Fr, BoundBlocks<Fr>>.Transform(x, second, BlockButterflies<Fr, BoundBlocks<Fr>>.StepsOf(log2), ref twiddles, work);
        Assert.That(BoundBlocks<Fr>.Largest, Is.LessThan(13.5), "the documented bound");
    }

    private readonly struct Twiddles(long* factors, bool hasUnits, bool isScaling) : IBlockTwiddles
    {
        public bool IsScaling => isScaling;

        public bool IsUnit(long k) => hasUnits && k == 0;

        public long* First() => factors;

        public long* Fetch(int level, long k) => factors;
    }
}
