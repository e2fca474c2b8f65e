namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The types of slot, in the order in which a batch settles them.</summary>
public enum PerpetualSlot
{
    /// <summary>A market's price, signed by oracles.</summary>
    OracleTick = 0,

    /// <summary>A market's funding index.</summary>
    FundingTick = 1,

    /// <summary>Collateral comes from L1.</summary>
    Deposit = 2,

    /// <summary>Two signed orders meet.</summary>
    Trade = 3,

    /// <summary>Collateral moves between two accounts.</summary>
    Transfer = 4,

    /// <summary>A signed order takes a position of an account below its maintenance margin.</summary>
    Liquidation = 5,

    /// <summary>A position of a bankrupt account is closed against an opposite one.</summary>
    Deleverage = 6,

    /// <summary>Collateral goes to L1.</summary>
    Withdrawal = 7,

    /// <summary>A withdrawal that the contract demands, with its result.</summary>
    ForcedWithdrawal = 8,

    /// <summary>A trade that the contract demands, with its result.</summary>
    ForcedTrade = 9,
}

/// <summary>What is fixed for each type of slot.</summary>
public static class PerpetualSlots
{
    private static readonly string[] _names =
    [
        "oracle tick", "funding tick", "deposit", "trade", "transfer", "liquidation", "deleverage", "withdrawal", "forced withdrawal", "forced trade",
    ];

    private static readonly int[] _kinds = [4, 5, 1, 6, 3, 7, 8, 2, 9, 10];
    private static readonly int[] _words = [1, 1, 2, 2, 2, 2, 2, 2, 9, 15];
    private static readonly int[] _accesses = [0, 0, 1, 2, 2, 2, 2, 1, 1, 2];

    /// <summary>The number of types.</summary>
    public const int Count = 10;

    /// <summary>All types, in order.</summary>
    public static IReadOnlyList<PerpetualSlot> All { get; } = Enum.GetValues<PerpetualSlot>();

    /// <summary>The type in messages: <c>oracle tick</c>.</summary>
    public static string Name(this PerpetualSlot slot) => _names[(int)slot];

    /// <summary>The kind number that stands in the data; deposits, withdrawals and transfers have those of payments.</summary>
    public static int Kind(this PerpetualSlot slot) => _kinds[(int)slot];

    /// <summary>Data words of a slot.</summary>
    public static int Words(this PerpetualSlot slot) => _words[(int)slot];

    /// <summary>Accounts that a slot opens.</summary>
    public static int Accesses(this PerpetualSlot slot) => _accesses[(int)slot];
}
