using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Everything about a circuit but its size and fixed values: the columns, the gates, the bus, the number of public inputs; and, derived from
/// these, the complete list of constraints with the permutation and bus arguments spelled out as expressions.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class ConstraintSystem<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The largest degree of a constraint, selector included. The quotient then has at most five pieces of n coefficients.</summary>
    public const int MaximumDegree = 6;

    /// <summary>
    /// Rows at the end of the domain that hold random values: one for each point at which a proof determines a column (τ, τω, ζ, ζω, and τ^t where
    /// t columns are packed into one commitment), and one more, because an accumulator's end takes the first of them. See docs/protocol.md, zero knowledge.
    /// </summary>
    public const int BlindingRows = 6;

    /// <summary>The longest tuple on the bus.</summary>
    public const int MaximumTupleLength = 5;

    /// <summary>Validates the parts and derives the arguments' constraints.</summary>
    /// <exception cref="ArgumentException">A degree is too large, an expression names a column that does not exist, or a rule of the bus is broken.</exception>
    public ConstraintSystem(
        int adviceColumns,
        int fixedColumns,
        int multiplicityColumns,
        int publicInputs,
        IReadOnlyList<Gate<TF>> gates,
        IReadOnlyList<BusTerm<TF>> bus)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(adviceColumns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(adviceColumns, MaximumDegree - 1);
        ArgumentOutOfRangeException.ThrowIfNegative(fixedColumns);
        ArgumentOutOfRangeException.ThrowIfNegative(multiplicityColumns);
        ArgumentOutOfRangeException.ThrowIfNegative(publicInputs);
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(bus);
        AdviceColumns = adviceColumns;
        FixedColumns = fixedColumns;
        MultiplicityColumns = multiplicityColumns;
        PublicInputs = publicInputs;
        Gates = gates;
        Bus = bus;
        BusGroups = BusArgument.Group(bus);
        CosetFactors = PermutationArgument.CosetFactors<TF>(adviceColumns);
        Constraints =
        [
            .. gates,
            .. PermutationArgument.InstanceGates<TF>(publicInputs),
            .. PermutationArgument.Constraints(this),
            .. BusArgument.Constraints(BusGroups),
        ];
        foreach (var gate in gates)
            CheckLeaves(gate.Name, gate.Constraint, allowArguments: false);
        foreach (var term in bus)
        {
            if (term.Tuple.Count is < 1 or > MaximumTupleLength)
                throw new ArgumentException($"bus term '{term.Name}' has {term.Tuple.Count} values; 1 to {MaximumTupleLength} are possible");
            CheckLeaves(term.Name, term.Numerator, allowArguments: false);
            CheckNumerator(term);
            foreach (var value in term.Tuple)
                CheckLeaves(term.Name, value, allowArguments: false);
        }

        foreach (var constraint in Constraints)
        {
            CheckLeaves(constraint.Name, constraint.Constraint, allowArguments: true);
            if (constraint.Constraint.Degree > MaximumDegree)
                throw new ArgumentException($"constraint '{constraint.Name}' has degree {constraint.Constraint.Degree}; at most {MaximumDegree} is possible");
            Degree = Math.Max(Degree, constraint.Constraint.Degree);
        }
    }

    /// <summary>W, the number of advice columns; all take part in copy constraints.</summary>
    public int AdviceColumns { get; }

    /// <summary>F, the number of the circuit's own fixed columns (the W permutation polynomials come on top, as columns F..F+W−1).</summary>
    public int FixedColumns { get; }

    /// <summary>M, the number of multiplicity columns.</summary>
    public int MultiplicityColumns { get; }

    /// <summary>The number of public inputs; input i sits in advice column 0 on row i.</summary>
    public int PublicInputs { get; }

    /// <summary>Accumulator columns: the permutation's z, then one φ for each bus group.</summary>
    public int AccumulatorColumns => 1 + BusGroups.Count;

    /// <summary>d, the largest degree of a constraint: at least 2, because of the permutation.</summary>
    public int Degree { get; }

    /// <summary>The circuit's own gates.</summary>
    public IReadOnlyList<Gate<TF>> Gates { get; }

    /// <summary>The bus terms.</summary>
    public IReadOnlyList<BusTerm<TF>> Bus { get; }

    /// <summary>The bus terms, split so that each group's sum is one constraint within the degree bound.</summary>
    public IReadOnlyList<IReadOnlyList<BusTerm<TF>>> BusGroups { get; }

    /// <summary>k_0..k_(W−1): the label of cell (column j, row i) is k_j ω^i. Their cosets of the domain are disjoint (asserted by a compiled circuit).</summary>
    public IReadOnlyList<TF> CosetFactors { get; }

    /// <summary>All constraints in the order in which powers of α are given to them: gates, public inputs, permutation, bus.</summary>
    public IReadOnlyList<Gate<TF>> Constraints { get; }

    /// <summary>Powers of τ in G1 that keys and proofs need for 2^<paramref name="log2"/> rows.</summary>
    public long SrsSize(CommitmentScheme scheme, int log2) => OpeningScheme<TF>.Of(scheme).SrsSize(this, 1L << log2);

    /// <summary>Coefficients that the quotient of a circuit of <paramref name="rows"/> rows has at most: those of C, of degree d(n − 1), less the degree of Z.</summary>
    internal long QuotientCoefficients(long rows) => (Degree * (rows - 1)) - (rows - BlindingRows) + 1;

    /// <summary>F fixed and W permutation columns.</summary>
    internal IReadOnlyList<Column> KeyColumns => [.. Column.Range(ExpressionKind.Fixed, FixedColumns + AdviceColumns)];

    /// <summary>The columns of round 1: advice, then multiplicities.</summary>
    internal IReadOnlyList<Column> WitnessColumns => [.. Column.Range(ExpressionKind.Advice, AdviceColumns), .. Column.Range(ExpressionKind.Multiplicity, MultiplicityColumns)];

    /// <summary>The columns of round 2: z, then one φ for each bus group.</summary>
    internal IReadOnlyList<Column> RunningColumns => [.. Column.Range(ExpressionKind.Accumulator, AccumulatorColumns)];

    private void CheckLeaves(string name, Expression<TF> expression, bool allowArguments) => expression.Visit(node =>
    {
        var limit = node.Kind switch
        {
            ExpressionKind.Advice => AdviceColumns,
            ExpressionKind.Multiplicity => MultiplicityColumns,
            ExpressionKind.Fixed => FixedColumns + (allowArguments ? AdviceColumns : 0),
            ExpressionKind.Accumulator => allowArguments ? AccumulatorColumns : 0,
            ExpressionKind.Challenge => allowArguments ? (int)ChallengeId.Alpha : 0,
            ExpressionKind.X or ExpressionKind.FirstRow or ExpressionKind.LastRow => allowArguments ? 1 : 0,
            ExpressionKind.Instance or ExpressionKind.InstanceSelector => allowArguments && PublicInputs > 0 ? 1 : 0,
            _ => int.MaxValue,
        };
        if (node.Index >= limit)
            throw new ArgumentException($"'{name}' names {node.Kind} {node.Index}, which does not exist or is not allowed there");
    });

    private static void CheckNumerator(BusTerm<TF> term) => term.Numerator.Visit(node =>
    {
        if (node.Kind is ExpressionKind.Advice)
            throw new ArgumentException($"bus term '{term.Name}' has an advice column in its numerator; only fixed and multiplicity columns may stand there");
    });
}
