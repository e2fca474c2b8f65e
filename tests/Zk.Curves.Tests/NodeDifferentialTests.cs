using System.Text.Json;
using static Zk.Curves.Tests.NodeCurves;

namespace Zk.Curves.Tests;

/// <summary>Baby Jubjub and Keccak against @noble/curves and @noble/hashes.</summary>
public class NodeDifferentialTests
{
    private static readonly Fr[] _scalars = NodeCurves.Scalars<Fr>();

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
