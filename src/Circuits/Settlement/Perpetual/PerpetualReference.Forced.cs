using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What the contract demands: the result is computed, where other operations are refused.</summary>
public sealed partial class PerpetualReference
{
    private void Settle(ForcedWithdrawal request)
    {
        CheckAmounts(request.Amount);
        if (_run.Find(request.Account) is not { } account)
        {
            var empty = new AccountAccess(request.Account, null, null, null, 0);
            _run.Commit(new ForcedWithdrawalStep(request, empty, ForcedResult.UnknownAccount, _run.Scalars), [empty]);
            return;
        }

        var open = Open(request.Account);
        var change = Changed(open, -(BigInteger)request.Amount);
        var result = request.Expiry < _batch.Time ? ForcedResult.Expired
            : request.Nonce != account.Nonce ? ForcedResult.WrongNonce
            : account.Nonce == uint.MaxValue ? ForcedResult.NonceExhausted
            : !IsSigned(account, request.Withdrawal.Message(_domain), request.Signature) ? ForcedResult.BadSignature
            : change.Faults.Count > 0 || !change.Value.IsHealthy ? ForcedResult.Margin
            : ForcedResult.Done;
        var done = result == ForcedResult.Done;
        var access = done ? Keep(open, change, UseNonce) : Keep(open, open.Settled);
        _run.Commit(new ForcedWithdrawalStep(request, access, result, _run.Scalars), [access], withdrawn: done ? request.Amount : 0);
    }

    private void Settle(ForcedTrade request)
    {
        CheckAmounts(request.Size, request.Quote);
        CheckSize(Math.Min(request.Size, request.Quote));
        var (buyer, seller) = (_run.Find(request.Buyer.Account), _run.Find(request.Seller.Account));
        var buyerFill = buyer is null ? null : FillOf(buyer, request.Buyer.Number, request.Size);
        var sellerFill = seller is null ? null : FillOf(seller, request.Seller.Number, request.Size);
        var result = buyer is null || seller is null
            ? ForcedTradeResult.UnknownAccount
            : JudgeSides(request, buyer, seller, buyerFill!, sellerFill!);
        AccountAccess buyerAccess, sellerAccess;
        if (result == ForcedTradeResult.Done)
        {
            result = TryFill(request, buyerFill!, sellerFill!, out buyerAccess, out sellerAccess);
        }
        else
        {
            buyerAccess = SettleOnly(request.Buyer.Account);
            sellerAccess = SettleOnly(request.Seller.Account);
        }

        if (result != ForcedTradeResult.Done)
            (buyerFill, sellerFill) = (Unchanged(buyerFill), Unchanged(sellerFill));
        _run.Commit(
            new ForcedTradeStep(request, buyerAccess, sellerAccess, buyerFill, sellerFill, result, _run.Scalars), [buyerAccess, sellerAccess]);
    }

    private static FillAccess? Unchanged(FillAccess? fill) => fill is null ? null : fill with { After = fill.Before };

    /// <summary>The rules that need no prices, in their order; each is judged for both sides.</summary>
    private ForcedTradeResult JudgeSides(ForcedTrade request, PerpetualAccount buyer, PerpetualAccount seller, FillAccess buyerFill, FillAccess sellerFill)
    {
        var (buy, sell) = (request.Order(isBuy: true), request.Order(isBuy: false));
        if (buy.Account == sell.Account)
            return ForcedTradeResult.SelfTrade;
        if (!IsKnown(request.Market) || Markets[request.Market - 1] is { Price: 0 } or { FundingTime: 0 })
            return ForcedTradeResult.UnknownMarket;
        if (buy.Expiry < _batch.Time || sell.Expiry < _batch.Time)
            return ForcedTradeResult.Expired;
        if (FillFaults(buy, buyerFill).Concat(FillFaults(sell, sellerFill)).Any())
            return ForcedTradeResult.Filled;
        return IsSigned(buyer, buy.Message(_domain), request.Buyer.Signature) && IsSigned(seller, sell.Message(_domain), request.Seller.Signature)
            ? ForcedTradeResult.Done
            : ForcedTradeResult.BadSignature;
    }

    /// <summary>Does the trade if both accounts and the market can take it; settles their funding if not.</summary>
    private ForcedTradeResult TryFill(
        ForcedTrade request, FillAccess buyerFill, FillAccess sellerFill, out AccountAccess buyerAccess, out AccountAccess sellerAccess)
    {
        if (!IsFresh(request.Market))
            Break(PerpetualRule.StalePrice, $"market {request.Market} is not fresh");
        var (buyer, seller) = (Open(request.Buyer.Account), Open(request.Seller.Account));
        var bought = Changed(buyer, -(BigInteger)request.Quote, request.Market, request.Size);
        var sold = Changed(seller, request.Quote, request.Market, -(BigInteger)request.Size);
        var result = _run.Scalars.Tripped && !(bought.ReducesOnly && sold.ReducesOnly) ? ForcedTradeResult.ReduceOnly
            : bought.Faults.Count + sold.Faults.Count > 0 || !HasRoom(request.Market, bought, sold) ? ForcedTradeResult.Overflow
            : !IsLegal(buyer, bought) || !IsLegal(seller, sold) ? ForcedTradeResult.Margin
            : ForcedTradeResult.Done;
        var done = result == ForcedTradeResult.Done;
        buyerAccess = done ? Keep(buyer, bought, account => account with { Fills = account.Fills.Set(buyerFill.After) }) : Keep(buyer, buyer.Settled);
        sellerAccess = done ? Keep(seller, sold, account => account with { Fills = account.Fills.Set(sellerFill.After) }) : Keep(seller, seller.Settled);
        return result;
    }

    /// <summary>Whether the market keeps the end rules with the trade: else the batch that must serve it could not end.</summary>
    private bool HasRoom(int market, Change bought, Change sold)
    {
        var openInterest = _run.OpenInterest(market)
            + BigInteger.Max(bought.NewBalance, 0) - BigInteger.Max(bought.OldBalance, 0)
            + BigInteger.Max(sold.NewBalance, 0) - BigInteger.Max(sold.OldBalance, 0);
        return openInterest <= OpenInterestBound(market) && !IsNotionalTooLarge(openInterest, Markets[market - 1].Price);
    }

    private AccountAccess SettleOnly(uint index)
    {
        if (_run.Find(index) is null)
            return new AccountAccess(index, null, null, null, 0);
        var open = Open(index);
        return Keep(open, open.Settled);
    }

    private bool IsSigned(PerpetualAccount account, Fr message, RequestSignature signature) =>
        _ignored.Contains(PerpetualRule.BadSignature)
        || (signature.TryDecode(out var decoded) && SignatureFault(account.PublicKey, message, decoded) is null);
}
