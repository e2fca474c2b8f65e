using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The secret inputs of a forced trade's slot.</summary>
/// <param name="IsUsed">Whether it holds a request.</param>
/// <param name="State">What the slot starts from.</param>
/// <param name="Market">The market's number, any 8 bits.</param>
/// <param name="Size">The size; 0 in an unused slot.</param>
/// <param name="Quote">The quote; 0 in an unused slot.</param>
/// <param name="OpenInterest">The open interest of the market before it; 0 where the number is no known market's.</param>
/// <param name="Buyer">The buyer.</param>
/// <param name="Seller">The seller.</param>
public sealed record ForcedTradeInput(
    bool IsUsed,
    PerpetualScalars State,
    BigInteger Market,
    BigInteger Size,
    BigInteger Quote,
    BigInteger OpenInterest,
    ForcedSideInput Buyer,
    ForcedSideInput Seller);

/// <summary>
/// A slot that does a trade which the contract demands, or shows why it cannot be done. The result is computed, not asserted: there is one witness for any
/// request whatever, as long as the markets of the accounts are fresh, and the request's own where nothing else speaks against it.
/// </summary>
internal static class ForcedTradeSlot
{
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int WordBits = PerpetualUnits.WordBits;
    private const int ResultBits = 8;

    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, ForcedTradeInput> inputs, BatchWires batch, ForcedMarkets markets)
    {
        using var scope = builder.Scope("forced trade");
        var isUsed = inputs.Bit("is used", t => t.IsUsed);
        var state = SequentialState.Read(inputs.Select(t => t.State));
        var number = inputs.UInt("market", PerpetualUnits.MarketBits, t => t.Market);
        var size = inputs.UInt("size", AmountBits, t => t.Size);
        var quote = inputs.UInt("quote", AmountBits, t => t.Quote);
        var openInterest = new SignedInt(inputs.Field("open interest", t => t.OpenInterest), ForcedMarkets.InterestBits);
        using (builder.Scope("fields"))
        {
            OperationWires.AssertPositiveIf(builder, isUsed, size);
            OperationWires.AssertPositiveIf(builder, isUsed, quote);
        }

        var (isKnown, bound) = markets.Find(builder, number);
        var terms = new ForcedTerms(number, builder.Multiply(isKnown, number), size, quote);
        ForcedSideGadget buyer, seller;
        using (builder.Scope("buyer"))
            buyer = ForcedSideGadget.Open(builder, inputs.Select(t => t.Buyer), batch, terms, isBuyer: true);
        using (builder.Scope("seller"))
            seller = ForcedSideGadget.Open(builder, inputs.Select(t => t.Seller), batch, terms, isBuyer: false);

        // In the order of the results 1, 2, ...: what must hold for the trade to be done. The first six do not look at the market's price.
        Bit[] conditions =
        [
            builder.And(buyer.Exists, seller.Exists),
            builder.Not(builder.IsEqual(buyer.Access.Index, seller.Access.Index)),
            isKnown,
            builder.And(buyer.IsInTime, seller.IsInTime),
            builder.And(buyer.IsFillable, seller.IsFillable),
            builder.And(buyer.IsSigned, seller.IsSigned),
        ];
        var isAllowed = ForcedOutcome.Of(builder, conditions).IsDone;

        // A stale market's price has more bits, so there is no witness where everything else would allow the trade.
        var price = builder.ToUInt(builder.Multiply(isAllowed, buyer.Account.Price.Wire), PerpetualUnits.PriceBits);
        ForcedCandidate bought, sold;
        using (builder.Scope("buyer"))
            bought = buyer.Try(builder, isAllowed, price);
        using (builder.Scope("seller"))
            sold = seller.Try(builder, isAllowed, price);
        var change = builder.Add(bought.Reduction.OpenInterest, sold.Reduction.OpenInterest);
        var hasRoom = HasRoom(builder, new SignedInt(builder.Add(openInterest.Wire, change.Wire), ForcedMarkets.InterestBits), bound, price);
        var reduces = builder.And(bought.Reduction.Reduces, sold.Reduction.Reduces);
        var (result, isDone) = ForcedOutcome.Of(
            builder,
            [
                .. conditions,
                builder.Not(builder.And(state.Tripped, builder.Not(reduces))),
                builder.And(builder.And(bought.IsInRange, sold.IsInRange), hasRoom),
                builder.And(bought.IsLegal, sold.IsLegal),
            ]);
        using (builder.Scope("buyer"))
            buyer.Finish(builder, batch, isUsed, isDone);
        using (builder.Scope("seller"))
            seller.Finish(builder, batch, isUsed, isDone);
        var words = OperationWires.PackIf(
            builder,
            isUsed,
            [
                [
                    (builder.Constant(new BigInteger(PerpetualSlot.ForcedTrade.Kind())), 8),
                    (buyer.Access.Index, WordBits),
                    (seller.Access.Index, WordBits),
                    (number, PerpetualUnits.MarketBits),
                    (size, AmountBits + 1),
                    (quote, AmountBits + 1),
                ],
                [(buyer.Number, WordBits), (seller.Number, WordBits), (buyer.Expiry, WordBits), (seller.Expiry, WordBits)],
                .. buyer.Signature.Words,
                .. seller.Signature.Words,
                [(new UInt(result, ResultBits), ResultBits)],
            ]);
        return new OperationWires(isUsed, words)
        {
            State = (state, state),
            OpenInterest = (terms.Market, builder.Gate(builder.And(isUsed, isDone), change)),
            OpenInterestBefore = openInterest,
        };
    }

    /// <summary>Whether the market may have so much open interest: at most the cap or what it had, and a notional value of at most 90 bits.</summary>
    private static Bit HasRoom(CircuitBuilder<Fr> builder, SignedInt openInterest, UInt bound, UInt price)
    {
        using var scope = builder.Scope("room");
        var isBelow = builder.IsLessOrEqual(openInterest, builder.Signed(bound));
        var notional = builder.Multiply(openInterest, price);
        return builder.And(isBelow, builder.IsLess(notional, builder.SignedConstant(BigInteger.One << PerpetualUnits.NotionalBits)));
    }
}
