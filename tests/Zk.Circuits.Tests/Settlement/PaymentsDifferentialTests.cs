using System.Collections.Concurrent;
using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsCircuitFixture;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>
/// Random batches, many of them with something wrong: circuit and reference must judge alike and, where they accept, arrive at the same statement.
/// The variable ZK_RANDOM_BATCHES sets how many; continuous integration takes the default.
/// </summary>
public class PaymentsDifferentialTests
{
    private static readonly EdwardsPoint[] _keys = [.. Enumerable.Range(0, 6).Select(i => PaymentsWorld.Key((uint)i))];

    [Test]
    public void CircuitAndReferenceJudgeAlike()
    {
        var batches = int.TryParse(Environment.GetEnvironmentVariable("ZK_RANDOM_BATCHES"), out var count) ? count : 2000;
        var rules = new ConcurrentDictionary<PaymentsRule, int>();
        var accepted = 0;
        var disagreements = new ConcurrentBag<string>();
        _ = Compiled;
        Parallel.For(0, batches, seed =>
        {
            var (state, batch) = new RandomBatch(seed).Make();
            var valid = PaymentsReference.TryApply(state, batch, out var transition, out var violation);
            if (violation is { Rule: PaymentsRule.DuplicateQueueId })
            {
                // The one rule that is not the circuit's: it must judge as if the entries were two.
                rules.AddOrUpdate(violation.Rule, 1, (_, n) => n + 1);
                batch = WithDistinctQueueIds(batch);
                valid = PaymentsReference.TryApply(state, batch, out transition, out violation);
            }

            using var assignment = Compiled.Assign(Forced(state, batch), 1);
            var failures = WitnessChecker<Fr>.Check(Compiled.Compiled, assignment, 1);
            if (transition is not null && !assignment.PublicInputs.SequenceEqual(Claimed(transition)))
                disagreements.Add($"seed {seed}: another statement");
            if (valid != (failures.Count == 0))
                disagreements.Add($"seed {seed}: reference {violation?.ToString() ?? "accepts"}, circuit {(failures.Count > 0 ? failures[0].ToString() : "accepts")}");
            if (violation is not null)
                rules.AddOrUpdate(violation.Rule, 1, (_, n) => n + 1);
            else
                Interlocked.Increment(ref accepted);
        });
        Assert.That(disagreements, Is.Empty);
        Assert.That(accepted, Is.GreaterThan(batches / 10));
        Assert.That(rules.Keys, Is.EquivalentTo(Enum.GetValues<PaymentsRule>()), "every rule was broken at least once");
    }

    private static PaymentsBatch WithDistinctQueueIds(PaymentsBatch batch) =>
        batch with { Operations = [.. batch.Operations.Select((o, i) => o is Deposit deposit ? deposit with { QueueId = (ulong)i } : o)] };

    private static Fr[] Claimed(PaymentsTransition transition)
    {
        var (domain, data) = (PaymentsWorld.Context.Domain.Value, transition.Batch.Data(Capacity));
        return [domain, transition.Before.Root, transition.After.Root, data.Commit(domain), Challenge, data.Evaluate(Challenge)];
    }

    /// <summary>
    /// Two operations on a few accounts, with values drawn from the edges. The chances are chosen so that each rule is broken often and a good
    /// part breaks none.
    /// </summary>
    private sealed class RandomBatch(int seed)
    {
        private static readonly ulong[] _balances = [0, 1, 10, 1000, ulong.MaxValue - 10, ulong.MaxValue];
        private static readonly uint[] _places = [0, 1, 2, 77, uint.MaxValue];
        private readonly Random _random = new(seed);

        public (AccountTree State, PaymentsBatch Batch) Make()
        {
            var accounts = _places
                .Where(_ => !Chance(5))
                .Select((place, i) => (place, new Account(_keys[i], Any(_balances), Chance(12) ? uint.MaxValue : (uint)_random.Next(3))))
                .ToList();
            var state = AccountTree.Create(accounts);
            var operations = new List<Operation>();
            var now = state;
            for (var i = 0; i < Capacity && !(i > 0 && Chance(4)); i++)
            {
                operations.Add(Next(now));
                if (PaymentsReference.TryApply(now, PaymentsWorld.Batch(operations[i]), out var step, out _))
                    now = step.BeforeFees;
            }

            return (state, PaymentsWorld.Batch(operations) with { FeeAccount = Any(_places) });
        }

        private Operation Next(AccountTree state)
        {
            var place = Any(_places);
            if (Chance(3))
                return new Deposit((ulong)_random.Next(3), place, DepositKey(state.Find(place)), Amount(ulong.MaxValue - (state.Find(place)?.Balance ?? 0)));
            var from = state.Find(place) ?? new Account(_keys[0], 0, 0);
            var amount = Amount(from.Balance);
            var fee = Chance(2) ? 0 : Chance(3) ? from.Balance - Math.Min(amount, from.Balance) : (ulong)_random.Next(3);
            var nonce = Chance(12) ? from.Nonce + 1 : from.Nonce;
            var expiry = Chance(12) ? PaymentsWorld.Time - 1 : PaymentsWorld.Time + (uint)_random.Next(3);
            var to = Any(_places);
            SignedOperation operation = Chance(3)
                ? new Withdrawal(place, new EthereumAddress(_random.Next()), amount, fee, nonce, expiry)
                : new Transfer(place, to, Chance(12) ? Any(_keys) : state.Find(to)?.PublicKey ?? Any(_keys), amount, fee, nonce, expiry);
            var signer = Chance(12) ? 0u : (uint)Array.IndexOf(_keys, from.PublicKey);
            return operation.Sign(PaymentsWorld.Secret(signer), Chance(20) ? Fr.One : PaymentsWorld.Context.Domain.Value);
        }

        private EdwardsPoint DepositKey(Account? account) => _random.Next(8) switch
        {
            0 => Any([EdwardsPoint.Identity, BabyJubJub.Generator, new EdwardsPoint(Fr.Zero, -Fr.One)]),
            1 => Any(_keys),
            _ => account?.PublicKey ?? Any(_keys),
        };

        private ulong Amount(ulong most) => _random.Next(6) switch
        {
            0 => most,
            1 => most == ulong.MaxValue ? most : most + 1,
            2 => 0,
            3 => Math.Min(most, 1),
            _ => most == 0 ? 0 : (ulong)_random.NextInt64((long)Math.Min(most, long.MaxValue)),
        };

        private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

        private T Any<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
    }
}
