using System.Globalization;
using System.Numerics;
using System.Text;

namespace Zk.Circuits.Tests;

/// <summary>The table of gadget costs in docs/circuits.md is what the gadgets cost.</summary>
public sealed class ProfileTests
{
    private const string Begin = "<!-- gadget costs: checked by ProfileTests -->";
    private const string End = "<!-- end of gadget costs -->";

    [Test]
    public void TheCommittedTableIsTrue()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Zk.sln")))
            directory = directory.Parent;
        var text = File.ReadAllText(Path.Combine(directory.FullName, "docs", "circuits.md")).ReplaceLineEndings("\n");
        var committed = text[(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..text.IndexOf(End, StringComparison.Ordinal)].Trim();
        Assert.That(committed, Is.EqualTo(Table()), "docs/circuits.md is out of date; put this in it:\n" + Table());
    }

    [Test]
    public void TheFixedCommitmentsOfSettlementAreWithinTheGasTarget()
    {
        // Merkle paths, signatures and integer arithmetic: what the payments circuit is made of.
        using var circuit = Compile((b, x, y) =>
        {
            b.AssertSignature((x, x), x, (x, x), x);
            b.MerkleRoot(x, y, [.. Enumerable.Repeat(x, 64)]);
            b.ToUInt(x, 40);
            b.IsLess(y, y);
        });
        Assert.That(circuit.Profile.FixedColumns + circuit.Compiled.System.AdviceColumns, Is.LessThanOrEqualTo(20));
        Assert.That(circuit.Compiled.System.MultiplicityColumns, Is.EqualTo(1));
        Assert.That(circuit.Compiled.System.BusGroups, Has.Count.EqualTo(2));
    }

    private static string Table()
    {
        var gadgets = new List<(string Name, string Target, Action<CircuitBuilder<Fr>, Wire, UInt> Define)>
        {
            ("add, multiply, and, or, xor, not", "", (b, x, y) => b.Multiply(x, x)),
            ("select", "", (b, x, y) => b.Select(b.Constant(true), x, x)),
            ("is zero", "", (b, x, y) => b.IsZero(x)),
            ("64-bit range", "2", (b, x, y) => b.ToUInt(x, 64)),
            ("64-bit comparison, answer", "4", (b, x, y) => b.IsLess(y, y)),
            ("64-bit comparison, asserted", "4", (b, x, y) => b.AssertLess(y, y)),
            ("64-bit subtraction without underflow", "", (b, x, y) => b.SubtractChecked(y, y)),
            ("64-bit quotient and remainder", "", (b, x, y) => b.DivideRemainder(y, y)),
            ("field element into 16-bit limbs", "16", (b, x, y) => b.ToLimbs(x)),
            ("field element into bits", "90", (b, x, y) => b.ToBits(x)),
            ("Poseidon2 2-to-1, alone", "32", (b, x, y) => b.Poseidon2Compress(x, x)),
            ("Poseidon2 sponge, 5 inputs", "", (b, x, y) => b.Poseidon2Hash(1, [x, x, x, x, x])),
            ("Merkle inclusion, depth 32", "1200", (b, x, y) => b.MerkleRoot(x, b.Constant(new BigInteger(uint.MaxValue)), [.. Enumerable.Repeat(x, 32)])),
            ("Merkle update, depth 32", "", (b, x, y) => b.MerkleUpdate(x, x, b.Constant(new BigInteger(uint.MaxValue)), [.. Enumerable.Repeat(x, 32)])),
            ("Baby Jubjub addition", "", (b, x, y) => b.Add((x, x), (x, x))),
            ("Baby Jubjub on curve", "", (b, x, y) => b.AssertOnCurve(x, x)),
            ("Baby Jubjub public key", "", (b, x, y) => b.AssertPublicKey((x, x))),
            ("Baby Jubjub fixed-base multiple", "", (b, x, y) => b.MultiplyBase(x)),
            ("Baby Jubjub variable-base multiple", "", (b, x, y) => b.Multiply(x, (x, x))),
            ("EdDSA verification", "1000", (b, x, y) => b.AssertSignature((x, x), x, (x, x), x)),
        };
        using var circuit = Compile((b, x, y) =>
        {
            foreach (var (name, _, define) in gadgets)
            {
                using var scope = b.Scope(name);
                define(b, x, y);
            }
        });
        var table = new StringBuilder("| gadget | rows | W x rows | target rows |\n|---|---|---|---|\n");
        foreach (var (name, target, _) in gadgets)
        {
            var rows = circuit.Profile.Entries.Single(e => e.Path == name).Rows;
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {rows} | {4 * rows} | {target} |\n");
        }

        return table.ToString().TrimEnd();
    }

    private static Circuit<Fr, Fr> Compile(Action<CircuitBuilder<Fr>, Wire, UInt> define) => Circuit.Compile<Fr, Fr>(
        "test",
        (b, inputs) =>
        {
            var x = inputs.Field("x", i => i);
            define(b, x, b.ToUInt(x, 64));
        },
        new() { RangeBits = 16 });
}
