using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>
/// Long sequences of forced requests, true and false ones whose words often coincide, of batches, refusals and claims, after each of which the contract must agree with
/// a list of requests: who waits until when, and whose bond is still there.
/// </summary>
[TestFixture]
public sealed class ForcedRequestFuzzTests
{
    private const int Steps = 150;
    private const string Forced = $"WithdrawalForced(bytes32,uint256,uint256,{SettlementWorld.Withdrawal},{Signature})";

    private readonly List<Entry> _waiting = [];
    private readonly List<Entry> _served = [];
    private readonly Dictionary<string, int> _counts = [];
    private Random _random = null!;
    private SettlementWorld _world = null!;

    [TestCase(1)]
    [TestCase(2)]
    public void EveryRequestIsServedRefusedOrFreezes(int seed)
    {
        _random = new Random(seed);
        _world = new SettlementWorld();
        _waiting.Clear();
        _served.Clear();
        _counts.Clear();
        _world.SettleBatch(_world.Enqueue(0, 1000), _world.Enqueue(1, 1000, Bob));
        for (var step = 0; step < Steps; step++)
        {
            Step();
            AssertModel(step);
        }

        foreach (var what in new[] { "forced", "repeated", "served", "refused", "possible", "claimed", "claimed early" })
            Assert.That(_counts.GetValueOrDefault(what), Is.GreaterThan(2), what);
        Leave();
    }

    private void Step()
    {
        switch (_random.Next(10))
        {
            case < 5:
                Force();
                break;
            case 5:
                Batch();
                break;
            case < 8:
                Refuse();
                break;
            case 8:
                Claim();
                break;
            default:
                Evm.IncreaseTime(_random.Next(1, (int)Day));
                break;
        }
    }

    /// <summary>A request with one of eight pairs of words, by either key, with the account's nonce or one beside it.</summary>
    private void Force()
    {
        var (account, signer) = ((uint)_random.Next(2), (uint)_random.Next(2));
        var fee = _random.Next(8) == 0 ? 2000UL : 0;
        var nonce = Math.Max(0, (int)_world.NonceOf(account) + _random.Next(-1, 2));
        var withdrawal = _world.Withdraw(account, Alice, (ulong)_random.Next(1, 3), fee) with { Nonce = (uint)nonce };
        var entry = new Entry((Withdrawal)withdrawal.Sign(Secret(signer), _world.Domain.Value), Key(signer), Users[_random.Next(Users.Count)]);
        if (_waiting.Exists(entry.IsSame))
        {
            _world.Refuses("AlreadyRequested(bytes32)", entry.Requester, SettlementWorld.Force, entry.Tuple, Tuple(entry.Withdrawal.Signature!.Value));
            Count("repeated");
            return;
        }

        var group = GroupOf(_world.ForceRequest(entry.Withdrawal, entry.Requester, entry.Key));
        if (_waiting.Find(other => other.HasWordsOf(entry.Withdrawal)) is { } neighbour)
            Assert.That(group, Is.EqualTo(neighbour.Group));
        else
            Assert.That(_waiting.Concat(_served).Select(other => other.Group), Has.None.EqualTo(group), "a number is used once");
        _waiting.Add(entry with { Group = group, Deadline = Now + (7 * Day) });
        Count("forced");
    }

    private void Batch()
    {
        var batch = new List<Withdrawal>();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var from = (uint)_random.Next(2);
            batch.Add(_world.Withdraw(from, Alice, (ulong)_random.Next(1, 3), nonceAhead: (uint)batch.Count(w => w.From == from)));
        }

        _world.SettleBatch(batch);
        foreach (var entry in _waiting.Where(entry => batch.Exists(entry.HasWordsOf)).ToList())
        {
            _waiting.Remove(entry);
            _served.Add(entry);
            Count("served");
        }
    }

    private void Refuse()
    {
        if (_waiting.Count == 0)
            return;
        var entry = _waiting[_random.Next(_waiting.Count)];
        var account = _world.State.Find(entry.Withdrawal.From)!.Value;
        object[] arguments = [entry.Tuple, Tuple(account), _world.Path(entry.Withdrawal.From)];
        if (IsPossible(entry, account))
        {
            _world.Refuses("RequestPossible(bytes32)", Stranger, SettlementWorld.Refuse, arguments);
            Count("possible");
            return;
        }

        _world.Send(Stranger, SettlementWorld.Refuse, arguments);
        _waiting.Remove(entry);
        Count("refused");
    }

    private void Claim()
    {
        if (_waiting.Count > 0)
        {
            var early = _waiting[_random.Next(_waiting.Count)];
            _world.Refuses("RequestWaits(bytes32)", early.Requester, TakeBondBack, early.Group, early.Tuple);
            Count("claimed early");
        }

        if (_served.Count == 0)
            return;
        var entry = _served[_random.Next(_served.Count)];
        TakeBack(entry);
        _served.Remove(entry);
        Count("claimed");
    }

    private void TakeBack(Entry entry)
    {
        var before = Evm.Balance(entry.Requester);
        _world.Send(Stranger, TakeBondBack, entry.Group, entry.Tuple);
        Assert.That(Evm.Balance(entry.Requester) - before, Is.EqualTo(RequestBond));
        _world.Refuses("NoSuchRequest(bytes32)", entry.Requester, TakeBondBack, entry.Group, entry.Tuple);
    }

    /// <summary>Freezes by a request of words that no other has; then every bond goes back, and no coin stays behind.</summary>
    private void Leave()
    {
        var last = new Entry(_world.Withdraw(0, Alice, 3), Key(0), Alice);
        var group = GroupOf(_world.ForceRequest(last.Withdrawal));
        Evm.IncreaseTime(7 * Day);
        _world.Send(Stranger, FreezeFor, [last.Tuple]);
        foreach (var entry in _waiting.Concat(_served).Append(last with { Group = group }))
            TakeBack(entry);
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(BigInteger.Zero));
    }

    private void AssertModel(int step)
    {
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(new BigInteger(_waiting.Count)), $"step {step}");
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo((_waiting.Count + _served.Count) * RequestBond), $"step {step}");
        foreach (var entry in _waiting)
        {
            Assert.That(_world.Deadline(entry.Withdrawal, entry.Key), Is.EqualTo(entry.Deadline), $"step {step}");
            Assert.That(Evm.Call(_world.Contract, Abi.Call(FreezeFor, [entry.Tuple]), Stranger).Success, Is.EqualTo(Now >= entry.Deadline), $"step {step}");
        }

        foreach (var entry in _served.Where(entry => !_waiting.Exists(entry.IsSame)))
            Assert.That(_world.Deadline(entry.Withdrawal, entry.Key), Is.Zero, $"step {step}");
    }

    /// <summary>Whether the reference settles it, alone in a batch.</summary>
    private bool IsPossible(Entry entry, Account account) =>
        entry.Key == account.PublicKey
        && PaymentsReference.TryApply(_world.State, new PaymentsBatch(_world.Context, Now, entry.Withdrawal.From, [entry.Withdrawal]), out _, out _);

    private static BigInteger GroupOf(Receipt receipt) => Abi.UintAt(receipt.Logs.Single(l => l.Topics[0].SequenceEqual(Abi.Topic(Forced))).Topics[2], 0);

    private void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    private sealed record Entry(Withdrawal Withdrawal, EdwardsPoint Key, Address Requester)
    {
        public BigInteger Group { get; init; }

        public long Deadline { get; init; }

        public object[] Tuple => SettlementWorld.Tuple(Withdrawal, Key);

        public bool HasWordsOf(Withdrawal other) => Withdrawal.Words == other.Words;

        public bool IsSame(Entry other) => HasWordsOf(other.Withdrawal) && Key == other.Key && Withdrawal.Nonce == other.Withdrawal.Nonce;
    }
}
