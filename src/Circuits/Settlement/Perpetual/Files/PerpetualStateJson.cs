using System.Text.Json;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A state as the fields of one JSON object: the same in a file of its own and in a batch.</summary>
internal static class PerpetualStateJson
{
    /// <summary>The fields.</summary>
    public static readonly IReadOnlyList<string> Fields =
        ["stateTime", "tripped", "insurance", "windowStart", "windowVolume", "markets", "accounts"];

    /// <summary>Writes the fields.</summary>
    public static void Write(Utf8JsonWriter json, PerpetualState state)
    {
        json.WriteNumber("stateTime", state.Time);
        json.WriteBoolean("tripped", state.Scalars.Tripped);
        json.WriteDecimal("insurance", state.Scalars.Insurance);
        json.WriteNumber("windowStart", state.Scalars.WindowStart);
        json.WriteDecimal("windowVolume", state.Scalars.WindowVolume);
        json.WriteStartArray("markets");
        foreach (var market in state.Markets)
            Write(json, market);
        json.WriteEndArray();
        json.WriteStartArray("accounts");
        foreach (var (index, account) in state.Accounts.Leaves)
            Write(json, index, account);
        json.WriteEndArray();
    }

    /// <summary>Reads the fields. Keys are checked as those of deposits are.</summary>
    public static PerpetualState Read(IReadOnlyDictionary<string, JsonField> fields)
    {
        var markets = fields["markets"].Array(1, PerpetualProfile.All[^1].Markets);
        if (PerpetualProfile.All.All(profile => profile.Markets != markets.Count))
            throw fields["markets"].Error($"has {markets.Count} elements; a state has {string.Join(", ", PerpetualProfile.All.Select(profile => profile.Markets))}");
        var elements = fields["accounts"].Array(0, AccountsJson.Maximum);
        var accounts = elements.ReadEach(ReadAccount);
        elements.RequireAscending(i => accounts[i].Index);
        var scalars = new PerpetualScalars(
            fields["tripped"].Boolean(),
            (ulong)fields["insurance"].NumberText(PerpetualUnits.AmountBits),
            fields["windowStart"].UInt32(),
            (UInt128)fields["windowVolume"].NumberText(PerpetualUnits.VolumeBits));
        return new PerpetualState(PerpetualState.Tree(accounts), [.. markets.Select(ReadMarket)], fields["stateTime"].UInt32(), scalars);
    }

    private static void Write(Utf8JsonWriter json, MarketState market)
    {
        json.WriteStartObject();
        json.WriteDecimal("price", market.Price);
        json.WriteNumber("priceTime", market.PriceTime);
        json.WriteDecimal("reference", market.Reference);
        json.WriteDecimal("accumulator", market.Accumulator);
        json.WriteDecimal("checkpoint", market.Checkpoint);
        json.WriteNumber("checkpointTime", market.CheckpointTime);
        json.WriteDecimal("funding", market.Funding);
        json.WriteNumber("fundingTime", market.FundingTime);
        json.WriteDecimal("openInterest", market.OpenInterest);
        json.WriteEndObject();
    }

    private static MarketState ReadMarket(JsonField field)
    {
        var fields = field.Object(
            "price", "priceTime", "reference", "accumulator", "checkpoint", "checkpointTime", "funding", "fundingTime", "openInterest");
        return new MarketState(
            fields["price"].UnsignedText(),
            fields["priceTime"].UInt32(),
            fields["reference"].UnsignedText(),
            (UInt128)fields["accumulator"].NumberText(PerpetualUnits.AccumulatorBits),
            (UInt128)fields["checkpoint"].NumberText(PerpetualUnits.AccumulatorBits),
            fields["checkpointTime"].UInt32(),
            fields["funding"].SignedText(),
            fields["fundingTime"].UInt32(),
            (ulong)fields["openInterest"].NumberText(PerpetualUnits.AmountBits));
    }

    private static void Write(Utf8JsonWriter json, uint index, PerpetualAccount account)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteHex("publicKey", account.PublicKey.Pack());
        json.WriteDecimal("collateral", account.Collateral);
        json.WriteNumber("nonce", account.Nonce);
        json.WriteStartArray("fills");
        foreach (var fill in account.Fills.Fills)
        {
            json.WriteStartObject();
            json.WriteNumber("number", fill.Number);
            json.WriteDecimal("filled", fill.Filled);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("positions");
        foreach (var position in account.Positions)
        {
            json.WriteStartObject();
            json.WriteNumber("market", position.Market);
            json.WriteDecimal("balance", position.Balance);
            json.WriteDecimal("cachedFunding", position.CachedFunding);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (uint Index, PerpetualAccount Account) ReadAccount(JsonField field)
    {
        var fields = field.Object("index", "publicKey", "collateral", "nonce", "fills", "positions");
        var account = new PerpetualAccount(
            fields["publicKey"].PublicKey(),
            fields["collateral"].SignedText(),
            fields["nonce"].UInt32(),
            ReadFills(fields["fills"]),
            ReadPositions(fields["positions"]));
        return (fields["index"].UInt32(), account);
    }

    private static FillsTree ReadFills(JsonField field)
    {
        var (tree, last) = (FillsTree.Empty, -1L);
        foreach (var element in field.Array(0, 1 << FillsTree.Depth))
        {
            var fields = element.Object("number", "filled");
            var fill = new Fill((uint)fields["number"].Integer(1, uint.MaxValue), (ulong)fields["filled"].NumberText(PerpetualUnits.AmountBits));
            if (FillsTree.Place(fill.Number) <= last)
                throw element.Error("the fills are not in strictly ascending order of their numbers mod 1024");
            last = FillsTree.Place(fill.Number);
            tree = tree.Set(fill);
        }

        return tree;
    }

    private static PositionList ReadPositions(JsonField field)
    {
        var positions = field.Array(0, PerpetualProfile.Positions).Select(ReadPosition).ToList();
        try
        {
            return PositionList.Create(positions);
        }
        catch (ArgumentException e)
        {
            throw new ZkFormatException(field.File, field.Path, e.Message, e);
        }
    }

    private static Position ReadPosition(JsonField field)
    {
        var fields = field.Object("market", "balance", "cachedFunding");
        return new Position((int)fields["market"].Integer(1, PerpetualProfile.All[^1].Markets), fields["balance"].SignedText(), fields["cachedFunding"].SignedText());
    }
}
