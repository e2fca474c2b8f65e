using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Records a circuit: rows of four cells with wires in them, and the steps that compute the wires' values from the inputs. It is filled once, by a
/// circuit's <see cref="CircuitDefinition{TF, TInput}.Define"/>; witnesses are then made by replaying the steps. Gadgets are extension methods.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class CircuitBuilder<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<TF, Wire> _constants = [];
    private readonly HashSet<int> _known = [];
    private readonly List<Wire> _pendingRanges = [];
    private readonly List<RowRecord> _rangeRows = [];
    private readonly List<(int GroupStart, int PartStart)> _parts = [];
    private readonly List<(Wire Wire, int Row, string Name)> _results = [];
    private int _lastWire;

    internal CircuitBuilder(int rangeBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rangeBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rangeBits, Math.Min(16, TF.BitLength - 1));
        RangeBits = rangeBits;
        Program = new WitnessProgram<TF>(Rows);
        Tables = new LookupTables<TF>();
    }

    /// <summary>Width of the range table: a limb has this many bits. The compiler chooses it to suit the circuit's size.</summary>
    public int RangeBits { get; }

    /// <summary>The lookup tables of the circuit.</summary>
    public LookupTables<TF> Tables { get; }

    internal CircuitRows<TF> Rows { get; } = new();

    internal WitnessProgram<TF> Program { get; }

    internal Scopes Scopes { get; } = new();

    /// <summary>Pairs of wires that are copy-constrained to be equal.</summary>
    internal List<(Wire Left, Wire Right)> Equalities { get; } = [];

    internal List<(string Name, Wire Wire)> PublicInputs { get; } = [];

    internal List<(string Name, Wire Wire)> Inputs { get; } = [];

    internal IReadOnlyDictionary<TF, Wire> Constants => _constants;

    internal IReadOnlyList<(Wire Wire, int Row, string Name)> Results => _results;

    internal int WireCount => _lastWire + 1;

    /// <summary>Opens a named scope for the profile and for messages; close it with <c>using</c>.</summary>
    public ScopeHandle Scope(string name)
    {
        Scopes.Enter(name);
        return new ScopeHandle(Scopes);
    }

    /// <summary>
    /// Defines parts that do not depend on each other, so that their witness steps run in parallel. A part may use what came before the call and
    /// what it makes itself; what follows may use all of it.
    /// </summary>
    public void Parallel(int count, Action<int> define)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(define);
        var group = _lastWire + 1;
        _parts.Add((group, group));
        Program.Parallel(count, i =>
        {
            _parts[^1] = (group, _lastWire + 1);
            define(i);
        });
        _parts.RemoveAt(_parts.Count - 1);
    }

    /// <summary>The wire that holds a constant; a gate fixes it. Equal constants are one wire.</summary>
    public Wire Constant(TF value)
    {
        if (!_constants.TryGetValue(value, out var wire))
        {
            wire = NewWire();
            _constants.Add(value, wire);
            _known.Add(wire.Index);
        }

        return wire;
    }

    /// <summary>A constant integer, as wide as it needs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not below the characteristic.</exception>
    public UInt Constant(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Sign, nameof(value));
        if (value.GetBitLength() >= TF.BitLength)
            throw new ArgumentOutOfRangeException(nameof(value), $"a constant integer has fewer than {TF.BitLength} bits");
        return new UInt(Constant(TF.FromBigInteger(value)), (int)value.GetBitLength());
    }

    /// <summary>A constant bit.</summary>
    public Bit Constant(bool value) => new(Constant(value ? TF.One : TF.Zero));

    /// <summary>Makes a wire a public input. Public inputs are numbered in the order of these calls.</summary>
    public void Public(string name, Wire wire)
    {
        Require(wire);
        PublicInputs.Add((name, wire));
    }

    /// <summary>Forces two wires to be equal, by a copy constraint between their cells: it costs no row.</summary>
    public void AssertEqual(Wire left, Wire right)
    {
        Require(left);
        Require(right);
        Equalities.Add((left, right));
    }

    /// <summary>
    /// Values from outside the gates. Whoever asks for a hint must constrain each output, and says here by what.
    /// </summary>
    /// <param name="name">What is hinted.</param>
    /// <param name="constrainedBy">The constraints that leave the outputs no choice.</param>
    /// <param name="inputs">The wires it is computed from.</param>
    /// <param name="outputs">How many wires it yields.</param>
    /// <param name="function">The computation.</param>
    public Wire[] Hint(string name, string constrainedBy, ReadOnlySpan<Wire> inputs, int outputs, HintFunction<TF> function)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(constrainedBy);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var indices = new int[inputs.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Require(inputs[i]);
            indices[i] = inputs[i].Index;
        }

        var wires = new Wire[outputs];
        for (var i = 0; i < outputs; i++)
            wires[i] = NewWire();
        Program.Add(new WitnessStep<TF>(name, constrainedBy, Scopes.Current, indices, wires[0].Index, outputs, function));
        return wires;
    }

    /// <summary>
    /// Places a row after the last one. Gates read cells by position, so rows that belong together must be placed without anything between.
    /// </summary>
    /// <param name="kind">What is active on it.</param>
    /// <param name="parameters">Its fixed parameters.</param>
    /// <param name="a">Cell a; the default is an empty cell.</param>
    /// <param name="b">Cell b.</param>
    /// <param name="c">Cell c.</param>
    /// <param name="d">Cell d.</param>
    /// <returns>The row's number, before public inputs are put in front.</returns>
    public int Place(RowKind<TF> kind, in RowParameters<TF> parameters = default, Wire a = default, Wire b = default, Wire c = default, Wire d = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        CheckUse(a);
        CheckUse(b);
        CheckUse(c);
        CheckUse(d);
        return Rows.Add(new RowRecord(Rows.KindIndex(kind), Rows.ParameterIndex(parameters), Scopes.Current, a.Index, b.Index, c.Index, d.Index));
    }

    /// <summary>Allocates a wire whose value a row or a hint placed later computes.</summary>
    internal Wire NewWire() => new(++_lastWire);

    /// <summary>Allocates the wire of a witness input.</summary>
    internal Wire NewInput(string name)
    {
        var wire = NewWire();
        Inputs.Add((name, wire));
        _known.Add(wire.Index);
        return wire;
    }

    /// <summary>
    /// Looks a wire up in the range table, four to a row. The rows come after all others, so that none lands between rows that belong together.
    /// </summary>
    internal void QueueRange(Wire wire)
    {
        Require(wire);
        _pendingRanges.Add(wire);
        if (_pendingRanges.Count == 4)
            FlushRanges();
    }

    /// <summary>Remembers that a gadget's answer means nothing unless something uses it; the compiled circuit lists the unused ones.</summary>
    internal Bit Result(string name, Wire wire)
    {
        _results.Add((wire, Rows.Count, $"{Scopes.Path(Scopes.Current)}: {name}"));
        return new Bit(wire);
    }

    /// <summary>Places the rows that were put off, queued range checks and the gates that fix constants, and checks all rows.</summary>
    /// <exception cref="InvalidOperationException">A row breaks a rule.</exception>
    internal void Finish()
    {
        if (_pendingRanges.Count > 0)
            FlushRanges();
        foreach (var row in _rangeRows)
            Rows.Add(row);
        foreach (var (value, wire) in _constants)
        {
            using var scope = Scope("constants");
            Place(RowKind<TF>.Arithmetic, new(P3: -TF.One, P5: value), d: wire);
        }

        new RowCheck<TF>(this).Run();
    }

    /// <summary>The wires may be of different parts: the row only checks them, so nothing waits for their values.</summary>
    private void FlushRanges()
    {
        int At(int i) => i < _pendingRanges.Count ? _pendingRanges[i].Index : 0;
        using (Scope("range"))
            _rangeRows.Add(new RowRecord(Rows.KindIndex(RowKind<TF>.Limbs), Rows.ParameterIndex(default), Scopes.Current, At(0), At(1), At(2), At(3)));
        _pendingRanges.Clear();
    }

    /// <summary>Refuses the default wire too, where an empty cell would make the call mean nothing.</summary>
    private void Require(Wire wire)
    {
        if (!wire.Exists)
            throw new ArgumentException($"{Scopes.Path(Scopes.Current)}: the default value is no wire");
        CheckUse(wire);
    }

    /// <summary>A wire of a sibling part may have no value yet when this part runs. Constants and inputs always have theirs.</summary>
    private void CheckUse(Wire wire)
    {
        if (wire.Index > _lastWire)
            throw new ArgumentException($"wire {wire} is not of this circuit");
        foreach (var (group, part) in _parts)
        {
            if (wire.Index >= group && wire.Index < part && !_known.Contains(wire.Index))
                throw new InvalidOperationException($"{Scopes.Path(Scopes.Current)}: wire {wire} belongs to another part of the same parallel group");
        }
    }
}
