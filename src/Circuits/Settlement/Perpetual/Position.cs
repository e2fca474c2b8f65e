using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What an account holds of one market.</summary>
/// <param name="Market">The market, 1..M.</param>
/// <param name="Balance">Units held, negative when sold short; not 0.</param>
/// <param name="CachedFunding">The market's funding index when the position was last settled.</param>
public readonly record struct Position(int Market, long Balance, long CachedFunding)
{
    internal const int FundingShift = 64;
    internal const int MarketShift = 128;

    /// <summary>The position as one number: market · 2^128 + (cachedFunding + 2^63) · 2^64 + (balance + 2^63). No position is 0.</summary>
    public BigInteger Packed => ((BigInteger)Market << MarketShift)
        + ((BigInteger)PerpetualUnits.Biased(CachedFunding) << FundingShift)
        + PerpetualUnits.Biased(Balance);
}
