using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitFixture;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitTests;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>
/// Lies that hang together: what the prover says is changed in all the places that would have to agree, so that nothing but the constraint named is in the way.
/// </summary>
public class PerpetualLieTests
{
    private const ulong Bias = 1UL << 63;

    private static readonly PerpetualConfig _risky = Config with { Markets = [Market(), Market() with { Tiers = [.. Market().Tiers.Select(t => t with { Initial = 3, Maintenance = 2, CloseOut = 1 })] }] };

    /// <summary>A position that is among the others, and said not to be there, would be held twice afterwards.</summary>
    [Test]
    public void RefusesAPositionHiddenAmongTheOthers()
    {
        var witness = Trade(State, NewTrade(1, 0, 40, 4_000), account => account with
        {
            Positions = [account.Changed!, .. account.Positions.Take(15)],
            Changed = new PositionInput(0, 0, Bias),
            IsPresent = false,
        });
        Assert.That(Failures(witness), Has.Some.Contains("buyer/changed position/place"));
    }

    /// <summary>What is not present has no balance, or a position could be made of nothing.</summary>
    [Test]
    public void RefusesABalanceThatIsNotPresent()
    {
        var witness = Trade(State, NewTrade(2, 3, 10, 1000), account => account with { Changed = new PositionInput(0, 0, Bias + 5) });
        Assert.That(Failures(witness), Has.Some.Contains("buyer/changed position"));
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(16)]
    public void RefusesAnotherPlaceForANewPosition(int place)
    {
        // Account 1 holds market 2, so that of market 1 belongs to place 0, and that of market 2 of account 0 behind market 1.
        var before = NewState((1, Account(1, 30_000, (2, -100))), (2, Account(2, 1_000_000, (1, 10))), (3, Account(3, 1_000_000, (2, 100))), (4, Account(4, 9_000, (1, -10))));
        var batch = Batch(Trades(place == 0 ? new Trade(Order(2, true, 10, 1000, market: 2), Order(3, false, 10, 1000, market: 2), 10, 1000, 0, 0) : NewTrade(1, 3, 10, 1000)));
        var hint = Hint("trade/buyer/changed position/place", "place of the market");
        Assert.That(Failures(Witness(Apply(before, batch)).Witness, [.. hint.Select((wire, i) => (wire, i == place ? Fr.One : Fr.Zero))]), Has.Some.Contains("buyer/changed position/place"));
    }

    /// <summary>Market 2 asks for less margin: a position of market 1 may not be valued by its tiers.</summary>
    [Test]
    public void RefusesTheRiskOfAnotherMarket()
    {
        var witness = Witness(Apply(State, Batch(Trades(NewTrade(2, 3, 10, 1000)), _risky))).Witness;
        var hint = Hint("trade/buyer/changed position/value", "notional and tier", last: true);
        (Wire, Fr)[] lie = [(hint[1], Fr.FromUInt64(5)), (hint[4], Fr.FromUInt64(3)), (hint[5], Fr.FromUInt64(2)), (hint[6], Fr.One)];
        Assert.That(Failures(witness, lie), Is.Not.Empty);
    }

    [Test]
    public void RefusesANegativeNotional()
    {
        var hint = Hint("trade/buyer/changed position/value", "notional and tier", last: true);
        var notional = Fr.FromBigInteger(10 * (BigInteger)Price);
        Assert.That(Failures(Witness(Apply(State, Trades(NewTrade(2, 3, 10, 1000)))).Witness, (hint[0], -notional)), Has.Some.Contains("changed position/value"));
    }

    /// <summary>One unit of collateral is 2^32 of dust: none may be exchanged for the other.</summary>
    [TestCase(1)]
    [TestCase(-1)]
    public void RefusesCollateralMadeOfDust(int more)
    {
        var hint = Hint("transfer/debit/funding", "settled collateral and dust");
        var witness = Witness(Apply(State, new PerpetualOperations { Transfers = [NewTransfer(2, 3, 500)] })).Witness;
        var failures = Failures(witness, (hint[0], Fr.FromBigInteger(1_000_000 + more)), (hint[1], Fr.FromBigInteger(-more * (BigInteger.One << 32))));
        Assert.That(failures, Has.Some.Contains("transfer/debit/funding/range"));
    }

    private static IEnumerable<TestCaseData> UnusedSlots()
    {
        static TestCaseData Case(string name, string caughtBy, Func<PerpetualWitness, PerpetualWitness> lie) => new TestCaseData(caughtBy, lie).SetArgDisplayNames(name);
        yield return Case("trade's size", "trade/fields", w => w with { Trades = [w.Trades[0] with { Size = 1 }] });
        yield return Case("trade's quote", "trade/fields", w => w with { Trades = [w.Trades[0] with { Quote = 1 }] });
        yield return Case("buyer's fee", "trade/buyer", w => w with { Trades = [w.Trades[0] with { Buyer = w.Trades[0].Buyer with { Fee = 1 } }] });
        yield return Case("seller's fee", "trade/seller", w => w with { Trades = [w.Trades[0] with { Seller = w.Trades[0].Seller with { Fee = 1 } }] });
        yield return Case("transfer's fee", "transfer/debit/fields", w => w with { Transfers = [w.Transfers[0] with { Debit = w.Transfers[0].Debit with { Fee = 1 } }] });
        yield return Case("withdrawal's fee", "withdrawal/debit/fields", w => w with { Withdrawals = [w.Withdrawals[0] with { Debit = w.Withdrawals[0].Debit with { Fee = 1 } }] });
        yield return Case("liquidation's size", "liquidation/fields", w => w with { Liquidations = [w.Liquidations[0] with { Size = 1 }] });
        yield return Case("liquidation's quote", "liquidation/fields", w => w with { Liquidations = [w.Liquidations[0] with { Quote = 1 }] });
        yield return Case("insurance", "liquidation/fields", w => w with { Liquidations = [w.Liquidations[0] with { Insurance = 1 }] });
        yield return Case("liquidator's fee", "liquidation/fields", w => w with { Liquidations = [w.Liquidations[0] with { Liquidator = w.Liquidations[0].Liquidator with { Fee = 1 } }] });
        yield return Case("deleverage's size", "deleverage/fields", w => w with { Deleverages = [w.Deleverages[0] with { Size = 1 }] });
        yield return Case("deleverage's quote", "deleverage/fields", w => w with { Deleverages = [w.Deleverages[0] with { Quote = 1 }] });
        yield return Case("cover", "deleverage/fields", w => w with { Deleverages = [w.Deleverages[0] with { Cover = 1 }] });
        yield return Case("touched account's index", "accounts/account", w => w with { Touched = [.. w.Touched.Take(7), w.Touched[7] with { Index = 2, OldLeaf = Leaf(2), NewLeaf = Leaf(2), Siblings = State.Accounts.Siblings(2) }] });
        yield return Case("touched account's leaf", "accounts/account", w => w with { Touched = [.. w.Touched.Take(7), w.Touched[7] with { NewLeaf = Leaf(2) }] });
    }

    /// <summary>An unused slot moves nothing: no fee, no insurance, no open interest, no account.</summary>
    [TestCaseSource(nameof(UnusedSlots))]
    public void RefusesAnUnusedSlotThatMovesSomething(string caughtBy, Func<PerpetualWitness, PerpetualWitness> lie) =>
        Assert.That(Failures(lie(Witness(Apply(State, new PerpetualOperations())).Witness)), Has.Some.Contains(caughtBy));

    private static IEnumerable<TestCaseData> EmptyPlaces()
    {
        static TestCaseData Case(string name, Func<LightAccountInput, LightAccountInput> lie) => new TestCaseData(lie).SetArgDisplayNames(name);
        yield return Case("collateral", a => a with { Collateral = 1 });
        yield return Case("nonce", a => a with { Nonce = 1 });
        yield return Case("fills", a => a with { Fills = FillsTree.Empty.Set(new Fill(1, 1)).Root });
        yield return Case("position", a => a with { Positions = [new Position(1, 5, 0).Packed, .. a.Positions.Skip(1)] });
        yield return Case("last position", a => a with { Positions = [.. a.Positions.Take(15), new Position(1, 5, 0).Packed] });
    }

    /// <summary>An account that a deposit makes has nothing but the deposit, also where tree and memory agree on the rest.</summary>
    [TestCaseSource(nameof(EmptyPlaces))]
    public void RefusesAnAccountThatStartsWithSomething(Func<LightAccountInput, LightAccountInput> lie)
    {
        var witness = Witness(Apply(State, new PerpetualOperations { Deposits = [new Deposit(3, 77, Key(77), 77)] })).Witness;
        var deposit = witness.Deposits[0] with { Account = lie(witness.Deposits[0].Account) };
        var made = LeafOf(deposit.Account with { Collateral = deposit.Account.Collateral + 77 });
        IReadOnlyList<TouchedInput> touched = [.. witness.Touched.Select(t => t.IsUsed ? t with { NewLeaf = made } : t)];
        var after = State.Accounts.Set(77, Account(77, 77), made);
        touched = [.. touched.Select(t => t.IsUsed ? t : t with { Siblings = after.Siblings(0) })];
        var failures = Failures(witness with { Deposits = [deposit], Touched = touched });
        Assert.That(failures, Is.Not.Empty);
        Assert.That(failures, Has.All.Contains("deposit/empty place"), string.Join('\n', failures));
    }

    /// <summary>A place that a deposit says is empty would be overwritten.</summary>
    [Test]
    public void RefusesAnAccountThatIsSaidNotToExist()
    {
        var witness = Witness(Apply(State, new PerpetualOperations { Deposits = [new Deposit(3, 2, Key(2), 77)] })).Witness;
        var empty = Witness(Apply(State, new PerpetualOperations { Deposits = [new Deposit(3, 77, Key(2), 77)] })).Witness.Deposits[0].Account;
        Assert.That(Failures(witness with { Deposits = [witness.Deposits[0] with { Account = empty }] }), Is.Not.Empty);
    }

    /// <summary>An order that is filled is not said to be new.</summary>
    [Test]
    public void RefusesAnOrderWhoseFillIsForgotten()
    {
        var before = NewState((2, Account(2, 1_000_000) with { Fills = FillsTree.Empty.Set(new Fill(1, 5)) }), (3, Account(3, 1_000_000)));
        var witness = Witness(Apply(before, Trades(new Trade(Buy(2, 10, 1000), Sell(3, 5, 500), 5, 500, 0, 0)))).Witness;
        Wire First(string name) => Compiled.Inputs.First(i => i.Name == name).Wire;
        Assert.That(Failures(witness, (First("filled number"), Fr.Zero), (First("filled"), Fr.Zero)), Is.Not.Empty);
    }

    /// <summary>Another place for an order's number would have another order's fill.</summary>
    [TestCase(1 + 1024)]
    [TestCase(2)]
    [TestCase(1 - 1024)]
    public void RefusesAnotherPlaceForAnOrder(int place)
    {
        var witness = Witness(Apply(State, Trades(new Trade(Buy(2, 10, 1000, number: 2049), Sell(3, 10, 1000), 10, 1000, 0, 0)))).Witness;
        var hint = Hint("trade/buyer/order/fills", "place and round");
        var round = (Fr.FromUInt64(2049) - Fr.FromBigInteger(place)) * Fr.FromUInt64(1024).Inverse();
        Assert.That(Failures(witness, (hint[0], Fr.FromBigInteger(place)), (hint[1], round)), Has.Some.StartsWith("range"));
    }

    /// <summary>The second debit takes the account as it was before the first: the memory has no such cell any more.</summary>
    [Test]
    public void RefusesAnAccountSpentTwice()
    {
        var both = Witness(Apply(State, new PerpetualOperations { Transfers = [NewTransfer(2, 3, 900_000)], Withdrawals = [NewWithdrawal(2, 100_000, nonce: 1)] })).Witness;
        var alone = Witness(Apply(State, new PerpetualOperations { Withdrawals = [NewWithdrawal(2, 1_000_000)] })).Witness.Withdrawals[0];
        var access = both.Withdrawals[0].Debit.Access;
        var spent = alone with { Debit = alone.Debit with { Access = access } };
        Assert.That(Failures(both with { Withdrawals = [spent] }), Is.Not.Empty);
        Assert.That(Failures(both with { Withdrawals = [spent with { Debit = spent.Debit with { Access = access with { LastAccess = 0 } } }] }), Is.Not.Empty);
    }

    private static IEnumerable<TestCaseData> Scalars()
    {
        static TestCaseData Case(string name, Func<PerpetualScalars, PerpetualScalars> lie) => new TestCaseData(lie).SetArgDisplayNames(name);
        yield return Case("breaker", s => s with { Tripped = !s.Tripped });
        yield return Case("volume", s => s with { WindowVolume = s.WindowVolume + 1 });
        yield return Case("fund", s => s with { Insurance = s.Insurance + 1 });
    }

    /// <summary>A slot may not start from other scalars than those that the one before leaves. What a slot does not touch stands in none of its rows.</summary>
    [TestCaseSource(nameof(Scalars))]
    public void RefusesScalarsOutOfTheChain(Func<PerpetualScalars, PerpetualScalars> lie)
    {
        var witness = Witness(Apply(State, Trades(NewTrade(1, 0, 40, 4_000)))).Witness;
        var (trade, liquidation, deleverage) = (witness.Trades[0], witness.Liquidations[0], witness.Deleverages[0]);
        if (lie(trade.State).Insurance == trade.State.Insurance)
            Assert.That(Failures(witness with { Trades = [trade with { State = lie(trade.State) }] }), Is.Not.Empty);
        Assert.That(Failures(witness with { Liquidations = [liquidation with { State = lie(liquidation.State) }] }), Is.Not.Empty);
        if (lie(deleverage.State).WindowVolume == deleverage.State.WindowVolume)
            Assert.That(Failures(witness with { Deleverages = [deleverage with { State = lie(deleverage.State) }] }), Is.Not.Empty);
    }

    /// <summary>Used slots of a type come first, so that the counts of the header say which words are whose; and a trade counts on from the one before.</summary>
    [Test]
    public void RefusesSlotsOutOfOrder()
    {
        var profile = PerpetualProfile.Find(8)!;
        using var circuit = Circuit.Compile(new PerpetualCircuit(profile));
        var state = new PerpetualState(State.Accounts, [.. State.Markets, .. Enumerable.Repeat(default(MarketState), 6)], State.Time, State.Scalars);
        var transition = Apply(state, Trades(NewTrade(1, 0, 40, 4_000), NewTrade(2, 3, 10, 1000)));
        var witness = PerpetualWitness.Create(transition, transition.Statement(profile, new byte[32]), profile);
        Assert.That(Failures(circuit, witness), Is.Empty);
        var trades = witness.Trades;
        Assert.That(Failures(circuit, witness with { Trades = [trades[0], trades[2], trades[1], .. trades.Skip(3)] }), Has.Some.Contains("(order)"));
        Assert.That(Failures(circuit, witness with { Trades = [trades[0], trades[1] with { State = trades[0].State }, .. trades.Skip(2)] }), Is.Not.Empty);
    }

    /// <summary>A quote of 0 has one sign, or a deleverage had two words.</summary>
    [Test]
    public void RefusesAQuoteOfMinusZero()
    {
        var witness = Witness(Apply(State, new PerpetualOperations())).Witness;
        Assert.That(Failures(witness with { Deleverages = [witness.Deleverages[0] with { VictimPays = true }] }), Has.Some.Contains("deleverage/fields"));
    }

    private static PerpetualWitness Trade(PerpetualState state, Trade trade, Func<FullAccountInput, FullAccountInput> buyer)
    {
        var witness = Witness(Apply(state, Trades(trade))).Witness;
        var input = witness.Trades[0];
        return witness with { Trades = [input with { Buyer = input.Buyer with { Account = buyer(input.Buyer.Account) } }] };
    }

    private static IReadOnlyList<string> Failures(PerpetualWitness witness, params (Wire Wire, Fr Value)[] lies) => Failures(Compiled, witness, lies);

    private static IReadOnlyList<string> Failures(Circuit<Fr, PerpetualWitness> circuit, PerpetualWitness witness, params (Wire Wire, Fr Value)[] lies)
    {
        using var assignment = circuit.Assign(witness, lies.ToDictionary(l => l.Wire, l => l.Value));
        return [.. WitnessChecker<Fr>.Check(circuit.Compiled, assignment).Select(f => f.ToString())];
    }

    private static IReadOnlyList<Wire> Hint(string path, string name, bool last = false)
    {
        var hints = Compiled.Hints.Where(h => h.Path == path && h.Name == name).ToList();
        return (last ? hints[^1] : hints.Single()).Outputs;
    }

    private static Fr Leaf(uint index) => State.Find(index)!.Leaf;

    private static Fr LeafOf(LightAccountInput account) => Poseidon2.Hash(
        HashDomains.PerpetualAccount,
        [
            account.Key.X,
            account.Key.Y,
            Fr.FromBigInteger(account.Collateral + Bias + (account.Nonce << 64)),
            account.Fills,
            .. account.Positions.Select(p => Fr.FromBigInteger(p)),
        ]);
}
