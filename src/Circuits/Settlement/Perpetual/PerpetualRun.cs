using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The state in the course of a batch. What an operation changes is pending until it is committed with its step, and can be undone before. The account tree is
/// not touched until the end: only then is anything hashed.
/// </summary>
internal sealed class PerpetualRun
{
    private readonly PerpetualState _before;
    private readonly PerpetualBatch _batch;
    private readonly MarketState[] _markets;
    private readonly BigInteger[] _openInterest;
    private readonly Dictionary<uint, PerpetualAccount> _accounts = [];
    private readonly Dictionary<uint, PerpetualAccount> _pending = [];
    private readonly List<(int Market, BigInteger Change)> _pendingInterest = [];
    private readonly SortedSet<uint> _touched = [];
    private readonly List<PerpetualStep> _steps = [];
    private PerpetualScalars _committed;
    private IReadOnlyList<MarketState> _marketsOpened;
    private PerpetualScalars _scalarsOpened;

    public PerpetualRun(PerpetualState before, PerpetualBatch batch)
    {
        _before = before;
        _batch = batch;
        _markets = [.. before.Markets];
        _openInterest = [.. before.Markets.Select(market => (BigInteger)market.OpenInterest)];
        _marketsOpened = before.Markets;
        Scalars = _committed = before.Scalars;
    }

    /// <summary>The markets, their open interest apart.</summary>
    public IReadOnlyList<MarketState> Markets => _markets;

    /// <summary>The scalars, pending changes included.</summary>
    public PerpetualScalars Scalars { get; set; }

    /// <summary>The scalars before the operation.</summary>
    public PerpetualScalars Committed => _committed;

    /// <summary>Fees taken so far.</summary>
    public BigInteger Fees { get; private set; }

    /// <summary>Collateral that came from L1.</summary>
    public BigInteger Deposited { get; private set; }

    /// <summary>Collateral that goes to L1.</summary>
    public BigInteger Withdrawn { get; private set; }

    /// <summary>What the floors of funding took, in .32.</summary>
    public BigInteger Dust { get; private set; }

    /// <summary>Queue entries of the batch's deposits.</summary>
    public HashSet<ulong> QueueIds { get; } = [];

    /// <summary>An account as it is now; null when the place is empty.</summary>
    public PerpetualAccount? Find(uint index) =>
        _pending.TryGetValue(index, out var account) || _accounts.TryGetValue(index, out account) ? account : _before.Find(index);

    /// <summary>Changes an account.</summary>
    public void Set(uint index, PerpetualAccount account) => _pending[index] = account;

    /// <summary>A market's open interest, pending changes included.</summary>
    public BigInteger OpenInterest(int market) =>
        _pendingInterest.Where(change => change.Market == market).Aggregate(_openInterest[market - 1], (sum, change) => sum + change.Change);

    /// <summary>Counts a balance that changes.</summary>
    public void ChangeBalance(int market, BigInteger from, BigInteger to) =>
        _pendingInterest.Add((market, BigInteger.Max(to, 0) - BigInteger.Max(from, 0)));

    /// <summary>A reset leaves no market with a reference.</summary>
    public void ClearReferences()
    {
        for (var i = 0; i < _markets.Length; i++)
            _markets[i] = _markets[i] with { Reference = 0 };
    }

    /// <summary>The header is done.</summary>
    public void Open()
    {
        _committed = _scalarsOpened = Scalars;
        _marketsOpened = [.. _markets];
    }

    /// <summary>Forgets what is pending.</summary>
    public void Undo()
    {
        _pending.Clear();
        _pendingInterest.Clear();
        Scalars = _committed;
    }

    /// <summary>Ends a tick.</summary>
    public void Commit(PerpetualStep step, int market, MarketState after)
    {
        _markets[market - 1] = after;
        Commit(step, []);
    }

    /// <summary>Ends an operation.</summary>
    /// <param name="step">What it opened.</param>
    /// <param name="accesses">The accounts that it opened.</param>
    /// <param name="fees">The fees that it takes.</param>
    /// <param name="deposited">Collateral that comes from L1.</param>
    /// <param name="withdrawn">Collateral that goes to L1.</param>
    public void Commit(PerpetualStep step, AccountAccess[] accesses, BigInteger fees = default, BigInteger deposited = default, BigInteger withdrawn = default)
    {
        Fees += fees;
        Deposited += deposited;
        Withdrawn += withdrawn;
        Commit(accesses);
        foreach (var (market, change) in _pendingInterest)
            _openInterest[market - 1] += change;
        _pendingInterest.Clear();
        _committed = Scalars;
        _steps.Add(step);
    }

    /// <summary>Ends what opened these accounts.</summary>
    public void Commit(params ReadOnlySpan<AccountAccess> accesses)
    {
        foreach (var access in accesses)
        {
            _touched.Add(access.Index);
            Dust += access.Dust;
        }

        foreach (var (index, account) in _pending)
            _accounts[index] = account;
        _pending.Clear();
    }

    /// <summary>How many operations of a type are done.</summary>
    public int Count(PerpetualSlot slot) => _steps.Count(step => step.Slot == slot);

    /// <summary>The transition of a batch that is done.</summary>
    public PerpetualTransition Finish(AccountAccess? feeAccount)
    {
        var steps = new PerpetualSteps
        {
            OracleTicks = [.. _steps.OfType<OracleStep>()],
            FundingTicks = [.. _steps.OfType<FundingStep>()],
            Deposits = [.. _steps.OfType<DepositStep>()],
            Trades = [.. _steps.OfType<TradeStep>()],
            Transfers = [.. _steps.OfType<TransferStep>()],
            Liquidations = [.. _steps.OfType<LiquidationStep>()],
            Deleverages = [.. _steps.OfType<DeleverageStep>()],
            Withdrawals = [.. _steps.OfType<WithdrawalStep>()],
            ForcedWithdrawals = [.. _steps.OfType<ForcedWithdrawalStep>()],
            ForcedTrades = [.. _steps.OfType<ForcedTradeStep>()],
        };
        var accounts = _accounts.OrderBy(entry => entry.Key).Aggregate(_before.Accounts, (tree, entry) => tree.Set(entry.Key, entry.Value, entry.Value.Leaf));
        MarketState[] markets = [.. _markets.Select((market, i) => market with { OpenInterest = (ulong)(_openInterest[i] & ulong.MaxValue) })];
        var after = new PerpetualState(accounts, markets, _batch.Time, Scalars);
        return new PerpetualTransition(
            _batch with { Operations = steps.Operations }, _before, _marketsOpened, _scalarsOpened, [.. _markets], steps, [.. _touched], Fees, feeAccount, after);
    }
}
