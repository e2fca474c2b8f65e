using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;
using Zk.Cli;
using static Zk.Solidity.Tests.Settlement.ChainTool;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary><c>zk chain force-withdraw</c>, <c>freeze</c> and <c>escape</c>: an owner leaves without the operator.</summary>
[TestFixture]
public sealed class ChainExitTests
{
    private ChainTool _tool = null!;
    private SettlementWorld _world = null!;

    [SetUp]
    public void Start()
    {
        _tool = new ChainTool();
        _world = new SettlementWorld();
        _world.SettleBatch(_world.Enqueue(0, 1000), _world.Enqueue(7, 600, Bob));
        File.WriteAllText(_tool.At("deployment.json"), new Deployment((ulong)Evm.ChainId, ToEthereum(_world.Contract), ToEthereum(_world.Token), default).ToJson().ToJsonString());
        File.WriteAllBytes(_tool.At("alice.json"), KeyFile.Write(Secret(0)));
        SaveState();
    }

    [TearDown]
    public void RemoveFolder() => _tool.Dispose();

    [Test]
    public void AnOwnerLeavesThroughTheTool()
    {
        var withdrawal = _world.Withdraw(0, Bob, 400, 3);
        var request = Save("request.json", withdrawal);
        Refused(1, "NoSuchRequest(bytes32)", Exit("freeze", request));
        var report = JsonNode.Parse(Done([.. Exit("force-withdraw", request), "--json"]))!;
        Assert.That((string)report["bond"]!, Is.EqualTo(RequestBond.ToString()));
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(RequestBond));
        Assert.That(_world.Deadline(withdrawal), Is.GreaterThan(Evm.Timestamp));
        Assert.That((string)_tool.Status()["openRequests"]!, Is.EqualTo("1"));
        Refused(1, "AlreadyRequested(bytes32)", Exit("force-withdraw", request));

        Refused(1, "NotOverdue(uint256)", Exit("freeze", request));
        Refused(1, "the contract is not frozen", Escape(0, Bob));
        Evm.IncreaseTime(7 * Day);
        Done(Exit("freeze", request));
        Assert.That(_world.Frozen, Is.True);
        Refused(1, "IsFrozen()", Exit("force-withdraw", request));

        Refused(1, "is not the key of account 7", Escape(7, Bob));
        Refused(1, "the state has no account 5", Escape(5, Bob));
        Refused(2, "--recipient", [.. Escape(0, Bob)[..^1], "0x12"]);
        report = JsonNode.Parse(Done([.. Escape(0, Bob), "--json"]))!;
        Assert.That((string)report["balance"]!, Is.EqualTo("1000"));
        Assert.That(_world.Read("owed(address)", Bob), Is.EqualTo(new System.Numerics.BigInteger(1000)));
        Refused(1, "AlreadyEscaped(uint32)", Escape(0, Alice));
        _world.AssertSolvent();
    }

    [Test]
    public void ARequestThatABatchServesFreezesNothing()
    {
        var withdrawal = _world.Withdraw(0, Bob, 400);
        var request = Save("request.json", withdrawal);
        Done(Exit("force-withdraw", request));
        _world.SettleBatch(withdrawal);
        Refused(1, "is not the contract's state", Exit("freeze", request));
        SaveState();
        Evm.IncreaseTime(7 * Day);
        Refused(1, "NoSuchRequest(bytes32)", Exit("freeze", request));
    }

    [Test]
    public void WhatCannotBeServedIsNotRequested()
    {
        var good = _world.Withdraw(0, Bob, 1000);
        void Fails(int code, string reason, Operation operation, SettlementDomain? domain = null) =>
            Refused(code, reason, Exit("force-withdraw", Save("bad.json", (SignedOperation)operation, domain)));
        Fails(2, "signature: is missing", good with { Signature = null });
        Fails(2, "another chain or contract", good, new SettlementDomain(1, ToEthereum(_world.Contract)));
        Fails(2, "only a withdrawal", _world.Transfer(0, 7, 1));
        Fails(1, "overdraft", _world.Withdraw(0, Bob, 1000, 1));
        Fails(1, "wrong-nonce", _world.Withdraw(0, Bob, 1, nonceAhead: 1));
        Fails(1, "bad-signature", good with { Amount = 999 });
        Fails(1, "unknown-account", _world.Withdraw(5, Bob, 1));
        Fails(1, "ExpiresTooSoon(uint256)", (good with { Expiry = (uint)Evm.Timestamp + 86_400 }).Sign(Secret(0), _world.Domain.Value));
        Refused(1, "is not the contract's state", ["chain", "force-withdraw", .. _tool.Node, Save("good.json", good)]);
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(System.Numerics.BigInteger.Zero));
        Done(Exit("force-withdraw", _tool.At("good.json")));
    }

    private string[] Exit(string command, string request) => ["chain", command, .. _tool.Node, "--state", _tool.At("state.json"), request];

    private string[] Escape(uint account, Address recipient) =>
        ["chain", "escape", .. _tool.Node, "--state", _tool.At("state.json"), "--key", _tool.At("alice.json"), "--account", account.ToString(), "--recipient", recipient.Hex];

    private void SaveState() => File.WriteAllBytes(_tool.At("state.json"), StateFile.Write(_world.State));

    private string Save(string name, SignedOperation operation, SettlementDomain? domain = null)
    {
        File.WriteAllBytes(_tool.At(name), new OperationFile(domain ?? _world.Domain, operation).Write());
        return _tool.At(name);
    }
}
