using System.Numerics;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Liquidations and deleverages: what they do, and each rule at its limit and one unit beyond.</summary>
public class PerpetualLiquidationTests
{
    /// <summary>Account 0 is long 100 of market 1 (maintenance margin 312.5, initial 625) and worth this much; account 1 is short the same.</summary>
    private static PerpetualState Worth(long value) => NewState(
        (0, Account(0, value - 10_000, (1, 100))),
        (1, Account(1, 20_000, (1, -100))),
        (2, Account(2, 1_000_000)),
        (3, Account(3, 1_000_000)),
        (FeeAccount, Account(FeeAccount, 0)));

    /// <summary>Account 2 buys from account 0.</summary>
    private static PerpetualOperations Liquidate(ulong size, ulong quote, ulong insurance, ulong fee = 0, LimitOrder? order = null) => new()
    {
        Liquidations = [new(0, order ?? Buy(2, size, quote, fee), size, quote, fee, insurance)],
    };

    private static PerpetualOperations Close(ulong size, long quote, ulong cover, uint counterparty = 1) => new()
    {
        Deleverages = [new(0, counterparty, 1, size, true, quote, cover)],
    };

    [Test]
    public void LiquidationMovesThePositionAndPaysTheFund()
    {
        // 50 units for 5,000; the fee is 1 % of it.
        var transition = Apply(Worth(300), Liquidate(50, 5_000, 50, 7));
        Assert.That(transition.After.Find(0), Is.EqualTo(Account(0, -4_750, (1, 50))));
        Assert.That(transition.After.Find(2)!.Collateral, Is.EqualTo(994_993));
        Assert.That(transition.After.Find(2)!.Positions.Balance(1), Is.EqualTo(50));
        Assert.That(transition.After.Find(2)!.Fills.Find(1), Is.EqualTo(new Fill(1, 50)));
        Assert.That(transition.After.Scalars, Is.EqualTo(new PerpetualScalars(false, Insurance + 50, Time - 10, 5_000)));
        Assert.That(transition.After.Find(FeeAccount)!.Collateral, Is.EqualTo(7));
        Assert.That(transition.Steps.Increasing, Is.EqualTo(1));
    }

    [Test]
    public void OnlyAccountsBelowTheirMaintenanceMarginAreLiquidated()
    {
        Apply(Worth(312), Liquidate(100, 10_000, 100));
        Refuse(PerpetualRule.NotLiquidatable, Worth(313), Liquidate(100, 10_000, 100));
        Refuse(PerpetualRule.UnknownAccount, Worth(300), new PerpetualOperations { Liquidations = [new(50, Buy(2, 1, 100), 1, 100, 0, 0)] });
        Refuse(PerpetualRule.UnknownAccount, Worth(300), Liquidate(1, 100, 1, order: Buy(50, 1, 100)));
        Refuse(PerpetualRule.SelfTrade, Worth(300), Liquidate(1, 100, 1, order: Buy(0, 1, 100)));
    }

    [Test]
    public void LiquidationOnlyReduces()
    {
        Apply(Worth(300), Liquidate(100, 10_000, 100));
        Refuse(PerpetualRule.NotReducing, Worth(300), Liquidate(101, 10_100, 101));
        Refuse(PerpetualRule.NotReducing, Worth(300), Liquidate(1, 100, 1, order: Sell(2, 1, 100)));
        Refuse(PerpetualRule.NotReducing, Worth(300), Liquidate(1, 100, 1, order: Order(2, true, 1, 100, market: 2)));
        Refuse(PerpetualRule.ZeroSize, Worth(300), Liquidate(0, 0, 0, order: Buy(2, 1, 100)));
    }

    [Test]
    public void LiquidatorsOrderHasTheRulesOfATrade()
    {
        Refuse(PerpetualRule.Expired, Worth(300), Liquidate(1, 100, 1, order: Order(2, true, 1, 100, expiry: Time - 1)));
        Refuse(PerpetualRule.Overfilled, Worth(300), Liquidate(2, 200, 2, order: Buy(2, 1, 100)));
        Refuse(PerpetualRule.OrderReplaced, Worth(300), Liquidate(1, 100, 1, order: Buy(2, 1, 100, number: 0)));
        Refuse(PerpetualRule.BadSignature, Worth(300), Liquidate(1, 100, 1, order: Buy(2, 1, 100) with { Quote = 101 }));
        Refuse(PerpetualRule.UnfairPrice, Worth(300), Liquidate(1, 101, 1, order: Buy(2, 1, 100)));
        Refuse(PerpetualRule.ExcessFee, Worth(300), Liquidate(1, 100, 1, 1, Buy(2, 1, 100)));
        Refuse(PerpetualRule.ReduceOnly, Worth(300), Liquidate(1, 100, 1, order: Order(2, true, 1, 100, reduceOnly: true)));
        var tripped = Worth(300).With(s => s with { Tripped = true });
        Refuse(PerpetualRule.ReduceOnly, tripped, Liquidate(1, 100, 1));
        Assert.That(Apply(tripped, Liquidate(1, 100, 1, order: Buy(1, 1, 100))).Steps.Increasing, Is.Zero);
        Refuse(PerpetualRule.Margin, Worth(300).With(2, Account(2, 1)), Liquidate(1, 100, 1));
        Refuse(PerpetualRule.UnknownMarket, Worth(300), Liquidate(1, 100, 1, order: Order(2, true, 1, 100, market: 3)));
    }

    [TestCase(300L, 50UL, 5_000UL, 50UL, TestName = "TheFeeIsThatOfTheConfiguration")]
    [TestCase(300L, 50UL, 5_049UL, 50UL, TestName = "TheFeeIsRoundedDown")]
    [TestCase(60L, 50UL, 5_000UL, 30UL, TestName = "TheFeeIsTheMostThatIsLegal")]
    [TestCase(60L, 50UL, 4_970UL, 0UL, TestName = "NothingMayBeLeftForTheFee")]
    [TestCase(-100L, 50UL, 5_110UL, 51UL, TestName = "ABankruptAccountMayStillPayTheFee")]
    [TestCase(-100L, 50UL, 5_060UL, 10UL, TestName = "ABankruptAccountPaysWhatTheRatioAllows")]
    public void LiquidationFeeIsExact(long value, ulong size, ulong quote, ulong insurance)
    {
        Apply(Worth(value), Liquidate(size, quote, insurance));
        Refuse(PerpetualRule.LiquidationFee, Worth(value), Liquidate(size, quote, insurance + 1));
        if (insurance > 0)
            Refuse(PerpetualRule.LiquidationFee, Worth(value), Liquidate(size, quote, insurance - 1));
    }

    [Test]
    public void LiquidationMustNotMakeItWorse()
    {
        Apply(Worth(60), Liquidate(50, 4_970, 0));
        Refuse(PerpetualRule.Margin, Worth(60), Liquidate(50, 4_969, 0));
        Apply(Worth(-100), Liquidate(50, 5_050, 0));
        Refuse(PerpetualRule.Margin, Worth(-100), Liquidate(50, 5_049, 0));
    }

    [Test]
    public void InsuranceStaysBelowItsLimit()
    {
        var full = Worth(300).With(s => s with { Insurance = (1UL << 63) - 51 });
        Apply(full, Liquidate(50, 5_000, 50));
        Refuse(PerpetualRule.InsuranceOverflow, full.With(s => s with { Insurance = s.Insurance + 1 }), Liquidate(50, 5_000, 50));
        Refuse(PerpetualRule.AmountTooLarge, full, Liquidate(50, 5_000, PerpetualUnits.AmountLimit));
    }

    [Test]
    public void LiquidationsCountInTheVolume()
    {
        var state = Worth(300).With(s => s with { WindowVolume = 995_000 });
        Apply(state, Liquidate(50, 5_000, 50));
        Refuse(PerpetualRule.ReduceOnly, state.With(s => s with { WindowVolume = 995_001 }), Liquidate(50, 5_000, 50));
    }

    [Test]
    public void TheFundCoversTheLossOfADeleverage()
    {
        // Worth -1: all of it must end at 0, so the account needs 10,001 for what is worth 10,000.
        var transition = Apply(Worth(-1), Close(100, 10_000, 1));
        Assert.That(transition.After.Find(0), Is.EqualTo(Account(0, 0)));
        Assert.That(transition.After.Find(1), Is.EqualTo(Account(1, 10_000)));
        Assert.That(transition.After.Scalars.Insurance, Is.EqualTo(Insurance - 1));
        Assert.That(transition.After.Markets[0].OpenInterest, Is.Zero);
        Assert.That(transition.Steps.Deleverages[0].Before.Insurance, Is.EqualTo(Insurance));
        Refuse(PerpetualRule.NotBankrupt, Worth(0), Close(100, 10_000, 0));
    }

    [Test]
    public void TheCounterpartyBearsWhatTheFundCannot()
    {
        // Worth -3,000, half of it closed: 1,500 of loss.
        var state = Worth(-3_000).With(s => s with { Insurance = 1_200 });
        var after = Apply(state, Close(50, 5_300, 1_200)).After;
        Assert.That(after.Find(0), Is.EqualTo(Account(0, -6_500, (1, 50))));
        Assert.That(after.Find(1), Is.EqualTo(Account(1, 14_700, (1, -50))));
        Assert.That(after.Scalars, Has.Property("Insurance").Zero.And.Property("Tripped").True);
        Refuse(PerpetualRule.Cover, state, Close(50, 5_301, 1_199));
        Refuse(PerpetualRule.UnfairPrice, state, Close(50, 5_301, 1_200));
        Refuse(PerpetualRule.UnfairPrice, state, Close(50, 5_299, 1_200));
        Refuse(PerpetualRule.UnfairPrice, state, Close(50, 5_299, 1_201 - 2));
        Assert.That(Apply(Worth(-3_000), Close(50, 5_000, 1_500)).After.Scalars.Insurance, Is.EqualTo(8_500));
        Assert.That(Apply(Worth(-3_000).With(s => s with { Insurance = 2_500 }), Close(50, 5_000, 1_500)).After.Scalars.Tripped, Is.False, "1,000 is the floor");
        Assert.That(Apply(Worth(-3_000).With(s => s with { Insurance = 2_499 }), Close(50, 5_000, 1_500)).After.Scalars.Tripped, Is.True);
    }

    [Test]
    public void AShortPositionIsBoughtBack()
    {
        // Account 1 is short 100 and worth -500: half of it costs 5,000 at the market, of which the fund pays 250.
        var state = Worth(10_000).With(1, Account(1, 9_500, (1, -100)));
        var operation = new PerpetualOperations { Deleverages = [new(1, 0, 1, 50, false, -5_000, 250)] };
        var after = Apply(state, operation).After;
        Assert.That(after.Find(1), Is.EqualTo(Account(1, 4_750, (1, -50))));
        Assert.That(after.Find(0), Is.EqualTo(Account(0, 5_000, (1, 50))));
        var poor = state.With(s => s with { Insurance = 0 });
        Apply(poor, new PerpetualOperations { Deleverages = [new(1, 0, 1, 50, false, -4_750, 0)] });
        Refuse(PerpetualRule.UnfairPrice, poor, new PerpetualOperations { Deleverages = [new(1, 0, 1, 50, false, -4_751, 0)] });
    }

    [Test]
    public void ADeleverageReducesBothSides()
    {
        Refuse(PerpetualRule.NotReducing, Worth(-1), Close(101, 10_100, 1));
        Refuse(PerpetualRule.NotReducing, Worth(-1), new PerpetualOperations { Deleverages = [new(0, 1, 1, 1, false, 0, 0)] });
        Refuse(PerpetualRule.NotReducing, Worth(-1), new PerpetualOperations { Deleverages = [new(0, 1, 2, 1, true, 0, 0)] });
        Refuse(PerpetualRule.NotOpposite, Worth(-1), Close(100, 10_000, 1, counterparty: 2));
        Apply(Worth(-1).With(1, Account(1, 20_000, (1, -100))), Close(100, 10_000, 1));
        Refuse(PerpetualRule.NotOpposite, Worth(-1).With(1, Account(1, 20_000, (1, -99))), Close(100, 10_000, 1));
        Refuse(PerpetualRule.SelfTrade, Worth(-1), Close(100, 10_000, 1, counterparty: 0));
        Refuse(PerpetualRule.UnknownAccount, Worth(-1), Close(100, 10_000, 1, counterparty: 50));
        Refuse(PerpetualRule.UnknownAccount, Worth(-1), new PerpetualOperations { Deleverages = [new(50, 1, 1, 1, true, 0, 0)] });
        Refuse(PerpetualRule.UnknownMarket, Worth(-1), new PerpetualOperations { Deleverages = [new(0, 1, 3, 1, true, 0, 0)] });
        Refuse(PerpetualRule.ZeroSize, Worth(-1), Close(0, 0, 0));
        Refuse(PerpetualRule.AmountTooLarge, Worth(-1), Close(100, long.MinValue, 0));
    }

    [Test]
    public void TheCounterpartyKeepsItsMargin()
    {
        // Account 1 pays 12,000 for what is worth 10,000. With 20,000 it is left with 8,000; with less than 12,000 it is short.
        var state = Worth(-2_000).With(s => s with { Insurance = 0 });
        Apply(state.With(1, Account(1, 12_000, (1, -100))), Close(100, 12_000, 0));
        Refuse(PerpetualRule.Margin, state.With(1, Account(1, 11_999, (1, -100))), Close(100, 12_000, 0));
    }

    [Test]
    public void TermsOfADeleverageAreTheLeastThatKeepTheRatio([Values(-1L, -7L, -333L, -5_000L)] long value, [Values(1UL, 33UL, 99UL, 100UL)] ulong size)
    {
        var old = AccountValue.Of(Worth(value).Find(0)!, State.Markets, Config);
        var left = AccountValue.Of(Account(0, value - 10_000, size == 100 ? [] : [(1, 100 - (long)size)]), State.Markets, Config);
        var need = left.LeastForRatio(old);
        AccountValue With(BigInteger added) => left with { Total = left.Total + (added << 32) };
        Assert.That(With(need).IsNoWorseThan(old), Is.True);
        Assert.That(With(need - 1).IsNoWorseThan(old), Is.False);
        var loss = need - (100 * (BigInteger)size);
        Apply(Worth(value), Close(size, 100 * (long)size, (ulong)loss));
    }
}
