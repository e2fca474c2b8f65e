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
        HonestBatches().Where(c => c.ArgDisplayNames![0] is "everything in one" or "liquidation with a fee" or "deleverage of a part" or "nothing");
}
