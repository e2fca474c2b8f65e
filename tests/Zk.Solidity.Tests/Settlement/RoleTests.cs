using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Roles, pauses, and the registry of verifiers.</summary>
[TestFixture]
public sealed class RoleTests
{
    private const string NotOwner = "OwnableUnauthorizedAccount(address)";
    private const string Pause = "pause(uint40)";
    private const string AddVerifier = "announceVerifier(bytes32,bytes32,uint32,address)";
    private const string RemoveVerifier = "announceRemoval(bytes32)";
    private const string Erase = "eraseVerifier(bytes32)";

    private static readonly byte[] _second = Keccak256.Hash("a second key"u8);

    private SettlementWorld _world = null!;

    [SetUp]
    public void Start() => _world = new SettlementWorld();

    [Test]
    public void OnlyTheGovernorGoverns()
    {
        foreach (var sender in new[] { Operator, Guardian, Stranger })
        {
            _world.Refuses(NotOwner, sender, "nominateOperator(address,bool)", sender, true);
            _world.Refuses(NotOwner, sender, "removeOperator(address)", Operator);
            _world.Refuses(NotOwner, sender, "nominateGuardian(address)", sender);
            _world.Refuses(NotOwner, sender, "removeGuardian()");
            _world.Refuses(NotOwner, sender, AddVerifier, _second, Tag(CircuitName), 8, _world.Verifier);
            _world.Refuses(NotOwner, sender, RemoveVerifier, KeyDigest);
            _world.Refuses(NotOwner, sender, "withdrawRemoval(bytes32)", KeyDigest);
            _world.Refuses(NotOwner, sender, Erase, KeyDigest);
            _world.Refuses(NotOwner, sender, "transferOwnership(address)", sender);
            _world.Refuses(NotOwner, sender, "acceptOwnership()");
            _world.Refuses(NotOwner, sender, "renounceOwnership()");
        }
    }

    [Test]
    public void TheGovernorHandsOverInTwoSteps()
    {
        _world.Send(Governor, "transferOwnership(address)", Bob);
        _world.Refuses(NotOwner, Bob, "removeGuardian()");
        _world.Refuses(NotOwner, Stranger, "acceptOwnership()");
        _world.Send(Bob, "acceptOwnership()");
        _world.Refuses(NotOwner, Governor, "removeGuardian()");
        _world.Refuses("GovernorRequired()", Bob, "renounceOwnership()");
    }

    [Test]
    public void OperatorsAreNominatedAcceptAndGo()
    {
        _world.Refuses("NotNominated(address)", Bob, "acceptOperator()");
        _world.Send(Governor, "nominateOperator(address,bool)", Bob, true);
        _world.Refuses("NotOperator(address)", Bob, Settle, 1, KeyDigest, 0, 0, Array.Empty<object>(), Array.Empty<byte>());
        _world.Send(Governor, "nominateOperator(address,bool)", Bob, false);
        _world.Refuses("NotNominated(address)", Bob, "acceptOperator()");
        _world.Send(Governor, "nominateOperator(address,bool)", Bob, true);
        _world.Send(Bob, "acceptOperator()");
        _world.Refuses("NotNominated(address)", Bob, "acceptOperator()");
        _world.Refuses("WrongOperator(address)", Governor, "nominateOperator(address,bool)", Bob, true);
        _world.Send(Governor, "removeOperator(address)", Operator);
        _world.Refuses("WrongOperator(address)", Governor, "removeOperator(address)", Operator);
        _world.Refuses("NotOperator(address)", Operator, Settle, _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0)));
        _world.Send(Bob, Settle, _world.Expected(_world.Context with { Submitter = ToEthereum(Bob) }, AccountTree.Empty.Root, Fr.One, RawData(Now, 0)));
    }

    [Test]
    public void GuardiansAreNominatedAcceptAndGo()
    {
        _world.Refuses("NotNominated(address)", Bob, "acceptGuardian()");
        _world.Send(Governor, "nominateGuardian(address)", Bob);
        _world.Refuses("NotGuardian(address)", Bob, Pause, 1);
        _world.Send(Bob, "acceptGuardian()");
        _world.Refuses("NotGuardian(address)", Guardian, Pause, 1);
        _world.Refuses("NotNominated(address)", Bob, "acceptGuardian()");
        _world.Send(Governor, "removeGuardian()");
        _world.Refuses("NotGuardian(address)", Bob, Pause, 1);
        _world.Refuses("NotGuardian(address)", Governor, Pause, 1);

        // Who was nominated before has nothing left to accept.
        _world.Send(Governor, "nominateGuardian(address)", Guardian);
        _world.Send(Governor, "removeGuardian()");
        _world.Refuses("NotNominated(address)", Guardian, "acceptGuardian()");
        _world.Send(Governor, "nominateGuardian(address)", Guardian);
        _world.Send(Guardian, "acceptGuardian()");
    }

    [Test]
    public void APauseStopsDepositsAndBatchesOnly()
    {
        _world.SettleBatch(_world.Enqueue(0, 100));
        _world.SettleBatch(_world.Withdraw(0, Bob, 10));
        _world.Enqueue(1, 5);
        Evm.IncreaseTime(2 * Day);
        var batch = _world.Expected(_world.Apply(_world.Withdraw(0, Bob, 1)));
        _world.Send(Guardian, Pause, Day);
        _world.Refuses("IsPaused(uint256)", Operator, Settle, batch);
        _world.Refuses("IsPaused(uint256)", Alice, MakeDeposit, 0, Number256(Key(0).X), Number256(Key(0).Y), 1);
        _world.Send(Bob, "withdraw(address)", Bob);
        _world.Send(Alice, "cancelDeposit(uint256)", 1);
        var false1 = _world.Withdraw(0, Alice, 1, nonceAhead: 3);
        _world.ForceRequest(false1);
        _world.Send(Stranger, Refuse, Tuple(false1), Tuple(_world.State.Find(0)!.Value), _world.Path(0));
        _world.Send(Governor, "unpause()");
        _world.Send(Operator, Settle, batch);
    }

    [Test]
    public void AnEscapeWorksInAPause()
    {
        _world.SettleBatch(_world.Enqueue(0, 100));
        _world.Freeze(0);
        _world.Send(Guardian, Pause, Day);
        _world.Send(Alice, Escape, _world.EscapeArguments(0, Alice));
        _world.Send(Alice, "withdraw(address)", Alice);
    }

    [Test]
    public void PausesAreShortAndRare()
    {
        _world.Refuses("PauseTooLong(uint256)", Guardian, Pause, (3 * Day) + 1);
        _world.Refuses("PauseTooLong(uint256)", Guardian, Pause, 0);
        _world.Refuses("PauseTooLong(uint256)", Guardian, Pause, (BigInteger.One << 40) - 1);
        _world.Send(Guardian, Pause, 3 * Day);
        _world.Refuses("PauseTooSoon(uint256)", Guardian, Pause, 1);
        var end = (long)_world.Read("pauseEnd()");
        MineAt(end - 1);
        Assert.That(_world.Read("paused()"), Is.EqualTo(BigInteger.One));
        MineAt(end);
        Assert.That(_world.Read("paused()"), Is.EqualTo(BigInteger.Zero));
        _world.Refuses("IsNotPaused()", Guardian, "unpause()");

        // Not even by another guardian.
        _world.Send(Governor, "nominateGuardian(address)", Bob);
        _world.Send(Bob, "acceptGuardian()");
        _world.RefusesAt(end + (14 * Day) - 1, "PauseTooSoon(uint256)", Bob, Pause, 1);
        _world.SendAt(end + (14 * Day), Bob, Pause, 3 * Day);
        var clock = (long)_world.Read("clock()");
        Evm.IncreaseTime(Day);
        Assert.That((long)_world.Read("clock()"), Is.EqualTo(clock));
        _world.Refuses("NotGuardian(address)", Stranger, "unpause()");
        _world.Send(Bob, "unpause()");
        var early = Now;
        _world.RefusesAt(early + (14 * Day) - 1, "PauseTooSoon(uint256)", Bob, Pause, 1);
        Assert.That((long)_world.Read("clock()"), Is.EqualTo(clock + (14 * Day) - 1));
        _world.SendAt(early + (14 * Day), Bob, Pause, 1);
    }

    [Test]
    public void AVerifierCountsAfterItsDelay()
    {
        _world.Send(Governor, AddVerifier, _second, Tag(CircuitName), 8, _world.Verifier);
        var from = Now + (14 * Day);
        _world.Refuses("VerifierNotAdded(bytes32)", Governor, AddVerifier, _second, Tag(CircuitName), 8, _world.Verifier);
        MineAt(from - 20);
        var batch = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0), _second);
        _world.RefusesAt(from - 1, "VerifierNotActive(bytes32)", Operator, Settle, batch);
        _world.SendAt(from, Operator, Settle, batch);
        _world.Refuses("VerifierActive(bytes32)", Governor, Erase, _second);
    }

    [Test]
    public void AVerifierLeavesAfterItsDelayAndTheLastOneStays()
    {
        _world.Refuses("LastVerifier(bytes32)", Governor, RemoveVerifier, KeyDigest);
        _world.Send(Governor, AddVerifier, _second, Tag(CircuitName), 8, _world.Verifier);

        // One that does not count yet is no reason to let the other go.
        _world.Refuses("LastVerifier(bytes32)", Governor, RemoveVerifier, KeyDigest);
        _world.Refuses("VerifierNotActive(bytes32)", Governor, RemoveVerifier, _second);
        Evm.IncreaseTime(14 * Day);
        _world.Send(Governor, RemoveVerifier, KeyDigest);
        var until = Now + (28 * Day);
        _world.Refuses("LastVerifier(bytes32)", Governor, RemoveVerifier, _second);
        MineAt(until - 20);
        var batch = _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0));
        var snapshot = Evm.Snapshot();
        _world.SendAt(until - 1, Operator, Settle, batch);
        Evm.Revert(snapshot);
        _world.RefusesAt(until, "VerifierNotActive(bytes32)", Operator, Settle, batch);
        _world.Refuses("VerifierNotActive(bytes32)", Governor, "withdrawRemoval(bytes32)", KeyDigest);
        _world.Send(Governor, Erase, KeyDigest);
        _world.Refuses("UnknownVerifier(bytes32)", Governor, Erase, KeyDigest);
        _world.Refuses("LastVerifier(bytes32)", Governor, RemoveVerifier, _second);
        Assert.That(_world.ReadWord(1, "verifierDigests()"), Is.EqualTo(BigInteger.One));
        Assert.That(Abi.WordAt(Evm.Call(_world.Contract, Abi.Call("verifierDigests()")).Data, 2), Is.EqualTo(_second));
        Assert.That(_world.ReadWord(4, "verifier(bytes32)", _second), Is.EqualTo(new BigInteger(Tag(CircuitName), isUnsigned: true, isBigEndian: true)));
    }

    [Test]
    public void AnnouncementsCanBeWithdrawn()
    {
        _world.Send(Governor, AddVerifier, _second, Tag(CircuitName), 8, _world.Verifier);
        _world.Send(Governor, Erase, _second);
        _world.Send(Governor, AddVerifier, _second, Tag(CircuitName), 8, _world.Verifier);
        Evm.IncreaseTime(14 * Day);
        _world.Send(Governor, RemoveVerifier, KeyDigest);
        _world.Send(Governor, "withdrawRemoval(bytes32)", KeyDigest);
        _world.Refuses("VerifierNotActive(bytes32)", Governor, "withdrawRemoval(bytes32)", KeyDigest);
        _world.Send(Governor, RemoveVerifier, _second);
        Evm.IncreaseTime(40 * Day);
        _world.Send(Operator, Settle, _world.Expected(_world.Context, AccountTree.Empty.Root, Fr.One, RawData(Now, 0)));
    }

    [Test]
    public void TheRegistryIsBounded()
    {
        for (var i = 1; i < 64; i++)
            _world.Send(Governor, AddVerifier, Keccak256.Hash([(byte)i]), Tag(CircuitName), 8, _world.Verifier);
        _world.Refuses("VerifierNotAdded(bytes32)", Governor, AddVerifier, _second, Tag(CircuitName), 8, _world.Verifier);
    }

    [TestCase("settlement/payments/9")]
    [TestCase("settlement/perpetual/8")]
    [TestCase("settlement/payments/08")]
    [TestCase("settlement/payments/8 ")]
    public void AVerifierIsOfTheContractsFamily(string circuit) =>
        _world.Refuses("WrongCircuit(bytes32)", Governor, AddVerifier, _second, Tag(circuit), 8, _world.Verifier);

    [Test]
    public void AUserLeavesBeforeAVerifierThatItDoesNotTrustCounts()
    {
        Assert.That(
            _world.Read("FORCED_PERIOD()") + _world.Read("MAX_PAUSE()"),
            Is.LessThan(_world.Read("ADDITION_DELAY()")));
        Assert.That(_world.Read("FORCED_PERIOD()"), Is.LessThan(_world.Read("PAUSE_COOLDOWN()")));
    }
}
