using System.Numerics;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>
/// Random and hostile operations, 4,000 for each seed and 100,000 in all: whatever is accepted, value is conserved, every market's balances sum to nothing,
/// nobody is left without margin, and the same batch gives the same state. Signatures are passed by: they are tested elsewhere and take all the time.
/// </summary>
[Parallelizable(ParallelScope.All)]
public class PerpetualPropertyTests
{
    private const int BatchesOfASeed = 20;
    private const int OperationsOfABatch = 200;
    private static readonly HashSet<PerpetualRule> _unsigned = [PerpetualRule.BadSignature];
    private static readonly PerpetualSlot[] _slots = [.. PerpetualSlots.All.Skip(2)];

    private static PerpetualState Start => NewState(
        (0, Account(0, -9_300, (1, 100))),
        (1, Account(1, 20_000, (1, -100), (2, 30))),
        (2, Account(2, 2_000, (2, -30))),
        (3, Account(3, 4_000)),
        (4, Account(4, 3_000)),
        (5, Account(5, 2_000)),
        (6, Account(6, 1_000)),
        (7, Account(7, 500)),
        (FeeAccount, Account(FeeAccount, 0)));

    [Test]
    public void WhateverIsAcceptedKeepsTheLaws([Range(1, 25)] int seed)
    {
        var random = new RandomOperations(seed);
        var config = Config with { VolumeLimit = 400_000, InsuranceFloor = seed % 5 == 0 ? Config.InsuranceFloor : 0 };
        var (state, time, accepted, trades) = (Start, Time, 0, 0);
        for (var i = 0; i < BatchesOfASeed; i++)
        {
            time += 1 + (uint)random.Below(50);
            var batch = Batch(new PerpetualOperations(), config, time, reset: random.Below(3) == 0);
            var transition = Run(random, state, batch);
            if (transition is null)
                continue;
            CheckLaws(state, transition);
            CheckRepetition(state, transition);
            accepted += transition.Batch.Operations.Total;
            trades += transition.Batch.Operations.Trades.Count;
            state = transition.After;
        }

        Assert.That(accepted, Is.GreaterThan(1000), "a run in which next to nothing is accepted tests nothing");
        Assert.That(trades, Is.GreaterThan(30));
    }

    [Test]
    public void EveryTypeOfOperationIsAcceptedInSomeRun()
    {
        var random = new RandomOperations(0);
        var (state, time, counts) = (Start, Time, new int[PerpetualSlots.Count]);
        var (withdrawals, trades) = (new HashSet<ForcedResult>(), new HashSet<ForcedTradeResult>());
        for (var i = 0; i < 4 * BatchesOfASeed; i++)
        {
            time += 1 + (uint)random.Below(50);
            var transition = Run(random, state, Batch(new PerpetualOperations(), Config with { InsuranceFloor = 0 }, time, reset: random.Below(3) == 0));
            foreach (var slot in PerpetualSlots.All)
                counts[(int)slot] += transition?.Batch.Operations.Count(slot) ?? 0;
            withdrawals.UnionWith(transition?.Steps.ForcedWithdrawals.Select(step => step.Result) ?? []);
            trades.UnionWith(transition?.Steps.ForcedTrades.Select(step => step.Result) ?? []);
            state = transition?.After ?? state;
        }

        Assert.That(counts, Is.All.Positive);
        Assert.That(withdrawals, Is.SupersetOf(new[] { ForcedResult.Done, ForcedResult.UnknownAccount, ForcedResult.Expired, ForcedResult.WrongNonce, ForcedResult.Margin }));
        Assert.That(trades, Is.SupersetOf(Enum.GetValues<ForcedTradeResult>().Except([ForcedTradeResult.BadSignature, ForcedTradeResult.Overflow])));
    }

    /// <summary>A batch of what the reference accepts of the random operations; null when it cannot end.</summary>
    private static PerpetualTransition? Run(RandomOperations random, PerpetualState state, PerpetualBatch batch)
    {
        Assert.That(PerpetualReference.TryBegin(state, batch, _unsigned, out var run, out _), Is.True);
        for (var market = 1; market <= 2; market++)
            run!.TrySettle(PerpetualSlot.OracleTick, random.Tick(market, run.MarketOf(market).Price, batch.Time), out _);
        for (var market = 1; market <= 2; market++)
            run!.TrySettle(PerpetualSlot.FundingTick, random.Funding(market, run.MarketOf(market), batch.Time), out _);
        foreach (var slot in _slots)
        {
            for (var i = 0; i < OperationsOfABatch / _slots.Length; i++)
            {
                if (random.Next(slot, run!, batch.Time) is { } operation)
                    run!.TrySettle(slot, operation, out _);
            }
        }

        return run!.TryFinish(out var transition, out _) ? transition : null;
    }

    private static void CheckLaws(PerpetualState before, PerpetualTransition transition)
    {
        var (after, steps) = (transition.After, transition.Steps);
        var accesses = Accesses(transition).ToList();
        var dust = accesses.Aggregate(BigInteger.Zero, (sum, access) => sum + access.Dust);
        var deposited = steps.Deposits.Aggregate(BigInteger.Zero, (sum, step) => sum + step.Deposit.Amount);
        var withdrawn = steps.Withdrawals.Aggregate(BigInteger.Zero, (sum, step) => sum + step.Withdrawal.Amount)
            + steps.ForcedWithdrawals.Where(step => step.Result == ForcedResult.Done).Aggregate(BigInteger.Zero, (sum, step) => sum + step.Request.Amount);
        Assert.That(after.ConservedValue - before.ConservedValue, Is.EqualTo(((deposited - withdrawn) << 32) - dust), "value is conserved");
        for (var market = 1; market <= 2; market++)
        {
            var balances = after.Accounts.Leaves.Select(leaf => (BigInteger)leaf.Value.Positions.Balance(market)).ToList();
            Assert.That(balances.Aggregate((a, b) => a + b), Is.EqualTo(BigInteger.Zero), "every unit bought was sold");
            Assert.That(balances.Where(b => b > 0).Aggregate(BigInteger.Zero, (a, b) => a + b), Is.EqualTo((BigInteger)after.Markets[market - 1].OpenInterest));
        }

        foreach (var access in accesses.Where(access => access.Settled is not null))
            Assert.That(IsLegal(access, transition), Is.True, () => $"account {access.Index}: {access}");
        foreach (var (index, account) in after.Accounts.Leaves)
        {
            Assert.That(PositionList.Create(account.Positions), Is.EqualTo(account.Positions), "positions are in order");
            Assert.That(account.Positions.Count > 0 || account.Collateral >= 0, Is.True, () => $"account {index} owes {account.Collateral} with nothing to lose");
        }

        Assert.That(after.Scalars.Insurance, Is.LessThan(PerpetualUnits.AmountLimit));
        Assert.That(transition.Touched, Is.EqualTo(accesses.Select(access => access.Index).Distinct().Order()));
    }

    /// <summary>The operations that were accepted are a batch of their own, and it gives the same; what was refused has left no trace.</summary>
    private static void CheckRepetition(PerpetualState before, PerpetualTransition transition)
    {
        var root = before.Root;
        Assert.That(PerpetualReference.TryApply(before, transition.Batch, _unsigned, out var again, out var violation), Is.True, () => violation!.ToString());
        Assert.That(again!.After.Root, Is.EqualTo(transition.After.Root));
        Assert.That(before.Root, Is.EqualTo(root));
    }

    /// <summary>The law of margins, written once more: full margin, or a position that only shrinks while value by margin does not fall.</summary>
    private static bool IsLegal(AccountAccess access, PerpetualTransition transition)
    {
        var (old, now) = (Worth(access.Settled!, transition), Worth(access.After!, transition));
        if (now.Value << 32 >= now.Initial || access.Settled! with { Fills = access.After!.Fills } == access.After)
            return true;
        var shrinks = access.Settled!.Positions.Concat(access.After!.Positions).Select(p => p.Market).Distinct().All(market =>
        {
            var (from, to) = (access.Settled.Positions.Balance(market), access.After.Positions.Balance(market));
            return to == 0 || (from > 0 ? to > 0 && to <= from : to < 0 && to >= from);
        });
        return shrinks && old.Value * now.Maintenance <= now.Value * old.Maintenance;
    }

    private static (BigInteger Value, BigInteger Initial, BigInteger Maintenance) Worth(PerpetualAccount account, PerpetualTransition transition)
    {
        var (value, initial, maintenance) = ((BigInteger)account.Collateral << 32, BigInteger.Zero, BigInteger.Zero);
        foreach (var position in account.Positions)
        {
            var worth = (BigInteger)position.Balance * transition.MarketsTicked[position.Market - 1].Price;
            var tier = Config.Markets[position.Market - 1].Tiers.Reverse().Last(t => BigInteger.Abs(worth) <= (BigInteger)t.UpperBound << 32);
            (value, initial, maintenance) = (value + worth, initial + (BigInteger.Abs(worth) * tier.Initial), maintenance + (BigInteger.Abs(worth) * tier.Maintenance));
        }

        return (value, initial, maintenance);
    }

    private static IEnumerable<AccountAccess> Accesses(PerpetualTransition transition)
    {
        var steps = transition.Steps;
        return steps.Deposits.Select(s => s.Account)
            .Concat(steps.Trades.SelectMany(s => new[] { s.Buyer, s.Seller }))
            .Concat(steps.Transfers.SelectMany(s => new[] { s.Sender, s.Receiver }))
            .Concat(steps.Liquidations.SelectMany(s => new[] { s.Victim, s.Liquidator }))
            .Concat(steps.Deleverages.SelectMany(s => new[] { s.Victim, s.Counterparty }))
            .Concat(steps.Withdrawals.Select(s => s.Account))
            .Concat(steps.ForcedWithdrawals.Select(s => s.Account))
            .Concat(steps.ForcedTrades.SelectMany(s => new[] { s.Buyer, s.Seller }))
            .Concat(transition.FeeAccount is { } fees ? [fees] : []);
    }
}
