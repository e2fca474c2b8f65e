using System.Numerics;
using Zk.Curves;
using Zk.Plonk;
using Zk.Testing;
using static Zk.Solidity.Tests.CalldataReference;

namespace Zk.Solidity.Tests;

/// <summary>Contract and C# verifier give the same verdict on whatever they are sent.</summary>
[TestFixture]
public sealed class DifferentialTests
{
    private const int RandomCases = 60;

    /// <summary>Every mutation of the proof's elements, with the hint that belongs to it: what remains is the mathematics.</summary>
    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Small))]
    public void BothRefuseEveryMutationOfAProof(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var (_, key, proof, inputs) = verifier.Circuit;
        var count = 0;
        foreach (var (name, mutated) in Mutations.All(proof, key.Curve))
        {
            var valid = new Verifier<Fr>(key).Verify(mutated, inputs);
            if (!SolidityCalldata.TryEncode(key, mutated, inputs, out var calldata, out _))
            {
                Assert.That(valid, Is.False, name);
                continue;
            }

            Assert.That(verifier.Accepts(calldata), Is.EqualTo(valid), name);
            count++;
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            var other = inputs.ToArray();
            other[i] += Fr.One;
            Assert.That(verifier.Call(SolidityCalldata.Encode(key, proof, other)).RevertedWith("ProofInvalid()"), Is.True, $"public input {i}");
            count++;
        }

        Assert.That(count, Is.GreaterThan(20));
        TestContext.Out.WriteLine($"{shape}: {count} mutated proofs, equal verdicts");
    }

    /// <summary>Random damage of bytes, words and points, singly and together, some of it undone again; seeds are fixed.</summary>
    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void BothAgreeOnRandomDamage(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var key = verifier.Circuit.Key;
        var random = new Random(20261125);
        var accepted = 0;
        for (var i = 0; i < RandomCases; i++)
        {
            var calldata = verifier.Calldata.ToArray();
            var changes = random.Next(3);
            for (var j = 0; j < changes; j++)
                calldata = Damage(key, calldata, random);
            var expected = CalldataReference.Accepts(key, calldata);
            Assert.That(verifier.Accepts(calldata), Is.EqualTo(expected), $"case {i}: {Hex.Of(calldata)}");
            accepted += expected ? 1 : 0;
        }

        Assert.That(accepted, Is.InRange(1, RandomCases - 1), "undamaged and damaged calls");
        TestContext.Out.WriteLine($"{shape}: {RandomCases} random calls, {accepted} of them valid, equal verdicts");
    }

    private static byte[] Damage(VerifyingKey<Fr> key, byte[] calldata, Random random)
    {
        var kinds = Words(key);
        var words = kinds.Count;
        var first = key.System.PublicInputs;
        var points = key.Layout.CommitmentCount;
        int Point() => first + (2 * random.Next(points));
        byte[] Copy(byte[] target, int from, int to, int count)
        {
            var changed = target.ToArray();
            Array.Copy(calldata, SelectorLength + (from * Abi.WordLength), changed, SelectorLength + (to * Abi.WordLength), count * Abi.WordLength);
            return changed;
        }

        switch (random.Next(9))
        {
            case 0:
                var flipped = calldata.ToArray();
                flipped[random.Next(calldata.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                var noise = calldata.ToArray();
                random.NextBytes(noise.AsSpan(random.Next(noise.Length - 8), 8));
                return noise;
            case 2:
                return Copy(calldata, random.Next(words), random.Next(words), 1);
            case 3:
                return Copy(calldata, Point(), Point(), 2);
            case 4:
                var (a, b) = (Point(), Point());
                return Copy(Copy(calldata, a, b, 2), b, a, 2);
            case 5:
                var y = Point() + 1;
                return With(calldata, y, Bn254.Curve.BaseModulus - Read(calldata, y));
            case 6:
                var generator = Point();
                return With(With(calldata, generator, 1), generator + 1, 2);
            case 7:
                var word = random.Next(words);
                var modulus = kinds[word] is WordKind.X or WordKind.Y ? Bn254.Curve.BaseModulus : Fr.Characteristic;
                var sum = Read(calldata, word) + modulus;
                return sum < BigInteger.One << 256 ? With(calldata, word, sum) : calldata;
            default:
                return random.Next(2) == 0 ? calldata[..random.Next(calldata.Length)] : [.. calldata, .. new byte[1 + random.Next(64)]];
        }
    }
}
