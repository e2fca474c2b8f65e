using System.Numerics;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>What is owed is paid, once, to whom it is owed; and tokens that behave oddly.</summary>
[TestFixture]
public sealed class WithdrawalTests
{
    private const string Withdraw = "withdraw(address)";
    private const string WithdrawFor = "withdrawFor(address)";
    private const string Reentered = "ReentrancyGuardReentrantCall()";

    [Test]
    public void WhatIsOwedIsPaidOnce()
    {
        var world = Funded();
        var (recipient, elsewhere) = (Evm.Accounts[6], NewAddress());
        world.SettleBatch(world.Withdraw(0, recipient, 30), world.Withdraw(0, recipient, 12, nonceAhead: 1));
        world.Refuses("NothingOwed(address)", Stranger, Withdraw, Stranger);
        world.Send(recipient, Withdraw, elsewhere);
        Assert.That(world.TokenBalance(elsewhere), Is.EqualTo(new BigInteger(42)));
        world.Refuses("NothingOwed(address)", recipient, Withdraw, elsewhere);
        world.Refuses("NothingOwed(address)", Stranger, WithdrawFor, recipient);
        world.AssertSolvent();
    }

    [Test]
    public void AnybodyPaysTheRecipientAndNobodyElse()
    {
        var world = Funded();
        var recipient = NewAddress();
        world.SettleBatch(world.Withdraw(0, recipient, 30));
        world.Send(Stranger, WithdrawFor, recipient);
        Assert.That(world.TokenBalance(recipient), Is.EqualTo(new BigInteger(30)));
        world.AssertSolvent();
    }

    [Test]
    public void NoRecipientCanStopABatch()
    {
        var world = Funded();
        world.SettleBatch(
            world.Withdraw(0, Address.FromBytes(new byte[20]), 1),
            world.Withdraw(0, world.Contract, 2, nonceAhead: 1),
            world.Withdraw(0, world.Token, 3, nonceAhead: 2),
            world.Withdraw(0, Address.FromBytes([.. new byte[19], 1]), 0, nonceAhead: 3));
        world.Send(Stranger, WithdrawFor, world.Token);
        world.AssertSolvent();
    }

    [Test]
    public void ATokenWithoutReturnValuesWorks()
    {
        var world = Funded("SilentToken");
        world.SettleBatch(world.Withdraw(0, Bob, 30));
        world.Send(Bob, Withdraw, Bob);
        world.AssertSolvent();
    }

    [Test]
    public void TheContractIsNotPaidByItself()
    {
        var world = Funded();
        world.SettleBatch(world.Withdraw(0, Bob, 30), world.Withdraw(0, world.Contract, 5, nonceAhead: 1));
        world.Refuses("WrongReceiver()", Bob, Withdraw, world.Contract);
        world.Refuses("WrongReceiver()", Stranger, WithdrawFor, world.Contract);
        world.Send(Bob, Withdraw, Bob);
        world.AssertSolvent();
    }

    [TestCase("FeeToken")]
    [TestCase("LyingToken")]
    public void ATokenThatDoesNotArriveInFullIsRefused(string token)
    {
        var world = new SettlementWorld(token);
        world.Refuses("WrongAmountReceived(uint256,uint256)", Alice, MakeDeposit, 0, Number256(Key(0).X), Number256(Key(0).Y), 1000);
    }

    [Test]
    public void APaymentThatFailsStaysOwed()
    {
        var world = Funded("FalseToken");
        world.SettleBatch(world.Withdraw(0, Bob, 30));
        Evm.Send(world.Token, Abi.Call("breakDown(bool)", true));
        world.Refuses("SafeERC20FailedOperation(address)", Bob, Withdraw, Bob);
        Evm.Send(world.Token, Abi.Call("breakDown(bool)", false));
        world.Send(Bob, Withdraw, Bob);
        world.AssertSolvent();
    }

    [Test]
    public void Bug56_ATokenThatCallsBackGetsNowhere()
    {
        var world = Funded("HookToken");
        world.SettleBatch(world.Withdraw(0, world.Token, 30), world.Withdraw(0, Bob, 40, nonceAhead: 1));
        Evm.IncreaseTime(2 * Day);
        var deposit = Abi.Call(MakeDeposit, 0, Number256(Key(0).X), Number256(Key(0).Y), 1);
        var settle = Abi.Call(Settle, world.Expected(world.Apply(world.Transfer(0, 1, 1))));
        foreach (var attack in new[] { Abi.Call(WithdrawFor, Bob), Abi.Call(Withdraw, Stranger), deposit, settle, Abi.Call("cancelDeposit(uint256)", 5), Abi.Call(Escape, world.EscapeArguments(0, Alice)) })
        {
            var snapshot = Evm.Snapshot();
            Evm.Send(world.Token, Abi.Call("arm(address,bytes)", world.Contract, attack));
            world.Enqueue(0, 5);
            AssertReentryFailed(world);
            world.Send(Bob, Withdraw, Bob);
            AssertReentryFailed(world);
            world.AssertSolvent();
            Evm.Revert(snapshot);
        }
    }

    [Test]
    public void TheConstructorRefusesNonsense()
    {
        var world = new SettlementWorld();
        var verifier = (KeyDigest, CircuitName, Capacity, world.Verifier);
        Assert.That(IsCreated(ConstructorArguments(world.Token, 1, verifier)), Is.True);
        Assert.That(IsCreated(ConstructorArguments(world.Token, 0, verifier)), Is.False, "no unit");
        Assert.That(IsCreated(ConstructorArguments(world.Token, (BigInteger.One << 128) + 1, verifier)), Is.False, "a unit whose multiples overflow");
        Assert.That(IsCreated(ConstructorArguments(NewAddress(), 1, verifier)), Is.False, "no token");
        Assert.That(IsCreated(ConstructorArguments(world.Token, 1)), Is.False, "no verifier");
        Assert.That(IsCreated(ConstructorArguments(world.Token, 1, verifier with { Verifier = NewAddress() })), Is.False, "a verifier without code");
        Assert.That(IsCreated(ConstructorArguments(world.Token, 1, verifier, verifier)), Is.False, "a verifier twice");
        Assert.That(IsCreated(ConstructorArguments(world.Token, 1, verifier with { Capacity = 0 })), Is.False, "no slots");
        Assert.That(IsCreated(ConstructorArguments(world.Token, 1, verifier with { Capacity = 65_536 })), Is.False, "more slots than the header counts");
    }

    [Test]
    public void TheBondHasALimit()
    {
        var world = new SettlementWorld();
        foreach (var (bond, created) in new[] { (BigInteger.Zero, true), (BigInteger.Pow(10, 17), true), (BigInteger.Pow(10, 17) + 1, false) })
        {
            var arguments = ConstructorArguments(world.Token, 1, (KeyDigest, CircuitName, Capacity, world.Verifier));
            Abi.Word(bond).CopyTo(arguments, 2 * Abi.WordLength);
            Assert.That(IsCreated(arguments), Is.EqualTo(created), $"{bond}");
        }
    }

    private static bool IsCreated(byte[] arguments) => Evm.Send(null, [.. SettlementArtifacts.CreationCode("Settlement"), .. arguments]).Success;

    private static SettlementWorld Funded(string token = "TestToken")
    {
        var world = new SettlementWorld(token);
        world.SettleBatch(world.Enqueue(0, 1000), world.Enqueue(1, 1000, Bob));
        return world;
    }

    private static void AssertReentryFailed(SettlementWorld world)
    {
        Assert.That(Abi.UintAt(Evm.Call(world.Token, Abi.Call("success()")).Data, 0), Is.EqualTo(BigInteger.Zero));
        var answer = Evm.Call(world.Token, Abi.Call("answer()")).Data;
        Assert.That(answer[64..68], Is.EqualTo(Abi.Selector(Reentered)));
    }
}
