using Zk.Circuits;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>The circuits that this tool can prove.</summary>
internal static class CircuitCatalog
{
    /// <summary>All names, each with what it proves.</summary>
    public static IEnumerable<(string Name, string Description)> All =>
        PaymentsCircuit.Capacities.Select(capacity => (PaymentsCircuit.NameOf(capacity), $"a batch of up to {capacity} deposits, withdrawals and transfers"));

    /// <summary>The smallest capacity that holds a batch.</summary>
    /// <exception cref="CliException">There is none; exit code 2.</exception>
    public static int CapacityFor(string batchPath, int operations) => PaymentsCircuit.CapacityFor(operations)
        ?? throw CliException.BadFile(batchPath, $"operations: has {operations} elements; the largest circuit holds {PaymentsCircuit.Capacities[^1]}");

    /// <summary>The capacity of a circuit named by the user; the bare family's name stands for its smallest circuit.</summary>
    /// <exception cref="CliException">There is no such circuit; exit code 2.</exception>
    public static int Find(string name)
    {
        if (name == PaymentsBatch.Circuit)
            return PaymentsCircuit.Capacities[0];
        foreach (var capacity in PaymentsCircuit.Capacities)
        {
            if (name == PaymentsCircuit.NameOf(capacity))
                return capacity;
        }

        throw CliException.BadInput($"there is no circuit '{name}'; 'zk circuits list' names them");
    }

    /// <summary>Compiles a payments circuit.</summary>
    public static Circuit<Fr, PaymentsWitness> Compile(int capacity) => Circuit.Compile(new PaymentsCircuit(capacity));
}
