namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What a batch makes of its markets between ticks and end: the tables that accounts look up, and the change of open interest.</summary>
internal static class MarketGadget
{
    private const int ChangeBits = 64;

    /// <summary>Writes what accounts may see of each market. A market whose price or index is missing or too old is stale, and not to be seen at all.</summary>
    public static MarketTables WriteTables(CircuitBuilder<Fr> builder, IReadOnlyList<MarketFields> markets, UInt time, ConfigWires config)
    {
        var entries = new MarketEntry[markets.Count];
        using (builder.Scope("freshness"))
        {
            for (var m = 0; m < entries.Length; m++)
            {
                var (price, funding) = (markets[m].Price, markets[m].Funding);
                var exists = builder.And(builder.Not(builder.IsZero(price.Price)), builder.Not(builder.IsZero(funding.Time)));
                var isFresh = builder.And(
                    builder.IsLessOrEqual(time, builder.Add(price.Time, config.PriceValidity)),
                    builder.IsLessOrEqual(time, builder.Add(funding.Time, config.FundingValidity)));
                entries[m] = new(price.Price, funding.Index, builder.And(exists, isFresh), config.Markets[m].Tiers);
            }
        }

        return MarketTables.Write(builder, entries);
    }

    /// <summary>
    /// Adds all changes to the open interest of their markets. At the end each is at most its cap or what it was, and its notional value is within bounds.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="records">The markets, whose records are changed.</param>
    /// <param name="markets">The same, opened.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="changes">The changes; those of market 0 count nowhere.</param>
    public static void ChangeOpenInterest(
        CircuitBuilder<Fr> builder, MarketRecords records, IReadOnlyList<MarketFields> markets, ConfigWires config, IReadOnlyList<(Wire Market, SignedInt Change)> changes)
    {
        using var scope = builder.Scope("open interest");
        Wire[] totals = [.. markets.Select(m => m.Funding.OpenInterest.Wire)];
        foreach (var (market, change) in changes)
        {
            // Slots are few and changes short, so the sum does not wrap, and its range is that of the true sum.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(change.Bits, ChangeBits, nameof(changes));
            var choice = MarketChoice.Of(builder, market, totals.Length);
            for (var m = 0; m < totals.Length; m++)
                totals[m] = builder.MultiplyAdd(Fr.One, choice.Bits[m], change, totals[m]);
        }

        for (var m = 0; m < totals.Length; m++)
        {
            var before = markets[m].Funding.OpenInterest;
            var after = builder.ToUInt(totals[m], PerpetualUnits.AmountBits);
            using (builder.Scope("cap"))
                builder.AssertTrue(builder.Or(builder.IsLessOrEqual(after, config.Markets[m].OpenInterestCap), builder.IsLessOrEqual(after, before)));
            using (builder.Scope("notional"))
                builder.ToUInt(builder.Multiply(after, markets[m].Price.Price), PerpetualUnits.NotionalBits);
            var weight = Hints.PowerOfTwo<Fr>(MarketState.OpenInterestShift);
            records[m, MarketElements.Funding] = builder.Compute(records[m, MarketElements.Funding], new(weight, after), new(-weight, before));
        }
    }
}
