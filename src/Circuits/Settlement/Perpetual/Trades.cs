namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Two orders of one market meet.</summary>
/// <param name="Buyer">The buyer's order.</param>
/// <param name="Seller">The seller's order.</param>
/// <param name="Size">Units that change hands, at least 1.</param>
/// <param name="Quote">Collateral that the buyer pays the seller.</param>
/// <param name="FeeBuyer">The buyer's fee.</param>
/// <param name="FeeSeller">The seller's fee.</param>
public sealed record Trade(LimitOrder Buyer, LimitOrder Seller, ulong Size, ulong Quote, ulong FeeBuyer, ulong FeeSeller);

/// <summary>
/// A position of an account below its maintenance margin, or a part of it, goes to a signed order. The account pays the insurance fund the fee of the
/// configuration, or as much of it as leaves the change legal.
/// </summary>
/// <param name="Victim">The account that is liquidated.</param>
/// <param name="Order">The liquidator's order; the victim has the other side.</param>
/// <param name="Size">Units, at least 1 and at most the victim's balance.</param>
/// <param name="Quote">Collateral that the buyer of the two pays the seller.</param>
/// <param name="Fee">The liquidator's fee, for the fee account.</param>
/// <param name="Insurance">What the victim pays the insurance fund.</param>
public sealed record Liquidation(uint Victim, LimitOrder Order, ulong Size, ulong Quote, ulong Fee, ulong Insurance)
{
    /// <summary>Whether the victim sells.</summary>
    public bool VictimSells => Order.IsBuy;
}

/// <summary>
/// A position of a bankrupt account (TV below 0), or a part of it, is closed against an opposite one without anybody's order. The victim gets
/// q = quote + cover, the least that keeps TV/MMR from falling. What q exceeds the part's value at the market's price by is the loss: the insurance fund
/// covers it as far as it goes, the counterparty bears the rest in the price.
/// </summary>
/// <param name="Victim">The bankrupt account.</param>
/// <param name="Counterparty">The account whose opposite position is reduced.</param>
/// <param name="Market">The market.</param>
/// <param name="Size">Units, at least 1 and at most either balance.</param>
/// <param name="VictimSells">Whether the victim's position is long.</param>
/// <param name="Quote">Collateral that the victim gets from the counterparty; negative when it pays, of magnitude below 2^63.</param>
/// <param name="Cover">Collateral that the victim gets from the insurance fund.</param>
public sealed record Deleverage(uint Victim, uint Counterparty, int Market, ulong Size, bool VictimSells, long Quote, ulong Cover);
