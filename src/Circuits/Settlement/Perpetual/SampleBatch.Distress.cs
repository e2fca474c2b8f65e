namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What happens to accounts that have lost their margin.</summary>
internal sealed partial class SampleBatch
{
    private const ulong LargePosition = 20_000 * Dollar;
    private const uint Minute = 60;

    /// <summary>The market makers take what accounts below their maintenance margin hold, half of a large position.</summary>
    /// <returns>What was taken, at the markets' prices.</returns>
    private UInt128 AddLiquidations()
    {
        var (taken, count) = ((UInt128)0, 0);
        foreach (var victim in InDistress(value => value.IsLiquidatable && !value.IsBankrupt))
        {
            foreach (var position in _run.Find(victim)!.Positions)
            {
                if (count < _profile[PerpetualSlot.Liquidation] && TryLiquidate(victim, position, out var worth))
                    (taken, count) = (taken + worth, count + 1);
            }
        }

        return taken;
    }

    private bool TryLiquidate(uint victim, Position position, out ulong worth)
    {
        var (price, held) = (PriceOf(position.Market), (ulong)Math.Abs(position.Balance));
        var size = SampleBook.Worth(held, price) > LargePosition ? (held + 1) / 2 : held;
        worth = SampleBook.Worth(size, price);
        if (_run.ValueOf(victim) is not { IsLiquidatable: true } value)
            return false;

        // The maker gets half of what the position's share of the account's value is; the other half pays the insurance fund, as far as its fee goes.
        var discount = (ulong)((value.Total * size / (2 * held)) >> PerpetualUnits.FractionBits);
        var sells = position.Balance > 0;
        var quote = sells ? worth - Math.Min(worth - 1, discount) : worth + discount;
        var maker = 1 + (uint)_random.Below(PerpetualSample.Makers);
        var order = new LimitOrder(maker, position.Market, sells, false, _book.NextNumber(maker), _batch.Time + Minute, size, quote, 0);
        var liquidation = _run.WithFee(new Liquidation(victim, order.Sign(Key(maker), _domain), size, quote, 0, 0));
        return liquidation is not null && TryAdd(PerpetualSlot.Liquidation, liquidation, victim, maker);
    }

    /// <summary>What bankrupt accounts hold is closed against the makers, or whoever of the pool has the opposite.</summary>
    private void AddDeleverages()
    {
        var count = 0;
        foreach (var victim in InDistress(value => value.IsBankrupt))
        {
            foreach (var position in _run.Find(victim)!.Positions)
            {
                foreach (var counterparty in _pool)
                {
                    if (count == _profile[PerpetualSlot.Deleverage])
                        return;
                    var deleverage = _run.DeleverageOf(victim, counterparty, position.Market);
                    if (deleverage is not null && TryAdd(PerpetualSlot.Deleverage, deleverage, victim, counterparty))
                        count++;
                }
            }
        }
    }

    private IReadOnlyList<uint> InDistress(Func<AccountValue, bool> isIn) =>
        [.. _state.Accounts.Leaves.Where(leaf => leaf.Value.Positions.Count > 0 && _run.ValueOf(leaf.Index) is { } value && isIn(value)).Select(leaf => leaf.Index)];
}
