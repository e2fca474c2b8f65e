using System.Numerics;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Governance: k of n, the timelock, committed calls, and changes of itself by itself.</summary>
[TestFixture]
public sealed class GovernanceTests
{
    private const string Announce = "announce(bytes32)";
    private const string Approve = "approve(bytes32)";
    private const string Revoke = "revoke(bytes32)";
    private const string Execute = "execute(address,bytes,bytes32)";
    private const string ChangeMembers = "changeMembers(address[],uint32)";
    private const string NotReady = "NotReady(bytes32,uint256)";
    private const string NotAnnounced = "NotAnnounced(bytes32)";

    private static readonly byte[] _salt = new byte[32];

    private Address _governance;
    private SettlementWorld _world = null!;

    private static Address A => Evm.Accounts[6];

    private static Address B => Evm.Accounts[7];

    private static Address C => Evm.Accounts[8];

    [SetUp]
    public void Start()
    {
        _world = new SettlementWorld();
        _governance = Create("Governance", Abi.Encode("(address[],uint32,uint40)", new object[] { A, B, C }, 2, 2 * Day));
        _world.Send(Governor, "transferOwnership(address)", _governance);
        var accept = Abi.Call("acceptOwnership()");
        Pass(_world.Contract, accept);
    }

    [Test]
    public void KOfNGovernTheContract()
    {
        Assert.That(Abi.AddressAt(Evm.Call(_world.Contract, Abi.Call("owner()")).Data, 0), Is.EqualTo(_governance));
        _world.Refuses("OwnableUnauthorizedAccount(address)", A, "removeGuardian()");
        Pass(_world.Contract, Abi.Call("removeGuardian()"));
        Assert.That(_world.Read("guardian()"), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void ACallWaitsForItsDelayAndExpires()
    {
        var data = Abi.Call("removeGuardian()");
        var id = CallId(_world.Contract, data);
        Send(A, Announce, id);
        Refuses(NotReady, A, Execute, _world.Contract, data, _salt);
        Send(B, Approve, id);
        var ready = Now + (2 * Day);
        MineAt(ready - 1);
        Refuses(NotReady, A, Execute, _world.Contract, data, _salt);
        var snapshot = Evm.Snapshot();
        MineAt(ready);
        Assert.That(Evm.Call(_governance, Abi.Call(Execute, _world.Contract, data, _salt), A).Success, Is.True);
        MineAt(ready + (14 * Day) - 1);
        Assert.That(Evm.Call(_governance, Abi.Call(Execute, _world.Contract, data, _salt), A).Success, Is.True);
        MineAt(ready + (14 * Day));
        Refuses("Expired(bytes32)", A, Execute, _world.Contract, data, _salt);
        Evm.Revert(snapshot);
        MineAt(ready);
        Refuses("NotMember(address)", Stranger, Execute, _world.Contract, data, _salt);
        Send(C, Execute, _world.Contract, data, _salt);
        Refuses("AlreadyExecuted(bytes32)", C, Execute, _world.Contract, data, _salt);
        Refuses("AlreadyExecuted(bytes32)", C, Approve, id);
        Refuses("AlreadyExecuted(bytes32)", A, Revoke, id);
    }

    [Test]
    public void OnlyTheAnnouncedCallIsExecuted()
    {
        var data = Abi.Call("removeGuardian()");
        Ready(_world.Contract, data);
        Refuses(NotAnnounced, A, Execute, _world.Contract, Abi.Call("removeOperator(address)", Operator), _salt);
        Refuses(NotAnnounced, A, Execute, _world.Token, data, _salt);
        Refuses(NotAnnounced, A, Execute, _world.Contract, data, KeyDigest);
        Send(A, Execute, _world.Contract, data, _salt);
    }

    [Test]
    public void ApprovalsAreCountedOnceAndCanBeTakenBack()
    {
        var data = Abi.Call("removeGuardian()");
        var id = CallId(_world.Contract, data);
        Refuses(NotAnnounced, A, Approve, id);
        Refuses(NotAnnounced, A, Revoke, id);
        Refuses("NotMember(address)", Stranger, Announce, id);
        Send(A, Announce, id);
        Refuses("AlreadyAnnounced(bytes32)", B, Announce, id);
        Refuses("WrongApproval(bytes32,address)", A, Approve, id);
        Refuses("WrongApproval(bytes32,address)", B, Revoke, id);
        Refuses("NotMember(address)", Stranger, Approve, id);
        Refuses("NotMember(address)", Stranger, Revoke, id);
        Send(B, Approve, id);
        Evm.IncreaseTime(2 * Day);
        Send(B, Revoke, id);
        Refuses(NotReady, A, Execute, _world.Contract, data, _salt);

        // Enough again, and the delay starts anew.
        Send(C, Approve, id);
        Refuses(NotReady, A, Execute, _world.Contract, data, _salt);
        Send(B, Approve, id);
        Send(A, Revoke, id);
        Evm.IncreaseTime(2 * Day);
        Send(A, Execute, _world.Contract, data, _salt);
    }

    [Test]
    public void ApprovalsAreGatheredInTime()
    {
        var id = CallId(_world.Contract, Abi.Call("removeGuardian()"));
        Send(A, Announce, id);
        var end = Now + (14 * Day);
        MineAt(end - 1);
        Assert.That(Evm.Call(_governance, Abi.Call(Approve, id), B).Success, Is.True);
        MineAt(end);
        Refuses("Expired(bytes32)", B, Approve, id);
    }

    [Test]
    public void MembersAndDelayChangeOnlyThroughItself()
    {
        object[] members = [A, Bob];
        Refuses("NotSelf(address)", A, ChangeMembers, members, 1);
        Refuses("NotSelf(address)", A, "changeDelay(uint40)", Day);
        Pass(_governance, Abi.Call("changeDelay(uint40)", Day));
        Assert.That(Abi.UintAt(Evm.Call(_governance, Abi.Call("delay()")).Data, 0), Is.EqualTo(new BigInteger(Day)));

        // What was announced before a change of members is void, whoever approved it.
        var pending = Abi.Call("removeGuardian()");
        Ready(_world.Contract, pending);
        Pass(_governance, Abi.Call(ChangeMembers, members, 2));
        Refuses(NotAnnounced, A, Execute, _world.Contract, pending, _salt);
        Refuses("NotMember(address)", B, Announce, KeyDigest);
        Refuses("NotMember(address)", C, Announce, KeyDigest);
        var id = CallId(_world.Contract, pending);
        Send(A, Announce, id);
        Send(Bob, Approve, id);
        Evm.IncreaseTime(Day);
        Send(Bob, Execute, _world.Contract, pending, _salt);
    }

    [Test]
    public void AnApprovalForALaterEpochIsWorthNothingInIt()
    {
        // One of three announces, alone, the call that would make it the only member, by the id that it has after the next change of members.
        _governance = Create("Governance", Abi.Encode("(address[],uint32,uint40)", new object[] { A, B, C }, 1, Day));
        var takeover = Abi.Call(ChangeMembers, new object[] { C }, 1);
        var later = CallId(_governance, takeover, epoch: 2);
        Send(C, Announce, later);
        ExecuteAlone(A, Abi.Call(ChangeMembers, new object[] { A, B, C }, 3));
        Evm.IncreaseTime(Day);
        Assert.That(CallId(_governance, takeover), Is.EqualTo(later), "the id is the call's now");
        Refuses(NotAnnounced, C, Execute, _governance, takeover, _salt);
        Refuses(NotAnnounced, A, Approve, later);
        Refuses(NotAnnounced, C, Revoke, later);

        // Announced anew, it needs all three.
        Send(C, Announce, later);
        Refuses("AlreadyAnnounced(bytes32)", B, Announce, later);
        Send(A, Approve, later);
        Evm.IncreaseTime(Day);
        Refuses(NotReady, C, Execute, _governance, takeover, _salt);
        Send(B, Approve, later);
        Evm.IncreaseTime(Day);
        Send(B, Execute, _governance, takeover, _salt);
        Refuses("NotMember(address)", A, Announce, KeyDigest);
    }

    [Test]
    public void AMemberThatWasReplacedHasNoApprovalLeft()
    {
        _governance = Create("Governance", Abi.Encode("(address[],uint32,uint40)", new object[] { A, B, C }, 2, Day));
        var takeover = Abi.Call(ChangeMembers, new object[] { B }, 1);
        var later = CallId(_governance, takeover, epoch: 2);
        Send(B, Announce, later);
        var change = Abi.Call(ChangeMembers, new object[] { A, C, Bob }, 2);
        Send(A, Announce, CallId(_governance, change));
        Send(C, Approve, CallId(_governance, change));
        Evm.IncreaseTime(Day);
        Send(A, Execute, _governance, change, _salt);

        Refuses(NotAnnounced, A, Approve, later);
        Send(A, Announce, later);
        Evm.IncreaseTime(Day);
        Refuses(NotReady, A, Execute, _governance, takeover, _salt);
        Refuses("NotMember(address)", B, Approve, later);
        Assert.That(Abi.UintAt(Evm.Call(_governance, Abi.Call("hasApproved(bytes32,uint64,address)", later, 2, B)).Data, 0), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public void NonsenseIsRefused()
    {
        Fails(_governance, Abi.Call(ChangeMembers, Array.Empty<object>(), 0), "WrongMembers()");
        Fails(_governance, Abi.Call(ChangeMembers, new object[] { A }, 0), "WrongMembers()");
        Fails(_governance, Abi.Call(ChangeMembers, new object[] { A }, 2), "WrongMembers()");
        Fails(_governance, Abi.Call(ChangeMembers, new object[] { A, A }, 1), "WrongMembers()");
        Fails(_governance, Abi.Call(ChangeMembers, new object[] { A, Address.FromBytes(new byte[20]) }, 1), "WrongMembers()");
        Fails(_governance, Abi.Call(ChangeMembers, Enumerable.Range(1, 33).Select(i => (object)Address.FromBytes([.. new byte[19], (byte)i])).ToArray(), 1), "WrongMembers()");
        Fails(_governance, Abi.Call("changeDelay(uint40)", Day - 1), "WrongDelay(uint40)");
        Fails(_governance, Abi.Call("changeDelay(uint40)", (30 * Day) + 1), "WrongDelay(uint40)");
        Fails(NewAddress(), Abi.Call("changeDelay(uint40)", Day), "CallFailed()");
        Fails(_world.Contract, Abi.Call("renounceOwnership()"), "GovernorRequired()");
    }

    private static byte[] Word(BigInteger value) => Abi.Word(value);

    private void Pass(Address target, byte[] data)
    {
        Ready(target, data);
        Send(A, Execute, target, data, _salt);
    }

    private void Fails(Address target, byte[] data, string error)
    {
        Ready(target, data);
        Refuses(error, A, Execute, target, data, _salt);
    }

    private void Ready(Address target, byte[] data)
    {
        var id = CallId(target, data);
        Send(A, Announce, id);
        Send(Evm.Call(_governance, Abi.Call("isMember(address)", B)).Data.SequenceEqual(Word(1)) ? B : Bob, Approve, id);
        Evm.IncreaseTime(2 * Day);
    }

    /// <summary>A call of governance to itself that one approval carries.</summary>
    private void ExecuteAlone(Address member, byte[] data)
    {
        Send(member, Announce, CallId(_governance, data));
        Evm.IncreaseTime(Day);
        Send(member, Execute, _governance, data, _salt);
    }

    /// <summary>The id that a call has in an epoch, as anybody can form it beforehand.</summary>
    private byte[] CallId(Address target, byte[] data, ulong epoch) =>
        Keccak256.Hash(Abi.Encode("(uint256,address,uint64,address,bytes32,bytes32)", (ulong)Evm.ChainId, _governance, epoch, target, Keccak256.Hash(data), _salt));

    private byte[] CallId(Address target, byte[] data) => Evm.Call(_governance, Abi.Call("callId(address,bytes,bytes32)", target, data, _salt)).Data;

    private void Send(Address from, string function, params object[] arguments) =>
        Assert.That(Evm.Send(_governance, Abi.Call(function, arguments), from).Success, Is.True, function);

    private void Refuses(string error, Address from, string function, params object[] arguments) => AssertRefused(_governance, error, from, function, arguments);
}
