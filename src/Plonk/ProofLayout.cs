using Zk.Field;

namespace Zk.Plonk;

/// <summary>A polynomial that is opened at ζ, and at ζω too if an expression reads the next row of it.</summary>
/// <param name="Kind">Advice, multiplicity, accumulator or fixed column.</param>
/// <param name="Index">The column; F + j is the permutation column σ_j.</param>
/// <param name="AtNext">Whether it is opened at ζω as well.</param>
/// <param name="Evaluation">The place of its value at ζ among the proof's evaluations; the value at ζω follows.</param>
public readonly record struct Opening(ExpressionKind Kind, int Index, bool AtNext, int Evaluation);

/// <summary>
/// The order of everything in a proof, in one place for the prover, the verifier and the Solidity generator. Commitments: packs of advice and
/// multiplicity columns, packs of accumulators, quotient pieces, W, W′; with SHPLONK each column is a pack of its own, with fflonk each of the two rounds
/// has one pack and the quotient one piece.
/// Openings with SHPLONK: first those at ζ and ζω (advice columns read on the next row, accumulators), then those at ζ alone (fixed and permutation
/// columns, multiplicity columns, other advice columns), each group by column number; the i-th gets v^i, and the quotient, whose value the verifier
/// derives, the next power. A column that no constraint mentions is not opened, nor is a fixed column of zeros. With fflonk: all columns of the packs C_0
/// (fixed and permutation columns), C_1 and C_2, in order. Evaluations are in the order of the openings.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class ProofLayout<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<Column, Opening> _openings = [];

    internal ProofLayout(VerifyingKey<TF> key)
    {
        var (system, scheme) = (key.System, OpeningScheme<TF>.Of(key.Scheme));
        var columns = scheme.Pack(system.WitnessColumns);
        var accumulators = scheme.Pack(system.RunningColumns);
        Packs = [.. key.FixedPacks, .. columns, .. accumulators];
        AccumulatorStart = columns.Count;
        QuotientStart = AccumulatorStart + accumulators.Count;
        QuotientPieces = scheme.QuotientPieces(system.Degree);
        QuotientWidth = scheme.QuotientWidth(system.Degree);

        var mentioned = new HashSet<(Column Column, int Rotation)>();
        foreach (var constraint in system.Constraints)
            constraint.Constraint.Visit(node => mentioned.Add((new(node.Kind, node.Index), node.Rotation)));
        var openings = new List<Opening>();
        foreach (var (column, atNext) in scheme.Openings(key, Packs, mentioned))
        {
            openings.Add(new(column.Kind, column.Index, atNext, EvaluationCount));
            _openings.Add(column, openings[^1]);
            EvaluationCount += atNext ? 2 : 1;
        }

        Openings = openings;
    }

    /// <summary>Where the packs of advice and multiplicity columns end and those of accumulators begin among the commitments.</summary>
    public int AccumulatorStart { get; }

    /// <summary>Where the quotient pieces begin among the commitments.</summary>
    public int QuotientStart { get; }

    /// <summary>
    /// Commitments to the quotient, which with d the largest degree of a constraint has d − 1 times n coefficients and a few: with SHPLONK to pieces of n
    /// coefficients or, with wide pieces, 2n, the last one as long as what is left; with fflonk one to all of it.
    /// </summary>
    public int QuotientPieces { get; }

    /// <summary>w: the quotient is T = Σ X^(iwn) T_i with T_i its pieces.</summary>
    public int QuotientWidth { get; }

    /// <summary>The place of W among the commitments.</summary>
    public int OpeningProof => QuotientStart + QuotientPieces;

    /// <summary>The place of W′ among the commitments.</summary>
    public int FinalOpeningProof => OpeningProof + 1;

    /// <summary>Number of group elements in a proof.</summary>
    public int CommitmentCount => OpeningProof + 2;

    /// <summary>Number of scalars in a proof.</summary>
    public int EvaluationCount { get; }

    /// <summary>The openings, in the order of their powers of v.</summary>
    public IReadOnlyList<Opening> Openings { get; }

    /// <summary>The columns that share a commitment: of the key, of round 1, of round 2.</summary>
    internal IReadOnlyList<IReadOnlyList<Column>> Packs { get; }

    /// <summary>The pack of which a column is the last.</summary>
    internal IReadOnlyList<Column>? PackEndingWith(Column column) => Packs.FirstOrDefault(pack => pack[^1] == column);

    /// <summary>Where a leaf's value stands among the evaluations.</summary>
    /// <exception cref="KeyNotFoundException">The proof does not open it.</exception>
    public int EvaluationIndex(ExpressionKind kind, int index, int rotation)
    {
        var opening = _openings[new(kind, index)];
        return rotation == 0 || opening.AtNext
            ? opening.Evaluation + rotation
            : throw new KeyNotFoundException($"{kind} {index} is not opened on the next row");
    }
}
