using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What an operator asks in the course of a batch, to make operations whose exact terms the rules fix.</summary>
public sealed partial class PerpetualReference
{
    /// <summary>The scalars as they are now.</summary>
    internal PerpetualScalars Scalars => _run.Scalars;

    /// <summary>An account as it is now, its funding not settled; null when the place is empty.</summary>
    internal PerpetualAccount? Find(uint index) => _run.Find(index);

    /// <summary>A market as it is now, its open interest as before the batch.</summary>
    internal MarketState MarketOf(int market) => Markets[market - 1];

    /// <summary>What an account is worth with its funding settled; null when it cannot be opened.</summary>
    internal AccountValue? ValueOf(uint index) => TryOpen(index)?.Value;

    /// <summary>The same liquidation with the fee that its victim pays the insurance fund; null when it is not legal.</summary>
    internal Liquidation? WithFee(Liquidation liquidation) =>
        TryOpen(liquidation.Victim) is { Value.IsLiquidatable: true } open && LiquidationFee(open, liquidation) is var fee && fee.Sign >= 0
            ? liquidation with { Insurance = (ulong)fee }
            : null;

    /// <summary>The deleverage of all that both accounts hold against each other; null when there is nothing, or no legal price below 2^63.</summary>
    internal Deleverage? DeleverageOf(uint victim, uint counterparty, int market)
    {
        if (TryOpen(victim) is not { Value.IsBankrupt: true } open || TryOpen(counterparty) is not { } against)
            return null;
        var (balance, opposite) = ((BigInteger)open.Settled.Positions.Balance(market), (BigInteger)against.Settled.Positions.Balance(market));
        if (balance.Sign * opposite.Sign >= 0)
            return null;
        var size = (ulong)BigInteger.Min(BigInteger.Abs(balance), BigInteger.Abs(opposite));
        var terms = TermsOf(open, market, balance.Sign > 0, size);
        var quote = terms.Need - terms.Cover;
        return BigInteger.Abs(quote) < PerpetualUnits.AmountLimit
            ? new Deleverage(victim, counterparty, market, size, balance.Sign > 0, (long)quote, (ulong)terms.Cover)
            : null;
    }

    private OpenAccount? TryOpen(uint index)
    {
        OpenAccount? open = null;
        return Find(index) is not null && Try(() => open = Open(index), out _) ? open : null;
    }
}
