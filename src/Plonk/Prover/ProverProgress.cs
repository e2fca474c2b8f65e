namespace Zk.Plonk;

/// <summary>The rounds of the prover.</summary>
public enum ProverRound
{
    /// <summary>Advice and multiplicity columns.</summary>
    Columns = 1,

    /// <summary>Permutation and bus accumulators.</summary>
    Accumulators = 2,

    /// <summary>The quotient.</summary>
    Quotient = 3,

    /// <summary>Values at ζ and ζω.</summary>
    Evaluations = 4,

    /// <summary>The two opening proofs.</summary>
    Openings = 5,
}

/// <summary>How far a prover is. Reported from the thread that proves, at the start of a round and after each step.</summary>
/// <param name="Round">The round.</param>
/// <param name="Step">Steps of the round that are done.</param>
/// <param name="Steps">Steps of the round.</param>
public readonly record struct ProverProgress(ProverRound Round, int Step, int Steps);
