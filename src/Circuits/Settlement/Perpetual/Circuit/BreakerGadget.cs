namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The circuit breaker at the beginning of a batch. Prices trip it in <see cref="OracleTickGadget"/>, operations on accounts as they go.</summary>
internal static class BreakerGadget
{
    /// <summary>
    /// A reset clears the breaker; a reset or the end of the window begins a new window with no volume; then an insurance fund below the floor
    /// trips.
    /// </summary>
    /// <returns>The scalars, and when the window began.</returns>
    public static (SequentialState State, UInt WindowStart) Begin(
        CircuitBuilder<Fr> builder, SequentialState before, UInt windowStart, Bit reset, UInt time, ConfigWires config)
    {
        using var scope = builder.Scope("breaker");
        var isOver = builder.IsLessOrEqual(builder.Add(windowStart, config.TwapWindow), time);
        var begins = builder.Or(reset, isOver);
        var volume = builder.Gate(builder.Not(begins), before.WindowVolume);
        var tripped = builder.And(before.Tripped, builder.Not(reset));
        var isLow = builder.IsLess(before.Insurance, config.InsuranceFloor);
        return (new(builder.Or(tripped, isLow), volume, before.Insurance), builder.Select(begins, time, windowStart));
    }
}
