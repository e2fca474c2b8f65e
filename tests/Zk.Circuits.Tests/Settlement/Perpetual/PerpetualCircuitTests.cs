using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitFixture;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>What the reference accepts, the circuit accepts, with the same statement.</summary>
public class PerpetualCircuitTests
{
    /// <summary>Account 0 is worth 200 with a maintenance margin of 312.5.</summary>
    public static PerpetualState Liquidatable { get; } = NewState((0, Account(0, -9_800, (1, 100))), (1, Account(1, 30_000, (1, -100))), (2, Account(2, 1_000_000)), (FeeAccount, Account(FeeAccount, 0)));

    /// <summary>Account 0 is worth −100.</summary>
    public static PerpetualState Bankrupt { get; } = NewState((0, Account(0, -10_100, (1, 100))), (1, Account(1, 30_000, (1, -100))), (2, Account(2, 1_000_000)), (FeeAccount, Account(FeeAccount, 0)));

    public static PerpetualOperations Liquidation(ulong size, ulong quote, ulong insurance) =>
        new() { Liquidations = [new Liquidation(0, Buy(2, size, quote), size, quote, 0, insurance)] };

    public static PerpetualOperations Deleverage(ulong size, long quote, ulong cover) => new() { Deleverages = [new Deleverage(0, 1, 1, size, true, quote, cover)] };

    [Test]
    public void CompilesWithNothingUnused()
    {
        Assert.That(Compiled.Unused, Is.Empty);
        TestContext.Out.WriteLine(Compiled.Profile);
    }

    private static IEnumerable<TestCaseData> HonestBatches()
    {
        static TestCaseData Case(string name, PerpetualState state, PerpetualOperations operations) => new TestCaseData(state, Batch(operations)).SetArgDisplayNames(name);
        yield return Case("nothing", State, new());
        yield return Case("oracle tick", State, Ticks(Tick(Price, Price + 1, Price + 2)));
        yield return Case("funding tick", State, new() { FundingTicks = [new FundingTick(1, 5)] });
        yield return Case("deposit to an account", State, new() { Deposits = [new Deposit(3, 2, Key(2), 77)] });
        yield return Case("deposit to an empty place", State, new() { Deposits = [new Deposit(3, 77, Key(77), 77)] });
        yield return Case("trade that opens two positions", State, Trades(NewTrade(2, 3, 10, 1000)));
        yield return Case("trade that closes two positions", State, Trades(NewTrade(1, 0, 100, 10_000)));
        yield return Case("trade that reduces two positions", State, Trades(NewTrade(1, 0, 40, 4_000)));
        yield return Case("trade with fees", State, Trades(new Trade(Buy(2, 20, 2000, 50), Sell(3, 30, 3000, 60), 10, 1000, 25, 20)));
        yield return Case("transfer", State, new() { Transfers = [NewTransfer(2, 3, 500, 3)] });
        yield return Case("transfer from an account with a position", State, new() { Transfers = [NewTransfer(1, 3, 500)] });
        yield return Case("withdrawal", State, new() { Withdrawals = [NewWithdrawal(2, 1_000_000)] });
        yield return Case("trade on a tripped breaker", State.With(s => s with { Tripped = true }), Trades(NewTrade(1, 0, 40, 4_000)));
        yield return Case("trade that trips the breaker", State.With(s => s with { WindowVolume = 999_999 }), Trades(NewTrade(1, 0, 40, 4_000)));
        yield return Case("liquidation at the cap of the fee", Liquidatable, Liquidation(50, 5000, 50));
        yield return Case("liquidation with what the victim can pay", Liquidatable, Liquidation(50, 4930, 30));
        yield return Case("liquidation of all", Liquidatable, Liquidation(100, 9900, 99));
        yield return Case("liquidation with a fee", Liquidatable, new() { Liquidations = [new Liquidation(0, Buy(2, 50, 5000, 10), 50, 5000, 10, 50)] });
        yield return Case("liquidation of a short position", NewState((0, Account(0, 10_200, (1, -100))), (1, Account(1, 0, (1, 100))), (2, Account(2, 1_000_000))), new() { Liquidations = [new Liquidation(0, Sell(2, 50, 5000), 50, 5000, 0, 50)] });
        yield return Case("deleverage of all", Bankrupt, Deleverage(100, 10_000, 100));
        yield return Case("deleverage of a part", Bankrupt, Deleverage(50, 5_000, 50));
        yield return Case("deleverage with an empty fund", Bankrupt.With(s => s with { Insurance = 0 }), Deleverage(100, 10_100, 0));
        yield return Case("deleverage with a part of the loss covered", Bankrupt.With(s => s with { Insurance = 30 }), Deleverage(100, 10_070, 30));
        yield return Case("deleverage that leaves the fund below its floor", Bankrupt.With(s => s with { Insurance = 1_050 }), Deleverage(100, 10_000, 100));
        yield return Case("deleverage of a short position", NewState((0, Account(0, 9_900, (1, -100))), (1, Account(1, 0, (1, 100)))), new() { Deleverages = [new Deleverage(0, 1, 1, 100, false, -10_000, 100)] });
        yield return Case("everything in one", State, new()
        {
            OracleTicks = [Tick(Price + One, Price + One, Price + One)],
            FundingTicks = [new FundingTick(1, 7)],
            Deposits = [new Deposit(3, 77, Key(77), 77)],
            Trades = [NewTrade(2, 1, 10, 1010)],
            Transfers = [NewTransfer(2, 77, 500, 3)],
            Withdrawals = [NewWithdrawal(3, 1000)],
        });
    }

    private static IEnumerable<TestCaseData> ForcedWithdrawals()
    {
        static TestCaseData Case(string name, PerpetualState state, ForcedWithdrawal request, ForcedResult result) =>
            new TestCaseData(state, request, result).SetArgDisplayNames(name);
        var good = NewForced(2, 1_000);
        var other = NewForced(3, 1_000).Signature;
        var order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);
        var decoded = good.Signature.TryDecode(out var signature) ? signature : default;
        RequestSignature[] bad =
        [
            default,
            other,
            new(UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue, UInt128.MaxValue),
            RequestSignature.Of(decoded with { R = -decoded.R }),
            RequestSignature.Of(decoded with { R = decoded.R + order8 }),
            RequestSignature.Of(decoded with { R = new EdwardsPoint(decoded.R.X + Fr.One, decoded.R.Y) }),
            RequestSignature.Of(decoded with { S = decoded.S + BabyJubJub.SubgroupOrder }),
            RequestSignature.Of(decoded with { S = BabyJubJub.SubgroupOrder }),
            good.Signature with { RxLow = Low(decoded.R.X.ToBigInteger() + Fr.Characteristic), RxHigh = High(decoded.R.X.ToBigInteger() + Fr.Characteristic) },
            good.Signature with { RyLow = Low(decoded.R.Y.ToBigInteger() + Fr.Characteristic), RyHigh = High(decoded.R.Y.ToBigInteger() + Fr.Characteristic) },
            good.Signature with { SHigh = good.Signature.SHigh | (UInt128.One << 127) },
        ];
        yield return Case("done", State, good, ForcedResult.Done);
        yield return Case("done to the last unit of the margin", State, NewForced(0, 9_375), ForcedResult.Done);
        yield return Case("beyond the margin", State, NewForced(0, 9_376), ForcedResult.Margin);
        yield return Case("of more than there is", State, NewForced(2, long.MaxValue), ForcedResult.Margin);
        yield return Case("collateral below -2^63", NewState((2, Account(2, long.MinValue + 5))), NewForced(2, 6), ForcedResult.Margin);
        yield return Case("no account", State, NewForced(50, 1), ForcedResult.UnknownAccount);
        yield return Case("no account and nothing right", State, good with { Account = 50, Expiry = 0, Nonce = 9, Signature = default }, ForcedResult.UnknownAccount);
        yield return Case("expired", State, NewForced(2, 1_000, expiry: Time - 1), ForcedResult.Expired);
        yield return Case("expired and not signed", State, good with { Expiry = 0, Signature = default }, ForcedResult.Expired);
        yield return Case("wrong nonce", State, NewForced(2, 1_000, nonce: 1), ForcedResult.WrongNonce);
        yield return Case("last nonce", NewState((2, Account(2, 1_000_000) with { Nonce = uint.MaxValue })), NewForced(2, 1_000, nonce: uint.MaxValue), ForcedResult.NonceExhausted);
        foreach (var (forged, i) in bad.Select((forged, i) => (forged, i)))
            yield return Case($"bad signature {i}", State, good with { Signature = forged }, ForcedResult.BadSignature);
        yield return Case("another amount signed", State, good with { Amount = 1_001 }, ForcedResult.BadSignature);
        yield return Case("another recipient signed", State, good with { Recipient = default }, ForcedResult.BadSignature);

        static UInt128 Low(BigInteger value) => (UInt128)(value & UInt128.MaxValue);
        static UInt128 High(BigInteger value) => (UInt128)(value >> 128);
    }

    private static IEnumerable<TestCaseData> ForcedTrades()
    {
        static TestCaseData Case(string name, PerpetualState state, ForcedTrade request, ForcedTradeResult result, PerpetualConfig? config = null, PerpetualOperations? others = null) =>
            new TestCaseData(state, request, result, config ?? Config, others ?? new PerpetualOperations()).SetArgDisplayNames(name);
        var good = NewForcedTrade(2, 3, 10, 1000);
        var tripped = State.With(s => s with { Tripped = true });
        var filled = NewState((2, Account(2, 1_000_000) with { Fills = FillsTree.Empty.Set(new Fill(1025, 5)) }), (3, Account(3, 1_000_000)), (FeeAccount, Account(FeeAccount, 0)));
        var capped = Config with { Markets = [Market() with { OpenInterestCap = 105 }, Market()] };
        var huge = NewState((2, Account(2, 1_000_000)), (3, Account(3, long.MaxValue - 5)));
        var stale = State.With(2, m => m with { PriceTime = Time - 61 });
        yield return Case("done", State, good, ForcedTradeResult.Done);
        yield return Case("done, closing", State, NewForcedTrade(1, 0, 100, 10_000), ForcedTradeResult.Done);
        yield return Case("done, reducing on a tripped breaker", tripped, NewForcedTrade(1, 0, 40, 4_000), ForcedTradeResult.Done);
        yield return Case("no buyer", State, NewForcedTrade(50, 3, 10, 1000), ForcedTradeResult.UnknownAccount);
        yield return Case("no seller", State, NewForcedTrade(2, 50, 10, 1000), ForcedTradeResult.UnknownAccount);
        yield return Case("nobody", State, NewForcedTrade(50, 50, 10, 1000), ForcedTradeResult.UnknownAccount);
        yield return Case("with oneself", State, NewForcedTrade(2, 2, 10, 1000), ForcedTradeResult.SelfTrade);
        yield return Case("with oneself, with a position", State, NewForcedTrade(0, 0, 10, 1000), ForcedTradeResult.SelfTrade);
        yield return Case("market 0", State, NewForcedTrade(2, 3, 10, 1000, market: 0), ForcedTradeResult.UnknownMarket);
        yield return Case("market 255", State, NewForcedTrade(2, 3, 10, 1000, market: 255), ForcedTradeResult.UnknownMarket);
        yield return Case("market that is not configured", State, NewForcedTrade(2, 3, 10, 1000, market: 2), ForcedTradeResult.UnknownMarket, Config with { Markets = [Market()] });
        yield return Case("market without price", State.With(2, m => m with { Price = 0 }), NewForcedTrade(2, 3, 10, 1000, market: 2), ForcedTradeResult.UnknownMarket);
        yield return Case("expired", State, NewForcedTrade(2, 3, 10, 1000, expiry: Time - 1), ForcedTradeResult.Expired);
        yield return Case("expired at a stale price", stale, NewForcedTrade(2, 3, 10, 1000, market: 2, expiry: Time - 1), ForcedTradeResult.Expired);
        yield return Case("number 0", State, NewForcedTrade(2, 3, 10, 1000, number: 0), ForcedTradeResult.Filled);
        yield return Case("replaced", filled, good, ForcedTradeResult.Filled);
        yield return Case("filled in part", filled, NewForcedTrade(2, 3, 10, 1000, number: 1025), ForcedTradeResult.Filled);
        yield return Case("seller did not sign", State, good with { Seller = good.Seller with { Signature = good.Buyer.Signature } }, ForcedTradeResult.BadSignature);
        yield return Case("buyer's signature is nothing", State, good with { Buyer = good.Buyer with { Signature = default } }, ForcedTradeResult.BadSignature);
        yield return Case("opening on a tripped breaker", tripped, good, ForcedTradeResult.ReduceOnly);
        yield return Case("collateral of 2^63", huge, good, ForcedTradeResult.Overflow);
        yield return Case("size of 2^63 - 1", State, NewForcedTrade(2, 3, long.MaxValue, 1), ForcedTradeResult.Overflow);
        yield return Case("quote of 2^63 - 1", State, NewForcedTrade(2, 3, 1, long.MaxValue), ForcedTradeResult.Overflow);
        yield return Case("at the cap", State, NewForcedTrade(2, 3, 5, 500), ForcedTradeResult.Done, capped);
        yield return Case("above the cap", State, NewForcedTrade(2, 3, 6, 600), ForcedTradeResult.Overflow, capped);
        yield return Case("above the cap after a trade", State, NewForcedTrade(3, 2, 2, 200, number: 2), ForcedTradeResult.Overflow, capped, new() { Trades = [NewTrade(3, 2, 4, 400)] });
        yield return Case("at the cap after a trade", State, NewForcedTrade(3, 2, 1, 100, number: 2), ForcedTradeResult.Done, capped, new() { Trades = [NewTrade(3, 2, 4, 400)] });
        yield return Case("more than the buyer's margin allows", State, NewForcedTrade(0, 3, 2000, 200_000), ForcedTradeResult.Margin);
        yield return Case("more than the seller's margin allows", State, NewForcedTrade(2, 1, 2000, 200_000), ForcedTradeResult.Margin);
    }

    [TestCaseSource(nameof(ForcedTrades))]
    public void DoesAForcedTradeOrShowsWhyNot(
        PerpetualState state, ForcedTrade request, ForcedTradeResult result, PerpetualConfig config, PerpetualOperations others)
    {
        var batch = Batch(others with { ForcedTrades = [request] }, config);
        Assert.That(Apply(state, batch).Steps.ForcedTrades[0].Result, Is.EqualTo(result));
        AcceptsWhatTheReferenceAccepts(state, batch);
    }

    [TestCaseSource(nameof(ForcedWithdrawals))]
    public void DoesAForcedWithdrawalOrShowsWhyNot(PerpetualState state, ForcedWithdrawal request, ForcedResult result)
    {
        var batch = Batch(new PerpetualOperations { ForcedWithdrawals = [request] });
        Assert.That(Apply(state, batch).Steps.ForcedWithdrawals[0].Result, Is.EqualTo(result));
        AcceptsWhatTheReferenceAccepts(state, batch);
    }

    [TestCaseSource(nameof(HonestBatches))]
    public void AcceptsWhatTheReferenceAccepts(PerpetualState state, PerpetualBatch batch)
    {
        var (witness, statement) = Witness(Apply(state, batch));
        using var assignment = Compiled.Assign(witness);
        Assert.That(WitnessChecker<Fr>.Check(Compiled.Compiled, assignment).Select(f => f.ToString()), Is.Empty);
        Assert.That(assignment.PublicInputs, Is.EqualTo(statement.ToArray()));
    }

    /// <summary>
    /// Every wire that is not an input is determined by the others. Which eighth of a key is hinted is free, as the gadget says.
    /// </summary>
    [TestCaseSource(nameof(BatchesToLieAbout))]
    public void RefusesLies(PerpetualState state, PerpetualBatch batch) =>
        CircuitAssert.Accepts(Compiled, Witness(Apply(state, batch)).Witness, 400, "eighth of a point");

    private static IEnumerable<TestCaseData> BatchesToLieAbout() =>
        HonestBatches().Where(c => c.ArgDisplayNames![0] is "everything in one" or "liquidation with a fee" or "deleverage of a part" or "nothing")
            .Append(new TestCaseData(State, Batch(new PerpetualOperations { ForcedWithdrawals = [NewForced(0, 9_375)] })).SetArgDisplayNames("forced withdrawal"))
            .Append(new TestCaseData(State, Batch(new PerpetualOperations { ForcedTrades = [NewForcedTrade(2, 1, 10, 1000)] })).SetArgDisplayNames("forced trade"));
}
