namespace Zk.Cli;

/// <summary>One circuit that this tool proves.</summary>
/// <param name="Name">Its name, <c>settlement/payments/64</c>.</param>
/// <param name="Capacity">The number at the end of its name: how many operations it is made for.</param>
/// <param name="Description">What it proves, in a few words.</param>
/// <param name="Compile">Compiles it.</param>
internal sealed record SettlementCircuit(string Name, int Capacity, string Description, Func<CompiledSettlement> Compile)
{
    /// <summary>All circuits of all families.</summary>
    public static IEnumerable<SettlementCircuit> All => SettlementFamily.All.SelectMany(f => f.Circuits);

    /// <summary>The circuit that the user names; the bare name of a family stands for its smallest circuit.</summary>
    /// <exception cref="CliException">There is no such circuit; exit code 2.</exception>
    public static SettlementCircuit Find(string name) =>
        SettlementFamily.All.FirstOrDefault(f => f.Name == name)?.Circuits[0]
        ?? All.FirstOrDefault(c => c.Name == name)
        ?? throw CliException.BadInput($"there is no circuit '{name}'; 'zk circuits list' names them");
}
