using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// What a commitment scheme decides about a proof: which columns share a commitment, where they are opened, how the openings are proved and checked.
/// Rounds, challenges and the identity at ζ do not depend on it.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal abstract class OpeningScheme<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private static readonly ShplonkScheme<TF> Shplonk = new("zk/plonk/verifying-key/2", width: 1);
    private static readonly ShplonkScheme<TF> ShplonkWide = new("zk/shplonk-wide/verifying-key/2", width: 2);
    private static readonly FflonkScheme<TF> Fflonk = new();

    /// <summary>The text that opens the description of a verifying key with this scheme.</summary>
    public abstract string KeyTag { get; }

    /// <summary>The implementation of a scheme.</summary>
    public static OpeningScheme<TF> Of(CommitmentScheme scheme) => scheme switch
    {
        CommitmentScheme.Shplonk => Shplonk,
        CommitmentScheme.ShplonkWide => ShplonkWide,
        CommitmentScheme.Fflonk => Fflonk,
        _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
    };

    /// <summary>Divides the columns of a round, in order, into packs; each gets one commitment (<see cref="ColumnPack"/>).</summary>
    public abstract IReadOnlyList<IReadOnlyList<Column>> Pack(IReadOnlyList<Column> columns);

    /// <summary>w: a piece of the quotient has wn coefficients, when the largest degree of a constraint is d = <paramref name="degree"/>; w &lt;= d − 1.</summary>
    public abstract int QuotientWidth(int degree);

    /// <summary>Commitments to the quotient, of d − 1 times n coefficients and a few, when the largest degree of a constraint is d = <paramref name="degree"/>.</summary>
    public int QuotientPieces(int degree) => (degree - 2 + QuotientWidth(degree)) / QuotientWidth(degree);

    /// <summary>The columns that are opened, in order, and whether at ζω too.</summary>
    /// <param name="key">The key; it has no layout yet.</param>
    /// <param name="packs">The packs of all rounds, fixed columns first.</param>
    /// <param name="mentioned">Which columns the constraints read, by rotation.</param>
    public abstract IEnumerable<(Column Column, bool AtNext)> Openings(
        VerifyingKey<TF> key, IReadOnlyList<IReadOnlyList<Column>> packs, IReadOnlySet<(Column Column, int Rotation)> mentioned);

    /// <summary>Powers of τ in G1 that setup and proofs need for a circuit of <paramref name="rows"/> rows.</summary>
    public abstract long SrsSize(ConstraintSystem<TF> system, long rows);

    /// <summary>Columns of n elements that opening needs at its peak besides the polynomials that are opened. An upper estimate.</summary>
    public abstract long ScratchColumns(ConstraintSystem<TF> system);

    /// <summary>Rounds 5 and 6: commits to W, draws y, commits to W′.</summary>
    public abstract void Open(ProverSession<TF> session);

    /// <summary>The product of what the check divides by, beyond ζ and what Lagrange polynomials need: part of a contract's hint.</summary>
    public abstract TF Denominators(VerifyingKey<TF> key, ProofTranscript<TF> transcript);

    /// <summary>Checks the openings, the quotient's value at ζ being <paramref name="quotient"/>; ζ is neither zero nor in the domain.</summary>
    /// <returns>Why they do not hold, or null if they do.</returns>
    public abstract string? FindFault(VerifyingKey<TF> key, Proof<TF> proof, ProofTranscript<TF> transcript, TF quotient);
}
