namespace Zk.Plonk;

/// <summary>Splits rows between threads.</summary>
internal static class Blocks
{
    /// <summary>Rows that are worth a thread's while.</summary>
    private const long Grain = 1 << 10;

    /// <summary>Runs the body on contiguous ranges (first, end) that cover 0..count−1, on at most <paramref name="threads"/> threads.</summary>
    public static void Run(long count, int threads, Action<long, long> body)
    {
        var pieces = threads == 1 ? 1 : (int)Math.Clamp(count / Grain, 1, 4L * threads);
        if (pieces == 1)
        {
            body(0, count);
            return;
        }

        var size = (count + pieces - 1) / pieces;
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            body(Math.Min(count, i * size), Math.Min(count, (i + 1) * size)));
    }
}
