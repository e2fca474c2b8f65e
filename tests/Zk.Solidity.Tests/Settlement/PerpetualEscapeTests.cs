using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>After a freeze accounts leave with what they are worth at the final prices, once, as far as the contract holds it.</summary>
[TestFixture]
public sealed class PerpetualEscapeTests
{
    private const string WrongPath = "WrongPath()";
    private const string NothingToEscape = "NothingToEscape(uint32)";
    private const ulong One = 1UL << 32;

    private PerpetualWorld _world = null!;

    [SetUp]
    public void Start() => _world = new PerpetualWorld();

    [Test]
    public void AnAccountLeavesWithItsWorthAtTheFinalPrices()
    {
        // Long and short, gains and losses, funding paid and received, each of which rounds down.
        var markets = Markets(((150 * One) + 7, -3), ((2 * One) + (One / 2), 1));
        Reach(markets, 10_000_000, (0, 1_000, [new(1, 10, 4)]), (1, 5_000, [new(1, -10, -4), new(2, 3, 0)]), (2, -400, [new(2, 1_001, (long)One)]), (3, -400, [new(2, 1_000, 0)]), (uint.MaxValue, 77, []));

        // A debt grows by a whole unit when any part of one is due.
        Assert.That(Worth(_world.State.Find(3)!, _world.State.Markets), Is.EqualTo(new BigInteger(2_500 - 401)));
        foreach (var (index, account) in _world.State.Accounts.Leaves)
        {
            var worth = Worth(account, _world.State.Markets);
            Assert.That(worth, Is.Positive);
            var recipient = NewAddress();
            var receipt = _world.Send(Stranger, EscapeWithPositions, Arguments(index, recipient));
            Assert.That(_world.Read("owed(address)", recipient), Is.EqualTo(worth));
            var escaped = receipt.Logs.Single(l => l.Topics[0].SequenceEqual(Abi.Topic("Escaped(uint32,address,uint64)")));
            Assert.That(Abi.UintAt(escaped.Data, 0), Is.EqualTo(worth));
            _world.AssertSolvent();
        }
    }

    [Test]
    public void WorthIsTheReferencesForRandomAccounts()
    {
        var random = new Random(5);
        long Signed(int bits) => random.NextInt64(1L << bits) - (1L << (bits - 1));
        var markets = Enumerable.Range(0, 8).Select(_ => new MarketState((ulong)random.NextInt64(1, 1L << 36), 5, 6, 7, 8, 9, Signed(40), 10, 11)).ToArray();
        var accounts = Enumerable.Range(0, 12).Select(i => ((uint)i, Signed(i < 6 ? 12 : 40), Enumerable.Range(1, 8).Where(_ => random.Next(2) == 0).Select(m => new Position(m, Signed(30) | 1, Signed(40))).ToArray())).ToArray();
        Reach(markets, 1UL << 50, accounts);
        var (paid, nothing) = (0, 0);
        foreach (var (index, account) in _world.State.Accounts.Leaves)
        {
            var worth = Worth(account, markets);
            if (worth < 1)
            {
                _world.Refuses(NothingToEscape, Stranger, EscapeWithPositions, Arguments(index, Alice));
                nothing++;
                continue;
            }

            var recipient = NewAddress();
            _world.Send(Stranger, EscapeWithPositions, Arguments(index, recipient));
            Assert.That(_world.Read("owed(address)", recipient), Is.EqualTo(worth));
            paid++;
        }

        Assert.That(paid, Is.Positive);
        Assert.That(nothing, Is.Positive);
    }

    [Test]
    public void TheExtremesOfAnAccountAreWorthWhatTheyAre()
    {
        var long16 = Enumerable.Range(1, 8).Select(m => new Position(m, m % 2 == 0 ? long.MaxValue : long.MinValue, m % 3 == 0 ? long.MinValue : long.MaxValue)).ToArray();
        var markets = Enumerable.Range(1, 8).Select(m => new MarketState(ulong.MaxValue, uint.MaxValue, ulong.MaxValue, 0, 0, 0, m % 2 == 0 ? long.MinValue : long.MaxValue, uint.MaxValue, 0)).ToArray();
        Reach(markets, 1_000, (0, long.MinValue, long16), (1, long.MaxValue, []), (2, 0, [.. long16.Select(p => p with { Balance = p.Balance > 0 ? p.Balance : -(p.Balance + 1) })]));
        foreach (var index in new uint[] { 0, 1, 2 })
        {
            var worth = Worth(_world.State.Find(index)!, markets);
            if (worth < 1)
            {
                _world.Refuses(NothingToEscape, Stranger, EscapeWithPositions, Arguments(index, Alice));
                continue;
            }

            var snapshot = Evm.Snapshot();
            var recipient = NewAddress();
            _world.Send(Stranger, EscapeWithPositions, Arguments(index, recipient));
            Assert.That(_world.Read("owed(address)", recipient), Is.EqualTo(BigInteger.Min(worth, 1_000)));
            Evm.Revert(snapshot);
        }
    }

    [Test]
    public void WhoComesFirstIsPaidInFullAndTheLastGetWhatIsLeft()
    {
        // The winner's gain is the loser's debt, which is not there.
        Reach(Markets((300 * One, 0)), 1_500, (0, 1_000, [new(1, 4, 0)]), (1, 500, [new(1, -4, 0)]), (2, 500, []));
        _world.Refuses(NothingToEscape, Stranger, EscapeWithPositions, Arguments(1, Bob));
        _world.Send(Stranger, EscapeWithPositions, Arguments(2, Bob));
        _world.Send(Stranger, EscapeWithPositions, Arguments(0, Alice));
        Assert.That(Worth(_world.State.Find(0)!, _world.State.Markets), Is.EqualTo(new BigInteger(2_200)));
        Assert.That(_world.Read("owed(address)", Bob), Is.EqualTo(new BigInteger(500)));
        Assert.That(_world.Read("owed(address)", Alice), Is.EqualTo(new BigInteger(1_000)));
        Assert.That(_world.Total(1), Is.EqualTo(BigInteger.Zero));
        _world.Refuses("AlreadyEscaped(uint32)", Stranger, EscapeWithPositions, Arguments(0, Alice));
        _world.AssertSolvent();
    }

    [Test]
    public void WithNothingLeftNobodyLeaves()
    {
        Reach(Markets((One, 0)), 100, (0, 100, []), (1, 100, []));
        _world.Send(Stranger, EscapeWithPositions, Arguments(0, Alice));
        _world.Refuses(NothingToEscape, Stranger, EscapeWithPositions, Arguments(1, Bob));
        Assert.That(_world.Read("hasEscaped(uint32)", 1), Is.EqualTo(BigInteger.Zero));
        _world.Send(Alice, "withdraw(address)", Alice);
        Assert.That(_world.TokenBalance(_world.Contract), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void APerpetualAccountLeavesOnceAndNotBeforeAFreeze()
    {
        _world.Fund(0, 1_000);
        _world.Reach(State(Markets((One, 0)), (0, 600, [])));
        _world.Refuses("IsNotFrozen()", Stranger, EscapeWithPositions, Arguments(0, Alice));
        _world.Freeze();
        _world.Send(Stranger, EscapeWithPositions, Arguments(0, Alice));
        _world.Refuses("AlreadyEscaped(uint32)", Stranger, EscapeWithPositions, Arguments(0, Alice));
        _world.Refuses("AlreadyEscaped(uint32)", Stranger, EscapeWithPositions, Arguments(0, Bob));
        Assert.That(_world.Total(1), Is.EqualTo(new BigInteger(400)));
    }

    [Test]
    public void OnlyTheFinalPerpetualStateCounts()
    {
        Reach(Markets((150 * One, 7), (3 * One, 0)), 10_000, (0, 1_000, [new(1, 10, 4), new(2, -1, 0)]), (1, 50, []));
        var good = Arguments(0, Alice);
        void Lie(string error, Action<object[]> change)
        {
            var lie = Arguments(0, Alice);
            change(lie);
            _world.Refuses(error, Stranger, EscapeWithPositions, lie);
        }

        // Each part of the account, the place, the path, each element of the markets, the rest.
        for (var i = 0; i < 5; i++)
        {
            var part = i;
            Lie(WrongPath, a => Change((object[])a[1], part));
        }

        for (var i = 0; i < 16; i++)
        {
            var position = i;
            Lie(WrongPath, a => Change((object[])((object[])a[1])[5], position));
        }

        Lie(WrongPath, a => a[0] = 1u);
        Lie(WrongPath, a => Change((object[])a[2], 31));
        for (var i = 0; i < 24; i++)
        {
            var element = i;
            Lie(WrongPath, a => Change((object[])((object[])a[3])[0], element));
        }

        Lie(WrongPath, a => Change((object[])a[3], 1));
        Lie(WrongPath, a => ((object[])a[3])[0] = ((object[])((object[])a[3])[0])[..21]);
        Lie(WrongPath, a => ((object[])a[3])[0] = ((object[])((object[])a[3])[0]).Append(BigInteger.Zero).ToArray());

        // Another spelling of the same elements has other low bits.
        Lie("NotReduced()", a => Unreduce((object[])((object[])a[3])[0], 0));
        Lie("NotReduced()", a => Unreduce((object[])a[3], 1));
        Lie("NotReduced()", a => Unreduce((object[])a[1], 0));
        Lie("NotReduced()", a => Unreduce((object[])a[1], 4));
        Lie("NotReduced()", a => Unreduce((object[])((object[])a[1])[5], 0));
        Lie("NotReduced()", a => Unreduce((object[])a[2], 0));
        _world.Send(Stranger, EscapeWithPositions, good);
    }

    [Test]
    public void OnlyTheOwnerOfAPerpetualAccountSaysWhereTo()
    {
        Reach(Markets((One, 0)), 1_000, (0, 600, []), (1, 400, []));
        var stolen = Arguments(0, Alice);
        stolen[4] = Bob;
        _world.Refuses("BadSignature()", Bob, EscapeWithPositions, stolen);
        foreach (var (place, signer, domain) in new[] { (0u, 1u, _world.Domain), (1u, 0u, _world.Domain), (0u, 0u, new SettlementDomain(1, ToEthereum(_world.Contract))) })
        {
            stolen[5] = Tuple(new EscapeOrder(place, ToEthereum(Bob)).Sign(Secret(signer), domain.Value));
            _world.Refuses("BadSignature()", Bob, EscapeWithPositions, stolen);
            _world.Refuses("BadSignature()", Stranger, EscapeWithPositions, stolen);
        }

        _world.Send(Bob, EscapeWithPositions, Arguments(0, Alice));
    }

    /// <summary>Deposits so much, leads to a state with these markets and accounts, and freezes.</summary>
    private void Reach(IReadOnlyList<MarketState> markets, ulong held, params (uint Index, long Collateral, Position[] Positions)[] accounts)
    {
        _world.Fund(0, held);
        _world.Reach(State(markets, accounts));
        _world.Freeze();
    }

    private static PerpetualState State(IReadOnlyList<MarketState> markets, params (uint Index, long Collateral, Position[] Positions)[] accounts)
    {
        var state = PerpetualState.Genesis(markets.Count) with { Markets = markets, Time = 12, Scalars = new PerpetualScalars(true, 345, 6, 789) };
        return accounts.Aggregate(state, (s, a) => s.With(
            a.Index, PerpetualAccount.Create(Key(a.Index), a.Collateral) with { Nonce = 3, Fills = FillsTree.Empty.Set(new Fill(1, 2)), Positions = PositionList.Create(a.Positions) }));
    }

    /// <summary>Eight markets, of which the first have these prices and funding indices.</summary>
    private static MarketState[] Markets(params (ulong Price, long Funding)[] first) =>
        [.. Enumerable.Range(0, 8).Select(i => i < first.Length ? new MarketState(first[i].Price, 5, first[i].Price, 7, 8, 9, first[i].Funding, 10, 11) : default)];

    private static BigInteger Worth(PerpetualAccount account, IReadOnlyList<MarketState> markets)
    {
        var funding = account.Positions.Aggregate(BigInteger.Zero, (sum, p) => sum + (((BigInteger)markets[p.Market - 1].Funding - p.CachedFunding) * p.Balance));
        var collateral = (((BigInteger)account.Collateral << 32) - funding) >> 32;
        return ((collateral << 32) + account.Positions.Aggregate(BigInteger.Zero, (sum, p) => sum + ((BigInteger)markets[p.Market - 1].Price * p.Balance))) >> 32;
    }

    private object[] Arguments(uint index, Address recipient) => _world.EscapeArguments(index, recipient);

    private static void Change(object[] values, int at) => values[at] = Big(values[at]) + 1;

    private static void Unreduce(object[] values, int at) => values[at] = Big(values[at]) + Fr.Characteristic;

    private static BigInteger Big(object value) => value as BigInteger? ?? new BigInteger(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture));
}
