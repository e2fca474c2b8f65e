namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The global part of the circuit: configuration, header, ticks and tables before the operations on accounts (<see cref="Begin"/>), open interest and the
/// next root after them (<see cref="End"/>).
/// </summary>
internal static class GlobalGadget
{
    private const int CountBits = 16;

    /// <summary>Places what comes before the operations on accounts.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The global inputs.</param>
    /// <param name="profile">Markets and slots of ticks.</param>
    /// <param name="domain">D.</param>
    public static GlobalWires Begin(CircuitBuilder<Fr> builder, CircuitInputs<Fr, GlobalWitness> inputs, PerpetualProfile profile, Wire domain)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(profile);
        var config = ConfigGadget.Read(builder, inputs.Select(w => w.Config), profile.Markets);
        var signers = builder.AddArray("oracle signers", config.Signers);
        var time = inputs.UInt("time", PerpetualUnits.WordBits, w => w.Time);
        var reset = inputs.Bit("reset", w => w.Reset);
        var records = MarketRecords.Read(inputs, profile.Markets);
        var (before, state, windowStart) = Header(builder, inputs, records, time, reset, config);

        // The signatures do not depend on the markets, so their witnesses are made side by side.
        var prices = new OraclePrices[profile[PerpetualSlot.OracleTick]];
        builder.Parallel(prices.Length, i => prices[i] = OraclePrices.Define(builder, inputs.Select(w => w.OracleTicks[i]), domain, time, config, signers));
        var oracle = new TickWires[prices.Length];
        for (var i = 0; i < oracle.Length; i++)
        {
            (oracle[i], var trips) = OracleTickGadget.Define(builder, prices[i], records, time, config);
            state = state with { Tripped = builder.Or(state.Tripped, trips) };
        }

        var funding = new TickWires[profile[PerpetualSlot.FundingTick]];
        for (var i = 0; i < funding.Length; i++)
        {
            var slot = i;
            funding[i] = FundingTickGadget.Define(builder, inputs.Select(w => w.FundingTicks[slot]), records, time, config);
        }

        AssertPrefix(builder, oracle);
        AssertPrefix(builder, funding);
        var markets = records.Open(builder);
        return new(time, reset, config, state, windowStart, MarketGadget.WriteTables(builder, markets, time, config), oracle, funding, records, markets, before);
    }

    /// <summary>Places what comes after the operations on accounts.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="begin">What <see cref="Begin"/> yielded.</param>
    /// <param name="state">The scalars that the last operation left.</param>
    /// <param name="changes">The changes of open interest in markets by id, of every slot that may have one; the id of an unused one is 0.</param>
    /// <returns>What stands in the next root beside the accounts.</returns>
    public static GlobalRoot End(CircuitBuilder<Fr> builder, GlobalWires begin, SequentialState state, IReadOnlyList<(Wire Market, SignedInt Change)> changes)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(begin);
        MarketGadget.ChangeOpenInterest(builder, begin.Records, begin.Markets, begin.Config, changes);
        using var scope = builder.Scope("markets after");
        return GlobalRoot.Of(builder, begin.Records, begin.Time, begin.WindowStart, state);
    }

    /// <summary>
    /// The header's four words: time, fee account, breaker after the batch, reset, number of increasing trades and liquidations; the counts of used slots;
    /// the halves of the configuration's hash.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="begin">What <see cref="Begin"/> yielded.</param>
    /// <param name="feeAccount">The fee account, 32 bits.</param>
    /// <param name="tripped">Whether the breaker has tripped when the batch ends.</param>
    /// <param name="increasing">For each trade and liquidation whether a party that signed does not only reduce.</param>
    /// <param name="operations">Whether each slot is used, for the types after the ticks, in order.</param>
    public static Wire[] HeaderWords(
        CircuitBuilder<Fr> builder, GlobalWires begin, UInt feeAccount, Bit tripped, IReadOnlyList<Bit> increasing, IReadOnlyList<IReadOnlyList<Bit>> operations)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(operations);
        using var scope = builder.Scope("header words");
        var first = builder.Pack<Fr>(
        [
            (begin.Time, PerpetualUnits.WordBits),
            (feeAccount, PerpetualUnits.WordBits),
            (tripped, 1),
            (begin.Reset, 1),
            (Count(builder, increasing), CountBits),
        ]);
        IReadOnlyList<Bit>[] used = [[.. begin.OracleTicks.Select(t => t.IsUsed)], [.. begin.FundingTicks.Select(t => t.IsUsed)], .. operations];
        var counts = builder.Pack<Fr>([.. used.Select(slots => (Count(builder, slots), CountBits))]);
        return [first, counts, begin.Config.HashLow, begin.Config.HashHigh];
    }

    /// <summary>
    /// Opens the state before the batch and applies the header: time does not go back; a reset clears breaker, volume and reference prices.
    /// </summary>
    private static (GlobalRoot Before, SequentialState State, UInt WindowStart) Header(
        CircuitBuilder<Fr> builder, CircuitInputs<Fr, GlobalWitness> inputs, MarketRecords records, UInt time, Bit reset, ConfigWires config)
    {
        using var scope = builder.Scope("header");
        var previousTime = inputs.UInt("previous time", PerpetualUnits.WordBits, w => w.PreviousTime);
        var scalars = inputs.Select(w => w.Scalars);
        var state = new SequentialState(
            scalars.Bit("tripped", s => s.Tripped),
            scalars.UInt("window volume", PerpetualUnits.VolumeBits, s => s.WindowVolume),
            scalars.UInt("insurance", PerpetualUnits.AmountBits, s => s.Insurance));
        var windowStart = scalars.UInt("window start", PerpetualUnits.WordBits, s => s.WindowStart);
        var before = GlobalRoot.Of(builder, records, previousTime, windowStart, state);
        using (builder.Scope("time"))
            builder.AssertLessOrEqual(previousTime, time);
        records.ClearReferences(builder, reset);
        (state, windowStart) = BreakerGadget.Begin(builder, state, windowStart, reset, time, config);
        return (before, state, windowStart);
    }

    /// <summary>No used slot follows an unused one.</summary>
    private static void AssertPrefix(CircuitBuilder<Fr> builder, TickWires[] ticks)
    {
        using var scope = builder.Scope("order");
        for (var i = 1; i < ticks.Length; i++)
            builder.AssertImplies(ticks[i].IsUsed, ticks[i - 1].IsUsed);
    }

    private static UInt Count(CircuitBuilder<Fr> builder, IReadOnlyList<Bit> bits) => builder.Sum<Fr>([.. bits.Select(b => (UInt)b)]);
}
