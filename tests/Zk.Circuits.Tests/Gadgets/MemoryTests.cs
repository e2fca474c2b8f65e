using System.Numerics;
using Zk.Field;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime7681>;

namespace Zk.Circuits.Tests;

/// <summary>Memory that is read and written: honest histories pass, every other is refused.</summary>
public sealed class MemoryTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    /// <summary>The reserved cell's address, above all others.</summary>
    private const long Reserved = 1L << 33;

    [Test]
    public void HonestHistoriesAreAccepted([Range(1, 8)] int seed)
    {
        var history = History.Random(new Random(seed), 5, 12);
        using var circuit = Compile<Fr>(5, 12);
        CircuitAssert.Satisfied(circuit, history);
    }

    [Test]
    public void HistoriesResistLies()
    {
        using var circuit = Compile<Fr>(4, 6);
        CircuitAssert.Accepts(circuit, History.Random(new Random(1), 4, 6), 1500);
    }

    [Test]
    public void MemoryIsProved()
    {
        using var circuit = Compile<Fr>(4, 6);
        var honest = History.Random(new Random(2), 4, 6);
        CircuitAssert.Proves(circuit, honest, honest.With(h => h.Accesses[^1].Old++), Bn254.Curve);
    }

    /// <summary>
    /// Two cells and two accesses to any addresses, with every history in which each access and each final cell takes one of the four cells that are
    /// put — anything else nobody wrote: exactly one passes if both addresses exist, and none otherwise.
    /// </summary>
    [Test]
    public void EveryHistoryButOneIsRefused()
    {
        using var circuit = Circuit.Compile<Tiny, (int[] Addresses, (int Value, int Time)[] Taken)>(
            "test",
            (b, inputs) =>
            {
                var memory = b.AddMemory("tiny");
                UInt[] cells = [b.Constant(new BigInteger(1)), b.Constant(new BigInteger(2))];
                Wire Value(int k) => inputs.Field("value", i => i.Taken[k].Value);
                Wire Time(int k) => inputs.Field("time", i => i.Taken[k].Time);
                memory.Initial(cells[0], b.Constant(Tiny.FromUInt64(5)));
                memory.Initial(cells[1], b.Constant(Tiny.FromUInt64(6)));
                memory.Access(inputs.UInt("first", 2, i => (ulong)i.Addresses[0]), Value(0), Time(0), b.Constant(Tiny.FromUInt64(7)));
                memory.Access(inputs.UInt("second", 2, i => (ulong)i.Addresses[1]), Value(1), Time(1), b.Constant(Tiny.FromUInt64(8)));
                memory.Final(cells[0], Value(2), Time(2));
                memory.Final(cells[1], Value(3), Time(3));
            },
            new() { RangeBits = 2 });
        (int Value, int Time)[] put = [(5, 0), (6, 0), (7, 1), (8, 2)];
        for (var statement = 0; statement < 16; statement++)
        {
            int[] addresses = [statement & 3, statement >> 2];
            var passed = 0;
            for (var history = 0; history < 256; history++)
            {
                using var assignment = circuit.Assign((addresses, [put[history & 3], put[(history >> 2) & 3], put[(history >> 4) & 3], put[history >> 6]]), 1);
                passed += WitnessChecker<Tiny>.Check(circuit.Compiled, assignment, 1).Count == 0 ? 1 : 0;
            }

            Assert.That(passed, Is.EqualTo(addresses.All(a => a is 1 or 2) ? 1 : 0), $"accesses to {addresses[0]} and {addresses[1]}");
        }
    }

    /// <summary>Every case is refused, by the memory and in words.</summary>
    [TestCaseSource(nameof(Lies))]
    public void LiesAreRefused(string name, Action<History> lie, string message)
    {
        using var circuit = Compile<Fr>(3, 4);
        var honest = Story();
        CircuitAssert.Satisfied(circuit, honest);
        var failures = CircuitAssert.Rejects(circuit, honest.With(lie));
        Assert.That(failures.Select(f => f.ToString()), Has.Some.Contains(message), name);
    }

    /// <summary>Bug 43: the second of two accesses to one address in a row is answered by the first, not by what was before.</summary>
    [Test]
    public void Bug43TwoAccessesToOneAddressInARowAgree()
    {
        using var circuit = Compile<Fr>(3, 4);
        var honest = Story();
        Assert.That(honest.Accesses[0].Address, Is.EqualTo(honest.Accesses[1].Address));
        CircuitAssert.Satisfied(circuit, honest);
        CircuitAssert.Rejects(circuit, honest.With(h => (h.Accesses[1].Old, h.Accesses[1].Time) = (h.Accesses[0].Old, h.Accesses[0].Time)));
        CircuitAssert.Rejects(circuit, honest.With(h => h.Accesses[1].Old = h.Accesses[0].Old));
        CircuitAssert.Rejects(circuit, honest.With(h => h.Accesses[1].Time = h.Accesses[0].Time));
        CircuitAssert.Rejects(circuit, honest.With(h => (h.Accesses[0].Time, h.Accesses[1].Time) = (h.Accesses[1].Time, h.Accesses[0].Time)));
    }

    [Test]
    public void MemoriesAndTablesAreApart()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            var (one, two) = (b.AddMemory("one"), b.AddMemory("two"));
            var x = inputs.Field("x", x => x);
            one.Put(x, x, x);
            two.Take(x, x, x);
        });
        var failures = CircuitAssert.Rejects(circuit, Fr.FromUInt64(3));
        Assert.That(failures.Select(f => f.Detail), Is.EquivalentTo(new[]
        {
            "memory one: nobody read value 3 that address 3 has since time 3",
            "memory two: address 3 read value 3 of time 3 that nobody wrote, or that another access has read",
        }));
    }

    [Test]
    public void MisuseIsRefused()
    {
        static void Compile(Action<CircuitBuilder<Fr>, CircuitMemory<Fr>, UInt> use) => Circuit.Compile<Fr, ulong>(
            "test",
            (b, inputs) => use(b, b.AddMemory("cells"), inputs.UInt("x", 8, x => x)),
            _byteTable).Dispose();
        void Refused(string reason, Action<CircuitBuilder<Fr>, CircuitMemory<Fr>, UInt> use) =>
            Assert.That(() => Compile(use), Throws.Exception.With.Message.Contains(reason));
        var lookup = new RowKind<Fr>(null, Lookup: true);
        var put = new RowKind<Fr>(null, Put: true);
        Refused("no reserved cell", (b, m, x) => m.AccessIf(b.Constant(true), x, x, x, x));
        Refused("has a reserved cell already", (b, m, x) =>
        {
            m.InitialReserved(300, x);
            m.InitialReserved(301, x);
        });
        Refused("cell c of its row, which is empty", (b, m, x) => m.Put(x, default, x));
        Refused("cell d of the next row, which is empty", (b, m, x) => m.Take(default, x, x));
        Refused("which is no memory", (b, m, x) =>
        {
            b.Place(put, new(P5: b.Tables.AddDynamic("table").Tag), c: x, d: x);
            b.Place(RowKind<Fr>.None, d: x);
        });
        Refused("which is no dynamic table", (b, m, x) => b.Place(new RowKind<Fr>(null, Write: true), new(P4: b.Tables.AddMemory("memory").Tag), x, x));
        Refused("puts what it looks up", (b, m, x) =>
        {
            b.Place(lookup with { Put = true }, new(P5: b.Tables.AddMemory("memory").Tag), c: x, d: x);
            b.Place(RowKind<Fr>.None, d: x);
        });
    }

    [Test]
    public void AccessesTakeFourRowsAndNoBusTerm()
    {
        static Circuit<Fr, ulong> Compile(bool memory) => Circuit.Compile<Fr, ulong>(
            "test",
            (b, inputs) =>
            {
                var x = inputs.UInt("x", 64, x => x);
                b.AssertOnCurve(x, x);
                b.Add((x, x), (x, x));
                b.MultiplyBase(x);
                b.MerkleRoot(x, x, [.. Enumerable.Repeat(x.Wire, 64)]);
                if (!memory)
                    return;
                var cells = b.AddMemory("cells");
                cells.Initial(x, x);
                using (b.Scope("measured"))
                    cells.Access(x, x, x, x);
                cells.Final(x, x, x);
            },
            new() { RangeBits = 16 });
        using var without = Compile(false);
        using var with = Compile(true);
        Assert.That(with.Profile.Entries.Single(e => e.Path == "measured").Rows, Is.EqualTo(4));
        Assert.That(with.Compiled.System.Bus, Has.Count.EqualTo(without.Compiled.System.Bus.Count));

        // The two new kinds of rows find no room in the selector columns of so many gates.
        Assert.That(with.Compiled.System.FixedColumns, Is.EqualTo(without.Compiled.System.FixedColumns + 1));
    }

    private static IEnumerable<TestCaseData> Lies()
    {
        static TestCaseData Lie(string name, string message, Action<History> lie) => new TestCaseData(name, lie, message).SetArgDisplayNames(name);

        // The story: 5 is written at times 1 and 2, 7 at time 3, a disabled access is number 4.
        yield return Lie("stale value", "memory accounts: address 5 read value 50 of time 0 that nobody wrote", h => (h.Accesses[1].Old, h.Accesses[1].Time) = (50, 0));
        yield return Lie("value that nobody wrote", "memory accounts: address 5 read value 99 of time 1 that nobody wrote", h => h.Accesses[1].Old = 99);
        yield return Lie("value of another address", "that nobody wrote", h => h.Accesses[2].Old = 50);
        yield return Lie("time from the future", "range a fails", h => (h.Accesses[0].Old, h.Accesses[0].Time, h.Accesses[1].Old, h.Accesses[1].Time) = (102, 2, 50, 0));
        yield return Lie("own time", "range a fails", h => (h.Accesses[0].Old, h.Accesses[0].Time) = (101, 1));
        yield return Lie("address that is not there", "memory accounts: address 6 read value 70 of time 0 that nobody wrote", h => h.Accesses[2].Address = 6);
        yield return Lie("final of an older version", "memory accounts: nobody read value 102 that address 5 has since time 2", h => h.Cells[0] = h.Cells[0] with { Final = 101, FinalTime = 1 });
        yield return Lie("final that nobody wrote", "address 7 read value 1 of time 3 that nobody wrote", h => h.Cells[1] = h.Cells[1] with { Final = 1 });
        yield return Lie("missing final, another twice", "memory accounts: nobody read value 102 that address 5 has since time 2", h => h.FinalOrder[0] = 1);
        yield return Lie("duplicate initial address", "range", h => (h.Cells[1], h.FinalOrder[1]) = (new Cell(5, 70, 103, 3), 1));
        yield return Lie("initial addresses that fall", "range", h => (h.Cells[0], h.Cells[1]) = (h.Cells[1], h.Cells[0]));
        yield return Lie("disabled access to a real cell", "memory accounts: address 8589934592 read value 103 of time 3 that nobody wrote", h => (h.Accesses[3].Address, h.Accesses[3].Old, h.Accesses[3].Time) = (7, 103, 3));
        yield return Lie("enabled by a bit that is none", "arithmetic", h => h.Accesses[3].Enabled = 2);
    }

    /// <summary>Cells 5 and 7; 5 is written twice in a row, then 7, then nothing.</summary>
    private static History Story() => new(
        [new(5, 50, 102, 2), new(7, 70, 103, 3), new(Reserved, 9, 9, 4)],
        [new(1, 5, 50, 0, 101), new(1, 5, 101, 1, 102), new(1, 7, 70, 0, 103), new(0, 0, 9, 0, 77)]);

    private static Circuit<TF, History> Compile<TF>(int cells, int accesses)
        where TF : unmanaged, IPrimeField<TF> => Circuit.Compile<TF, History>(
        "test/memory",
        (b, inputs) =>
        {
            var memory = b.AddMemory("accounts");
            var addresses = new UInt[cells];
            for (var i = 0; i < cells; i++)
            {
                var at = i;
                var value = inputs.Field("value", h => h.Cells[at].Value);
                addresses[i] = i < cells - 1 ? inputs.UInt("cell", 34, h => h.Cells[at].Address) : memory.InitialReserved(Reserved, value);
                if (i < cells - 1)
                    memory.Initial(addresses[i], value);
            }

            b.Parallel(accesses, k => memory.AccessIf(
                b.ToBit(inputs.Field("enabled", h => h.Accesses[k].Enabled)),
                inputs.UInt("address", 33, h => h.Accesses[k].Address),
                inputs.Field("old value", h => h.Accesses[k].Old),
                inputs.Field("old time", h => h.Accesses[k].Time),
                inputs.Field("new value", h => h.Accesses[k].New)));
            for (var i = 0; i < cells; i++)
            {
                var at = i;
                var address = i < cells - 1 ? inputs.UInt("final cell", 34, h => h.Cells[h.FinalOrder[at]].Address) : addresses[i];
                memory.Final(address, inputs.Field("final value", h => h.Cells[h.FinalOrder[at]].Final), inputs.Field("final time", h => h.Cells[h.FinalOrder[at]].FinalTime));
            }
        },
        _byteTable);

    public sealed record Cell(BigInteger Address, BigInteger Value, BigInteger Final, BigInteger FinalTime);

    public sealed class Access(BigInteger enabled, BigInteger address, BigInteger old, BigInteger time, BigInteger value)
    {
        public BigInteger Enabled { get; set; } = enabled;

        public BigInteger Address { get; set; } = address;

        public BigInteger Old { get; set; } = old;

        public BigInteger Time { get; set; } = time;

        public BigInteger New { get; } = value;
    }

    public sealed class History(List<Cell> cells, List<Access> accesses)
    {
        public List<Cell> Cells { get; } = cells;

        public List<Access> Accesses { get; } = accesses;

        public List<int> FinalOrder { get; } = [.. Enumerable.Range(0, cells.Count)];

        public History With(Action<History> change)
        {
            var copy = new History([.. Cells], [.. Accesses.Select(a => new Access(a.Enabled, a.Address, a.Old, a.Time, a.New))]);
            change(copy);
            return copy;
        }

        public static History Random(Random random, int cells, int accesses)
        {
            var addresses = Enumerable.Range(0, cells - 1).Select(i => (BigInteger)((100 * i) + random.Next(100))).Append(Reserved).ToList();
            var initial = addresses.ConvertAll(_ => (BigInteger)random.Next(1000));
            var state = addresses.Zip(initial).ToDictionary(p => p.First, p => (Value: p.Second, Time: BigInteger.Zero));
            var history = new List<Access>();
            for (var k = 1; k <= accesses; k++)
            {
                var enabled = random.Next(4) > 0;
                var address = enabled ? addresses[random.Next(cells - 1)] : Reserved;
                var (value, time) = state[address];
                history.Add(new(enabled ? 1 : 0, enabled ? address : 0, value, time, random.Next(1000)));
                state[address] = (enabled ? history[^1].New : value, k);
            }

            return new([.. addresses.Select((a, i) => new Cell(a, initial[i], state[a].Value, state[a].Time))], history);
        }
    }
}
