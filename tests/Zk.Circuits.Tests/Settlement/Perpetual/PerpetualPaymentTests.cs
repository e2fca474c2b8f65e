using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Deposits, transfers, withdrawals, fees and funding: what each does, and each rule at its limit and one unit beyond.</summary>
public class PerpetualPaymentTests
{
    private static PerpetualOperations Deposits(params Deposit[] deposits) => new() { Deposits = deposits };

    private static PerpetualOperations Transfers(params Transfer[] transfers) => new() { Transfers = transfers };

    private static PerpetualOperations Withdrawals(params Withdrawal[] withdrawals) => new() { Withdrawals = withdrawals };

    private static Deposit NewDeposit(uint account, ulong amount, EdwardsPoint? key = null, ulong queueId = 9) => new(queueId, account, key ?? Key(account), amount);

    [Test]
    public void DepositCreatesAnAccountOrCreditsOne()
    {
        var transition = Apply(State, Deposits(NewDeposit(77, 5), NewDeposit(77, 6, queueId: 10), NewDeposit(1, 7, queueId: 11)));
        Assert.That(transition.After.Find(77), Is.EqualTo(Account(77, 11)));
        Assert.That(transition.After.Find(1), Is.EqualTo(State.Find(1)! with { Collateral = 20_007 }));
        Assert.That(transition.Touched, Is.EqualTo(new uint[] { 1, 77 }));
        Assert.That(transition.Steps.Deposits[0].Account, Is.EqualTo(new AccountAccess(77, null, null, Account(77, 5), 0)));
        Apply(State.With(1, m => m with { FundingTime = 0 }), Deposits(NewDeposit(1, 1)));
    }

    [Test]
    public void DepositRulesAreThoseOfPayments()
    {
        Refuse(PerpetualRule.DuplicateQueueId, State, Deposits(NewDeposit(77, 5), NewDeposit(2, 5)));
        Refuse(PerpetualRule.WrongKey, State, Deposits(NewDeposit(2, 5, Key(3))));
        foreach (var key in PaymentsWorld.BadKeys())
            Refuse(PerpetualRule.BadKey, State, Deposits(NewDeposit(77, 5, key)));
        Apply(State, Deposits(NewDeposit(77, long.MaxValue)));
        Refuse(PerpetualRule.AmountTooLarge, State, Deposits(NewDeposit(77, PerpetualUnits.AmountLimit)));
        Apply(State, Deposits(NewDeposit(2, long.MaxValue - 1_000_000)));
        Refuse(PerpetualRule.CollateralOverflow, State, Deposits(NewDeposit(2, long.MaxValue - 999_999)));
    }

    [Test]
    public void TransferMovesCollateralAndPaysTheFeeAtTheEnd()
    {
        var transition = Apply(State, Transfers(NewTransfer(2, 0, 300, 7), NewTransfer(3, 2, 1, 2)));
        Assert.That(transition.After.Find(2), Is.EqualTo(Account(2, 999_694) with { Nonce = 1 }));
        Assert.That(transition.After.Find(0)!.Collateral, Is.EqualTo(300));
        Assert.That(transition.After.Find(FeeAccount)!.Collateral, Is.EqualTo(9));
        Assert.That(transition.FeeAccount!.Before, Is.EqualTo(Account(FeeAccount, 0)));
        Assert.That(transition.Touched, Is.EqualTo(new uint[] { 0, 2, 3, FeeAccount }));
        Assert.That(transition.Steps.Transfers[0].Receiver.Settled, Is.Null, "the receiver's funding is not touched");
    }

    [Test]
    public void TransferRulesAreThoseOfPayments()
    {
        Apply(State, Transfers(NewTransfer(2, 3, 1_000_000)));
        Refuse(PerpetualRule.Margin, State, Transfers(NewTransfer(2, 3, 1_000_001)));
        Refuse(PerpetualRule.Margin, State, Transfers(NewTransfer(2, 3, 1_000_000, 1)));
        Refuse(PerpetualRule.UnknownAccount, State, Transfers(NewTransfer(50, 3, 1)));
        Refuse(PerpetualRule.UnknownAccount, State, Transfers(NewTransfer(2, 50, 1)));
        Refuse(PerpetualRule.SelfTransfer, State, Transfers(NewTransfer(2, 2, 1)));
        Refuse(PerpetualRule.WrongKey, State, Transfers(NewTransfer(2, 3, 1, key: Key(4))));
        Refuse(PerpetualRule.Expired, State, Transfers(NewTransfer(2, 3, 1, expiry: Time - 1)));
        Refuse(PerpetualRule.WrongNonce, State, Transfers(NewTransfer(2, 3, 1, nonce: 1)));
        Refuse(PerpetualRule.BadSignature, State, Transfers(NewTransfer(2, 3, 1) with { Amount = 2 }));
        Refuse(PerpetualRule.BadSignature, State, Transfers(NewTransfer(2, 3, 1) with { Signature = null }));
        var full = State.With(3, Account(3, long.MaxValue - 1));
        Apply(full, Transfers(NewTransfer(2, 3, 1)));
        Refuse(PerpetualRule.CollateralOverflow, full, Transfers(NewTransfer(2, 3, 2)));
        Refuse(PerpetualRule.AmountTooLarge, full, Transfers(NewTransfer(3, 2, PerpetualUnits.AmountLimit)));
        Refuse(PerpetualRule.AmountTooLarge, full, Transfers(NewTransfer(3, 2, 0, PerpetualUnits.AmountLimit)));
        var last = State.With(2, Account(2, 5) with { Nonce = uint.MaxValue - 1 });
        Apply(last, Transfers(NewTransfer(2, 3, 1, nonce: uint.MaxValue - 1)));
        Refuse(PerpetualRule.NonceExhausted, State.With(2, Account(2, 5) with { Nonce = uint.MaxValue }), Transfers(NewTransfer(2, 3, 1, nonce: uint.MaxValue)));
    }

    [Test]
    public void WithdrawalLeavesTheInitialMargin()
    {
        // 100 long at 100: notional 10,000, initial margin 625.
        var state = State.With(0, Account(0, 0, (1, 100)));
        Assert.That(Apply(state, Withdrawals(NewWithdrawal(0, 9_370, 5))).After.Find(0), Is.EqualTo(Account(0, -9_375, (1, 100)) with { Nonce = 1 }));
        Refuse(PerpetualRule.Margin, state, Withdrawals(NewWithdrawal(0, 9_371, 5)));
        Apply(State, Withdrawals(NewWithdrawal(1, 9_375)));
        Refuse(PerpetualRule.Margin, State, Withdrawals(NewWithdrawal(1, 9_376)));
        Refuse(PerpetualRule.UnknownAccount, State, Withdrawals(NewWithdrawal(50, 1)));
        Refuse(PerpetualRule.BadSignature, State, Withdrawals(NewWithdrawal(2, 1) with { Recipient = new EthereumAddress(1) }));
    }

    [Test]
    public void FeeAccountExistsUnlessThereAreNoFees()
    {
        var batch = Batch(Transfers(NewTransfer(2, 3, 1, 1))) with { FeeAccount = 50 };
        Refuse(PerpetualRule.UnknownAccount, State, batch);
        Apply(State.With(50, Account(50, long.MaxValue - 1)), batch);
        Refuse(PerpetualRule.CollateralOverflow, State.With(50, Account(50, long.MaxValue)), batch);
        Assert.That(Apply(State, Batch(Transfers(NewTransfer(2, 3, 1))) with { FeeAccount = 50 }).FeeAccount, Is.Null);
    }

    [TestCase(1L, -1L, uint.MaxValue, TestName = "FundingOwedIsRoundedAgainstTheAccount")]
    [TestCase(-1L, 0L, 1U, TestName = "FundingGainedIsRoundedAgainstTheAccount")]
    [TestCase(1L << 32, -1L, 0U, TestName = "WholeFundingIsExact")]
    public void FundingIsSettledAndRoundedDown(long index, long paid, uint dust)
    {
        // A position of one unit at an index of zero; dust is in 2^-32 of a unit.
        var state = NewState((2, Account(2, 1000, (1, 1))), (3, Account(3, 1000, (1, -1)))).With(1, m => m with { Funding = index });
        var access = Apply(state, Withdrawals(NewWithdrawal(2, 0))).Steps.Withdrawals[0].Account;
        Assert.That(access.Settled, Is.EqualTo(Account(2, 1000 + paid) with { Positions = PositionList.Create([new(1, 1, index)]) }));
        Assert.That(access.Dust, Is.EqualTo(dust));
        Assert.That(access.Before, Is.EqualTo(state.Find(2)));
        Assert.That(access.After, Is.EqualTo(access.Settled! with { Nonce = 1 }));
    }

    [Test]
    public void FundingKeepsCollateralInItsRange()
    {
        PerpetualState Owing(long collateral) => NewState((2, Account(2, collateral, (1, 1))), (3, Account(3, 0, (1, -1))))
            .With(1, m => m with { Funding = (long)One, Price = ulong.MaxValue });
        var request = new PerpetualOperations { ForcedWithdrawals = [NewForced(2, 0)] };
        Apply(Owing(long.MinValue + 1), request);
        Refuse(PerpetualRule.CollateralOverflow, Owing(long.MinValue), request);
    }

    [Test]
    public void ValueStaysInItsRange()
    {
        // 2^63 - 1 of collateral and a unit at a price of 1 are too much, at a price of 1 - 2^-32 they are not.
        var state = NewState((2, Account(2, long.MaxValue, (1, 1))), (3, Account(3, 0, (1, -1))));
        var request = new PerpetualOperations { ForcedWithdrawals = [NewForced(2, 0)] };
        Apply(state.At(One - 1), request);
        Refuse(PerpetualRule.ValueOverflow, state.At(One), request);
    }

    [Test]
    public void ValueIsConserved()
    {
        var operations = Deposits(NewDeposit(77, 500)) with { Transfers = [NewTransfer(2, 3, 10, 1)], Withdrawals = [NewWithdrawal(3, 20, 3)] };
        var transition = Apply(State, operations);
        Assert.That(transition.After.ConservedValue - State.ConservedValue, Is.EqualTo(new System.Numerics.BigInteger(480) << 32));
    }
}
