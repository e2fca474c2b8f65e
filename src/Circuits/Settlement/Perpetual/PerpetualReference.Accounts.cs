using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Accounts as operations open and change them.</summary>
public sealed partial class PerpetualReference
{
    /// <summary>Stands where there is no account but a rule that demands one is passed by.</summary>
    private static readonly PerpetualAccount _nobody = PerpetualAccount.Create(BabyJubJub.Base);

    private PerpetualAccount Existing(uint index)
    {
        if (_run.Find(index) is { } account)
            return account;
        Break(PerpetualRule.UnknownAccount, $"account {index} does not exist");
        return _nobody;
    }

    /// <summary>Credits an account that is opened for its collateral alone.</summary>
    private AccountAccess Credit(uint index, PerpetualAccount account, BigInteger amount)
    {
        var before = _run.Find(index);
        var collateral = account.Collateral + amount;
        if (!PerpetualArithmetic.IsSigned64(collateral))
            Break(PerpetualRule.CollateralOverflow, $"account {index} holds {account.Collateral} and cannot take {amount} more");
        var after = account with { Collateral = PerpetualArithmetic.Wrap(collateral) };
        _run.Set(index, after);
        return new AccountAccess(index, before, null, after, 0);
    }

    /// <summary>Opens an account in full: its funding is settled, its value known. Every market that it holds must be fresh.</summary>
    private OpenAccount Open(uint index)
    {
        var account = Existing(index);
        if (account.Positions.FirstOrDefault(position => !IsFresh(position.Market)) is { Market: > 0 } stale)
            Break(PerpetualRule.StalePrice, $"account {index} has a position in market {stale.Market}, which is not fresh");
        var owed = account.Positions.Aggregate(
            BigInteger.Zero, (sum, position) => sum + (((BigInteger)Markets[position.Market - 1].Funding - position.CachedFunding) * position.Balance));
        var exact = ((BigInteger)account.Collateral << PerpetualUnits.FractionBits) - owed;
        var collateral = exact >> PerpetualUnits.FractionBits;
        if (!PerpetualArithmetic.IsSigned64(collateral))
            Break(PerpetualRule.CollateralOverflow, $"account {index} would hold {collateral} after funding");
        var settled = account with
        {
            Collateral = PerpetualArithmetic.Wrap(collateral),
            Positions = account.Positions.Settled(market => Markets[market - 1].Funding),
        };
        var value = AccountValue.Of(settled, Markets, Config);
        if (!value.IsInRange)
            Break(PerpetualRule.ValueOverflow, $"account {index} is worth {value.Total} in .32");
        return new OpenAccount(index, _run.Find(index), settled, value, (uint)(exact - (collateral << PerpetualUnits.FractionBits)));
    }

    /// <summary>An open account with another collateral and another balance in one market.</summary>
    /// <param name="open">The account.</param>
    /// <param name="collateral">What is added to the collateral.</param>
    /// <param name="market">The market; any when nothing is added to its balance.</param>
    /// <param name="balance">What is added to the balance.</param>
    private Change Changed(OpenAccount open, BigInteger collateral, int market = 0, BigInteger balance = default)
    {
        var faults = new List<Broken>();
        var newCollateral = open.Settled.Collateral + collateral;
        var positions = open.Settled.Positions;
        var old = positions.Balance(market);
        var newBalance = old + balance;
        if (!balance.IsZero)
        {
            if (!PerpetualArithmetic.IsSigned64(newBalance))
                faults.Add(new(PerpetualRule.BalanceOverflow, $"account {open.Index} would hold {newBalance} of market {market}"));
            if (!IsFresh(market))
                faults.Add(new(PerpetualRule.StalePrice, $"market {market} is not fresh"));
            var changed = positions.With(market, PerpetualArithmetic.Wrap(newBalance), Markets[market - 1].Funding);
            if (changed is null)
                faults.Add(new(PerpetualRule.TooManyPositions, $"account {open.Index} has {positions.Count} positions"));
            positions = changed ?? positions;
        }

        if (!PerpetualArithmetic.IsSigned64(newCollateral))
            faults.Add(new(PerpetualRule.CollateralOverflow, $"account {open.Index} would hold {newCollateral}"));
        var account = open.Settled with { Collateral = PerpetualArithmetic.Wrap(newCollateral), Positions = positions };
        var value = AccountValue.Of(account, Markets, Config);
        if (!value.IsInRange)
            faults.Add(new(PerpetualRule.ValueOverflow, $"account {open.Index} would be worth {value.Total} in .32"));
        var reduces = newBalance.IsZero || (BigInteger.Abs(newBalance) <= BigInteger.Abs(old) && newBalance.Sign == Math.Sign(old));
        return new Change(account, value, reduces, market, old, newBalance, faults);
    }

    /// <summary>Whether an open account may be changed so: it is healthy then, or it only reduces and comes no further from its margin.</summary>
    private static bool IsLegal(OpenAccount open, Change change) =>
        change.Value.IsHealthy || (change.ReducesOnly && change.Value.IsNoWorseThan(open.Value));

    private void CheckLegal(OpenAccount open, Change change)
    {
        if (!IsLegal(open, change))
            Break(PerpetualRule.Margin, $"account {open.Index} would be worth {change.Value.Total} in .32, with an initial margin of {change.Value.Initial} in .64");
    }

    /// <summary>Keeps a change for the rest of the batch.</summary>
    private AccountAccess Keep(OpenAccount open, Change change, Func<PerpetualAccount, PerpetualAccount>? further = null)
    {
        if (change.OldBalance != change.NewBalance)
            _run.ChangeBalance(change.Market, change.OldBalance, change.NewBalance);
        return Keep(open, further is null ? change.Account : further(change.Account));
    }

    private AccountAccess Keep(OpenAccount open, PerpetualAccount after)
    {
        _run.Set(open.Index, after);
        return new AccountAccess(open.Index, open.Before, open.Settled, after, open.Dust);
    }

    /// <summary>An account opened in full.</summary>
    private sealed record OpenAccount(uint Index, PerpetualAccount? Before, PerpetualAccount Settled, AccountValue Value, uint Dust);

    /// <summary>What a change would make of an account; the faults say why it cannot be, whatever the margin.</summary>
    private sealed record Change(
        PerpetualAccount Account, AccountValue Value, bool ReducesOnly, int Market, BigInteger OldBalance, BigInteger NewBalance, IReadOnlyList<Broken> Faults);
}
