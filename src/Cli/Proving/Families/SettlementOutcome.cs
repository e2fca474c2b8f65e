using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>A batch that keeps all rules, and where it leads.</summary>
internal abstract class SettlementOutcome
{
    /// <summary>The bytes of the state file after the batch.</summary>
    public abstract byte[] StateFile { get; }

    /// <summary>What each operation did, for the report; null where the family has nothing to tell.</summary>
    public virtual JsonArray? Results => null;

    /// <summary>The public inputs for a circuit and its key.</summary>
    public abstract SettlementStatement Statement(string circuit, ReadOnlySpan<byte> keyDigest);
}
