using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>
/// Unsigned operations on twelve accounts, three of which do not exist at first and one never, and two markets: some that ought to be valid, some with any field at all. The
/// numbers are small, at a limit, or anything.
/// </summary>
internal sealed class RandomOperations(int seed)
{
    private const int Accounts = 11;
    private static readonly ulong[] _limits = [0, 1, 2, (1UL << 31) - 1, 1UL << 32, (1UL << 62) + 1, (1UL << 63) - 1, 1UL << 63, ulong.MaxValue];

    /// <summary>Deposits at these limits make nobody so rich that no price can hurt him.</summary>
    private static readonly ulong[] _refused = [0, 1UL << 63, ulong.MaxValue];
    private readonly Random _random = new(seed);
    private readonly uint[] _numbers = new uint[Accounts + 1];
    private ulong _queueId;

    public int Below(int bound) => _random.Next(bound);

    /// <summary>A market's tick: usually a price near the last one, sometimes one that trips the breaker.</summary>
    public OracleTick Tick(int market, ulong last, uint time)
    {
        var share = Below(30) == 0 ? Below(400) : Below(6) == 0 ? 92 + Below(17) : 98 + Below(5);
        var price = Math.Max(1, (ulong)((UInt128)last * (uint)share / 100));
        var prices = Enumerable.Range(0, 3 + Below(3)).Select(i => new SignedPrice(i, Math.Max(1, price + (price * (ulong)Below(200) / 10_000)), time - (uint)Below(60))).ToList();
        return new(market, prices.Select(p => p.Price).Order().ElementAt((prices.Count - 1) / 2), prices);
    }

    public FundingTick Funding(int market, MarketState before, uint time)
    {
        var most = (long)((BigInteger)1000 * before.Price * (time - before.FundingTime) >> 32);
        return new(market, before.Funding + _random.NextInt64(-most, most + (Below(5) == 0 ? 2 : 1)));
    }

    /// <summary>An operation of a type, or null where the state offers none.</summary>
    public object? Next(PerpetualSlot slot, PerpetualReference run, uint time) => slot switch
    {
        PerpetualSlot.Deposit => NewDeposit(),
        PerpetualSlot.Trade => NewTrade(run, time),
        PerpetualSlot.Transfer => NewTransfer(run, time),
        PerpetualSlot.Liquidation => NewLiquidation(run, time),
        PerpetualSlot.Deleverage => NewDeleverage(run),
        PerpetualSlot.Withdrawal => NewWithdrawal(run, time),
        PerpetualSlot.ForcedWithdrawal => NewForced(run, time),
        _ => NewForcedTrade(run, time),
    };

    private uint Account() => (uint)Below(Accounts + 1);

    private int Market() => Below(30) == 0 ? Below(256) : 1 + Below(2);

    private ulong Number(ulong usual) => Below(40) == 0 ? _limits[Below(_limits.Length)] : 1 + (ulong)_random.NextInt64((long)usual);

    private uint Expiry(uint time) => Below(30) == 0 ? time - 1 : time + (uint)Below(100);

    private Deposit NewDeposit()
    {
        var account = (uint)Below(Accounts);
        return new(Below(30) == 0 ? _queueId : ++_queueId, account, Key(Below(30) == 0 ? account + 1 : account), Below(40) == 0 ? _refused[Below(_refused.Length)] : 1 + (ulong)Below(900));
    }

    private uint OrderNumber(uint account) => Below(20) == 0 ? (uint)Below(3000) : ++_numbers[account];

    /// <summary>An order of twice the size or of the size, at or about a price.</summary>
    private LimitOrder NewOrder(uint account, int market, bool isBuy, ulong size, ulong price, uint time)
    {
        var total = Below(3) == 0 ? unchecked(size * 2) : size;
        var quote = Number(1) == 1 ? (ulong)((((UInt128)total * price) >> 32) & ulong.MaxValue) + (isBuy ? 1UL : 0) : Number(1 << 20);
        return new(account, market, isBuy, Below(10) == 0, OrderNumber(account), Expiry(time), total, quote, Number(200));
    }

    private static ulong Price(PerpetualReference run, int market) => market is 1 or 2 ? run.MarketOf(market).Price : One;

    private static ulong Quote(ulong size, ulong price) => (ulong)((((UInt128)size * price) >> 32) & ulong.MaxValue);

    private Trade NewTrade(PerpetualReference run, uint time)
    {
        var (market, size) = (Market(), Number(200));
        var price = Price(run, market);
        var buyer = NewOrder(Account(), market, Below(50) != 0, size, price, time);
        var seller = NewOrder(Account(), Below(50) == 0 ? 3 - market : market, Below(50) == 0, size, price, time);
        return new(buyer, seller, Below(4) == 0 ? Number(100) : size, Quote(size, price), Below(3) == 0 ? Number(3) : 0, 0);
    }

    private uint Nonce(PerpetualReference run, uint account) => (run.Find(account)?.Nonce ?? 0) + (Below(30) == 0 ? 1U : 0);

    private Transfer NewTransfer(PerpetualReference run, uint time)
    {
        var (from, to) = (Account(), Account());
        return new(from, to, Key(Below(30) == 0 ? from : to), Number(900), Number(10), Nonce(run, from), Expiry(time));
    }

    private Withdrawal NewWithdrawal(PerpetualReference run, uint time)
    {
        var from = Account();
        return new(from, new EthereumAddress(0xabcd), Number(900), Number(10), Nonce(run, from), Expiry(time));
    }

    private ForcedWithdrawal NewForced(PerpetualReference run, uint time)
    {
        var from = Account();
        return new(from, new EthereumAddress(0xabcd), Number(900), Nonce(run, from), Expiry(time), default);
    }

    private ForcedTrade NewForcedTrade(PerpetualReference run, uint time)
    {
        var (market, size, buyer, seller) = (Market(), Number(100), Account(), Account());
        return new(
            market, size, Quote(size, Price(run, market)), new(buyer, OrderNumber(buyer), Expiry(time), default), new(seller, OrderNumber(seller), Expiry(time), default));
    }

    private Liquidation NewLiquidation(PerpetualReference run, uint time)
    {
        var victim = Worst(run, value => value.IsLiquidatable && !value.IsBankrupt);
        var positions = run.Find(victim)?.Positions ?? PositionList.Empty;
        var position = positions.Count > 0 ? positions[Below(positions.Count)] : new Position(1, 5, 0);
        var size = Below(3) == 0 ? Number(100) : (ulong)Math.Abs(position.Balance);
        var (price, sells) = (Price(run, position.Market), position.Balance > 0);
        var order = NewOrder(Account(), position.Market, Below(50) == 0 ? !sells : sells, size, price, time);
        var quote = Quote(size, price);
        var liquidation = new Liquidation(victim, order, size, Below(3) == 0 ? quote - (quote / 100) : quote, 0, Number(50));
        return Below(10) == 0 || order.Market is not (1 or 2) ? liquidation : run.WithFee(liquidation) ?? liquidation;
    }

    private Deleverage? NewDeleverage(PerpetualReference run)
    {
        var (victim, market) = (Worst(run, value => value.IsBankrupt), 1 + Below(2));
        var best = Enumerable.Range(0, Accounts).Select(i => run.DeleverageOf(victim, (uint)i, market)).FirstOrDefault(d => d is not null);
        var any = new Deleverage(victim, Account(), market, Number(50), Below(2) == 0, _random.NextInt64(-5_000, 5_000), Number(50));
        return best is null || Below(10) == 0 ? any : Below(10) == 0 ? best with { Quote = best.Quote + 1 } : best;
    }

    private uint Worst(PerpetualReference run, Func<AccountValue, bool> isWanted)
    {
        uint[] wanted = [.. Enumerable.Range(0, Accounts).Select(i => (uint)i).Where(i => run.ValueOf(i) is { } value && isWanted(value))];
        return wanted.Length > 0 && Below(10) > 0 ? wanted[Below(wanted.Length)] : Account();
    }
}
