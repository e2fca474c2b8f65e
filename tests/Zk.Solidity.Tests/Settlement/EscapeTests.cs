using System.Numerics;
using Zk.Circuits.Settlement;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>After a freeze everybody gets everything out, once, and nobody more.</summary>
[TestFixture]
public sealed class EscapeTests
{
    private SettlementWorld _world = null!;

    [SetUp]
    public void Start()
    {
        _world = new SettlementWorld();
        _world.SettleBatch(_world.Enqueue(0, 1000), _world.Enqueue(1, 600, Bob), _world.Enqueue(uint.MaxValue, 50, Bob), _world.Enqueue(256, 40));
        _world.SettleBatch(_world.Withdraw(1, Bob, 100), _world.Transfer(256, 0, 40));
    }

    [Test]
    public void EverybodyGetsEverything()
    {
        _world.Enqueue(7, 77, Bob);
        _world.Freeze(0);
        _world.Send(Stranger, "cancelDeposit(uint256)", 4);
        foreach (var (account, recipient) in new[] { (0u, Alice), (1u, Bob), (uint.MaxValue, Bob) })
        {
            _world.Send(Stranger, Escape, _world.EscapeArguments(account, recipient));
            _world.AssertSolvent();
        }

        _world.Send(Alice, "withdraw(address)", Alice);
        _world.Send(Bob, "withdraw(address)", Bob);
        Assert.That(_world.TokenBalance(_world.Contract), Is.EqualTo(BigInteger.Zero));
        Assert.That(Enumerable.Range(0, 3).All(i => _world.ReadWord(i, "totals()").IsZero), Is.True);
    }

    [Test]
    public void AnAccountLeavesOnce()
    {
        _world.Freeze(0);
        var first = _world.EscapeArguments(0, Alice);
        _world.Send(Alice, Escape, first);
        _world.Refuses("AlreadyEscaped(uint32)", Alice, Escape, first);
        _world.Refuses("AlreadyEscaped(uint32)", Alice, Escape, _world.EscapeArguments(0, Bob));
        Assert.That(_world.Read("hasEscaped(uint32)", 0), Is.EqualTo(BigInteger.One));
        Assert.That(_world.Read("hasEscaped(uint32)", 256), Is.EqualTo(BigInteger.Zero));
        Assert.That(_world.Read("hasEscaped(uint32)", 1), Is.EqualTo(BigInteger.Zero));
        _world.Send(Bob, Escape, _world.EscapeArguments(1, Bob));
    }

    [Test]
    public void NobodyLeavesBeforeAFreeze() => _world.Refuses("IsNotFrozen()", Alice, Escape, _world.EscapeArguments(0, Alice));

    [Test]
    public void OnlyTheKeysOwnerSaysWhereTo()
    {
        _world.Freeze(0);
        var arguments = _world.EscapeArguments(0, Alice);
        var stolen = arguments.ToArray();
        stolen[3] = Bob;
        _world.Refuses("BadSignature()", Bob, Escape, stolen);
        stolen[3] = Bob;
        stolen[4] = Tuple(new EscapeOrder(0, ToEthereum(Bob)).Sign(Secret(1), _world.Domain.Value));
        _world.Refuses("BadSignature()", Bob, Escape, stolen);
        stolen[4] = Tuple(new EscapeOrder(1, ToEthereum(Bob)).Sign(Secret(0), _world.Domain.Value));
        _world.Refuses("BadSignature()", Bob, Escape, stolen);
        stolen[4] = Tuple(new EscapeOrder(0, ToEthereum(Bob)).Sign(Secret(0), new SettlementDomain(1, ToEthereum(_world.Contract)).Value));
        _world.Refuses("BadSignature()", Bob, Escape, stolen);

        // A signed withdrawal is no escape, though its owner signed that recipient.
        stolen[4] = Tuple(_world.Withdraw(0, Bob, 1).Signature!.Value);
        _world.Refuses("BadSignature()", Bob, Escape, stolen);
    }

    [Test]
    public void OnlyTheFinalStateCounts()
    {
        var old = _world.EscapeArguments(0, Alice);
        _world.SettleBatch(_world.Transfer(0, 1, 500));
        _world.Freeze(0);
        _world.Refuses("WrongPath()", Alice, Escape, old);
        foreach (var (index, change) in new (int, Func<Account, Account>)[] { (1, a => a with { Balance = a.Balance + 1 }), (1, a => a with { Nonce = a.Nonce + 1 }), (1, a => a with { PublicKey = Key(1) }) })
        {
            var lie = _world.EscapeArguments(0, Alice);
            lie[index] = Tuple(change(_world.State.Find(0)!.Value));
            _world.Refuses("WrongPath()", Alice, Escape, lie);
        }

        var place = _world.EscapeArguments(0, Alice);
        place[0] = 2;
        _world.Refuses("WrongPath()", Alice, Escape, place);
        _world.Refuses("NothingToEscape(uint32)", Alice, Escape, _world.EscapeArguments(256, Alice));
    }

    [Test]
    public void WhatWasOwedStaysOwed()
    {
        _world.Freeze(0);
        _world.Send(Bob, "withdraw(address)", Bob);
        _world.Refuses("NothingOwed(address)", Bob, "withdraw(address)", Bob);
        _world.AssertSolvent();
    }

    [Test]
    public void ADepositThatWasSettledIsNotGivenBack()
    {
        _world.Enqueue(7, 77, Bob);
        _world.Freeze(0);
        _world.Refuses("NoSuchDeposit(uint256)", Bob, "cancelDeposit(uint256)", 1);
        _world.Send(Bob, "cancelDeposit(uint256)", 4);
        _world.Refuses("NoSuchDeposit(uint256)", Bob, "cancelDeposit(uint256)", 4);
        _world.Refuses("NoSuchDeposit(uint256)", Bob, "cancelDeposit(uint256)", 5);
    }
}
