using Zk.Field;
using Zk.Testing;
using static Zk.Plonk.Tests.SerializationSamples;

namespace Zk.Plonk.Tests;

public class SerializationProvingKeyTests
{
    private readonly VerifyingKey<Fr> _key = Key();
    private CompiledCircuit<Fr> _circuit = null!;
    private Srs<Fr> _srs = null!;
    private byte[] _good = null!;
    private string _folder = "";

    private string At => Path.Combine(_folder, "proving.key");

    [OneTimeSetUp]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("zk-pk-").FullName;
        _circuit = Circuit();
        _srs = Srs();
        using var key = ProvingKey(_key, _circuit, _srs);
        ProvingKeyFile.Write(At, key);
        _good = File.ReadAllBytes(At);
        using var read = ProvingKeyFile.Read(At, _key, _circuit, _srs);
        for (var i = 0; i < 6; i++)
        {
            for (var row = 0; row < _circuit.Rows; row++)
                Assert.That(read.FixedCoefficients[i][row], Is.EqualTo(key.FixedCoefficients[i][row]));
        }
    }

    [OneTimeTearDown]
    public void Clean()
    {
        _circuit.Dispose();
        _srs.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Refused(byte[] bytes, string message, VerifyingKey<Fr>? key = null, CompiledCircuit<Fr>? circuit = null)
    {
        File.WriteAllBytes(At, bytes);
        Assert.That(() => ProvingKeyFile.Read(At, key ?? _key, circuit ?? _circuit, _srs).Dispose(), Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));
    }

    [Test]
    public void TheLengthIsAsDocumented() => Assert.That(_good, Has.Length.EqualTo(140 + (6 * ((32 * 32) + 32))));

    [Test]
    public void EveryByteMatters()
    {
        for (var i = 0; i < _good.Length; i++)
        {
            var bad = (byte[])_good.Clone();
            bad[i] ^= (byte)(1 << (i % 8));
            Refused(bad, ": ");
        }
    }

    [Test]
    public void EveryLengthMatters()
    {
        for (var length = 0; length < _good.Length; length += 3)
            Refused(_good[..length], ": ");
        Refused(_good[..^1], "length: the file has");
        Refused([.. _good, 0], "length: the file has");
        Refused(_good[..20], "header");
    }

    [Test]
    public void AKeyOfAnotherCircuitIsRefused()
    {
        Refused(_good, "verifying key: the file belongs to another verifying key", Key(ToySystem(constant: 9)));
        using var changed = Circuit(change: 2);
        Refused(_good, "circuit: the file was made from another version of circuit 'toy/1'", null, changed);
        var magic = (byte[])_good.Clone();
        magic[3] = (byte)'v';
        Refused(magic, "magic");
    }

    [Test]
    public void FilesLongerThanAPartAreTheSameForAnyNumberOfThreads()
    {
        // 2^17 rows are two parts of 32 blocks a column.
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>("smallest", 17));
        var (one, three) = (new MemoryStream(), new MemoryStream());
        ProvingKeyFile.Write(one, system.ProvingKey);
        ProvingKeyFile.Write(three, system.ProvingKey, threads: 3);
        var bytes = one.ToArray();
        Assert.That(three.ToArray(), Is.EqualTo(bytes));
        Assert.That(CircuitFingerprint.Compute(system.Circuit, threads: 3), Is.EqualTo(CircuitFingerprint.Compute(system.Circuit)));
        var path = Path.Combine(_folder, "long.key");
        File.WriteAllBytes(path, bytes);
        using var read = ProvingKeyFile.Read(path, system.Key, system.Circuit, system.Srs, threads: 3);
        for (var i = 0; i < read.FixedCoefficients.Count; i++)
        {
            for (var row = 0L; row < read.FixedCoefficients[i].Length; row += 997)
                Assert.That(read.FixedCoefficients[i][row], Is.EqualTo(system.ProvingKey.FixedCoefficients[i][row]));
        }
    }

    [TestCase(1, 1)]
    [TestCase(4999, 1)]
    [TestCase(4999, 3)]
    public void TheFirstNumberThatIsTooLargeIsFound(int count, int threads)
    {
        using var vector = new FieldVector<Fr>(count + 2);
        var bytes = new byte[32 * count];
        Assert.That(ScalarBytes.TryStore(vector, 2, bytes, count, threads), Is.EqualTo(-1));
        for (var wrong = count - 1; wrong >= 0; wrong = (wrong / 2) - 1)
        {
            bytes[32 * wrong] = 0xFF;
            Assert.That(ScalarBytes.TryStore(vector, 2, bytes, count, threads), Is.EqualTo(wrong));
        }
    }

    [Test]
    public void TheFingerprintCoversTheCircuit()
    {
        using var same = Circuit();
        using var changed = Circuit(change: 2);
        Assert.That(CircuitFingerprint.Compute(same), Is.EqualTo(CircuitFingerprint.Compute(_circuit)));
        Assert.That(CircuitFingerprint.Compute(changed), Is.Not.EqualTo(CircuitFingerprint.Compute(_circuit)));
        using var copied = Circuit();
        copied.Permutation[3] = 4;
        copied.Permutation[4] = 3;
        Assert.That(CircuitFingerprint.Compute(copied), Is.Not.EqualTo(CircuitFingerprint.Compute(_circuit)));
    }
}
