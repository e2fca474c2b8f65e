using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>A batch of any family with the state that it starts from.</summary>
internal abstract class SettlementBatch
{
    /// <summary>Chain, contract, batch number and submitter.</summary>
    public abstract SettlementContext Context { get; }

    /// <summary>How many operations it has.</summary>
    public abstract int Operations { get; }

    /// <summary>The smallest circuit that holds it; null if none does.</summary>
    public abstract SettlementCircuit? SmallestCircuit { get; }

    /// <summary>What to say of a batch that no circuit holds.</summary>
    public abstract string TooLarge { get; }

    /// <summary>Whether a circuit of its family holds it.</summary>
    public abstract bool Fits(SettlementCircuit circuit);

    /// <summary>Its public data words for a circuit that holds it.</summary>
    public abstract BatchData Data(SettlementCircuit circuit);

    /// <summary>Applies the rules in plain code.</summary>
    /// <exception cref="CliException">A rule is broken; exit code 1, naming operation and rule.</exception>
    public abstract SettlementOutcome Apply();
}
