using System.Text;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>What the global part costs.</summary>
public class GlobalProfileTests
{
    [TestCase(1)]
    [TestCase(64)]
    public void RowsAreWithinTheirTargets(int size)
    {
        var profile = PerpetualProfile.Find(size)!;
        using var circuit = Circuit.Compile(new GlobalCircuit(profile), new() { RangeBits = 16 });
        var rows = circuit.Profile.Entries.ToDictionary(e => e.Path, e => e.Rows);
        Assert.That((rows["oracle prices"] + rows["oracle tick"]) / profile[PerpetualSlot.OracleTick], Is.LessThanOrEqualTo(7_000));
        Assert.That(rows["funding tick"] / profile[PerpetualSlot.FundingTick], Is.LessThanOrEqualTo(2_000));
        Snapshot.Matches($"docs/profiles/settlement-perpetual-globals-{size}.txt", Encoding.UTF8.GetBytes(circuit.Profile.ToString()));
    }
}
