using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Zk.Curves;
using static Zk.Plonk.Tests.SerializationSamples;

namespace Zk.Plonk.Tests;

public class SerializationVerifyingKeyTests
{
    private static VerifyingKey<Fr> Parse(byte[] bytes) => VerifyingKeyFile.Parse(bytes, "vk", Bn254.Curve);

    private static void Refused(byte[] bytes, string message) =>
        Assert.That(() => Parse(bytes), Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));

    private static void Same(VerifyingKey<Fr> a, VerifyingKey<Fr> b)
    {
        Assert.That(a.Digest.SequenceEqual(b.Digest), Is.True);
        Assert.That(a.Circuit, Is.EqualTo(b.Circuit));
        Assert.That(a.Log2, Is.EqualTo(b.Log2));
        Assert.That(a.DevelopmentSrs, Is.EqualTo(b.DevelopmentSrs));
        Assert.That(a.FixedCommitments, Is.EqualTo(b.FixedCommitments));
        Assert.That(a.TauG2, Is.EqualTo(b.TauG2));
        Assert.That(a.System.Gates.Select(g => g.Name), Is.EqualTo(b.System.Gates.Select(g => g.Name)));
        Assert.That(a.System.Bus.Select(t => t.Name), Is.EqualTo(b.System.Bus.Select(t => t.Name)));
        Assert.That(a.Layout.CommitmentCount, Is.EqualTo(b.Layout.CommitmentCount));
    }

    [Test]
    public void RoundTrips()
    {
        var key = Key();
        Same(Parse(VerifyingKeyFile.ToBinary(key)), key);
        Same(Parse(VerifyingKeyFile.ToJson(key)), key);
        Assert.That(VerifyingKeyFile.ToBinary(Parse(VerifyingKeyFile.ToJson(key))), Is.EqualTo(VerifyingKeyFile.ToBinary(key)));
        Assert.That(VerifyingKeyFile.ToJson(Parse(VerifyingKeyFile.ToBinary(key))), Is.EqualTo(VerifyingKeyFile.ToJson(key)));

        var folder = Directory.CreateTempSubdirectory("zk-vk-").FullName;
        try
        {
            VerifyingKeyFile.WriteBinary(Path.Combine(folder, "a"), key);
            VerifyingKeyFile.WriteJson(Path.Combine(folder, "b"), key);
            Same(VerifyingKeyFile.Read(Path.Combine(folder, "a"), Bn254.Curve), key);
            Same(VerifyingKeyFile.Read(Path.Combine(folder, "b"), Bn254.Curve), key);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void EveryBinaryByteMatters()
    {
        var good = VerifyingKeyFile.ToBinary(Key());
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= (byte)(1 << (i % 8));
            Assert.That(() => Parse(bad), Throws.TypeOf<ZkFormatException>(), $"byte {i}");
        }
    }

    /// <summary>An attacker fits the digest: what is left is refused, or is a key with another digest, to which no proof of ours belongs.</summary>
    [Test]
    public void EveryBinaryByteMattersToOneWhoFitsTheDigest([Values] CommitmentScheme scheme)
    {
        var key = Key(scheme);
        var good = VerifyingKeyFile.ToBinary(key);
        for (var i = 64; i < good.Length; i += 5)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= (byte)(1 << (i % 8));
            VerifyingKey<Fr> read;
            try
            {
                read = Parse(Sealed(bad));
            }
            catch (ZkFormatException)
            {
                continue;
            }

            Assert.That(read.Digest.SequenceEqual(key.Digest), Is.False, $"byte {i}");
            Assert.That(VerifyingKeyFile.ToBinary(read), Is.EqualTo(Sealed(bad)), $"byte {i}");
        }
    }

    [Test]
    public void EveryLengthMatters([Values] CommitmentScheme scheme)
    {
        var good = VerifyingKeyFile.ToBinary(Key(scheme));
        for (var length = 0; length < good.Length; length++)
        {
            Assert.That(() => Parse(good[..length]), Throws.TypeOf<ZkFormatException>(), $"{length} bytes");
            if (length >= 64 && length % 7 == 0)
                Assert.That(() => Parse(Sealed(good[..length])), Throws.TypeOf<ZkFormatException>(), $"{length} bytes, sealed");
        }

        Refused([.. good, 0], "digest");
        Refused(Sealed([.. good, 0]), "vk: ");
        var json = VerifyingKeyFile.ToJson(Key(scheme));
        for (var length = 0; length < json.Length - 1; length += 7)
            Assert.That(() => Parse(json[..length]), Throws.TypeOf<ZkFormatException>(), $"{length} bytes of JSON");
    }

    [Test]
    public void AnotherKindOfFile()
    {
        var bytes = VerifyingKeyFile.ToBinary(Key());
        bytes[3] = (byte)'p';
        Refused(bytes, "magic");
        bytes = VerifyingKeyFile.ToBinary(Key());
        bytes[11] = 1;
        Refused(bytes, "version: is 1; this program reads version 2");
        bytes = VerifyingKeyFile.ToBinary(Key());
        bytes[15] = 1;
        Refused(bytes, "flags");
        bytes = VerifyingKeyFile.ToBinary(Key());
        bytes[16] = (byte)'x';
        Refused(bytes, "curve: is xn254, not bn254");
        Refused("{\"format\":\"zk/proof/1\"}"u8.ToArray(), "vk: format: is 'zk/proof/1', not 'zk/verifying-key/2'");
    }

    /// <summary>The number of blinding rows is the program's, not the file's; a key of another number has another digest.</summary>
    [TestCase(0)]
    [TestCase(5)]
    [TestCase(7)]
    [TestCase(int.MaxValue)]
    public void AKeyOfAnotherNumberOfBlindingRowsIsRefused(int rows)
    {
        Assert.That(ConstraintSystem<Fr>.BlindingRows, Is.EqualTo(6), "another number needs another version of the format");
        var bytes = VerifyingKeyFile.ToBinary(Key());
        var at = bytes.AsSpan().IndexOf("toy/1"u8) + 9;
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)), Is.EqualTo(6));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), rows);
        Refused(bytes, "digest");
        Refused(Sealed(bytes), $"vk: blinding rows: is {rows}; this program blinds 6 rows");
        Changed(json => json["blindingRows"] = rows, $"vk: blindingRows: is {rows}; this program blinds 6 rows");
    }

    [TestCase("zk/plonk/verifying-key/1")]
    [TestCase("zk/plonk/verifying-key/3")]
    public void ADescriptionOfAnotherVersionIsRefused(string tag)
    {
        var bytes = VerifyingKeyFile.ToBinary(Key());
        Encoding.ASCII.GetBytes(tag).CopyTo(bytes, bytes.AsSpan().IndexOf("zk/plonk/verifying-key/2"u8));
        Refused(Sealed(bytes), $"vk: tag: is '{tag}', which names no kind of key");
    }

    [Test]
    public void EachJsonNumberMatters([Values] CommitmentScheme scheme)
    {
        var text = Encoding.UTF8.GetString(VerifyingKeyFile.ToJson(Key(scheme)));
        foreach (var at in DigitRuns(text))
        {
            var digit = text[at] == '9' ? '8' : (char)(text[at] + 1);
            Assert.That(() => Parse(Encoding.UTF8.GetBytes($"{text[..at]}{digit}{text[(at + 1)..]}")), Throws.TypeOf<ZkFormatException>(), text[Math.Max(0, at - 30)..(at + 10)]);
        }
    }

    [Test]
    public void EachJsonFieldIsNeededAndKnown()
    {
        var names = ((JsonObject)JsonNode.Parse(VerifyingKeyFile.ToJson(Key()))!).Select(property => property.Key).ToList();
        Assert.That(names, Has.Count.EqualTo(17));
        foreach (var name in names)
        {
            Changed(json => json.Remove(name), $"vk: {name}: this field is missing");
            Changed(json => json[name] = null, $"vk: {name}");
            Changed(json => json[name] = new JsonObject(), $"vk: {name}");
        }

        Changed(json => json["more"] = 1, "vk: more: this field is not known here");
        Changed(json => json["gates"]![0]!["more"] = 1, "vk: gates[0].more: this field is not known here");
        Changed(json => json["format"] = "zk/verifying-key/1", "format: is 'zk/verifying-key/1', not 'zk/verifying-key/2'");
        Changed(json => json["curve"] = "bls12-381", "curve: is 'bls12-381', not 'bn254'");
        Changed(json => json["commitmentScheme"] = "kzg", "commitmentScheme: is none of shplonk, shplonk-wide, fflonk");
        Changed(json => json["commitmentScheme"] = "Fflonk", "commitmentScheme: is none of");
        Changed(json => json["commitmentScheme"] = "shplonk-wide", "digest: does not fit");
        Changed(json => json["commitmentScheme"] = "fflonk", "fixedCommitments: has 3 elements, not 1");
        Changed(json => json["circuit"] = "a\u0000b", "circuit: is empty, too long, or has control characters");
        Changed(json => json["circuit"] = "", "circuit: is empty");
        Changed(json => json["circuit"] = "toy/2", "digest: does not fit");
        Changed(json => json["developmentSrs"] = false, "digest: does not fit");
        Changed(json => json["log2"] = 2, "log2: is 2");
        Changed(json => json["log2"] = 29, "log2: is 29");
        Changed(json => json["log2"] = 3, "2 public inputs", optional: "digest");
        Changed(json => json["adviceColumns"] = 6, "adviceColumns: is 6");
        Changed(json => json["fixedColumns"] = 1, "names Fixed");
        Changed(json => json["publicInputs"] = 28, "28 public inputs and 26 usable rows");
        Changed(json => json["publicInputs"] = 1L << 40, "publicInputs: is 1099511627776");
        Changed(json => json["multiplicityColumns"] = 0, "names Multiplicity");
        Changed(json => ((JsonArray)json["fixedCommitments"]!).RemoveAt(0), "fixedCommitments: has 2 elements, not 3");
        Changed(json => ((JsonArray)json["permutationCommitments"]!).Add(json["fixedCommitments"]![0]!.DeepClone()), "permutationCommitments: has 4 elements, not 3");
        Changed(json => json["fixedCommitments"]![0]![0] = Fq.Characteristic.ToString(CultureInfo.InvariantCulture), "fixedCommitments[0][0]: the number is not below");
        Changed(json => json["fixedCommitments"]![0]![1] = "5", "fixedCommitments[0]: the point is not on the curve");
        Changed(json => json["tauG2"]![1]![0] = "5", "tauG2: the point is not on the curve");
        Changed(json => json["tauG2"]![1]![0] = 5, "tauG2[1][0]: is a number, not a string");
        Changed(json => json["bus"]![0]!["tuple"] = new JsonArray(), "bus[0].tuple: has 0 elements");
        Changed(json => json["bus"]![0]!["tuple"] = new JsonArray("3"), "bus[0].tuple: names no column");
        Changed(json => json["bus"]![0]!["numerator"] = "a0", "advice column in its numerator");
    }

    [TestCase("", "is no symbol")]
    [TestCase("+", "ends where an operand should stand")]
    [TestCase("+ a0", "ends where an operand should stand")]
    [TestCase("a0 a1", "symbols follow the expression")]
    [TestCase("a0 ", "symbols follow the expression")]
    [TestCase("+  a0 a1", "'' is no symbol")]
    [TestCase(" a0", "'' is no symbol")]
    [TestCase("a", "'a' is no symbol")]
    [TestCase("a'", "is no symbol")]
    [TestCase("'", "is no symbol")]
    [TestCase("a00", "is no symbol")]
    [TestCase("a-1", "is no symbol")]
    [TestCase("a 1", "is no symbol")]
    [TestCase("f0'", "is no symbol")]
    [TestCase("m0'", "is no symbol")]
    [TestCase("a99999999999", "is no symbol")]
    [TestCase("x0", "is no symbol")]
    [TestCase("z0", "is no symbol")]
    [TestCase("- a0 a1", "is no symbol")]
    [TestCase("* 01 a0", "is no symbol")]
    [TestCase("* 0x2 a0", "is no symbol")]
    [TestCase("* 21888242871839275222246405745257275088548364400416034343698204186575808495617 a0", "is no symbol")]
    [TestCase("* 1 a0", "is not simplified")]
    [TestCase("* 0 a0", "is not simplified")]
    [TestCase("+ 0 a0", "is not simplified")]
    [TestCase("+ 2 3", "is not simplified")]
    [TestCase("* 2 3", "is not simplified")]
    [TestCase("* * * a0 a0 * a0 a0 * * a0 a0 * a0 a0", "degree 8")]
    [TestCase("a3", "names Advice 3")]
    [TestCase("f3", "names Fixed 3")]
    [TestCase("m1", "names Multiplicity 1")]
    public void ExpressionsAreReadStrictly(string expression, string message) =>
        Changed(json => json["gates"]![0]!["constraint"] = expression, message);

    [Test]
    public void DeepAndLargeTreesAreRefusedWithoutExhaustion()
    {
        var depth = string.Concat(Enumerable.Repeat("+ a0 ", 100_000)) + "a1";
        Changed(json => json["gates"]![0]!["constraint"] = depth, "nested more than 1000 levels");
        var left = string.Concat(Enumerable.Repeat("+ ", 100_000)) + "a1" + string.Concat(Enumerable.Repeat(" a0", 100_000));
        Changed(json => json["gates"]![0]!["constraint"] = left, "nested more than 1000 levels");
        Changed(json => json["gates"]![0]!["constraint"] = Balanced(17), "more than 131072 symbols");
        var many = (JsonArray)JsonNode.Parse(VerifyingKeyFile.ToJson(Key()))!["gates"]!;
        Changed(
            json =>
            {
                for (var i = 0; i < 4096; i++)
                    ((JsonArray)json["gates"]!).Add(many[0]!.DeepClone());
            },
            "gates: has 4098 elements");

        static string Balanced(int levels) => levels == 0 ? "a0" : $"+ {Balanced(levels - 1)} {Balanced(levels - 1)}";
    }

    [Test]
    public void ADeepBinaryTreeIsRefused()
    {
        var body = new ArrayBufferWriter<byte>();
        CanonicalDescription.WriteKey(body, Key());
        var good = VerifyingKeyFile.ToBinary(Key());
        var gate = good.AsSpan().IndexOf("mul"u8) + 3;
        byte[] sums = [.. Enumerable.Repeat((byte)ExpressionKind.Sum, 1_000_000)];
        Refused(Sealed([.. good[..gate], .. sums, .. good[gate..]]), "nested more than 1000 levels");
    }

    [TestCase("mul", -8, "gates")]
    [TestCase("lookup", -8, "bus terms")]
    [TestCase("mul", -4, "gate 0: name")]
    public void Bug37_AnAttackersCountAllocatesNothing(string before, int offset, string field)
    {
        foreach (var count in new[] { uint.MaxValue, 1u << 31, 1u << 30, 4000u })
        {
            var bytes = VerifyingKeyFile.ToBinary(Key());
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(before)) + offset), count);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            Refused(Sealed(bytes), field);
            Assert.That(GC.GetTotalAllocatedBytes(precise: true) - allocated, Is.LessThan(1 << 20));
        }
    }

    [Test]
    public void Bug35_AKeyOfNoHonestSetupIsRefused()
    {
        G1Point[] equal = [.. Enumerable.Range(2, 6).Select(i => Point(i == 7 ? 6 : i))];
        foreach (var write in new Func<VerifyingKey<Fr>, byte[]>[] { VerifyingKeyFile.ToBinary, VerifyingKeyFile.ToJson })
        {
            Refused(write(Key(tau: Fr.One)), "tau is 1");
            Refused(write(Key(commitments: equal)), "two permutation columns have the same commitment");
        }

        Assert.That(VerifyingKeyFile.FindWeakness(Key()), Is.Null);
        Assert.That(() => Key(tau: Fr.Zero), Throws.ArgumentException);
        Assert.That(() => Key(commitments: [.. Enumerable.Repeat(Curve.G1Infinity, 6)]), Throws.ArgumentException);
    }

    [Test]
    public void AKeyThatCouldNotBeReadIsNotWritten()
    {
        var a = Expression<Fr>.Advice(0);
        var deep = a;
        for (var i = 0; i < 1000; i++)
            deep += a;
        Assert.That(() => VerifyingKeyFile.ToJson(WithGate("deep", deep)), Throws.ArgumentException);
        Assert.That(() => VerifyingKeyFile.ToJson(WithGate("line\nbreak", a)), Throws.ArgumentException);
        Assert.That(() => VerifyingKeyFile.ToBinary(WithGate(new string('x', 256), a)), Throws.ArgumentException);
        Assert.That(() => VerifyingKeyFile.ToBinary(WithGate("", a)), Throws.ArgumentException);

        static VerifyingKey<Fr> WithGate(string name, Expression<Fr> constraint) =>
            Key(new ConstraintSystem<Fr>(1, 0, 0, 0, [new(name, constraint)], []), null, [Point(3)]);
    }

    private static byte[] Sealed(byte[] bytes)
    {
        var copy = (byte[])bytes.Clone();
        Keccak256.Hash(copy.AsSpan(64)).CopyTo(copy, 32);
        return copy;
    }

    private static void Changed(Action<JsonObject> change, string message, string? optional = null)
    {
        var json = (JsonObject)JsonNode.Parse(VerifyingKeyFile.ToJson(Key()))!;
        change(json);
        Assert.That(
            () => Parse(Encoding.UTF8.GetBytes(json.ToJsonString())),
            Throws.TypeOf<ZkFormatException>().With.Message.Contains(message).Or.Message.Contains(optional ?? message));
    }

    /// <summary>The first digit of each number, in strings and outside.</summary>
    private static IEnumerable<int> DigitRuns(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && !char.IsAsciiDigit(text[i - 1]) && !char.IsAsciiHexDigit(text[i - 1]))
                yield return i;
        }
    }
}
