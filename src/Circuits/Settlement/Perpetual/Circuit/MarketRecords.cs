namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The records of all markets while a batch goes on: three elements each (<see cref="MarketElements"/>), as they stand after the operations placed so
/// far.
/// </summary>
internal sealed class MarketRecords
{
    private readonly Wire[][] _elements;

    private MarketRecords(Wire[][] elements) => _elements = elements;

    /// <summary>The number of markets.</summary>
    public int Count => _elements.Length;

    /// <summary>An element of a market, that of id m in place m − 1.</summary>
    public Wire this[int market, int element]
    {
        get => _elements[market][element];
        set => _elements[market][element] = value;
    }

    /// <summary>Declares the records before the batch. The state's root fixes the elements; widths are proven where they are opened.</summary>
    public static MarketRecords Read(CircuitInputs<Fr, GlobalWitness> inputs, int markets) => new(
        [.. Enumerable.Range(0, markets).Select(m => Enumerable.Range(0, MarketState.ElementCount).Select(i => inputs.Field("market", w => w.Markets[m].Elements[i])).ToArray())]);

    /// <summary>The hash of all records.</summary>
    public Wire Hash(CircuitBuilder<Fr> builder)
    {
        using var scope = builder.Scope("markets");
        return builder.Poseidon2Hash(HashDomains.PerpetualMarkets, [.. _elements.SelectMany(e => e)]);
    }

    /// <summary>Opens what the end of a batch and accounts need of each market: price and funding.</summary>
    public IReadOnlyList<MarketFields> Open(CircuitBuilder<Fr> builder) =>
        [.. _elements.Select(e => new MarketFields(PriceFields.Open(builder, e[MarketElements.Price]), FundingFields.Open(builder, e[MarketElements.Funding])))];

    /// <summary>Forgets all reference prices where the bit is 1.</summary>
    public void ClearReferences(CircuitBuilder<Fr> builder, Bit reset)
    {
        using var scope = builder.Scope("references");
        var weight = Hints.PowerOfTwo<Fr>(MarketState.ReferenceShift);
        foreach (var record in _elements)
        {
            ref var element = ref record[MarketElements.Price];
            element = builder.MultiplyAdd(-weight, reset, PriceFields.Open(builder, element).Reference, element);
        }
    }

    /// <summary>The element of the chosen market, 0 if there is none. A row a market.</summary>
    public Wire Select(CircuitBuilder<Fr> builder, MarketChoice choice, int element) => choice.Select(builder, [.. _elements.Select(e => e[element])]);

    /// <summary>Replaces the element of the chosen market; changes nothing if there is none. A row a market and one more.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="choice">The market.</param>
    /// <param name="element">Which element.</param>
    /// <param name="before">What <see cref="Select"/> yielded.</param>
    /// <param name="after">What stands there from now on.</param>
    public void Replace(CircuitBuilder<Fr> builder, MarketChoice choice, int element, Wire before, Wire after)
    {
        var change = builder.Subtract(after, before);
        for (var m = 0; m < Count; m++)
            _elements[m][element] = builder.MultiplyAdd(Fr.One, choice.Bits[m], change, _elements[m][element]);
    }
}

/// <summary>A market's opened fields.</summary>
/// <param name="Price">Price, its time and the reference.</param>
/// <param name="Funding">Funding index, its time and the open interest.</param>
internal readonly record struct MarketFields(PriceFields Price, FundingFields Funding);
