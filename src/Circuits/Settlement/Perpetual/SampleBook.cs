using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The orders of a sample: new ones, and those that wait for the rest of their size.</summary>
internal sealed class SampleBook(ulong seed, SampleRandom random)
{
    private const ulong BasisPoints = 10_000;
    private const ulong Dollar = 1_000_000;
    private readonly Dictionary<uint, uint> _numbers = [];
    private readonly List<(LimitOrder Order, ulong Left)> _waiting = [];

    /// <summary>The number of an account's next order.</summary>
    public uint NextNumber(uint account) => _numbers[account] = _numbers.GetValueOrDefault(account) + 1;

    /// <summary>A signed order for up to twenty in ten thousand more, or less, than a price, with a fee of five in ten thousand.</summary>
    public LimitOrder New(uint account, int market, bool isBuy, ulong size, ulong price, bool reduceOnly, uint time, Fr domain)
    {
        var worth = Math.Max(Worth(size, price), 1);
        var quote = isBuy ? worth + (worth * 20 / BasisPoints) + 1 : Math.Max(worth - (worth * 20 / BasisPoints), 1);
        var order = new LimitOrder(account, market, isBuy, reduceOnly, NextNumber(account), time + 86_400, size, quote, quote * 5 / BasisPoints);
        return order.Sign(PaymentsSample.SecretKey(seed, account), domain);
    }

    /// <summary>A size worth ten to five hundred dollars at a price.</summary>
    public ulong Size(ulong price) => Math.Max(1, (ulong)((((UInt128)10 + random.Below(491)) * Dollar << PerpetualUnits.FractionBits) / price));

    /// <summary>What a size is worth at a price, rounded down.</summary>
    public static ulong Worth(ulong size, ulong price) => (ulong)(((UInt128)size * price) >> PerpetualUnits.FractionBits);

    /// <summary>The fee that an order allows on a quote.</summary>
    public static ulong Fee(LimitOrder order, ulong quote) => (ulong)((UInt128)order.Fee * quote / order.Quote);

    /// <summary>Half of the time an order that waits in a market, else null.</summary>
    public (LimitOrder Order, ulong Left)? Waiting(int market)
    {
        var found = _waiting.FindIndex(entry => entry.Order.Market == market);
        return found >= 0 && random.Below(2) == 0 ? _waiting[found] : null;
    }

    /// <summary>An order was filled so far; what is left of it waits, unless it is dropped.</summary>
    public void Filled(LimitOrder order, ulong left)
    {
        _waiting.RemoveAll(entry => entry.Order == order);
        if (left > 0 && _waiting.Count < 64)
            _waiting.Add((order, left));
    }
}
