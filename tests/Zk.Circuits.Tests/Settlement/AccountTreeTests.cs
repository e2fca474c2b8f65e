using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>Every key of a state is usable, however the state was made; files are covered by <see cref="SettlementFileTests"/>.</summary>
public class AccountTreeTests
{
    [TestCaseSource(typeof(PaymentsWorld), nameof(BadKeys))]
    public void UnusableKeysEnterNoState(EdwardsPoint key)
    {
        var account = new Account(key, 1, 0);
        Assert.That(() => AccountTree.Create([(3, NewAccount(3, 1)), (7, account)]), Throws.ArgumentException.With.Message.Contains("account 7"));
        Assert.That(() => AccountTree.Empty.Set(7, account), Throws.ArgumentException);
        Assert.That(() => AccountTree.Empty.Set(7, default), Throws.ArgumentException);
    }

    [Test]
    public void SettingAccountsGivesTheTreeOfAll()
    {
        var set = State.Accounts.Aggregate(AccountTree.Empty, (tree, a) => tree.Set(a.Index, a.Account));
        Assert.That(set.Root, Is.EqualTo(State.Root));
    }
}
