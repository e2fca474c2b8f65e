using System.Text.Encodings.Web;
using System.Text.Json;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>Test vectors of perpetual futures that the repository carries for others.</summary>
public class PerpetualVectorTests
{
    private static readonly JsonSerializerOptions _options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public void VectorsAreWhatTheCodeMakes() =>
        Snapshot.Matches("docs/vectors/perpetual.json", [.. JsonSerializer.SerializeToUtf8Bytes(Vectors(), _options), (byte)'\n']);

    private static object Vectors()
    {
        var account = Account(2, -5, (1, -7), (2, 8)) with { Nonce = 3, Fills = FillsTree.Empty.Set(new Fill(3, 4)).Set(new Fill(2048, 5)) };
        var state = State.With(2, account).With(1, m => m with { Funding = -9 });
        var operations = new PerpetualOperations
        {
            OracleTicks = [Tick(Price, Price + 1, Price + 2)],
            FundingTicks = [new(1, -5)],
            Trades = [new(Buy(3, 20, 2100, 5), Order(1, false, 10, 1000, 6, 7), 10, 1001, 2, 6)],
            Withdrawals = [NewWithdrawal(3, 3, 1)],
            ForcedWithdrawals = [NewForced(2, 6)],
            ForcedTrades = [NewForcedTrade(3, 1, 10, 1000, number: 9)],
        };
        var transition = Apply(state, operations);
        var (order, price) = (operations.Trades[0].Buyer, operations.OracleTicks[0].Prices[1]);
        return new
        {
            domain = Text(Domain),
            orderMessage = Text(order.Message(Domain)),
            oracleMessage = Text(price.Message(Domain, 1)),
            emptyFillsRoot = Text(FillsTree.Empty.Root),
            fillsRoot = Text(account.Fills.Root),
            leaf = Text(account.Leaf),
            genesisRoots = PerpetualProfile.All.Select(profile => Text(PerpetualState.Genesis(profile.Markets).Root)),
            accountsRoot = Text(state.Accounts.Root),
            marketsHash = Text(state.MarketsHash),
            scalars = Text(state.Scalars.Element(state.Time)),
            root = Text(state.Root),
            configHash = Text(Config.Hash(2)),
            nextRoot = Text(transition.After.Root),
            profile = 1,
            words = transition.Words(PerpetualProfile.Find(1)!).List.Select(word => Text(word)),
            batch = JsonSerializer.Deserialize<JsonElement>(new PerpetualBatchFile(transition.Batch, state).Write()),
        };
    }

    private static string Text<T>(T value) => FormattableString.Invariant($"{value}");
}
