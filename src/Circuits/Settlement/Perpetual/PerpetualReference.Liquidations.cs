using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What happens to accounts that have lost their margin.</summary>
public sealed partial class PerpetualReference
{
    private const int Millionth = 1_000_000;

    private void Settle(Liquidation liquidation)
    {
        var (order, size, quote) = (liquidation.Order, liquidation.Size, liquidation.Quote);
        CheckAmounts(size, quote, liquidation.Fee, liquidation.Insurance);
        Existing(liquidation.Victim);
        var fill = CheckOrder(order, size);
        CheckSize(size);
        if (liquidation.Victim == order.Account)
            Break(PerpetualRule.SelfTrade, $"account {order.Account} would liquidate itself");
        CheckPrice(order, size, quote, liquidation.Fee);
        CountVolume(quote);
        var open = Open(liquidation.Victim);
        if (!open.Value.IsLiquidatable)
            Break(PerpetualRule.NotLiquidatable, $"account {open.Index} is worth {open.Value.Total} in .32, its maintenance margin is {open.Value.Maintenance} in .64");
        CheckHolds(PerpetualRule.NotReducing, open, order.Market, liquidation.VictimSells, size);
        CheckLiquidationFee(open, liquidation);
        var change = Changed(open, Paid(liquidation) - liquidation.Insurance, order.Market, Sold(liquidation.VictimSells, size));
        Break(change.Faults);
        CheckLegal(open, change);
        var victim = Keep(open, change);
        AddInsurance(liquidation.Insurance);
        var liquidator = FillOrder(order, fill, size, quote, liquidation.Fee, out var increases);
        _run.Commit(
            new LiquidationStep(liquidation, victim, liquidator, fill, increases, _run.Committed, _run.Scalars), [victim, liquidator], fees: liquidation.Fee);
    }

    /// <summary>The fee is that of the configuration, or the most with which the victim's change is legal.</summary>
    private void CheckLiquidationFee(OpenAccount open, Liquidation liquidation)
    {
        var most = LiquidationFee(open, liquidation);
        if (most < 0)
            Break(PerpetualRule.Margin, $"account {open.Index} would be {-most} short");
        else if (most != liquidation.Insurance)
            Break(PerpetualRule.LiquidationFee, $"account {open.Index} pays {most}, not {liquidation.Insurance}");
    }

    /// <summary>What the victim pays the insurance fund; negative when the liquidation is not legal even without.</summary>
    private BigInteger LiquidationFee(OpenAccount open, Liquidation liquidation)
    {
        var free = Changed(open, Paid(liquidation), liquidation.Order.Market, Sold(liquidation.VictimSells, liquidation.Size));
        return BigInteger.Min((BigInteger)liquidation.Quote * Config.LiquidationFeePpm / Millionth, -free.Value.LeastForLegality(open.Value));
    }

    private static BigInteger Paid(Liquidation liquidation) => liquidation.VictimSells ? liquidation.Quote : -(BigInteger)liquidation.Quote;

    private static BigInteger Sold(bool victimSells, ulong size) => victimSells ? -(BigInteger)size : size;

    private void AddInsurance(ulong amount)
    {
        var insurance = (BigInteger)_run.Scalars.Insurance + amount;
        if (insurance >= PerpetualUnits.AmountLimit)
            Break(PerpetualRule.InsuranceOverflow, $"the insurance fund would hold {insurance}");
        _run.Scalars = _run.Scalars with { Insurance = (ulong)(insurance & ulong.MaxValue) };
    }

    private void Settle(Deleverage deleverage)
    {
        var (market, size, sells) = (deleverage.Market, deleverage.Size, deleverage.VictimSells);
        RequireMarket(market);
        CheckAmounts(size, (ulong)BigInteger.Abs(deleverage.Quote), deleverage.Cover);
        CheckSize(size);
        if (deleverage.Victim == deleverage.Counterparty)
            Break(PerpetualRule.SelfTrade, $"account {deleverage.Victim} would be closed against itself");
        Existing(deleverage.Counterparty);
        var open = Open(deleverage.Victim);
        if (!open.Value.IsBankrupt)
            Break(PerpetualRule.NotBankrupt, $"account {open.Index} is worth {open.Value.Total} in .32");
        CheckHolds(PerpetualRule.NotReducing, open, market, sells, size);
        var terms = TermsOf(open, market, sells, size);
        if (terms.Need != deleverage.Quote + (BigInteger)deleverage.Cover)
            Break(PerpetualRule.UnfairPrice, $"account {open.Index} must get {terms.Need}, not {deleverage.Quote} and {deleverage.Cover}");
        if (terms.Cover != deleverage.Cover)
            Break(PerpetualRule.Cover, $"the insurance fund pays {terms.Cover}, not {deleverage.Cover}");
        var change = Changed(open, deleverage.Quote + (BigInteger)deleverage.Cover, market, Sold(sells, size));
        Break(change.Faults);
        CheckLegal(open, change);
        var victim = Keep(open, change);
        var against = Open(deleverage.Counterparty);
        CheckHolds(PerpetualRule.NotOpposite, against, market, !sells, size);
        var opposite = Changed(against, -(BigInteger)deleverage.Quote, market, -Sold(sells, size));
        Break(opposite.Faults);
        CheckLegal(against, opposite);
        var counterparty = Keep(against, opposite);
        var insurance = unchecked(_run.Scalars.Insurance - deleverage.Cover);
        _run.Scalars = _run.Scalars with { Insurance = insurance, Tripped = _run.Scalars.Tripped || insurance < Config.InsuranceFloor };
        _run.Commit(new DeleverageStep(deleverage, victim, counterparty, _run.Committed, _run.Scalars), [victim, counterparty]);
    }

    /// <summary>
    /// What a bankrupt account must get for a part of a position: the least that keeps TV/MMR from falling. It is never less than the part is worth at the
    /// market's price, and the insurance fund pays the difference as far as it can.
    /// </summary>
    private DeleverageTerms TermsOf(OpenAccount open, int market, bool sells, ulong size)
    {
        var need = Changed(open, 0, market, Sold(sells, size)).Value.LeastForRatio(open.Value);
        var worth = (-Sold(sells, size) * Markets[market - 1].Price) >> PerpetualUnits.FractionBits;
        return new DeleverageTerms(need, BigInteger.Max(0, BigInteger.Min(_run.Scalars.Insurance, need - worth)));
    }

    /// <summary>Whether an account has a position of at least this size, long if it sells and short if it buys.</summary>
    private void CheckHolds(PerpetualRule rule, OpenAccount open, int market, bool sells, ulong size)
    {
        var balance = (BigInteger)open.Settled.Positions.Balance(market);
        if ((sells ? balance : -balance) < size)
            Break(rule, $"account {open.Index} holds {balance} of market {market}, and would {(sells ? "sell" : "buy")} {size}");
    }

    /// <summary>What the victim gets in all, and what of it the insurance fund pays.</summary>
    private readonly record struct DeleverageTerms(BigInteger Need, BigInteger Cover);
}
