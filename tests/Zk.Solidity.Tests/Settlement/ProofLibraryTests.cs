using System.Numerics;
using System.Text;
using Zk.Circuits.Settlement;
using Zk.Curves;
using Zk.Testing;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Poseidon2, the account tree and EdDSA on chain are those of the circuits.</summary>
[TestFixture]
public sealed class ProofLibraryTests
{
    private static readonly Random _random = new(5);
    private Address _libraries;

    private static EvmClient Evm => EvmLifetime.Evm;

    [OneTimeSetUp]
    public void Deploy() => _libraries = SettlementWorld.Create("ProofLibraries");


    [Test]
    public void TheConstantsOfPoseidon2AreTheCircuits() => Snapshot.Matches("contracts/src/Poseidon2.sol", Encoding.UTF8.GetBytes(Poseidon2Source.Text()));

    [Test]
    public void CompressionIsTheTrees()
    {
        foreach (var (left, right) in Corners().SelectMany(a => Corners().Select(b => (a, b))).Concat(Enumerable.Range(0, 20).Select(_ => (Random(), Random()))))
            Assert.That(Uint("compress(uint256,uint256)", Big(left), Big(right)), Is.EqualTo(Big(Poseidon2.Compress(left, right))));
    }

    [Test]
    public void HashesOfEveryLengthAreTheCircuits()
    {
        for (var length = 1; length <= 9; length++)
        {
            var elements = Enumerable.Range(0, length).Select(i => i % 3 == 0 ? -Fr.One : Random()).ToArray();
            Assert.That(
                Uint("hash(uint256,uint256[])", length + 1, elements.Select(e => (object)Big(e)).ToArray()),
                Is.EqualTo(Big(Poseidon2.Hash((ulong)length + 1, elements))), $"{length} elements");
        }
    }

    [Test]
    public void LeavesAndPackedKeysAreTheCircuits()
    {
        for (uint i = 0; i < 12; i++)
        {
            var key = SettlementWorld.Key(i);
            var account = new Account(key, i == 0 ? ulong.MaxValue : i, i == 1 ? uint.MaxValue : 7 * i);
            Assert.That(Uint($"leaf({SettlementWorld.Account})", [SettlementWorld.Tuple(account)]), Is.EqualTo(Big(account.Leaf)));
            Assert.That(Uint("pack(uint256,uint256)", Big(key.X), Big(key.Y)), Is.EqualTo(new BigInteger(key.Pack(), isUnsigned: true)));
            Assert.That(Uint("pack(uint256,uint256)", Big(-key.X), Big(key.Y)), Is.EqualTo(new BigInteger((-key).Pack(), isUnsigned: true)));
        }
    }

    [Test]
    public void EmptyRootIsTheTrees() => Assert.That(new SettlementWorld().Read("stateRoot()"), Is.EqualTo(Big(AccountTree.Empty.Root)));

    [Test]
    public void Bug39_PointsOffTheCurveAreRefused()
    {
        var key = SettlementWorld.Key(0);
        foreach (var (x, y) in new[] { (Big(key.X) + 1, Big(key.Y)), (Big(key.X) + Fr.Characteristic, Big(key.Y)), (Big(key.X), Big(key.Y) + Fr.Characteristic), (0, 1), (0, Fr.Characteristic - 1), (0, 0) })
            Refused("NotOnCurve()", "pack(uint256,uint256)", x, y);
    }

    [Test]
    public void SignaturesVerifyAsInTheCircuits()
    {
        for (uint i = 0; i < 8; i++)
        {
            var message = i == 0 ? Fr.Zero : i == 1 ? -Fr.One : Random();
            var signature = EdDsa.Sign(SettlementWorld.Secret(i), message);
            Assert.That(Verify(SettlementWorld.Key(i), message, signature).Success, Is.True);
        }
    }

    /// <summary>The circuits prove these too (<c>EdDsaGadgetTests</c>), so a forced request that bears one can be served.</summary>
    [TestCaseSource(typeof(UnusualSignatures), nameof(UnusualSignatures.All))]
    public void UnusualSignaturesAreAccepted(string name, EdwardsPoint key, Fr message, EdDsaSignature signature) =>
        Assert.That(Verify(key, message, signature).Success, Is.True, name);

    [Test]
    public void Bug27_BadSignaturesAreRefused()
    {
        var (key, message) = (SettlementWorld.Key(0), Random());
        var good = EdDsa.Sign(SettlementWorld.Secret(0), message);
        Refuse(key, message + Fr.One, good);
        Refuse(SettlementWorld.Key(1), message, good);
        Refuse(-key, message, good);
        Refuse(key, message, good with { S = good.S + BabyJubJub.SubgroupOrder });
        Refuse(key, message, good with { S = (good.S + 1) % BabyJubJub.SubgroupOrder });
        Refuse(key, message, good with { S = 0 });
        Refuse(key, message, good with { R = -good.R });
        Refuse(key, message, good with { R = BabyJubJub.Base });
        Assert.That(Verify(key, message, good with { R = new EdwardsPoint(good.R.X + Fr.One, good.R.Y) }).RevertedWith("NotOnCurve()"), Is.True);
        Assert.That(Verify(new EdwardsPoint(key.X, key.Y + Fr.One), message, good).RevertedWith("NotOnCurve()"), Is.True);

        // A cofactored equation would accept this one: R moved by a point of order 8, and S as before.
        var order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);
        Refuse(key, message, good with { R = good.R + order8 });
    }

    [Test]
    public void SignaturesUnderSmallAndMixedKeysAgreeWithTheEquation()
    {
        // The contract does not ask for the subgroup, since no such key is in a state; its arithmetic must be right all the same.
        var order2 = new EdwardsPoint(Fr.Zero, -Fr.One);
        for (var i = 0; i < 10; i++)
        {
            var message = Random();
            var key = i % 2 == 0 ? order2 : SettlementWorld.Key(0) + order2;
            var s = EdDsa.Sign(SettlementWorld.Secret(0), message).S;
            var r = BabyJubJub.Base.Multiply(s + i);
            var holds = BabyJubJub.Base.Multiply(s) == r + key.Multiply(EdDsa.Challenge(r, key, message).ToBigInteger());
            Assert.That(Verify(key, message, new EdDsaSignature(r, s)).Success, Is.EqualTo(holds));
        }
    }

    private static IEnumerable<Fr> Corners() => [Fr.Zero, Fr.One, -Fr.One, -Fr.FromUInt64(2)];

    private static Fr Random()
    {
        var bytes = new byte[31];
        _random.NextBytes(bytes);
        return Fr.FromBigInteger(new BigInteger(bytes, isUnsigned: true));
    }

    private static BigInteger Big(Fr x) => x.ToBigInteger();

    private BigInteger Uint(string function, params object[] arguments)
    {
        var result = Evm.Call(_libraries, Abi.Call(function, arguments));
        Assert.That(result.Success, Is.True, result.Message);
        return Abi.UintAt(result.Data, 0);
    }

    private void Refused(string error, string function, params object[] arguments) =>
        SettlementWorld.AssertRefused(_libraries, error, Evm.Accounts[0], function, arguments);

    private CallResult Verify(EdwardsPoint key, Fr message, EdDsaSignature signature) => Evm.Call(
        _libraries, Abi.Call($"verifySignature(uint256,uint256,uint256,{SettlementWorld.Signature})", Big(key.X), Big(key.Y), Big(message), SettlementWorld.Tuple(signature)));

    private void Refuse(EdwardsPoint key, Fr message, EdDsaSignature signature)
    {
        Assert.That(EdDsa.Verify(key, message, signature, out _), Is.False);
        Assert.That(Verify(key, message, signature).RevertedWith("BadSignature()"), Is.True);
    }
}
