using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A funding tick as a circuit takes it.</summary>
/// <param name="Market">The market's id, 0 in an unused slot.</param>
/// <param name="Index">The new index plus 2^63; 0 in an unused slot.</param>
public sealed record FundingTickWitness(ulong Market, ulong Index)
{
    /// <summary>An unused slot.</summary>
    public static FundingTickWitness Unused { get; } = new(0, 0);

    /// <summary>The witness of a tick.</summary>
    public static FundingTickWitness Of(FundingTick tick)
    {
        ArgumentNullException.ThrowIfNull(tick);
        return new((ulong)tick.Market, PerpetualUnits.Biased(tick.Index));
    }
}

/// <summary>
/// One funding tick or nothing: the operator sets a market's funding index, which moves no faster than the configuration allows. An unused slot picks
/// no market: the record that it opens is all zero, and its index must be too.
/// </summary>
internal static class FundingTickGadget
{
    private static readonly BigInteger _one = BigInteger.One << PerpetualUnits.FractionBits;

    /// <summary>Places a slot's rows and changes the record of its market.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The slot's inputs.</param>
    /// <param name="records">The markets after all oracle ticks.</param>
    /// <param name="time">The batch time.</param>
    /// <param name="config">The configuration.</param>
    public static TickWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, FundingTickWitness> inputs, MarketRecords records, UInt time, ConfigWires config)
    {
        using var scope = builder.Scope("funding tick");
        var market = MarketChoice.Configured(builder, inputs.Field("market", t => Fr.FromUInt64(t.Market)), config);
        var index = inputs.UInt("index", MarketElements.IndexBits, t => t.Index);
        var price = PriceFields.Open(builder, records.Select(builder, market, MarketElements.Price)).Price;
        var element = records.Select(builder, market, MarketElements.Funding);
        var before = FundingFields.Open(builder, element);
        var rate = new UInt(market.Select(builder, [.. config.Markets.Select(m => m.MaxFundingRate.Wire)]), PerpetualUnits.FractionBits);

        // The market has a price, and its last index is of an earlier batch.
        var used = new Term<Fr>(-Fr.One, market.IsUsed);
        using (builder.Scope("has a price"))
            builder.ComputeUInt(PerpetualUnits.PriceBits, price.Wire, used);
        var now = builder.Gate(market.IsUsed, time);
        UInt elapsed;
        using (builder.Scope("newer"))
            elapsed = builder.Add(builder.ComputeUInt(PerpetualUnits.WordBits, now.Wire, new(-Fr.One, before.Time), used), market.IsUsed);

        // |index − before| · 2^32 <= rate · price · elapsed. The first tick only starts the clock: what elapsed counts as 0.
        using (builder.Scope("rate"))
        {
            var (_, distance) = builder.Absolute(builder.Difference(index, before.Index));
            var moves = builder.Not(builder.IsZero(before.Time));
            var most = builder.Multiply(builder.Multiply(rate, price), builder.Gate(moves, elapsed));
            builder.AssertLessOrEqual(builder.Multiply(distance, builder.Constant(_one)), most);
        }

        records.Replace(builder, market, MarketElements.Funding, element, new FundingFields(index, now, before.OpenInterest).Pack(builder));
        return new(market.IsUsed, market.Word(builder, PerpetualSlot.FundingTick, (index, MarketElements.IndexBits)));
    }
}
