using System.Numerics;
using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

public class SettlementStatementTests
{
    private static readonly byte[] _key = Keccak256.Hash("key"u8);

    private static SettlementStatement Make(PaymentsBatch batch, string circuit = "settlement/payments/8", byte[]? key = null)
    {
        Assert.That(PaymentsReference.TryApply(State, batch, out var transition, out _), Is.True);
        return transition!.Statement(8, circuit, key ?? _key);
    }

    [Test]
    public void OrderIsDomainRootsCommitmentChallengeEvaluation()
    {
        var s = Make(Batch(Transfer(0, 1, 5)));
        Assert.That(s.ToArray(), Is.EqualTo(new[] { s.Domain, s.PreviousRoot, s.NextRoot, s.Commitment, s.Challenge, s.Evaluation }));
        Assert.That(s.ToArray(), Has.Length.EqualTo(SettlementStatement.Length));
    }

    [Test]
    public void DomainAndChallengeAreBelow2To248()
    {
        var limit = BigInteger.One << 248;
        for (ulong i = 0; i < 50; i++)
        {
            var context = Context with { BatchNumber = i };
            var s = Make(Batch(Transfer(0, 1, 5)) with { Context = context });
            Assert.That(s.Challenge.ToBigInteger(), Is.LessThan(limit));
            Assert.That(new SettlementDomain(i, default).Value.ToBigInteger(), Is.LessThan(limit));
        }
    }

    /// <summary>Bug 54: a proof must not fit another batch number, submitter, key, circuit or data; all are in z.</summary>
    [Test]
    public void Bug54_ChallengeBindsEverythingThatIsNoGate()
    {
        var batch = Batch(Transfer(0, 1, 5));
        SettlementStatement[] all =
        [
            Make(batch),
            Make(batch with { Context = Context with { BatchNumber = 6 } }),
            Make(batch with { Context = Context with { Submitter = new EthereumAddress(0x2223) } }),
            Make(batch, "settlement/payments/64"),
            Make(batch, key: Keccak256.Hash("other key"u8)),
            Make(batch with { Time = Time - 1 }),
            Make(batch with { FeeAccount = 0 }),
            Make(Batch(Transfer(0, 1, 6))),
        ];
        Assert.That(all.Select(s => s.Challenge).Distinct().Count(), Is.EqualTo(all.Length));
    }

    [Test]
    public void EvaluationIsThePolynomialInZ()
    {
        var data = new BatchData([Fr.FromUInt64(3), Fr.FromUInt64(5), Fr.FromUInt64(7)]);
        Assert.That(data.Evaluate(Fr.FromUInt64(10)), Is.EqualTo(Fr.FromUInt64(753)));
        Assert.That(data.Commit(Fr.One), Is.EqualTo(Poseidon2.Hash(HashDomains.BatchData, [Fr.One, Fr.FromUInt64(3), Fr.FromUInt64(5), Fr.FromUInt64(7)])));
    }

    [Test]
    public void DataWordsAreBelow2To248()
    {
        Assert.That(() => new BatchData([Fr.FromBigInteger(BigInteger.One << 248)]), Throws.ArgumentException);
        Assert.That(new BatchData([Fr.FromBigInteger((BigInteger.One << 248) - 1)]).List, Has.Count.EqualTo(1));
    }

    [Test]
    public void WordsUnpackToTheOperations()
    {
        var key = Key(4);
        var data = Batch(
            new Deposit(0xff_ffff_ffff, 0xffff_fffe, key, ulong.MaxValue),
            new Withdrawal(0x89ab_cdef, new EthereumAddress((BigInteger.One << 160) - 1), 0x0123_4567_89ab_cdef, 42, 0, 0),
            new Transfer(uint.MaxValue, 1, Key(1), 2, ulong.MaxValue, 0, 0)).Data(4).List.Select(w => w.ToBigInteger()).ToArray();
        static BigInteger Bits(BigInteger word, int from, int count) => (word >> from) & ((BigInteger.One << count) - 1);
        Assert.Multiple(() =>
        {
            Assert.That(data, Has.Length.EqualTo(9));
            Assert.That(data[0], Is.EqualTo(Time + (new BigInteger(3) << 32) + (new BigInteger(FeeAccount) << 48)));
            Assert.That(Bits(data[1], 0, 8), Is.EqualTo((BigInteger)1));
            Assert.That(Bits(data[1], 8, 32), Is.EqualTo(BigInteger.Zero));
            Assert.That(Bits(data[1], 40, 32), Is.EqualTo((BigInteger)0xffff_fffe));
            Assert.That(Bits(data[1], 72, 64), Is.EqualTo((BigInteger)ulong.MaxValue));
            Assert.That(Bits(data[1], 136, 64), Is.EqualTo(BigInteger.Zero));
            Assert.That(Bits(data[1], 208, 40), Is.EqualTo((BigInteger)0xff_ffff_ffff));
            Assert.That((Bits(data[1], 200, 8) << 248) + data[2], Is.EqualTo(new BigInteger(key.Pack(), isUnsigned: true)));
            Assert.That(data[3], Is.EqualTo(2 + (new BigInteger(0x89ab_cdef) << 8) + (new BigInteger(0x0123_4567_89ab_cdef) << 72) + (new BigInteger(42) << 136)));
            Assert.That(data[4], Is.EqualTo((BigInteger.One << 160) - 1));
            Assert.That(data[5], Is.EqualTo(3 + (new BigInteger(uint.MaxValue) << 8) + (BigInteger.One << 40) + (new BigInteger(2) << 72) + (new BigInteger(ulong.MaxValue) << 136)));
            Assert.That(data[6..], Is.All.EqualTo(BigInteger.Zero));
        });
    }

    [Test]
    public void DataRefusesMoreOperationsThanSlots() =>
        Assert.That(() => Batch(Transfer(0, 1, 1), Transfer(0, 1, 1)).Data(1), Throws.ArgumentException);

    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [TestCase("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [TestCase("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [TestCase("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void AddressesCarryTheChecksumOfEip55(string text)
    {
        Assert.That(EthereumAddress.TryParse(text, out var address, out _), Is.True);
        Assert.That(address.ToString(), Is.EqualTo(text));
        Assert.That(EthereumAddress.TryParse(text.ToLowerInvariant(), out var lower, out _), Is.True);
        Assert.That(lower, Is.EqualTo(address));
        var broken = text.ToCharArray();
        var at = Array.FindIndex(broken, 2, char.IsAsciiLetter);
        broken[at] = char.IsUpper(broken[at]) ? char.ToLowerInvariant(broken[at]) : char.ToUpperInvariant(broken[at]);
        Assert.That(EthereumAddress.TryParse(new string(broken), out _, out var reason), Is.False);
        Assert.That(reason, Does.Contain("EIP-55"));
    }
}
