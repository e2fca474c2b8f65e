using System.Numerics;
using System.Text.Json;
using Zk.Field;
using Bn254Ate = Zk.Curves.OptimalAte<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower, Zk.Curves.Bn254G1, Zk.Curves.Bn254G2, Zk.Curves.Bn254Pairing>;

namespace Zk.Curves.Tests;

/// <summary>The curves and Keccak against @noble/curves and @noble/hashes.</summary>
public class NodeDifferentialTests
{
    private static readonly PairingCurve<Fr> _curve = Bn254.Curve;
    private static readonly Fr[] _scalars =
        [Fr.Zero, Fr.One, Fr.FromUInt64(2), -Fr.One, -Fr.FromUInt64(2), Fr.FromUInt64(ulong.MaxValue), .. FieldSamples.Random<Fr>(14, 99)];

    [Test]
    public void Keccak()
    {
        var inputs = new[] { 0, 1, 31, 32, 71, 72, 73, 135, 136, 137, 271, 272, 273, 5000 }.Select(Bytes).ToArray();
        var answers = Ask<string>([
            .. inputs.Select(i => new { op = "keccak256", data = Convert.ToHexStringLower(i) }),
            .. inputs.Select(i => new { op = "keccak512", data = Convert.ToHexStringLower(i) })]);
        Assert.That(inputs.Select(i => Convert.ToHexStringLower(Keccak256.Hash(i))), Is.EqualTo(answers[..inputs.Length]));
        Assert.That(inputs.Select(Keccak512), Is.EqualTo(answers[inputs.Length..]));
    }

    [Test]
    public void MultiplesOfTheGenerators()
    {
        var answers = Ask<string>([.. _scalars.Select(s => new { op = "g1", scalar = $"{s}" }), .. _scalars.Select(s => new { op = "g2", scalar = $"{s}" })]);
        Assert.That(_scalars.Select(s => Hex(_curve.Multiply(_curve.G1Generator, s).Bytes)), Is.EqualTo(answers[.._scalars.Length]));
        Assert.That(_scalars.Select(s => Hex(_curve.Multiply(_curve.G2Generator, s).Bytes)), Is.EqualTo(answers[_scalars.Length..]));
    }

    [Test]
    public void SumOfMultiples()
    {
        using var bases = _curve.NewG1Vector(_scalars.Length);
        for (var i = 0; i < _scalars.Length; i++)
            bases[i] = _curve.G1Generator;
        using var vector = new FieldVector<Fr>(_scalars);
        var answer = Ask<string>([new { op = "g1sum", scalars = _scalars.Select(s => $"{s}").ToArray() }]);
        Assert.That(Hex(_curve.MultiExponentiate(bases, 0, vector, 0, _scalars.Length, 1).Bytes), Is.EqualTo(answer[0]));
    }

    /// <summary>The value in Fq12 itself: both use the same tower and the same multiple of the final exponent.</summary>
    [Test]
    public void Pairings()
    {
        (Fr P, Fr Q)[] pairs = [(Fr.One, Fr.One), (_scalars[6], _scalars[7]), (-Fr.One, _scalars[8]), (_scalars[9], -Fr.One)];
        var answers = Ask<string>([.. pairs.Select(x => new { op = "pairing", p = $"{x.P}", q = $"{x.Q}" })]);
        for (var i = 0; i < pairs.Length; i++)
        {
            var p = ScalarMultiplication.Multiply(Bn254G1.Generator, pairs[i].P);
            var q = ScalarMultiplication.Multiply(Bn254G2.Generator, pairs[i].Q);
            var bytes = new byte[12 * 32];
            Bn254Ate.Product([p], [q]).WriteBigEndian(bytes);
            Assert.That(Hex(bytes), Is.EqualTo(answers[i]));
        }
    }

    [Test]
    public void BabyJubJubMultiplesAndPacking()
    {
        var answers = Ask<JsonElement>([
            .. _scalars.Select(s => new { op = "edwards", scalar = $"{s}" }), .. _scalars.Select(s => new { op = "pack", scalar = $"{s}" })]);
        for (var i = 0; i < _scalars.Length; i++)
        {
            var point = BabyJubJub.Base.Multiply(_scalars[i].ToBigInteger());
            Assert.That(new[] { $"{point.X}", $"{point.Y}" }, Is.EqualTo(answers[i].Deserialize<string[]>()));
            Assert.That(Hex(point.Pack()), Is.EqualTo(answers[_scalars.Length + i].GetString()));
        }
    }

    [Test]
    public void EdDsaKeysNoncesAndResponses()
    {
        var secret = Bytes(32);
        var publicKey = EdDsa.PublicKey(secret);
        var signed = _scalars.Take(8).Select(message => (message, EdDsa.Sign(secret, message))).ToArray();
        var answers = Ask<string[]>([.. signed.Select(x =>
        {
            var (message, signature) = x;
            var challenge = EdDsa.Challenge(signature.R, publicKey, message);
            return new { op = "eddsa", secret = Hex(secret), message = $"{message}", challenge = $"{challenge}" };
        })]);
        for (var i = 0; i < signed.Length; i++)
        {
            var signature = signed[i].Item2;
            Assert.That(
                new[] { $"{publicKey.X}", $"{publicKey.Y}", $"{signature.R.X}", $"{signature.R.Y}", $"{signature.S}" }, Is.EqualTo(answers[i]));
        }
    }

    private static T[] Ask<T>(object[] questions) => NodeOracle.Run<T[]>("curves.mjs", questions);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length + 1).NextBytes(bytes);
        return bytes;
    }

    private static string Keccak512(byte[] data)
    {
        var state = new KeccakState(64);
        state.Update(data);
        var digest = new byte[64];
        state.Finish(digest);
        return Hex(digest);
    }
}
