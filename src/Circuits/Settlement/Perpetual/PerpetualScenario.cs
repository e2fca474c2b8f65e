namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What happens to the markets of a sample.</summary>
public enum PerpetualScenario
{
    /// <summary>Prices walk at random, and orders, transfers and withdrawals follow.</summary>
    Calm,

    /// <summary>Prices fall by nine in a hundred in each batch, to half of what they were: liquidations and deleverages.</summary>
    Crash,

    /// <summary>One oracle lies and the median holds; in the second batch all prices leap, the breaker trips, and positions are only reduced from then on.</summary>
    OracleAttack,

    /// <summary>Prices fall the faster, the more was liquidated in the batch before, so that liquidations bring about further ones.</summary>
    Cascade,
}

/// <summary>What is fixed for each scenario.</summary>
public static class PerpetualScenarios
{
    private static readonly string[] _names = ["calm", "crash", "oracle-attack", "cascade"];

    /// <summary>The names, in the order of <see cref="PerpetualScenario"/>.</summary>
    public static IReadOnlyList<string> Names => _names;

    /// <summary>The scenario's name: <c>oracle-attack</c>.</summary>
    public static string Name(this PerpetualScenario scenario) => _names[(int)scenario];

    /// <summary>The batches in which the scenario plays out.</summary>
    public static int Batches(this PerpetualScenario scenario) => scenario switch
    {
        PerpetualScenario.Calm => 1,
        PerpetualScenario.Crash => 8,
        PerpetualScenario.OracleAttack => 3,
        _ => 4,
    };

    /// <summary>The scenario of a name; null when there is none.</summary>
    public static PerpetualScenario? Find(string name) => Array.IndexOf(_names, name) is var index && index >= 0 ? (PerpetualScenario)index : null;
}
