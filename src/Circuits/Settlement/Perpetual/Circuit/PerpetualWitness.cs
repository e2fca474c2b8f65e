using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The secret inputs of <see cref="PerpetualCircuit"/>, in the form in which the circuit takes them. It holds whatever it is given, so tests can ask the
/// circuit to prove false statements.
/// </summary>
/// <param name="Domain">D.</param>
/// <param name="Challenge">z.</param>
/// <param name="Globals">Configuration, markets, scalars and ticks.</param>
/// <param name="Touched">The accounts touched, and unused places of the list.</param>
/// <param name="LastUnusedAccess">The number of the last access of an unused slot; 0 for none.</param>
/// <param name="Deposits">One for each slot, as in the other lists.</param>
/// <param name="Trades">Trades.</param>
/// <param name="Transfers">Transfers.</param>
/// <param name="Liquidations">Liquidations.</param>
/// <param name="Deleverages">Deleverages.</param>
/// <param name="Withdrawals">Withdrawals.</param>
/// <param name="ForcedWithdrawals">Forced withdrawals.</param>
/// <param name="ForcedTrades">Forced trades.</param>
/// <param name="Fees">The account that gets the fees.</param>
public sealed record PerpetualWitness(
    Fr Domain,
    Fr Challenge,
    GlobalWitness Globals,
    IReadOnlyList<TouchedInput> Touched,
    BigInteger LastUnusedAccess,
    IReadOnlyList<DepositInput> Deposits,
    IReadOnlyList<TradeInput> Trades,
    IReadOnlyList<TransferInput> Transfers,
    IReadOnlyList<LiquidationInput> Liquidations,
    IReadOnlyList<DeleverageInput> Deleverages,
    IReadOnlyList<WithdrawalInput> Withdrawals,
    IReadOnlyList<ForcedWithdrawalInput> ForcedWithdrawals,
    IReadOnlyList<ForcedTradeInput> ForcedTrades,
    FeeInput Fees)
{
    /// <summary>The witness of a valid transition.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="statement">Its public inputs.</param>
    /// <param name="profile">The circuit's profile.</param>
    /// <exception cref="ArgumentException">The profile cannot prove it.</exception>
    public static PerpetualWitness Create(PerpetualTransition transition, SettlementStatement statement, PerpetualProfile profile)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Excess(transition) is { } excess)
            throw new ArgumentException(excess, nameof(profile));
        var slots = new SlotInputs(transition.Batch.Time);
        var steps = transition.Steps;
        var scalars = new ScalarsTrace(transition);

        // In the order in which the circuit numbers its accesses.
        var deposits = Fill(steps.Deposits, profile[PerpetualSlot.Deposit], slots.Of, slots.UnusedDeposit);
        var trades = Fill(steps.Trades, profile[PerpetualSlot.Trade], slots.Of, () => slots.UnusedTrade(scalars.AfterTrades));
        var transfers = Fill(steps.Transfers, profile[PerpetualSlot.Transfer], slots.Of, slots.UnusedTransfer);
        var liquidations = Fill(steps.Liquidations, profile[PerpetualSlot.Liquidation], slots.Of, () => slots.UnusedLiquidation(scalars.AfterLiquidations));
        var deleverages = Fill(steps.Deleverages, profile[PerpetualSlot.Deleverage], slots.Of, () => slots.UnusedDeleverage(scalars.AfterDeleverages));
        var withdrawals = Fill(steps.Withdrawals, profile[PerpetualSlot.Withdrawal], slots.Of, slots.UnusedWithdrawal);
        var forced = Fill(steps.ForcedWithdrawals, profile[PerpetualSlot.ForcedWithdrawal], slots.Of, slots.UnusedForcedWithdrawal);
        var interest = OpenInterestBeforeForced(transition);
        var forcedTrades = Fill(
            steps.ForcedTrades, profile[PerpetualSlot.ForcedTrade], step => slots.Of(step, interest(step)), () => slots.UnusedForcedTrade(scalars.AfterDeleverages));
        var fees = slots.Fees(transition.Batch.FeeAccount, transition.FeeAccount);
        return new PerpetualWitness(
            statement.Domain,
            statement.Challenge,
            GlobalWitness.Create(transition, profile),
            Touch(transition, profile.Accounts, slots),
            slots.LastUnusedAccess,
            deposits,
            trades,
            transfers,
            liquidations,
            deleverages,
            withdrawals,
            forced,
            forcedTrades,
            fees);
    }

    private static List<TInput> Fill<TStep, TInput>(IReadOnlyList<TStep> steps, int slots, Func<TStep, TInput> used, Func<TInput> unused)
    {
        List<TInput> inputs = [.. steps.Select(used)];
        while (inputs.Count < slots)
            inputs.Add(unused());
        return inputs;
    }

    /// <summary>The open interest of a forced trade's market before it, step by step; 0 for a market that is none.</summary>
    private static Func<ForcedTradeStep, BigInteger> OpenInterestBeforeForced(PerpetualTransition transition)
    {
        var forced = transition.Steps.ForcedTrades;
        var changes = forced.ToDictionary(step => step, Change);
        return step =>
        {
            var market = step.Request.Market;
            if (market < 1 || market > transition.After.Markets.Count)
                return BigInteger.Zero;
            var later = forced.SkipWhile(s => !ReferenceEquals(s, step)).Where(s => s.Request.Market == market);
            return later.Aggregate((BigInteger)transition.After.Markets[market - 1].OpenInterest, (sum, s) => sum - changes[s]);
        };

        static BigInteger Change(ForcedTradeStep step) => Long(step.Buyer, step.Request.Market) + Long(step.Seller, step.Request.Market);

        static BigInteger Long(AccountAccess access, int market) =>
            BigInteger.Max(access.After?.Positions.Balance(market) ?? 0, 0) - BigInteger.Max(access.Before?.Positions.Balance(market) ?? 0, 0);
    }

    /// <summary>The accounts with their paths, each in the tree that the ones before it leave.</summary>
    private static List<TouchedInput> Touch(PerpetualTransition transition, int count, SlotInputs slots)
    {
        var tree = transition.Before.Accounts;
        var touched = new List<TouchedInput>(count);
        foreach (var index in transition.Touched)
        {
            var (before, after) = (transition.Before.Find(index)?.Leaf ?? Fr.Zero, transition.After.Find(index));
            touched.Add(new TouchedInput(true, index, before, after?.Leaf ?? Fr.Zero, slots.LastAccess(index), tree.Siblings(index)));
            if (after is not null)
                tree = tree.Set(index, after, after.Leaf);
        }

        var leaf = transition.After.Find(0)?.Leaf ?? Fr.Zero;
        while (touched.Count < count)
            touched.Add(new TouchedInput(false, 0, leaf, leaf, 0, tree.Siblings(0)));
        return touched;
    }

    /// <summary>The scalars that unused slots hand on: those that the last operation before them left.</summary>
    private sealed class ScalarsTrace
    {
        public ScalarsTrace(PerpetualTransition transition)
        {
            var steps = transition.Steps;
            var ticked = Last(steps.OracleTicks, transition.ScalarsOpened);
            AfterTrades = Last(steps.Trades, ticked);
            AfterLiquidations = Last(steps.Liquidations, AfterTrades);
            AfterDeleverages = Last(steps.Deleverages, AfterLiquidations);
        }

        public PerpetualScalars AfterTrades { get; }

        public PerpetualScalars AfterLiquidations { get; }

        public PerpetualScalars AfterDeleverages { get; }

        private static PerpetualScalars Last(IReadOnlyList<PerpetualStep> steps, PerpetualScalars otherwise) => steps.Count > 0 ? steps[^1].After : otherwise;
    }
}
