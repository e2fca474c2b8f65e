namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Which market a slot is about, if any.</summary>
/// <param name="IsUsed">Whether it is about one: the id is not 0.</param>
/// <param name="Id">The id, 1..M, or 0. 8 bits.</param>
/// <param name="Bits">For each market whether it is the one: at most one bit is 1.</param>
internal sealed record MarketChoice(Bit IsUsed, UInt Id, Bit[] Bits)
{
    private const int KindBits = 8;

    /// <summary>Opens an id. No witness exists for one above M.</summary>
    public static MarketChoice Of(CircuitBuilder<Fr> builder, Wire id, int markets)
    {
        using var scope = builder.Scope("choice");
        var bits = builder.OneHot(id, markets + 1);
        return new(builder.Not(bits[0]), new UInt(id, PerpetualUnits.MarketBits), bits[1..]);
    }

    /// <summary>Opens the id of a market that a tick may be for: one that is configured.</summary>
    public static MarketChoice Configured(CircuitBuilder<Fr> builder, Wire id, ConfigWires config)
    {
        var choice = Of(builder, id, config.Markets.Count);
        using var scope = builder.Scope("configured");
        builder.AssertEqual(choice.Select(builder, [.. config.Markets.Select(m => m.IsEnabled.Wire)]), choice.IsUsed);
        return choice;
    }

    /// <summary>The value of the chosen market, 0 if there is none. A row a market.</summary>
    public Wire Select(CircuitBuilder<Fr> builder, ReadOnlySpan<Wire> values)
    {
        var sum = builder.Multiply(Bits[0], values[0]);
        for (var m = 1; m < values.Length; m++)
            sum = builder.MultiplyAdd(Fr.One, Bits[m], values[m], sum);
        return sum;
    }

    /// <summary>The word that begins with a slot's kind and its market: 0 if nothing is chosen and the fields are 0.</summary>
    public Wire Word(CircuitBuilder<Fr> builder, PerpetualSlot slot, params ReadOnlySpan<(UInt Value, int Bits)> fields)
    {
        var kind = new UInt(builder.Affine(Fr.FromUInt64((ulong)slot.Kind()), IsUsed, Fr.Zero), KindBits);
        return builder.Pack<Fr>([(kind, KindBits), (Id, PerpetualUnits.MarketBits), .. fields]);
    }
}
