using System.Globalization;
using System.Runtime.InteropServices;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>One broken constraint of a witness.</summary>
/// <param name="Constraint">The gate, bus term, <c>copy</c> or <c>public input</c>.</param>
/// <param name="Row">The row; for a copy, that of the first of the two cells.</param>
/// <param name="Label">The call that placed the row.</param>
/// <param name="Detail">What was found.</param>
public sealed record WitnessFailure(string Constraint, long Row, string Label, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => Label.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Constraint} fails on row {Row}: {Detail}")
        : string.Create(CultureInfo.InvariantCulture, $"{Constraint} fails on row {Row} ({Label}): {Detail}");
}

/// <summary>
/// Checks a witness against a circuit row by row, without any cryptography, with the same expression trees the proof uses. A witness that passes
/// can be proved; one that fails is named precisely. In a field too small to count lookups (the tiny fields of tests) a lookup is membership.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class WitnessChecker<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly CompiledCircuit<TF> _circuit;
    private readonly Assignment<TF> _assignment;
    private readonly RowValues<TF> _values;
    private readonly List<WitnessFailure> _failures = [];
    private readonly int _limit;

    private WitnessChecker(CompiledCircuit<TF> circuit, Assignment<TF> assignment, int limit)
    {
        _circuit = circuit;
        _assignment = assignment;
        _values = new RowValues<TF>(circuit, assignment);
        _limit = limit;
    }

    /// <summary>Finds up to <paramref name="limit"/> broken constraints; an empty list means that the witness satisfies the circuit.</summary>
    public static IReadOnlyList<WitnessFailure> Check(CompiledCircuit<TF> circuit, Assignment<TF> assignment, int limit = 10)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(assignment);
        var checker = new WitnessChecker<TF>(circuit, assignment, limit);
        checker.CheckPublicInputs();
        checker.CheckGates();
        checker.CheckCopies();
        checker.CheckBus();
        return checker._failures;
    }

    private bool Full => _failures.Count >= _limit;

    private void Fail(string constraint, long row, string detail)
    {
        if (!Full)
            _failures.Add(new(constraint, row, _circuit.RowLabel(row), detail));
    }

    private void CheckPublicInputs()
    {
        for (var i = 0; i < _assignment.PublicInputs.Length; i++)
        {
            if (_assignment.Advice[0][i] != _assignment.PublicInputs[i])
                Fail("public input", i, $"input {i} is {_assignment.PublicInputs[i]}, the cell holds {_assignment.Advice[0][i]}");
        }
    }

    private void CheckGates()
    {
        foreach (var gate in _circuit.System.Gates)
        {
            for (var row = 0L; row < _circuit.UsableRows && !Full; row++)
            {
                var value = _values.Evaluate(gate.Constraint, row);
                if (!value.IsZero)
                    Fail(gate.Name, row, $"it evaluates to {value}");
            }
        }
    }

    private void CheckCopies()
    {
        for (var cell = 0L; cell < _circuit.Permutation.Length && !Full; cell++)
        {
            var next = _circuit.Permutation[cell];
            if (next == cell)
                continue;
            var (column, row) = (cell >> _circuit.Log2, cell & (_circuit.Rows - 1));
            var (otherColumn, otherRow) = (next >> _circuit.Log2, next & (_circuit.Rows - 1));
            var value = _assignment.Advice[(int)column][row];
            var other = _assignment.Advice[(int)otherColumn][otherRow];
            if (value != other)
                Fail("copy", row, $"column {column} holds {value}, column {otherColumn} of row {otherRow} holds {other}");
        }
    }

    private void CheckBus()
    {
        if (_circuit.System.Bus.Count == 0)
            return;
        var countable = TF.Characteristic > (_circuit.Rows * _circuit.System.Bus.Count);
        var balance = new Dictionary<BusTuple<TF>, BusEntry>();
        foreach (var term in _circuit.System.Bus)
        {
            var table = Multiplicities.IsTable(term);
            for (var row = 0L; row < _circuit.UsableRows; row++)
            {
                var numerator = table && !countable
                    ? Multiplicities.Offer(_values, _assignment, term, row)
                    : _values.Evaluate(term.Numerator, row);
                if (numerator.IsZero)
                    continue;
                ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(balance, _values.Tuple(term, row), out var known);
                if (!known || (entry.Sum.IsZero && !table))
                    entry = entry with { Term = term.Name, Row = row };
                entry.Offered |= table && !countable;
                entry.Sum += numerator;
                entry.Count += numerator == -TF.One ? -1 : 1;
            }
        }

        foreach (var (tuple, entry) in balance)
        {
            if (countable ? !entry.Sum.IsZero : !entry.Offered && entry.Count != 0)
                Fail(entry.Term, entry.Row, _circuit.BusLabel([tuple.V0, tuple.V1, tuple.V2, tuple.V3, tuple.V4], entry.Sum) ?? $"the bus does not balance for ({tuple.V0}, {tuple.V1}, {tuple.V2}, {tuple.V3}, {tuple.V4}): surplus {entry.Sum}");
        }
    }

    /// <summary>What the bus holds of one tuple: the sum of numerators in the field and, for fields that wrap, as a count of numerators ±1.</summary>
    private record struct BusEntry(TF Sum, long Count, bool Offered, string Term, long Row);
}
