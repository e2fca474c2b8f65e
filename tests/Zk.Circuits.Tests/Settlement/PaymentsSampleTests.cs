using Zk.Circuits.Settlement;

namespace Zk.Circuits.Tests.Settlement;

public class PaymentsSampleTests
{
    [TestCase(2, 1, 0UL)]
    [TestCase(2, 3, 1UL)]
    [TestCase(2, 200, 2UL)]
    [TestCase(16, 8, 3UL)]
    [TestCase(300, 64, ulong.MaxValue)]
    public void EveryOperationIsValidAndAllKindsOccur(int accounts, int operations, ulong seed)
    {
        var sample = PaymentsSample.Create(accounts, operations, seed);
        Assert.That(PaymentsReference.TryApply(sample.State!, sample.Batch, out _, out var violation), Is.True, () => violation!.ToString());
        Assert.That(sample.State!.Accounts.Count(), Is.EqualTo(accounts));
        Assert.That(sample.Batch.Operations, Has.Count.EqualTo(operations));
        Assert.That(sample.Batch.Operations.Select(o => o.Kind).Distinct().Count(), Is.EqualTo(Math.Min(operations, 3)));
    }

    [Test]
    public void EqualArgumentsGiveEqualBytes()
    {
        var first = PaymentsSample.Create(10, 12, 5).Write();
        var again = PaymentsSample.Create(10, 12, 5).Write();
        Assert.That(again, Is.EqualTo(first));
        Assert.That(PaymentsSample.Create(10, 12, 6).Write(), Is.Not.EqualTo(first));
    }

    [TestCase(1, 1)]
    [TestCase(0, 1)]
    [TestCase(2, 0)]
    [TestCase(int.MaxValue, 1)]
    [TestCase(2, int.MaxValue)]
    public void CountsAreBounded(int accounts, int operations) =>
        Assert.That(() => PaymentsSample.Create(accounts, operations, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
}
