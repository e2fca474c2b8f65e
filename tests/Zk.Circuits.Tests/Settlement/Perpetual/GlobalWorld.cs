using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>A configuration with known oracle keys, markets with a price, and short ways to make ticks.</summary>
internal static class GlobalWorld
{
    public const uint Time = 1_000_000;
    public const uint LastTime = Time - 10;
    public const int SignerCount = 6;

    public static Fr Domain { get; } = PaymentsWorld.Context.Domain.Value;

    private static readonly byte[][] _secrets = [.. Enumerable.Range(0, SignerCount).Select(i => PaymentsSample.SecretKey(11, (uint)i))];

    public static MarketConfig Listed { get; } = new(1_000, 1 << 20,
    [
        new(1_000, 100_000_000, 50_000_000, 20_000_000),
        new(10_000, 200_000_000, 100_000_000, 40_000_000),
        new(100_000, 400_000_000, 200_000_000, 80_000_000),
        new(ulong.MaxValue, 1_000_000_000, 500_000_000, 200_000_000),
    ]);

    /// <summary>Six signers, three of whom make a quorum; a tenth of deviation and a twentieth of spread trip the breaker.</summary>
    public static PerpetualConfig Config { get; } = new(
        [.. _secrets.Select(s => EdDsa.PublicKey(s))], 3, 60, 120, 1_000, 500, 300, 1_000_000, 5_000, 10_000, [Listed, Listed with { OpenInterestCap = 7 }]);

    /// <summary>At the price 100, with a window that began 100 seconds ago; the average since then is 90.</summary>
    public static MarketState Market { get; } = new(
        Price(100), LastTime, Price(95), (UInt128)Price(100) * 500, ((UInt128)Price(100) * 500) - ((UInt128)Price(90) * 90), Time - 100, -(long)Price(3), LastTime, 500);

    public static PerpetualScalars Scalars { get; } = new(false, 9_000, Time - 50, 700);

    /// <summary>A price of whole collateral units.</summary>
    public static ulong Price(ulong units) => units << PerpetualUnits.FractionBits;

    /// <summary>A price that a signer of the configuration signs.</summary>
    public static SignedPrice Signed(int signer, ulong price, uint time = Time, int market = 1) => new SignedPrice(signer, price, time).Sign(_secrets[signer], Domain, market);

    /// <summary>A tick of the first market, of prices by signers 0, 1, ...</summary>
    public static OracleTick Tick(params IReadOnlyList<ulong> prices) => MarketTick(1, prices);

    public static OracleTick MarketTick(int market, params IReadOnlyList<ulong> prices) =>
        new(market, LowerMedian(prices), [.. prices.Select((p, i) => Signed(i, p, market: market))]);

    /// <summary>The lower median by sorting; 0 of nothing.</summary>
    public static ulong LowerMedian(IEnumerable<ulong> prices)
    {
        ulong[] sorted = [.. prices.Order()];
        return sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) / 2];
    }

    /// <summary>A batch without ticks on two markets, the first of which is <see cref="Market"/>, and the second has never had a price.</summary>
    public static GlobalCase Nothing { get; } = Case(PerpetualProfile.Find(1)!);

    public static GlobalCase Case(PerpetualProfile profile)
    {
        var markets = new MarketState[profile.Markets];
        markets[0] = Market;
        return new(
            profile,
            new GlobalWitness(
                Config,
                LastTime,
                Scalars,
                markets,
                Time,
                false,
                [.. Enumerable.Repeat(OracleTickWitness.Unused, profile[PerpetualSlot.OracleTick])],
                [.. Enumerable.Repeat(FundingTickWitness.Unused, profile[PerpetualSlot.FundingTick])]),
            [.. Enumerable.Repeat((0, 0L), GlobalCircuit.Changes)]);
    }
}
