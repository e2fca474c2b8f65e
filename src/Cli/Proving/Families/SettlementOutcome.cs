using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>A batch that keeps all rules, and where it leads.</summary>
internal abstract class SettlementOutcome
{
    /// <summary>The smallest circuit that holds the batch.</summary>
    /// <exception cref="ZkFormatException">None does.</exception>
    public abstract SettlementCircuit SmallestCircuit { get; }

    /// <summary>The bytes of the state file after the batch.</summary>
    public abstract byte[] StateFile { get; }

    /// <summary>What each operation did, for the report; null where the family has nothing to tell.</summary>
    public virtual JsonArray? Results => null;

    /// <summary>Demands that a circuit holds the batch.</summary>
    /// <exception cref="ZkFormatException">It does not, or is of another family.</exception>
    public abstract void RequireFits(SettlementCircuit circuit);

    /// <summary>The public data words for a circuit that holds the batch.</summary>
    public abstract BatchData Data(string circuit);

    /// <summary>The public inputs for a circuit and its key.</summary>
    public abstract SettlementStatement Statement(string circuit, ReadOnlySpan<byte> keyDigest);
}
