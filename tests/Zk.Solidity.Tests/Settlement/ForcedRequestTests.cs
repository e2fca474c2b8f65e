using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Forced withdrawals: served, refused, overdue; and that nobody can freeze the contract with a request that cannot be served.</summary>
[TestFixture]
public sealed class ForcedRequestTests
{
    private const string FreezeCall = "freeze(bytes32)";
    private const string NoSuchRequest = "NoSuchRequest(bytes32)";
    private const string NotOverdue = "NotOverdue(uint256)";
    private const string Pause = "pause(uint40)";

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
        var id = _world.ForceRequest(withdrawal);
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.One));
        var receipt = _world.SettleBatch(_world.Transfer(1, 0, 5), withdrawal);
        Assert.That(receipt.Logs.Any(l => l.Topics[0].SequenceEqual(Abi.Topic("RequestServed(bytes32,uint256)")) && l.Topics[1].SequenceEqual(id)), Is.True);
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
        Evm.IncreaseTime(8 * Day);
        _world.Refuses(NoSuchRequest, Alice, FreezeCall, id);
    }

    [Test]
    public void AnotherWithdrawalServesNothing()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70, 2);
        var id = _world.ForceRequest(withdrawal);
        _world.SettleBatch(_world.Withdraw(1, Alice, 70, 2));
        _world.SettleBatch(_world.Withdraw(0, Alice, 69, 2), _world.Withdraw(0, Alice, 70, 1, nonceAhead: 1), _world.Withdraw(0, Bob, 70, 2, nonceAhead: 2));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.One));
        Evm.IncreaseTime(7 * Day);
        _world.Send(Stranger, FreezeCall, id);
    }

    [Test]
    public void AnOverdueRequestFreezesForEver()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        _world.Enqueue(5, 9);
        var id = _world.ForceRequest(withdrawal);
        var deadline = (long)_world.ReadWord(0, "requests(bytes32)", id);
        Assert.That(deadline, Is.EqualTo(Now + (7 * Day)));
        _world.RefusesAt(deadline - 1, NotOverdue, Stranger, FreezeCall, id);
        _world.SendAt(deadline, Stranger, FreezeCall, id);
        Assert.That(_world.Frozen, Is.True);
        _world.Refuses("IsFrozen()", Operator, Settle, _world.Expected(_world.Apply(withdrawal)));
        _world.Refuses("IsFrozen()", Alice, MakeDeposit, 0, Number256(Key(0).X), Number256(Key(0).Y), 1);
        _world.Refuses("IsFrozen()", Alice, FreezeCall, id);
        _world.Refuses("IsFrozen()", Alice, Force, Tuple(withdrawal), Tuple(withdrawal.Signature!.Value));
        _world.Refuses("IsFrozen()", Alice, RefuseNobody, Tuple(withdrawal), _world.Path(3));
        _world.Refuses("IsFrozen()", Alice, Refuse, Tuple(withdrawal), Tuple(_world.State.Find(0)!.Value), _world.Path(0));
    }

    [Test]
    public void ALateBatchStillServesBeforeAFreeze()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        var id = _world.ForceRequest(withdrawal);
        Evm.IncreaseTime(9 * Day);
        _world.SettleBatch(withdrawal);
        _world.Refuses(NoSuchRequest, Alice, FreezeCall, id);
    }

    [Test]
    public void APauseStopsTheClockAndNothingElse()
    {
        var withdrawal = _world.Withdraw(0, Alice, 70);
        var id = _world.ForceRequest(withdrawal);
        var deadline = (long)_world.ReadWord(0, "requests(bytes32)", id);
        _world.Send(Guardian, Pause, 3 * Day);

        // The guardian cannot make the operator miss the deadline ...
        _world.RefusesAt(deadline, NotOverdue, Stranger, FreezeCall, id);
        var end = (long)_world.Read("pauseEnd()");
        var start = (long)_world.Read("pauseStart()");
        _world.RefusesAt(deadline + end - start - 1, NotOverdue, Stranger, FreezeCall, id);

        // ... nor keep it from passing: the next pause is far away.
        _world.Refuses("PauseTooSoon(uint256)", Guardian, Pause, 1);
        _world.SendAt(deadline + end - start, Stranger, FreezeCall, id);
    }

    [Test]
    public void AnOverdueRequestFreezesInAPauseToo()
    {
        var id = _world.ForceRequest(_world.Withdraw(0, Alice, 70));
        Evm.IncreaseTime(7 * Day);
        _world.Send(Guardian, Pause, 3 * Day);
        _world.Send(Stranger, FreezeCall, id);
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
        Assert.That(Evm.Call(_world.Contract, Abi.Call(Force, Arguments(expiry))).Success, Is.True);
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
    }

    [Test]
    public void Bug47_ARequestThatCanBeServedIsNotRefused()
    {
        var withdrawal = _world.Withdraw(0, Alice, 1000);
        var id = _world.ForceRequest(withdrawal);
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
        Assert.That(_world.ReadWord(0, "requests(bytes32)", id), Is.Not.EqualTo(BigInteger.Zero));
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

    /// <summary>The reference refuses the operation for this reason, and the contract lets anybody remove the request.</summary>
    private void RefusedBy(Withdrawal withdrawal, EdwardsPoint key, PaymentsRule rule)
    {
        Assert.That(PaymentsReference.TryApply(_world.State, new PaymentsBatch(_world.Context, Now, 0, [withdrawal]), out _, out var violation), Is.False);
        Assert.That(violation!.Rule, Is.EqualTo(rule));
        _world.Send(Bob, Force, Tuple(withdrawal, key), Tuple(withdrawal.Signature!.Value));
        RefuseNow(withdrawal, key);
    }

    private void RefuseNow(Withdrawal withdrawal, EdwardsPoint key)
    {
        if (_world.State.Find(withdrawal.From) is { } account)
            _world.Send(Stranger, Refuse, Tuple(withdrawal, key), Tuple(account), _world.Path(withdrawal.From));
        else
            _world.Send(Stranger, RefuseNobody, Tuple(withdrawal, key), _world.Path(withdrawal.From));
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
        _world.Refuses(NoSuchRequest, Stranger, FreezeCall, _world.RequestId(withdrawal));
    }
}
