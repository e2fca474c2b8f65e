using System.Numerics;
using Zk.Curves;
using Zk.Plonk;
using static Zk.Solidity.Tests.CalldataReference;

namespace Zk.Solidity.Tests;

/// <summary>The generated contract on a real EVM: it accepts valid proofs and nothing else, says why, and agrees with the C# verifier.</summary>
[TestFixture]
public sealed class SolidityVerifierTests
{
    private static readonly BigInteger _r = Fr.Characteristic;
    private static readonly BigInteger _q = Bn254.Curve.BaseModulus;
    private static readonly BigInteger _wordEnd = BigInteger.One << 256;

    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void AValidProofIsAccepted(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        Assert.That(CalldataReference.Accepts(verifier.Circuit.Key, verifier.Calldata), Is.True);
        Assert.That(verifier.Accepts(verifier.Calldata), Is.True);
        Assert.That(verifier.Send(verifier.Calldata).Success, Is.True);
    }

    /// <summary>
    /// A call to an address without code succeeds and writes nothing: on a chain that lacks a precompile a verifier that looked at success only would take what
    /// its memory holds for an answer.
    /// </summary>
    [Test]
    public void AMissingPrecompileIsNoAnswer([Values(6, 7, 8)] int precompile)
    {
        foreach (var shape in new[] { "toy bus, three groups, 2^9", "fflonk: toy bus, three groups, 2^9" })
        {
            var verifier = VerifierShapes.Get(shape);
            var call = $"staticcall(gas(), {precompile}, ";
            Assert.That(verifier.Source, Does.Contain(call));
            var source = verifier.Source.Replace(call, $"staticcall(gas(), 0x{precompile}00, ", StringComparison.Ordinal);
            var contract = SolidityCompiler.Compile(new Dictionary<string, string> { ["Missing.sol"] = source }, DeployedVerifier.Settings)[verifier.Compiled.Name];
            var address = EvmLifetime.Evm.Deploy(contract.CreationCode).Contract!.Value;
            var result = EvmLifetime.Evm.Call(address, verifier.Calldata);
            Assert.That(result.Success, Is.False, shape);
            Assert.That(result.Data, Is.EqualTo(Keccak256.Hash("PrecompileFailed()"u8)[..4]), shape);
        }
    }

    /// <summary>Each word changed in each way that a verifier might overlook: by one, by the modulus, to zero, exchanged with the next.</summary>
    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void EveryWordCounts(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var calldata = verifier.Calldata;
        var kinds = Words(verifier.Circuit.Key);
        var accepted = new List<string>();
        var count = 0;
        void Reject(string what, byte[] changed)
        {
            if (changed.AsSpan().SequenceEqual(calldata))
                return;
            count++;
            if (verifier.Accepts(changed))
                accepted.Add(what);
        }

        for (var i = 0; i < kinds.Count; i++)
        {
            var value = Read(calldata, i);
            var modulus = kinds[i] is WordKind.X or WordKind.Y ? _q : _r;
            Reject($"{kinds[i]} {i} + 1", With(calldata, i, (value + 1) % _wordEnd));
            Reject($"{kinds[i]} {i} zero", With(calldata, i, 0));
            Reject($"{kinds[i]} {i} negated", With(calldata, i, (modulus - value) % modulus));
            if (value + modulus < _wordEnd)
                Reject($"{kinds[i]} {i} + its modulus", With(calldata, i, value + modulus));
            if (i + 1 < kinds.Count)
                Reject($"words {i} and {i + 1} exchanged", With(With(calldata, i, Read(calldata, i + 1)), i + 1, value));
        }

        Assert.That(accepted, Is.Empty);
        Assert.That(count, Is.GreaterThan(3 * kinds.Count));
        TestContext.Out.WriteLine($"{shape}: {count} changed calls, all rejected");
    }

    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void Bug6_TheLengthIsExact(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var calldata = verifier.Calldata;
        foreach (var changed in new byte[][] { [], calldata[..1], calldata[..4], calldata[..^1], calldata[..^32], calldata[..36], calldata[4..] })
            Assert.That(verifier.Accepts(changed), Is.False, $"{changed.Length} bytes");
        foreach (var extra in new[] { 1, 31, 32, 64, 4096 })
            Assert.That(verifier.Call([.. calldata, .. new byte[extra]]).RevertedWith("WrongLength()"), Is.True, $"{extra} bytes more");
        for (var i = 0; i < SelectorLength; i++)
        {
            var other = calldata.ToArray();
            other[i] ^= 1;
            Assert.That(verifier.Accepts(other), Is.False, "another selector");
        }
    }

    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void TheReasonIsNamed(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var calldata = verifier.Calldata;
        var kinds = Words(verifier.Circuit.Key);
        CallResult Change(int word, BigInteger value) => verifier.Call(With(calldata, word, value));
        for (var i = 0; i < kinds.Count; i++)
        {
            switch (kinds[i])
            {
                case WordKind.PublicInput or WordKind.Evaluation:
                    Assert.That(Change(i, _r).RevertedWith("ScalarNotReduced()"), Is.True, $"Bug 5 and 8: word {i} = r");
                    Assert.That(Change(i, _wordEnd - 1).RevertedWith("ScalarNotReduced()"), Is.True, $"word {i} = 2^256 - 1");
                    break;
                case WordKind.Y:
                    Assert.That(verifier.Call(With(With(calldata, i - 1, 0), i, 0)).RevertedWith("PointAtInfinity()"), Is.True, $"Bug 4: words {i - 1} and {i} zero");
                    break;
                case WordKind.Hint:
                    Assert.That(Change(i, 0).RevertedWith("WrongInverse()"), Is.True);
                    Assert.That(Change(i, Read(calldata, i) + _r).RevertedWith("WrongInverse()"), Is.True, "a hint has one form");
                    break;
            }
        }
    }

    /// <summary>A damaged point with the right hint for it, so that the precompiles are what must refuse it.</summary>
    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void PointsOffTheCurveAreRefusedByThePrecompiles(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var key = verifier.Circuit.Key;
        var calldata = verifier.Calldata;
        var kinds = Words(key);
        var y = kinds.FindIndex(kind => kind == WordKind.Y);
        for (; y < kinds.Count && kinds[y] == WordKind.Y; y += 2)
        {
            foreach (var (x, value) in new[] { (Read(calldata, y - 1), Read(calldata, y) + 1), (Read(calldata, y - 1), Read(calldata, y) + _q), (Read(calldata, y - 1) + _q, Read(calldata, y)) })
            {
                if (x >= _wordEnd || value >= _wordEnd)
                    continue;
                var changed = With(With(calldata, y - 1, x), y, value);
                changed = With(changed, kinds.Count - 1, ChallengeReplay.Hint(key, changed));
                Assert.That(verifier.Call(changed).RevertedWith("PrecompileFailed()"), Is.True, $"words {y - 1} and {y}");
            }
        }
    }

    /// <summary>With too little gas a call reverts, wherever the gas ends; it never returns, and nothing but gas decides.</summary>
    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Names))]
    public void TooLittleGasReverts(string shape)
    {
        const int Steps = 60;
        var verifier = VerifierShapes.Get(shape);
        var used = verifier.Send(verifier.Calldata).GasUsed;
        var least = 21_000 + (16L * verifier.Calldata.Length);
        for (var i = 0; i < Steps; i++)
        {
            var gas = least + ((used - least) * i / Steps);
            Assert.That(verifier.Accepts(verifier.Calldata, gas), Is.False, $"{gas} of {used} gas");
        }

        Assert.That(verifier.Accepts(verifier.Calldata, used - 1), Is.False);
        Assert.That(verifier.Accepts(verifier.Calldata, used + (used / 32)), Is.True);
    }

    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Small))]
    public void AProofOfOneCircuitIsRefusedByAllOthers(string shape)
    {
        var calldata = VerifierShapes.Get(shape).Calldata;
        foreach (var other in VerifierShapes.All.Where(other => other.Circuit.Name != shape))
            Assert.That(other.Accepts(calldata), Is.False, other.Circuit.Name);
    }
}
