using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// Makes valid batches of perpetual futures from a seed, equal for equal arguments. Account i has the secret key of <see cref="PaymentsSample.SecretKey"/>,
/// oracle i keccak256("zk/sample/oracle/1" || seed || i), both numbers as 8 bytes big-endian. Amounts are in millionths of a dollar.
/// </summary>
public static class PerpetualSample
{
    /// <summary>The batch time of the first batch; each further one is a minute later.</summary>
    public const uint Time = PaymentsSample.Time;

    /// <summary>Seconds between batches.</summary>
    public const uint Interval = 60;

    /// <summary>The account that gets the fees.</summary>
    public const uint FeeAccount = 0;

    /// <summary>The fewest accounts: the fee account, two market makers, three traders.</summary>
    public const int MinimumAccounts = 6;

    /// <summary>The most batches.</summary>
    public const int MaximumBatches = 64;

    /// <summary>Oracles of the configuration.</summary>
    internal const int Oracles = 5;

    /// <summary>Accounts 1 and 2, who take the other side of all positions of the first state.</summary>
    internal const int Makers = 2;

    private const ulong Dollar = 1_000_000;
    private static readonly ulong[] _firstPrices = [60_000, 3_000, 150, 20, 600, 9, 40_000, 1_500];

    /// <summary>The slots that users' operations fill: all but ticks, liquidations and deleverages.</summary>
    internal static IReadOnlyList<PerpetualSlot> UserSlots { get; } =
    [
        PerpetualSlot.Trade, PerpetualSlot.Deposit, PerpetualSlot.Trade, PerpetualSlot.Transfer, PerpetualSlot.Trade, PerpetualSlot.Withdrawal,
        PerpetualSlot.Trade, PerpetualSlot.ForcedWithdrawal, PerpetualSlot.Trade, PerpetualSlot.ForcedTrade,
    ];

    /// <summary>The most users' operations of a batch.</summary>
    public static int MaximumOperations => Capacity(PerpetualProfile.All[^1]);

    /// <summary>Makes batches that follow one another; each file carries the state that its batch starts from.</summary>
    /// <param name="scenario">What happens to the markets.</param>
    /// <param name="accounts">Accounts of the first state, 6..2^20.</param>
    /// <param name="operations">
    /// Operations of users in a batch, 1..<see cref="MaximumOperations"/>: fewer when a scenario leaves no more that are valid. Ticks, liquidations and
    /// deleverages come on top. The state has the markets of the smallest profile that has the slots.
    /// </param>
    /// <param name="batches">Batches, 1..64.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is outside its bounds.</exception>
    public static IReadOnlyList<PerpetualBatchFile> Create(PerpetualScenario scenario, int accounts, int operations, int batches, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(accounts, MinimumAccounts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts, AccountsJson.Maximum);
        ArgumentOutOfRangeException.ThrowIfLessThan(operations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operations, MaximumOperations);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batches, MaximumBatches);
        var profile = PerpetualProfile.All.First(p => Capacity(p) >= operations);
        var config = NewConfig(profile, seed);
        var state = NewState(profile, config, accounts, seed);
        var market = new SampleMarket(scenario, config, state, seed, new SampleRandom("zk/sample/perpetual/prices/1", seed));
        var random = new SampleRandom("zk/sample/perpetual/operations/1", seed);
        var book = new SampleBook(seed, random);
        var files = new List<PerpetualBatchFile>(batches);
        for (var i = 0; i < batches; i++)
        {
            var context = new SettlementContext(
                new SettlementDomain(31337, SampleRandom.Address("zk/sample/contract/1", seed)), (ulong)i + 1, SampleRandom.Address("zk/sample/submitter/1", seed));
            var batch = new PerpetualBatch(context, config, Time + ((uint)i * Interval), FeeAccount, false, new PerpetualOperations());
            var transition = new SampleBatch(state, batch, profile, market, book, random, seed).Make(i, operations);
            files.Add(new PerpetualBatchFile(transition.Batch, state));
            state = transition.After;
        }

        return files;
    }

    /// <summary>The secret key of an oracle.</summary>
    public static byte[] OracleKey(ulong seed, uint oracle) => SampleRandom.Block("zk/sample/oracle/1"u8, seed, oracle);

    private static int Capacity(PerpetualProfile profile) => UserSlots.Distinct().Sum(slot => profile[slot]);

    /// <summary>As many markets as can be ticked in a batch; twenty-fold leverage, less for large positions.</summary>
    private static PerpetualConfig NewConfig(PerpetualProfile profile, ulong seed)
    {
        var market = new MarketConfig(
            OpenInterestCap: 1UL << 50,
            MaxFundingRate: 400,
            [Tier(250_000, 50), Tier(1_000_000, 100), Tier(5_000_000, 200), Tier(0, 400) with { UpperBound = ulong.MaxValue }]);
        return new PerpetualConfig(
            [.. Enumerable.Range(0, Oracles).Select(i => EdDsa.PublicKey(OracleKey(seed, (uint)i)))],
            Quorum: 3,
            PriceValidity: 5 * Interval,
            FundingValidity: 3600,
            DeviationBps: 1_000,
            SpreadBps: 300,
            TwapWindow: Interval,
            VolumeLimit: 1_000_000_000 * Dollar,
            InsuranceFloor: 100 * Dollar,
            LiquidationFeePpm: 5_000,
            [.. Enumerable.Repeat(market, profile[PerpetualSlot.OracleTick])]);

        static RiskTier Tier(ulong dollars, ulong initialPermille) => new(dollars * Dollar, Risk(initialPermille * 100), Risk(initialPermille * 60), Risk(initialPermille * 30));

        static uint Risk(ulong hundredThousandths) => (uint)((hundredThousandths << PerpetualUnits.FractionBits) / 100_000);
    }

    /// <summary>
    /// Markets ticked a minute before the first batch. Account 0 takes the fees; 1 and 2 are market makers; of the others each is long in one market, with
    /// margins from a twelfth of the position up, and the makers are short what they are long.
    /// </summary>
    private static PerpetualState NewState(PerpetualProfile profile, PerpetualConfig config, int accounts, ulong seed)
    {
        var random = new SampleRandom("zk/sample/perpetual/accounts/1", seed);
        var markets = new MarketState[profile.Markets];
        for (var m = 0; m < config.Markets.Count; m++)
        {
            var price = _firstPrices[m] << PerpetualUnits.FractionBits;
            markets[m] = new MarketState(price, Time - Interval, price, 0, 0, Time - Interval, 0, Time - Interval, 0);
        }

        var (collateral, balances) = (new ulong[accounts], new long[accounts]);
        var makers = new long[Makers, markets.Length];
        for (var i = Makers + 1; i < accounts; i++)
        {
            var m = (i - Makers - 1) % config.Markets.Count;
            var value = (10_000 + random.Below(20_000)) * Dollar;
            balances[i] = (long)(value / _firstPrices[m]);
            collateral[i] = value * MarginPermille(i - Makers - 1, random) / 1000;
            makers[i % Makers, m] -= balances[i];
            markets[m] = markets[m] with { OpenInterest = markets[m].OpenInterest + (ulong)balances[i] };
        }

        var entries = new (uint, PerpetualAccount)[accounts];
        Parallel.For(0, accounts, i =>
        {
            var isMaker = i is >= 1 and <= Makers;
            var positions = i > Makers
                ? [new Position(((i - Makers - 1) % config.Markets.Count) + 1, balances[i], 0)]
                : isMaker ? Enumerable.Range(0, markets.Length).Select(m => new Position(m + 1, makers[i % Makers, m], 0)).Where(p => p.Balance != 0) : [];
            // A long position was paid for with what a short one got.
            var paid = positions.Sum(p => p.Balance * (long)_firstPrices[p.Market - 1]);
            var held = (isMaker ? 100_000_000 * Dollar : collateral[i]) + (BigInteger)(-paid);
            var account = PerpetualAccount.Create(EdDsa.PublicKey(PaymentsSample.SecretKey(seed, (uint)i)), (long)held);
            entries[i] = ((uint)i, account with { Positions = PositionList.Create(positions) });
        });
        return new PerpetualState(
            PerpetualState.Tree(entries), markets, Time - Interval, new PerpetualScalars(false, 50_000 * Dollar, Time - Interval, 0));
    }

    /// <summary>The margins of the first traders are such that a fall of nine in a hundred makes one bankrupt, one liquidated, and leaves one.</summary>
    private static ulong MarginPermille(int trader, SampleRandom random) => trader switch
    {
        0 => 85,
        1 => 105,
        2 => 400,
        _ => 60 + random.Below(500),
    };
}
