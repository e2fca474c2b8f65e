using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>Batches that the reference makes of real operations do on L1 what they say, from the first deposit to the last escape.</summary>
[TestFixture]
public sealed class PerpetualReferenceTests
{
    private const ulong One = 1UL << 32;

    [TestCase(8)]
    [TestCase(32)]
    public void AMarketLivesFromItsFirstPriceToTheLastEscape(int size)
    {
        var world = new PerpetualWorld(PerpetualProfile.Find(size), unit: 7);
        Deposit[] deposits = [world.Enqueue(0, 1_000_000), world.Enqueue(1, 1_000_000, Bob)];
        world.SettleBatch(Ticked(world, 100 * One) with { Deposits = deposits });
        Assert.That(world.Total(1), Is.EqualTo(new BigInteger(2_000_000)));

        var trade = new Trade(Order(world, 0, true, 1), Order(world, 1, false, 1), 100, 10_000, 0, 0);
        var withdrawal = (Withdrawal)new Withdrawal(1, ToEthereum(Bob), 500, 0, 0, uint.MaxValue).Sign(Secret(1), world.Domain.Value);
        var (_, first) = world.SettleBatch(Ticked(world, 101 * One) with { Trades = [trade], Withdrawals = [withdrawal] });
        Assert.That(first.Steps.Increasing, Is.EqualTo(1));
        Assert.That(world.Read("owed(address)", Bob), Is.EqualTo(new BigInteger(500)));

        AnswersRequests(world);
        TripsAndResets(world);
        Escapes(world);
    }

    private static void AnswersRequests(PerpetualWorld world)
    {
        var trade = world.DemandTrade(1, 0, 40, 4_000, number: 2);
        (ForcedWithdrawal Request, ForcedResult Result)[] requests =
        [
            (world.Demand(0, Alice, 700), ForcedResult.Done),
            (world.Demand(9, Alice, 700), ForcedResult.UnknownAccount),
            (world.Demand(0, Alice, 700, 5), ForcedResult.WrongNonce),
            (world.Demand(1, Alice, 700, 1) with { Account = 0 }, ForcedResult.BadSignature),
            (world.Demand(0, Alice, 700, 1) with { Signature = default }, ForcedResult.BadSignature),
            (world.Demand(0, Alice, 1_100_000, 1), ForcedResult.Margin),
        ];
        world.Request(trade);
        foreach (var (request, _) in requests)
            world.Request(request);
        foreach (var pair in requests.Chunk(2))
        {
            var (receipt, transition) = world.SettleBatch(Ticked(world, 101 * One) with
            {
                ForcedWithdrawals = [.. pair.Select(p => p.Request)],
                ForcedTrades = pair[0] == requests[0] ? [trade] : [],
            });
            Assert.That(transition.Steps.ForcedWithdrawals.Select(s => s.Result), Is.EqualTo(pair.Select(p => p.Result)));
            Assert.That(transition.Steps.ForcedTrades.All(s => s.Result == ForcedTradeResult.Done), Is.True);
            var answered = receipt.Logs.Where(l => l.Topics[0].SequenceEqual(Abi.Topic("RequestAnswered(bytes32,uint256,uint256,address)"))).ToList();
            Assert.That(answered.Take(2).Select(l => Abi.UintAt(l.Data, 0)), Is.EqualTo(pair.Select(p => new BigInteger((int)p.Result))));
        }

        Assert.That(world.Read("openRequests()"), Is.EqualTo(BigInteger.Zero));
        Assert.That(world.Read("owed(address)", Alice), Is.EqualTo(new BigInteger(700)));
        Assert.That(world.Read("bonds(address)", Alice), Is.EqualTo(3 * RequestBond), "the trade, what was paid, the used nonce");
        Assert.That(world.Read("bonds(address)", Operator), Is.EqualTo(4 * RequestBond));
        Assert.That(world.State.Find(0)!.Positions.Balance(1), Is.EqualTo(60));
        world.AssertSolvent(Alice, Operator);
    }

    private static void TripsAndResets(PerpetualWorld world)
    {
        var (_, spike) = world.SettleBatch(Ticked(world, 150 * One));
        Assert.That(spike.After.Scalars.Tripped, Is.True);
        Assert.That(world.Read("trippedAt()"), Is.EqualTo(new BigInteger(Now)));
        var (_, quiet) = world.SettleBatch(Ticked(world, 101 * One));
        Assert.That(quiet.After.Scalars.Tripped, Is.True);
        world.Send(Governor, Authorize);
        Evm.IncreaseTime(Day);
        var grown = new Trade(Order(world, 0, true, 3, 15_000), Order(world, 1, false, 3, 15_000), 100, 15_000, 0, 0);
        var (_, reset) = world.SettleBatch(Ticked(world, 150 * One) with { Trades = [grown] }, reset: true);
        Assert.That(reset.After.Scalars.Tripped, Is.False);
        Assert.That(world.Read("trippedAt()"), Is.EqualTo(BigInteger.Zero));
        Assert.That(world.State.Markets[0].Price, Is.EqualTo(150 * One));
    }

    private static void Escapes(PerpetualWorld world)
    {
        world.Freeze();
        var total = BigInteger.Zero;
        foreach (var (index, account) in world.State.Accounts.Leaves)
        {
            var recipient = NewAddress();
            world.Send(Stranger, EscapeWithPositions, world.EscapeArguments(index, recipient));
            var worth = AccountValue.Of(account, world.State.Markets, world.Config).Total >> 32;
            Assert.That(world.Read("owed(address)", recipient), Is.EqualTo(worth));
            total += worth;
            world.Send(Stranger, "withdrawFor(address)", recipient);
            Assert.That(world.TokenBalance(recipient), Is.EqualTo(worth * world.Unit));
        }

        // Gains and losses are each other's, and all could pay theirs.
        Assert.That(total, Is.EqualTo(new BigInteger(2_000_000 - 500 - 700)));
        Assert.That(world.Total(1), Is.EqualTo(BigInteger.Zero));
    }

    /// <summary>A tick of market 1 with its funding, some seconds after the latest batch.</summary>
    private static PerpetualOperations Ticked(PerpetualWorld world, ulong price)
    {
        Evm.IncreaseTime(5);
        var signed = new SignedPrice(0, price, Now).Sign(Secret(100), world.Domain.Value, 1);
        return new PerpetualOperations { OracleTicks = [new OracleTick(1, price, [signed])], FundingTicks = [new FundingTick(1, 0)] };
    }

    private static LimitOrder Order(PerpetualWorld world, uint account, bool isBuy, uint number, ulong quote = 10_000) =>
        new LimitOrder(account, 1, isBuy, false, number, uint.MaxValue, 100, quote, 0).Sign(Secret(account), world.Domain.Value);
}
