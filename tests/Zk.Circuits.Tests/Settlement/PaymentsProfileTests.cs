using System.Text;
using Zk.Circuits.Settlement;

namespace Zk.Circuits.Tests.Settlement;

public class PaymentsProfileTests
{
    [Test]
    public void SixtyFourSlotsFitTwoToTheEighteen()
    {
        using var circuit = Circuit.Compile(new PaymentsCircuit(64));
        Assert.That(circuit.Profile.Log2, Is.EqualTo(18));
        Assert.That(circuit.Profile.Rows, Is.LessThanOrEqualTo(64 * 4000));
        Snapshot.Matches("docs/profiles/settlement-payments-64.txt", Encoding.UTF8.GetBytes(circuit.Profile.ToString()));
    }

    [Test]
    public void EightSlotsFitTwoToTheFifteen()
    {
        using var circuit = Circuit.Compile(new PaymentsCircuit(8));
        Assert.That(circuit.Profile.Log2, Is.EqualTo(15));
    }

    [TestCase(1, 8)]
    [TestCase(8, 8)]
    [TestCase(9, 64)]
    [TestCase(64, 64)]
    [TestCase(65, 256)]
    [TestCase(256, 256)]
    [TestCase(257, null)]
    public void SmallestCapacityThatFits(int operations, int? capacity) => Assert.That(PaymentsCircuit.CapacityFor(operations), Is.EqualTo(capacity));

    [TestCase(0)]
    [TestCase(1 << 16)]
    public void BatchSizeIsBounded(int batchSize) => Assert.That(() => new PaymentsCircuit(batchSize), Throws.TypeOf<ArgumentOutOfRangeException>());
}
