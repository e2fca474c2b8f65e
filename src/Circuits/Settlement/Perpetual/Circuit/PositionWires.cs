using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The values of a position as the leaf holds them; all 0 in an empty place.</summary>
/// <param name="Market">The market; 0 for none.</param>
/// <param name="Funding">The cached funding index plus 2^63.</param>
/// <param name="Balance">The balance plus 2^63.</param>
public sealed record PositionInput(BigInteger Market, BigInteger Funding, BigInteger Balance);

/// <summary>
/// A position that is settled: what it is in the leaf before, and with the funding index of now. A position of market 0 is the element 0 in both and
/// worth nothing, whatever else it is said to be: price and index 0 are looked up for it, and the leaf it comes from was written by this circuit.
/// </summary>
/// <param name="Market">The market; at most 8 bits, since it is looked up.</param>
/// <param name="Balance">The balance plus 2^63; 64 bits.</param>
/// <param name="Price">The price.</param>
/// <param name="Funding">The funding index of now plus 2^63.</param>
/// <param name="Packed">The position in the leaf before.</param>
/// <param name="Due">The funding that it owes, .32: (index of now − cached index) times balance.</param>
internal sealed record PositionWires(Wire Market, UInt Balance, Wire Price, Wire Funding, Wire Packed, Wire Due)
{
    public const int MarketBits = 8;
    public const int ValueBits = 64;

    /// <summary>Bits of what one position may owe for funding.</summary>
    public const int DueBits = 2 * ValueBits;

    private static readonly Fr _bias = Hints.PowerOfTwo<Fr>(ValueBits - 1);
    private static readonly Fr _fundingShift = Hints.PowerOfTwo<Fr>(ValueBits);
    private static readonly Fr _marketShift = Hints.PowerOfTwo<Fr>(2 * ValueBits);

    /// <summary>Declares a position of any market.</summary>
    public static PositionWires Read(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PositionInput> inputs, MarketTables tables) =>
        Read(builder, inputs, tables, inputs.Field("market", p => p.Market));

    /// <summary>Declares a position of a market. That the widths are proven makes the split of the packed position unique.</summary>
    public static PositionWires Read(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PositionInput> inputs, MarketTables tables, Wire market)
    {
        var cached = inputs.UInt("cached funding", ValueBits, p => p.Funding);
        var balance = inputs.UInt("position", ValueBits, p => p.Balance);
        var packed = builder.NewWire();
        var landing = Relation<Fr>.Of(new(_fundingShift, cached), balance.Wire, new(-Fr.One, packed), new(_marketShift, market)) with { Output = 2 };
        var (price, funding) = tables.Market(builder, market, landing);
        var change = builder.Compute(funding, new(-Fr.One, cached));
        return new PositionWires(market, balance, price, funding, packed, TimesBalance(builder, change, balance));
    }

    /// <summary>The position in the leaf after, with a balance plus 2^63.</summary>
    public Wire Settled(CircuitBuilder<Fr> builder, UInt balance) =>
        builder.Compute(new(_marketShift, Market), new(_fundingShift, Funding), balance.Wire);

    /// <summary>What the position is worth with a balance plus 2^63, signed .32.</summary>
    public Wire Value(CircuitBuilder<Fr> builder, UInt balance) => TimesBalance(builder, Price, balance);

    /// <summary>x times the balance, which is given plus 2^63.</summary>
    private static Wire TimesBalance(CircuitBuilder<Fr> builder, Wire x, UInt balance) =>
        builder.Compute(new(-_bias, x), new(Fr.Zero, balance), product: Fr.One);
}
