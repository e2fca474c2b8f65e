namespace Zk.Plonk;

/// <summary>How the polynomials of a proof are committed to and opened: a part of the verifying key. The oracle proof is the same for all.</summary>
public enum CommitmentScheme
{
    /// <summary>A commitment for each column, opened by SHPLONK (eprint 2020/081): the faster prover and the smaller SRS.</summary>
    Shplonk,

    /// <summary>
    /// SHPLONK with quotient pieces of 2n coefficients instead of n: up to two commitments fewer, for a contract that each of them makes dearer. The SRS is twice as
    /// long, as are W and W′.
    /// </summary>
    ShplonkWide,

    /// <summary>
    /// fflonk (eprint 2021/1167): a commitment for each round's columns together, so that a verifier works with six points however many columns
    /// there are. Cheap to verify in a contract; SRS and prover pay for it.
    /// </summary>
    Fflonk,
}

/// <summary>Names of commitment schemes, as files and the command line spell them.</summary>
public static class CommitmentSchemes
{
    /// <summary>All schemes.</summary>
    public static IReadOnlyList<CommitmentScheme> All { get; } = [CommitmentScheme.Shplonk, CommitmentScheme.ShplonkWide, CommitmentScheme.Fflonk];

    /// <summary>The name: <c>shplonk</c>, <c>shplonk-wide</c> or <c>fflonk</c>.</summary>
    public static string Name(this CommitmentScheme scheme) => scheme switch
    {
        CommitmentScheme.Shplonk => "shplonk",
        CommitmentScheme.ShplonkWide => "shplonk-wide",
        CommitmentScheme.Fflonk => "fflonk",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
    };

    /// <summary>The scheme of a name; null if there is none.</summary>
    public static CommitmentScheme? Find(string name) => All.Cast<CommitmentScheme?>().FirstOrDefault(scheme => scheme!.Value.Name() == name);
}
