using System.Text.RegularExpressions;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Solidity.Tests;

/// <summary>What only contracts for fflonk have: five points, and denominators at y.</summary>
[TestFixture]
public sealed partial class FflonkContractTests
{
    [TestCaseSource(typeof(VerifierShapes), nameof(VerifierShapes.Fflonks))]
    public void ThereAreFivePointsAndTheHeadNamesThem(string shape)
    {
        var verifier = VerifierShapes.Get(shape);
        var first = 4 + (32 * verifier.Circuit.PublicInputs.Length);
        var head = verifier.Source[..verifier.Source.IndexOf("\ncontract ", StringComparison.Ordinal)];
        Assert.That(verifier.Circuit.Proof.Commitments, Has.Count.EqualTo(5));
        foreach (var (place, what) in new[] { (0, "C_1, "), (64, "C_2, "), (128, "T, "), (192, "W, W'"), (320, $"{verifier.Circuit.Proof.Evaluations.Count} evaluations") })
            Assert.That(head, Does.Contain($"///   0x{first + place:x2} {what}"));
        Assert.That(head, Does.Contain("fflonk").And.Not.Contain("SHPLONK").And.Not.Contain("quotient pieces"));
        Assert.That(verifier.Source.Split("staticcall(gas(), 7,"), Has.Length.EqualTo(6 + 1), "six multiplications");
    }

    /// <summary>
    /// No proof leads to a y of a prover's choice, so the contract is changed to have ζ and y as constants, of which one denominator after the other is zero. Whatever the
    /// hint, the call ends there; with no denominator zero the right hint is taken, and the wrong one not.
    /// </summary>
    [TestCase("fflonk: toy, one column and nothing else, 2^4", 5)]
    [TestCase("fflonk: toy rotation with a column of zeros, 2^8", 6)]
    [TestCase("fflonk: toy bus, three groups, 2^9", 6)]
    public void AZeroDenominatorHasNoHint(string shape, int atY)
    {
        var verifier = VerifierShapes.Get(shape);
        var key = verifier.Circuit.Key;
        var omega = Fr.RootOfUnity(key.Log2);
        var y = Fr.FromUInt64(3);
        List<Fr> points = [y];
        foreach (var (size, atNext) in ChallengeReplay.Packs(key))
        {
            points.Add(y.Pow((ulong)size));
            if (atNext)
                points.Add(y.Pow((ulong)size) * omega.Inverse());
        }

        Assert.That(points, Has.Count.EqualTo(atY));
        List<Fr> zetas = [.. points.Distinct(), Fr.Zero, Fr.One, omega.Pow((ulong)key.UsableRows - 1)];
        var last = CalldataReference.Words(key).Count - 1;
        foreach (var changed in Deploy(verifier, [.. zetas, Fr.FromUInt64(5)], y))
        {
            var denominators = ChallengeReplay.Denominators(key, changed.Zeta, y);
            var hint = denominators.Where(value => !value.IsZero).Aggregate(Fr.One, (product, value) => product * value).Inverse();
            var good = denominators.TrueForAll(value => !value.IsZero);
            Assert.That(good, Is.EqualTo(changed.Zeta == Fr.FromUInt64(5)));
            bool WrongInverse(Fr value) => changed.Call(CalldataReference.With(verifier.Calldata, last, value.ToBigInteger())).RevertedWith("WrongInverse()");
            Assert.That(WrongInverse(hint), Is.EqualTo(!good), $"zeta {changed.Zeta}");
            foreach (var wrong in new[] { Fr.Zero, Fr.One, hint + Fr.One, -hint })
                Assert.That(WrongInverse(wrong), Is.True, $"zeta {changed.Zeta}, hint {wrong}");
            foreach (var denominator in denominators.Where(value => !value.IsZero && value != Fr.One))
                Assert.That(WrongInverse(hint * denominator), Is.True, "each factor is in the product");
        }
    }

    private static IEnumerable<Changed> Deploy(DeployedVerifier verifier, IReadOnlyList<Fr> zetas, Fr y)
    {
        var sources = new Dictionary<string, string>();
        for (var i = 0; i < zetas.Count; i++)
        {
            var source = SolidityVerifier.Generate(verifier.Circuit.Key, new SolidityOptions($"Changed{i}"));
            foreach (var (word, value) in new[] { ("ZETA", zetas[i]), ("Y", y) })
            {
                var draws = Draw().Matches(source).Where(match => match.Groups[1].Value == word).ToList();
                Assert.That(draws, Has.Count.EqualTo(1), word);
                source = source.Replace(draws[0].Value, $"mstore({word}, {value.ToBigInteger()})", StringComparison.Ordinal);
            }

            sources.Add($"Changed{i}.sol", source);
        }

        var compiled = SolidityCompiler.Compile(sources, DeployedVerifier.Settings);
        for (var i = 0; i < zetas.Count; i++)
            yield return new(zetas[i], EvmLifetime.Evm.Deploy(compiled[$"Changed{i}"].CreationCode).Contract!.Value);
    }

    [GeneratedRegex(@"mstore\(([A-Z]+), mod\(keccak256\([^)]*\), r\)\)")]
    private static partial Regex Draw();

    private sealed record Changed(Fr Zeta, Address Address)
    {
        public CallResult Call(byte[] calldata) => EvmLifetime.Evm.Call(Address, calldata);
    }
}
