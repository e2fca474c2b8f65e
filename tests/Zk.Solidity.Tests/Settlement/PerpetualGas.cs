using Zk.Circuits.Settlement.Perpetual;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The gas of the transitions of perpetuals that differ from those of payments.</summary>
internal static class PerpetualGas
{
    public static List<(string What, long Gas)> Measure()
    {
        var rows = new List<(string What, long Gas)>();
        void Record(string what, Receipt receipt) => rows.Add((what, receipt.GasUsed));
        foreach (var profile in PerpetualProfile.All)
        {
            var sized = new PerpetualWorld(profile);
            sized.Submit(new());
            Record($"perpetual/{profile.Size}: batch without operations", sized.Submit(new()));
        }

        var world = new PerpetualWorld();
        world.Submit(new(), Slot(world.Enqueue(0, 1_000_000)), Slot(world.Enqueue(1, 1_000)));
        Record("perpetual/8: batch of four deposits", world.Submit(new(), [.. Enumerable.Range(0, 4).Select(i => Slot(world.Enqueue((uint)i, 10)))]));
        Record("perpetual/8: batch of four withdrawals to new addresses", world.Submit(new(), [.. Enumerable.Range(0, 4).Select(_ => Slot(Take(0, NewAddress(), 1)))]));
        Record("perpetual/8: batch that trips the breaker", world.Submit(new(Tripped: true)));
        var withdrawal = world.Demand(0, NewAddress(), 5);
        Record("perpetual/8: forced withdrawal, the request", world.Request(withdrawal));
        Record("perpetual/8: forced withdrawal, the batch", world.Submit(new(Tripped: true), Slot(withdrawal, ForcedResult.Done)));
        var trade = world.DemandTrade(0, 1);
        Record("perpetual/8: forced trade, the request", world.Request(trade));
        Record("perpetual/8: forced trade, the batch", world.Submit(new(Tripped: true), Slot(trade, ForcedTradeResult.Done)));
        Record("perpetual/8: bonds taken", world.Send(Alice, TakeBonds, NewAddress()));
        Record("perpetual/8: configuration announced", world.Send(Governor, Announce, [ElementsOf(SampleConfig(2), world.Profile.Markets)]));
        Evm.IncreaseTime(14 * Day);
        Record("perpetual/8: configuration taken into use", world.Send(Stranger, "activateConfig()"));
        world.Config = SampleConfig(2);
        var position = new Position(1, 10, 0);
        var state = PerpetualState.Genesis(world.Profile.Markets).With(0, PerpetualAccount.Create(Key(0), 500) with { Positions = PositionList.Create([position]) });
        world.Reach(state, new(Tripped: true));
        world.Freeze();
        Record("perpetual/8: escape with one position", world.Send(Stranger, EscapeWithPositions, world.EscapeArguments(0, NewAddress())));
        rows.Add(("perpetual/8: deployment", Evm.Deploy(
            SettlementArtifacts.CreationCode("PerpetualSettlement"), world.Arguments((KeyDigest, world.Circuit, world.Shape, world.Profile.Size, world.Verifier))).GasUsed));
        return rows;
    }
}
