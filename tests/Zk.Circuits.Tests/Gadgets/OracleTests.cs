using System.Numerics;
using Zk.Field;
using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>Medians, time-weighted averages, signatures of a quorum.</summary>
public sealed class OracleTests
{
    private const ulong Domain = 77;

    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };

    /// <summary>Every three values of two bits with every choice of those used: one witness, the lower median, and none where none is used.</summary>
    [Test]
    public void EveryWitnessOfAMedianIsUnique()
    {
        using var circuit = Circuit.Compile<Tiny, (int Values, int Used)>(
            "test",
            (b, inputs) => b.Public("median", b.LowerMedian<Tiny>(
                [.. Enumerable.Range(0, 3).Select(i => inputs.UInt("value", 2, x => (ulong)(x.Values >> (2 * i)) & 3))],
                [.. Enumerable.Range(0, 3).Select(i => inputs.Bit("used", x => ((x.Used >> i) & 1) == 1))])),
            new() { RangeBits = 2 });
        var statements = from values in Enumerable.Range(0, 64) from used in Enumerable.Range(0, 8) select (Values: values, Used: used);
        TinyWitnesses.AssertUnique(circuit, statements, s => s.Used != 0);
        foreach (var (values, used) in statements.Where(s => s.Used != 0))
        {
            var counted = Enumerable.Range(0, 3).Where(i => ((used >> i) & 1) == 1).Select(i => (values >> (2 * i)) & 3).Order().ToList();
            using var a = circuit.Assign((values, used));
            Assert.That(a.PublicInputs[0].Value, Is.EqualTo(counted[(counted.Count - 1) / 2]));
        }
    }

    /// <summary>Even numbers of values have two middle ones, of which only the lower is accepted, and nothing between them.</summary>
    [Test]
    public void OnlyTheLowerOfTwoMiddleValuesIsAMedian()
    {
        using var circuit = Circuit.Compile<Fr, (ulong[] Values, bool[] Used)>(
            "test",
            (b, inputs) => b.Public("median", b.LowerMedian<Fr>(
                [.. Enumerable.Range(0, 6).Select(i => inputs.UInt("value", 64, x => x.Values[i]))],
                [.. Enumerable.Range(0, 6).Select(i => inputs.Bit("used", x => x.Used[i]))])),
            _byteTable);
        var hint = circuit.Hint("lower median")[0];
        var input = (Values: new ulong[] { 900, 100, 300, 200, 5, 5 }, Used: new[] { true, true, true, true, false, false });
        CircuitAssert.Accepts(circuit, input, 600);
        foreach (var wrong in new ulong[] { 0, 5, 100, 199, 201, 250, 299, 300, 301, 900, ulong.MaxValue })
            CircuitAssert.Rejects(circuit, input, (hint, Fr.FromUInt64(wrong)));
        var equal = (Values: new ulong[] { 7, 7, 7, 7, 1, 9 }, Used: new[] { true, true, true, true, true, true });
        CircuitAssert.Accepts(circuit, equal, 200);
        foreach (var wrong in new ulong[] { 1, 6, 8, 9 })
            CircuitAssert.Rejects(circuit, equal, (hint, Fr.FromUInt64(wrong)));
        CircuitAssert.Satisfied(circuit, (new ulong[] { ulong.MaxValue, 0, 0, 0, 0, 0 }, new[] { true, false, false, false, false, false }));
        CircuitAssert.Rejects(circuit, (input.Values, new bool[6]));
    }

    [Test]
    public void AveragesMatchBigIntegers()
    {
        using var circuit = Circuit.Compile<Fr, (ulong[] Prices, uint[] Times)>(
            "test",
            (b, inputs) =>
            {
                var times = Enumerable.Range(0, 4).Select(i => inputs.UInt("time", 32, x => x.Times[i])).ToArray();
                var accumulators = new UInt[] { b.Constant(BigInteger.Zero), default, default, default };
                for (var i = 0; i < 3; i++)
                {
                    var at = i;
                    accumulators[i + 1] = b.Accumulate(accumulators[i], inputs.UInt("price", 64, x => x.Prices[at]), times[i], times[i + 1]);
                    b.Public("accumulator", accumulators[i + 1]);
                }

                b.Public("average", b.TwapOver(accumulators[1], times[1], accumulators[3], times[3]));
            },
            _byteTable);
        foreach (var (prices, times) in new (ulong[], uint[])[]
        {
            ([5, 100, 201], [1000, 1010, 1020, 1030]), ([ulong.MaxValue, ulong.MaxValue, ulong.MaxValue], [0, 1, 2, uint.MaxValue]), ([1, 0, 0], [7, 7, 7, 8]),
        })
        {
            BigInteger sum = 0, after = 0;
            var expected = new List<BigInteger>();
            for (var i = 0; i < 3; i++)
            {
                expected.Add(sum += (BigInteger)prices[i] * (times[i + 1] - times[i]));
                after += i > 0 ? (BigInteger)prices[i] * (times[i + 1] - times[i]) : 0;
            }

            expected.Add(after / (times[3] - times[1]));
            using (var a = circuit.Assign((prices, times)))
                Assert.That(a.PublicInputs.Select(p => p.ToBigInteger()), Is.EqualTo(expected));
            CircuitAssert.Satisfied(circuit, (prices, times));
        }

        CircuitAssert.Accepts(circuit, (new ulong[] { 3, 1UL << 63, 77 }, new uint[] { 10, 20, 20, 31 }), 800);
        CircuitAssert.Rejects(circuit, (new ulong[] { 1, 1, 1 }, new uint[] { 5, 9, 9, 9 }));
        CircuitAssert.Rejects(circuit, (new ulong[] { 1, 1, 1 }, new uint[] { 5, 9, 8, 10 }));
        CircuitAssert.Rejects(circuit, (new ulong[] { 1, 0, 0 }, new uint[] { 6, 5, 7, 10 }));
    }

    [Test]
    public void AnAverageNeedsAccumulatorsThatDoNotFall()
    {
        using var circuit = Circuit.Compile<Fr, (BigInteger A, BigInteger B)>(
            "test",
            (b, inputs) => b.Public("average", b.TwapOver(inputs.UInt("a", 96, x => x.A), b.Constant((BigInteger)5), inputs.UInt("b", 96, x => x.B), b.Constant((BigInteger)8))),
            _byteTable);
        CircuitAssert.Accepts(circuit, ((BigInteger)10, (BigInteger)20));
        CircuitAssert.Satisfied(circuit, ((BigInteger)10, (BigInteger)10));
        CircuitAssert.Rejects(circuit, ((BigInteger)11, (BigInteger)10));
        Assert.That(
            () => Circuit.Compile<Fr, ulong>("test", (b, inputs) => b.Accumulate(inputs.UInt("x", 97, x => x), b.Constant((BigInteger)1), b.Constant((BigInteger)1), b.Constant((BigInteger)2)), _byteTable),
            Throws.ArgumentException.With.Message.Contains("at most 96"));
    }

    [Test]
    public void AQuorumIsAccepted()
    {
        using var circuit = Quorum();
        CircuitAssert.Satisfied(circuit, Case.Signed(0, 2, 3));
        CircuitAssert.Satisfied(circuit, Case.Signed(1, 3));
        CircuitAssert.Accepts(circuit, Case.Signed(0, 4), 60);
    }

    [Test]
    public void AQuorumIsProved()
    {
        using var circuit = Quorum();
        CircuitAssert.Proves(circuit, Case.Signed(0, 2), Case.Signed(2, 2), ExponentCurve<Fr>.Instance);
    }

    /// <summary>Bug 23: a signer who counts twice, and every other way to have a quorum that is none.</summary>
    [Test]
    public void Bug23NobodySignsTwice()
    {
        using var circuit = Quorum();
        Refused("below the quorum", Case.Signed(1));
        Refused("nobody", Case.Signed());
        Refused("twice the same", Case.Signed(2, 2));
        Refused("falling", Case.Signed(3, 1));
        Refused("not in the list", Case.Signed(0, 1) with { Signers = [0, 5, 0] });
        Refused("the place of an unused slot", Case.Signed(0, 1) with { Signers = [0, 6, 0] });
        Refused("far outside", Case.Signed(0, 1) with { Signers = [0, 255, 0] });
        Refused("unused before used", Case.Signed(0, 1, 2) with { Used = [true, false, true] });
        Refused("used without a signature", Case.Signed(0) with { Used = [true, true, false] });
        Refused("signature of another", Case.Signed(0, 1) with { Signers = [0, 2, 0] });
        Refused("message of another slot", Case.Signed(0, 1) with { Messages = [11, 11, 12] });
        Refused("another list", Case.Signed(0, 1) with { Digest = Fr.One });
        var keys = Case.Keys();
        (keys[1], keys[3]) = (keys[3], keys[1]);
        Refused("the list in another order", Case.Signed(0, 3) with { List = keys, Signers = [0, 1, 0] });
        Refused("the nobody's key", Case.Signed(0, 1) with { List = [keys[0], BabyJubJub.Base, .. keys[2..]] });

        void Refused(string name, Case bad)
        {
            using var a = circuit.Assign(bad);
            Assert.That(WitnessChecker<Fr>.Check(circuit.Compiled, a), Is.Not.Empty, name);
        }
    }

    [Test]
    public void SlotsThatAreNotUsedSayNothing()
    {
        using var circuit = Quorum();
        var honest = Case.Signed(1, 4);
        CircuitAssert.Satisfied(circuit, honest with { Signers = [1, 4, 200], Messages = [10, 11, 99] });
    }

    private static Circuit<Fr, Case> Quorum() => Circuit.Compile<Fr, Case>(
        "test/quorum",
        (b, inputs) =>
        {
            var digest = inputs.Field("digest", c => c.Digest);
            b.Public("list", digest);
            var list = b.SignerList(Domain, digest, [.. Enumerable.Range(0, 5).Select(i => (inputs.Field("x", c => c.List[i].X), inputs.Field("y", c => c.List[i].Y)))]);
            SignerSlot[] slots = [.. Enumerable.Range(0, 3).Select(i => new SignerSlot(
                inputs.Bit("used", c => c.Used[i]),
                inputs.UInt("signer", 8, c => (ulong)c.Signers[i]),
                inputs.Field("message", c => Fr.FromUInt64((ulong)c.Messages[i])),
                (inputs.Field("r.x", c => c.Signatures[i].R.X), inputs.Field("r.y", c => c.Signatures[i].R.Y)),
                inputs.Field("s", c => c.Signatures[i].S)))];
            b.Public("count", b.AssertThreshold(list, slots, b.Constant((BigInteger)2)));
        },
        _byteTable);

    public sealed record Case(Fr Digest, EdwardsPoint[] List, bool[] Used, int[] Signers, int[] Messages, EdDsaSignature[] Signatures)
    {
        public static EdwardsPoint[] Keys() => [.. Enumerable.Range(0, 5).Select(i => EdDsa.PublicKey(Secret(i)))];

        /// <summary>The signers at these places sign 10, 11, 12.</summary>
        public static Case Signed(params int[] signers)
        {
            var keys = Keys();
            var digest = Poseidon2.Hash(Domain, [.. keys.SelectMany(k => new[] { k.X, k.Y })]);
            int[] messages = [10, 11, 12];
            var nothing = new EdDsaSignature(EdwardsPoint.Identity, 0);
            return new(
                digest,
                keys,
                [.. Enumerable.Range(0, 3).Select(i => i < signers.Length)],
                [.. signers, .. new int[3 - signers.Length]],
                messages,
                [.. Enumerable.Range(0, 3).Select(i => i < signers.Length ? EdDsa.Sign(Secret(signers[i]), Fr.FromUInt64((ulong)messages[i])) : nothing)]);
        }

        private static byte[] Secret(int i) => [.. Enumerable.Repeat((byte)(i + 1), 32)];
    }
}
