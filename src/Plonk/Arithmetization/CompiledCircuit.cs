using System.Collections;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// A circuit of fixed size: its constraint system, the values of its fixed columns and its copy constraints. Rows 0..<see cref="UsableRows"/>−1
/// are constrained; the rest of the 2^<see cref="Log2"/> rows blind the witness.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class CompiledCircuit<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Func<long, string>? _rowLabel;
    private readonly Func<IReadOnlyList<TF>, TF, string?>? _busLabel;

    /// <summary>Takes ownership of the columns and of the permutation.</summary>
    /// <param name="name">The circuit's identifier, part of its digest; for example <c>settlement/payments/64</c>.</param>
    /// <param name="system">Its constraints.</param>
    /// <param name="log2">k, for a domain of n = 2^k rows.</param>
    /// <param name="fixedColumns">F columns of n values, zero on the rows that are not usable.</param>
    /// <param name="permutation">
    /// W·n entries; entry j·n + i is the cell (as column·n + row) that follows cell (j, i) on its cycle of equal cells. Cells of unusable rows map to themselves.
    /// </param>
    /// <param name="rowLabel">Names the call that placed a row, for messages; may be null.</param>
    /// <param name="busLabel">Says what it means that numerators of a tuple do not cancel, given tuple and surplus, or null; may be null.</param>
    /// <exception cref="ArgumentException">A size is wrong, the permutation is none, or a rule about unusable rows is broken.</exception>
    public CompiledCircuit(
        string name,
        ConstraintSystem<TF> system,
        int log2,
        IReadOnlyList<FieldVector<TF>> fixedColumns,
        NativeBuffer<uint> permutation,
        Func<long, string>? rowLabel = null,
        Func<IReadOnlyList<TF>, TF, string?>? busLabel = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(fixedColumns);
        ArgumentNullException.ThrowIfNull(permutation);
        ArgumentOutOfRangeException.ThrowIfLessThan(log2, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, Math.Min(28, TF.TwoAdicity));
        Name = name;
        System = system;
        Log2 = log2;
        FixedColumns = fixedColumns;
        Permutation = permutation;
        _rowLabel = rowLabel;
        _busLabel = busLabel;
        if (fixedColumns.Count != system.FixedColumns || fixedColumns.Any(c => c.Length != Rows))
            throw new ArgumentException($"circuit '{name}' needs {system.FixedColumns} fixed columns of {Rows} rows");
        if (permutation.Length != system.AdviceColumns * Rows)
            throw new ArgumentException($"circuit '{name}' needs a permutation of {system.AdviceColumns * Rows} cells");
        if (system.PublicInputs > UsableRows)
            throw new ArgumentException($"circuit '{name}' has {system.PublicInputs} public inputs and {UsableRows} usable rows");
        if (!PermutationArgument.CosetsAreDisjoint(system.CosetFactors, log2))
            throw new ArgumentException($"circuit '{name}': the coset factors of the permutation do not give disjoint cosets");
        CheckPermutation();
        CheckUnusableRows();
    }

    /// <summary>The circuit's identifier.</summary>
    public string Name { get; }

    /// <summary>Columns, gates, bus and public inputs.</summary>
    public ConstraintSystem<TF> System { get; }

    /// <summary>k: the domain has 2^k rows.</summary>
    public int Log2 { get; }

    /// <summary>n = 2^k.</summary>
    public long Rows => 1L << Log2;

    /// <summary>u = n − <see cref="ConstraintSystem{TF}.BlindingRows"/>.</summary>
    public long UsableRows => Rows - ConstraintSystem<TF>.BlindingRows;

    /// <summary>Powers of τ in G1 that an SRS must have for this circuit with SHPLONK, the default: n + 8, for the blinded quotient pieces.</summary>
    public long SrsSize => SrsSizeFor(CommitmentScheme.Shplonk);

    /// <summary>Powers of τ in G1 that an SRS must have for this circuit with a commitment scheme.</summary>
    public long SrsSizeFor(CommitmentScheme scheme) => System.SrsSize(scheme, Log2);

    /// <summary>The circuit's own fixed columns, values by row.</summary>
    public IReadOnlyList<FieldVector<TF>> FixedColumns { get; }

    /// <summary>The successor of each cell on its cycle of equal cells.</summary>
    public NativeBuffer<uint> Permutation { get; }

    /// <summary>The fingerprint once it was computed; the circuit does not change, and its cache, key and key file all need it.</summary>
    internal byte[]? Fingerprint { get; set; }

    /// <summary>Names the call that placed a row.</summary>
    public string RowLabel(long row) => _rowLabel?.Invoke(row) ?? "";

    /// <summary>What it means to the circuit that the numerators of a bus tuple do not cancel; null if it does not say.</summary>
    internal string? BusLabel(IReadOnlyList<TF> tuple, TF surplus) => _busLabel?.Invoke(tuple, surplus);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in FixedColumns)
            column.Dispose();
        Permutation.Dispose();
    }

    /// <summary>
    /// Every cell follows exactly one: with anything but a permutation the labels of the two products differ, and no witness could ever be proved.
    /// </summary>
    private void CheckPermutation()
    {
        var followed = new BitArray(checked((int)Permutation.Length));
        for (var cell = 0L; cell < Permutation.Length; cell++)
        {
            var next = Permutation[cell];
            if (next >= Permutation.Length)
                throw new ArgumentException($"circuit '{Name}': cell {cell} of the permutation maps to {next}; there are {Permutation.Length} cells");
            if (followed[(int)next])
                throw new ArgumentException($"circuit '{Name}': two cells of the permutation map to cell {next}");
            followed[(int)next] = true;
        }
    }

    /// <summary>
    /// Rows from u on are random in a proof: nothing may be copied to or from them. No gate may reach row u by a rotation either; that is
    /// tested on the last usable row by requiring every rotated gate to vanish there identically, which a zero selector gives.
    /// </summary>
    private void CheckUnusableRows()
    {
        for (var column = 0; column < System.AdviceColumns; column++)
        {
            for (var row = UsableRows; row < Rows; row++)
            {
                var cell = (column * Rows) + row;
                if (Permutation[cell] != cell)
                    throw new ArgumentException($"circuit '{Name}' copies cell (column {column}, row {row}), which is not usable");
            }
        }

        foreach (var column in FixedColumns)
        {
            for (var row = UsableRows; row < Rows; row++)
            {
                if (!column[row].IsZero)
                    throw new ArgumentException($"circuit '{Name}' has a fixed value on row {row}, which is not usable");
            }
        }

        foreach (var gate in System.Gates)
            CheckLastRow(gate.Name, gate.Constraint);
        foreach (var term in System.Bus)
        {
            // A rotated tuple on the last row would read a random cell unless its numerator is fixed to zero there.
            if (term.Tuple.Any(ReadsNextRow) && !VanishesOnLastRow(term.Numerator))
                throw new ArgumentException($"circuit '{Name}': bus term '{term.Name}' reads the row after the last usable one");
        }
    }

    private void CheckLastRow(string name, Expression<TF> constraint)
    {
        if (!RotationVanishes(constraint))
            throw new ArgumentException($"circuit '{Name}': gate '{name}' reads the row after the last usable one");
    }

    private static bool ReadsNextRow(Expression<TF> expression)
    {
        var reads = false;
        expression.Visit(node => reads |= node.Rotation == 1);
        return reads;
    }

    /// <summary>Whether every product that reads the next row has a factor which fixed columns make zero on the last usable row.</summary>
    private bool RotationVanishes(Expression<TF> node) => node.Kind switch
    {
        ExpressionKind.Sum => RotationVanishes(node.Left!) && RotationVanishes(node.Right!),
        ExpressionKind.Product => VanishesOnLastRow(node) || (RotationVanishes(node.Left!) && RotationVanishes(node.Right!)),
        _ => node.Rotation == 0,
    };

    private bool VanishesOnLastRow(Expression<TF> expression) => FixedValue(expression, UsableRows - 1) is { IsZero: true };

    /// <summary>The value of a subtree on a row if fixed columns and constants alone decide it, else null.</summary>
    private TF? FixedValue(Expression<TF> node, long row)
    {
        switch (node.Kind)
        {
            case ExpressionKind.Constant:
                return node.Value;
            case ExpressionKind.Fixed:
                return FixedColumns[node.Index][row];
            case ExpressionKind.Sum:
                return FixedValue(node.Left!, row) is { } l && FixedValue(node.Right!, row) is { } r ? l + r : null;
            case ExpressionKind.Product:
                var left = FixedValue(node.Left!, row);
                var right = FixedValue(node.Right!, row);
                if (left is { IsZero: true } || right is { IsZero: true })
                    return TF.Zero;
                return left is { } x && right is { } y ? x * y : null;
            default:
                return null;
        }
    }
}
