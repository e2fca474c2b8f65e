using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>
/// Long sequences of random transitions of perpetuals, good and bad ones, after each of which the contract must hold all that it owes, tokens and bonds, and agree
/// with a model in plain code.
/// </summary>
[TestFixture]
public sealed class PerpetualFuzzTests
{
    private const int Steps = 150;

    private readonly Dictionary<Address, BigInteger> _owed = [];
    private readonly Dictionary<Address, BigInteger> _bonds = [];
    private readonly List<(Deposit Deposit, Address Depositor, long Time)> _queue = [];
    private readonly List<(ForcedWithdrawal Request, Address Requester)> _withdrawals = [];
    private readonly List<(ForcedTrade Request, Address Requester)> _trades = [];
    private Random _random = null!;
    private PerpetualWorld _world = null!;
    private BigInteger _settled;
    private long _trippedAt;
    private bool _authorized;
    private uint _nonce;
    private int _batches;
    private int _refused;

    [TestCase(3)]
    [TestCase(4)]
    public void PerpetualsAreAlwaysCovered(int seed)
    {
        _random = new Random(seed);
        _world = new PerpetualWorld(unit: (ulong)seed);
        _owed.Clear();
        _bonds.Clear();
        _queue.Clear();
        _withdrawals.Clear();
        _trades.Clear();
        (_settled, _trippedAt, _authorized, _nonce, _batches, _refused) = (0, 0, false, 0, 0, 0);
        for (var step = 0; step < Steps; step++)
        {
            Step();
            AssertModel(step);
        }

        Assert.That(_batches, Is.GreaterThan(Steps / 10), "the sequence settles");
        Assert.That(_refused, Is.GreaterThan(Steps / 30), "and is refused");
        Leave();
    }

    private void Step()
    {
        switch (_random.Next(14))
        {
            case < 3:
                Enqueue();
                break;
            case < 5:
                Ask();
                break;
            case < 10:
                Batch();
                break;
            case 10:
                Pay();
                break;
            case 11:
                Authorize();
                break;
            case 12:
                Evm.IncreaseTime(_random.Next(1, (int)Day / 2));
                break;
            default:
                Cancel();
                break;
        }
    }

    private void Enqueue()
    {
        var user = Users[_random.Next(Users.Count)];
        var deposit = _world.Enqueue((uint)_random.Next(5), (ulong)_random.Next(1, 1000), user);
        _queue.Add((deposit, user, (long)_world.ReadWord(3, "deposits(uint256)", deposit.QueueId)));
    }

    private void Ask()
    {
        var user = Users[_random.Next(Users.Count)];
        if (_random.Next(3) == 0)
        {
            var trade = _world.DemandTrade(0, 1, number: ++_nonce);
            _world.Request(trade, user);
            _trades.Add((trade, user));
        }
        else
        {
            var request = _world.Demand((uint)_random.Next(5), Users[_random.Next(Users.Count)], (ulong)_random.Next(300), ++_nonce);
            _world.Request(request, user);
            _withdrawals.Add((request, user));
        }
    }

    private void Batch()
    {
        var slots = new List<(PerpetualSlot Slot, Fr[] Words)>();
        var deposits = _queue.Where(q => Now < q.Time + (2 * Day) - 60).OrderBy(_ => _random.Next()).Take(_random.Next(5)).ToList();
        slots.AddRange(deposits.Select(d => Slot(d.Deposit)));
        var came = deposits.Aggregate(BigInteger.Zero, (sum, d) => sum + d.Deposit.Amount);

        // Sometimes more than the state holds.
        var withdrawals = Enumerable.Range(0, _random.Next(4)).Select(_ => Take(0, Users[_random.Next(Users.Count)], (ulong)_random.NextInt64((long)(_settled / 3) + 2))).ToList();
        slots.AddRange(withdrawals.Select(w => Slot(w)));
        var answers = _withdrawals.OrderBy(_ => _random.Next()).Take(_random.Next(3)).Select(r => (r.Request, r.Requester, Result: (ForcedResult)_random.Next(7))).ToList();
        slots.AddRange(answers.Select(a => Slot(a.Request, a.Result)));
        var trades = _trades.Take(_random.Next(2)).Select(t => (t.Request, t.Requester, Result: (ForcedTradeResult)_random.Next(10))).ToList();
        slots.AddRange(trades.Select(t => Slot(t.Request, t.Result)));
        var paid = withdrawals.Select(w => (AddressOf(w.Recipient), w.Amount))
            .Concat(answers.Where(a => a.Result == ForcedResult.Done).Select(a => (AddressOf(a.Request.Recipient), a.Request.Amount))).ToList();
        var went = paid.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Amount);
        var header = new PerpetualHeader(_random.Next(3) == 0, _random.Next(6) == 0, _random.Next(3) == 0 ? 1 : 0);

        var data = _world.Data(header, slots);
        if (went > _settled + came || !BreakerAllows(header))
        {
            Assert.That(Evm.Call(_world.Contract, Abi.Call(Settle, _world.Arguments(data)), Operator).Success, Is.False);
            _refused++;
            return;
        }

        _world.Submit(header, slots);
        _batches++;
        _settled += came - went;
        _queue.RemoveAll(deposits.Contains);
        foreach (var (recipient, amount) in paid)
            Add(_owed, recipient, amount);
        foreach (var (request, requester, result) in answers)
        {
            _withdrawals.RemoveAll(r => r.Request == request);
            Add(_bonds, result is ForcedResult.Done or ForcedResult.WrongNonce or ForcedResult.Expired ? requester : Operator, RequestBond);
        }

        foreach (var (request, requester, result) in trades)
        {
            _trades.RemoveAll(t => t.Request == request);
            Add(_bonds, result is ForcedTradeResult.Done or ForcedTradeResult.Expired or ForcedTradeResult.Filled or ForcedTradeResult.ReduceOnly ? requester : Operator, RequestBond);
        }

        if (header.Reset)
            (_trippedAt, _authorized) = (0, false);
        if (header.Tripped && _trippedAt == 0)
            _trippedAt = Now;
    }

    private bool BreakerAllows(PerpetualHeader header) => header.Reset
        ? _authorized && Now >= _trippedAt + Day
        : _trippedAt == 0 || (header.Tripped && header.Increasing == 0);

    private void Authorize()
    {
        if (_trippedAt == 0 || _authorized)
        {
            _world.Refuses("NothingToAuthorize()", Governor, PerpetualWorld.Authorize);
            return;
        }

        _world.Send(Governor, PerpetualWorld.Authorize);
        _authorized = true;
    }

    private void Cancel()
    {
        foreach (var entry in _queue.Where(q => Now >= q.Time + (2 * Day)).ToList())
        {
            _world.Send(Stranger, "cancelDeposit(uint256)", entry.Deposit.QueueId);
            _queue.Remove(entry);
            Add(_owed, entry.Depositor, entry.Deposit.Amount);
        }
    }

    private void Pay()
    {
        var user = Users[_random.Next(Users.Count)];
        if (!_owed.GetValueOrDefault(user).IsZero)
        {
            _world.Send(Stranger, "withdrawFor(address)", user);
            _owed[user] = 0;
        }

        if (!_bonds.GetValueOrDefault(user).IsZero)
        {
            _world.Send(user, TakeBonds, user);
            _bonds[user] = 0;
        }
    }

    /// <summary>Leads to a state whose accounts are worth more than there is, freezes, and lets everybody out until nothing is left.</summary>
    private void Leave()
    {
        // A tripped breaker stays so: nothing needs to grow here.
        var header = new PerpetualHeader(Tripped: _trippedAt != 0);
        var deposit = _world.Enqueue(0, 1_000);
        _world.Submit(header, Slot(deposit));
        _settled += 1_000;
        var state = PerpetualState.Genesis(_world.Profile.Markets);
        for (uint i = 0; i < 4; i++)
            state = state.With(i, PerpetualAccount.Create(Key(i), (long)(_settled / 3) + 1));
        _world.Reach(state, header);
        AssertModel(Steps);
        _world.Freeze();
        foreach (var entry in _queue)
            _world.Send(Stranger, "cancelDeposit(uint256)", entry.Deposit.QueueId);
        foreach (var id in _withdrawals.Select(r => IdOf(r.Request)).Concat(_trades.Select(t => IdOf(t.Request))))
            _world.Send(Stranger, TakeBondOfFrozen, id);
        for (uint i = 0; i < 3; i++)
            _world.Send(Stranger, EscapeWithPositions, _world.EscapeArguments(i, Alice));
        _world.Refuses("NothingToEscape(uint32)", Stranger, EscapeWithPositions, _world.EscapeArguments(3, Alice));
        foreach (var user in Users.Where(u => !_world.Read("owed(address)", u).IsZero))
            _world.Send(user, "withdraw(address)", user);
        foreach (var user in Users.Append(Operator).Where(u => !_world.Read("bonds(address)", u).IsZero))
            _world.Send(user, TakeBonds, user);
        Assert.That(_world.TokenBalance(_world.Contract), Is.EqualTo(BigInteger.Zero));
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(RequestBond), "that of the request that froze it");
    }

    private void AssertModel(int step)
    {
        var queued = _queue.Aggregate(BigInteger.Zero, (sum, q) => sum + q.Deposit.Amount);
        var owed = _owed.Values.Aggregate(BigInteger.Zero, (sum, x) => sum + x);
        var bonds = _bonds.Values.Aggregate(BigInteger.Zero, (sum, x) => sum + x);
        Assert.That((_world.Total(0), _world.Total(1), _world.Total(2)), Is.EqualTo((queued, _settled, owed)), $"step {step}");
        Assert.That(_world.TokenBalance(_world.Contract), Is.EqualTo((queued + _settled + owed) * _world.Unit), $"step {step}");
        Assert.That(_world.Read("openRequests()"), Is.EqualTo(new BigInteger(_withdrawals.Count + _trades.Count)), $"step {step}");
        Assert.That(Evm.Balance(_world.Contract), Is.EqualTo(((_withdrawals.Count + _trades.Count) * RequestBond) + bonds), $"step {step}");
        Assert.That(_world.Read("trippedAt()"), Is.EqualTo(new BigInteger(_trippedAt)), $"step {step}");
        foreach (var (user, amount) in _owed)
            Assert.That(_world.Read("owed(address)", user), Is.EqualTo(amount), $"step {step}");
        foreach (var (user, amount) in _bonds)
            Assert.That(_world.Read("bonds(address)", user), Is.EqualTo(amount), $"step {step}");
    }

    private static void Add(Dictionary<Address, BigInteger> sums, Address owner, BigInteger amount) => sums[owner] = sums.GetValueOrDefault(owner) + amount;

    private static Address AddressOf(EthereumAddress address) => Address.FromBytes(address.ToWord().AsSpan(12));
}
