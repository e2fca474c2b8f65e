using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Multiples of points by powers of two that a sum may use: 2^(b s) P for s below k. A digit of weight 2^(c w) is a digit of weight 2^(c (w mod m)) for the multiple with
/// s = w / m, if b = c m, so that of all windows only m are left, each with up to k times the points.
/// </summary>
/// <param name="Count">k; 1 stands for the points alone.</param>
/// <param name="Bits">b, of no meaning if k is 1.</param>
internal readonly record struct MultiplesPlan(int Count, int Bits)
{
    /// <summary>The most multiples.</summary>
    public const int MaxCount = 32;

    /// <summary>The points alone.</summary>
    public static MultiplesPlan None => new(1, 0);

    /// <summary>The plan with the fewest additions for sums of so many full-length multiples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of multiples is not in 1..32.</exception>
    public static MultiplesPlan Choose<TScalar>(int count, long points)
        where TScalar : unmanaged, IPrimeField<TScalar>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        var (best, bestCost) = (None, double.MaxValue);
        for (var window = 2; window <= SignedDigits.MaxWindow && count > 1; window++)
        {
            var left = (SignedDigits.Count(TScalar.BitLength - 1, window) + count - 1) / count;
            var cost = left * (((double)count * points) + (MsmPlan.BucketCost * (1 << (window - 1))));
            if (cost < bestCost)
                (best, bestCost) = (new(count, window * left), cost);
        }

        return best;
    }

    /// <summary>The multiples that scalars of a length need.</summary>
    public int Needed(int length) => Count == 1 ? 1 : Math.Min(Count, (length / Bits) + 1);
}
