using System.Globalization;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitFixture;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>
/// Random batches one after another, of whatever operations the reference accepts: the circuit accepts each, and its roots are the reference's. The environment
/// variable ZK_DIFFERENTIAL_SEEDS asks for more histories than the three that every run compares.
/// </summary>
public class PerpetualDifferentialTests
{
    private const int Accounts = 6;
    private static readonly HashSet<PerpetualRule> _none = [];

    private static IEnumerable<int> Seeds =>
        Enumerable.Range(1, Environment.GetEnvironmentVariable("ZK_DIFFERENTIAL_SEEDS") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 3);

    [TestCaseSource(nameof(Seeds))]
    public void EveryBatchOfARandomHistoryIsAccepted(int seed)
    {
        var random = new Random(seed);
        var state = NewState([.. Enumerable.Range(0, Accounts).Select(i => ((uint)i, Account((uint)i, random.Next(2_000, 40_000)))), (FeeAccount, Account(FeeAccount, 0))]);
        var used = new int[PerpetualSlots.Count];
        for (var number = 0; number < 12; number++)
        {
            var transition = RandomBatch(random, state, number, used);
            var (witness, statement) = Witness(transition);
            using var assignment = Compiled.Assign(witness);
            Assert.That(WitnessChecker<Fr>.Check(Compiled.Compiled, assignment).Select(f => f.ToString()), Is.Empty, $"batch {number}");
            Assert.That(assignment.PublicInputs, Is.EqualTo(statement.ToArray()), $"batch {number}");
            state = transition.After;
        }

        TestContext.Out.WriteLine(string.Join(", ", PerpetualSlots.All.Select(slot => $"{used[(int)slot]} {slot.Name()}")));
        Assert.That(used[(int)PerpetualSlot.Trade], Is.Positive);
        Assert.That(used[(int)PerpetualSlot.OracleTick], Is.Positive);
    }

    /// <summary>One operation of each type, the first of a few random ones that the reference accepts.</summary>
    private static PerpetualTransition RandomBatch(Random random, PerpetualState state, int number, int[] used)
    {
        var time = Time + (uint)(20 * number);
        var batch = Batch(new PerpetualOperations(), time: time, reset: state.Scalars.Tripped && random.Next(2) == 0);
        Assert.That(PerpetualReference.TryBegin(state, batch, _none, out var run, out var violation), Is.True, () => violation!.ToString());
        var market = random.Next(1, 3);
        var price = (ulong)(state.Markets[market - 1].Price * (0.93 + (random.NextDouble() * 0.14)));
        foreach (var slot in PerpetualSlots.All)
        {
            for (var attempt = 0; attempt < 40; attempt++)
            {
                if (!run!.TrySettle(slot, Operation(random, slot, state, time, market, price, number), out _))
                    continue;
                used[(int)slot]++;
                break;
            }
        }

        Assert.That(run!.TryFinish(out var transition, out violation), Is.True, () => violation!.ToString());
        return transition!;
    }

    private static object Operation(Random random, PerpetualSlot slot, PerpetualState state, uint time, int market, ulong price, int number)
    {
        var (a, b) = ((uint)random.Next(Accounts), (uint)random.Next(Accounts));
        var size = (ulong)random.Next(1, 300);
        var quote = (ulong)(size * (price / (double)One) * (0.97 + (random.NextDouble() * 0.06)));
        var other = random.Next(1, 3);
        var (first, second) = ((uint)((10 * number) + 1), (uint)((10 * number) + 2));
        var (held, expiry) = (state.Find(a)!, time + (uint)random.Next(50));
        LimitOrder Order(uint account, bool buy, uint n) => PerpetualWorld.Order(account, buy, size, quote, number: n, expiry: expiry, market: other, fee: size);
        return slot switch
        {
            PerpetualSlot.OracleTick => new OracleTick(market, price, [.. Enumerable.Range(0, 3).Select(i => Signed((uint)i, price, time, market))]),
            PerpetualSlot.FundingTick => new FundingTick(other, state.Markets[other - 1].Funding + random.Next(-2_000_000, 2_000_000)),
            PerpetualSlot.Deposit => new Deposit((ulong)number, a, Key(a), (ulong)random.Next(3_000)),
            PerpetualSlot.Trade => new Trade(Order(a, true, first), Order(b, false, second), size, quote, size / 2, size / 3),
            PerpetualSlot.Transfer => NewTransfer(a, b, (ulong)random.Next(2_000), 3, held.Nonce, expiry),
            PerpetualSlot.Liquidation => new Liquidation(a, Order(b, state.Find(a)!.Positions.Balance(other) > 0, first + 2), size, quote, 1, quote / 100),
            PerpetualSlot.Withdrawal => NewWithdrawal(a, (ulong)random.Next(2_000), 2, held.Nonce, expiry),
            PerpetualSlot.ForcedWithdrawal => NewForced(a, (ulong)random.Next(5_000), held.Nonce, expiry),
            PerpetualSlot.ForcedTrade => NewForcedTrade(a, b, size, quote, other, first + 4, expiry),
            _ => new Deleverage(a, b, other, size, held.Positions.Balance(other) > 0, (long)quote, 0),
        };
    }
}
