using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The public data words of a batch: four of the header, then those of the slots by type, the used ones of a type first, an unused one all zero. In each
/// word the fields stand from the lowest bit on.
/// </summary>
public static class PerpetualData
{
    /// <summary>Words of the header.</summary>
    public const int HeaderWords = 4;

    /// <summary>Bits of the counts in the header.</summary>
    public const int CountBits = 16;

    private const int KindBits = 8;
    private const int ResultBits = 8;
    private const int ConfigHalfBits = 128;

    /// <summary>
    /// The words for a profile. Header: [time 32, feeAccount 32, tripped after 1, reset 1, increasing 16], [used slots of each type, 16 bits each],
    /// [config hash mod 2^128], [config hash div 2^128].
    /// </summary>
    /// <exception cref="ArgumentException">The profile cannot prove the transition.</exception>
    public static BatchData Words(PerpetualTransition transition, PerpetualProfile profile)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Excess(transition) is { } excess)
            throw new ArgumentException(excess, nameof(profile));
        var words = new List<Fr>(profile.DataWords);
        words.AddRange(Header(transition, profile.Markets));
        foreach (var slot in PerpetualSlots.All)
        {
            var end = words.Count + (slot.Words() * profile[slot]);
            words.AddRange(Slots(transition.Steps, slot).SelectMany(w => w));
            while (words.Count < end)
                words.Add(Fr.Zero);
        }

        return new BatchData(words);
    }

    /// <summary>The words of an oracle tick: [kind 8, market 8, price 64, adopted 1].</summary>
    public static Fr[] Words(OracleTick tick, bool adopted)
    {
        ArgumentNullException.ThrowIfNull(tick);
        return [Pack(Kind(PerpetualSlot.OracleTick), Market(tick.Market), (tick.Price, 64), Flag(adopted))];
    }

    /// <summary>The words of a funding tick: [kind 8, market 8, index + 2^63 64].</summary>
    public static Fr[] Words(FundingTick tick)
    {
        ArgumentNullException.ThrowIfNull(tick);
        return [Pack(Kind(PerpetualSlot.FundingTick), Market(tick.Market), (PerpetualUnits.Biased(tick.Index), 64))];
    }

    /// <summary>The words of a deposit, transfer or withdrawal: those of payments.</summary>
    public static Fr[] Words(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return [operation.Words.First, operation.Words.Second];
    }

    /// <summary>
    /// The words of a trade: [kind 8, buyer 32, seller 32, market 8, size 64, quote 64], [feeBuyer 64, feeSeller 64, numberBuyer 32, numberSeller 32].
    /// </summary>
    public static Fr[] Words(Trade trade)
    {
        ArgumentNullException.ThrowIfNull(trade);
        var (buyer, seller) = (trade.Buyer, trade.Seller);
        return
        [
            Pack(Kind(PerpetualSlot.Trade), Word(buyer.Account), Word(seller.Account), Market(buyer.Market), (trade.Size, 64), (trade.Quote, 64)),
            Pack((trade.FeeBuyer, 64), (trade.FeeSeller, 64), Word(buyer.Number), Word(seller.Number)),
        ];
    }

    /// <summary>
    /// The words of a liquidation: [kind 8, victim 32, liquidator 32, market 8, size 64, quote 64, victimSells 1], [fee 64, insurance 64, number 32].
    /// </summary>
    public static Fr[] Words(Liquidation liquidation)
    {
        ArgumentNullException.ThrowIfNull(liquidation);
        var order = liquidation.Order;
        return
        [
            Pack(
                Kind(PerpetualSlot.Liquidation),
                Word(liquidation.Victim),
                Word(order.Account),
                Market(order.Market),
                (liquidation.Size, 64),
                (liquidation.Quote, 64),
                Flag(liquidation.VictimSells)),
            Pack((liquidation.Fee, 64), (liquidation.Insurance, 64), Word(order.Number)),
        ];
    }

    /// <summary>
    /// The words of a deleverage: [kind 8, victim 32, counterparty 32, market 8, size 64, |quote| 64, victimSells 1, victimPays 1], [cover 64];
    /// victimPays is 1 when the quote is negative.
    /// </summary>
    public static Fr[] Words(Deleverage deleverage)
    {
        ArgumentNullException.ThrowIfNull(deleverage);
        return
        [
            Pack(
                Kind(PerpetualSlot.Deleverage),
                Word(deleverage.Victim),
                Word(deleverage.Counterparty),
                Market(deleverage.Market),
                (deleverage.Size, 64),
                (BigInteger.Abs(deleverage.Quote), 64),
                Flag(deleverage.VictimSells),
                Flag(deleverage.Quote < 0)),
            Pack((deleverage.Cover, 64)),
        ];
    }

    /// <summary>
    /// The words of a forced withdrawal: [kind 8, account 32, amount 64, nonce 32, expiry 32], [recipient 160], the six halves of the signature, [result 8].
    /// Keccak-256 of all but the last is what the contract knows the request by.
    /// </summary>
    public static Fr[] Words(ForcedWithdrawal request, ForcedResult result)
    {
        ArgumentNullException.ThrowIfNull(request);
        return
        [
            Pack(Kind(PerpetualSlot.ForcedWithdrawal), Word(request.Account), (request.Amount, 64), Word(request.Nonce), Word(request.Expiry)),
            Fr.FromBigInteger(request.Recipient.Value),
            .. Words(request.Signature),
            Pack(((int)result, ResultBits)),
        ];
    }

    /// <summary>
    /// The words of a forced trade: [kind 8, buyer 32, seller 32, market 8, size 64, quote 64], [numberBuyer 32, numberSeller 32, expiryBuyer 32,
    /// expirySeller 32], the six halves of the buyer's signature, those of the seller's, [result 8]. Keccak-256 of all but the last is what the contract
    /// knows the request by.
    /// </summary>
    public static Fr[] Words(ForcedTrade request, ForcedTradeResult result)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (buyer, seller) = (request.Buyer, request.Seller);
        return
        [
            Pack(Kind(PerpetualSlot.ForcedTrade), Word(buyer.Account), Word(seller.Account), Market(request.Market), (request.Size, 64), (request.Quote, 64)),
            Pack(Word(buyer.Number), Word(seller.Number), Word(buyer.Expiry), Word(seller.Expiry)),
            .. Words(buyer.Signature),
            .. Words(seller.Signature),
            Pack(((int)result, ResultBits)),
        ];
    }

    private static Fr[] Header(PerpetualTransition transition, int markets)
    {
        var batch = transition.Batch;
        var config = batch.Config.Hash(markets).ToBigInteger();
        var high = config >> ConfigHalfBits;
        return
        [
            Pack(
                Word(batch.Time),
                Word(batch.FeeAccount),
                Flag(transition.After.Scalars.Tripped),
                Flag(batch.Reset),
                (transition.Steps.Increasing, CountBits)),
            Pack([.. PerpetualSlots.All.Select(slot => ((BigInteger)batch.Operations.Count(slot), CountBits))]),
            Fr.FromBigInteger(config - (high << ConfigHalfBits)),
            Fr.FromBigInteger(high),
        ];
    }

    private static IEnumerable<Fr[]> Slots(PerpetualSteps steps, PerpetualSlot slot) => slot switch
    {
        PerpetualSlot.OracleTick => steps.OracleTicks.Select(step => Words(step.Tick, step.Adopted)),
        PerpetualSlot.FundingTick => steps.FundingTicks.Select(step => Words(step.Tick)),
        PerpetualSlot.Deposit => steps.Deposits.Select(step => Words(step.Deposit)),
        PerpetualSlot.Trade => steps.Trades.Select(step => Words(step.Trade)),
        PerpetualSlot.Transfer => steps.Transfers.Select(step => Words(step.Transfer)),
        PerpetualSlot.Liquidation => steps.Liquidations.Select(step => Words(step.Liquidation)),
        PerpetualSlot.Deleverage => steps.Deleverages.Select(step => Words(step.Deleverage)),
        PerpetualSlot.Withdrawal => steps.Withdrawals.Select(step => Words(step.Withdrawal)),
        PerpetualSlot.ForcedWithdrawal => steps.ForcedWithdrawals.Select(step => Words(step.Request, step.Result)),
        _ => steps.ForcedTrades.Select(step => Words(step.Request, step.Result)),
    };

    private static IEnumerable<Fr> Words(RequestSignature signature) => signature.Halves.Select(half => Fr.FromBigInteger(half));

    private static (BigInteger Value, int Bits) Kind(PerpetualSlot slot) => (slot.Kind(), KindBits);

    private static (BigInteger Value, int Bits) Market(int market) => (market, PerpetualUnits.MarketBits);

    private static (BigInteger Value, int Bits) Word(uint value) => (value, PerpetualUnits.WordBits);

    private static (BigInteger Value, int Bits) Flag(bool value) => (value ? 1 : 0, 1);

    private static Fr Pack(params ReadOnlySpan<(BigInteger Value, int Bits)> fields)
    {
        var (word, shift) = (BigInteger.Zero, 0);
        foreach (var (value, bits) in fields)
        {
            word += value << shift;
            shift += bits;
        }

        return Fr.FromBigInteger(word);
    }
}
