using Zk.Field;

namespace Zk.Plonk;

/// <summary>A polynomial that is opened at ζ, and at ζω too if an expression reads the next row of it.</summary>
/// <param name="Kind">Advice, multiplicity, accumulator or fixed column.</param>
/// <param name="Index">The column; F + j is the permutation column σ_j.</param>
/// <param name="AtNext">Whether it is opened at ζω as well.</param>
/// <param name="Evaluation">The place of its value at ζ among the proof's evaluations; the value at ζω follows.</param>
public readonly record struct Opening(ExpressionKind Kind, int Index, bool AtNext, int Evaluation);

/// <summary>
/// The order of everything in a proof, in one place for the prover, the verifier and the Solidity generator.
/// Commitments: advice columns, multiplicity columns, accumulators, quotient pieces, W, W′.
/// Openings: first those at ζ and ζω (advice columns read on the next row, accumulators), then those at ζ alone (fixed and permutation columns,
/// multiplicity columns, other advice columns), each group by column number; the i-th gets v^i, and the quotient, whose value the verifier derives,
/// the next power. A column that no constraint mentions is not opened, nor is a fixed column of zeros. Evaluations are in the order of the openings.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class ProofLayout<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<(ExpressionKind Kind, int Index), Opening> _openings = [];

    internal ProofLayout(VerifyingKey<TF> key)
    {
        var system = key.System;
        AccumulatorStart = system.AdviceColumns + system.MultiplicityColumns;
        QuotientStart = AccumulatorStart + system.AccumulatorColumns;
        QuotientPieces = Math.Max(1, system.Constraints.Max(c => c.Constraint.Degree) - 1);
        Openings = ListOpenings(key);
        foreach (var opening in Openings)
        {
            _openings.Add((opening.Kind, opening.Index), opening);
            EvaluationCount += opening.AtNext ? 2 : 1;
        }
    }

    /// <summary>Where the multiplicity columns end and the accumulators begin among the commitments.</summary>
    public int AccumulatorStart { get; }

    /// <summary>Where the quotient pieces begin among the commitments.</summary>
    public int QuotientStart { get; }

    /// <summary>Pieces of n coefficients that the quotient is cut into: the largest degree of a constraint less one.</summary>
    public int QuotientPieces { get; }

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

    /// <summary>Where a leaf's value stands among the evaluations.</summary>
    /// <exception cref="KeyNotFoundException">The proof does not open it.</exception>
    public int EvaluationIndex(ExpressionKind kind, int index, int rotation)
    {
        var opening = _openings[(kind, index)];
        return rotation == 0 || opening.AtNext
            ? opening.Evaluation + rotation
            : throw new KeyNotFoundException($"{kind} {index} is not opened on the next row");
    }

    private static List<Opening> ListOpenings(VerifyingKey<TF> key)
    {
        var mentioned = new HashSet<(ExpressionKind Kind, int Index, int Rotation)>();
        foreach (var constraint in key.System.Constraints)
            constraint.Constraint.Visit(node => mentioned.Add((node.Kind, node.Index, node.Rotation)));

        var openings = new List<Opening>();
        var evaluations = 0;
        void Open(ExpressionKind kind, int count, bool atNext)
        {
            for (var i = 0; i < count; i++)
            {
                var next = mentioned.Contains((kind, i, 1));
                if (next != atNext || !(next || mentioned.Contains((kind, i, 0))) || (kind == ExpressionKind.Fixed && key.IsZeroColumn(i)))
                    continue;
                openings.Add(new(kind, i, next, evaluations));
                evaluations += next ? 2 : 1;
            }
        }

        Open(ExpressionKind.Advice, key.System.AdviceColumns, atNext: true);
        Open(ExpressionKind.Accumulator, key.System.AccumulatorColumns, atNext: true);
        Open(ExpressionKind.Fixed, key.FixedCommitments.Count, atNext: false);
        Open(ExpressionKind.Multiplicity, key.System.MultiplicityColumns, atNext: false);
        Open(ExpressionKind.Advice, key.System.AdviceColumns, atNext: false);
        return openings;
    }
}
