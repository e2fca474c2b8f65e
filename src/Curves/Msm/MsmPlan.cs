namespace Zk.Curves;

/// <summary>How a sum of multiples is cut into tasks: each task sums some windows of one chunk of the points.</summary>
/// <param name="WindowBits">Bits of a window.</param>
/// <param name="Windows">Number of windows that are summed apart.</param>
/// <param name="Together">Windows of a task.</param>
/// <param name="Chunks">Chunks of points.</param>
/// <param name="Multiples">Multiples of each point that a window takes: digits are of Windows * Multiples places.</param>
internal readonly record struct MsmPlan(int WindowBits, int Windows, int Together, int Chunks, int Multiples)
{
    /// <summary>Additions that a bucket costs.</summary>
    public const double BucketCost = 2;

    /// <summary>What the inversions of a task's smallest rounds cost, in additions.</summary>
    private const double TaskCost = 500;

    /// <summary>Number of tasks that share a chunk.</summary>
    public int Groups => (Windows + Together - 1) / Together;

    /// <summary>The plan whose busiest thread has the fewest additions: one for each point and two for each bucket of a window.</summary>
    /// <param name="length">The <see cref="SignedDigits.Length"/> of the longest scalar.</param>
    /// <param name="points">Number of points.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="block">Additions that a thread does in one batch; a task of fewer points is better joined with another.</param>
    /// <param name="available">The multiples there are of each point.</param>
    public static MsmPlan Choose(int length, int points, int threads, int block, MultiplesPlan available)
    {
        var (best, bestCost) = (default(MsmPlan), double.MaxValue);
        for (var window = 2; window <= SignedDigits.MaxWindow; window++)
        {
            Consider(SignedDigits.Count(length, window), 1);
            var needed = available.Needed(length);
            if (needed > 1 && available.Bits % window == 0)
                Consider(available.Bits / window, needed);

            void Consider(int windows, int multiples)
            {
                for (var chunks = 1; chunks <= Math.Clamp((long)points * multiples / (4 * block), 1, 2 * threads); chunks++)
                {
                    var share = (points + chunks - 1) / chunks * (long)multiples;
                    var together = (int)Math.Clamp(block / share, 1, (windows + threads - 1) / threads);
                    var plan = new MsmPlan(window, windows, together, chunks, multiples);
                    var rounds = ((plan.Groups * chunks) + threads - 1) / threads;
                    var cost = rounds * ((together * (share + (BucketCost * (1 << (window - 1))))) + TaskCost);
                    if (cost < bestCost)
                        (best, bestCost) = (plan, cost);
                }
            }
        }

        return best;
    }
}
