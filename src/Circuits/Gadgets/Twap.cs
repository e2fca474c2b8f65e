using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Time-weighted averages of prices from an accumulator, the sum of price times duration. Prices have at most 64, times 32, accumulators 96 bits.
/// </summary>
public static class Twap
{
    /// <summary>Bits of a price.</summary>
    public const int PriceBits = 64;

    /// <summary>Bits of a time.</summary>
    public const int TimeBits = 32;

    /// <summary>Bits of an accumulator. Starting from 0 it cannot overflow, since all durations together are below 2^32.</summary>
    public const int AccumulatorBits = PriceBits + TimeBits;

    /// <summary>acc + price·(until − since), where <c>since</c> &lt;= <c>until</c> and a width of 96 bits are asserted. Seven rows.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="accumulator">The accumulator at the time <paramref name="since"/>.</param>
    /// <param name="price">The price from then on.</param>
    /// <param name="since">When that was.</param>
    /// <param name="until">The time of the new accumulator.</param>
    public static UInt Accumulate<TF>(this CircuitBuilder<TF> builder, UInt accumulator, UInt price, UInt since, UInt until)
        where TF : unmanaged, IPrimeField<TF>
    {
        CheckBits(accumulator, AccumulatorBits, nameof(accumulator));
        CheckBits(price, PriceBits, nameof(price));
        CheckTimes(since, until);
        using var scope = builder.Scope("twap");
        return builder.AddChecked(accumulator, builder.Multiply(price, builder.SubtractChecked(until, since)), AccumulatorBits);
    }

    /// <summary>
    /// floor((accB − accA)/(timeB − timeA)), the average price from A to B. No witness exists unless timeA &lt; timeB and accA &lt;= accB.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="accumulatorA">The accumulator at the beginning.</param>
    /// <param name="timeA">The beginning.</param>
    /// <param name="accumulatorB">The accumulator at the end.</param>
    /// <param name="timeB">The end.</param>
    public static UInt TwapOver<TF>(this CircuitBuilder<TF> builder, UInt accumulatorA, UInt timeA, UInt accumulatorB, UInt timeB)
        where TF : unmanaged, IPrimeField<TF>
    {
        CheckBits(accumulatorA, AccumulatorBits, nameof(accumulatorA));
        CheckBits(accumulatorB, AccumulatorBits, nameof(accumulatorB));
        CheckTimes(timeA, timeB);
        using var scope = builder.Scope("twap");

        // A duration of 0 is no divisor, so the division asserts that the end is later.
        var duration = builder.SubtractChecked(timeB, timeA);
        return builder.DivideRemainder(builder.SubtractChecked(accumulatorB, accumulatorA), duration).Quotient;
    }

    private static void CheckTimes(UInt earlier, UInt later)
    {
        CheckBits(earlier, TimeBits, nameof(earlier));
        CheckBits(later, TimeBits, nameof(later));
    }

    private static void CheckBits(UInt value, int bits, string name)
    {
        if (value.Bits > bits)
            throw new ArgumentException($"{name} has {value.Bits} bits, at most {bits} are possible", name);
    }
}
