using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Forced withdrawals: served, refused, overdue; and that nobody can freeze the contract with a request that cannot be served.</summary>
[TestFixture]
public sealed class ForcedRequestTests
{
    private const string NoSuchRequest = "NoSuchRequest(bytes32)";
    private const string NotOverdue = "NotOverdue(uint256)";
    private const string Pause = "pause(uint40)";
    private const string Forced = $"WithdrawalForced(bytes32,uint256,uint256,{SettlementWorld.Withdrawal},{Signature})";
    private const string Served = "RequestsServed(uint256,uint256,uint256)";

    private SettlementWorld _world = null!;

    [SetUp]
    public void Start()
    {
        _world = new SettlementWorld();
        _world.SettleBatch(_world.Enqueue(0, 1000), _world.Enqueue(1, 1000, Bob));
    }

    [Test]
    public void ABatchServesARequest()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70, 2);
        var forced = LogOf(_world.ForceRequest(withdrawal), Forced);
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.One));
        var receipt = _world.SettleBatch(_world.Transfer(1, 0, 5), withdrawal);
        var served = LogOf(receipt, Served);
        Assert.That(served.Topics[1], Is.EqualTo(forced.Topics[2]), "the group");
        Assert.That(Abi.UintAt(served.Data, 0), Is.EqualTo(BigInteger.One));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
        Evm.IncreaseTime(8 * Day);
        _world.Refuses(NoSuchRequest, Alice, FreezeFor, [Tuple(withdrawal)]);
    }

    [Test]
    public void AnotherWithdrawalServesNothing()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70, 2);
        _world.ForceRequest(withdrawal);
        _world.SettleBatch(_world.Withdraw(1, Alice, 70, 2));
        _world.SettleBatch(_world.Withdraw(0, Alice, 69, 2), _world.Withdraw(0, Alice, 70, 1, nonceAhead: 1), _world.Withdraw(0, Bob, 70, 2, nonceAhead: 2));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.One));
        Evm.IncreaseTime(7 * Day);
        _world.Send(Stranger, FreezeFor, [Tuple(withdrawal)]);
    }

    [Test]
    public void AnOverdueRequestFreezesForEver()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        _world.Enqueue(5, 9);
        _world.ForceRequest(withdrawal);
        var deadline = _world.Deadline(withdrawal);
        Assert.That(deadline, Is.EqualTo(Now + (7 * Day)));
        _world.RefusesAt(deadline - 1, NotOverdue, Stranger, FreezeFor, [Tuple(withdrawal)]);
        _world.SendAt(deadline, Stranger, FreezeFor, [Tuple(withdrawal)]);
        Assert.That(_world.Frozen, Is.True);
        _world.Refuses("IsFrozen()", Operator, Settle, _world.Expected(_world.Apply(withdrawal)));
        _world.Refuses("IsFrozen()", Alice, MakeDeposit, 0, Number256(Key(0).X), Number256(Key(0).Y), 1);
        _world.Refuses("IsFrozen()", Alice, FreezeFor, [Tuple(withdrawal)]);
        _world.Refuses("IsFrozen()", Alice, Force, Tuple(withdrawal), Tuple(withdrawal.Signature!.Value));
        _world.Refuses("IsFrozen()", Alice, RefuseNobody, Tuple(withdrawal), _world.Path(3));
        _world.Refuses("IsFrozen()", Alice, Refuse, Tuple(withdrawal), Tuple(_world.State.Find(0)!.Value), _world.Path(0));
    }

    [Test]
    public void ALateBatchStillServesBeforeAFreeze()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        _world.ForceRequest(withdrawal);
        Evm.IncreaseTime(9 * Day);
        _world.SettleBatch(withdrawal);
        _world.Refuses(NoSuchRequest, Alice, FreezeFor, [Tuple(withdrawal)]);
    }

    [Test]
    public void APauseStopsTheClockAndNothingElse()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        _world.ForceRequest(withdrawal);
        var deadline = _world.Deadline(withdrawal);
        _world.Send(Guardian, Pause, 3 * Day);

        // The guardian cannot make the operator miss the deadline ...
        _world.RefusesAt(deadline, NotOverdue, Stranger, FreezeFor, [Tuple(withdrawal)]);
        var end = (long)_world.Read("pauseEnd()");
        var start = (long)_world.Read("pauseStart()");
        _world.RefusesAt(deadline + end - start - 1, NotOverdue, Stranger, FreezeFor, [Tuple(withdrawal)]);

        // ... nor keep it from passing: the next pause is far away.
        _world.Refuses("PauseTooSoon(uint256)", Guardian, Pause, 1);
        _world.SendAt(deadline + end - start, Stranger, FreezeFor, [Tuple(withdrawal)]);
    }

    [Test]
    public void AnOverdueRequestFreezesInAPauseToo()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        _world.ForceRequest(withdrawal);
        Evm.IncreaseTime(7 * Day);
        _world.Send(Guardian, Pause, 3 * Day);
        _world.Send(Stranger, FreezeFor, [Tuple(withdrawal)]);
    }

    [Test]
    public void AWithdrawalCannotExpireBeforeItsDeadlineEvenWithAPause()
    {
        var time = Now + 100L;
        var expiry = (uint)(time + (10 * Day) + 900);
        object[] Arguments(uint e)
        {
            var w = (Withdrawal)(_world.Withdraw(0, Alice, 1) with { Expiry = e }).Sign(Secret(0), _world.Domain.Value);
            return [Tuple(w), Tuple(w.Signature!.Value)];
        }

        MineAt(time);
        _world.Refuses("ExpiresTooSoon(uint256)", Alice, Force, Arguments(expiry - 1));
        _world.Refuses("ExpiresTooSoon(uint256)", Alice, Force, Arguments(0));
        Assert.That(Evm.Call(_world.Contract, Abi.Call(Force, Arguments(expiry)), value: RequestBond).Success, Is.True);
    }

    [Test]
    public void ARequestIsSignedByTheKeyItNames()
    {
        var good = _world.Withdraw(0, Alice, 70);
        var signature = Tuple(good.Signature!.Value);
        foreach (var changed in new[] { good with { Amount = 71 }, good with { Fee = 1 }, good with { Nonce = 1 }, good with { From = 1 }, good with { Recipient = ToEthereum(Bob) }, good with { Expiry = uint.MaxValue - 1 } })
            _world.Refuses("BadSignature()", Bob, Force, Tuple(changed, Key(0)), signature);
        _world.Refuses("BadSignature()", Bob, Force, Tuple(good, Key(1)), signature);
        _world.Refuses("NotOnCurve()", Bob, Force, Tuple(good, new EdwardsPoint(Fr.One, Fr.One)), signature);
        var forOther = (Withdrawal)good.Sign(Secret(0), new SettlementDomain(1, ToEthereum(_world.Contract)).Value);
        _world.Refuses("BadSignature()", Bob, Force, Tuple(forOther), Tuple(forOther.Signature!.Value));
        _world.ForceRequest(good, Bob);
        _world.Refuses("AlreadyRequested(bytes32)", Bob, Force, Tuple(good), signature);
    }

    [Test]
    public void TheLastNonceIsNoUse()
    {
        var withdrawal = (Withdrawal)(_world.Withdraw(0, Alice, 1) with { Nonce = uint.MaxValue }).Sign(Secret(0), _world.Domain.Value);
        _world.Refuses("NonceExhausted()", Alice, Force, Tuple(withdrawal), Tuple(withdrawal.Signature!.Value));
    }

    [Test]
    public void WhateverTheCircuitRefusesIsRefused()
    {
        // Signed by a key that is not the account's; by a key of no account at all; with another nonce; of too much, also beyond 64 bits.
        var foreign = (Withdrawal)_world.Withdraw(0, Bob, 10).Sign(Secret(1), _world.Domain.Value);
        RefusedBy(foreign, Key(1), PaymentsRule.BadSignature);
        var nobody = _world.Withdraw(0, Bob, 10) with { From = 9 };
        RefusedBy((Withdrawal)nobody.Sign(Secret(1), _world.Domain.Value), Key(1), PaymentsRule.UnknownAccount);
        RefusedBy(_world.Withdraw(0, Bob, 10, nonceAhead: 1), Key(0), PaymentsRule.WrongNonce);
        RefusedBy(_world.Withdraw(0, Bob, 1001), Key(0), PaymentsRule.Overdraft);
        RefusedBy(_world.Withdraw(0, Bob, 1000, 1), Key(0), PaymentsRule.Overdraft);
        RefusedBy(_world.Withdraw(0, Bob, ulong.MaxValue, ulong.MaxValue), Key(0), PaymentsRule.Overdraft);
        _world.AssertSolvent();
    }

    [Test]
    public void ARequestWhoseNonceIsUsedMeanwhileIsRefused()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        _world.ForceRequest(withdrawal);
        _world.SettleBatch(_world.Transfer(0, 1, 1));
        RefuseNow(withdrawal, Key(0));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void Bug47_ARequestThatCanBeServedIsNotRefused()
    {
        var withdrawal = _world.Withdraw(0, Alice, 1000);
        _world.ForceRequest(withdrawal);
        var account = _world.State.Find(0)!.Value;
        _world.Refuses("RequestPossible(bytes32)", Operator, Refuse, Tuple(withdrawal), Tuple(account), _world.Path(0));

        // Another account, a false one, another place's path, an element that is not reduced, emptiness.
        _world.Refuses("WrongPath()", Operator, Refuse, Tuple(withdrawal), Tuple(_world.State.Find(1)!.Value), _world.Path(1));
        _world.Refuses("WrongPath()", Operator, Refuse, Tuple(withdrawal), Tuple(account with { Nonce = 1 }), _world.Path(0));
        _world.Refuses("WrongPath()", Operator, Refuse, Tuple(withdrawal), Tuple(account with { Balance = 999 }), _world.Path(0));
        _world.Refuses("WrongPath()", Operator, RefuseNobody, Tuple(withdrawal), _world.Path(0));
        _world.Refuses("WrongPath()", Operator, RefuseNobody, Tuple(withdrawal), _world.Path(5));
        var unreduced = _world.Path(0);
        unreduced[3] = (BigInteger)unreduced[3] + Fr.Characteristic;
        _world.Refuses("NotReduced()", Operator, Refuse, Tuple(withdrawal), Tuple(account), unreduced);
        var key = Tuple(account);
        key[0] = (BigInteger)key[0] + Fr.Characteristic;
        _world.Refuses("NotReduced()", Operator, Refuse, Tuple(withdrawal), key, _world.Path(0));

        // And the details of the request are its own.
        _world.Refuses(NoSuchRequest, Operator, Refuse, Tuple(withdrawal with { Nonce = 1 }), Tuple(account), _world.Path(0));
        _world.Refuses(NoSuchRequest, Operator, Refuse, Tuple(withdrawal, Key(1)), Tuple(account), _world.Path(0));
        _world.Refuses(NoSuchRequest, Operator, RefuseNobody, Tuple(withdrawal with { Amount = 5 }), _world.Path(5));
        Assert.That(_world.Deadline(withdrawal), Is.Not.Zero);
    }

    [Test]
    public void ManyRequestsAreServedByOneBatch()
    {
        var first = _world.Withdraw(0, Alice, 1);
        var second = _world.Withdraw(1, Bob, 2);
        _world.ForceRequest(first);
        _world.ForceRequest(second);
        _world.SettleBatch(first, second, _world.Withdraw(0, Alice, 1, nonceAhead: 1));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void AFalseRequestKeepsNoOtherOut()
    {
        var (used, foreign, good) = SameWords();
        _world.ForceRequest(used, Stranger);
        _world.ForceRequest(foreign, Stranger, Key(1));
        Evm.IncreaseTime(Day);
        _world.ForceRequest(good);
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(new BigInteger(3)));
        Assert.That(_world.Deadline(good), Is.GreaterThan(_world.Deadline(used)));

        // Each is refused by itself, whatever the others do, and the good one freezes the contract.
        _world.Refuses("RequestPossible(bytes32)", Stranger, Refuse, Tuple(good), Tuple(_world.State.Find(0)!.Value), _world.Path(0));
        RefuseNow(used, Key(0));
        RefuseNow(foreign, Key(1));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.One));
        _world.Refuses(NotOverdue, Alice, FreezeFor, [Tuple(good)]);
        Evm.IncreaseTime(7 * Day);
        _world.Send(Alice, FreezeFor, [Tuple(good)]);
    }

    [Test]
    public void AWithdrawalServesAllRequestsOfItsWords()
    {
        var (used, foreign, good) = SameWords();
        _world.ForceRequest(used, Stranger);
        _world.ForceRequest(good);
        _world.ForceRequest(foreign, Stranger, Key(1));
        var served = LogOf(_world.SettleBatch(good, _world.Transfer(1, 0, 5)), Served);
        Assert.That(Abi.UintAt(served.Data, 0), Is.EqualTo(new BigInteger(3)));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
        foreach (var (request, key) in new[] { (used, Key(0)), (good, Key(0)), (foreign, Key(1)) })
        {
            Assert.That(_world.Deadline(request, key), Is.Zero);
            _world.Refuses(NoSuchRequest, Stranger, FreezeFor, [Tuple(request, key)]);
            _world.Refuses(NoSuchRequest, Stranger, Refuse, Tuple(request, key), Tuple(_world.State.Find(0)!.Value), _world.Path(0));
        }

        // The same words again are another group, with its own deadline and count.
        Evm.IncreaseTime(8 * Day);
        var next = _world.Withdraw(0, Alice, 70, 2);
        _world.ForceRequest(next);
        _world.ForceRequest(foreign, Stranger, Key(1));
        Assert.That(_world.Deadline(next), Is.GreaterThan(Now));
        Assert.That(_world.Deadline(used), Is.Zero);
        RefuseNow(foreign, Key(1));
        _world.SettleBatch(next);
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void ARequestTakesItsBondAlong()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70, 2);
        var call = Abi.Call(Force, Tuple(withdrawal), Tuple(withdrawal.Signature!.Value));
        foreach (var wrong in new[] { BigInteger.Zero, RequestBond - 1, RequestBond + 1 })
            Assert.That(Evm.Call(_world.Contract, call, Alice, wrong).RevertedWith("WrongBond(uint256)"), Is.True);
        _world.ForceRequest(withdrawal);
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(RequestBond));
    }

    [Test]
    public void WhoeverRefusesGetsTheBond()
    {
        var (used, foreign, good) = SameWords();
        _world.ForceRequest(used, Bob);
        _world.ForceRequest(foreign, Bob, Key(1));
        _world.ForceRequest(good);
        Evm.SetBalance(Stranger, BigInteger.Pow(10, 18));
        var paid = BigInteger.Zero;
        foreach (var (request, key) in new[] { (used, Key(0)), (foreign, Key(1)) })
        {
            RefuseNow(request, key);
            paid += RequestBond;
            Assert.That(Evm.Balance(_world.Contract), Is.EqualTo((3 * RequestBond) - paid));
            _world.Refuses(NoSuchRequest, Bob, TakeBondBack, 1, Tuple(request, key));
        }

        // Less the gas of two refusals and one failed call.
        Assert.That(Evm.Balance(Stranger), Is.GreaterThan(BigInteger.Pow(10, 18) + paid - (RequestBond / 2)));
    }

    [Test]
    public void TheBondOfARequestThatIsServedGoesBack()
    {
        var (used, foreign, good) = SameWords();
        _world.ForceRequest(foreign, Bob, Key(1));
        _world.ForceRequest(good);
        _world.Refuses("RequestWaits(bytes32)", Alice, TakeBondBack, 1, Tuple(good));
        _world.Refuses(NoSuchRequest, Alice, TakeBondBack, 2, Tuple(good));
        _world.Refuses(NoSuchRequest, Alice, TakeBondBack, 1, Tuple(used));

        // The group's number with other words names nothing, though key and nonce are those of a request that waits.
        _world.Refuses(NoSuchRequest, Alice, TakeBondBack, 1, Tuple(good with { Amount = 71 }));
        _world.SettleBatch(good);

        // A request of the same words that is made afterwards keeps its own bond.
        _world.ForceRequest(foreign, Stranger, Key(1));
        var (alice, bob) = (Evm.Balance(Alice), Evm.Balance(Bob));
        _world.Send(Stranger, TakeBondBack, 1, Tuple(good));
        _world.Send(Stranger, TakeBondBack, 1, Tuple(foreign, Key(1)));
        Assert.That(Evm.Balance(Alice) - alice, Is.EqualTo(RequestBond));
        Assert.That(Evm.Balance(Bob) - bob, Is.EqualTo(RequestBond));
        _world.Refuses(NoSuchRequest, Alice, TakeBondBack, 1, Tuple(good));
        _world.Refuses("RequestWaits(bytes32)", Stranger, TakeBondBack, 2, Tuple(foreign, Key(1)));
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(RequestBond));
    }

    [Test]
    public void AfterAFreezeEveryBondGoesBack()
    {
        var (_, foreign, good) = SameWords();
        _world.ForceRequest(good);
        _world.ForceRequest(foreign, Bob, Key(1));
        Evm.IncreaseTime(7 * Day);
        _world.Send(Stranger, FreezeFor, [Tuple(good)]);
        _world.Send(Stranger, TakeBondBack, 1, Tuple(good));
        _world.Send(Stranger, TakeBondBack, 1, Tuple(foreign, Key(1)));
        _world.Refuses(NoSuchRequest, Stranger, TakeBondBack, 1, Tuple(good));
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(BigInteger.Zero));
    }

    /// <summary>Three requests with the same words: of a nonce that the owner has used, of a key that is not the owner's, and one that can be served.</summary>
    private (Withdrawal Used, Withdrawal Foreign, Withdrawal Good) SameWords()
    {
        var used = _world.Withdraw(0, Alice, 70, 2);
        _world.SettleBatch(_world.Transfer(0, 1, 1));
        var good = _world.Withdraw(0, Alice, 70, 2);
        return (used, (Withdrawal)good.Sign(Secret(1), _world.Domain.Value), good);
    }

    private static EvmLog LogOf(Receipt receipt, string topic) => receipt.Logs.Single(l => l.Topics[0].SequenceEqual(Abi.Topic(topic)));

    /// <summary>The reference refuses the operation for this reason, and the contract lets anybody remove the request.</summary>
    private void RefusedBy(Withdrawal withdrawal, EdwardsPoint key, PaymentsRule rule)
    {
        Assert.That(PaymentsReference.TryApply(_world.State, new PaymentsBatch(_world.Context, Now, 0, [withdrawal]), out _, out var violation), Is.False);
        Assert.That(violation!.Rule, Is.EqualTo(rule));
        _world.ForceRequest(withdrawal, Bob, key);
        RefuseNow(withdrawal, key);
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
    }

    private void RefuseNow(Withdrawal withdrawal, EdwardsPoint key)
    {
        if (_world.State.Find(withdrawal.From) is { } account)
            _world.Send(Stranger, Refuse, Tuple(withdrawal, key), Tuple(account), _world.Path(withdrawal.From));
        else
            _world.Send(Stranger, RefuseNobody, Tuple(withdrawal, key), _world.Path(withdrawal.From));
        _world.Refuses(NoSuchRequest, Stranger, FreezeFor, [Tuple(withdrawal, key)]);
    }
}
