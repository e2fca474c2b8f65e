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

    /// <summary>
    /// The gadgets with our target and what they cost in gnark's PLONK (constraints of two or three wires) and Barretenberg's UltraHonk (gates of four
    /// wires), where it was measured.
    /// </summary>
    private static IEnumerable<(string Name, string Target, string Gnark, string Barretenberg, Action Define)> Gadgets(CircuitBuilder<Fr> b, Wire x, UInt y)
    {
        var s = b.ToSignedInt(x, 63);
        var bit = b.Constant(true);
        var memory = b.AddMemory("cells");
        memory.InitialReserved(0, x);
        (string, string, string, string, Action) Row(string name, Action define, string target = "", string gnark = "", string barretenberg = "") =>
            (name, target, gnark, barretenberg, define);
        yield return Row("add, multiply, and, or, xor, not", () => b.Multiply(x, x));
        yield return Row("select", () => b.Select(bit, x, x));
        yield return Row("is zero", () => b.IsZero(x), gnark: "2");
        yield return Row("64-bit range", () => b.ToUInt(x, 64), "2", "29 to 40", "3.25");
        yield return Row("64-bit comparison, answer", () => b.IsLess(y, y), "4");
        yield return Row("64-bit comparison, asserted", () => b.AssertLess(y, y), "4");
        yield return Row("64-bit subtraction without underflow", () => b.SubtractChecked(y, y));
        yield return Row("64-bit quotient and remainder", () => b.DivideRemainder(y, y));
        yield return Row("63-bit integer with a sign", () => b.ToSignedInt(x, 63));
        yield return Row("sign and absolute value, 63 bits", () => b.Absolute(s));
        yield return Row("comparison with signs, 63 bits, answer", () => b.IsLess(s, s));
        yield return Row("comparison with signs, 63 bits, asserted", () => b.AssertLess(s, s));
        yield return Row("minimum or maximum, 64 bits", () => b.Max(y, y));
        yield return Row("clamp, 63 bits", () => b.Clamp(s, s, s));
        yield return Row("floor division, 63 by 64 bits", () => b.FloorDivide(s, y));
        yield return Row("floor of x / 2^32, 63 bits", () => b.FloorShift(s, 32));
        yield return Row("floor of x y / d, 64 bits each", () => b.MultiplyDivide(y, y, y));
        yield return Row("fixed point product, 63 bits, 32 places", () => b.MultiplyFixed(s, s, 32));
        yield return Row("fixed point quotient, 63 by 64 bits, 32 places", () => b.DivideFixed(s, y, 32));
        yield return Row("lower median of 8, 64 bits", () => b.LowerMedian<Fr>([.. Enumerable.Repeat(y, 8)], [.. Enumerable.Repeat(bit, 8)]));
        var (time, sum) = (b.ToUInt(x, 32), b.ToUInt(x, 96));
        yield return Row("price accumulator, one step", () => b.Accumulate(sum, y, time, time));
        yield return Row("time-weighted average", () => b.TwapOver(sum, time, sum, time));
        yield return Row("ascending order, 8 of 64 bits, asserted", () => b.AssertStrictlyAscending<Fr>([.. Enumerable.Repeat(y, 8)]));
        var set = b.AddIntegerSet("set", [y, y]);
        yield return Row("no member of a set, 64 bits", () => b.AssertNotMember(set, y));
        yield return Row("member of a set, 64 bits, answer", () => b.Contains(set, y));
        yield return Row("memory: initial cell, 64-bit address", () => memory.Initial(y, x));
        yield return Row("memory: access", () => memory.Access(y, x, x, x));
        yield return Row("memory: access that may be disabled", () => memory.AccessIf(bit, y, x, x, x));
        yield return Row("memory: final cell", () => memory.Final(y, x, x));
        yield return Row("field element into 16-bit limbs", () => b.ToLimbs(x), "16");
        yield return Row("field element below a constant, answer", () => b.IsBelow(x, BabyJubJub.SubgroupOrder));
        yield return Row("field element into bits", () => b.ToBits(x), "90", "915");
        yield return Row("Poseidon2 2-to-1, alone", () => b.Poseidon2Compress(x, x), "32", "301", "73");
        yield return Row("Poseidon2 sponge, 5 inputs", () => b.Poseidon2Hash(1, [x, x, x, x, x]));
        var index = b.Constant(new BigInteger(uint.MaxValue));
        Wire[] path = [.. Enumerable.Repeat(x, 32)];
        yield return Row("Merkle inclusion, depth 32", () => b.MerkleRoot(x, index, path), "1200", "19758", "2336");
        yield return Row("Merkle update, depth 32", () => b.MerkleUpdate(x, x, index, path));
        yield return Row("Merkle, empty place, depth 32", () => b.AssertAbsent(x, index, path));
        yield return Row("Baby Jubjub addition", () => b.Add((x, x), (x, x)));
        yield return Row("Baby Jubjub on curve", () => b.AssertOnCurve(x, x));
        yield return Row("Baby Jubjub on curve, answer", () => b.IsOnCurve(x, x));
        yield return Row("Baby Jubjub of prime order, answer", () => b.IsInSubgroup(x, x));
        yield return Row("Baby Jubjub public key", () => b.AssertPublicKey((x, x)));
        yield return Row("Baby Jubjub fixed-base multiple", () => b.MultiplyBase(x));
        yield return Row("Baby Jubjub variable-base multiple", () => b.Multiply(x, (x, x)));
        yield return Row("EdDSA verification", () => b.AssertSignature((x, x), x, (x, x), x), "1000", "12649", "5555");
        yield return Row("EdDSA verification, answer", () => b.IsSignatureValid((x, x), x, (x, x), x));
        var list = b.SignerList(1, x, [.. Enumerable.Repeat((x, x), 8)]);
        var slot = new SignerSlot(bit, y, x, (x, x), x);
        yield return Row("signatures of a quorum, 5 slots", () => b.AssertThreshold(list, [slot, slot, slot, slot, slot], y));
    }

    private static string Table()
    {
        var table = new StringBuilder("| gadget | rows | W x rows | target rows | gnark PLONK | Barretenberg UltraHonk |\n|---|---|---|---|---|---|\n");
        List<(string Name, string Target, string Gnark, string Barretenberg, Action Define)> gadgets = [];
        using var circuit = Compile((b, x, y) =>
        {
            gadgets = [.. Gadgets(b, x, y)];
            foreach (var gadget in gadgets)
            {
                using var scope = b.Scope(gadget.Name);
                gadget.Define();
            }
        });
        foreach (var (name, target, gnark, barretenberg, _) in gadgets)
        {
            var rows = circuit.Profile.Entries.Single(e => e.Path == name).Rows;
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {rows} | {4 * rows} | {target} | {gnark} | {barretenberg} |\n");
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
