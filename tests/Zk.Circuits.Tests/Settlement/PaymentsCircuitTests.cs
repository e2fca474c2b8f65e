using System.Numerics;
using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsCircuitFixture;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>
/// The circuit refuses what the rules refuse. Each false witness is made without the reference's judgement and is consistent but for one rule, and
/// the constraint that catches it is named.
/// </summary>
public class PaymentsCircuitTests
{
    private static readonly BigInteger _modulus = Fr.Characteristic;

    [Test]
    public void AcceptsEveryKindAndGivesTheStatement()
    {
        PaymentsBatch[] batches =
        [
            Batch(),
            Batch(Deposit(77, 5)),
            Batch(Deposit(0, ulong.MaxValue - 1000)),
            Batch(Withdrawal(0, 990, 10)),
            Batch(Transfer(0, 1, 300, 7)),
            Batch(Transfer(0, 1, 300, 7), Transfer(1, 0, 1290, 10)),
            Batch(Deposit(77, 5), Transfer(77, 0, 5)),
            Batch(Deposit(77, 5), Transfer(0, 77, 5)),
            Batch(Transfer(0, 1, 0), Transfer(0, 1, 1000, nonce: 1)),
            Batch(Withdrawal(uint.MaxValue, ulong.MaxValue - 5, 5, expiry: uint.MaxValue)),
            Batch(Deposit(88, 1), Transfer(0, 1, 1, 5)) with { FeeAccount = 88 },
            Batch(Transfer(0, 1, 1)) with { FeeAccount = 99 },
        ];
        foreach (var batch in batches)
        {
            Assert.That(PaymentsReference.TryApply(State, batch, out var transition, out _), Is.True);
            var statement = transition!.Statement(Capacity, Compiled.Compiled.Name, new byte[32]);
            using var assignment = Compiled.Assign(PaymentsWitness.Create(transition, statement, Capacity));
            Assert.That(WitnessChecker<Fr>.Check(Compiled.Compiled, assignment), Is.Empty);
            Assert.That(assignment.PublicInputs, Is.EqualTo(statement.ToArray()));
        }
    }

    [Test]
    public void AcceptsTheFirstBatchOfAnEmptyState()
    {
        Assert.That(Check(Forced(AccountTree.Empty, Batch(Deposit(0, 5), Deposit(3, 6)))), Is.Empty);
        Assert.That(Check(Forced(AccountTree.Empty, Batch())), Is.Empty);
    }

    /// <summary>The queue is the contract's: it compares every deposit of the data with its entry and uses each once. The circuit has no rule for it.</summary>
    [Test]
    public void QueueIdsAreLeftToTheContract() => Assert.That(Check(Forced(Deposit(77, 5), Deposit(77, 5))), Is.Empty);

    [Test]
    public void Bug32_PublicInputsAreThoseOfTheStatementInOrder() =>
        Assert.That(Compiled.PublicInputs, Is.EqualTo(new[] { "D", "prevRoot", "nextRoot", "P", "z", "y" }));

    [Test]
    public void Bug31_EveryPublicInputIsConstrained([Range(0, SettlementStatement.Length - 1)] int input)
    {
        using var assignment = Compiled.Assign(Forced(Transfer(0, 1, 300, 7)), 1);
        assignment.PublicInputs[input] += Fr.One;
        Assert.That(WitnessChecker<Fr>.Check(Compiled.Compiled, assignment).Select(f => f.Constraint), Is.EqualTo(new[] { "public input" }));
    }

    /// <summary>
    /// Every wire that is not an input is determined by the others: hints and computed cells replaced by lies, with and without recomputing what
    /// follows. Which eighth of a key is hinted is free, as the gadget says.
    /// </summary>
    [TestCaseSource(nameof(HonestWitnesses))]
    public void RefusesLies(PaymentsWitness witness) => CircuitAssert.Accepts(Compiled, witness, 400, "eighth of a point");

    private static IEnumerable<TestCaseData> HonestWitnesses()
    {
        yield return new TestCaseData(Forced(Transfer(0, 1, 300, 7), Withdrawal(1, 5, 2))).SetArgDisplayNames("transfer, withdrawal");
        yield return new TestCaseData(Forced(Deposit(77, 5), Deposit(0, 5))).SetArgDisplayNames("two deposits");
        yield return new TestCaseData(Forced()).SetArgDisplayNames("nothing");
    }

    /// <summary>Index 2 as 2·1 + 0·2 instead of 0·1 + 1·2: the sum is right, the path would be another.</summary>
    [Test]
    public void Bug20_PathBitsAreBits()
    {
        var bits = Compiled.Hints.First(h => h.Name == "path bits" && h.Path.StartsWith("slot/credit/", StringComparison.Ordinal)).Outputs;
        var failures = CircuitAssert.Rejects(Compiled, Forced(Transfer(0, 2, 1)), (bits[0], Fr.FromUInt64(2)), (bits[1], Fr.Zero));
        Assert.That(failures.Select(f => f.Constraint), Has.Some.Contains("order is a bit"));
        Assert.That(failures.Select(f => f.Label), Has.None.Contains("index"));
    }

    private static TestCaseData Case(string name, string caughtBy, PaymentsWitness witness) => new TestCaseData(caughtBy, witness).SetArgDisplayNames(name);

    private static IEnumerable<TestCaseData> BrokenRules()
    {
        var signed = (Transfer)Transfer(0, 1, 10, 2);
        yield return Case("expired", "expiry", Forced(Transfer(0, 1, 1, expiry: Time - 1)));
        yield return Case("expired withdrawal", "expiry", Forced(Withdrawal(0, 1, expiry: 0)));
        yield return Case("wrong nonce", "signature", Forced(Transfer(0, 1, 1, nonce: 1)));
        yield return Case("replayed operation", "signature", Forced(signed, signed));
        yield return Case("nonce exhausted", "debit", Forced(Transfer(2, 1, 1, nonce: uint.MaxValue)));
        yield return Case("amount not signed", "signature", Forced(signed with { Amount = 11 }));
        yield return Case("fee not signed", "signature", Forced(signed with { Fee = 3 }));
        yield return Case("receiver not signed", "signature", Forced(signed with { To = 3 }));
        yield return Case("expiry not signed", "signature", Forced(signed with { Expiry = Time + 1 }));
        yield return Case("recipient not signed", "signature", Forced((Withdrawal)Withdrawal(0, 5) with { Recipient = default }));
        yield return Case("another kind signed", "signature", Forced(signed with { Signature = ((SignedOperation)Withdrawal(0, 10, 2)).Signature }));
        yield return Case("another key", "signature", Forced(signed.Sign(Secret(1), Context.Domain.Value)));
        yield return Case("bug 54: another chain or contract", "signature", Forced(signed.Sign(Secret(0), Fr.One)));
        yield return Case("bug 47: signed for another account", "signature", Forced(signed with { From = 1, To = 0 }));
        yield return Case("negated R", "signature", Forced(signed with { Signature = signed.Signature!.Value with { R = -signed.Signature.Value.R } }));
        yield return Case("bug 27: S + l", "signature", Forced(signed with { Signature = signed.Signature.Value with { S = signed.Signature.Value.S + BabyJubJub.SubgroupOrder } }));
        yield return Case("bug 46: signature switched off", "signature", Forced(signed with { Signature = PaymentsSlot.NoSignature }));
        yield return Case("self-transfer", "accounts", Forced(Transfer(0, 0, 1)));
        yield return Case("overdraft by transfer", "debit", Forced(Transfer(0, 1, 1001)));
        yield return Case("overdraft by fee", "debit", Forced(Withdrawal(0, 1000, 1)));
        yield return Case("bug 55: amount + fee = 2^64", "debit", Forced(Transfer(0, 1, ulong.MaxValue, 1)));
        yield return Case("overflow by transfer", "credit", Forced(Transfer(0, uint.MaxValue, 1)));
        yield return Case("overflow by deposit", "credit", Forced(Deposit(uint.MaxValue, 1)));
        yield return Case("overflow by fees", "fees", Forced(State, Batch(Transfer(0, 1, 1, 1)) with { FeeAccount = uint.MaxValue }));
        yield return Case("transfer to an empty place", "accounts", Forced(Transfer(0, 50, 1)));
        yield return Case("fees to an empty place", "fees", Forced(State, Batch(Transfer(0, 1, 1, 1)) with { FeeAccount = 50 }));
        yield return Case("withdrawal from an empty place", "accounts", Forced(Withdrawal(50, 0)).With(0, Owned));
        yield return Case("transfer from an empty place", "accounts", Forced(Transfer(50, 0, 0)).With(0, Owned));
        yield return Case("deposit names another key than the account's", "", Forced(Deposit(0, 1, Key(1))));
        var order2 = new EdwardsPoint(Fr.Zero, -Fr.One);
        var order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);
        yield return Case("deposit to the identity", "public key", Forced(Deposit(77, 1, EdwardsPoint.Identity)));
        yield return Case("deposit to a key of order 2", "public key", Forced(Deposit(77, 1, order2)));
        yield return Case("deposit to a key of order 8", "public key", Forced(Deposit(77, 1, order8)));
        yield return Case("deposit to a key of mixed order 2l", "public key", Forced(Deposit(77, 1, order2 + Key(0))));
        yield return Case("deposit to a key of mixed order 8l", "public key", Forced(Deposit(77, 1, order8 + Key(0))));
        yield return Case("deposit to a generator of the whole group", "public key", Forced(Deposit(77, 1, BabyJubJub.Generator)));
        yield return Case("deposit to the other point of a good key's x", "public key", Forced(Deposit(77, 1, OtherPoint(Key(0)))));
        yield return Case("deposit to no point of the curve", "public key", Forced(Deposit(77, 1, new EdwardsPoint(Fr.One, Fr.One))));
    }

    /// <summary>An empty place has no key, so a cheat may claim the one that he signs with.</summary>
    private static PaymentsSlot Owned(PaymentsSlot slot) => slot with { Debit = slot.Debit with { Key = Key((uint)slot.Debit.Index) } };

    [TestCase("is deposit", "kind")]
    [TestCase("is withdrawal", "kind")]
    [TestCase("is transfer", "kind")]
    [TestCase("exists", "")]
    public void Bug45_FlagsAreBits(string input, string caughtBy)
    {
        foreach (var flag in Compiled.Inputs.Where(i => i.Name == input))
        {
            foreach (var value in new[] { Fr.FromUInt64(2), -Fr.One })
            {
                var failures = CircuitAssert.Rejects(Compiled, Forced(Transfer(0, 1, 1)), (flag.Wire, value));
                Assert.That(failures.Select(f => f.Label), Has.Some.Contains(caughtBy));
            }
        }
    }

    [TestCaseSource(nameof(BrokenRules))]
    public void RefusesABrokenRule(string caughtBy, PaymentsWitness witness) => AssertRefused(caughtBy, witness);

    private static IEnumerable<TestCaseData> Cheats()
    {
        var transfer = Forced(Transfer(0, 1, 10, 2));
        var deposit = Forced(Deposit(0, 5));
        var create = Forced(Deposit(77, 5));
        var withdrawal = Forced(Withdrawal(0, 5));
        var nothing = Forced();
        var other = Forced(Deposit(1, 5)).Slots[0].Credit;

        // The tree: what is claimed of a place must be what is there.
        yield return Case("richer sender", "", transfer.With(0, s => s with { Debit = s.Debit with { Balance = 5000 } }));
        yield return Case("richer receiver", "", transfer.With(0, s => s with { Credit = s.Credit with { Balance = 5000 } }));
        yield return Case("another receiver's key", "", transfer.With(0, s => s with { Credit = s.Credit with { Key = Key(0) } }));
        yield return Case("empty place taken for an account", "", create.With(0, s => s with { Credit = s.Credit with { Exists = true } }));
        yield return Case("another sibling", "", transfer.With(0, s => s with { Debit = s.Debit with { Siblings = [Fr.One, .. s.Debit.Siblings.Skip(1)] } }));
        yield return Case("credit opened before the debit", "", transfer.With(0, s => s with { Credit = Forced(Deposit(1, 10)).Slots[0].Credit }));
        yield return Case("no-op that credits place 0", "", nothing.With(0, s => s with { Credit = s.Credit with { Balance = 1001 } }));
        yield return Case("fee account richer", "", transfer with { FeeAccount = transfer.FeeAccount with { Balance = 1 } });

        // The chain of slots.
        yield return Case("second slot forgets the first", "", Forced(Transfer(0, 1, 10), Transfer(1, 0, 5)).With(1, _ => Forced(Transfer(1, 0, 5)).Slots[0]));
        yield return Case("bug 45: operation after an unused slot", "", Forced(Deposit(0, 5)) with { Slots = [nothing.Slots[0], Forced(Deposit(0, 5)).Slots[0]] });
        yield return Case("first slot from another root", "", transfer with { PreviousRoot = Fr.One });

        // Values that only the field, not the integers, would allow.
        yield return Case("negative amount", "range", transfer.With(0, s => s with { Amount = _modulus - 5 }));
        yield return Case("negative deposit", "range", deposit.With(0, s => s with { Amount = _modulus - 5 }));
        yield return Case("negative fee", "range", transfer.With(0, s => s with { Fee = _modulus - 2 }));
        yield return Case("amount of 65 bits", "range", deposit.With(0, s => s with { Amount = BigInteger.One << 64 }));
        yield return Case("place beyond 2^32", "range", deposit.With(0, s => s with { Credit = s.Credit with { Index = BigInteger.One << 32 } }));
        yield return Case("balance and nonce split otherwise", "range", Forced(Deposit(2, 1)).With(0, s => s with { Credit = s.Credit with { Balance = s.Credit.Balance + (BigInteger.One << 64), Nonce = s.Credit.Nonce - 1 } }));
        yield return Case("bug 30: nonce plus r/2^64", "range", transfer.With(0, s => s with { Debit = s.Debit with { Nonce = Inverse64(), Balance = 999 } }));
        yield return Case("time of 33 bits", "range", nothing with { Time = BigInteger.One << 32 });
        yield return Case("expiry of 33 bits", "range", transfer.With(0, s => s with { Expiry = BigInteger.One << 32 }));
        yield return Case("recipient of 161 bits", "range", withdrawal.With(0, s => s with { Recipient = BigInteger.One << 160 }));
        yield return Case("queue id of 41 bits", "range", deposit.With(0, s => s with { QueueId = BigInteger.One << 40 }));

        // Bug 45: what a kind does not use is zero.
        yield return Case("no-op with amount", "unused", nothing.With(0, s => s with { Amount = 1 }));
        yield return Case("no-op with fee", "unused", nothing.With(0, s => s with { Fee = 1 }));
        yield return Case("no-op with queue id", "unused", nothing.With(0, s => s with { QueueId = 1 }));
        yield return Case("no-op with recipient", "unused", nothing.With(0, s => s with { Recipient = 1 }));
        yield return Case("no-op with debited place", "unused", nothing.With(0, s => s with { Debit = other }));
        yield return Case("no-op with credited place", "unused", nothing.With(0, s => s with { Credit = other }));
        yield return Case("deposit with fee", "unused", deposit.With(0, s => s with { Fee = 1 }));
        yield return Case("deposit with recipient", "unused", deposit.With(0, s => s with { Recipient = 1 }));
        yield return Case("deposit with debited place", "unused", deposit.With(0, s => s with { Debit = other }));
        yield return Case("withdrawal with credited place", "unused", withdrawal.With(0, s => s with { Credit = Forced(Withdrawal(0, 5), Deposit(1, 0)).Slots[1].Credit }));
        yield return Case("withdrawal with queue id", "unused", withdrawal.With(0, s => s with { QueueId = 1 }));
        yield return Case("transfer with queue id", "unused", transfer.With(0, s => s with { QueueId = 1 }));
        yield return Case("transfer with recipient", "unused", transfer.With(0, s => s with { Recipient = 1 }));

        // Kinds.
        yield return Case("deposit and withdrawal", "kind", deposit.With(0, s => s with { IsWithdrawal = true }));
        yield return Case("deposit and transfer", "kind", transfer.With(0, s => s with { IsDeposit = true }));
        yield return Case("withdrawal and transfer", "kind", transfer.With(0, s => s with { IsWithdrawal = true }));
        yield return Case("all kinds", "kind", transfer.With(0, s => s with { IsWithdrawal = true, IsDeposit = true }));
        yield return Case("transfer declared a deposit", "", transfer.With(0, s => s with { IsTransfer = false, IsDeposit = true }));
        yield return Case("transfer declared nothing", "unused", transfer.With(0, s => s with { IsTransfer = false }));
        yield return Case("withdrawal declared a transfer", "", withdrawal.With(0, s => s with { IsTransfer = true, IsWithdrawal = false }));
    }

    [TestCaseSource(nameof(Cheats))]
    public void RefusesACheat(string caughtBy, PaymentsWitness witness) => AssertRefused(caughtBy, witness);

    /// <summary>A nonce for which balance + 2^64 nonce is one more than it should be, so that a smaller balance gives the same leaf.</summary>
    private static BigInteger Inverse64() => Fr.FromBigInteger(BigInteger.One << 64).Inverse().ToBigInteger();

    private static void AssertRefused(string caughtBy, PaymentsWitness witness)
    {
        var failures = Check(witness);
        Assert.That(failures, Is.Not.Empty);
        Assert.That(failures, Has.Some.Contains(caughtBy), string.Join('\n', failures));
        TestContext.Out.WriteLine(string.Join('\n', failures));
    }
}
