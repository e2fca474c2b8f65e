using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The deposit queue and the token.</summary>
[TestFixture]
public sealed class DepositTests
{
    private const string Cancel = "cancelDeposit(uint256)";
    private const string NoSuchDeposit = "NoSuchDeposit(uint256)";
    private const string WrongDeposit = "WrongDeposit(uint256)";

    private SettlementWorld _world = null!;

    [SetUp]
    public void Start() => _world = new SettlementWorld();

    [Test]
    public void ADepositTakesTokensAndWaits()
    {
        var before = _world.TokenBalance(Alice);
        var deposit = _world.Enqueue(7, 123);
        Assert.That(before - _world.TokenBalance(Alice), Is.EqualTo(new BigInteger(123)));
        Assert.That(_world.ReadWord(0, "totals()"), Is.EqualTo(new BigInteger(123)));
        Assert.That(deposit.QueueId, Is.Zero);
        Assert.That(_world.Enqueue(7, 1).QueueId, Is.EqualTo(1));
        var entry = Evm.Call(_world.Contract, Abi.Call("deposits(uint256)", 0)).Data;
        Assert.That(Abi.AddressAt(entry, 0), Is.EqualTo(Alice));
        Assert.That(Abi.UintAt(entry, 1), Is.EqualTo(new BigInteger(123)));
        Assert.That(Abi.UintAt(entry, 2), Is.EqualTo(new BigInteger(7)));
        _world.AssertSolvent();
    }

    [Test]
    public void DepositsSettleInAnyOrderAndOnce()
    {
        var (first, second) = (_world.Enqueue(0, 10), _world.Enqueue(1, 20));
        _world.SettleBatch(second);
        _world.SettleBatch(first);
        foreach (var again in new[] { first, second })
            Refused(NoSuchDeposit, again);
        _world.AssertSolvent();
    }

    [Test]
    public void ADepositNamedTwiceIsRefused()
    {
        var deposit = _world.Enqueue(0, 10);
        _world.Enqueue(0, 10);
        Refused(NoSuchDeposit, deposit, deposit);
    }

    [Test]
    public void ADepositIsThatOfTheQueue()
    {
        var deposit = _world.Enqueue(0, 10);
        Refused(WrongDeposit, deposit with { Amount = 11 });
        Refused(WrongDeposit, deposit with { Amount = 9 });
        Refused(WrongDeposit, deposit with { Account = 1 });
        Refused(WrongDeposit, deposit with { PublicKey = Key(1) });
        Refused(WrongDeposit, deposit with { PublicKey = -Key(0) });
        Refused(NoSuchDeposit, deposit with { QueueId = 1 });
        Refused(NoSuchDeposit, deposit with { QueueId = (1UL << 40) - 1 });
        _world.SettleBatch(deposit);
    }

    [Test]
    public void ADepositSettlesBeforeItsWindowEndsAndIsCancelledAfter()
    {
        var deposit = _world.Enqueue(0, 10);
        var end = DepositTime(0) + (2 * Day);
        var snapshot = Evm.Snapshot();
        _world.RefusesAt(end - 1, "DepositStillOpen(uint256,uint256)", Alice, Cancel, 0);
        Evm.Revert(snapshot);
        snapshot = Evm.Snapshot();
        MineAt(end - 20);
        var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 1, WordsOf(deposit)));
        _world.SendAt(end - 1, Operator, Settle, arguments);
        Evm.Revert(snapshot);
        MineAt(end - 20);
        arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 1, WordsOf(deposit)));
        _world.RefusesAt(end, "DepositTooOld(uint256)", Operator, Settle, arguments);

        // Anybody may give it back, and only its depositor gets it.
        _world.Send(Stranger, Cancel, 0);
        Assert.That(_world.Read("owed(address)", Alice), Is.EqualTo(new BigInteger(10)));
        _world.Refuses(NoSuchDeposit, Alice, Cancel, 0);
        Refused(NoSuchDeposit, deposit);
        _world.AssertSolvent();
    }

    [Test]
    public void ADepositWithABadKeyOnlyWaitsForItsEnd()
    {
        // Of order 2l: on the curve, in no batch.
        var bad = Key(0) + new EdwardsPoint(Fr.Zero, -Fr.One);
        var deposit = _world.Enqueue(0, 10, key: bad);
        Assert.That(PaymentsReference.TryApply(_world.State, new PaymentsBatch(_world.Context, Now, 0, [deposit]), out _, out var violation), Is.False);
        Assert.That(violation!.Rule, Is.EqualTo(PaymentsRule.BadKey));
        _world.SettleBatch(_world.Enqueue(0, 5));
        Evm.IncreaseTime(2 * Day);
        _world.Send(Alice, Cancel, 0);
        _world.AssertSolvent();
    }

    [Test]
    public void ADepositDoesNotSettleInItsOwnBlock()
    {
        var deposit = new Deposit(0, 0, Key(0), 10);
        var arguments = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 1, WordsOf(deposit)));
        var time = Now + 10L;
        _world.SendAt(time, Alice, MakeDeposit, 0, Number256(Key(0).X), Number256(Key(0).Y), 10);

        // A call sees the time of the latest block, which is the deposit's.
        _world.Refuses("DepositTooNew(uint256)", Operator, Settle, arguments);
        _world.SendAt(time + 1, Operator, Settle, arguments);
    }

    [Test]
    public void BadDepositsAreRefused()
    {
        var (x, y) = (Number256(Key(0).X), Number256(Key(0).Y));
        _world.Refuses("NothingDeposited()", Alice, MakeDeposit, 0, x, y, 0);
        _world.Refuses("NotOnCurve()", Alice, MakeDeposit, 0, x + 1, y, 1);
        _world.Refuses("NotOnCurve()", Alice, MakeDeposit, 0, x + Fr.Characteristic, y, 1);
        _world.Refuses("NotOnCurve()", Alice, MakeDeposit, 0, 0, 1, 1);
        _world.Refuses("ERC20InsufficientAllowance(address,uint256,uint256)", Stranger, MakeDeposit, 0, x, y, 1);
    }

    [Test]
    public void NoMoreThan2To64UnitsAreEverHeld()
    {
        _world.SettleBatch(_world.Enqueue(0, ulong.MaxValue - 10));
        _world.SettleBatch(_world.Withdraw(0, Bob, 5));
        _world.Enqueue(1, 4);
        var (x, y) = (Number256(Key(0).X), Number256(Key(0).Y));
        _world.Refuses("TooMuchDeposited()", Bob, MakeDeposit, 0, x, y, 7);
        _world.Enqueue(0, 6, Bob);
        _world.AssertSolvent();
    }

    [Test]
    public void UnitsScaleTheToken()
    {
        var world = new SettlementWorld(unit: 1_000_000_000_000);
        world.SettleBatch(world.Enqueue(0, 1000));
        world.SettleBatch(world.Withdraw(0, Stranger, 400));
        Assert.That(world.TokenBalance(world.Contract), Is.EqualTo(new BigInteger(1_000_000_000_000_000)));
        world.Send(Bob, "withdrawFor(address)", Stranger);
        Assert.That(world.TokenBalance(Stranger), Is.EqualTo(new BigInteger(400_000_000_000_000)));
        world.AssertSolvent();
    }

    private long DepositTime(int id) => (long)_world.ReadWord(3, "deposits(uint256)", id);

    private void Refused(string error, params Operation[] operations)
    {
        var data = RawData(Now, operations.Length, WordsOf(operations));
        _world.Refuses(error, Operator, Settle, _world.Expected(_world.Context, _world.State.Root, Fr.One, data));
    }
}
