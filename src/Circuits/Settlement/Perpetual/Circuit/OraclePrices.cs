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
    private const int CountBits = 3;

    /// <summary>Places the rows.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The slot's inputs.</param>
    /// <param name="domain">D.</param>
    /// <param name="time">The batch time.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="signers">The signers' keys.</param>
    public static OraclePrices Define(
        CircuitBuilder<Fr> builder, CircuitInputs<Fr, OracleTickWitness> inputs, Wire domain, UInt time, ConfigWires config, OracleSigners signers)
    {
        using var scope = builder.Scope("oracle prices");
        var market = MarketChoice.Configured(builder, inputs.Field("market", t => Fr.FromUInt64(t.Market)), config);
        var median = inputs.UInt("median", PerpetualUnits.PriceBits, t => t.Median);
        var signed = new SignedPriceWires[PerpetualProfile.PricesOfATick];
        for (var i = 0; i < signed.Length; i++)
        {
            var place = i;
            signed[i] = SignedPriceWires.Define(builder, inputs.Select(t => t.Prices[place]), domain, market.Id, time, config.PriceValidity, signers);
        }

        var count = Count(builder, market.IsUsed, signed, config.Quorum);

        // A missing price counts as the median: it is neither above nor below it, and no extreme.
        UInt[] prices;
        using (builder.Scope("missing"))
            prices = Array.ConvertAll(signed, s => builder.Select(s.IsUsed, s.Price, median));
        AssertLowerMedian(builder, prices, median, count, market.IsUsed);
        using (builder.Scope("extremes"))
            return new(market, median, prices.Aggregate((x, y) => builder.Min(x, y)), prices.Aggregate((x, y) => builder.Max(x, y)));
    }

    /// <summary>How many prices there are: none in an unused slot, a quorum in a used one, of strictly ascending signers.</summary>
    private static UInt Count(CircuitBuilder<Fr> builder, Bit isUsed, SignedPriceWires[] signed, UInt quorum)
    {
        using var scope = builder.Scope("quorum");
        for (var i = 0; i < signed.Length; i++)
        {
            // Signer 0 is none, so this sorts the missing prices to the front. A difference below 0 is no integer of so few bits.
            var last = i == 0 ? default : new Term<Fr>(-Fr.One, signed[i - 1].Signer);
            builder.ComputeUInt(OracleSigners.PlaceBits, signed[i].Signer.Wire, last, new(-Fr.One, signed[i].IsUsed));
            builder.AssertImplies(signed[i].IsUsed, isUsed);
        }

        var count = new UInt(builder.Sum<Fr>([.. signed.Select(s => (Term<Fr>)s.IsUsed.Wire)]), CountBits);
        builder.AssertLessOrEqual(builder.Gate(isUsed, quorum), count);
        return count;
    }

    /// <summary>
    /// Of n prices at most (n − 1)/2 are below the lower median and at most n/2 above. No two numbers x &lt; y both have this property: the at least n/2
    /// prices that are not above x would be below y. No number has it for n = 0.
    /// </summary>
    private static void AssertLowerMedian(CircuitBuilder<Fr> builder, UInt[] prices, UInt median, UInt count, Bit isUsed)
    {
        using var scope = builder.Scope("median");
        var below = builder.Sum<Fr>([.. prices.Select(p => (Term<Fr>)builder.IsLess(p, median).Wire)]);
        var above = builder.Sum<Fr>([.. prices.Select(p => (Term<Fr>)builder.IsLess(median, p).Wire)]);
        var two = Fr.FromUInt64(2);
        builder.ComputeUInt(CountBits, count.Wire, new(-two, below), new(-Fr.One, isUsed));
        builder.ComputeUInt(CountBits, count.Wire, new(-two, above));

        // In an unused slot nothing else says what the median is.
        builder.AssertZero(median.Wire, new(Fr.Zero, isUsed), product: -Fr.One);
    }
}

/// <summary>One signed price of a tick, or none.</summary>
/// <param name="IsUsed">Whether there is one.</param>
/// <param name="Signer">Its signer's place, 0 for none.</param>
/// <param name="Price">The price; any if there is none.</param>
internal readonly record struct SignedPriceWires(Bit IsUsed, UInt Signer, UInt Price)
{
    /// <summary>Places the rows: a fresh price, signed by the key in its signer's place.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The price.</param>
    /// <param name="domain">D.</param>
    /// <param name="market">The market's id.</param>
    /// <param name="time">The batch time.</param>
    /// <param name="validity">How old the signature may be.</param>
    /// <param name="signers">The signers' keys.</param>
    public static SignedPriceWires Define(
        CircuitBuilder<Fr> builder, CircuitInputs<Fr, SignedPriceWitness> inputs, Wire domain, UInt market, UInt time, UInt validity, OracleSigners signers)
    {
        using var scope = builder.Scope("signed price");
        var place = inputs.Field("signer", p => Fr.FromUInt64(p.Signer));
        var price = inputs.UInt("price", PerpetualUnits.PriceBits, p => p.Price);
        var signedAt = inputs.UInt("signed at", PerpetualUnits.WordBits, p => p.Time);
        var (signer, key) = signers.Lookup(builder, place);
        var isUsed = builder.Not(builder.IsZero(signer));
        using (builder.Scope("rules"))
        {
            builder.ComputeUInt(PerpetualUnits.PriceBits, price.Wire, new(-Fr.One, isUsed));

            // Where there is no price the time is counted from 0, and only 0 is not later than that.
            var age = builder.SubtractChecked(builder.Gate(isUsed, time), signedAt);
            builder.AssertLessOrEqual(age, validity);
        }

        var signed = builder.Pack<Fr>([(market, PerpetualUnits.MarketBits), (price, PerpetualUnits.PriceBits), (signedAt, PerpetualUnits.WordBits)]);
        var message = builder.Poseidon2Hash(HashDomains.OraclePrice, [domain, signed]);
        builder.AssertSignatureIf(
            isUsed, key, message, (inputs.Field("R.x", p => p.Signature.R.X), inputs.Field("R.y", p => p.Signature.R.Y)), inputs.Field("S", p => p.Signature.S));
        return new(isUsed, signer, price);
    }
}
