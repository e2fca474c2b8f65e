namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The global part of a batch in a circuit, after header and ticks: prices and indices are fixed from here on.</summary>
/// <param name="Time">The batch time. 32 bits.</param>
/// <param name="Reset">Whether the breaker was reset.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Start">The scalars that the first operation on accounts finds.</param>
/// <param name="WindowStart">When the volume's window began. 32 bits.</param>
/// <param name="Tables">Markets and margin tiers, for accounts to look up.</param>
/// <param name="OracleTicks">The slots of oracle ticks.</param>
/// <param name="FundingTicks">The slots of funding ticks.</param>
/// <param name="Records">The markets after the ticks.</param>
/// <param name="Markets">The same, opened.</param>
/// <param name="Before">What stands in the state's root before the batch beside the accounts: hash of the markets, and scalars.</param>
internal sealed record GlobalWires(
    UInt Time,
    Bit Reset,
    ConfigWires Config,
    SequentialState Start,
    UInt WindowStart,
    MarketTables Tables,
    IReadOnlyList<TickWires> OracleTicks,
    IReadOnlyList<TickWires> FundingTicks,
    MarketRecords Records,
    IReadOnlyList<MarketFields> Markets,
    GlobalRoot Before);

/// <summary>What stands in a state's root beside the accounts.</summary>
/// <param name="Markets">The hash of the markets.</param>
/// <param name="Scalars">g, the scalars with the time.</param>
internal readonly record struct GlobalRoot(Wire Markets, Wire Scalars)
{
    /// <summary>Hashes the markets and packs the scalars.</summary>
    public static GlobalRoot Of(CircuitBuilder<Fr> builder, MarketRecords markets, UInt time, UInt windowStart, SequentialState state)
    {
        var scalars = builder.Pack<Fr>(
        [
            (time, PerpetualUnits.WordBits),
            (state.Tripped, 1),
            (state.Insurance, PerpetualUnits.AmountBits),
            (windowStart, PerpetualUnits.WordBits),
            (state.WindowVolume, PerpetualUnits.VolumeBits),
        ]);
        return new(markets.Hash(builder), scalars);
    }

    /// <summary>The state's root with an accounts root.</summary>
    public Wire With(CircuitBuilder<Fr> builder, Wire accountsRoot)
    {
        using var scope = builder.Scope("state root");
        return builder.Poseidon2Hash(HashDomains.PerpetualState, [accountsRoot, Markets, Scalars]);
    }
}
