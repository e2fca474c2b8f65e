using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// What a forced trade may ask of a market whose number is any 8 bits: whether it can be traded at all, and how much open interest it may have.
/// </summary>
internal sealed class ForcedMarkets
{
    /// <summary>Bits of an open interest before its range is judged: a start of 63 bits and fewer than 2^7 changes of 64.</summary>
    public const int InterestBits = 72;

    private readonly PairArray<Fr> _markets;
    private readonly PairArray<Fr> _interest;

    private ForcedMarkets(PairArray<Fr> markets, PairArray<Fr> interest)
    {
        _markets = markets;
        _interest = interest;
    }

    /// <summary>Writes what is known of every number: a market is known that is configured and has had a price and a funding index.</summary>
    public static ForcedMarkets Write(CircuitBuilder<Fr> builder, GlobalWires globals)
    {
        using var scope = builder.Scope("forced markets");
        var zero = builder.Constant(Fr.Zero);
        var markets = Enumerable.Repeat((X: zero, Y: zero), 1 << PerpetualUnits.MarketBits).ToArray();
        var interest = new List<(Wire X, Wire Y)> { (zero, zero) };
        for (var m = 0; m < globals.Markets.Count; m++)
        {
            var (fields, config) = (globals.Markets[m], globals.Config.Markets[m]);
            var hasPrice = builder.And(builder.Not(builder.IsZero(fields.Price.Price)), builder.Not(builder.IsZero(fields.Funding.Time)));
            var bound = builder.Max(config.OpenInterestCap, fields.Funding.OpenInterest);
            markets[m + 1] = (builder.And(config.IsEnabled, hasPrice), bound);
            interest.Add((fields.Funding.OpenInterest, zero));
        }

        return new ForcedMarkets(builder.AddArray("markets by number", markets), builder.AddArray("open interest by market", interest));
    }

    /// <summary>Whether a number is that of a known market, and the most open interest that it may have.</summary>
    public (Bit IsKnown, UInt Bound) Find(CircuitBuilder<Fr> builder, UInt number)
    {
        using var scope = builder.Scope("market");
        var (isKnown, bound) = _markets.At(number);
        return (new Bit(isKnown), new UInt(bound, PerpetualUnits.AmountBits));
    }

    /// <summary>
    /// Asserts that each operation that asks took the open interest of its market for what it is: that of the start of the batch and the changes of the
    /// operations before.
    /// </summary>
    public void AssertOpenInterest(CircuitBuilder<Fr> builder, IReadOnlyList<OperationWires> operations)
    {
        using var scope = builder.Scope("open interest of forced trades");
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i].OpenInterestBefore is not { } claimed)
                continue;
            var market = operations[i].OpenInterest!.Value.Market;
            var sum = _interest.At(market).X;
            foreach (var (other, change) in operations.Take(i).Where(o => o.OpenInterest is not null).Select(o => o.OpenInterest!.Value))
                sum = builder.MultiplyAdd(Fr.One, builder.IsEqual(market, other), change, sum);
            builder.AssertEqual(sum, claimed);
        }
    }
}
