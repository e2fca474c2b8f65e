using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What the state knows of one market. All zero before its first tick.</summary>
/// <param name="Price">The price, 32.32; 0 before the first.</param>
/// <param name="PriceTime">The batch time of the tick that set it.</param>
/// <param name="Reference">The price that the breaker compares the next one with: the time-weighted average of the last window; 0 for none, after a reset.</param>
/// <param name="Accumulator">Σ price · seconds up to the price's time, below 2^96.</param>
/// <param name="Checkpoint">The accumulator when the window began.</param>
/// <param name="CheckpointTime">When the window began.</param>
/// <param name="Funding">The funding index, .32 collateral for one unit.</param>
/// <param name="FundingTime">The batch time of the tick that set it; 0 before the first.</param>
/// <param name="OpenInterest">The sum of all positive balances, below 2^63.</param>
public readonly record struct MarketState(
    ulong Price,
    uint PriceTime,
    ulong Reference,
    UInt128 Accumulator,
    UInt128 Checkpoint,
    uint CheckpointTime,
    long Funding,
    uint FundingTime,
    ulong OpenInterest)
{
    /// <summary>Elements of a market in the hash of all.</summary>
    public const int ElementCount = 3;

    internal const int PriceTimeShift = 64;
    internal const int ReferenceShift = 96;
    internal const int CheckpointShift = 96;
    internal const int CheckpointTimeShift = 192;
    internal const int FundingTimeShift = 64;
    internal const int OpenInterestShift = 96;

    /// <summary>
    /// The elements: [price + 2^64 priceTime + 2^96 reference, accumulator + 2^96 checkpoint + 2^192 checkpointTime,
    /// (funding + 2^63) + 2^64 fundingTime + 2^96 openInterest].
    /// </summary>
    public Fr[] Elements =>
    [
        Fr.FromBigInteger(Price + ((BigInteger)PriceTime << PriceTimeShift) + ((BigInteger)Reference << ReferenceShift)),
        Fr.FromBigInteger(Accumulator + ((BigInteger)Checkpoint << CheckpointShift) + ((BigInteger)CheckpointTime << CheckpointTimeShift)),
        Fr.FromBigInteger(PerpetualUnits.Biased(Funding) + ((BigInteger)FundingTime << FundingTimeShift) + ((BigInteger)OpenInterest << OpenInterestShift)),
    ];
}
