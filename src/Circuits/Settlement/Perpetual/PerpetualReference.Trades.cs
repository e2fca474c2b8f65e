using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Orders, and trades of two of them.</summary>
public sealed partial class PerpetualReference
{
    private void Settle(Trade trade)
    {
        var (buy, sell) = (trade.Buyer, trade.Seller);
        if (!buy.IsBuy || sell.IsBuy || buy.Market != sell.Market)
            Break(PerpetualRule.WrongOrder, $"a {Side(buy)} of market {buy.Market} meets a {Side(sell)} of market {sell.Market}");
        CheckAmounts(trade.Size, trade.Quote, trade.FeeBuyer, trade.FeeSeller);
        var buyerFill = CheckOrder(buy, trade.Size);
        var sellerFill = CheckOrder(sell, trade.Size);
        CheckSize(trade.Size);
        if (buy.Account == sell.Account)
            Break(PerpetualRule.SelfTrade, $"account {buy.Account} is buyer and seller");
        CheckPrice(buy, trade.Size, trade.Quote, trade.FeeBuyer);
        CheckPrice(sell, trade.Size, trade.Quote, trade.FeeSeller);
        CountVolume(trade.Quote);
        var buyer = FillOrder(buy, buyerFill, trade.Size, trade.Quote, trade.FeeBuyer, out var buyerIncreases);
        var seller = FillOrder(sell, sellerFill, trade.Size, trade.Quote, trade.FeeSeller, out var sellerIncreases);
        _run.Commit(
            new TradeStep(trade, buyer, seller, buyerFill, sellerFill, buyerIncreases || sellerIncreases, _run.Committed, _run.Scalars),
            [buyer, seller],
            fees: (BigInteger)trade.FeeBuyer + trade.FeeSeller);
    }

    private static string Side(LimitOrder order) => order.IsBuy ? "buy order" : "sell order";

    private void CheckSize(ulong size)
    {
        if (size == 0)
            Break(PerpetualRule.ZeroSize, "the size is 0");
    }

    /// <summary>Whether an order may be filled by so much, whatever the price: all that its account and its signature say.</summary>
    private FillAccess CheckOrder(LimitOrder order, ulong size)
    {
        var account = Existing(order.Account);
        RequireMarket(order.Market);
        CheckAmounts(order.Size, order.Quote, order.Fee);
        if (order.Size == 0 || order.Quote == 0)
            Break(PerpetualRule.ZeroSize, $"the order is of size {order.Size} for {order.Quote}");
        if (order.Expiry < _batch.Time)
            Break(PerpetualRule.Expired, $"the {Side(order)} expired at {order.Expiry}, the batch time is {_batch.Time}");
        var fill = FillOf(account, order.Number, size);
        Break(FillFaults(order, fill));
        CheckSignature(account.PublicKey, order.Message(_domain), order.Signature);
        return fill;
    }

    private static FillAccess FillOf(PerpetualAccount account, uint number, ulong size)
    {
        var before = account.Fills.Find(number);
        var filled = before.Number == number ? before.Filled : 0;
        return new FillAccess(before, new Fill(number, unchecked(filled + size)), account.Fills.Siblings(number));
    }

    private static IEnumerable<Broken> FillFaults(LimitOrder order, FillAccess fill)
    {
        if (order.Number == 0 || order.Number < fill.Before.Number)
            yield return new(PerpetualRule.OrderReplaced, $"order {order.Number} of account {order.Account} finds {fill.Before.Number} in its place");
        if (fill.After.Filled > order.Size)
            yield return new(PerpetualRule.Overfilled, $"order {order.Number} of account {order.Account} would be filled {fill.After.Filled} of {order.Size}");
    }

    /// <summary>Whether an order allows the price and the fee of a fill.</summary>
    private void CheckPrice(LimitOrder order, ulong size, ulong quote, ulong fee)
    {
        var isFair = order.IsBuy
            ? ((BigInteger)quote - 1) * order.Size < (BigInteger)order.Quote * size
            : (BigInteger)size * order.Quote < order.Size * ((BigInteger)quote + 1);
        if (!isFair)
            Break(PerpetualRule.UnfairPrice, $"{quote} for {size}, where the {Side(order)} is {order.Quote} for {order.Size}");
        if ((BigInteger)fee * order.Quote > (BigInteger)order.Fee * quote)
            Break(PerpetualRule.ExcessFee, $"a fee of {fee} on {quote}, where the {Side(order)} allows {order.Fee} on {order.Quote}");
    }

    private void CountVolume(ulong quote)
    {
        var volume = _run.Scalars.WindowVolume + quote;
        if (volume >> PerpetualUnits.VolumeBits != 0)
            Break(PerpetualRule.VolumeOverflow, $"the window's volume would be {volume}");
        _run.Scalars = _run.Scalars with { WindowVolume = volume, Tripped = _run.Scalars.Tripped || volume > Config.VolumeLimit };
    }

    /// <summary>Fills an order whose rules are kept: the account buys for quote + fee, or sells for quote − fee.</summary>
    private AccountAccess FillOrder(LimitOrder order, FillAccess fill, ulong size, ulong quote, ulong fee, out bool increases)
    {
        var open = Open(order.Account);
        var change = order.IsBuy
            ? Changed(open, -((BigInteger)quote + fee), order.Market, size)
            : Changed(open, (BigInteger)quote - fee, order.Market, -(BigInteger)size);
        increases = !change.ReducesOnly;
        if (increases && (order.ReduceOnly || _run.Scalars.Tripped))
            Break(PerpetualRule.ReduceOnly, $"account {order.Account} would go from {change.OldBalance} to {change.NewBalance}");
        Break(change.Faults);
        CheckLegal(open, change);
        return Keep(open, change, account => account with { Fills = account.Fills.Set(fill.After) });
    }
}
