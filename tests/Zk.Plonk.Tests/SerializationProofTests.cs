using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Zk.Curves;
using static Zk.Plonk.Tests.SerializationSamples;

namespace Zk.Plonk.Tests;

public class SerializationProofTests
{
    private static readonly VerifyingKey<Fr> _key = Key();

    private static Proof<Fr> Parse(byte[] bytes, VerifyingKey<Fr>? key) => ProofFile.Parse(bytes, "proof", Bn254.Curve, key);

    private static void Refused(byte[] bytes, string message) =>
        Assert.That(() => Parse(bytes, _key), Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));

    private static void Same(Proof<Fr> a, Proof<Fr> b)
    {
        Assert.That(a.Commitments, Is.EqualTo(b.Commitments));
        Assert.That(a.Evaluations, Is.EqualTo(b.Evaluations));
    }

    [Test]
    public void RoundTrips()
    {
        var proof = Proof(_key);
        foreach (var bytes in new[] { ProofFile.ToBinary(proof, _key), ProofFile.ToJson(proof, _key) })
        {
            Same(Parse(bytes, _key), proof);
            Same(Parse(bytes, null), proof);
        }
    }

    [Test]
    public void EveryBinaryByteMatters()
    {
        var proof = Proof(_key);
        var good = ProofFile.ToBinary(proof, _key);
        var pointsEnd = 72 + (64 * proof.Commitments.Count);
        for (var i = 0; i < good.Length; i += i < 72 ? 1 : 3)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= (byte)(1 << (i % 8));
            if (i < pointsEnd)
                Assert.That(() => Parse(bad, _key), Throws.TypeOf<ZkFormatException>(), $"byte {i}");
            else if (bad.AsSpan(i - ((i - pointsEnd) % 32), 32).SequenceCompareTo(Modulus) < 0)
                Assert.That(Parse(bad, _key).Evaluations, Is.Not.EqualTo(proof.Evaluations), $"byte {i}");
            else
                Assert.That(() => Parse(bad, _key), Throws.TypeOf<ZkFormatException>(), $"byte {i}");
        }
    }

    [Test]
    public void EveryLengthMatters()
    {
        var good = ProofFile.ToBinary(Proof(_key), _key);
        for (var length = 0; length < good.Length; length++)
        {
            Assert.That(() => Parse(good[..length], _key), Throws.TypeOf<ZkFormatException>(), $"{length} bytes");
            if (length % 7 == 0)
                Assert.That(() => Parse(good[..length], null), Throws.TypeOf<ZkFormatException>(), $"{length} bytes");
        }

        Refused([.. good, 0], "length: ");
        var json = ProofFile.ToJson(Proof(_key), _key);
        for (var length = 0; length < json.Length - 1; length += 5)
            Assert.That(() => Parse(json[..length], _key), Throws.TypeOf<ZkFormatException>(), $"{length} bytes of JSON");
        Refused([.. json, (byte)'1'], "not JSON");
    }

    [Test]
    public void Bug4_InfinityIsInNoProof()
    {
        var proof = Proof(_key);
        for (var i = 0; i < proof.Commitments.Count; i++)
        {
            var commitments = proof.Commitments.ToArray();
            commitments[i] = Curve.G1Infinity;
            var bad = new Proof<Fr>(commitments, proof.Evaluations);
            Refused(ProofFile.ToBinary(bad, _key), $"commitment {i}: is infinity");
            Refused(ProofFile.ToJson(bad, _key), $"commitments[{i}]: is infinity");
        }
    }

    [Test]
    public void Bug8_EvaluationsAreBelowTheModulus()
    {
        var proof = Proof(_key);
        for (var i = 0; i < proof.Evaluations.Count; i++)
        {
            var raised = proof.Evaluations[i].ToBigInteger() + Fr.Characteristic;
            Changed(json => json["evaluations"]![i] = raised.ToString(CultureInfo.InvariantCulture), $"evaluations[{i}]: the number is not below the field's modulus");
            var bytes = ProofFile.ToBinary(proof, _key);
            var at = bytes.AsSpan(72 + (64 * proof.Commitments.Count) + (32 * i), 32);
            if (raised.GetByteCount(isUnsigned: true) > 32)
                continue;
            at.Clear();
            raised.TryWriteBytes(at, out _, isUnsigned: true);
            at.Reverse();
            Refused(bytes, $"evaluation {i}: the number is not below the field's modulus");
        }
    }

    [Test]
    public void CoordinatesAreBelowTheModulus()
    {
        for (var i = 0; i < _key.Layout.CommitmentCount; i++)
        {
            for (var j = 0; j < 2; j++)
            {
                Changed(
                    json =>
                    {
                        var value = BigInteger.Parse((string)json["commitments"]![i]![j]!, CultureInfo.InvariantCulture) + Fq.Characteristic;
                        json["commitments"]![i]![j] = value.ToString(CultureInfo.InvariantCulture);
                    },
                    $"commitments[{i}][{j}]: the number is not below the modulus");
            }
        }
    }

    [Test]
    public void Bug9_TheShapeIsTheKeys()
    {
        var proof = Proof(_key);
        var (c, e) = (proof.Commitments.Count, proof.Evaluations.Count);
        foreach (var bad in new Proof<Fr>[]
        {
            new([.. proof.Commitments.Skip(1)], proof.Evaluations),
            new([.. proof.Commitments, Point(3)], proof.Evaluations),
            new(proof.Commitments, [.. proof.Evaluations.Skip(1)]),
            new(proof.Commitments, [.. proof.Evaluations, Fr.One]),
            new([], proof.Evaluations),
            new(proof.Commitments, []),
            new([.. proof.Commitments, Point(3)], [.. proof.Evaluations.Skip(2)]),
        })
        {
            Refused(ProofFile.ToBinary(bad, _key), bad.Commitments.Count == c ? "number of evaluations: " : "number of commitments: ");
            Refused(ProofFile.ToJson(bad, _key), bad.Commitments.Count == c ? $"elements, not {e}" : $"elements, not {c}");
        }
    }

    [TestCase(uint.MaxValue, uint.MaxValue)]
    [TestCase(1u << 31, 1u)]
    [TestCase(1u << 26, 0u)]
    [TestCase(16384u, 16384u)]
    public void Bug37_AnAttackersCountAllocatesNothing(uint commitments, uint evaluations)
    {
        var bytes = ProofFile.ToBinary(Proof(_key), _key);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(64), commitments);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(68), evaluations);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.That(() => Parse(bytes, null), Throws.TypeOf<ZkFormatException>());
        Assert.That(() => Parse(bytes, _key), Throws.TypeOf<ZkFormatException>());
        Assert.That(() => Parse(bytes[..72], null), Throws.TypeOf<ZkFormatException>());
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void AProofNamesItsKey()
    {
        var other = Key(ToySystem(constant: 8));
        foreach (var bytes in new[] { ProofFile.ToBinary(Proof(other), other), ProofFile.ToJson(Proof(other), other) })
        {
            Refused(bytes, "the proof was made for another verifying key");
            Assert.That(() => Parse(bytes, null), Throws.Nothing);
        }
    }

    [Test]
    public void EachJsonFieldIsNeededAndKnown()
    {
        foreach (var name in new[] { "format", "curve", "verifyingKey", "commitments", "evaluations" })
        {
            Changed(json => json.Remove(name), $"proof: {name}: this field is missing");
            Changed(json => json[name] = 1, $"proof: {name}: is a number");
        }

        Changed(json => json["digest"] = "0x", "proof: digest: this field is not known here");
        Changed(json => json["format"] = "zk/proof/2", "format: is 'zk/proof/2', not 'zk/proof/1'");
        Changed(json => json["curve"] = "bn128", "curve: is 'bn128'");
        Changed(json => json["verifyingKey"] = "0x00", "verifyingKey: is not 0x and 64");
        Changed(json => json["commitments"]![0] = new JsonArray("1"), "commitments[0]: has 1 elements, not 2");
        Changed(json => json["commitments"]![0] = new JsonArray("1", "2", "1"), "commitments[0]: has 3 elements, not 2");
        Changed(json => json["commitments"]![0] = new JsonArray("1", "3"), "commitments[0]: the point is not on the curve");
        Changed(json => json["evaluations"]![1] = 12, "evaluations[1]: is a number, not a string");
        Changed(json => json["evaluations"]![1] = "-1", "evaluations[1]: is not a decimal number");
        Changed(json => json["evaluations"]![1] = "0x1", "evaluations[1]: is not a decimal number");
        Changed(json => json["evaluations"]![1] = "007", "evaluations[1]: the number has a leading zero");
        Changed(json => json["evaluations"]![1] = null, "evaluations[1]: is null");
        var twice = Encoding.UTF8.GetString(ProofFile.ToJson(Proof(_key), _key)).Replace("\"evaluations\"", "\"curve\": \"bn254\", \"evaluations\"", StringComparison.Ordinal);
        Refused(Encoding.UTF8.GetBytes(twice), "curve: this field stands here twice");
    }

    private static void Changed(Action<JsonObject> change, string message)
    {
        var json = (JsonObject)JsonNode.Parse(ProofFile.ToJson(Proof(_key), _key))!;
        change(json);
        Refused(Encoding.UTF8.GetBytes(json.ToJsonString()), message);
    }

    private static byte[] Modulus => Fr.Characteristic.ToByteArray(isUnsigned: true, isBigEndian: true);
}
