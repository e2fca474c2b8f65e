using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Trades: what they do, and each rule at its limit and one unit beyond.</summary>
public class PerpetualTradeTests
{
    /// <summary>A trade of 10 for 1000 between accounts 2 and 3, with one of its orders or terms replaced.</summary>
    private static Trade NewTrade(LimitOrder? buyer = null, LimitOrder? seller = null, ulong size = 10, ulong quote = 1000, ulong feeBuyer = 0, ulong feeSeller = 0) =>
        new(buyer ?? Buy(2, 10, 1000), seller ?? Sell(3, 10, 1000), size, quote, feeBuyer, feeSeller);

    private static void Accept(Trade trade) => Apply(State, Trades(trade));

    private static void Refuse(PerpetualRule rule, params Trade[] trades) => PerpetualWorld.Refuse(rule, State, Trades(trades));

    [Test]
    public void TradeMovesCollateralBalancesFillsAndOpenInterest()
    {
        var transition = Apply(State, Trades(NewTrade(Buy(2, 20, 2000, 20), Sell(3, 10, 900, 9), 10, 1000, 10, 8)));
        var (buyer, seller) = (transition.After.Find(2)!, transition.After.Find(3)!);
        Assert.That(buyer, Is.EqualTo(Account(2, 998_990, (1, 10)) with { Fills = FillsTree.Empty.Set(new Fill(1, 10)) }));
        Assert.That(seller, Is.EqualTo(Account(3, 1_000_992, (1, -10)) with { Fills = FillsTree.Empty.Set(new Fill(1, 10)) }));
        Assert.That(transition.After.Find(FeeAccount)!.Collateral, Is.EqualTo(18));
        Assert.That(transition.After.Markets[0].OpenInterest, Is.EqualTo(110));
        Assert.That(transition.After.Scalars.WindowVolume, Is.EqualTo((UInt128)1000));
        Assert.That(transition.Steps.Trades[0], Has.Property("Increases").True);
        Assert.That(transition.Steps.Increasing, Is.EqualTo(1));
    }

    [Test]
    public void ClosingTakesThePositionAway()
    {
        var transition = Apply(State, Trades(PerpetualWorld.NewTrade(1, 0, 100, 10_000)));
        Assert.That(transition.After.Find(0)!.Positions, Is.Empty);
        Assert.That(transition.After.Find(1)!.Positions, Is.Empty);
        Assert.That(transition.After.Markets[0].OpenInterest, Is.Zero);
        Assert.That(transition.Steps.Increasing, Is.Zero);
        Assert.That(Apply(State, Trades(PerpetualWorld.NewTrade(1, 0, 101, 10_100))).Steps.Increasing, Is.EqualTo(1), "both turn round");
        Assert.That(Apply(State, Trades(PerpetualWorld.NewTrade(2, 0, 100, 10_000))).After.Markets[0].OpenInterest, Is.EqualTo(100), "a long changes hands");
    }

    [Test]
    public void OrdersMeet()
    {
        Refuse(PerpetualRule.WrongOrder, NewTrade(Sell(2, 10, 1000)));
        Refuse(PerpetualRule.WrongOrder, NewTrade(seller: Buy(3, 10, 1000)));
        Refuse(PerpetualRule.WrongOrder, NewTrade(Order(2, true, 10, 1000, market: 2)));
        Refuse(PerpetualRule.UnknownMarket, NewTrade(Order(2, true, 10, 1000, market: 3), Order(3, false, 10, 1000, market: 3)));
        Refuse(PerpetualRule.SelfTrade, NewTrade(Buy(3, 10, 1000), Sell(3, 10, 1000)));
        Refuse(PerpetualRule.UnknownAccount, NewTrade(Buy(50, 10, 1000)));
        Refuse(PerpetualRule.UnknownAccount, NewTrade(seller: Sell(50, 10, 1000)));
    }

    [Test]
    public void OrdersAreOfSomething()
    {
        Accept(NewTrade(Buy(2, 1, 100), Sell(3, 1, 100), 1, 100));
        Refuse(PerpetualRule.ZeroSize, NewTrade(size: 0, quote: 0));
        Refuse(PerpetualRule.ZeroSize, NewTrade(Buy(2, 0, 1000)));
        Refuse(PerpetualRule.ZeroSize, NewTrade(seller: Sell(3, 10, 0)));
        Refuse(PerpetualRule.AmountTooLarge, NewTrade(Buy(2, PerpetualUnits.AmountLimit, 1000)));
        Refuse(PerpetualRule.AmountTooLarge, NewTrade(Buy(2, 10, PerpetualUnits.AmountLimit)));
        Refuse(PerpetualRule.AmountTooLarge, NewTrade(Buy(2, 10, 1000, PerpetualUnits.AmountLimit)));
        Refuse(PerpetualRule.AmountTooLarge, NewTrade(quote: PerpetualUnits.AmountLimit));
        Accept(NewTrade(Buy(2, 10, long.MaxValue, long.MaxValue), Sell(3, long.MaxValue, 1)));
    }

    [Test]
    public void OrdersExpire()
    {
        Accept(NewTrade(Order(2, true, 10, 1000, expiry: Time)));
        Refuse(PerpetualRule.Expired, NewTrade(Order(2, true, 10, 1000, expiry: Time - 1)));
        Refuse(PerpetualRule.Expired, NewTrade(seller: Order(3, false, 10, 1000, expiry: Time - 1)));
    }

    [Test]
    public void OrdersAreFilledInPartsUpToTheirSize()
    {
        var (buy, sell) = (Buy(2, 10, 1000), Sell(3, 10, 1000));
        var state = Apply(State, Trades(NewTrade(buy, sell, 4, 400), NewTrade(buy, sell, 6, 600))).After;
        Assert.That(state.Find(2)!.Fills.Fills, Is.EqualTo(new[] { new Fill(1, 10) }));
        PerpetualWorld.Refuse(PerpetualRule.Overfilled, state, Trades(NewTrade(buy, Sell(3, 1, 100, number: 2), 1, 100)));
        Refuse(PerpetualRule.Overfilled, NewTrade(buy, sell, 4, 400), NewTrade(buy, sell, 7, 700));
        Refuse(PerpetualRule.Overfilled, NewTrade(buy, Sell(3, 11, 1100), 11, 1100));
        Refuse(PerpetualRule.Overfilled, NewTrade(Buy(2, 11, 1100), sell, 11, 1100));
    }

    [Test]
    public void HigherNumbersTakeAPlaceOver()
    {
        Refuse(PerpetualRule.OrderReplaced, NewTrade(Buy(2, 10, 1000, number: 0)));
        var (first, second) = (Buy(2, 10, 1000, number: 5), Buy(2, 10, 1000, number: 5 + 1024));
        var state = Apply(State, Trades(NewTrade(first, size: 4, quote: 400))).After;
        var replaced = Apply(state, Trades(NewTrade(second, Sell(3, 10, 1000, number: 2)))).After;
        Assert.That(replaced.Find(2)!.Fills.Find(5), Is.EqualTo(new Fill(1029, 10)));
        PerpetualWorld.Refuse(PerpetualRule.OrderReplaced, replaced, Trades(NewTrade(first, Sell(3, 1, 100, number: 3), 1, 100)));
        Apply(replaced, Trades(NewTrade(Buy(2, 1, 100, number: 6), Sell(3, 1, 100, number: 3), 1, 100)));
        Accept(NewTrade(Buy(2, 10, 1000, number: uint.MaxValue)));
    }

    [Test]
    public void SignaturesCoverTheWholeOrder()
    {
        var order = Buy(2, 10, 1000, 10);
        LimitOrder[] forged =
        [
            order with { Size = 11 },
            order with { Quote = 1001 },
            order with { Fee = 11 },
            order with { Number = 2 },
            order with { Expiry = Time + 1 },
            order with { ReduceOnly = true },
            order with { Account = 3 },
            order with { Signature = null },
            Sell(2, 10, 1000, 10) with { IsBuy = true },
            order.Sign(Secret(3), Domain),
            order.Sign(Secret(2), Domain + Fr.One),
        ];
        foreach (var lie in forged)
            Refuse(PerpetualRule.BadSignature, NewTrade(lie, Sell(1, 10, 1000)));
        PerpetualWorld.Refuse(PerpetualRule.BadSignature, State, Trades(NewTrade(order with { Market = 2 }, Order(3, false, 10, 1000, market: 2))));
    }

    [Test]
    public void PricesAreFairToBothSides()
    {
        // 3 of 10 for 1000: 300; of 7 for 1000: 428.57, which a buyer pays as 429 and a seller takes as 428.
        Accept(NewTrade(Buy(2, 10, 1000), Sell(3, 10, 1), 3, 300));
        Refuse(PerpetualRule.UnfairPrice, NewTrade(Buy(2, 10, 1000), Sell(3, 10, 1), 3, 301));
        Accept(NewTrade(Buy(2, 7, 1000), Sell(3, 10, 1), 3, 429));
        Refuse(PerpetualRule.UnfairPrice, NewTrade(Buy(2, 7, 1000), Sell(3, 10, 1), 3, 430));
        Accept(NewTrade(Buy(2, 10, 10_000), Sell(3, 10, 1000), 3, 300));
        Refuse(PerpetualRule.UnfairPrice, NewTrade(Buy(2, 10, 10_000), Sell(3, 10, 1000), 3, 299));
        Accept(NewTrade(Buy(2, 10, 10_000), Sell(3, 7, 1000), 3, 428));
        Refuse(PerpetualRule.UnfairPrice, NewTrade(Buy(2, 10, 10_000), Sell(3, 7, 1000), 3, 427));
        Accept(NewTrade(Buy(2, 10, 1000), Sell(3, 10, 9), 1, 0));
    }

    [Test]
    public void FeesAreWithinTheOrders()
    {
        // 10 on 1000; for 333 of it 3.33.
        Accept(NewTrade(Buy(2, 10, 1000, 10), Sell(3, 10, 1000), feeBuyer: 10));
        Refuse(PerpetualRule.ExcessFee, NewTrade(Buy(2, 10, 1000, 10), Sell(3, 10, 1000), feeBuyer: 11));
        Accept(NewTrade(Buy(2, 10, 1111, 10), Sell(3, 10, 1000, 10), 3, 333, feeSeller: 3));
        Refuse(PerpetualRule.ExcessFee, NewTrade(Buy(2, 10, 1111, 10), Sell(3, 10, 1000, 10), 3, 333, feeSeller: 4));
        Refuse(PerpetualRule.ExcessFee, NewTrade(feeBuyer: 1));
    }

    [Test]
    public void VolumeTripsBeyondItsLimit()
    {
        PerpetualState At(UInt128 volume) => State.With(s => s with { WindowVolume = volume });
        Assert.That(Apply(At(999_000), Trades(NewTrade())).After.Scalars.Tripped, Is.False);
        PerpetualWorld.Refuse(PerpetualRule.ReduceOnly, At(999_001), Trades(NewTrade()));
        var reduced = Apply(At(999_001), Trades(PerpetualWorld.NewTrade(1, 0, 10, 1000)));
        Assert.That(reduced.After.Scalars.Tripped, Is.True);
        var most = ((UInt128)1 << 95) - 1 - 1000;
        Apply(At(most), Trades(PerpetualWorld.NewTrade(1, 0, 10, 1000)));
        PerpetualWorld.Refuse(PerpetualRule.VolumeOverflow, At(most + 1), Trades(PerpetualWorld.NewTrade(1, 0, 10, 1000)));
    }

    [Test]
    public void TrippedOrReduceOnlyOrdersReduce()
    {
        var tripped = State.With(s => s with { Tripped = true });
        Apply(tripped, Trades(PerpetualWorld.NewTrade(1, 0, 100, 10_000)));
        PerpetualWorld.Refuse(PerpetualRule.ReduceOnly, tripped, Trades(PerpetualWorld.NewTrade(1, 0, 101, 10_100)));
        PerpetualWorld.Refuse(PerpetualRule.ReduceOnly, tripped, Trades(PerpetualWorld.NewTrade(2, 0, 1, 100)));
        PerpetualWorld.Refuse(PerpetualRule.ReduceOnly, tripped, Trades(PerpetualWorld.NewTrade(1, 2, 1, 100)));
        Accept(NewTrade(Buy(2, 200, 20_000), Order(0, false, 200, 20_000, reduceOnly: true), 100, 10_000));
        Refuse(PerpetualRule.ReduceOnly, NewTrade(Buy(2, 200, 20_000), Order(0, false, 200, 20_000, reduceOnly: true), 101, 10_100));
        Refuse(PerpetualRule.ReduceOnly, NewTrade(Order(2, true, 10, 1000, reduceOnly: true)));
    }

    [Test]
    public void BuyersAndSellersKeepTheirMargin()
    {
        // 100 units at 100: initial margin 625. Account 2 pays the market's price.
        Apply(State.With(2, Account(2, 625)), Trades(PerpetualWorld.NewTrade(2, 3, 100, 10_000)));
        PerpetualWorld.Refuse(PerpetualRule.Margin, State.With(2, Account(2, 624)), Trades(PerpetualWorld.NewTrade(2, 3, 100, 10_000)));
        PerpetualWorld.Refuse(PerpetualRule.Margin, State.With(2, Account(2, 625)), Trades(PerpetualWorld.NewTrade(2, 3, 100, 10_001)));
        Apply(State.With(3, Account(3, 625)), Trades(PerpetualWorld.NewTrade(2, 3, 100, 10_000)));
        PerpetualWorld.Refuse(PerpetualRule.Margin, State.With(3, Account(3, 625)), Trades(PerpetualWorld.NewTrade(2, 3, 100, 9_999)));
    }

    [Test]
    public void UnhealthyAccountsMayOnlyComeNearerToTheirMargin()
    {
        // 100 long, worth 320: below the initial margin 625, above maintenance 312.5. Half of it may be sold at the market's price less its share, 160.
        var state = State.With(0, Account(0, -9_680, (1, 100)));
        Apply(state, Trades(PerpetualWorld.NewTrade(2, 0, 50, 4_840)));
        PerpetualWorld.Refuse(PerpetualRule.Margin, state, Trades(PerpetualWorld.NewTrade(2, 0, 50, 4_839)));
        PerpetualWorld.Refuse(PerpetualRule.Margin, state, Trades(PerpetualWorld.NewTrade(0, 3, 1, 1)));
        Apply(state, Trades(PerpetualWorld.NewTrade(2, 0, 100, 9_680)));
        PerpetualWorld.Refuse(PerpetualRule.Margin, state, Trades(PerpetualWorld.NewTrade(2, 0, 100, 9_679)));
        PerpetualWorld.Refuse(PerpetualRule.Margin, state, Trades(PerpetualWorld.NewTrade(2, 0, 101, 9_680)));
    }

    [Test]
    public void MarginGrowsWithTheTier()
    {
        // 10,000 units are 1,000,000 of notional, the first tier's bound: 62,500; one more is in the second: 125,012.5.
        var state = State.With(2, Account(2, 125_012));
        Apply(State.With(2, Account(2, 62_500)), Trades(PerpetualWorld.NewTrade(2, 3, 10_000, 1_000_000)));
        var config = Config with { VolumeLimit = ulong.MaxValue };
        PerpetualWorld.Refuse(PerpetualRule.Margin, state, Batch(Trades(PerpetualWorld.NewTrade(2, 3, 10_001, 1_000_100)), config));
        Apply(State.With(2, Account(2, 125_013)), Batch(Trades(PerpetualWorld.NewTrade(2, 3, 10_001, 1_000_100)), config));
    }

    [Test]
    public void BalancesStayInTheirRange()
    {
        var cheap = NewState((2, Account(2, 1L << 40, (1, long.MaxValue - 1))), (3, Account(3, 1L << 40, (1, long.MinValue + 2)))).At(1);
        var config = Config with { Markets = [Market() with { OpenInterestCap = (1UL << 63) - 1 }, Market()] };
        Apply(cheap, Batch(Trades(PerpetualWorld.NewTrade(2, 3, 1, 1)), config));
        PerpetualWorld.Refuse(PerpetualRule.BalanceOverflow, cheap, Batch(Trades(PerpetualWorld.NewTrade(2, 3, 2, 1)), config));
    }

    [Test]
    public void CollateralStaysInItsRange()
    {
        var state = State.With(3, Account(3, long.MaxValue - 100)).At(1);
        Apply(state, Batch(Trades(PerpetualWorld.NewTrade(2, 3, 1, 100))));
        PerpetualWorld.Refuse(PerpetualRule.CollateralOverflow, state, Batch(Trades(PerpetualWorld.NewTrade(2, 3, 1, 101))));
    }

    [Test]
    public void OpenInterestStaysBelowItsCap()
    {
        PerpetualBatch At(ulong cap, Trade trade) => Batch(Trades(trade), Config with { Markets = [Market() with { OpenInterestCap = cap }, Market()] });
        Apply(State, At(110, NewTrade()));
        PerpetualWorld.Refuse(PerpetualRule.OpenInterest, State, At(109, NewTrade()));
        Apply(State, At(50, PerpetualWorld.NewTrade(1, 0, 10, 1000)));
        Apply(State, At(50, PerpetualWorld.NewTrade(2, 0, 10, 1000)));
        PerpetualWorld.Refuse(PerpetualRule.OpenInterest, State, At(50, PerpetualWorld.NewTrade(2, 3, 1, 100)));
    }

    [Test]
    public void AnAccountHasSixteenPositions()
    {
        var config = Config with { Markets = [.. Enumerable.Range(0, 16).Select(_ => Market())] };
        var held = Account(2, 1_000_000, [.. Enumerable.Range(1, 16).Select(m => (m, 1L))]);
        var list = held.Positions;
        Assert.That(list.With(17, 1, 0), Is.Null);
        Assert.That(list.With(16, 2, 0)!.Balance(16), Is.EqualTo(2));
        Assert.That(list.With(3, 0, 0)!.With(17, 1, 5)![^1], Is.EqualTo(new Position(17, 1, 5)));
        Assert.That(() => PositionList.Create(list.Append(new Position(17, 1, 0))), Throws.ArgumentException);
        Assert.That(PerpetualConfigRules.Check(config), Is.Null, "so no configuration of ours lets an account have more");
    }
}
