using System.Globalization;
using System.Text.RegularExpressions;
using Zk.Circuits.Settlement;
using Zk.Testing;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The gas of each transition, from receipts, is what docs/contracts.md says.</summary>
[TestFixture]
public sealed partial class GasTests
{
    // Calldata of random digits costs a little more or less each time.
    private const double Tolerance = 0.02;

    // How many points the verification of a signature adds depends on its bits.
    private const double SignatureTolerance = 0.05;

    [Test]
    public void TheLedgerIsTrue()
    {
        var measured = Measure().Concat(PerpetualGas.Measure()).ToList();
        var table = string.Join('\n', measured.Select(m => string.Create(CultureInfo.InvariantCulture, $"| {m.What} | {m.Gas:N0} |")));
        var documented = File.ReadLines(Path.Combine(Snapshot.Root, "docs", "contracts.md")).Select(line => Row().Match(line)).Where(m => m.Success)
            .ToDictionary(m => m.Groups[1].Value, m => long.Parse(m.Groups[2].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        Assert.That(documented.Keys, Is.EquivalentTo(measured.Select(m => m.What)), table);
        foreach (var (what, gas) in measured)
        {
            var tolerance = what == "forced request" || what.Contains("escape", StringComparison.Ordinal) ? SignatureTolerance : Tolerance;
            Assert.That(gas, Is.EqualTo(documented[what]).Within((long)(documented[what] * tolerance)), $"{what}\n{table}");
        }
    }

    private static List<(string What, long Gas)> Measure()
    {
        var rows = new List<(string What, long Gas)>();
        void Record(string what, Receipt receipt) => rows.Add((what, receipt.GasUsed));
        var world = new SettlementWorld();
        world.Enqueue(0, 1000);
        Record("deposit", world.Send(Alice, MakeDeposit, 1, Number256(Key(1).X), Number256(Key(1).Y), 1000));
        Evm.IncreaseTime(1);
        var first = world.SettleBatch(new Deposit(0, 0, Key(0), 1000), new Deposit(1, 1, Key(1), 1000));
        Record("batch of 8 slots: two deposits", first);
        Record("batch of 8 slots: one transfer", world.SettleBatch(world.Transfer(0, 1, 1)));
        Record("batch of 8 slots: eight transfers", world.SettleBatch([.. Enumerable.Range(0, 8).Select(i => world.Transfer(0, 1, 1, nonceAhead: (uint)i))]));
        Record("batch of 8 slots: eight withdrawals to new addresses", world.SettleBatch([.. Enumerable.Range(0, 8).Select(i => world.Withdraw(0, NewAddress(), 1, nonceAhead: (uint)i))]));
        world.SettleBatch(world.Withdraw(0, Bob, 10));
        Record("withdrawal of what is owed", world.Send(Bob, "withdraw(address)", Bob));
        var forced = world.Withdraw(0, Bob, 5);
        Record("forced request", world.Send(Alice, Force, Tuple(forced), Tuple(forced.Signature!.Value)));
        Record("batch of 8 slots: a forced withdrawal", world.SettleBatch(forced));
        var impossible = world.Withdraw(0, Bob, 5000);
        world.ForceRequest(impossible);
        Record("refusal of a request", world.Send(Bob, Refuse, Tuple(impossible), Tuple(world.State.Find(0)!.Value), world.Path(0)));
        Record("bond taken back", world.Send(Alice, TakeBondBack, 1, Tuple(forced)));
        world.Enqueue(2, 5);
        Evm.IncreaseTime(2 * Day);
        Record("deposit given back", world.Send(Alice, "cancelDeposit(uint256)", 2));
        var overdue = world.Withdraw(0, Alice, 1);
        world.ForceRequest(overdue);
        Evm.IncreaseTime(7 * Day);
        Record("freeze", world.Send(Stranger, FreezeFor, [Tuple(overdue)]));
        Record("escape", world.Send(Stranger, Escape, world.EscapeArguments(0, NewAddress())));
        rows.Add(("deployment", Evm.Deploy(SettlementArtifacts.CreationCode("Settlement"), ConstructorArguments(world.Token, 1, (KeyDigest, CircuitName, Capacity, world.Verifier))).GasUsed));
        return rows;
    }

    [GeneratedRegex(@"^\| ([^|]+) \| ([\d,]+) \|$")]
    private static partial Regex Row();
}
