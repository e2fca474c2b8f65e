using System.Numerics;

namespace Zk.Circuits.Tests;

/// <summary>Circuits of the gadgets through the real proof system: every gate, both kinds of table, packed selectors.</summary>
public sealed class ProofTests
{
    [Test]
    public void ArithmeticAndRangesAreProved()
    {
        using var circuit = Circuit.Compile<Fr, (ulong X, ulong Y)>(
            "test/integers",
            (b, inputs) =>
            {
                var (x, y) = (inputs.UInt("x", 64, i => i.X), inputs.UInt("y", 64, i => i.Y));
                b.Public("difference", b.SubtractChecked(x, y));
                b.Public("less", b.IsLess(y, x));
                b.ToBits(x);
                b.ToLimbs(b.Multiply(x.Wire, y.Wire));
            },
            new() { RangeBits = 8 });
        CircuitAssert.Proves(circuit, (10UL, 4UL), (4UL, 10UL), Bn254.Curve);
    }

    [Test]
    public void HashesAndPathsAreProved()
    {
        using var circuit = Circuit.Compile<Fr, Fr[]>("test/merkle", (b, inputs) =>
        {
            var x = Enumerable.Range(0, 3).Select(i => inputs.Field($"x{i}", v => v[i])).ToArray();
            var root = b.MerkleRoot(b.Poseidon2Hash(9, x), [b.ToBit(x[0])], [x[1]]);
            b.Public("root", root);
        });
        var random = FieldSamples.Random<Fr>(2, 1);
        CircuitAssert.Proves(circuit, [Fr.One, .. random], [Fr.FromUInt64(2), .. random], Bn254.Curve);
    }

    /// <summary>With static and dynamic tables. The proof system is the real one, its commitments are exponents to save time.</summary>
    [Test]
    public void SignaturesAreProved()
    {
        using var circuit = Circuit.Compile<Fr, (Fr Message, EdDsaSignature Signature)>(
            "test/eddsa",
            (b, inputs) =>
            {
                var message = inputs.Field("m", i => i.Message);
                b.Public("message", message);
                var key = EdDsa.PublicKey(new byte[32]);
                var r = (inputs.Field("r.x", i => i.Signature.R.X), inputs.Field("r.y", i => i.Signature.R.Y));
                b.AssertSignature(b.Constant(key), message, r, inputs.Field("s", i => i.Signature.S));
            },
            new() { RangeBits = 8 });
        var signature = EdDsa.Sign(new byte[32], Fr.One);
        CircuitAssert.Proves(circuit, (Fr.One, signature), (Fr.Zero, signature), ExponentCurve<Fr>.Instance);
    }
}
