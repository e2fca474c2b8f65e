using System.Numerics;
using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>The rules of payments in plain code: what each operation does, and that each rule refuses.</summary>
public class PaymentsReferenceTests
{
    [Test]
    public void TransferMovesAmountAndPaysFeeAtTheEnd()
    {
        var after = Apply(Transfer(0, 1, 300, 7), Transfer(1, 0, 1290, 10)).After;
        Assert.Multiple(() =>
        {
            Assert.That(after.Find(0), Is.EqualTo(NewAccount(0, 1983, 1)));
            Assert.That(after.Find(1), Is.EqualTo(NewAccount(1, 0, 1)));
            Assert.That(after.Find(FeeAccount), Is.EqualTo(NewAccount(3, 17)));
        });
    }

    [Test]
    public void FeesOfTheBatchCannotBeSpentInIt() =>
        Assert.That(Refuse(Transfer(0, 1, 1, 100), Transfer(FeeAccount, 1, 1)).Rule, Is.EqualTo(PaymentsRule.Overdraft));

    [Test]
    public void WithdrawalTakesAmountAndFee()
    {
        var transition = Apply(Withdrawal(0, 990, 10));
        Assert.Multiple(() =>
        {
            Assert.That(transition.After.Find(0), Is.EqualTo(NewAccount(0, 0, 1)));
            Assert.That(transition.TotalFees, Is.EqualTo(10));
        });
    }

    [Test]
    public void DepositCreatesAnAccountOrCreditsOne()
    {
        var after = Apply(Deposit(77, 5), Deposit(77, 6, queueId: 10), Deposit(0, 1, queueId: 0)).After;
        Assert.Multiple(() =>
        {
            Assert.That(after.Find(77), Is.EqualTo(NewAccount(77, 11)));
            Assert.That(after.Find(0), Is.EqualTo(NewAccount(0, 1001)));
            Assert.That(State.Find(77), Is.Null, "the state before is not changed");
        });
    }

    [Test]
    public void AccountCreatedInABatchCanSpendInIt() =>
        Assert.That(Apply(Deposit(77, 5), Transfer(77, 0, 5)).After.Find(77), Is.EqualTo(NewAccount(77, 0, 1)));

    [Test]
    public void FeeAccountMayBeCreatedInTheBatchAndMayBeMissingWithoutFees()
    {
        var batch = Batch(Deposit(88, 1), Transfer(0, 1, 1, 5)) with { FeeAccount = 88 };
        Assert.That(PaymentsReference.TryApply(State, batch, out var transition, out _), Is.True);
        Assert.That(transition!.After.Find(88), Is.EqualTo(NewAccount(88, 6)));
        Assert.That(PaymentsReference.TryApply(State, Batch(Transfer(0, 1, 1)) with { FeeAccount = 99 }, out _, out _), Is.True);
    }

    [Test]
    public void ZeroAmountsAndLimitsAreAllowed()
    {
        Apply(Transfer(0, 1, 0), Transfer(0, 1, 1000, nonce: 1), Transfer(0, 1, 0, nonce: 2), Deposit(0, 0));
        Apply(Withdrawal(uint.MaxValue, ulong.MaxValue - 5, 5, expiry: uint.MaxValue));
        Apply(Deposit(500, ulong.MaxValue));
    }

    [Test]
    public void RefusesUnknownAccounts()
    {
        Assert.That(Refuse(Deposit(0, 1), Transfer(50, 0, 1)), Has.Property("Rule").EqualTo(PaymentsRule.UnknownAccount).And.Property("Operation").EqualTo(1));
        Assert.That(Refuse(Transfer(0, 50, 1)).Rule, Is.EqualTo(PaymentsRule.UnknownAccount));
        Assert.That(Refuse(Withdrawal(50, 1)).Rule, Is.EqualTo(PaymentsRule.UnknownAccount));
        var fees = Refuse(State, Batch(Transfer(0, 1, 1, 1)) with { FeeAccount = 50 });
        Assert.That(fees, Has.Property("Rule").EqualTo(PaymentsRule.UnknownAccount).And.Property("Operation").Null);
        Assert.That(fees.ToString(), Does.StartWith("fees: unknown-account: "));
    }

    [Test]
    public void RefusesExpiredOperations()
    {
        Assert.That(Refuse(Transfer(0, 1, 1, expiry: Time - 1)).Rule, Is.EqualTo(PaymentsRule.Expired));
        Assert.That(Refuse(Withdrawal(0, 1, expiry: 0)).Rule, Is.EqualTo(PaymentsRule.Expired));
    }

    [Test]
    public void RefusesWrongNonces()
    {
        Assert.That(Refuse(Transfer(0, 1, 1, nonce: 1)).Rule, Is.EqualTo(PaymentsRule.WrongNonce));
        var operation = Transfer(0, 1, 1);
        Assert.That(Refuse(operation, operation), Has.Property("Rule").EqualTo(PaymentsRule.WrongNonce).And.Property("Operation").EqualTo(1));
        Assert.That(Refuse(Transfer(2, 1, 1, nonce: uint.MaxValue)).Rule, Is.EqualTo(PaymentsRule.NonceExhausted));
    }

    [Test]
    public void RefusesASignatureOverAnythingElse()
    {
        var good = (Transfer)Transfer(0, 1, 10, 2);
        var taken = (Withdrawal)Withdrawal(0, 10, 2);
        var elsewhere = new SettlementDomain(2, Context.Domain.Contract);
        var contract = new SettlementDomain(1, new EthereumAddress(0x1112));
        Operation[] forged =
        [
            good with { Amount = 11 },
            good with { Fee = 3 },
            good with { To = 3 },
            good with { ToKey = Key(2) },
            good with { To = 2, ToKey = Key(2) },
            good with { Expiry = Time + 1 },
            good with { Signature = null },
            good with { Signature = taken.Signature },
            good with { Signature = good.Signature!.Value with { R = -good.Signature.Value.R } },
            good with { Signature = good.Signature.Value with { S = good.Signature.Value.S + BabyJubJub.SubgroupOrder } },
            taken with { Recipient = new EthereumAddress(0xabce) },
            taken with { Signature = good.Signature },
            good.Sign(Secret(1), Context.Domain.Value),
            good.Sign(Secret(0), elsewhere.Value),
            good.Sign(Secret(0), contract.Value),
            good with { From = 1, To = 0 },
        ];
        Assert.That(forged.Select(o => Refuse(o).Rule), Is.All.EqualTo(PaymentsRule.BadSignature));
    }

    [Test]
    public void RefusesSelfTransfers() => Assert.That(Refuse(Transfer(0, 0, 1)).Rule, Is.EqualTo(PaymentsRule.SelfTransfer));

    [Test]
    public void RefusesOverdrafts()
    {
        Assert.That(Refuse(Transfer(0, 1, 1001)).Rule, Is.EqualTo(PaymentsRule.Overdraft));
        Assert.That(Refuse(Transfer(0, 1, 1000, 1)).Rule, Is.EqualTo(PaymentsRule.Overdraft));
        Assert.That(Refuse(Withdrawal(0, ulong.MaxValue, ulong.MaxValue)).Rule, Is.EqualTo(PaymentsRule.Overdraft));
        Assert.That(Refuse(Transfer(0, 1, ulong.MaxValue, 1)).Rule, Is.EqualTo(PaymentsRule.Overdraft), "amount + fee = 2^64");
    }

    [Test]
    public void RefusesOverflowingCredits()
    {
        Assert.That(Refuse(Transfer(0, uint.MaxValue, 1)).Rule, Is.EqualTo(PaymentsRule.BalanceOverflow));
        Assert.That(Refuse(Deposit(uint.MaxValue, 1)).Rule, Is.EqualTo(PaymentsRule.BalanceOverflow));
        Assert.That(Refuse(Deposit(0, ulong.MaxValue)).Rule, Is.EqualTo(PaymentsRule.BalanceOverflow));
        Assert.That(Refuse(State, Batch(Transfer(0, 1, 1, 1)) with { FeeAccount = uint.MaxValue }).Rule, Is.EqualTo(PaymentsRule.BalanceOverflow));
    }

    [TestCaseSource(typeof(PaymentsWorld), nameof(BadKeys))]
    public void RefusesUnusableKeys(EdwardsPoint key)
    {
        Assert.That(Refuse(Deposit(77, 1, key)).Rule, Is.EqualTo(PaymentsRule.BadKey));
        Assert.That(Refuse(Deposit(0, 1, key)).Rule, Is.EqualTo(PaymentsRule.BadKey));
    }

    [Test]
    public void RefusesADepositThatNamesAnotherKey()
    {
        Assert.That(Refuse(Deposit(0, 1, Key(1))).Rule, Is.EqualTo(PaymentsRule.WrongKey));
        Assert.That(Refuse(Deposit(0, 1, -Key(0))).Rule, Is.EqualTo(PaymentsRule.WrongKey));
    }

    [Test]
    public void RefusesAQueueEntryTwice()
    {
        Assert.That(Refuse(Deposit(77, 5), Transfer(0, 1, 1), Deposit(0, 6)), Has.Property("Rule").EqualTo(PaymentsRule.DuplicateQueueId).And.Property("Operation").EqualTo(2));
        Assert.That(Refuse(Deposit(77, 5), Deposit(77, 5)).ToString(), Does.StartWith("operation 1: duplicate-queue-id: "));
        Assert.That(PaymentsReference.TryApply(Apply(Deposit(77, 5)).After, Batch(Deposit(77, 5)), out _, out _), Is.True, "other batches are the contract's to know");
    }

    [Test]
    public void AQueueIdThatNoDataWordHoldsIsNoDeposit()
    {
        var largest = Deposit(77, 5, queueId: (1UL << OperationWords.QueueIdBits) - 1);
        Assert.That(Apply(largest).Batch.Data(1).List[1].ToBigInteger() >> 208, Is.EqualTo(new BigInteger(largest.QueueId)));
        Assert.That(() => Deposit(77, 5, queueId: largest.QueueId + 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => largest with { QueueId = ulong.MaxValue }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void RefusesATransferThatNamesAnotherKey()
    {
        Assert.That(Refuse(Transfer(0, 1, 1, key: Key(2))).Rule, Is.EqualTo(PaymentsRule.WrongKey));
        Assert.That(Refuse(Transfer(0, 1, 1, key: OtherPoint(Key(1)))).Rule, Is.EqualTo(PaymentsRule.WrongKey));
        Assert.That(Refuse(Transfer(0, 50, 1)).Rule, Is.EqualTo(PaymentsRule.UnknownAccount));
    }

    /// <summary>Two deposits race for a place; a transfer signed for one of the two owners must not pay the other.</summary>
    [Test]
    public void ATransferPaysTheOwnerThatItNamesWhoeverWonThePlace()
    {
        var transfer = Transfer(0, 77, 300);
        Assert.That(Apply(Deposit(77, 5), transfer).After.Find(77), Is.EqualTo(NewAccount(77, 305)));
        Assert.That(Refuse(Deposit(77, 5, Key(5)), transfer), Has.Property("Rule").EqualTo(PaymentsRule.WrongKey).And.Property("Operation").EqualTo(1));
        Assert.That(Refuse(Deposit(77, 5), Deposit(77, 5, Key(5), 10)), Has.Property("Rule").EqualTo(PaymentsRule.WrongKey).And.Property("Operation").EqualTo(1));
        Assert.That(Refuse(transfer, Deposit(77, 5)).Rule, Is.EqualTo(PaymentsRule.UnknownAccount));
    }

    [Test]
    public void TheXOfAKeyIsThatOfNoOther([Range(0U, 9U)] uint account)
    {
        var (key, other) = (Key(account), OtherPoint(Key(account)));
        Assert.That(other, Is.EqualTo(-key + new EdwardsPoint(Fr.Zero, -Fr.One)));
        Assert.That(other, Has.Property("IsOnCurve").True.And.Property("IsInSubgroup").False);
        var transfer = new Transfer(0, account, key, 1, 0, 0, Time);
        Assert.That((transfer with { ToKey = Key(account + 1) }).Message(Fr.One), Is.Not.EqualTo(transfer.Message(Fr.One)));
    }

    [Test]
    public void ValueIsConserved([Range(1UL, 20UL)] ulong seed)
    {
        var sample = PaymentsSample.Create(5, 40, seed);
        Assert.That(PaymentsReference.TryApply(sample.State!, sample.Batch, out var transition, out _), Is.True);
        var deposits = sample.Batch.Operations.OfType<Deposit>().Aggregate(BigInteger.Zero, (sum, d) => sum + d.Amount);
        var withdrawals = sample.Batch.Operations.OfType<Withdrawal>().Aggregate(BigInteger.Zero, (sum, w) => sum + w.Amount);
        Assert.That(transition!.After.TotalBalance, Is.EqualTo(sample.State!.TotalBalance + deposits - withdrawals));
    }
}
