using System.Numerics;

namespace Zk.Solidity.Tests;

/// <summary>The node, the compiler and the encoding do what the other tests take for granted.</summary>
[TestFixture]
public sealed class HarnessTests
{
    private const string Source =
        """
        // SPDX-License-Identifier: Apache-2.0
        pragma solidity 0.8.37;

        contract Probe {
            error Refused(uint256 value);
            event Kept(address indexed sender, uint256 value);

            uint256 public kept;
            address public immutable OWNER;

            constructor(address owner) {
                OWNER = owner;
            }

            function keep(uint256 value) external payable {
                if (value == 13) revert Refused(value);
                kept = value;
                emit Kept(msg.sender, value);
            }

            function time() external view returns (uint256) {
                return block.timestamp;
            }

            function digest(uint8[] calldata a, bytes calldata b, bytes4 c, uint256[2] calldata d, string calldata e, bool f, int256 g) external pure returns (bytes32) {
                return keccak256(abi.encode(a, b, c, d, e, f, g));
            }
        }
        """;

    private static EvmClient Evm => EvmLifetime.Evm;

    [Test]
    public void ContractsAreDeployedCalledAndSent()
    {
        var probe = Deploy(Evm.Accounts[3]);
        Assert.That(Abi.AddressAt(Evm.Call(probe, Abi.Call("OWNER()")).Data, 0), Is.EqualTo(Evm.Accounts[3]));
        var receipt = Evm.Send(probe, Abi.Call("keep(uint256)", 7), Evm.Accounts[1], value: 5);
        Assert.That(receipt.Success, Is.True);
        Assert.That(receipt.GasUsed, Is.InRange(21_000, 60_000));
        var log = receipt.Logs.Single();
        Assert.That(log.Topics[0], Is.EqualTo(Abi.Topic("Kept(address,uint256)")));
        Assert.That(Abi.AddressAt(log.Topics[1], 0), Is.EqualTo(Evm.Accounts[1]));
        Assert.That(Abi.UintAt(log.Data, 0), Is.EqualTo(new BigInteger(7)));
        Assert.That(Abi.UintAt(Evm.Storage(probe, 0), 0), Is.EqualTo(new BigInteger(7)));
        Assert.That(Evm.Balance(probe), Is.EqualTo(new BigInteger(5)));
        Assert.That(Evm.ChainId, Is.GreaterThan(BigInteger.Zero));
        Assert.That(Evm.Code(probe), Is.Not.Empty);
    }

    [Test]
    public void RevertsCarryTheirData()
    {
        var probe = Deploy(Evm.Accounts[0]);
        var refused = Evm.Call(probe, Abi.Call("keep(uint256)", 13));
        Assert.That(refused.RevertedWith("Refused(uint256)"), Is.True);
        Assert.That(Abi.UintAt(refused.Data[4..], 0), Is.EqualTo(new BigInteger(13)));
        Assert.That(Evm.Send(probe, Abi.Call("keep(uint256)", 13)).Success, Is.False);
        Assert.That(Evm.Call(probe, Abi.Call("keep(uint256)", 12), gas: 22_000), Has.Property(nameof(CallResult.Success)).False.And.Property(nameof(CallResult.Data)).Empty);
    }

    [Test]
    public void StateTimeAndAccountsAreTheTests()
    {
        var snapshot = Evm.Snapshot();
        var probe = Deploy(Evm.Accounts[0]);
        var somebody = Address.FromBytes([.. new byte[18], 0xab, 0xcd]);
        Evm.SetBalance(somebody, BigInteger.Pow(10, 18));
        Evm.Impersonate(somebody);
        Assert.That(Evm.Send(probe, Abi.Call("keep(uint256)", 8), somebody).Success, Is.True);
        Evm.StopImpersonating(somebody);
        var before = Evm.Timestamp;
        Evm.IncreaseTime(86_400);
        Assert.That(Evm.Timestamp, Is.InRange(before + 86_400, before + 86_500));
        Assert.That(Abi.UintAt(Evm.Call(probe, Abi.Call("time()")).Data, 0), Is.GreaterThanOrEqualTo(new BigInteger(before + 86_400)));
        Evm.Revert(snapshot);
        Assert.That(Evm.Code(probe), Is.Empty);
    }

    [Test]
    public void ArgumentsAreEncodedAsSolidityDecodesThem()
    {
        const string Types = "(uint8[],bytes,bytes4,uint256[2],string,bool,int256)";
        object[] values =
        [
            new object[] { 1, 2, 3 }, new byte[] { 1, 2, 3 }, new byte[] { 9, 8, 7, 6 }, new object[] { BigInteger.One << 200, 4 }, "text", true, -5,
        ];
        var probe = Deploy(Evm.Accounts[0]);
        var answer = Evm.Call(probe, Abi.Call("digest" + Types, values));
        Assert.That(answer.Success, Is.True, answer.Message);
        Assert.That(answer.Data, Is.EqualTo(Curves.Keccak256.Hash(Abi.Encode(Types, values))));
    }

    [Test]
    public void AWarningIsAFailure() => Assert.That(
        () => Compile(Source.Replace("external view returns (uint256)", "external returns (uint256)", StringComparison.Ordinal)),
        Throws.InstanceOf<AssertionException>().With.Message.Contains("can be restricted to view"));

    private static Address Deploy(Address owner) => Evm.Deploy(Compile(Source).CreationCode, Abi.Encode("(address)", owner)).Contract!.Value;

    private static CompiledContract Compile(string source) =>
        SolidityCompiler.Compile(new Dictionary<string, string> { ["Probe.sol"] = source }, new CompilerSettings())["Probe"];
}
