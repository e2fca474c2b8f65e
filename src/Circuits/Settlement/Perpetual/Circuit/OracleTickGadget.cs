using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A tick's slot as the batch sees it.</summary>
/// <param name="IsUsed">Whether there is a tick.</param>
/// <param name="Word">Its data word.</param>
internal readonly record struct TickWires(Bit IsUsed, Wire Word);

/// <summary>
/// What an oracle tick does to its market: the time-weighted average goes on, the price is compared with the reference and the signed prices with each
/// other. A price that deviates trips the breaker and leaves the record as it was. An unused slot picks no market: the record that it opens is all zero,
/// and so stays whatever is computed from it.
/// </summary>
internal static class OracleTickGadget
{
    private static readonly BigInteger _bpsScale = 10_000;

    /// <summary>Places a slot's rows and changes the record of its market.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="prices">The signed prices.</param>
    /// <param name="records">The markets after the ticks before.</param>
    /// <param name="time">The batch time.</param>
    /// <param name="config">The configuration.</param>
    /// <returns>The slot, and whether it trips the breaker.</returns>
    public static (TickWires Tick, Bit Trips) Define(CircuitBuilder<Fr> builder, OraclePrices prices, MarketRecords records, UInt time, ConfigWires config)
    {
        using var scope = builder.Scope("oracle tick");
        var (market, median) = (prices.Market, prices.Median);
        var priceElement = records.Select(builder, market, MarketElements.Price);
        var averageElement = records.Select(builder, market, MarketElements.Average);
        var before = PriceFields.Open(builder, priceElement);
        var average = AverageFields.Open(builder, averageElement);
        var now = builder.Gate(market.IsUsed, time);

        // One tick a market and batch time. The price before the first tick is 0, so its sum stays 0 until then.
        using (builder.Scope("newer"))
            builder.ComputeUInt(PerpetualUnits.WordBits, now.Wire, new(-Fr.One, before.Time), new(-Fr.One, market.IsUsed));
        var accumulator = builder.Accumulate(average.Accumulator, before.Price, before.Time, now);
        var (reference, checkpoint) = Reference(builder, median, before, average, accumulator, now, market.IsUsed, config.TwapWindow);
        Bit trips;
        using (builder.Scope("breaker"))
        {
            var (_, distance) = builder.Absolute(builder.Difference(median, reference));
            trips = builder.Or(
                Exceeds(builder, distance, config.DeviationBps, reference),
                Exceeds(builder, builder.SubtractChecked(prices.Highest, prices.Lowest), config.SpreadBps, median));
        }

        // In an unused slot all three are 0, and neither distance exceeds anything.
        var isAdopted = builder.And(market.IsUsed, builder.Not(trips));
        using (builder.Scope("notional"))
        {
            // Here too, as trades of the batch may lower the open interest before its end.
            var openInterest = FundingFields.Open(builder, records.Select(builder, market, MarketElements.Funding)).OpenInterest;
            builder.ToUInt(builder.Multiply(openInterest, builder.Gate(isAdopted, median)), PerpetualUnits.NotionalBits);
        }

        var after = new PriceFields(median, now, reference).Pack(builder);
        records.Replace(builder, market, MarketElements.Price, priceElement, builder.Select(isAdopted, after, priceElement));
        records.Replace(builder, market, MarketElements.Average, averageElement, builder.Select(isAdopted, checkpoint.Pack(builder), averageElement));
        return (new(market.IsUsed, market.Word(builder, PerpetualSlot.OracleTick, (median, PerpetualUnits.PriceBits), (isAdopted, 1))), trips);
    }

    /// <summary>
    /// The reference price and the checkpoint. Without a reference, at the first tick or after a reset, the median is it; at the end of a window the
    /// average since the checkpoint is, rounded down. Either way a new window begins.
    /// </summary>
    private static (UInt Reference, AverageFields Average) Reference(
        CircuitBuilder<Fr> builder, UInt median, PriceFields before, AverageFields average, UInt accumulator, UInt now, Bit isUsed, UInt window)
    {
        using var scope = builder.Scope("reference");
        var isMissing = builder.IsZero(before.Reference);
        var span = builder.SubtractChecked(now, average.CheckpointTime);
        var isOver = builder.IsLessOrEqual(window, span);

        // A checkpoint is of an earlier batch than this tick, so that time has passed; in an unused slot, where all are 0, it counts as 1.
        var end = new UInt(builder.Compute(now.Wire, new(-Fr.One, isUsed), constant: Fr.One), PerpetualUnits.WordBits);
        var mean = builder.ToUInt(builder.TwapOver(average.Checkpoint, average.CheckpointTime, accumulator, end), PerpetualUnits.PriceBits);
        var begins = builder.Or(isMissing, isOver);
        var reference = builder.Select(isMissing, median, builder.Select(isOver, mean, before.Reference));
        return (reference, new AverageFields(
            accumulator,
            builder.Select(begins, accumulator, average.Checkpoint),
            builder.Select(begins, now, average.CheckpointTime)));
    }

    /// <summary>distance · 10^4 > bps · price.</summary>
    private static Bit Exceeds(CircuitBuilder<Fr> builder, UInt distance, UInt bps, UInt price) =>
        builder.IsLess(builder.Multiply(bps, price), builder.Multiply(distance, builder.Constant(_bpsScale)));
}
