namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The signed prices of an oracle tick, which do not depend on the state: enough different signers signed fresh ones for this market, and what their
/// lower median is.
/// </summary>
/// <param name="Market">The market.</param>
/// <param name="Median">The lower median, 0 in an unused slot. 64 bits.</param>
/// <param name="Lowest">The lowest price, 0 in an unused slot. 64 bits.</param>
/// <param name="Highest">The highest price, 0 in an unused slot. 64 bits.</param>
internal sealed record OraclePrices(MarketChoice Market, UInt Median, UInt Lowest, UInt Highest)
{
    /// <summary>Places the rows.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The slot's inputs.</param>
    /// <param name="domain">D.</param>
    /// <param name="time">The batch time.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="signers">The signers' keys.</param>
    public static OraclePrices Define(
        CircuitBuilder<Fr> builder, CircuitInputs<Fr, OracleTickWitness> inputs, Wire domain, UInt time, ConfigWires config, PairArray<Fr> signers)
    {
        using var scope = builder.Scope("oracle prices");
        var market = MarketChoice.Configured(builder, inputs.Field("market", t => Fr.FromUInt64(t.Market)), config);
        var signed = new SignedPriceWires[PerpetualProfile.PricesOfATick];
        for (var i = 0; i < signed.Length; i++)
        {
            var place = i;
            signed[i] = SignedPriceWires.Read(builder, inputs.Select(t => t.Prices[place]), domain, market.Id, time, config.PriceValidity);
            builder.AssertImplies(signed[i].IsUsed, market.IsUsed);
        }

        // An unused slot has no prices and needs none.
        builder.AssertThreshold(signers, [.. signed.Select(s => s.Slot)], builder.Gate(market.IsUsed, config.Quorum));
        UInt[] prices = Array.ConvertAll(signed, s => s.Price);
        Bit[] counts = [.. signed.Select(s => s.IsUsed)];

        // The median of no prices has no witness. What an unused slot lacks is a price, and missing ones are 0.
        counts[0] = builder.Or(counts[0], builder.Not(market.IsUsed));
        var median = builder.LowerMedian<Fr>(prices, counts);
        using (builder.Scope("extremes"))
        {
            // A missing price counts as the median, which is no extreme.
            prices = Array.ConvertAll(signed, s => builder.Select(s.IsUsed, s.Price, median));
            return new(market, median, prices.Aggregate((x, y) => builder.Min(x, y)), prices.Aggregate((x, y) => builder.Max(x, y)));
        }
    }
}

/// <summary>One signed price of a tick, or none.</summary>
/// <param name="IsUsed">Whether there is one.</param>
/// <param name="Price">The price; 0 if there is none. 64 bits.</param>
/// <param name="Slot">Signer and signature, not checked yet.</param>
internal readonly record struct SignedPriceWires(Bit IsUsed, UInt Price, SignerSlot Slot)
{
    /// <summary>Declares a price and asserts that it is fresh and not 0; where there is none, price and time are 0.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The price.</param>
    /// <param name="domain">D.</param>
    /// <param name="market">The market's id.</param>
    /// <param name="time">The batch time.</param>
    /// <param name="validity">How old the signature may be.</param>
    public static SignedPriceWires Read(
        CircuitBuilder<Fr> builder, CircuitInputs<Fr, SignedPriceWitness> inputs, Wire domain, UInt market, UInt time, UInt validity)
    {
        using var scope = builder.Scope("signed price");
        var isUsed = inputs.Bit("signed", p => p.IsUsed);
        var signer = inputs.UInt("signer", SignedPrice.SignerBits, p => p.Signer);
        var price = inputs.UInt("price", PerpetualUnits.PriceBits, p => p.Price);
        var signedAt = inputs.UInt("signed at", PerpetualUnits.WordBits, p => p.Time);
        using (builder.Scope("rules"))
        {
            builder.ComputeUInt(PerpetualUnits.PriceBits, price.Wire, new(-Fr.One, isUsed));
            builder.AssertZero(price.Wire, new(Fr.Zero, isUsed), product: -Fr.One);

            // Where there is no price the time is counted from 0, and only 0 is not later than that.
            var age = builder.SubtractChecked(builder.Gate(isUsed, time), signedAt);
            builder.AssertLessOrEqual(age, validity);
        }

        var signed = builder.Pack<Fr>([(market, PerpetualUnits.MarketBits), (price, PerpetualUnits.PriceBits), (signedAt, PerpetualUnits.WordBits)]);
        var message = builder.Poseidon2Hash(HashDomains.OraclePrice, [domain, signed]);
        var r = (inputs.Field("R.x", p => p.Signature.R.X), inputs.Field("R.y", p => p.Signature.R.Y));
        return new(isUsed, price, new SignerSlot(isUsed, signer, message, r, inputs.Field("S", p => p.Signature.S)));
    }
}
