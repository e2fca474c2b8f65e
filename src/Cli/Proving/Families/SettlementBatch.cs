using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>A batch of any family with the state that it starts from.</summary>
internal abstract class SettlementBatch
{
    /// <summary>Chain, contract, batch number and submitter.</summary>
    public abstract SettlementContext Context { get; }

    /// <summary>How many operations it has.</summary>
    public abstract int Operations { get; }

    /// <summary>Its public data words for a circuit, where the batch alone determines them; null where they say how its operations ended.</summary>
    /// <exception cref="ZkFormatException">The circuit does not hold the batch.</exception>
    public virtual BatchData? Data(SettlementCircuit circuit) => null;

    /// <summary>Applies the rules in plain code.</summary>
    /// <exception cref="CliException">A rule is broken; exit code 1, naming operation and rule.</exception>
    /// <exception cref="ZkFormatException">The batch is larger than any circuit.</exception>
    public abstract SettlementOutcome Apply();
}
