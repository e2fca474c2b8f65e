using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Prices and funding indices.</summary>
public sealed partial class PerpetualReference
{
    private const int BasisPoints = 10_000;

    private void Settle(OracleTick tick)
    {
        RequireMarket(tick.Market);
        CheckPrices(tick);
        var before = Markets[tick.Market - 1];
        if (_batch.Time <= before.PriceTime)
            Break(PerpetualRule.TickNotNewer, $"market {tick.Market} has a price of {before.PriceTime}, the batch time is {_batch.Time}");
        var median = LowerMedian(tick.Prices);
        if (tick.Price != median)
            Break(PerpetualRule.NotMedian, $"the lower median is {median}, not {tick.Price}");
        var after = Averaged(before, tick) with { Price = tick.Price, PriceTime = _batch.Time };
        var adopted = !Deviates(tick.Price, after.Reference) && !Spreads(tick);
        if (!adopted)
            _run.Scalars = _run.Scalars with { Tripped = true };
        else if (IsNotionalTooLarge(before.OpenInterest, tick.Price))
            Break(PerpetualRule.NotionalTooLarge, $"market {tick.Market} has an open interest of {before.OpenInterest} at a price of {tick.Price}");
        var market = adopted ? after : before;
        _run.Commit(new OracleStep(tick, before, market, adopted, _run.Committed, _run.Scalars), tick.Market, market);
    }

    /// <summary>Whether every price of a tick is one that an oracle signed, in the order of the signers, and whether they are enough.</summary>
    private void CheckPrices(OracleTick tick)
    {
        var last = -1;
        foreach (var price in tick.Prices)
        {
            if (price.Signer <= last || price.Signer >= Config.Signers.Count)
                Break(PerpetualRule.SignerOrder, $"signer {price.Signer} after {last}, of {Config.Signers.Count}");
            last = price.Signer;
        }

        if (tick.Prices.Count < Config.Quorum || tick.Prices.Count > PerpetualProfile.PricesOfATick)
            Break(PerpetualRule.Quorum, $"{tick.Prices.Count} prices, the quorum is {Config.Quorum}, a tick has {PerpetualProfile.PricesOfATick} at most");
        foreach (var price in tick.Prices)
        {
            if (price.Price == 0)
                Break(PerpetualRule.ZeroPrice, $"signer {price.Signer} signed a price of 0");
            if (price.Time > _batch.Time || _batch.Time - price.Time > Config.PriceValidity)
                Break(PerpetualRule.StaleSignature, $"signer {price.Signer} signed at {price.Time}, the batch time is {_batch.Time}");
        }

        foreach (var price in tick.Prices.Where(price => price.Signer >= 0 && price.Signer < Config.Signers.Count))
            CheckSignature(Config.Signers[price.Signer], price.Message(_domain, tick.Market), price.Signature);
    }

    /// <summary>The market with the time up to the batch added to its accumulator, and with the reference that the tick's price is compared with.</summary>
    private MarketState Averaged(MarketState market, OracleTick tick)
    {
        if (market.Price == 0)
            return market with { Accumulator = 0, Checkpoint = 0, CheckpointTime = _batch.Time, Reference = tick.Price };
        var accumulator = market.Accumulator + ((UInt128)market.Price * unchecked(_batch.Time - market.PriceTime));
        if (accumulator >> PerpetualUnits.AccumulatorBits != 0)
            Break(PerpetualRule.AccumulatorOverflow, $"market {tick.Market} has summed {accumulator}");
        var averaged = market with { Accumulator = accumulator };
        var window = unchecked(_batch.Time - market.CheckpointTime);
        if (market.Reference == 0)
            return averaged with { Reference = tick.Price, Checkpoint = accumulator, CheckpointTime = _batch.Time };
        return window >= Config.TwapWindow && window > 0
            ? averaged with { Reference = (ulong)((accumulator - market.Checkpoint) / window), Checkpoint = accumulator, CheckpointTime = _batch.Time }
            : averaged;
    }

    private bool Deviates(ulong price, ulong reference) =>
        BigInteger.Abs((BigInteger)price - reference) * BasisPoints > (BigInteger)Config.DeviationBps * reference;

    private bool Spreads(OracleTick tick)
    {
        var (least, most) = (tick.Prices.Min(price => price.Price), tick.Prices.Max(price => price.Price));
        return (BigInteger)(most - least) * BasisPoints > (BigInteger)Config.SpreadBps * tick.Price;
    }

    private static ulong LowerMedian(IReadOnlyList<SignedPrice> prices) => prices.Select(price => price.Price).Order().ElementAt((prices.Count - 1) / 2);

    private void Settle(FundingTick tick)
    {
        RequireMarket(tick.Market);
        var before = Markets[tick.Market - 1];
        if (before.Price == 0)
            Break(PerpetualRule.NoPrice, $"market {tick.Market} has no price yet");
        if (_batch.Time <= before.FundingTime)
            Break(PerpetualRule.TickNotNewer, $"market {tick.Market} has an index of {before.FundingTime}, the batch time is {_batch.Time}");
        var seconds = before.FundingTime == 0 ? 0 : unchecked(_batch.Time - before.FundingTime);
        var moved = BigInteger.Abs((BigInteger)tick.Index - before.Funding) << PerpetualUnits.FractionBits;
        if (moved > (BigInteger)Config.Find(tick.Market)!.MaxFundingRate * before.Price * seconds)
            Break(PerpetualRule.FundingRate, $"the index moves from {before.Funding} to {tick.Index} in {seconds} s");
        var after = before with { Funding = tick.Index, FundingTime = _batch.Time };
        _run.Commit(new FundingStep(tick, before, after, _run.Scalars), tick.Market, after);
    }

    /// <summary>Nothing can be said of a market without configuration, so this rule is never passed by.</summary>
    private void RequireMarket(int market)
    {
        if (!IsKnown(market))
            throw new BrokenRuleException(new PerpetualViolation(PerpetualRule.UnknownMarket, _place?.Slot, _place?.Index ?? 0, $"market {market} is not configured"));
    }

    private bool IsKnown(int market) => Config.Find(market) is not null && market <= Markets.Count;

    /// <summary>Whether a market's price and funding index may be used: prices and indices are fixed once the ticks are done.</summary>
    private bool IsFresh(int market)
    {
        if (!IsKnown(market))
            return false;
        var state = Markets[market - 1];
        return state.Price >= 1
            && state.FundingTime > 0
            && unchecked(_batch.Time - state.PriceTime) <= Config.PriceValidity
            && unchecked(_batch.Time - state.FundingTime) <= Config.FundingValidity;
    }

    private void CheckSignature(EdwardsPoint key, Fr message, EdDsaSignature? signature)
    {
        if (!_ignored.Contains(PerpetualRule.BadSignature) && SignatureFault(key, message, signature) is { } fault)
            Break(fault.Rule, fault.Detail);
    }

    private static Broken? SignatureFault(EdwardsPoint key, Fr message, EdDsaSignature? signature)
    {
        if (signature is not { } signed)
            return new(PerpetualRule.BadSignature, "it is not signed");
        return EdDsa.Verify(key, message, signed, out var reason) ? null : new(PerpetualRule.BadSignature, reason);
    }
}
