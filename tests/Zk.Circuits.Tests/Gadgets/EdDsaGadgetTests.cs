using System.Numerics;

namespace Zk.Circuits.Tests;

/// <summary>Signatures in circuits are judged as <see cref="EdDsa.Verify"/> judges them.</summary>
public sealed class EdDsaGadgetTests
{
    private static readonly CompileOptions _byteTable = new() { RangeBits = 8 };
    private static readonly byte[] _secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private Circuit<Fr, Case> _circuit = null!;
    private Circuit<Fr, Case> _optional = null!;

    [OneTimeSetUp]
    public void Compile()
    {
        _circuit = Compile(false);
        _optional = Compile(true);
    }

    [OneTimeTearDown]
    public void Release()
    {
        _circuit.Dispose();
        _optional.Dispose();
    }

    [Test]
    public void HonestSignaturesAreAccepted()
    {
        foreach (var message in new[] { Fr.Zero, Fr.One, -Fr.One, FieldSamples.Random<Fr>(1, 1)[0] })
        {
            var honest = Honest(message);
            Assert.That(honest.IsValid, Is.True);
            CircuitAssert.Satisfied(_circuit, honest);
            CircuitAssert.Satisfied(_optional, honest);
        }
    }

    /// <summary>
    /// An owner may sign with any nonce and hold any key, so the sums on the way may be the identity or doublings. A signature that the contract takes and no circuit
    /// proves would freeze a settlement contract: a forced request must stay provable.
    /// </summary>
    [TestCaseSource(typeof(UnusualSignatures), nameof(UnusualSignatures.All))]
    public void UnusualSignaturesAreAccepted(string name, EdwardsPoint key, Fr message, EdDsaSignature signature)
    {
        var unusual = new Case(true, key, message, signature.R, signature.S);
        Assert.That(unusual.IsValid, Is.True, name);
        CircuitAssert.Satisfied(_circuit, unusual);
        CircuitAssert.Satisfied(_optional, unusual);
    }

    [Test]
    public void SignaturesResistLies() => CircuitAssert.Accepts(_circuit, Honest(Fr.FromUInt64(42)), 400);

    [Test]
    public void DisabledSignaturesResistLies() => CircuitAssert.Accepts(_optional, Honest(Fr.FromUInt64(42)) with { Enabled = false }, 200);

    /// <summary>Every case is refused natively and in both circuits.</summary>
    [TestCaseSource(nameof(BadCases))]
    public void BadSignaturesAreRefused(string name, Case bad)
    {
        Assert.That(bad.IsValid, Is.False, name);
        CircuitAssert.Rejects(_circuit, bad);
        CircuitAssert.Rejects(_optional, bad);
    }

    /// <summary>Bug 46: a signature check that a flag switches off. The flag must be the caller's, and nothing else may switch it off.</summary>
    [TestCaseSource(nameof(BadCases))]
    public void Bug46DisabledSlotsAssertNothing(string name, Case bad) => CircuitAssert.Satisfied(_optional, bad with { Enabled = false });

    [Test]
    public void RowTargetIsMet()
    {
        using var wide = Compile(false, new() { RangeBits = 16 });
        Assert.That(wide.Profile.Entries.Single(e => e.Path == "eddsa").Rows, Is.LessThanOrEqualTo(600));
    }

    internal static IEnumerable<TestCaseData> BadCases()
    {
        var honest = Honest(Fr.FromUInt64(7));
        var l = BabyJubJub.SubgroupOrder;
        var order8 = BabyJubJub.Generator.Multiply(l);
        yield return Bad("another message", honest with { Message = Fr.FromUInt64(8) });
        yield return Bad("another key", honest with { Key = BabyJubJub.Base.Multiply(99) });
        yield return Bad("S + 1", honest with { S = honest.S + 1 });
        yield return Bad("Bug 28: S = 0", honest with { S = 0 });
        yield return Bad("Bug 27: S + l", honest with { S = honest.S + l });
        yield return Bad("Bug 27: S = l", honest with { S = l });
        yield return Bad("negative R", honest with { R = -honest.R });
        yield return Bad("R off the curve", honest with { R = new EdwardsPoint(honest.R.X, honest.R.Y + Fr.One) });
        yield return Bad("R = (0, 0)", honest with { R = default });
        yield return Bad("R with a component of small order", honest with { R = honest.R + order8 });
        yield return Bad("key off the curve", honest with { Key = new EdwardsPoint(honest.Key.X + Fr.One, honest.Key.Y) });
        yield return Bad("key = (0, 0)", honest with { Key = default });
        yield return Bad("key with a component of small order", honest with { Key = honest.Key + order8 });

        // With the identity as key h·A vanishes: S = 0 and R = the identity would sign everything. The same with keys of small order, now and then.
        yield return Bad("identity key", new(true, EdwardsPoint.Identity, Fr.One, EdwardsPoint.Identity, 0));
        yield return Bad("key of order 2", new(true, new EdwardsPoint(Fr.Zero, -Fr.One), Fr.One, EdwardsPoint.Identity, 0));
        yield return Bad("key of order 8", new(true, order8, Fr.One, EdwardsPoint.Identity, 0));

        static TestCaseData Bad(string name, Case bad) => new TestCaseData(name, bad).SetArgDisplayNames(name);
    }

    internal static Case Honest(Fr message)
    {
        var signature = EdDsa.Sign(_secret, message);
        return new(true, EdDsa.PublicKey(_secret), message, signature.R, signature.S);
    }

    private static Circuit<Fr, Case> Compile(bool optional, CompileOptions? options = null) => Circuit.Compile<Fr, Case>(
        "test",
        (b, inputs) =>
        {
            var key = (inputs.Field("key.x", i => i.Key.X), inputs.Field("key.y", i => i.Key.Y));
            var r = (inputs.Field("r.x", i => i.R.X), inputs.Field("r.y", i => i.R.Y));
            var (message, s) = (inputs.Field("message", i => i.Message), inputs.Field("s", i => i.S));
            if (optional)
                b.AssertSignatureIf(inputs.Bit("enabled", i => i.Enabled), key, message, r, s);
            else
                b.AssertSignature(key, message, r, s);
        },
        options ?? _byteTable);

    public sealed record Case(bool Enabled, EdwardsPoint Key, Fr Message, EdwardsPoint R, BigInteger S)
    {
        public bool IsValid => EdDsa.Verify(Key, Message, new EdDsaSignature(R, S), out _);
    }
}
