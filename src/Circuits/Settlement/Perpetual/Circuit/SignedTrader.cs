namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What is traded in a slot.</summary>
/// <param name="IsUsed">Whether the slot is used.</param>
/// <param name="IsTripped">Whether the breaker has tripped, by this trade at the latest.</param>
/// <param name="Market">The market.</param>
/// <param name="Size">How much of it.</param>
/// <param name="Quote">For how much.</param>
internal sealed record FillTerms(Bit IsUsed, Bit IsTripped, UInt Market, UInt Size, UInt Quote);

/// <summary>What a party of a trade gets.</summary>
/// <param name="IsBuy">Whether it buys.</param>
/// <param name="Fee">The fee that it pays.</param>
/// <param name="Collateral">The change of its collateral.</param>
/// <param name="Position">The change of its position.</param>
internal sealed record FillSide(Bit IsBuy, UInt Fee, SignedInt Collateral, SignedInt Position);

/// <summary>A party that trades by an order that it signed.</summary>
/// <param name="Access">Its place.</param>
/// <param name="Order">Its order.</param>
/// <param name="Reduction">How its position changes.</param>
internal sealed record SignedTrader(AccountCell Access, OrderGadget Order, Reduction Reduction)
{
    /// <summary>
    /// Opens the account, fills its order and changes it: the order allows it, the account may pass from its margin before to the one after, and it only
    /// reduces where the breaker or the order demand it.
    /// </summary>
    public static SignedTrader Define(
        CircuitBuilder<Fr> builder,
        CircuitInputs<Fr, AccessInput> accessInputs,
        CircuitInputs<Fr, FullAccountInput> accountInputs,
        CircuitInputs<Fr, OrderInput> orderInputs,
        BatchWires batch,
        FillTerms terms,
        FillSide side)
    {
        var access = AccountCell.Read(accessInputs);
        var account = FullAccount.Open(builder, accountInputs, batch.Tables, terms.Market);
        var fill = new OrderFill(terms.IsUsed, access.Index, account.Head, terms.Market, side.IsBuy, terms.Size, terms.Quote, side.Fee);
        var order = OrderGadget.Define(builder, orderInputs, batch, fill);
        var changed = account.Change(builder, side.Collateral, side.Position, order.Fills);
        var reduction = Reduction.Of(builder, account.Balance, changed.Balance);
        builder.AssertTrue(Margin.IsLegal(builder, account.Margin, changed.Margin, reduction.Reduces));
        using (builder.Scope("reduce-only"))
            builder.AssertImplies(builder.Or(terms.IsTripped, order.IsReduceOnly), reduction.Reduces);
        access.Replace(builder, batch, terms.IsUsed, account.OldLeaf, changed.Leaf(builder));
        return new SignedTrader(access, order, reduction);
    }
}
