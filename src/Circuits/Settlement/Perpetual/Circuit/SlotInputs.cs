using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// Makes the inputs of slots in the order in which the circuit numbers its accesses to accounts, and remembers which access to each was the last.
/// </summary>
/// <param name="time">The batch time.</param>
internal sealed class SlotInputs(uint time)
{
    private static readonly IReadOnlyList<Fr> _noSiblings = FillsTree.Empty.Siblings(0);
    private static readonly PositionInput _noPosition = new(0, 0, 0);
    private static readonly PositionInput _unchanged = new(0, 0, PerpetualUnits.Bias);
    private readonly Dictionary<uint, int> _lastAccess = [];
    private int _accesses;
    private int _lastUnused;

    /// <summary>The last access of an unused slot; 0 for none.</summary>
    public int LastUnusedAccess => _lastUnused;

    /// <summary>The last access to an account; 0 for none.</summary>
    public int LastAccess(uint index) => _lastAccess.GetValueOrDefault(index);

    public DepositInput Of(DepositStep step) =>
        new(true, step.Deposit.QueueId, step.Deposit.Amount, Access(step.Account.Index), Light(step.Account.Before, step.Deposit.PublicKey));

    public DepositInput UnusedDeposit() => new(false, 0, 0, NoAccess(), Light(null));

    public TradeInput Of(TradeStep step)
    {
        var trade = step.Trade;
        return new TradeInput(
            true,
            step.Before,
            trade.Buyer.Market,
            trade.Size,
            trade.Quote,
            Trader(step.Buyer, trade.Buyer, step.BuyerFill, trade.FeeBuyer),
            Trader(step.Seller, trade.Seller, step.SellerFill, trade.FeeSeller));
    }

    public TradeInput UnusedTrade(PerpetualScalars scalars) => new(false, scalars, 0, 0, 0, NoTrader(), NoTrader());

    public TransferInput Of(TransferStep step) => new(
        Payment(step.Transfer, step.Sender), Access(step.Receiver.Index), Light(step.Receiver.Before));

    public TransferInput UnusedTransfer() => new(NoPayment(), NoAccess(), Light(null));

    public LiquidationInput Of(LiquidationStep step)
    {
        var liquidation = step.Liquidation;
        var market = liquidation.Order.Market;
        return new LiquidationInput(
            true,
            step.Before,
            market,
            liquidation.Size,
            liquidation.Quote,
            liquidation.VictimSells,
            liquidation.Insurance,
            Victim(step.Victim, market),
            Trader(step.Liquidator, liquidation.Order, step.Fill, liquidation.Fee));
    }

    public LiquidationInput UnusedLiquidation(PerpetualScalars scalars) => new(false, scalars, 0, 0, 0, false, 0, NoVictim(), NoTrader());

    public DeleverageInput Of(DeleverageStep step)
    {
        var deleverage = step.Deleverage;
        return new DeleverageInput(
            true,
            step.Before,
            deleverage.Market,
            deleverage.Size,
            BigInteger.Abs(deleverage.Quote),
            deleverage.VictimSells,
            deleverage.Quote < 0,
            deleverage.Cover,
            Victim(step.Victim, deleverage.Market),
            Victim(step.Counterparty, deleverage.Market));
    }

    public DeleverageInput UnusedDeleverage(PerpetualScalars scalars) => new(false, scalars, 0, 0, 0, false, false, 0, NoVictim(), NoVictim());

    public WithdrawalInput Of(WithdrawalStep step) => new(Payment(step.Withdrawal, step.Account), step.Withdrawal.Recipient.Value);

    public WithdrawalInput UnusedWithdrawal() => new(NoPayment(), 0);

    public ForcedWithdrawalInput Of(ForcedWithdrawalStep step)
    {
        var request = step.Request;
        return new ForcedWithdrawalInput(
            true,
            request.Amount,
            request.Nonce,
            request.Expiry,
            request.Recipient.Value,
            Halves(request.Signature),
            Access(step.Account.Index),
            step.Account.Before is not null,
            Full(step.Account.Before));
    }

    public ForcedWithdrawalInput UnusedForcedWithdrawal() =>
        new(false, 0, 0, time, 0, Halves(default), NoAccess(), false, Full(null));

    public ForcedTradeInput Of(ForcedTradeStep step, BigInteger openInterest)
    {
        var request = step.Request;
        return new ForcedTradeInput(
            true,
            step.Before,
            request.Market,
            request.Size,
            request.Quote,
            openInterest,
            Forced(step.Buyer, request.Buyer, step.BuyerFill, request.Market),
            Forced(step.Seller, request.Seller, step.SellerFill, request.Market));
    }

    public ForcedTradeInput UnusedForcedTrade(PerpetualScalars scalars) => new(false, scalars, 0, 0, 0, 0, NotForced(), NotForced());

    /// <summary>The fee account; it is touched only where there are fees.</summary>
    public FeeInput Fees(uint index, AccountAccess? account) => account is { } paid
        ? new FeeInput(index, Access(index).LastAccess, Light(paid.Before))
        : new FeeInput(index, NoAccess().LastAccess, Light(null));

    private AccessInput Access(uint index)
    {
        var last = LastAccess(index);
        _lastAccess[index] = ++_accesses;
        return new AccessInput(index, last);
    }

    private AccessInput NoAccess()
    {
        var last = _lastUnused;
        _lastUnused = ++_accesses;
        return new AccessInput(0, last);
    }

    private static LightAccountInput Light(PerpetualAccount? account, EdwardsPoint? keyIfEmpty = null)
    {
        var held = account ?? PerpetualAccount.Create(keyIfEmpty ?? BabyJubJub.Base);
        var positions = Enumerable.Range(0, PerpetualProfile.Positions).Select(i => i < held.Positions.Count ? held.Positions[i].Packed : 0);
        return new LightAccountInput(account is not null, held.PublicKey, held.Collateral, held.Nonce, held.Fills.Root, [.. positions]);
    }

    /// <summary>An account for a change of its position in a market; 0 for a change of its collateral only, or for an unused slot.</summary>
    internal static FullAccountInput Full(PerpetualAccount? account, int market = 0)
    {
        var held = account ?? PerpetualAccount.Create(BabyJubJub.Base);
        var others = held.Positions.Where(p => p.Market != market).Select(Input).ToList();
        while (others.Count < PerpetualProfile.Positions)
            others.Add(_noPosition);
        var changed = held.Positions.Where(p => p.Market == market).Select(Input).FirstOrDefault();
        return new FullAccountInput(held.PublicKey, held.Collateral, held.Nonce, held.Fills.Root, others, changed ?? _unchanged, changed is not null);
    }

    private static PositionInput Input(Position position) =>
        new(position.Market, PerpetualUnits.Biased(position.CachedFunding), PerpetualUnits.Biased(position.Balance));

    private TraderInput Trader(AccountAccess access, LimitOrder order, FillAccess fill, ulong fee)
    {
        var input = new OrderInput(
            order.ReduceOnly,
            order.Number,
            order.Expiry,
            order.Size,
            order.Quote,
            order.Fee,
            order.Signature!.Value,
            Place(fill));
        return new TraderInput(Access(access.Index), Full(access.Before, order.Market), input, fee);
    }

    private static FillInput Place(FillAccess? fill) =>
        fill is null ? new FillInput(0, 0, _noSiblings) : new FillInput(fill.Before.Number, fill.Before.Filled, fill.Siblings);

    private TraderInput NoTrader() =>
        new(NoAccess(), Full(null), new OrderInput(false, 0, time, 1, 1, 0, PaymentsSlot.NoSignature, Place(null)), 0);

    private ForcedSideInput Forced(AccountAccess access, ForcedSide side, FillAccess? fill, int market) => new(
        Access(access.Index), access.Before is not null, Full(access.Before, market), side.Number, side.Expiry, Halves(side.Signature), Place(fill));

    private ForcedSideInput NotForced() => new(NoAccess(), false, Full(null), 0, time, Halves(default), Place(null));

    private static IReadOnlyList<BigInteger> Halves(RequestSignature signature) => [.. signature.Halves.Select(half => (BigInteger)half)];

    private VictimInput Victim(AccountAccess access, int market) => new(Access(access.Index), Full(access.Before, market));

    private VictimInput NoVictim() => new(NoAccess(), Full(null));

    private SignedPaymentInput Payment(SignedOperation operation, AccountAccess access) =>
        new(true, operation.Amount, operation.Fee, operation.Expiry, operation.Signature!.Value, Access(access.Index), Full(access.Before));

    private SignedPaymentInput NoPayment() => new(false, 0, 0, time, PaymentsSlot.NoSignature, NoAccess(), Full(null));
}
