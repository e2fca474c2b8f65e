using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The rules of perpetual futures in plain code, in the order in which they are checked. Every operation moves collateral and balances between accounts,
/// the insurance fund and L1, so V (<see cref="PerpetualState.ConservedValue"/>) changes by 2^32 · (deposits − withdrawals) less the dust of rounding only,
/// and the balances of a market sum to 0. The parts of this class follow the types of operation.
/// </summary>
public sealed partial class PerpetualReference
{
    private static readonly HashSet<PerpetualRule> _none = [];
    private readonly PerpetualState _before;
    private readonly PerpetualBatch _batch;
    private readonly Fr _domain;
    private readonly IReadOnlySet<PerpetualRule> _ignored;
    private readonly PerpetualRun _run;
    private (PerpetualSlot Slot, int Index)? _place;

    private PerpetualReference(PerpetualState state, PerpetualBatch batch, IReadOnlySet<PerpetualRule> ignored)
    {
        _before = state;
        _batch = batch;
        _domain = batch.Context.Domain.Value;
        _ignored = ignored;
        _run = new PerpetualRun(state, batch);
    }

    private IReadOnlyList<MarketState> Markets => _run.Markets;

    private PerpetualConfig Config => _batch.Config;

    /// <summary>Applies a batch to a state.</summary>
    /// <param name="state">The state before; it is not changed.</param>
    /// <param name="batch">The batch; its configuration keeps the rules of <see cref="PerpetualConfigRules"/>, with no more markets than the state.</param>
    /// <param name="transition">The transition, when every rule is kept.</param>
    /// <param name="violation">The first rule broken, otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The configuration has more markets than the state.</exception>
    public static bool TryApply(
        PerpetualState state,
        PerpetualBatch batch,
        [NotNullWhen(true)] out PerpetualTransition? transition,
        [NotNullWhen(false)] out PerpetualViolation? violation) => TryApply(state, batch, _none, out transition, out violation);

    /// <summary>As the public method, past some rules: what a cheating operator would prove.</summary>
    internal static bool TryApply(
        PerpetualState state,
        PerpetualBatch batch,
        IReadOnlySet<PerpetualRule> ignored,
        [NotNullWhen(true)] out PerpetualTransition? transition,
        [NotNullWhen(false)] out PerpetualViolation? violation)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(ignored);
        transition = null;
        if (!TryBegin(state, batch, ignored, out var run, out violation))
            return false;
        foreach (var (slot, operation) in InOrder(batch.Operations))
        {
            if (!run.TrySettle(slot, operation, out violation))
                return false;
        }

        return run.TryFinish(out transition, out violation);
    }

    /// <summary>Begins a batch whose operations follow one by one, in the order of their types.</summary>
    internal static bool TryBegin(
        PerpetualState state,
        PerpetualBatch batch,
        IReadOnlySet<PerpetualRule> ignored,
        [NotNullWhen(true)] out PerpetualReference? run,
        [NotNullWhen(false)] out PerpetualViolation? violation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Config.Markets.Count, state.Markets.Count, nameof(batch));
        var begun = new PerpetualReference(state, batch, ignored);
        run = begun.Try(begun.Begin, out violation) ? begun : null;
        return run is not null;
    }

    /// <summary>Settles one operation; if it breaks a rule, nothing is changed.</summary>
    internal bool TrySettle(PerpetualSlot slot, object operation, [NotNullWhen(false)] out PerpetualViolation? violation)
    {
        _place = (slot, _run.Count(slot));
        return Try(() => Settle(operation), out violation);
    }

    /// <summary>Pays the fees, checks the end rules and makes the transition.</summary>
    internal bool TryFinish([NotNullWhen(true)] out PerpetualTransition? transition, [NotNullWhen(false)] out PerpetualViolation? violation)
    {
        _place = null;
        PerpetualTransition? finished = null;
        Try(() => finished = Finish(), out violation);
        transition = finished;
        return transition is not null;
    }

    private static IEnumerable<(PerpetualSlot Slot, object Operation)> InOrder(PerpetualOperations operations) =>
        PerpetualSlots.All.SelectMany(slot => operations.List(slot).Select(operation => (slot, operation)));

    private bool Try(Action action, [NotNullWhen(false)] out PerpetualViolation? violation)
    {
        try
        {
            action();
            violation = null;
            return true;
        }
        catch (BrokenRuleException e)
        {
            _run.Undo();
            violation = e.Violation;
            return false;
        }
    }

    private void Settle(object operation)
    {
        switch (operation)
        {
            case OracleTick tick: Settle(tick); break;
            case FundingTick tick: Settle(tick); break;
            case Deposit deposit: Settle(deposit); break;
            case Trade trade: Settle(trade); break;
            case Transfer transfer: Settle(transfer); break;
            case Liquidation liquidation: Settle(liquidation); break;
            case Deleverage deleverage: Settle(deleverage); break;
            case Withdrawal withdrawal: Settle(withdrawal); break;
            case ForcedWithdrawal request: Settle(request); break;
            case ForcedTrade request: Settle(request); break;
            default: throw new UnreachableException();
        }
    }

    private void Begin()
    {
        if (_batch.Time < _before.Time)
            Break(PerpetualRule.TimeGoesBack, $"the batch time {_batch.Time} is before the state's, {_before.Time}");
        var scalars = _before.Scalars;
        if (_batch.Reset)
        {
            scalars = scalars with { Tripped = false, WindowVolume = 0, WindowStart = _batch.Time };
            _run.ClearReferences();
        }
        else if (unchecked(_batch.Time - scalars.WindowStart) >= Config.TwapWindow)
        {
            scalars = scalars with { WindowVolume = 0, WindowStart = _batch.Time };
        }

        _run.Scalars = scalars with { Tripped = scalars.Tripped || scalars.Insurance < Config.InsuranceFloor };
        _run.Open();
    }

    private PerpetualTransition Finish()
    {
        AccountAccess? feeAccount = null;
        if (!_run.Fees.IsZero)
        {
            feeAccount = Credit(_batch.FeeAccount, Existing(_batch.FeeAccount), _run.Fees);
            _run.Commit(feeAccount);
        }

        for (var market = 1; market <= Markets.Count; market++)
            CheckOpenInterest(market);
        var transition = _run.Finish(feeAccount);
        if (_ignored.Count == 0)
            AssertSolvency(transition);
        return transition;
    }

    private void CheckOpenInterest(int market)
    {
        var openInterest = _run.OpenInterest(market);
        if (openInterest > OpenInterestBound(market))
            Break(PerpetualRule.OpenInterest, $"market {market} has an open interest of {openInterest}, of {OpenInterestBound(market)}");
        if (IsNotionalTooLarge(openInterest, Markets[market - 1].Price))
            Break(PerpetualRule.NotionalTooLarge, $"market {market} has an open interest of {openInterest} at a price of {Markets[market - 1].Price}");
    }

    /// <summary>The cap, or the open interest before the batch where that is above it.</summary>
    private BigInteger OpenInterestBound(int market) =>
        Math.Max(Config.Find(market)?.OpenInterestCap ?? 0, _before.Markets[market - 1].OpenInterest);

    private static bool IsNotionalTooLarge(BigInteger openInterest, ulong price) => openInterest * price >= BigInteger.One << PerpetualUnits.NotionalBits;

    /// <summary>No rule of its own: if the rules above left a hole, no batch may pass through it.</summary>
    private void AssertSolvency(PerpetualTransition transition)
    {
        var before = Sum(transition.Before);
        var after = Sum(transition.After);
        if (after - before != ((_run.Deposited - _run.Withdrawn) << PerpetualUnits.FractionBits) - _run.Dust)
            throw new UnreachableException($"the value moved from {before} to {after}, not by {_run.Deposited} deposited, {_run.Withdrawn} withdrawn and {_run.Dust} of dust");

        BigInteger Sum(PerpetualState state) => transition.Touched.Aggregate(
            (BigInteger)state.Scalars.Insurance << PerpetualUnits.FractionBits,
            (sum, index) => sum + (state.Find(index)?.ConservedValue ?? BigInteger.Zero));
    }

    private void Break(PerpetualRule rule, string detail)
    {
        if (!_ignored.Contains(rule))
            throw new BrokenRuleException(new PerpetualViolation(rule, _place?.Slot, _place?.Index ?? 0, detail));
    }

    private void Break(IEnumerable<Broken> faults)
    {
        foreach (var fault in faults)
            Break(fault.Rule, fault.Detail);
    }

    /// <summary>A rule that an operation breaks: refused where it is asserted, a result where the operation is forced.</summary>
    private readonly record struct Broken(PerpetualRule Rule, string Detail);

    private sealed class BrokenRuleException(PerpetualViolation violation) : Exception(violation.ToString())
    {
        public PerpetualViolation Violation { get; } = violation;
    }
}
