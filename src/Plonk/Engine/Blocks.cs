using Zk.Field;

namespace Zk.Plonk;

/// <summary>Splits rows between threads.</summary>
internal static class Blocks
{
    /// <summary>Rows that are worth a thread's while.</summary>
    private const long Grain = 1 << 10;

    /// <summary>Runs the body on contiguous ranges (first, end) that cover 0..count−1, on at most <paramref name="threads"/> threads.</summary>
    public static void Run(long count, int threads, Action<long, long> body) => ParallelRange.Run(count, threads, Grain, (_, first, end) => body(first, end));
}
