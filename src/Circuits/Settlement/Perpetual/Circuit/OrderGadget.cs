using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A signed order and the place of the fills tree that it has.</summary>
/// <param name="IsReduceOnly">Whether it may only reduce the position.</param>
/// <param name="Number">Its number; 0 in an unused slot.</param>
/// <param name="Expiry">The last batch time at which it may be settled.</param>
/// <param name="Size">The most that is bought or sold; 1 in an unused slot.</param>
/// <param name="Quote">The limit for all of it; 1 in an unused slot.</param>
/// <param name="Fee">The most that is paid for all of it.</param>
/// <param name="Signature">The signature; <see cref="PaymentsSlot.NoSignature"/> in an unused slot.</param>
/// <param name="Place">What stands at its place of the fills tree.</param>
public sealed record OrderInput(
    bool IsReduceOnly,
    BigInteger Number,
    BigInteger Expiry,
    BigInteger Size,
    BigInteger Quote,
    BigInteger Fee,
    EdDsaSignature Signature,
    FillInput Place);

/// <summary>What an order is filled with: by whom, of what, and for how much.</summary>
/// <param name="IsUsed">Whether the slot is used.</param>
/// <param name="Account">The place of the account that signs.</param>
/// <param name="Head">Its key and fills.</param>
/// <param name="Market">The market.</param>
/// <param name="IsBuy">Whether it buys.</param>
/// <param name="Size">What is bought or sold.</param>
/// <param name="Quote">What is paid for it.</param>
/// <param name="Fee">The fee that is taken.</param>
internal sealed record OrderFill(Bit IsUsed, UInt Account, AccountHead Head, Wire Market, Bit IsBuy, UInt Size, UInt Quote, UInt Fee);

/// <summary>An order that is filled.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsReduceOnly">Whether it may only reduce.</param>
/// <param name="Fills">The root of the fills tree afterwards.</param>
internal sealed record OrderGadget(UInt Number, Bit IsReduceOnly, Wire Fills)
{
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int WordBits = PerpetualUnits.WordBits;

    /// <summary>Asserts that an account has allowed this: the order is signed, in time, not filled up, and price and fee keep its limits.</summary>
    public static OrderGadget Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, OrderInput> inputs, BatchWires batch, OrderFill fill)
    {
        using var scope = builder.Scope("order");
        var isReduceOnly = inputs.Bit("is reduce-only", o => o.IsReduceOnly);
        var number = inputs.UInt("number", WordBits, o => o.Number);
        var expiry = inputs.UInt("expiry", WordBits, o => o.Expiry);
        var size = inputs.UInt("order size", AmountBits, o => o.Size);
        var quote = inputs.UInt("order quote", AmountBits, o => o.Quote);
        var fee = inputs.UInt("order fee", AmountBits, o => o.Fee);
        using (builder.Scope("expiry"))
            builder.AssertLessOrEqual(batch.Time, expiry);
        using (builder.Scope("limits"))
        {
            builder.AssertNonZero(size);
            builder.AssertNonZero(quote);
            AssertLimits(builder, fill, size, quote, fee);
        }

        var place = FillsPlace.Open(builder, inputs.Select(o => o.Place), number, fill.Size);
        using (builder.Scope("fills"))
        {
            builder.AssertEqual(place.OldRoot, fill.Head.Fills);
            OperationWires.AssertPositiveIf(builder, fill.IsUsed, number);
            builder.AssertTrue(place.IsOpen);
            builder.AssertLessOrEqual(place.Filled, size);
        }

        using (builder.Scope("signature"))
        {
            var message = Message(builder, batch.Domain, fill.Account, new UInt(fill.Market, PerpetualUnits.MarketBits), fill.IsBuy, isReduceOnly, number, expiry, size, quote, fee);
            SlotSignature.Assert(builder, inputs.Select(o => o.Signature), fill.IsUsed, (fill.Head.X, fill.Head.Y), message);
        }

        return new OrderGadget(number, isReduceOnly, place.NewRoot);
    }

    /// <summary>The message of an order, <see cref="LimitOrder.Message"/>.</summary>
    public static Wire Message(
        CircuitBuilder<Fr> builder,
        Wire domain,
        UInt account,
        UInt market,
        Bit isBuy,
        Bit isReduceOnly,
        UInt number,
        UInt expiry,
        UInt size,
        UInt quote,
        UInt fee)
    {
        var terms = builder.Pack<Fr>(
        [
            (account, WordBits),
            (market, PerpetualUnits.MarketBits),
            (isBuy, 1),
            (isReduceOnly, 1),
            (number, WordBits),
            (expiry, WordBits),
            (size, AmountBits + 1),
        ]);
        var limits = builder.Pack<Fr>([(quote, AmountBits + 1), (fee, AmountBits + 1)]);
        return builder.Poseidon2Hash(HashDomains.PerpetualOrder, [domain, terms, limits]);
    }

    /// <summary>
    /// The price is the limit's or better, rounded in the trade's favour by less than one unit: (q − 1)·S &lt; Q·s for a buyer, s·Q &lt; S·(q + 1) for a
    /// seller, which both say that quote·size' − Quote·size, taken in the buyer's direction, is less than S. The fee is at most the same share of the most.
    /// </summary>
    private static void AssertLimits(CircuitBuilder<Fr> builder, OrderFill fill, UInt size, UInt quote, UInt fee)
    {
        var above = builder.MultiplyAdd(-Fr.One, quote, fill.Size, builder.Multiply(fill.Quote.Wire, size.Wire));
        var worse = builder.MultiplyAdd(Fr.FromUInt64(2), fill.IsBuy, above, new(-Fr.One, above));
        builder.AssertLess(new SignedInt(worse, 2 * AmountBits), builder.Signed(size));
        builder.AssertLessOrEqual(builder.Multiply(fill.Fee, quote), builder.Multiply(fee, fill.Quote));
    }
}
