using System.Numerics;
using Zk.Circuits.Settlement.Perpetual;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The breaker: what a tripped one lets through, and how it is reset.</summary>
[TestFixture]
public sealed class BreakerTests
{
    private const string IsTripped = "BreakerIsTripped(uint256)";
    private const string NotAuthorized = "ResetNotAuthorized()";
    private const string Nothing = "NothingToAuthorize()";

    private PerpetualWorld _world = null!;

    private static PerpetualHeader Quiet => new();

    private static PerpetualHeader Tripped => new(Tripped: true);

    private static PerpetualHeader Reset => new(Reset: true);

    [SetUp]
    public void Start() => _world = new PerpetualWorld();

    [Test]
    public void ATrippedBreakerLetsNoPositionGrow()
    {
        _world.Fund(0, 100);
        _world.Submit(new(Increasing: 0xffff));

        // The batch that trips may have let positions grow before it did.
        var receipt = _world.Submit(new(Tripped: true, Increasing: 5));
        Assert.That(receipt.Logs.Count(l => l.Topics[0].SequenceEqual(Abi.Topic("BreakerTripped(uint256)"))), Is.EqualTo(1));
        var since = Now;
        Assert.That(_world.Read("trippedAt()"), Is.EqualTo(new BigInteger(since)));
        foreach (var increasing in new[] { 1, 0x8000, 0xffff })
            _world.RefusesBatch(IsTripped, new(Tripped: true, Increasing: increasing));
        _world.RefusesBatch(IsTripped, Quiet);
        _world.RefusesBatch(IsTripped, new(Increasing: 1));

        // Everything else goes on, and that it goes on is no second trip.
        Evm.IncreaseTime(10);
        receipt = _world.Submit(Tripped, Slot(_world.Enqueue(0, 5)), Slot(Take(0, Bob, 7)));
        Assert.That(receipt.Logs.Any(l => l.Topics[0].SequenceEqual(Abi.Topic("BreakerTripped(uint256)"))), Is.False);
        Assert.That(_world.Read("trippedAt()"), Is.EqualTo(new BigInteger(since)));
        Assert.That(_world.Read("owed(address)", Bob), Is.EqualTo(new BigInteger(7)));
        var request = _world.Demand(0, Bob, 5);
        _world.Request(request);
        _world.Submit(Tripped, Slot(request, ForcedResult.Done));
    }

    [Test]
    public void OnlyTheGovernorAuthorizesAReset()
    {
        _world.Submit(Tripped);
        foreach (var sender in new[] { Operator, Guardian, Stranger })
            _world.Refuses("OwnableUnauthorizedAccount(address)", sender, Authorize);
        _world.Send(Governor, Authorize);
        _world.Refuses(Nothing, Governor, Authorize);
    }

    [Test]
    public void AResetIsAuthorizedOnceAndUsedOnce()
    {
        _world.Refuses(Nothing, Governor, Authorize);
        _world.RefusesBatch(NotAuthorized, Reset);
        _world.Submit(Tripped);
        Evm.IncreaseTime(Day);
        _world.RefusesBatch(NotAuthorized, Reset);
        _world.RefusesBatch(NotAuthorized, new(Tripped: true, Reset: true));
        _world.Send(Governor, Authorize);

        // An authorisation is for a batch that resets, and changes nothing for others.
        _world.RefusesBatch(IsTripped, Quiet);
        _world.RefusesBatch(IsTripped, new(Tripped: true, Increasing: 1));
        _world.Submit(Tripped);
        Assert.That(_world.Read("resetAuthorized()"), Is.EqualTo(BigInteger.One));
        var receipt = _world.Submit(new(Reset: true, Increasing: 3));
        Assert.That(receipt.Logs.Count(l => l.Topics[0].SequenceEqual(Abi.Topic("BreakerReset(uint256)"))), Is.EqualTo(1));
        Assert.That(_world.Read("trippedAt()"), Is.EqualTo(BigInteger.Zero));
        Assert.That(_world.Read("resetAuthorized()"), Is.EqualTo(BigInteger.Zero));
        _world.RefusesBatch(NotAuthorized, Reset);
        _world.Submit(new(Increasing: 1));

        // A later trip needs an authorisation of its own.
        _world.Submit(Tripped);
        Evm.IncreaseTime(Day);
        _world.RefusesBatch(NotAuthorized, Reset);
    }

    [Test]
    public void ABatchThatResetsMayTripAgain()
    {
        _world.Submit(Tripped);
        Evm.IncreaseTime(Day);
        _world.Send(Governor, Authorize);
        var first = _world.Read("trippedAt()");
        _world.Submit(new(Tripped: true, Reset: true, Increasing: 2));
        Assert.That(_world.Read("trippedAt()"), Is.EqualTo(new BigInteger(Now)).And.GreaterThan(first));
        _world.RefusesBatch(NotAuthorized, Reset);
        _world.RefusesBatch(IsTripped, Quiet);
        _world.Send(Governor, Authorize);
        _world.RefusesBatch("ResetTooSoon(uint256)", Reset);
    }

    [Test]
    public void AResetWaitsForItsCooldown()
    {
        _world.Submit(Tripped);
        _world.Send(Governor, Authorize);
        var earliest = (long)_world.Read("trippedAt()") + Day;
        var arguments = _world.Arguments(_world.Data(Reset with { Time = (uint)(earliest - 1) }));
        _world.RefusesAt(earliest - 1, "ResetTooSoon(uint256)", Operator, Settle, arguments);
        _world.SendAt(earliest, Operator, Settle, arguments);
    }

    [Test]
    public void KOfNGovernBreakerAndConfiguration()
    {
        var members = new object[] { Evm.Accounts[6], Evm.Accounts[7] };
        var governance = Create("Governance", Abi.Encode("(address[],uint32,uint40)", members, 2, Day));
        _world.Send(Governor, "transferOwnership(address)", governance);
        Pass(governance, Abi.Call("acceptOwnership()"));
        _world.Submit(Tripped);
        Pass(governance, Abi.Call(Authorize));
        Assert.That(_world.Read("resetAuthorized()"), Is.EqualTo(BigInteger.One));
        Pass(governance, Abi.Call(Announce, [ElementsOf(SampleConfig(2), _world.Profile.Markets)]));
        Assert.That(_world.Read("announcedConfig()"), Is.EqualTo(Number256(SampleConfig(2).Hash(_world.Profile.Markets))));
    }

    private void Pass(Address governance, byte[] data)
    {
        var salt = new byte[32];
        var id = Evm.Call(governance, Abi.Call("callId(address,bytes,bytes32)", _world.Contract, data, salt)).Data;
        Must(Evm.Send(governance, Abi.Call("announce(bytes32)", id), Evm.Accounts[6]));
        Must(Evm.Send(governance, Abi.Call("approve(bytes32)", id), Evm.Accounts[7]));
        Evm.IncreaseTime(Day);
        Must(Evm.Send(governance, Abi.Call("execute(address,bytes,bytes32)", _world.Contract, data, salt), Evm.Accounts[7]));
    }
}
