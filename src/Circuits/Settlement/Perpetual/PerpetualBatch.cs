namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The operations of a batch by their types, which are settled in this order.</summary>
public sealed record PerpetualOperations
{
    /// <summary>Prices.</summary>
    public IReadOnlyList<OracleTick> OracleTicks { get; init; } = [];

    /// <summary>Funding indices.</summary>
    public IReadOnlyList<FundingTick> FundingTicks { get; init; } = [];

    /// <summary>Deposits.</summary>
    public IReadOnlyList<Deposit> Deposits { get; init; } = [];

    /// <summary>Trades.</summary>
    public IReadOnlyList<Trade> Trades { get; init; } = [];

    /// <summary>Transfers.</summary>
    public IReadOnlyList<Transfer> Transfers { get; init; } = [];

    /// <summary>Liquidations.</summary>
    public IReadOnlyList<Liquidation> Liquidations { get; init; } = [];

    /// <summary>Deleverages.</summary>
    public IReadOnlyList<Deleverage> Deleverages { get; init; } = [];

    /// <summary>Withdrawals.</summary>
    public IReadOnlyList<Withdrawal> Withdrawals { get; init; } = [];

    /// <summary>Forced withdrawals.</summary>
    public IReadOnlyList<ForcedWithdrawal> ForcedWithdrawals { get; init; } = [];

    /// <summary>Forced trades.</summary>
    public IReadOnlyList<ForcedTrade> ForcedTrades { get; init; } = [];

    /// <summary>All of them.</summary>
    public int Total => PerpetualSlots.All.Sum(Count);

    /// <summary>How many there are of a type.</summary>
    public int Count(PerpetualSlot slot) => List(slot).Count;

    /// <summary>Those of a type.</summary>
    public IReadOnlyList<object> List(PerpetualSlot slot) => slot switch
    {
        PerpetualSlot.OracleTick => OracleTicks,
        PerpetualSlot.FundingTick => FundingTicks,
        PerpetualSlot.Deposit => Deposits,
        PerpetualSlot.Trade => Trades,
        PerpetualSlot.Transfer => Transfers,
        PerpetualSlot.Liquidation => Liquidations,
        PerpetualSlot.Deleverage => Deleverages,
        PerpetualSlot.Withdrawal => Withdrawals,
        PerpetualSlot.ForcedWithdrawal => ForcedWithdrawals,
        _ => ForcedTrades,
    };
}

/// <summary>A batch of <c>settlement/perpetual</c> as the operator makes it.</summary>
/// <param name="Context">Chain, contract, batch number and submitter.</param>
/// <param name="Config">The configuration in force.</param>
/// <param name="Time">The batch time, in seconds since 1970.</param>
/// <param name="FeeAccount">The account that gets all fees at the end of the batch.</param>
/// <param name="Reset">Whether governance resets the breaker with this batch.</param>
/// <param name="Operations">The operations.</param>
public sealed record PerpetualBatch(
    SettlementContext Context, PerpetualConfig Config, uint Time, uint FeeAccount, bool Reset, PerpetualOperations Operations);
