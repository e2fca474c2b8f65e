using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// One account as one operation opens it. Opened in full, its funding is settled first; a deposit, the receiver of a transfer and the fee account are opened
/// for their collateral alone.
/// </summary>
/// <param name="Index">The account's index.</param>
/// <param name="Before">The account before the operation; null for an empty place.</param>
/// <param name="Settled">The account with its funding settled; null where it was opened for its collateral alone, or does not exist.</param>
/// <param name="After">The account after the operation; null for an empty place.</param>
/// <param name="Dust">What the floor of the settlement took, in .32, below 2^32.</param>
public sealed record AccountAccess(uint Index, PerpetualAccount? Before, PerpetualAccount? Settled, PerpetualAccount? After, uint Dust);

/// <summary>The fill of an order as one operation changes it.</summary>
/// <param name="Before">What stands at the order's place before, of this order or of an older one.</param>
/// <param name="After">What stands there after.</param>
/// <param name="Siblings">The ten siblings in the account's fills tree, the leaf's own first.</param>
public sealed record FillAccess(Fill Before, Fill After, IReadOnlyList<Fr> Siblings);

/// <summary>What every operation leaves: the scalars before and after it.</summary>
/// <param name="Before">Before it.</param>
/// <param name="After">After it.</param>
public abstract record PerpetualStep(PerpetualScalars Before, PerpetualScalars After)
{
    /// <summary>The type of the operation.</summary>
    public abstract PerpetualSlot Slot { get; }
}

/// <summary>A price.</summary>
/// <param name="Tick">The operation.</param>
/// <param name="MarketBefore">The market before, after a reset if there was one.</param>
/// <param name="MarketAfter">The market after.</param>
/// <param name="Adopted">Whether the price is in force; if not, the market is as before and the breaker has tripped.</param>
/// <param name="Before">The scalars before.</param>
/// <param name="After">The scalars after.</param>
public sealed record OracleStep(OracleTick Tick, MarketState MarketBefore, MarketState MarketAfter, bool Adopted, PerpetualScalars Before, PerpetualScalars After)
    : PerpetualStep(Before, After)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.OracleTick;
}

/// <summary>A funding index.</summary>
/// <param name="Tick">The operation.</param>
/// <param name="MarketBefore">The market before.</param>
/// <param name="MarketAfter">The market after.</param>
/// <param name="Scalars">The scalars, which it does not change.</param>
public sealed record FundingStep(FundingTick Tick, MarketState MarketBefore, MarketState MarketAfter, PerpetualScalars Scalars) : PerpetualStep(Scalars, Scalars)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.FundingTick;
}

/// <summary>A deposit.</summary>
/// <param name="Deposit">The operation.</param>
/// <param name="Account">The account credited.</param>
/// <param name="Scalars">The scalars, which it does not change.</param>
public sealed record DepositStep(Deposit Deposit, AccountAccess Account, PerpetualScalars Scalars) : PerpetualStep(Scalars, Scalars)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.Deposit;
}

/// <summary>A trade: the buyer's account, then the seller's.</summary>
/// <param name="Trade">The operation.</param>
/// <param name="Buyer">The buyer's account.</param>
/// <param name="Seller">The seller's account.</param>
/// <param name="BuyerFill">The fill of the buyer's order.</param>
/// <param name="SellerFill">The fill of the seller's order.</param>
/// <param name="Increases">Whether one of the two does not only reduce its position.</param>
/// <param name="Before">The scalars before.</param>
/// <param name="After">The scalars after.</param>
public sealed record TradeStep(
    Trade Trade,
    AccountAccess Buyer,
    AccountAccess Seller,
    FillAccess BuyerFill,
    FillAccess SellerFill,
    bool Increases,
    PerpetualScalars Before,
    PerpetualScalars After) : PerpetualStep(Before, After)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.Trade;
}

/// <summary>A transfer: the sender's account, then the receiver's.</summary>
/// <param name="Transfer">The operation.</param>
/// <param name="Sender">The sender's account.</param>
/// <param name="Receiver">The receiver's account, opened for its collateral alone.</param>
/// <param name="Scalars">The scalars, which it does not change.</param>
public sealed record TransferStep(Transfer Transfer, AccountAccess Sender, AccountAccess Receiver, PerpetualScalars Scalars) : PerpetualStep(Scalars, Scalars)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.Transfer;
}

/// <summary>A liquidation: the victim's account, then the liquidator's.</summary>
/// <param name="Liquidation">The operation.</param>
/// <param name="Victim">The account that is liquidated.</param>
/// <param name="Liquidator">The account of the order.</param>
/// <param name="Fill">The fill of the order.</param>
/// <param name="Increases">Whether the liquidator does not only reduce its position.</param>
/// <param name="Before">The scalars before.</param>
/// <param name="After">The scalars after.</param>
public sealed record LiquidationStep(
    Liquidation Liquidation,
    AccountAccess Victim,
    AccountAccess Liquidator,
    FillAccess Fill,
    bool Increases,
    PerpetualScalars Before,
    PerpetualScalars After) : PerpetualStep(Before, After)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.Liquidation;
}

/// <summary>A deleverage: the victim's account, then the counterparty's.</summary>
/// <param name="Deleverage">The operation.</param>
/// <param name="Victim">The bankrupt account.</param>
/// <param name="Counterparty">The account with the opposite position.</param>
/// <param name="Before">The scalars before.</param>
/// <param name="After">The scalars after.</param>
public sealed record DeleverageStep(
    Deleverage Deleverage, AccountAccess Victim, AccountAccess Counterparty, PerpetualScalars Before, PerpetualScalars After) : PerpetualStep(Before, After)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.Deleverage;
}

/// <summary>A withdrawal.</summary>
/// <param name="Withdrawal">The operation.</param>
/// <param name="Account">The account debited.</param>
/// <param name="Scalars">The scalars, which it does not change.</param>
public sealed record WithdrawalStep(Withdrawal Withdrawal, AccountAccess Account, PerpetualScalars Scalars) : PerpetualStep(Scalars, Scalars)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.Withdrawal;
}

/// <summary>A forced withdrawal.</summary>
/// <param name="Request">The operation.</param>
/// <param name="Account">The account, or the empty place.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Scalars">The scalars, which it does not change.</param>
public sealed record ForcedWithdrawalStep(ForcedWithdrawal Request, AccountAccess Account, ForcedResult Result, PerpetualScalars Scalars)
    : PerpetualStep(Scalars, Scalars)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.ForcedWithdrawal;
}

/// <summary>A forced trade: the buyer's account, then the seller's.</summary>
/// <param name="Request">The operation.</param>
/// <param name="Buyer">The buyer's account, or the empty place.</param>
/// <param name="Seller">The seller's account, or the empty place.</param>
/// <param name="BuyerFill">The fill of the buyer's order, not changed unless it was done; null where there is no account.</param>
/// <param name="SellerFill">The fill of the seller's order, likewise.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Scalars">The scalars, which it does not change.</param>
public sealed record ForcedTradeStep(
    ForcedTrade Request,
    AccountAccess Buyer,
    AccountAccess Seller,
    FillAccess? BuyerFill,
    FillAccess? SellerFill,
    ForcedTradeResult Result,
    PerpetualScalars Scalars) : PerpetualStep(Scalars, Scalars)
{
    /// <inheritdoc/>
    public override PerpetualSlot Slot => PerpetualSlot.ForcedTrade;
}

/// <summary>What the operations of a batch opened, by their types.</summary>
public sealed record PerpetualSteps
{
    /// <summary>Prices.</summary>
    public required IReadOnlyList<OracleStep> OracleTicks { get; init; }

    /// <summary>Funding indices.</summary>
    public required IReadOnlyList<FundingStep> FundingTicks { get; init; }

    /// <summary>Deposits.</summary>
    public required IReadOnlyList<DepositStep> Deposits { get; init; }

    /// <summary>Trades.</summary>
    public required IReadOnlyList<TradeStep> Trades { get; init; }

    /// <summary>Transfers.</summary>
    public required IReadOnlyList<TransferStep> Transfers { get; init; }

    /// <summary>Liquidations.</summary>
    public required IReadOnlyList<LiquidationStep> Liquidations { get; init; }

    /// <summary>Deleverages.</summary>
    public required IReadOnlyList<DeleverageStep> Deleverages { get; init; }

    /// <summary>Withdrawals.</summary>
    public required IReadOnlyList<WithdrawalStep> Withdrawals { get; init; }

    /// <summary>Forced withdrawals.</summary>
    public required IReadOnlyList<ForcedWithdrawalStep> ForcedWithdrawals { get; init; }

    /// <summary>Forced trades.</summary>
    public required IReadOnlyList<ForcedTradeStep> ForcedTrades { get; init; }

    /// <summary>The operations of the steps.</summary>
    public PerpetualOperations Operations => new()
    {
        OracleTicks = [.. OracleTicks.Select(step => step.Tick)],
        FundingTicks = [.. FundingTicks.Select(step => step.Tick)],
        Deposits = [.. Deposits.Select(step => step.Deposit)],
        Trades = [.. Trades.Select(step => step.Trade)],
        Transfers = [.. Transfers.Select(step => step.Transfer)],
        Liquidations = [.. Liquidations.Select(step => step.Liquidation)],
        Deleverages = [.. Deleverages.Select(step => step.Deleverage)],
        Withdrawals = [.. Withdrawals.Select(step => step.Withdrawal)],
        ForcedWithdrawals = [.. ForcedWithdrawals.Select(step => step.Request)],
        ForcedTrades = [.. ForcedTrades.Select(step => step.Request)],
    };

    /// <summary>How many trades and liquidations have an order that does not only reduce its account's position.</summary>
    public int Increasing => Trades.Count(step => step.Increases) + Liquidations.Count(step => step.Increases);
}

/// <summary>A batch that keeps all rules, with everything its proof opens.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Before">The state before it.</param>
/// <param name="MarketsOpened">The markets after the header: as before, or without references after a reset.</param>
/// <param name="ScalarsOpened">The scalars after the header.</param>
/// <param name="MarketsTicked">The markets after all ticks: prices and indices of the whole batch.</param>
/// <param name="Steps">One step for each operation.</param>
/// <param name="Touched">The accounts that the batch opens, strictly ascending.</param>
/// <param name="TotalFees">The sum of the fees.</param>
/// <param name="FeeAccount">The fee account as it is paid, opened for its collateral alone; null when there are no fees.</param>
/// <param name="After">The state after the batch.</param>
public sealed record PerpetualTransition(
    PerpetualBatch Batch,
    PerpetualState Before,
    IReadOnlyList<MarketState> MarketsOpened,
    PerpetualScalars ScalarsOpened,
    IReadOnlyList<MarketState> MarketsTicked,
    PerpetualSteps Steps,
    IReadOnlyList<uint> Touched,
    BigInteger TotalFees,
    AccountAccess? FeeAccount,
    PerpetualState After)
{
    /// <summary>The public data words (<see cref="PerpetualData"/>).</summary>
    public BatchData Words(PerpetualProfile profile) => PerpetualData.Words(this, profile);

    /// <summary>The public inputs of this transition for a circuit and key (<see cref="SettlementStatement.Create"/>).</summary>
    public SettlementStatement Statement(PerpetualProfile profile, ReadOnlySpan<byte> keyDigest)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return SettlementStatement.Create(Batch.Context, profile.Circuit, keyDigest, Before.Root, After.Root, Words(profile));
    }
}
