using System.Text.Json;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The operations of a batch as one JSON object with a list for each type that occurs.</summary>
internal static class PerpetualOperationsJson
{
    private const int MaximumOfAType = 1 << 12;

    private static readonly string[] _lists =
    [
        "oracleTicks", "fundingTicks", "deposits", "trades", "transfers", "liquidations", "deleverages", "withdrawals", "forcedWithdrawals", "forcedTrades",
    ];

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, PerpetualOperations operations)
    {
        json.WriteStartObject("operations");
        foreach (var slot in PerpetualSlots.All.Where(slot => operations.Count(slot) > 0))
        {
            json.WriteStartArray(_lists[(int)slot]);
            foreach (var operation in operations.List(slot))
                WriteOne(json, operation);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the object.</summary>
    public static PerpetualOperations Read(JsonField field)
    {
        var fields = field.Object([], _lists);
        return new PerpetualOperations
        {
            OracleTicks = List(PerpetualSlot.OracleTick, MarketTicksJson.ReadOracle),
            FundingTicks = List(PerpetualSlot.FundingTick, MarketTicksJson.ReadFunding),
            Deposits = List(PerpetualSlot.Deposit, Payment<Deposit>),
            Trades = List(PerpetualSlot.Trade, OrdersJson.ReadTrade),
            Transfers = List(PerpetualSlot.Transfer, Payment<Transfer>),
            Liquidations = List(PerpetualSlot.Liquidation, OrdersJson.ReadLiquidation),
            Deleverages = List(PerpetualSlot.Deleverage, OrdersJson.ReadDeleverage),
            Withdrawals = List(PerpetualSlot.Withdrawal, Payment<Withdrawal>),
            ForcedWithdrawals = List(PerpetualSlot.ForcedWithdrawal, ForcedRequestsJson.ReadWithdrawal),
            ForcedTrades = List(PerpetualSlot.ForcedTrade, ForcedRequestsJson.ReadTrade),
        };

        IReadOnlyList<T> List<T>(PerpetualSlot slot, Func<JsonField, T> read) =>
            fields.TryGetValue(_lists[(int)slot], out var list) ? [.. list.Array(0, MaximumOfAType).Select(read)] : [];
    }

    /// <summary>A market's number, any of 8 bits: whether it is configured is a rule.</summary>
    public static int Market(this JsonField field) => (int)field.Integer(0, byte.MaxValue);

    private static T Payment<T>(JsonField field)
        where T : Operation => OperationJson.Read(field, requireSignature: true) as T ?? throw field.Error($"is not a {typeof(T).Name.ToLowerInvariant()}");

    private static void WriteOne(Utf8JsonWriter json, object operation)
    {
        switch (operation)
        {
            case Operation payment: OperationJson.Write(json, payment); break;
            case OracleTick tick: MarketTicksJson.Write(json, tick); break;
            case FundingTick tick: MarketTicksJson.Write(json, tick); break;
            case Trade trade: OrdersJson.Write(json, trade); break;
            case Liquidation liquidation: OrdersJson.Write(json, liquidation); break;
            case Deleverage deleverage: OrdersJson.Write(json, deleverage); break;
            case ForcedWithdrawal request: ForcedRequestsJson.Write(json, request); break;
            default: ForcedRequestsJson.Write(json, (ForcedTrade)operation); break;
        }
    }
}
