using System.Numerics;
using Zk.Field;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Ascending lists, arrays read at a wire, members and others.</summary>
public sealed class SortedSetTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    private static IEnumerable<int[]> Lists => from x in Enumerable.Range(0, 4) from y in Enumerable.Range(0, 4) from z in Enumerable.Range(0, 4) select new[] { x, y, z };

    [Test]
    public void EveryWitnessOfAnOrderIsUnique()
    {
        using var asserted = Compile((b, list) => b.AssertStrictlyAscending<Tiny>(list));
        TinyWitnesses.AssertUnique(asserted, Lists, Ascends);
        using var asked = Compile((b, list) => b.Public("ascends", b.IsStrictlyAscending<Tiny>(list)));
        TinyWitnesses.AssertUnique(asked, Lists, _ => true);
        foreach (var list in Lists)
        {
            using var a = asked.Assign(list);
            Assert.That(a.PublicInputs[0].IsOne, Is.EqualTo(Ascends(list)));
        }

        static Circuit<Tiny, int[]> Compile(Action<CircuitBuilder<Tiny>, UInt[]> define) => Circuit.Compile<Tiny, int[]>(
            "test",
            (b, inputs) => define(b, [.. Enumerable.Range(0, 3).Select(i => inputs.UInt("x", 2, x => (ulong)x[i]))]),
            new() { RangeBits = 2 });
    }

    /// <summary>Two members, one value: exactly one witness each, with the right answer, and none for members that do not ascend.</summary>
    [Test]
    public void EveryWitnessOfMembershipIsUnique()
    {
        using var asked = Compile((b, set, value) => b.Public("contains", b.Contains(set, value)));
        TinyWitnesses.AssertUnique(asked, Lists, l => l[0] < l[1]);
        foreach (var l in Lists.Where(l => l[0] < l[1]))
        {
            using var a = asked.Assign(l);
            Assert.That(a.PublicInputs[0].IsOne, Is.EqualTo(l.Take(2).Contains(l[2])), string.Join(' ', l));
        }

        using var asserted = Compile((b, set, value) => b.AssertNotMember(set, value));
        TinyWitnesses.AssertUnique(asserted, Lists, l => l[0] < l[1] && !l.Take(2).Contains(l[2]));

        static Circuit<Tiny, int[]> Compile(Action<CircuitBuilder<Tiny>, IntegerSet<Tiny>, UInt> define) => Circuit.Compile<Tiny, int[]>(
            "test",
            (b, inputs) =>
            {
                UInt Input(int i) => inputs.UInt("x", 2, x => (ulong)x[i]);
                define(b, b.AddIntegerSet("set", [Input(0), Input(1)]), Input(2));
            },
            new() { RangeBits = 3 });
    }

    /// <summary>Bug 12: a non-member whose gap is another value's, or the gap before or after all.</summary>
    [Test]
    public void Bug12FakeGapsAreRefused()
    {
        ulong[] members = [0, 7, 8, 1UL << 40, ulong.MaxValue];
        using var circuit = Circuit.Compile<Fr, ulong>(
            "test",
            (b, inputs) =>
            {
                var set = b.AddIntegerSet("set", [.. members.Select(m => b.Constant((BigInteger)m))]);
                b.Public("contains", b.Contains(set, inputs.UInt("value", 64, x => x)));
            },
            _byteTable);
        var gap = circuit.Hint("gap")[0];
        foreach (var value in new ulong[] { 0, 1, 6, 7, 8, 9, (1UL << 40) - 1, 1UL << 40, ulong.MaxValue - 1, ulong.MaxValue })
        {
            using (var a = circuit.Assign(value))
                Assert.That(a.PublicInputs[0].IsOne, Is.EqualTo(members.Contains(value)), $"{value}");
            CircuitAssert.Satisfied(circuit, value);
            var honest = members.Count(m => m <= value);
            for (var place = -1; place <= members.Length + 1; place++)
            {
                if (place != honest)
                    CircuitAssert.Rejects(circuit, value, (gap, Fr.FromBigInteger(place)));
            }
        }

        CircuitAssert.Accepts(circuit, 5UL, 400);
    }

    [Test]
    public void TheEmptySetContainsNothing()
    {
        using var circuit = Circuit.Compile<Fr, ulong>(
            "test",
            (b, inputs) =>
            {
                var set = b.AddIntegerSet("set", []);
                b.AssertNotMember(set, inputs.UInt("value", 1, x => x));
                b.AssertTrue(b.IsStrictlyAscending<Fr>([]));
            },
            _byteTable);
        CircuitAssert.Accepts(circuit, 0UL);
        CircuitAssert.Accepts(circuit, 1UL);
    }

    [Test]
    public void ArraysAreReadWithinTheirLength()
    {
        using var circuit = Circuit.Compile<Fr, (int Key, int[] Entries)>(
            "test",
            (b, inputs) =>
            {
                var array = b.AddArray("array", [.. Enumerable.Range(0, 3).Select(i => (inputs.Field("x", x => x.Entries[i]), inputs.Field("y", x => 10 * x.Entries[i])))]);
                Assert.That(array.Count, Is.EqualTo(3));
                var (x, y) = array.At(inputs.Field("key", i => i.Key));
                b.Public("x", x);
                b.Public("y", y);
            });
        for (var key = 0; key < 3; key++)
        {
            using (var a = circuit.Assign((key, [4, 5, 6])))
                Assert.That(a.PublicInputs, Is.EqualTo(new[] { Fr.FromBigInteger(4 + key), Fr.FromBigInteger(10 * (4 + key)) }));
            CircuitAssert.Accepts(circuit, (key, [4, 5, 6]));
        }

        CircuitAssert.Rejects(circuit, (3, [4, 5, 6]));
        CircuitAssert.Rejects(circuit, (-1, [4, 5, 6]));
        Assert.That(() => Circuit.Compile<Fr, Fr>("test", (b, _) => b.AddArray("empty", [])), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static bool Ascends(int[] list) => list.Zip(list.Skip(1)).All(p => p.First < p.Second);
}
