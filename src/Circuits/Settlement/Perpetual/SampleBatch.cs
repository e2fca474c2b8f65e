namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>One batch of a sample. Each operation is tried on the reference as it is made, so that it stands in the batch only if it is valid there.</summary>
internal sealed partial class SampleBatch
{
    private const ulong BasisPoints = 10_000;
    private readonly PerpetualReference _run;
    private readonly PerpetualState _state;
    private readonly PerpetualBatch _batch;
    private readonly PerpetualProfile _profile;
    private readonly SampleMarket _market;
    private readonly SampleBook _book;
    private readonly SampleRandom _random;
    private readonly ulong _seed;
    private readonly Fr _domain;
    private readonly List<uint> _pool;
    private readonly HashSet<uint> _touched = [PerpetualSample.FeeAccount];

    public SampleBatch(
        PerpetualState state, PerpetualBatch batch, PerpetualProfile profile, SampleMarket market, SampleBook book, SampleRandom random, ulong seed)
    {
        _run = PerpetualReference.TryBegin(state, batch, new HashSet<PerpetualRule>(), out var run, out var violation)
            ? run
            : throw new InvalidOperationException(violation.ToString());
        _state = state;
        _batch = batch;
        _profile = profile;
        _market = market;
        _book = book;
        _random = random;
        _seed = seed;
        _domain = batch.Context.Domain.Value;
        _pool = Pool();
    }

    /// <summary>Makes the batch.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="operations">Users' operations in it.</param>
    public PerpetualTransition Make(int number, int operations)
    {
        foreach (var tick in _market.Ticks(number, _batch.Time, _domain))
            Require(PerpetualSlot.OracleTick, tick);
        for (var market = 1; market <= _batch.Config.Markets.Count; market++)
            Require(PerpetualSlot.FundingTick, _market.Funding(market, _run.MarketOf(market), _batch.Time));
        var shares = Shares(operations);
        AddUsers(PerpetualSlot.Deposit, shares);
        AddUsers(PerpetualSlot.Trade, shares);
        AddUsers(PerpetualSlot.Transfer, shares);
        var liquidated = AddLiquidations();
        AddDeleverages();
        AddUsers(PerpetualSlot.Withdrawal, shares);
        AddUsers(PerpetualSlot.ForcedWithdrawal, shares);
        AddUsers(PerpetualSlot.ForcedTrade, shares);
        if (!_run.TryFinish(out var transition, out var violation))
            throw new InvalidOperationException(violation.ToString());
        var open = transition.After.Markets.Aggregate(UInt128.One, (sum, market) => sum + SampleBook.Worth(market.OpenInterest, market.Price));
        _market.Liquidated = (ulong)(liquidated * BasisPoints / open);
        return transition;
    }

    /// <summary>How many of the users' operations are of each type: they are dealt out in turn, as far as there are slots.</summary>
    private int[] Shares(int operations)
    {
        var shares = new int[PerpetualSlots.Count];
        for (var i = 0; operations > 0; i++)
        {
            var slot = PerpetualSample.UserSlots[i % PerpetualSample.UserSlots.Count];
            if (shares[(int)slot] == _profile[slot])
                continue;
            shares[(int)slot]++;
            operations--;
        }

        return shares;
    }

    /// <summary>The accounts whose users act in this batch: all, or as many as leave room for deposits, liquidations and deleverages.</summary>
    private List<uint> Pool()
    {
        uint[] accounts = [.. _state.Accounts.Leaves.Select(leaf => leaf.Index)];
        var room = _profile.Accounts - _profile[PerpetualSlot.Deposit] - _profile[PerpetualSlot.Liquidation] - _profile[PerpetualSlot.Deleverage];
        const int Fixed = 1 + PerpetualSample.Makers;
        for (var i = Fixed; i < Math.Min(room, accounts.Length); i++)
        {
            var other = i + (int)_random.Below((ulong)(accounts.Length - i));
            (accounts[i], accounts[other]) = (accounts[other], accounts[i]);
        }

        return [.. accounts.Take(room)];
    }

    private void Require(PerpetualSlot slot, object operation)
    {
        if (!_run.TrySettle(slot, operation, out var violation))
            throw new InvalidOperationException(violation.ToString());
    }

    /// <summary>Adds an operation, if it is valid and the profile has room for it.</summary>
    private bool TryAdd(PerpetualSlot slot, object operation, params ReadOnlySpan<uint> accounts)
    {
        var further = 0;
        foreach (var account in accounts)
            further += _touched.Contains(account) ? 0 : 1;
        if (_touched.Count + further > _profile.Accounts || !_run.TrySettle(slot, operation, out _))
            return false;
        foreach (var account in accounts)
            _touched.Add(account);
        return true;
    }

    private uint AnyAccount() => _pool[(int)_random.Below((ulong)_pool.Count)];

    private int AnyMarket() => 1 + (int)_random.Below((ulong)_batch.Config.Markets.Count);

    private ulong PriceOf(int market) => _run.MarketOf(market).Price;

    private byte[] Key(uint account) => PaymentsSample.SecretKey(_seed, account);
}
