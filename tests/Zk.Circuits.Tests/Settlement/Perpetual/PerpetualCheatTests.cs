using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitFixture;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Witnesses that lie about what stands where: the list of accounts, the order of accesses, the scalars, slots that are not used.</summary>
public class PerpetualCheatTests
{
    /// <summary>Account 2 is touched by a deposit, a trade and a transfer; account 1 has a position.</summary>
    private static readonly PerpetualWitness _honest = Witness(Apply(State, new PerpetualOperations
    {
        Deposits = [new Deposit(3, 2, Key(2), 77)],
        Trades = [NewTrade(2, 1, 10, 1000)],
        Transfers = [NewTransfer(2, 3, 500, 3)],
    })).Witness;

    private static readonly PerpetualWitness _nothing = Witness(Apply(State, new PerpetualOperations())).Witness;

    private static IEnumerable<TestCaseData> Lists()
    {
        var list = _honest.Touched;
        var second = list[1];
        yield return Case("two places exchanged", _honest with { Touched = [list[1], list[0], .. list.Skip(2)] });
        yield return Case("bug 43: an account twice", _honest with { Touched = [list[0], list[0], .. list.Skip(2)] });
        yield return Case("an account left out", _honest with { Touched = [.. list.Take(1), .. list.Skip(2), list[^1]] });
        yield return Case("an unused place first", _honest with { Touched = [list[^1], .. list.SkipLast(1)] });
        yield return Case("an old leaf that the tree has not", Replaced(second with { OldLeaf = list[0].OldLeaf }));
        yield return Case("a new leaf that the memory has not", Replaced(second with { NewLeaf = second.OldLeaf }));
        yield return Case("a new leaf of an earlier access", Replaced(second with { LastAccess = 1 }));
        yield return Case("another place", Replaced(second with { Index = second.Index + 100 }));
        yield return Case("another sibling", Replaced(second with { Siblings = [Fr.One, .. second.Siblings.Skip(1)] }));
        yield return Case("an unused place that changes the leaf", _nothing with { Touched = [_nothing.Touched[0] with { NewLeaf = Fr.One }, .. _nothing.Touched.Skip(1)] });
        yield return Case("an unused place that names one", _nothing with { Touched = [_nothing.Touched[0] with { Index = 1 }, .. _nothing.Touched.Skip(1)] });
        yield return Case("another last access of unused slots", _nothing with { LastUnusedAccess = _nothing.LastUnusedAccess - 1 });

        PerpetualWitness Replaced(TouchedInput entry) => _honest with { Touched = [list[0], entry, .. list.Skip(2)] };
    }

    private static IEnumerable<TestCaseData> Slots()
    {
        var (trade, unused, transfer) = (_honest.Trades[0], _nothing.Trades[0], _honest.Transfers[0]);
        var scalars = trade.State;
        yield return Case("stale read: the account before the deposit", Buyer(trade.Buyer with
        {
            Access = trade.Buyer.Access with { LastAccess = 0 },
            Account = trade.Buyer.Account with { Collateral = trade.Buyer.Account.Collateral - 77 },
        }));
        yield return Case("a read of the future", _honest with { Deposits = [_honest.Deposits[0] with { Access = new AccessInput(2, 2) }] });
        yield return Case("a richer account", Buyer(trade.Buyer with { Account = trade.Buyer.Account with { Collateral = 2_000_000 } }));
        yield return Case("another account's place", Buyer(trade.Buyer with { Access = trade.Buyer.Access with { Index = 3 } }));
        yield return Case("bug 47: the transfer's receiver is another", _honest with { Transfers = [transfer with { Access = transfer.Access with { Index = 0 } }] });
        yield return Case("a position hidden", _honest with { Trades = [trade with { Seller = trade.Seller with { Account = trade.Seller.Account with { Changed = new(0, 0, PerpetualUnits.Bias), IsPresent = false } } }] });
        yield return Case("breaker said to have tripped", _honest with { Trades = [trade with { State = scalars with { Tripped = true } }] });
        yield return Case("less volume", _honest with { Liquidations = [_honest.Liquidations[0] with { State = scalars }] });
        yield return Case("more insurance", _honest with { Deleverages = [_honest.Deleverages[0] with { State = scalars with { Insurance = 1_000_000 } }] });
        yield return Case("fees to another account", _honest with { Fees = _honest.Fees with { Account = 3 } });
        yield return Case("a fee account that is richer", _honest with { Fees = _honest.Fees with { Place = _honest.Fees.Place with { Collateral = 50 } } });
        yield return Case("bug 45: unused trade with a fee", _nothing with { Trades = [unused with { Buyer = unused.Buyer with { Fee = 5 } }] });
        yield return Case("bug 45: unused trade with a quote", _nothing with { Trades = [unused with { Quote = 5 }] });
        yield return Case("bug 45: unused trade with a size", _nothing with { Trades = [unused with { Size = 1, Market = 1 }] });
        yield return Case("bug 45: unused transfer with a fee", _nothing with { Transfers = [_nothing.Transfers[0] with { Debit = _nothing.Transfers[0].Debit with { Fee = 5 } }] });
        yield return Case("bug 45: unused liquidation that pays the fund", _nothing with { Liquidations = [_nothing.Liquidations[0] with { Insurance = 5 }] });
        yield return Case("bug 45: unused deleverage that takes from the fund", _nothing with { Deleverages = [_nothing.Deleverages[0] with { Cover = 5 }] });
        yield return Case("used trade declared unused", _honest with { Trades = [trade with { IsUsed = false }] });
        yield return Case("unused trade declared used", _nothing with { Trades = [unused with { IsUsed = true }] });
        yield return Case("a negative fee", Buyer(trade.Buyer with { Fee = Fr.Characteristic - 5 }));
        yield return Case("a negative size", _honest with { Trades = [trade with { Size = Fr.Characteristic - 10 }] });

        PerpetualWitness Buyer(TraderInput buyer) => _honest with { Trades = [trade with { Buyer = buyer }] };
    }

    [TestCaseSource(nameof(Lists))]
    [TestCaseSource(nameof(Slots))]
    public void RefusesACheat(PerpetualWitness witness)
    {
        var failures = Check(witness);
        Assert.That(failures, Is.Not.Empty);
        TestContext.Out.WriteLine(string.Join('\n', failures));
    }

    [Test]
    public void AcceptsTheHonestOnes()
    {
        Assert.That(Check(_honest), Is.Empty);
        Assert.That(Check(_nothing), Is.Empty);
    }

    /// <summary>It is put back as it was taken, so nothing comes of it.</summary>
    [Test]
    public void AcceptsAnAccountInTheListThatNothingTouches() =>
        Assert.That(Check(_nothing with { Touched = [_nothing.Touched[0] with { IsUsed = true }, .. _nothing.Touched.Skip(1)] }), Is.Empty);

    private static TestCaseData Case(string name, PerpetualWitness witness) => new TestCaseData(witness).SetArgDisplayNames(name);
}
