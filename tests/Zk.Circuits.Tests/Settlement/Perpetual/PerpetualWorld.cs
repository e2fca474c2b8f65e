using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>
/// Two markets at a price of 100 with round margins (1/16, 1/32, 1/64 of the notional value), accounts with known keys, and short ways to make states,
/// signed operations and batches.
/// </summary>
internal static class PerpetualWorld
{
    public const uint Time = 1_000_000;
    public const uint FeeAccount = 9;
    public const ulong One = 1UL << 32;
    public const ulong Price = 100 * One;
    public const ulong Insurance = 10_000;

    private const ulong AccountSeed = 7;
    private const ulong OracleSeed = 8;
    private static readonly Dictionary<(ulong, uint), EdwardsPoint> _keys = [];

    public static SettlementContext Context { get; } = new(new SettlementDomain(1, new EthereumAddress(0x1111)), 5, new EthereumAddress(0x2222));

    public static Fr Domain { get; } = Context.Domain.Value;

    public static PerpetualConfig Config { get; } = new(
        [.. Enumerable.Range(0, 6).Select(i => OracleKey((uint)i))],
        Quorum: 3,
        PriceValidity: 60,
        FundingValidity: 3600,
        DeviationBps: 1000,
        SpreadBps: 500,
        TwapWindow: 600,
        VolumeLimit: 1_000_000,
        InsuranceFloor: 1_000,
        LiquidationFeePpm: 10_000,
        [Market(), Market()]);

    /// <summary>Accounts 0 (long 100 of market 1) and 1 (short 100 of it), 2 and 3 (rich, without positions), 9 (for the fees).</summary>
    public static PerpetualState State { get; } = NewState(
        (0, Account(0, 0, (1, 100))),
        (1, Account(1, 20_000, (1, -100))),
        (2, Account(2, 1_000_000)),
        (3, Account(3, 1_000_000)),
        (FeeAccount, Account(FeeAccount, 0)));

    public static MarketConfig Market() => new(
        OpenInterestCap: 1_000_000,
        MaxFundingRate: 1000,
        [
            new(1_000_000, (uint)(One / 16), (uint)(One / 32), (uint)(One / 64)),
            new(2_000_000, (uint)(One / 8), (uint)(One / 16), (uint)(One / 32)),
            new(4_000_000, (uint)(One / 4), (uint)(One / 8), (uint)(One / 16)),
            new(ulong.MaxValue, (uint)(One / 2), (uint)(One / 4), (uint)(One / 8)),
        ]);

    public static byte[] Secret(uint account) => PaymentsSample.SecretKey(AccountSeed, account);

    public static byte[] OracleSecret(uint signer) => PaymentsSample.SecretKey(OracleSeed, signer);

    public static EdwardsPoint Key(uint account) => KeyOf(AccountSeed, account);

    public static EdwardsPoint OracleKey(uint signer) => KeyOf(OracleSeed, signer);

    public static PerpetualAccount Account(uint key, long collateral, params (int Market, long Balance)[] positions) =>
        PerpetualAccount.Create(Key(key), collateral) with { Positions = PositionList.Create(positions.Select(p => new Position(p.Market, p.Balance, 0))) };

    /// <summary>A state whose markets were ticked ten seconds before the batch.</summary>
    public static PerpetualState NewState(params (uint Index, PerpetualAccount Account)[] accounts)
    {
        var tree = PerpetualState.Tree(accounts);
        var markets = Enumerable.Range(1, 2).Select(m => new MarketState(
            Price, Time - 10, Price, (UInt128)Price * 90, 0, Time - 100, 0, Time - 10, (ulong)accounts.Sum(a => Math.Max(a.Account.Positions.Balance(m), 0))));
        return new PerpetualState(tree, [.. markets], Time - 10, new PerpetualScalars(false, Insurance, Time - 10, 0));
    }

    /// <summary>The same state with one market changed.</summary>
    public static PerpetualState With(this PerpetualState state, int market, Func<MarketState, MarketState> change) =>
        state with { Markets = [.. state.Markets.Select((m, i) => i == market - 1 ? change(m) : m)] };

    /// <summary>The same state at another price of market 1.</summary>
    public static PerpetualState At(this PerpetualState state, ulong price) => state.With(1, m => m with { Price = price, Reference = price });

    /// <summary>The same state with other scalars.</summary>
    public static PerpetualState With(this PerpetualState state, Func<PerpetualScalars, PerpetualScalars> change) => state with { Scalars = change(state.Scalars) };

    public static SignedPrice Signed(uint signer, ulong price, uint time = Time, int market = 1) =>
        new SignedPrice((int)signer, price, time).Sign(OracleSecret(signer), Domain, market);

    /// <summary>A tick in which signers 0, 1, 2, ... signed these prices; the price is their lower median.</summary>
    public static OracleTick Tick(params ulong[] prices) =>
        new(1, prices.Order().ElementAt((prices.Length - 1) / 2), [.. prices.Select((price, i) => Signed((uint)i, price))]);

    public static LimitOrder Order(
        uint account, bool buy, ulong size, ulong quote, ulong fee = 0, uint number = 1, bool reduceOnly = false, uint expiry = Time, int market = 1) =>
        new LimitOrder(account, market, buy, reduceOnly, number, expiry, size, quote, fee).Sign(Secret(account), Domain);

    public static LimitOrder Buy(uint account, ulong size, ulong quote, ulong fee = 0, uint number = 1) => Order(account, true, size, quote, fee, number);

    public static LimitOrder Sell(uint account, ulong size, ulong quote, ulong fee = 0, uint number = 1) => Order(account, false, size, quote, fee, number);

    /// <summary>A trade of all of two orders of exactly its terms.</summary>
    public static Trade NewTrade(uint buyer, uint seller, ulong size, ulong quote) => new(Buy(buyer, size, quote), Sell(seller, size, quote), size, quote, 0, 0);

    public static Transfer NewTransfer(uint from, uint to, ulong amount, ulong fee = 0, uint nonce = 0, uint expiry = Time, EdwardsPoint? key = null) =>
        (Transfer)new Transfer(from, to, key ?? Key(to), amount, fee, nonce, expiry).Sign(Secret(from), Domain);

    public static Withdrawal NewWithdrawal(uint from, ulong amount, ulong fee = 0, uint nonce = 0, uint expiry = Time) =>
        (Withdrawal)new Withdrawal(from, new EthereumAddress(0xabcd), amount, fee, nonce, expiry).Sign(Secret(from), Domain);

    public static ForcedWithdrawal NewForced(uint account, ulong amount, uint nonce = 0, uint expiry = Time)
    {
        var signed = new Withdrawal(account, new EthereumAddress(0xabcd), amount, 0, nonce, expiry).Sign(Secret(account), Domain);
        return new(account, new EthereumAddress(0xabcd), amount, nonce, expiry, RequestSignature.Of(signed.Signature!.Value));
    }

    public static ForcedTrade NewForcedTrade(uint buyer, uint seller, ulong size, ulong quote, int market = 1, uint number = 1, uint expiry = Time) =>
        new ForcedTrade(market, size, quote, new(buyer, number, expiry, default), new(seller, number, expiry, default))
            .Sign(true, Secret(buyer), Domain)
            .Sign(false, Secret(seller), Domain);

    public static PerpetualBatch Batch(PerpetualOperations operations, PerpetualConfig? config = null, uint time = Time, bool reset = false) =>
        new(Context, config ?? Config, time, FeeAccount, reset, operations);

    public static PerpetualOperations Ticks(params OracleTick[] ticks) => new() { OracleTicks = ticks };

    public static PerpetualOperations Trades(params Trade[] trades) => new() { Trades = trades };

    public static PerpetualTransition Apply(PerpetualState state, PerpetualOperations operations) => Apply(state, Batch(operations));

    /// <summary>Applies a batch that must be valid.</summary>
    public static PerpetualTransition Apply(PerpetualState state, PerpetualBatch batch)
    {
        Assert.That(PerpetualReference.TryApply(state, batch, out var transition, out var violation), Is.True, () => violation!.ToString());
        return transition!;
    }

    public static void Refuse(PerpetualRule rule, PerpetualState state, PerpetualOperations operations) => Refuse(rule, state, Batch(operations));

    /// <summary>Applies a batch that must break this rule first; past the rule, the reference breaks another one or yields what a cheating operator would prove.</summary>
    public static void Refuse(PerpetualRule rule, PerpetualState state, PerpetualBatch batch)
    {
        Assert.That(PerpetualReference.TryApply(state, batch, out var transition, out var violation), Is.False, () => $"{rule} is not refused");
        Assert.That(transition, Is.Null);
        Assert.That(violation!.Rule, Is.EqualTo(rule), violation.ToString());
        var isForced = PerpetualReference.TryApply(state, batch, new HashSet<PerpetualRule> { rule }, out _, out var other);
        Assert.That(isForced || other!.Rule != rule || rule == PerpetualRule.UnknownMarket, Is.True, () => $"{rule} cannot be passed by");
    }

    private static EdwardsPoint KeyOf(ulong seed, uint index)
    {
        lock (_keys)
        {
            if (!_keys.TryGetValue((seed, index), out var key))
                _keys[(seed, index)] = key = EdDsa.PublicKey(PaymentsSample.SecretKey(seed, index));
            return key;
        }
    }
}
