using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>A batch that keeps all rules, and where it leads.</summary>
internal abstract class SettlementOutcome
{
    /// <summary>The smallest circuit that holds the batch.</summary>
    /// <exception cref="ZkFormatException">None does.</exception>
    public abstract SettlementCircuit SmallestCircuit { get; }

    /// <summary>Adds the state after the batch, and what else a family keeps beside the proof.</summary>
    public abstract void AddFiles(OutputFiles files, string circuit);

    /// <summary>Adds to the report what a family has to tell of its own.</summary>
    /// <param name="report">The report, with what it has for every family.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="threads">Worker threads.</param>
    public virtual void Describe(JsonObject report, CompiledSettlement circuit, int threads)
    {
    }

    /// <summary>Demands that a circuit holds the batch.</summary>
    /// <exception cref="ZkFormatException">It does not, or is of another family.</exception>
    public abstract void RequireFits(SettlementCircuit circuit);

    /// <summary>The public inputs for a circuit and its key.</summary>
    public abstract SettlementStatement Statement(string circuit, ReadOnlySpan<byte> keyDigest);
}
