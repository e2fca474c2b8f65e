using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Settlement.Perpetual.PerpetualRule;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitFixture;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitTests;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>
/// For each rule a batch that breaks it, taken past the rule by the reference: the witness is consistent but for what the rule forbids, and the constraint that
/// catches it is named.
/// </summary>
public class PerpetualForgeryTests
{
    private static readonly PerpetualState _rich = NewState((2, Account(2, 1_000_000)), (3, Account(3, 1_000_000)), (4, Account(4, long.MaxValue - 5)));

    private static IEnumerable<TestCaseData> Trades()
    {
        var buy = Buy(2, 10, 1000);
        var sell = Sell(3, 10, 1000);
        var filled = NewState((2, Account(2, 1_000_000) with { Fills = FillsTree.Empty.Set(new Fill(1025, 5)) }), (3, Account(3, 1_000_000)));
        yield return Case("expired buyer", "buyer/order/expiry", State, Of(Order(2, true, 10, 1000, expiry: Time - 1), sell), Expired);
        yield return Case("expired seller", "seller/order/expiry", State, Of(buy, Order(3, false, 10, 1000, expiry: Time - 1)), Expired);
        yield return Case("order number 0", "fills", State, Of(Order(2, true, 10, 1000, number: 0), sell), OrderReplaced);
        yield return Case("order replaced by a newer one", "fills", filled, Of(buy, sell), OrderReplaced);
        yield return Case("overfilled at once", "buyer/order/fills", State, Of(buy, Sell(3, 11, 1100), 11, 1100), Overfilled);
        yield return Case("overfilled after a part", "buyer/order/fills", filled, Of(Order(2, true, 10, 1000, number: 1025), Sell(3, 6, 600), 6, 600), Overfilled);
        yield return Case("signature of another", "buyer/order/signature", State, Of(buy with { Signature = sell.Signature }, sell), BadSignature);
        yield return Case("order of another account", "buyer/order/signature", State, Of(buy with { Account = 1 }, sell), BadSignature);
        yield return Case("limit not signed", "buyer/order/signature", State, Of(buy with { Quote = 2000 }, sell), BadSignature);
        yield return Case("reduce-only stripped", "buyer/order/signature", State, Of(Order(2, true, 10, 1000, reduceOnly: true) with { ReduceOnly = false }, sell), BadSignature);
        yield return Case("a sell order taken for a buy", "buyer/order/signature", State, Of(Sell(2, 10, 1000), sell), WrongOrder);
        yield return Case("another market's order", "seller/order/signature", State, Of(buy, Order(3, false, 10, 1000, market: 2)), WrongOrder);
        yield return Case("size 0", "trade/fields", State, Of(buy, sell, 0, 0), ZeroSize);
        yield return Case("price above the buyer's", "buyer/order/limits", State, Of(buy, Sell(3, 10, 900), 10, 1001), UnfairPrice);
        yield return Case("price below the seller's", "seller/order/limits", State, Of(Buy(2, 10, 1100), sell, 10, 999), UnfairPrice);
        yield return Case("fee above the buyer's", "buyer/order/limits", State, Of(Buy(2, 20, 2000, 50), sell, 10, 1000, 26), ExcessFee);
        yield return Case("fee above the seller's", "seller/order/limits", State, Of(buy, Sell(3, 20, 2000, 50), 10, 1000, 0, 26), ExcessFee);
        yield return Case("volume of 2^95", "volume", State.With(s => s with { WindowVolume = (UInt128.One << 95) - 4000 }), PerpetualWorld.Trades(NewTrade(1, 0, 40, 4_000)), VolumeOverflow);
        yield return Case("position opened on a tripped breaker", "reduce-only", State.With(s => s with { Tripped = true }), PerpetualWorld.Trades(NewTrade(2, 3, 10, 1000)), ReduceOnly);
        yield return Case("position opened by the trade that trips", "reduce-only", State.With(s => s with { WindowVolume = 999_001 }), PerpetualWorld.Trades(NewTrade(2, 3, 10, 1000)), ReduceOnly);
        yield return Case("position opened by a reduce-only order", "buyer/reduce-only", State, Of(Order(2, true, 10, 1000, reduceOnly: true), sell), ReduceOnly);
        yield return Case("position turned on a tripped breaker", "reduce-only", State.With(s => s with { Tripped = true }), PerpetualWorld.Trades(NewTrade(1, 0, 101, 10_100)), ReduceOnly);
        yield return Case("more than the margin allows", "buyer", State, PerpetualWorld.Trades(NewTrade(0, 3, 2000, 200_000)), PerpetualRule.Margin);
        yield return Case("reduction that makes it worse", "seller", Liquidatable, PerpetualWorld.Trades(new Trade(Buy(2, 50, 5000), Sell(0, 50, 4800), 50, 4800, 0, 0)), PerpetualRule.Margin);
        yield return Case("stale price", "buyer", State.With(1, m => m with { PriceTime = Time - 61 }), Of(buy, sell), StalePrice);
        yield return Case("stale funding", "buyer", State.With(1, m => m with { FundingTime = Time - 3601 }), Of(buy, sell), StalePrice);
        yield return Case("closing at a stale price", "buyer", State.With(1, m => m with { PriceTime = Time - 61 }), PerpetualWorld.Trades(NewTrade(1, 0, 100, 10_000)), StalePrice);
        yield return Case("collateral of 2^63", "seller", _rich, PerpetualWorld.Trades(NewTrade(2, 4, 10, 1000)), CollateralOverflow, ValueOverflow, PerpetualRule.Margin);
        yield return Case("account that does not exist", "", State, PerpetualWorld.Trades(NewTrade(50, 3, 10, 1000)), UnknownAccount, BadSignature, PerpetualRule.Margin);
        yield return Case("open interest above the cap", "", State, Of(buy, sell), Config with { Markets = [Market() with { OpenInterestCap = 109 }, Market()] }, OpenInterest);
        yield return Case("fees to an empty place", "", NewState((2, Account(2, 1_000_000)), (3, Account(3, 1_000_000))), Of(Buy(2, 10, 1000, 5), sell, 10, 1000, 5), UnknownAccount);
    }

    private static IEnumerable<TestCaseData> Payments()
    {
        var order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);
        var used = NewState((2, Account(2, 1_000_000) with { Nonce = uint.MaxValue }), (3, Account(3, 1_000_000)));
        var transfer = NewTransfer(2, 3, 500);
        yield return Case("expired transfer", "transfer/debit/expiry", State, Of(NewTransfer(2, 3, 500, expiry: Time - 1)), Expired);
        yield return Case("wrong nonce", "signature", State, Of(NewTransfer(2, 3, 500, nonce: 1)), WrongNonce);
        yield return Case("nonce exhausted", "nonce", used, Of(NewTransfer(2, 3, 500, nonce: uint.MaxValue)), NonceExhausted);
        yield return Case("amount not signed", "signature", State, Of(transfer with { Amount = 501 }), BadSignature);
        yield return Case("receiver not signed", "signature", State, Of(transfer with { To = 1, ToKey = Key(1) }), BadSignature);
        yield return Case("transfer to oneself", "accounts", State, Of(NewTransfer(2, 2, 500)), SelfTransfer);
        yield return Case("transfer to an empty place", "transfer", State, Of(NewTransfer(2, 50, 500)), UnknownAccount, WrongKey);
        yield return Case("transfer for another key", "signature", State, Of(NewTransfer(2, 3, 500, key: Key(1))), WrongKey);
        yield return Case("transfer from an empty place", "", State, Of(NewTransfer(50, 3, 0)), UnknownAccount, BadSignature);
        yield return Case("transfer beyond the initial margin", "margin", State, Of(NewTransfer(0, 3, 9_376)), PerpetualRule.Margin);
        yield return Case("transfer beyond the margin by its fee", "margin", State, Of(NewTransfer(0, 3, 9_375, 1)), PerpetualRule.Margin);
        yield return Case("transfer of 2^63", "transfer/debit/range", State, Of(NewTransfer(2, 3, 1UL << 63)), AmountTooLarge, CollateralOverflow, PerpetualRule.Margin);
        yield return Case("withdrawal beyond the initial margin", "margin", State, new() { Withdrawals = [NewWithdrawal(0, 9_376)] }, PerpetualRule.Margin);
        yield return Case("withdrawal signed for another address", "signature", State, new() { Withdrawals = [NewWithdrawal(2, 5) with { Recipient = default }] }, BadSignature);
        yield return Case("withdrawal at a stale price", "withdrawal", State.With(1, m => m with { PriceTime = Time - 61 }), new() { Withdrawals = [NewWithdrawal(0, 5)] }, StalePrice);
        yield return Case("deposit to a bad key", "public key", State, new() { Deposits = [new Deposit(3, 77, order8, 5)] }, BadKey);
        yield return Case("deposit of 2^63", "deposit/range", State, new() { Deposits = [new Deposit(3, 77, Key(77), 1UL << 63)] }, AmountTooLarge, CollateralOverflow);
        yield return Case("deposit beyond 2^63", "deposit", _rich, new() { Deposits = [new Deposit(3, 4, Key(4), 6)] }, CollateralOverflow);
    }

    private static IEnumerable<TestCaseData> Liquidations()
    {
        var insured = Liquidatable.With(s => s with { Insurance = long.MaxValue });
        yield return Case("healthy victim", "liquidatable", State, Liquidation(50, 5000, 50), NotLiquidatable);
        yield return Case("more than the victim has", "victim/position", Liquidatable, Liquidation(101, 10_100, 101), NotReducing, LiquidationFee, PerpetualRule.Margin);
        yield return Case("position of the other sign", "victim/position", Liquidatable, new() { Liquidations = [new Liquidation(0, Sell(2, 50, 5000), 50, 5000, 0, 0)] }, NotReducing, LiquidationFee, PerpetualRule.Margin);
        yield return Case("less than the fee's cap", "liquidation fee", Liquidatable, Liquidation(50, 5000, 49), LiquidationFee);
        yield return Case("more than the fee's cap", "liquidation fee", Liquidatable, Liquidation(50, 5000, 51), LiquidationFee);
        yield return Case("less than the victim can pay", "liquidation fee", Liquidatable, Liquidation(50, 4930, 29), LiquidationFee);
        yield return Case("more than the victim can pay", "victim", Liquidatable, Liquidation(50, 4930, 31), LiquidationFee, PerpetualRule.Margin);
        yield return Case("fund of 2^63", "liquidation/range", insured, Liquidation(50, 5000, 50), InsuranceOverflow);
        yield return Case("liquidator's price", "liquidator/order/limits", Liquidatable, new() { Liquidations = [new Liquidation(0, Buy(2, 50, 5000), 50, 5001, 0, 50)] }, UnfairPrice);
        yield return Case("liquidator opens on a tripped breaker", "liquidator/reduce-only", Liquidatable.With(s => s with { Tripped = true }), Liquidation(50, 5000, 50), ReduceOnly);
    }

    private static IEnumerable<TestCaseData> Deleverages()
    {
        var poor = NewState((0, Account(0, -10_100, (1, 100))), (1, Account(1, 10_050, (1, -100)))).With(s => s with { Insurance = 0 });
        yield return Case("account that is not bankrupt", "bankrupt", Liquidatable, Deleverage(100, 9_800, 0), NotBankrupt, UnfairPrice, Cover);
        yield return Case("more than the victim has", "victim/position", Bankrupt, Deleverage(101, 10_200, 101), NotReducing, UnfairPrice, Cover, NotOpposite, PerpetualRule.Margin);
        yield return Case("counterparty without position", "counterparty/position", Bankrupt, new() { Deleverages = [new Deleverage(0, 2, 1, 100, true, 10_000, 100)] }, NotOpposite);
        yield return Case("one unit too much", "price", Bankrupt, Deleverage(100, 10_001, 100), UnfairPrice);
        yield return Case("one unit too little", "price", Bankrupt, Deleverage(100, 9_999, 100), UnfairPrice, PerpetualRule.Margin);
        yield return Case("fund covers too little", "cover", Bankrupt, Deleverage(100, 10_001, 99), Cover);
        yield return Case("fund covers too much", "cover", Bankrupt, Deleverage(100, 9_999, 101), Cover);
        yield return Case("fund covers what it has not", "cover", Bankrupt.With(s => s with { Insurance = 99 }), Deleverage(100, 10_000, 100), Cover);
        yield return Case("counterparty that cannot bear it", "counterparty", poor, Deleverage(100, 10_100, 0), PerpetualRule.Margin);
    }

    [TestCaseSource(nameof(Trades))]
    [TestCaseSource(nameof(Payments))]
    [TestCaseSource(nameof(Liquidations))]
    [TestCaseSource(nameof(Deleverages))]
    public void RefusesABrokenRule(string caughtBy, PerpetualState state, PerpetualBatch batch, PerpetualRule[] ignored)
    {
        var failures = Check(Forced(state, batch, ignored));
        Assert.That(failures, Is.Not.Empty);
        TestContext.Out.WriteLine(string.Join('\n', failures));
        Assert.That(failures, Has.Some.Contains(caughtBy));
    }

    /// <summary>Both sides of one account, whose second access finds what the first left.</summary>
    [Test]
    public void RefusesATradeWithOneself()
    {
        var batch = Batch(Of(Buy(2, 10, 1000, number: 1), Sell(2, 10, 1000, number: 2)));
        Assert.That(PerpetualReference.TryApply(State, batch, new HashSet<PerpetualRule> { SelfTrade }, out var transition, out _), Is.True);
        var step = transition!.Steps.Trades[0];
        var fill = step.SellerFill with { Siblings = step.Buyer.After!.Fills.Siblings(2) };
        var after = step.Seller.After! with { Fills = step.Buyer.After.Fills.Set(fill.After) };
        transition = transition with { Steps = transition.Steps with { Trades = [step with { Seller = step.Seller with { After = after }, SellerFill = fill }] } };
        var failures = Check(Witness(transition with { After = transition.After.With(2, after) }).Witness);
        Assert.That(failures, Is.Not.Empty);
        Assert.That(failures, Has.All.Contains("(trade)"), string.Join('\n', failures));
    }

    [Test]
    public void RefusesADepositThatNamesAnotherKeyThanTheAccounts()
    {
        var witness = Witness(Apply(State, new PerpetualOperations { Deposits = [new Deposit(3, 2, Key(2), 5)] })).Witness;
        var deposit = witness.Deposits[0];
        Assert.That(Check(witness with { Deposits = [deposit with { Account = deposit.Account with { Key = Key(3) } }] }), Is.Not.Empty);
    }

    [Test]
    public void RefusesAMarketThatIsNotConfigured()
    {
        var witness = Witness(Apply(State, Of(Order(2, true, 10, 1000, market: 2), Order(3, false, 10, 1000, market: 2)))).Witness;
        var failures = Check(witness with { Globals = witness.Globals with { Config = Config with { Markets = [Market()] } } });
        Assert.That(failures, Has.Some.Contains("trade/buyer/changed position"), string.Join('\n', failures));
    }

    /// <summary>A forced request cannot be answered otherwise: its result is computed, so only what it is computed from could be a lie.</summary>
    [Test]
    public void RefusesLiesAboutForcedRequests()
    {
        var operations = new PerpetualOperations { ForcedWithdrawals = [NewForced(2, 1_000)], ForcedTrades = [NewForcedTrade(2, 3, 10, 1000)] };
        var witness = Witness(Apply(State, operations)).Witness;
        var withdrawal = witness.ForcedWithdrawals[0];
        var trade = witness.ForcedTrades[0];
        var expired = trade.Buyer with { Place = trade.Buyer.Place with { Filled = 1 } };
        PerpetualWitness[] lies =
        [
            witness with { ForcedWithdrawals = [withdrawal with { Exists = false }] },
            witness with { ForcedWithdrawals = [withdrawal with { Account = withdrawal.Account with { Collateral = 500 } }] },
            witness with { ForcedWithdrawals = [withdrawal with { Account = withdrawal.Account with { Nonce = 1 } }] },
            witness with { ForcedTrades = [trade with { Seller = trade.Seller with { Exists = false } }] },
            witness with { ForcedTrades = [trade with { OpenInterest = 2_000_000 }] },
            witness with { ForcedTrades = [trade with { State = trade.State with { Tripped = true } }] },
            witness with { ForcedTrades = [trade with { Buyer = expired }] },
            witness with { ForcedTrades = [trade with { Buyer = trade.Buyer with { Place = trade.Buyer.Place with { Number = 1025 } } }] },
            witness with { ForcedTrades = [trade with { Buyer = trade.Buyer with { Account = trade.Buyer.Account with { Collateral = 5 } } }] },
        ];
        for (var i = 0; i < lies.Length; i++)
            Assert.That(Check(lies[i]), Is.Not.Empty, $"lie {i}");
    }

    [Test]
    public void RefusesAForcedTradeAtAStalePrice() =>
        Assert.That(
            Check(Forced(State.With(1, m => m with { PriceTime = Time - 61 }), Batch(new PerpetualOperations { ForcedTrades = [NewForcedTrade(2, 3, 10, 1000)] }), StalePrice)),
            Has.Some.Contains("forced trade/range"));

    private static TestCaseData Case(string name, string caughtBy, PerpetualState state, PerpetualOperations operations, params PerpetualRule[] ignored) =>
        Case(name, caughtBy, state, operations, Config, ignored);

    private static TestCaseData Case(
        string name, string caughtBy, PerpetualState state, PerpetualOperations operations, PerpetualConfig config, params PerpetualRule[] ignored) =>
        new TestCaseData(caughtBy, state, Batch(operations, config), ignored).SetArgDisplayNames(name);

    private static PerpetualOperations Of(LimitOrder buy, LimitOrder sell, ulong size = 10, ulong quote = 1000, ulong feeBuyer = 0, ulong feeSeller = 0) =>
        PerpetualWorld.Trades(new Trade(buy, sell, size, quote, feeBuyer, feeSeller));

    private static PerpetualOperations Of(Transfer transfer) => new() { Transfers = [transfer] };
}
