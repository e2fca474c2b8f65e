using System.Numerics;
using Zk.Circuits.Settlement;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>
/// Long sequences of random transitions, good and bad ones, after each of which the contract must hold all that it owes and agree with a model in plain code.
/// </summary>
[TestFixture]
public sealed class FuzzTests
{
    private const int Steps = 200;
    private const uint Accounts = 6;

    private readonly Dictionary<Address, BigInteger> _owed = [];
    private readonly List<(Deposit Deposit, Address Depositor, long Time)> _queue = [];
    private Random _random = null!;
    private SettlementWorld _world = null!;
    private int _batches;

    [TestCase(1)]
    [TestCase(2)]
    public void EverythingIsAlwaysCovered(int seed)
    {
        _random = new Random(seed);
        _world = new SettlementWorld(unit: (ulong)seed);
        _owed.Clear();
        _queue.Clear();
        _batches = 0;
        for (var step = 0; step < Steps; step++)
        {
            Step();
            AssertModel(step);
        }

        Assert.That(_batches, Is.GreaterThan(Steps / 10), "the sequence settles");
        Leave();
    }

    private void Step()
    {
        switch (_random.Next(12))
        {
            case < 4:
                Enqueue();
                break;
            case < 8:
                Batch();
                break;
            case 8:
                Cancel();
                break;
            case 9:
                Pay();
                break;
            case 10:
                Evm.IncreaseTime(_random.Next(1, (int)Day));
                break;
            default:
                Steal();
                break;
        }
    }

    private void Enqueue()
    {
        var user = Users[_random.Next(Users.Count)];
        var deposit = _world.Enqueue((uint)_random.Next((int)Accounts), (ulong)_random.Next(1, 1000), user);
        _queue.Add((deposit, user, (long)_world.ReadWord(3, "deposits(uint256)", deposit.QueueId)));
    }

    private void Batch()
    {
        var operations = new List<Operation>();
        foreach (var entry in _queue.Where(q => Now < q.Time + (2 * Day) - 60).OrderBy(_ => _random.Next()).Take(_random.Next(5)).ToList())
        {
            operations.Add(entry.Deposit);
            _queue.Remove(entry);
        }

        var nonces = new Dictionary<uint, uint>();
        var left = _world.State.Accounts.ToDictionary(a => a.Index, a => a.Account.Balance);
        for (var i = _random.Next(4); i > 0 && left.Count > 1; i--)
        {
            var from = left.Keys.ElementAt(_random.Next(left.Count));
            var to = left.Keys.First(k => k != from);
            var amount = (ulong)_random.NextInt64((long)left[from] + 1);
            left[from] -= amount;
            var ahead = nonces.GetValueOrDefault(from);
            nonces[from] = ahead + 1;
            var recipient = Users[_random.Next(Users.Count)];
            if (_random.Next(2) == 0)
            {
                operations.Add(_world.Transfer(from, to, amount, nonceAhead: ahead));
            }
            else
            {
                operations.Add(_world.Withdraw(from, recipient, amount, nonceAhead: ahead));
                _owed[recipient] = _owed.GetValueOrDefault(recipient) + amount;
            }
        }

        if (operations.Count == 0)
            return;
        _world.SettleBatch(operations);
        _batches++;
    }

    private void Cancel()
    {
        if (_queue.Count == 0)
            return;
        var entry = _queue[_random.Next(_queue.Count)];
        if (Now + 5 < entry.Time + (2 * Day))
        {
            _world.Refuses("DepositStillOpen(uint256,uint256)", Stranger, "cancelDeposit(uint256)", entry.Deposit.QueueId);
        }
        else if (Now >= entry.Time + (2 * Day))
        {
            _world.Send(Stranger, "cancelDeposit(uint256)", entry.Deposit.QueueId);
            _queue.Remove(entry);
            _owed[entry.Depositor] = _owed.GetValueOrDefault(entry.Depositor) + entry.Deposit.Amount;
        }
    }

    private void Pay()
    {
        var user = Users[_random.Next(Users.Count)];
        var before = _world.TokenBalance(user);
        if (_owed.GetValueOrDefault(user).IsZero)
        {
            _world.Refuses("NothingOwed(address)", user, "withdraw(address)", user);
            return;
        }

        _world.Send(user, "withdraw(address)", user);
        Assert.That(_world.TokenBalance(user) - before, Is.EqualTo(_owed[user] * _world.Unit));
        _owed[user] = 0;
    }

    /// <summary>Data that no honest circuit proves, under a verifier that would accept it.</summary>
    private void Steal()
    {
        var total = (ulong)_world.State.TotalBalance;
        var theft = new Withdrawal(0, ToEthereum(Stranger), total + 1, 0, 0, 0);
        var forged = new Deposit((ulong)_random.Next(200), 0, Key(0), 1_000_000);
        foreach (var operation in new Operation[] { theft, forged })
        {
            var arguments = _world.Expected(_world.Context, _world.State.Root, Fr.One, RawData(Now, 1, WordsOf(operation)));
            Assert.That(Evm.Call(_world.Contract, Abi.Call(Settle, arguments), Operator).Success, Is.False);
        }
    }

    /// <summary>Freezes and lets everybody out: nothing is left behind.</summary>
    private void Leave()
    {
        var account = _world.State.Accounts.First(a => a.Account.Balance > 0).Index;
        _world.Freeze(account);
        foreach (var entry in _queue)
            _world.Send(Stranger, "cancelDeposit(uint256)", entry.Deposit.QueueId);
        foreach (var (index, state) in _world.State.Accounts.Where(a => a.Account.Balance > 0))
        {
            _world.Send(Stranger, Escape, _world.EscapeArguments(index, Alice));
            _world.AssertSolvent();
        }

        foreach (var user in Users.Where(u => !_world.Read("owed(address)", u).IsZero))
            _world.Send(user, "withdraw(address)", user);
        Assert.That(_world.TokenBalance(_world.Contract), Is.EqualTo(BigInteger.Zero));
    }

    private void AssertModel(int step)
    {
        _world.AssertSolvent();
        var queued = _queue.Aggregate(BigInteger.Zero, (sum, q) => sum + q.Deposit.Amount);
        var owed = _owed.Values.Aggregate(BigInteger.Zero, (sum, x) => sum + x);
        Assert.That(_world.ReadWord(0, "totals()"), Is.EqualTo(queued), $"step {step}");
        Assert.That(_world.ReadWord(2, "totals()"), Is.EqualTo(owed), $"step {step}");
        Assert.That(_world.TokenBalance(_world.Contract), Is.EqualTo((queued + owed + _world.State.TotalBalance) * _world.Unit), $"step {step}");
        foreach (var (user, amount) in _owed)
            Assert.That(_world.Read("owed(address)", user), Is.EqualTo(amount), $"step {step}");
    }
}
