using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsCircuitFixture;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>
/// Lies about what a place holds, carried on into everything that follows from them: leaves, later roots and openings, fee account and statement. So
/// nothing but the rows of the rule can refuse them, and exactly those must. If one of these rows were missing, value could be made from nothing.
/// </summary>
public class PaymentsForgeryTests
{
    private static readonly string[] _link = ["copy: slot/debit/merkle/poseidon2", "copy: slot/credit/merkle/poseidon2"];
    private static readonly string[] _feeLink = ["copy: slot/credit/merkle/poseidon2", "copy: fees/merkle/poseidon2"];

    private static readonly string[] _signature = ["copy: slot/signature/eddsa/poseidon2", "copy: slot/signature/eddsa/fixed base"];

    /// <summary>One lie about the place that the first slot debits or credits, or about the fee account.</summary>
    private static TestCaseData Case(string name, AccountTree state, PaymentsBatch batch, PlaceRole role, Func<PaymentsPlace, PaymentsPlace> lie, params string[] caughtBy) =>
        Case(name, Forced(state, batch, (slot, opened, place) => opened == role && slot == (role == PlaceRole.Fees ? Capacity : 0) ? lie(place) : place), caughtBy);

    private static TestCaseData Case(string name, PaymentsWitness witness, params string[] caughtBy) => new TestCaseData(caughtBy, witness).SetArgDisplayNames(name);

    private static IEnumerable<TestCaseData> Forgeries()
    {
        static PaymentsPlace Rich(PaymentsPlace place) => place with { Balance = 10 };
        static PaymentsPlace Used(PaymentsPlace place) => place with { Nonce = 1 };
        static PaymentsPlace Owned(PaymentsPlace place) => place with { Key = Key((uint)place.Index) };
        static PaymentsPlace Gone(PaymentsPlace place) => place with { Exists = false };
        static PaymentsPlace Cleared(PaymentsPlace place) => Gone(place) with { Balance = 0, Nonce = 0 };
        const string credit = "slot/credit/empty place";
        const string debit = "slot/debit/empty place";
        const string fees = "fees/empty place";

        // A place that is empty, credited: the account would start with more than its deposit.
        yield return Case("account created with a balance", State, Batch(Deposit(77, 5)), PlaceRole.Credit, Rich, credit);
        yield return Case("account created with a nonce", State, Batch(Deposit(77, 5)), PlaceRole.Credit, Used, credit);
        yield return Case("account created rich, and spent from", State, Batch(Deposit(77, 5), Transfer(77, 0, 15)), PlaceRole.Credit, Rich, credit);
        yield return Case("first account of all created with a balance", AccountTree.Empty, Batch(Deposit(0, 5)), PlaceRole.Credit, Rich, credit);
        yield return Case("no-op finds a balance in an empty place", AccountTree.Empty, Batch(), PlaceRole.Credit, Rich, credit);
        yield return Case("transfer to an empty place", State, Batch(Transfer(0, 50, 1)), PlaceRole.Credit, Owned, "slot/accounts");
        yield return Case("transfer to an empty place with a balance", State, Batch(Transfer(0, 50, 1)), PlaceRole.Credit, p => Rich(Owned(p)), "slot/accounts", credit);

        // The same, debited.
        yield return Case("withdrawal of nothing from an empty place", State, Batch(Withdrawal(50, 0)), PlaceRole.Debit, Owned, "slot/accounts");
        yield return Case("withdrawal from an empty place with a balance", State, Batch(Withdrawal(50, 10)), PlaceRole.Debit, p => Rich(Owned(p)), "slot/accounts", debit);
        yield return Case("transfer from an empty place with a balance", State, Batch(Transfer(50, 0, 10)), PlaceRole.Debit, p => Rich(Owned(p)), "slot/accounts", debit);
        yield return Case("no-op debits an empty place with a balance", AccountTree.Empty, Batch(), PlaceRole.Debit, Rich, debit);
        yield return Case("deposit beside an empty debited place with a nonce", AccountTree.Empty, Batch(Deposit(3, 5)), PlaceRole.Debit, Used, debit);

        // An account taken for an empty place would be made anew, with another nonce and less in it: the leaf refuses.
        yield return Case("existing account taken for empty", State, Batch(Deposit(0, 5)), PlaceRole.Credit, Cleared, _link);
        yield return Case("existing account taken for empty, balance kept", State, Batch(Deposit(0, 5)), PlaceRole.Credit, Gone, [.. _link, credit]);
        yield return Case("existing account taken for empty, nonce kept", State, Batch(Deposit(2, 5)), PlaceRole.Credit, p => Gone(p) with { Balance = 0 }, [.. _link, credit]);

        // A transfer pays the key that its sender signed for, whoever has come to hold the place.
        Operation[] raced = [Deposit(77, 5, Key(5)), Transfer(0, 77, 1)];
        yield return Case("transfer settled to an account with another key", Forced(Transfer(0, 1, 1, key: Key(2))), _signature);
        yield return Case("transfer to a place that another deposit won", Forced(raced), _signature);
        yield return Case(
            "the same, with the key that was signed claimed",
            Forced(State, Batch(raced), (slot, role, place) => slot == 1 && role == PlaceRole.Credit ? Owned(place) : place),
            _link);
        yield return Case("transfer before the deposit that makes its receiver", State, Batch(Transfer(0, 77, 1), Deposit(77, 5)), PlaceRole.Credit, Owned, "slot/accounts");

        // The fee account.
        var unpaid = Batch(Transfer(0, 1, 1)) with { FeeAccount = 99 };
        var paid = Batch(Transfer(0, 1, 1, 5)) with { FeeAccount = 99 };
        yield return Case("empty fee account with a balance", State, unpaid, PlaceRole.Fees, Rich, fees);
        yield return Case("empty fee account with a nonce", State, unpaid, PlaceRole.Fees, Used, fees);
        yield return Case("fees to an empty place", State, paid, PlaceRole.Fees, p => p, "fees");
        yield return Case("fees to an empty place with a balance", State, paid, PlaceRole.Fees, Rich, "fees", fees);
        yield return Case("fee account taken for empty", State, Batch(Transfer(0, 1, 1, 5)), PlaceRole.Fees, Cleared, ["fees", .. _feeLink]);
    }

    [TestCaseSource(nameof(Forgeries))]
    public void OnlyTheRowsOfTheRuleRefuse(string[] caughtBy, PaymentsWitness witness) =>
        Assert.That(Failures(witness).Select(f => f.Constraint == "copy" ? $"copy: {f.Label}" : f.Label).Distinct(), Is.EquivalentTo(caughtBy));
}
