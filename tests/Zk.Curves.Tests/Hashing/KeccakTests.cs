using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace Zk.Curves.Tests;

public class KeccakTests
{
    [TestCase("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [TestCase("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void KnownAnswers(string text, string digest) =>
        Assert.That(Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))), Is.EqualTo(digest));

    [Test]
    public void EveryLengthAroundTheBlocksAgreesWithBouncyCastle([Values(28, 32, 48, 64)] int digestLength)
    {
        var data = Bytes(1000);
        var state = new KeccakState(digestLength);
        for (var length = 0; length <= 600; length++)
        {
            state.Update(data.AsSpan(0, length));
            var mine = new byte[digestLength];
            state.Finish(mine);
            Assert.That(mine, Is.EqualTo(Oracle(data.AsSpan(0, length).ToArray(), digestLength)), $"length {length}");
        }
    }

    [Test]
    public void LongInputAgreesWithBouncyCastle()
    {
        var data = Bytes(1_000_003);
        Assert.That(Keccak256.Hash(data), Is.EqualTo(Oracle(data, 32)));
    }

    [Test]
    public void SplittingTheInputDoesNotChangeTheDigest()
    {
        var data = Bytes(700);
        var random = new Random(5);
        for (var trial = 0; trial < 50; trial++)
        {
            var state = new KeccakState(32);
            for (var at = 0; at < data.Length;)
            {
                var take = Math.Min(data.Length - at, random.Next(0, 200));
                state.Update(data.AsSpan(at, take));
                at += take;
            }

            var digest = new byte[32];
            state.Finish(digest);
            Assert.That(digest, Is.EqualTo(Keccak256.Hash(data)));
        }
    }

    [Test]
    public void TheDestinationMayBeTheInput()
    {
        var data = Bytes(32);
        var expected = Keccak256.Hash(data);
        Keccak256.Hash(data, data);
        Assert.That(data, Is.EqualTo(expected));
    }

    [Test]
    public void WrongLengthsAreRefused()
    {
        Assert.That(() => Keccak256.Hash([], new byte[31]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new KeccakState(33), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => KeccakPermutation.Apply(new ulong[24]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>The first and last constants as FIPS 202 implementations print them.</summary>
    [Test]
    public void RoundConstantsArePublishedOnes()
    {
        Assert.That(KeccakPermutation.RoundConstants[0], Is.EqualTo(0x0000000000000001UL));
        Assert.That(KeccakPermutation.RoundConstants[1], Is.EqualTo(0x0000000000008082UL));
        Assert.That(KeccakPermutation.RoundConstants[23], Is.EqualTo(0x8000000080008008UL));
    }

    private static byte[] Bytes(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    private static byte[] Oracle(byte[] data, int digestLength)
    {
        var digest = new KeccakDigest(8 * digestLength);
        digest.BlockUpdate(data, 0, data.Length);
        var result = new byte[digestLength];
        digest.DoFinal(result, 0);
        return result;
    }
}
