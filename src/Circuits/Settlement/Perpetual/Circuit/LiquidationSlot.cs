using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An account whose position is taken.</summary>
/// <param name="Access">Its place.</param>
/// <param name="Account">The account.</param>
public sealed record VictimInput(AccessInput Access, FullAccountInput Account);

/// <summary>The secret inputs of a liquidation's slot.</summary>
/// <param name="IsUsed">Whether it holds a liquidation.</param>
/// <param name="State">What the slot starts from.</param>
/// <param name="Market">The market; 0 in an unused slot.</param>
/// <param name="Size">What is taken; 0 in an unused slot.</param>
/// <param name="Quote">What is paid for it; 0 in an unused slot.</param>
/// <param name="VictimSells">Whether the position is long.</param>
/// <param name="Insurance">What goes to the fund.</param>
/// <param name="Victim">The account below its maintenance margin.</param>
/// <param name="Liquidator">The account whose order takes the position.</param>
public sealed record LiquidationInput(
    bool IsUsed,
    PerpetualScalars State,
    BigInteger Market,
    BigInteger Size,
    BigInteger Quote,
    bool VictimSells,
    BigInteger Insurance,
    VictimInput Victim,
    TraderInput Liquidator);

/// <summary>A slot in which a signed order takes a position, or a part of one, from an account below its maintenance margin.</summary>
internal static class LiquidationSlot
{
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int WordBits = PerpetualUnits.WordBits;
    private const int Million = 1_000_000;

    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, LiquidationInput> inputs, BatchWires batch)
    {
        using var scope = builder.Scope("liquidation");
        var isUsed = inputs.Bit("is used", l => l.IsUsed);
        var before = SequentialState.Read(inputs.Select(l => l.State));
        var market = new UInt(inputs.Field("market", l => l.Market), PerpetualUnits.MarketBits);
        var size = inputs.UInt("size", AmountBits, l => l.Size);
        var quote = inputs.UInt("quote", AmountBits, l => l.Quote);
        var victimSells = inputs.Bit("victim sells", l => l.VictimSells);
        var insurance = inputs.UInt("insurance", AmountBits, l => l.Insurance);
        var fee = inputs.UInt("fee", AmountBits, l => l.Liquidator.Fee);
        using (builder.Scope("fields"))
        {
            OperationWires.AssertPositiveIf(builder, isUsed, market);
            OperationWires.AssertPositiveIf(builder, isUsed, size);
            foreach (var value in new[] { size, quote, insurance, fee })
                OperationWires.AssertZeroUnless(builder, isUsed, value);
        }

        // In the victim's direction: what it gives of the position, and what it gets for it.
        var sold = Directed(builder, victimSells, size);
        var got = Directed(builder, victimSells, quote);
        var state = before.AddVolume(builder, batch, isUsed, quote);
        AccountCell victim;
        SignedInt openInterest;
        using (builder.Scope("victim"))
        {
            var taken = TakenPosition.Define(builder, inputs.Select(l => l.Victim), batch, market, size, victimSells, sold, Paid(builder, got, insurance));
            victim = taken.Access;
            openInterest = taken.OpenInterest;
            builder.AssertTrue(taken.IsLegal(builder));
            using (builder.Scope("liquidatable"))
                builder.AssertImplies(isUsed, taken.Before.Margin.IsLiquidatable(builder));
            var cap = builder.DivideRemainder(builder.Multiply(quote, batch.LiquidationFeePpm), builder.Constant(new BigInteger(Million))).Quotient;
            AssertFee(builder, taken, insurance, cap);
            victim.Replace(builder, batch, isUsed, taken.Before.OldLeaf, taken.After.Leaf(builder));
        }

        SignedTrader liquidator;
        using (builder.Scope("liquidator"))
        {
            var terms = new FillTerms(isUsed, state.Tripped, market, size, quote);
            var side = new FillSide(victimSells, fee, Paid(builder, Negative(builder, got), fee), sold);
            liquidator = SignedTrader.Define(
                builder,
                inputs.Select(l => l.Liquidator.Access),
                inputs.Select(l => l.Liquidator.Account),
                inputs.Select(l => l.Liquidator.Order),
                batch,
                terms,
                side);
        }

        OperationWires.AssertDifferIf(builder, isUsed, victim, liquidator.Access);
        var words = OperationWires.PackIf(
            builder,
            isUsed,
            [
                (builder.Constant(new BigInteger(PerpetualSlot.Liquidation.Kind())), 8),
                (victim.Index, WordBits),
                (liquidator.Access.Index, WordBits),
                (market, PerpetualUnits.MarketBits),
                (size, AmountBits + 1),
                (quote, AmountBits + 1),
                (victimSells, 1),
            ],
            [(fee, AmountBits + 1), (insurance, AmountBits + 1), (liquidator.Order.Number, WordBits)]);
        return new OperationWires(isUsed, words)
        {
            Fee = fee,
            State = (before, state with { Insurance = builder.AddChecked(state.Insurance, insurance, SequentialState.InsuranceBits) }),
            OpenInterest = (market, builder.Add(openInterest, liquidator.Reduction.OpenInterest)),
            IsIncreasing = builder.And(isUsed, builder.Not(liquidator.Reduction.Reduces)),
        };
    }

    /// <summary>
    /// The fund gets the cap, or as much as the victim can legally pay: its change is legal, and where that is less than the cap, one unit more would not
    /// be. More of it only takes from the victim, so there is one such amount.
    /// </summary>
    private static void AssertFee(CircuitBuilder<Fr> builder, TakenPosition taken, UInt insurance, UInt cap)
    {
        using var scope = builder.Scope("liquidation fee");
        builder.AssertLessOrEqual(insurance, cap);
        var isBelow = builder.Not(builder.IsEqual(insurance, cap));
        builder.AssertZeroIf(isBelow, taken.IsLegal(builder, oneLess: true));
    }

    private static SignedInt Directed(CircuitBuilder<Fr> builder, Bit isPositive, UInt x) =>
        new(builder.MultiplyAdd(Fr.FromUInt64(2), isPositive, x, new(-Fr.One, x)), AmountBits);

    private static SignedInt Negative(CircuitBuilder<Fr> builder, SignedInt x) => new(builder.Affine(-Fr.One, x, Fr.Zero), AmountBits);

    private static SignedInt Paid(CircuitBuilder<Fr> builder, SignedInt got, UInt paid) => new(builder.Subtract(got.Wire, paid.Wire), AmountBits + 1);
}
