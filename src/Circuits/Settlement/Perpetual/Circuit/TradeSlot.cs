using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>One side of a trade.</summary>
/// <param name="Access">Its account's place.</param>
/// <param name="Account">The account.</param>
/// <param name="Order">Its order.</param>
/// <param name="Fee">The fee that it pays.</param>
public sealed record TraderInput(AccessInput Access, FullAccountInput Account, OrderInput Order, BigInteger Fee);

/// <summary>The secret inputs of a trade's slot.</summary>
/// <param name="IsUsed">Whether it holds a trade.</param>
/// <param name="State">What the slot starts from.</param>
/// <param name="Market">The market; 0 in an unused slot.</param>
/// <param name="Size">What is traded; 0 in an unused slot.</param>
/// <param name="Quote">What is paid for it; 0 in an unused slot.</param>
/// <param name="Buyer">The buyer.</param>
/// <param name="Seller">The seller.</param>
public sealed record TradeInput(
    bool IsUsed, PerpetualScalars State, BigInteger Market, BigInteger Size, BigInteger Quote, TraderInput Buyer, TraderInput Seller);

/// <summary>A slot in which two signed orders meet.</summary>
internal static class TradeSlot
{
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int WordBits = PerpetualUnits.WordBits;

    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, TradeInput> inputs, BatchWires batch)
    {
        using var scope = builder.Scope("trade");
        var isUsed = inputs.Bit("is used", t => t.IsUsed);
        var before = SequentialState.Read(inputs.Select(t => t.State));
        var market = new UInt(inputs.Field("market", t => t.Market), PerpetualUnits.MarketBits);
        var size = inputs.UInt("size", AmountBits, t => t.Size);
        var quote = inputs.UInt("quote", AmountBits, t => t.Quote);
        using (builder.Scope("fields"))
        {
            OperationWires.AssertPositiveIf(builder, isUsed, market);
            OperationWires.AssertPositiveIf(builder, isUsed, size);
            OperationWires.AssertZeroUnless(builder, isUsed, size);
            OperationWires.AssertZeroUnless(builder, isUsed, quote);
        }

        var after = before.AddVolume(builder, batch, isUsed, quote);
        var terms = new FillTerms(isUsed, after.Tripped, market, size, quote);
        var (buyer, buyerFee) = Side(builder, inputs.Select(t => t.Buyer), batch, terms, true);
        var (seller, sellerFee) = Side(builder, inputs.Select(t => t.Seller), batch, terms, false);
        OperationWires.AssertDifferIf(builder, isUsed, buyer.Access, seller.Access);
        var words = OperationWires.PackIf(
            builder,
            isUsed,
            [
                (builder.Constant(new BigInteger(PerpetualSlot.Trade.Kind())), 8),
                (buyer.Access.Index, WordBits),
                (seller.Access.Index, WordBits),
                (market, PerpetualUnits.MarketBits),
                (size, AmountBits + 1),
                (quote, AmountBits + 1),
            ],
            [(buyerFee, AmountBits + 1), (sellerFee, AmountBits + 1), (buyer.Order.Number, WordBits), (seller.Order.Number, WordBits)]);
        return new OperationWires(isUsed, words)
        {
            Fee = builder.Add(buyerFee, sellerFee),
            State = (before, after),
            OpenInterest = (market, builder.Add(buyer.Reduction.OpenInterest, seller.Reduction.OpenInterest)),
            IsIncreasing = builder.And(isUsed, builder.Not(builder.And(buyer.Reduction.Reduces, seller.Reduction.Reduces))),
        };
    }

    private static (SignedTrader Trader, UInt Fee) Side(
        CircuitBuilder<Fr> builder, CircuitInputs<Fr, TraderInput> inputs, BatchWires batch, FillTerms terms, bool isBuyer)
    {
        using var scope = builder.Scope(isBuyer ? "buyer" : "seller");
        var fee = inputs.UInt("fee", AmountBits, t => t.Fee);
        OperationWires.AssertZeroUnless(builder, terms.IsUsed, fee);
        var collateral = builder.Compute(new(isBuyer ? -Fr.One : Fr.One, terms.Quote), new(-Fr.One, fee));
        var position = isBuyer ? terms.Size : builder.Affine(-Fr.One, terms.Size, Fr.Zero);
        var side = new FillSide(builder.Constant(isBuyer), fee, new SignedInt(collateral, AmountBits + 1), new SignedInt(position, AmountBits));
        var trader = SignedTrader.Define(
            builder, inputs.Select(t => t.Access), inputs.Select(t => t.Account), inputs.Select(t => t.Order), batch, terms, side);
        return (trader, fee);
    }
}
