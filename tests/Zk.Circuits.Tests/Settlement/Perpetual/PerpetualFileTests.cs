using System.Text;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>The files of perpetual futures: what is written is read back, and nothing malformed is read.</summary>
public class PerpetualFileTests
{
    private static readonly byte[] _batch = Everything().Write();
    private string _path = "";

    [SetUp]
    public void MakePath() => _path = Path.Combine(Path.GetTempPath(), $"zk-{Guid.NewGuid():N}.json");

    [TearDown]
    public void RemoveFile() => File.Delete(_path);

    /// <summary>A batch with an operation of each type; whether it is valid does not matter to a file.</summary>
    private static PerpetualBatchFile Everything()
    {
        var state = State.With(2, Account(2, -5, (1, -7), (2, 8)) with { Fills = FillsTree.Empty.Set(new Fill(3, 4)).Set(new Fill(2048, 5)) });
        return new PerpetualBatchFile(
            Batch(new PerpetualOperations
            {
                OracleTicks = [Tick(Price, Price, Price)],
                FundingTicks = [new(1, long.MinValue)],
                Deposits = [new(1, 2, Key(2), 3)],
                Trades = [NewTrade(2, 3, 10, 1000)],
                Transfers = [NewTransfer(2, 3, 1)],
                Liquidations = [new(0, Buy(2, 1, 100), 1, 100, 2, 3)],
                Deleverages = [new(0, 1, 1, 5, true, -6, 7), new(1, 0, 1, 5, false, 6, 0)],
                Withdrawals = [NewWithdrawal(2, 1)],
                ForcedWithdrawals = [NewForced(2, 1) with { Signature = new(1, 2, 3, 4, 5, UInt128.MaxValue) }],
                ForcedTrades = [NewForcedTrade(2, 3, 10, 1000)],
            }),
            state);
    }

    private string Save(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        return _path;
    }

    [Test]
    public void BatchRoundTrips()
    {
        var file = Everything();
        var read = PerpetualBatchFile.Read(Save(_batch));
        Assert.That(read.Write(), Is.EqualTo(_batch));
        Assert.That(read.State!.Root, Is.EqualTo(file.State!.Root));
        Assert.That(read.Batch.Config.Hash(2), Is.EqualTo(Config.Hash(2)));
        foreach (var slot in PerpetualSlots.All.Where(slot => slot != PerpetualSlot.OracleTick))
            Assert.That(read.Batch.Operations.List(slot), Is.EqualTo(file.Batch.Operations.List(slot)));
        Assert.That(read.Batch.Operations.OracleTicks[0].Prices, Is.EqualTo(file.Batch.Operations.OracleTicks[0].Prices));
        Assert.That(PerpetualBatchFile.Read(Save((file with { State = null }).Write())).State, Is.Null);
        var nothing = PerpetualBatchFile.Read(Save(new PerpetualBatchFile(Batch(new()), null).Write()));
        Assert.That(nothing.Batch.Operations.Total, Is.Zero);
    }

    [Test]
    public void StateRoundTrips()
    {
        foreach (var state in new[] { State, Everything().State!, PerpetualState.Genesis(8) })
        {
            var read = PerpetualStateFile.Read(Save(PerpetualStateFile.Write(state)));
            Assert.That(read.Root, Is.EqualTo(state.Root));
            Assert.That(read.Accounts.Leaves, Is.EqualTo(state.Accounts.Leaves));
            Assert.That(read.Markets, Is.EqualTo(state.Markets));
            Assert.That(read.Scalars, Is.EqualTo(state.Scalars));
        }

        var json = JsonNode.Parse(PerpetualStateFile.Write(State))!.AsObject();
        json["insurance"] = "9";
        Save(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(() => PerpetualStateFile.Read(_path), Throws.TypeOf<ZkFormatException>().With.Property("Field").EqualTo("root"));
    }

    [Test]
    public void ConfigurationRoundTrips()
    {
        var read = PerpetualConfigFile.Read(Save(PerpetualConfigFile.Write(Config)));
        Assert.That(read.Hash(16), Is.EqualTo(Config.Hash(16)));
    }

    /// <summary>Each case: where, what stands there instead (JSON text; null removes the field), and the field that the error must name.</summary>
    private static IEnumerable<TestCaseData> BrokenBatches()
    {
        static TestCaseData Case(string path, string? value, string? field = null) => new TestCaseData(path, value, field ?? path).SetArgDisplayNames(path, value ?? "removed");
        foreach (var name in new[] { "format", "circuit", "chainId", "contract", "batchNumber", "submitter", "time", "feeAccount", "reset", "config", "operations" })
            yield return Case(name, null);
        yield return Case("extra", "1");
        yield return Case("format", "\"zk/batch/1\"");
        yield return Case("circuit", "\"settlement/payments\"");
        yield return Case("reset", "0");
        yield return Case("operations", "[]");
        yield return Case("operations.options", "[]");
        yield return Case("operations.trades", "{}");
        yield return Case("config.quorum", "0");
        yield return Case("config.quorum", "256");
        yield return Case("config.signers", "[]");
        yield return Case("config.signers[1]", $"\"0x{new string('0', 64)}\"");
        yield return Case("config.deviationBps", "65536");
        yield return Case("config.insuranceFloor", "\"9223372036854775808\"");
        yield return Case("config.markets", "[]");
        yield return Case("config.markets[0].tiers", "[]");
        yield return Case("config.markets[0].tiers[0].closeOut", "0");
        yield return Case("config.markets[0].tiers[2].initial", "4294967296");
        yield return Case("config.markets[0].tiers[2].upperBound", "\"1\"");
        yield return Case("state.markets", "[]");
        yield return Case("state.markets[0].price", "\"18446744073709551616\"");
        yield return Case("state.markets[0].accumulator", "\"79228162514264337593543950336\"");
        yield return Case("state.markets[0].funding", "\"9223372036854775808\"");
        yield return Case("state.markets[0].openInterest", "\"9223372036854775808\"");
        yield return Case("state.insurance", "\"9223372036854775808\"");
        yield return Case("state.windowVolume", "\"39614081257132168796771975168\"");
        yield return Case("state.tripped", "\"false\"");
        yield return Case("state.accounts[1].index", "0", "state.accounts[1]");
        yield return Case("state.accounts[1].collateral", "\"-9223372036854775809\"");
        yield return Case("state.accounts[1].collateral", "\"+1\"");
        yield return Case("state.accounts[1].collateral", "\"-0\"");
        yield return Case("state.accounts[1].collateral", "\" 1\"");
        yield return Case("state.accounts[1].publicKey", $"\"0x{new string('0', 64)}\"");
        yield return Case("state.accounts[2].fills[0].number", "0");
        yield return Case("state.accounts[2].fills[1].number", "1024", "state.accounts[2].fills[1]");
        yield return Case("state.accounts[2].positions[0].market", "2", "state.accounts[2].positions");
        yield return Case("state.accounts[2].positions[0].market", "17");
        yield return Case("state.accounts[2].positions[0].balance", "\"0\"", "state.accounts[2].positions");
        yield return Case("operations.oracleTicks[0].market", "256");
        yield return Case("operations.oracleTicks[0].prices", "[]");
        yield return Case("operations.oracleTicks[0].prices[0].signer", "8");
        yield return Case("operations.oracleTicks[0].prices[0].signature", "\"0x\"");
        yield return Case("operations.fundingTicks[0].index", "\"1.0\"");
        yield return Case("operations.deposits[0].kind", "\"trade\"");
        yield return Case("operations.transfers[0].signature", null);
        yield return Case("operations.trades[0].buyer.side", "\"long\"");
        yield return Case("operations.trades[0].buyer.signature", null);
        yield return Case("operations.trades[0].size", "10");
        yield return Case("operations.liquidations[0].order.number", "-1");
        yield return Case("operations.deleverages[0].quote", "\"--6\"");
        yield return Case("operations.deleverages[0].victimSide", "true");
        yield return Case("operations.forcedWithdrawals[0].signature", "\"0x00\"");
        yield return Case("operations.forcedTrades[0].buyer.expiry", "4294967296");
    }

    [TestCaseSource(nameof(BrokenBatches))]
    public void MalformedBatchesAreRefused(string path, string? value, string field)
    {
        var json = JsonNode.Parse(_batch)!;
        var (parent, name) = Locate(json, path);
        if (parent is JsonArray array)
            array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value!);
        else if (value is null)
            parent.AsObject().Remove(name);
        else
            parent.AsObject()[name] = JsonNode.Parse(value);
        Save(Encoding.UTF8.GetBytes(json.ToJsonString()));
        var error = Assert.Throws<ZkFormatException>(() => PerpetualBatchFile.Read(_path))!;
        Assert.That(error.Field, Is.EqualTo(field), error.Message);
        Assert.That(error.Message, Does.Contain(_path));
    }

    [Test]
    public void AConfigurationOfMoreMarketsThanTheStateIsRefused()
    {
        var config = Config with { Markets = [Market(), Market(), Market()] };
        Save(new PerpetualBatchFile(Batch(new(), config), State).Write());
        Assert.That(() => PerpetualBatchFile.Read(_path), Throws.TypeOf<ZkFormatException>().With.Property("Field").EqualTo("state"));
    }

    private static (JsonNode Parent, string Name) Locate(JsonNode node, string path)
    {
        var steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
            node = node is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!;
        return (node, steps[^1]);
    }
}
