using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Zk.Circuits;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Cli;

/// <summary>What a batch of perpetual futures did, for the report: each operation with the margins before and after it, and what each kind of operation costs.</summary>
internal static class PerpetualReport
{
    /// <summary>Adds <c>breaker</c>, <c>rows_by_kind</c> and <c>results</c>.</summary>
    public static void AddTo(JsonObject report, PerpetualTransition transition, PerpetualProfile slots, CircuitProfile profile)
    {
        report["breaker"] = transition.After.Scalars.Tripped ? "tripped" : "closed";
        report["insurance"] = Text(transition.After.Scalars.Insurance);
        report["touched_accounts"] = transition.Touched.Count;
        report["rows_by_kind"] = RowsByKind(slots, profile);
        report["results"] = new JsonArray([.. PerpetualSlots.All.SelectMany(slot => Steps(transition.Steps, slot).Select((step, i) => Result(step, i, transition)))]);
    }

    /// <summary>The rows of one slot of each kind, and of one account that a batch touches: those that a scope of the profile with its name has, divided by its slots.</summary>
    private static JsonObject RowsByKind(PerpetualProfile slots, CircuitProfile profile)
    {
        var rows = profile.Entries.Where(e => e.Depth == 0).ToDictionary(e => e.Path, e => e.Rows);
        var kinds = new JsonObject();
        foreach (var slot in PerpetualSlots.All)
        {
            var used = rows.GetValueOrDefault(slot.Name()) + (slot == PerpetualSlot.OracleTick ? rows.GetValueOrDefault("oracle prices") : 0);
            if (slots[slot] > 0 && used > 0)
                kinds[slot.Name()] = used / slots[slot];
        }

        if (rows.TryGetValue("accounts", out var accounts))
            kinds["account touched"] = accounts / slots.Accounts;
        return kinds;
    }

    private static IReadOnlyList<PerpetualStep> Steps(PerpetualSteps steps, PerpetualSlot slot) => slot switch
    {
        PerpetualSlot.OracleTick => steps.OracleTicks,
        PerpetualSlot.FundingTick => steps.FundingTicks,
        PerpetualSlot.Deposit => steps.Deposits,
        PerpetualSlot.Trade => steps.Trades,
        PerpetualSlot.Transfer => steps.Transfers,
        PerpetualSlot.Liquidation => steps.Liquidations,
        PerpetualSlot.Deleverage => steps.Deleverages,
        PerpetualSlot.Withdrawal => steps.Withdrawals,
        PerpetualSlot.ForcedWithdrawal => steps.ForcedWithdrawals,
        _ => steps.ForcedTrades,
    };

    private static JsonObject Result(PerpetualStep step, int index, PerpetualTransition transition)
    {
        var result = new JsonObject { ["kind"] = step.Slot.Name(), ["index"] = index, ["result"] = Outcome(step) };
        var accounts = Accounts(step).ToList();
        if (accounts.Count > 0)
            result["accounts"] = new JsonArray([.. accounts.Select(a => Account(a.Role, a.Access, transition))]);
        return result;
    }

    private static string Outcome(PerpetualStep step) => step switch
    {
        OracleStep tick => tick.Adopted ? "adopted" : "not adopted, the breaker trips",
        ForcedWithdrawalStep forced => PerpetualViolation.NameOf(forced.Result),
        ForcedTradeStep forced => PerpetualViolation.NameOf(forced.Result),
        _ => "done",
    };

    private static IEnumerable<(string Role, AccountAccess Access)> Accounts(PerpetualStep step) => step switch
    {
        DepositStep s => [("account", s.Account)],
        TradeStep s => [("buyer", s.Buyer), ("seller", s.Seller)],
        TransferStep s => [("sender", s.Sender), ("receiver", s.Receiver)],
        LiquidationStep s => [("victim", s.Victim), ("liquidator", s.Liquidator)],
        DeleverageStep s => [("victim", s.Victim), ("counterparty", s.Counterparty)],
        WithdrawalStep s => [("account", s.Account)],
        ForcedWithdrawalStep s => [("account", s.Account)],
        ForcedTradeStep s => [("buyer", s.Buyer), ("seller", s.Seller)],
        _ => [],
    };

    private static JsonObject Account(string role, AccountAccess access, PerpetualTransition transition)
    {
        var account = new JsonObject { ["role"] = role, ["account"] = access.Index };
        if (access.Settled is not { } settled || access.After is not { } after)
            return account;
        account["before"] = Margin(settled, transition);
        account["after"] = Margin(after, transition);
        return account;
    }

    /// <summary>Value and requirements in the token's smallest unit, rounded towards minus infinity and upwards.</summary>
    private static JsonObject Margin(PerpetualAccount account, PerpetualTransition transition)
    {
        var value = AccountValue.Of(account, transition.MarketsTicked, transition.Batch.Config);
        return new JsonObject
        {
            ["value"] = Text(value.Total >> 32),
            ["initial"] = Requirement(value.Initial),
            ["maintenance"] = Requirement(value.Maintenance),
            ["close_out"] = Requirement(value.CloseOut),
            ["health"] = value.IsBankrupt ? "bankrupt" : value.IsCloseOut ? "close-out" : value.IsLiquidatable ? "liquidatable" : value.IsHealthy ? "healthy" : "below initial margin",
        };
    }

    private static string Requirement(BigInteger fraction) => Text(-(-fraction >> 64));

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
