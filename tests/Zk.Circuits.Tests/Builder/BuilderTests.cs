using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits.Tests;

/// <summary>The builder's own promises: layout, selectors, parts, scopes, mistakes that it reports.</summary>
public sealed class BuilderTests
{
    private static Fr F(long value) => Fr.FromBigInteger(value);

    /// <summary>Bug 19: a constant that is only a witness.</summary>
    [Test]
    public void Bug19ConstantsAreFixed()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) => b.AssertEqual(b.Add(inputs.Field("x", x => x), b.Constant(F(5))), b.Constant(F(12))));
        CircuitAssert.Accepts(circuit, F(7));
        CircuitAssert.Rejects(circuit, F(8));
        using var assignment = circuit.Assign(F(7));
        for (var row = 0; row < circuit.Profile.Rows; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                if (!circuit.WireAt(column, row).Exists)
                    continue;
                assignment.Advice[column][row] += Fr.One;
                Assert.That(WitnessChecker<Fr>.Check(circuit.Compiled, assignment), Is.Not.Empty, $"cell {column}, {row}");
                assignment.Advice[column][row] -= Fr.One;
            }
        }
    }

    /// <summary>Bug 18: the answer of a comparison that nothing uses.</summary>
    [Test]
    public void Bug18UnusedAnswersAreReported()
    {
        using var forgotten = Circuit.Compile<Fr, ulong>("test", (b, inputs) => b.IsLess(inputs.UInt("x", 8, x => x), b.Constant(new System.Numerics.BigInteger(9))), new() { RangeBits = 8 });
        Assert.That(forgotten.Unused, Has.One.Contains("is less"));
        using var asserted = Circuit.Compile<Fr, ulong>("test", (b, inputs) => b.AssertTrue(b.IsLess(inputs.UInt("x", 8, x => x), b.Constant(new System.Numerics.BigInteger(9)))), new() { RangeBits = 8 });
        Assert.That(asserted.Unused, Is.Empty);
        CircuitAssert.Accepts(asserted, 8UL);
        CircuitAssert.Rejects(asserted, 9UL);
        using var hint = Circuit.Compile<Fr, Fr>("test", (b, inputs) => b.Hint("free", "nothing", [inputs.Field("x", x => x)], 1, (x, y) => y[0] = x[0]));
        Assert.That(hint.Unused, Has.Count.EqualTo(2).And.Some.Contains("hint 'free'").And.Some.Contains("input 'x'"));
    }

    /// <summary>Bug 31: a public input that no gate reads must still bind the statement.</summary>
    [Test]
    public void Bug31UnusedPublicInputsAreBound()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            b.Public("x", inputs.Field("x", x => x));
            b.Public("constant", b.Constant(F(3)));
        });
        CircuitAssert.Accepts(circuit, F(9));
    }

    [Test]
    public void CircuitsContainOnlyWhatTheyUse()
    {
        using var plain = Circuit.Compile<Fr, Fr>("test", (b, inputs) => b.Public("y", b.Multiply(inputs.Field("x", x => x), inputs.Field("x", x => x))));
        Assert.That(plain.Compiled.System.Bus, Is.Empty);
        Assert.That(plain.Compiled.System.Gates, Has.Count.EqualTo(1));

        // Parameters for d and the product, and the gate's selector.
        Assert.That(plain.Compiled.System.FixedColumns, Is.EqualTo(3));
        Assert.That(plain.Compiled.Log2, Is.EqualTo(4));
        using var range = Circuit.Compile<Fr, ulong>("test", (b, inputs) => inputs.UInt("x", 64, x => x));
        Assert.That(range.Compiled.System.Bus, Has.Count.EqualTo(5));
        Assert.That(range.Profile.RangeBits, Is.LessThan(16), "a small circuit needs no table of 2^16 rows");
    }

    [Test]
    public void SelectorsOfTenKindsStayWithinTheDegree()
    {
        // Ten made-up gates of all degrees: the constraint system refuses any constraint above the bound.
        var gates = Enumerable.Range(1, 5).SelectMany(degree => new[] { 0, 1 }.Select(i => new GateDefinition<Fr>($"power {degree}.{i}", r =>
        {
            var power = r.A;
            for (var k = 1; k < degree; k++)
                power *= r.A;
            return [new("p", power - r.B)];
        }))).ToArray();
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            var x = inputs.Field("x", v => v);
            for (var i = 0; i < gates.Length; i++)
            {
                var degree = gates[i].Degree;
                b.Place(new RowKind<Fr>(gates[i]), default, x, b.Hint("power", "the row's gate", [x], 1, (v, p) => p[0] = v[0].Pow((ulong)degree))[0]);
            }
        });
        Assert.That(circuit.Compiled.System.Constraints.Max(c => c.Constraint.Degree), Is.EqualTo(ConstraintSystem<Fr>.MaximumDegree));

        // Budgets 5 5 4 4 3 3 2 2 1 1: columns of {5, 5, 4, 4}, {3, 3}, {2, 2}... in fact {5 5 4 4}, {3 3 2} does not fit, so {3 3}, {2 2}, {1}, {1}.
        Assert.That(circuit.Compiled.System.FixedColumns, Is.EqualTo(5));
        CircuitAssert.Accepts(circuit, F(3));
    }

    [Test]
    public void PartsRunInParallelWithTheSameResult()
    {
        using var circuit = Circuit.Compile<Fr, Fr[]>("test", (b, inputs) =>
        {
            var seed = b.Affine(F(3), inputs.Field("seed", x => x[0]), F(1));
            var ends = new Wire[50];
            b.Parallel(50, i =>
            {
                var x = inputs.Field("x", v => v[i]);
                for (var k = 0; k < 20; k++)
                    x = b.MultiplyAdd(Fr.One, x, x, seed, F(77));
                ends[i] = x;
            });
            b.Public("sum", b.Sum<Fr>([.. ends.Select(e => (Term<Fr>)e)]));
        });
        var input = FieldSamples.Random<Fr>(50, 1);
        using var one = circuit.Assign(input, 1);
        using var many = circuit.Assign(input, 4);
        Assert.That(WitnessChecker<Fr>.Check(circuit.Compiled, one), Is.Empty);
        Assert.That(many.PublicInputs, Is.EqualTo(one.PublicInputs));
        for (var column = 0; column < 4; column++)
        {
            for (var row = 0; row < circuit.Compiled.Rows; row++)
                Assert.That(many.Advice[column][row], Is.EqualTo(one.Advice[column][row]));
        }
    }

    [Test]
    public void PartsMayNotUseEachOther()
    {
        Assert.That(
            () => Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
            {
                var x = inputs.Field("x", v => v);
                Wire last = x;
                b.Parallel(2, _ => last = b.Multiply(last, last));
            }),
            Throws.InvalidOperationException.With.Message.Contains("another part"));
    }

    [Test]
    public void ProfileCountsRowsByScope()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            var x = inputs.Field("x", v => v);
            for (var i = 0; i < 3; i++)
            {
                using var outer = b.Scope("outer");
                x = b.Multiply(x, x);
                using (b.Scope("inner"))
                    x = b.Multiply(x, x);
            }

            b.Public("x", x);
        });
        Assert.That(circuit.Profile.Entries.Select(e => (e.Path, e.Depth, e.Rows)), Is.EqualTo(new[] { ("outer", 0, 6L), ("outer/inner", 1, 3L) }));
        Assert.That(circuit.Profile.Rows, Is.EqualTo(7));
        Assert.That(circuit.Compiled.RowLabel(2), Is.EqualTo("outer/inner"));
        Assert.That(circuit.Compiled.RowLabel(0), Is.EqualTo("public input x"));
    }

    [Test]
    public void FailuresNameGateRowAndScope()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            using var scope = b.Scope("check");
            b.AssertNonZero(inputs.Field("x", v => v));
        });
        var failure = CircuitAssert.Rejects(circuit, Fr.Zero)[0];
        Assert.That(failure.ToString(), Does.StartWith("arithmetic: sum fails on row 0 (check)"));
    }

    /// <summary>An empty cell satisfies anything, so no gadget may take the default value for a wire, bit or integer.</summary>
    [TestCaseSource(nameof(EmptyUses))]
    public void NothingTakesTheDefaultWire(Action<CircuitBuilder<Fr>, Wire> use) => Assert.That(
        () => Circuit.Compile<Fr, Fr>("test", (b, inputs) => use(b, inputs.Field("x", x => x))),
        Throws.InstanceOf<ArgumentException>().With.Message.Contains("no wire"));

    private static IEnumerable<TestCaseData> EmptyUses()
    {
        TestCaseData Use(string name, Action<CircuitBuilder<Fr>, Wire> use) => new TestCaseData(use).SetName($"NothingTakesTheDefaultWire {name}");
        yield return Use("public", (b, _) => b.Public("y", default));
        yield return Use("equal", (b, x) => b.AssertEqual(x, default(Bit)));
        yield return Use("zero", (b, _) => b.AssertZero<Fr>(default(Wire)));
        yield return Use("product", (b, x) => b.AssertConstant(b.Multiply(x, default(Wire)), Fr.One));
        yield return Use("bit", (b, _) => b.ToBit(default));
        yield return Use("and", (b, x) => b.AssertTrue(b.And(b.ToBit(x), default)));
        yield return Use("select", (b, x) => b.AssertConstant(b.Select(default, x, x), Fr.One));
        yield return Use("less", (b, x) => b.AssertTrue(b.IsLess(b.ToUInt(x, 8), default)));
        yield return Use("assert less", (b, x) => b.AssertLess(b.ToUInt(x, 8), default(UInt)));
        yield return Use("narrow range", (b, _) => b.ToUInt(default, 8));
        yield return Use("wide range", (b, _) => b.ToUInt(default, 64));
        yield return Use("limbs", (b, _) => b.ToLimbs(default));
        yield return Use("zero test", (b, _) => b.AssertTrue(b.IsZero(default)));
        yield return Use("pack", (b, x) => b.Pack<Fr>([(b.ToUInt(x, 8), 8), (default, 8)]));
        yield return Use("from bits", (b, x) => b.FromBits<Fr>([b.ToBit(x), default]));
        yield return Use("hash", (b, x) => b.Poseidon2Hash(1, [x, default]));
        yield return Use("curve", (b, x) => b.AssertOnCurve(x, default));
    }

    [Test]
    public void GatesMayNotReadEmptyCells()
    {
        var gate = new GateDefinition<Fr>("next", r => [new("p", r.A - r.NextB), new("q", r.P(0) * (r.C - r.A))]);
        void Compile(Fr p, bool c, bool landed) => Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            var x = inputs.Field("x", v => v);
            b.Place(new RowKind<Fr>(gate), new(P0: p), x, c: c ? x : default);
            b.Place(RowKind<Fr>.None, default, x, landed ? x : default);
        }).Dispose();
        Assert.That(() => Compile(Fr.Zero, false, true), Throws.Nothing, "a parameter switches c off");
        Assert.That(() => Compile(Fr.One, true, true), Throws.Nothing);
        Assert.That(() => Compile(Fr.One, false, true), Throws.InvalidOperationException.With.Message.Contains("cell c of its row"));
        Assert.That(() => Compile(Fr.Zero, false, false), Throws.InvalidOperationException.With.Message.Contains("cell b of the next row"));
    }

    [Test]
    public void QueuedRangeRowsDoNotPartRowsThatBelongTogether()
    {
        // The gate reads the row placed next, with a full queue of narrow range checks asked for in between.
        var gate = new GateDefinition<Fr>("next", r => [new("same", r.A - r.NextB)]);
        using var circuit = Circuit.Compile<Fr, Fr>(
            "test",
            (b, inputs) =>
            {
                var x = inputs.Field("x", v => v);
                b.Place(new RowKind<Fr>(gate), default, x);
                for (var i = 0; i < 4; i++)
                    b.ToUInt(x, b.RangeBits);
                b.Place(RowKind<Fr>.None, default, x, x);
            },
            new() { RangeBits = 8 });
        CircuitAssert.Satisfied(circuit, F(200));
        CircuitAssert.Rejects(circuit, F(256));
    }

    [Test]
    public void TablesAreWrittenOnceAndExist()
    {
        static void Compile(Action<CircuitBuilder<Fr>, Wire, LookupTable<Fr>> use) => Circuit.Compile<Fr, Fr>("test", (b, inputs) =>
        {
            var x = inputs.Field("x", v => v);
            use(b, x, b.Tables.AddDynamic("table"));
            b.Place(RowKind<Fr>.None, d: b.Constant(Fr.One));
        }).Dispose();
        var write = new RowKind<Fr>(null, Write: true);
        var lookup = new RowKind<Fr>(null, Lookup: true);
        Assert.That(
            () => Compile((b, x, table) =>
            {
                b.Place(write, new(P3: F(1), P4: table.Tag), x, x);
                b.Place(write, new(P3: F(2), P4: table.Tag), x, x);
                b.Place(write, new(P4: LookupTables<Fr>.Unread), x, x);
                b.Place(write, new(P4: LookupTables<Fr>.Unread), x, x);
                b.Place(lookup, new(P5: table.Tag), c: x, d: x);
            }),
            Throws.Nothing);
        void Refused(string reason, Action<CircuitBuilder<Fr>, Wire, LookupTable<Fr>> use) =>
            Assert.That(() => Compile(use), Throws.InvalidOperationException.With.Message.Contains(reason));
        Refused("second entry with key 1", (b, x, table) =>
        {
            b.Place(write, new(P3: F(1), P4: table.Tag), x, x);
            b.Place(write, new(P3: F(1), P4: table.Tag), b.Multiply(x, x), x);
        });

        // Tag 0 is the range table: an entry (2^20, 0, 0, 0) would put 2^20 into range.
        Refused("writes to 0", (b, x, _) => b.Place(write, new(P3: F(1 << 20)), x, x));
        Refused("no dynamic table", (b, x, _) => b.Place(write, new(P4: b.Tables.GetOrAdd("fixed", () => [(F(1), F(2))]).Tag), x, x));
        Refused("does not exist", (b, x, table) => b.Place(lookup, new(P5: table.Tag + Fr.One), c: x, d: x));
        Refused("does not exist", (b, x, _) => b.Place(lookup, default, c: x, d: x));
        Refused("cell d of the next row", (b, x, table) =>
        {
            b.Place(lookup, new(P5: table.Tag), c: x, d: x);
            b.Place(RowKind<Fr>.None, default, x);
        });
    }
}
