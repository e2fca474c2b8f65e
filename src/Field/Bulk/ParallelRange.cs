namespace Zk.Field;

/// <summary>Splits index ranges between threads.</summary>
public static class ParallelRange
{
    /// <summary>
    /// Runs <paramref name="body"/>(index, from, to) over contiguous pieces that cover 0..count-1, on at most <paramref name="threads"/> threads.
    /// Pieces are numbered in order and there are exactly <see cref="Pieces"/> of them, so that a second run over the same arguments sees the same cut.
    /// </summary>
    /// <param name="count">Indices.</param>
    /// <param name="threads">The most threads to use, at least one.</param>
    /// <param name="grain">The least indices that are worth a thread's while.</param>
    /// <param name="body">Called once a piece with its number and its range from..to-1.</param>
    public static void Run(long count, int threads, long grain, Action<int, long, long> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var pieces = Pieces(count, threads, grain);
        if (pieces == 1)
        {
            body(0, 0, count);
            return;
        }

        var size = (count + pieces - 1) / pieces;
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            body(i, Math.Min(count, i * size), Math.Min(count, (i + 1) * size)));
    }

    /// <summary>Number of pieces: one when serial, else a few per thread, none smaller than <paramref name="grain"/>.</summary>
    public static int Pieces(long count, int threads, long grain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return threads == 1 ? 1 : (int)Math.Clamp(count / grain, 1, 4L * threads);
    }
}
