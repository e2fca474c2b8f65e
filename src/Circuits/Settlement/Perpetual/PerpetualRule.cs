namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The rules that a batch of perpetual futures can break. Circuit and reference refuse the same batches, but for <see cref="DuplicateQueueId"/>: the deposit
/// queue is the contract's, and only the contract knows which entries earlier batches have used.
/// </summary>
public enum PerpetualRule
{
    /// <summary>The batch time is before the state's.</summary>
    TimeGoesBack,

    /// <summary>A market is not configured.</summary>
    UnknownMarket,

    /// <summary>A tick's signers are not strictly ascending, or one is not configured.</summary>
    SignerOrder,

    /// <summary>A tick has fewer prices than the quorum, or more than five.</summary>
    Quorum,

    /// <summary>A signed price is 0.</summary>
    ZeroPrice,

    /// <summary>A price was signed after the batch time, or too long before it.</summary>
    StaleSignature,

    /// <summary>A signature is missing or does not verify.</summary>
    BadSignature,

    /// <summary>The market has a price, or an index, of the batch time already.</summary>
    TickNotNewer,

    /// <summary>A tick's price is not the lower median of the signed ones.</summary>
    NotMedian,

    /// <summary>The sum of price times seconds would reach 2^96.</summary>
    AccumulatorOverflow,

    /// <summary>A market's open interest times its price would reach 2^90 in .32.</summary>
    NotionalTooLarge,

    /// <summary>A market without a price gets a funding index.</summary>
    NoPrice,

    /// <summary>A funding index moves faster than the configuration allows, or at its first tick.</summary>
    FundingRate,

    /// <summary>An account has a position, or gets one, in a market whose price or funding index is not fresh.</summary>
    StalePrice,

    /// <summary>An account does not exist.</summary>
    UnknownAccount,

    /// <summary>A deposited key is off the curve, outside the prime-order subgroup, or the identity.</summary>
    BadKey,

    /// <summary>A deposit or a transfer names another key than the credited account has.</summary>
    WrongKey,

    /// <summary>Two deposits of the batch name the same entry of the contract's queue.</summary>
    DuplicateQueueId,

    /// <summary>An amount, size, quote or fee is 2^63 or more.</summary>
    AmountTooLarge,

    /// <summary>A size is 0, or an order's size or quote.</summary>
    ZeroSize,

    /// <summary>The orders of a trade are not one that buys and one that sells in the same market.</summary>
    WrongOrder,

    /// <summary>The batch time is after the expiry.</summary>
    Expired,

    /// <summary>An order's number is 0, or a higher one has its place.</summary>
    OrderReplaced,

    /// <summary>An order is filled beyond its size.</summary>
    Overfilled,

    /// <summary>Both sides are the same account.</summary>
    SelfTrade,

    /// <summary>A transfer names the same account twice.</summary>
    SelfTransfer,

    /// <summary>A price is worse than an order allows, or than the least that a bankrupt account must get; or better than that least.</summary>
    UnfairPrice,

    /// <summary>A fee is higher than the order allows.</summary>
    ExcessFee,

    /// <summary>The volume of a window would reach 2^95.</summary>
    VolumeOverflow,

    /// <summary>The order is reduce-only or the breaker has tripped, and the account would not only reduce its position.</summary>
    ReduceOnly,

    /// <summary>An account would have more than 16 positions.</summary>
    TooManyPositions,

    /// <summary>A collateral would leave −2^63..2^63 − 1.</summary>
    CollateralOverflow,

    /// <summary>A balance would leave −2^63..2^63 − 1.</summary>
    BalanceOverflow,

    /// <summary>An account's value would leave −2^95..2^95 − 1, a margin reach 2^127, or a position lie above every tier.</summary>
    ValueOverflow,

    /// <summary>An account would neither be healthy after the operation nor come nearer to it.</summary>
    Margin,

    /// <summary>The nonce is not the account's.</summary>
    WrongNonce,

    /// <summary>The account's nonce is 2^32 − 1 and cannot be raised.</summary>
    NonceExhausted,

    /// <summary>The account to be liquidated has its maintenance margin.</summary>
    NotLiquidatable,

    /// <summary>The account to be liquidated or deleveraged does not hold the position that is closed.</summary>
    NotReducing,

    /// <summary>What a liquidated account pays the insurance fund is not what the rule says.</summary>
    LiquidationFee,

    /// <summary>The insurance fund would reach 2^63.</summary>
    InsuranceOverflow,

    /// <summary>The account to be deleveraged is not bankrupt.</summary>
    NotBankrupt,

    /// <summary>The counterparty of a deleverage does not hold the opposite position.</summary>
    NotOpposite,

    /// <summary>What the insurance fund pays for a deleverage is not what the rule says.</summary>
    Cover,

    /// <summary>A market's open interest rises above its cap.</summary>
    OpenInterest,
}

/// <summary>The first rule that a batch breaks. It is a false statement, not malformed input.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Slot">The type of the operation; null for what concerns the batch: its header, the fees, its end.</param>
/// <param name="Operation">The operation's index among those of its type.</param>
/// <param name="Detail">What was found, in a few words.</param>
public sealed record PerpetualViolation(PerpetualRule Rule, PerpetualSlot? Slot, int Operation, string Detail)
{
    /// <summary>The rule as it is written in messages and reports: lower case with hyphens, <c>unknown-account</c>.</summary>
    public string RuleName => NameOf(Rule);

    /// <inheritdoc/>
    public override string ToString() => Slot is { } slot ? $"{slot.Name()} {Operation}: {RuleName}: {Detail}" : $"batch: {RuleName}: {Detail}";

    /// <summary>The name of a rule or of a result: its words in lower case, with hyphens between them.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
