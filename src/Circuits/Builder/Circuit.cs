using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>Settings of <see cref="Circuit"/>'s compiler.</summary>
public sealed record CompileOptions
{
    /// <summary>Width of the range table in bits, 1..16; by default the widest that does not enlarge the circuit.</summary>
    public int? RangeBits { get; init; }
}

/// <summary>Compiles circuits.</summary>
public static class Circuit
{
    private const int NarrowestRange = 8;

    /// <summary>Compiles a circuit.</summary>
    /// <exception cref="InvalidOperationException">The definition breaks a rule of the builder.</exception>
    public static Circuit<TF, TInput> Compile<TF, TInput>(CircuitDefinition<TF, TInput> definition, CompileOptions? options = null)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(definition);
        var widest = Math.Min(16, TF.BitLength - 1);
        var best = new Draft<TF, TInput>(definition, options?.RangeBits ?? widest);
        while (options?.RangeBits is null && best.Layout.HasRanges && best.Layout.Log2 > best.Layout.RowLog2)
        {
            // The tables decide the size. A narrower range table costs rows, so it pays only if it makes the domain smaller.
            var bits = Math.Min(best.Layout.WidestRange(best.Layout.Log2 - 1), best.Builder.RangeBits - 1);
            if (bits < Math.Min(NarrowestRange, widest))
                break;
            var draft = new Draft<TF, TInput>(definition, bits);
            if (draft.Layout.Log2 >= best.Layout.Log2)
                break;
            best = draft;
        }

        return best.Finish();
    }

    /// <summary>Compiles a circuit given as a lambda.</summary>
    public static Circuit<TF, TInput> Compile<TF, TInput>(string name, Action<CircuitBuilder<TF>, CircuitInputs<TF, TInput>> define, CompileOptions? options = null)
        where TF : unmanaged, IPrimeField<TF> => Compile(new LambdaCircuit<TF, TInput>(name, define), options);

    private sealed class Draft<TF, TInput>
        where TF : unmanaged, IPrimeField<TF>
    {
        private readonly string _name;
        private readonly List<Func<TInput, TF>> _inputs = [];

        public Draft(CircuitDefinition<TF, TInput> definition, int rangeBits)
        {
            _name = definition.Name;
            Builder = new CircuitBuilder<TF>(rangeBits);
            definition.Define(Builder, new CircuitInputs<TF, TInput>(Builder, _inputs.Add));
            Builder.Finish();
            Layout = new CircuitLayout<TF>(Builder);
        }

        public CircuitBuilder<TF> Builder { get; }

        public CircuitLayout<TF> Layout { get; }

        public Circuit<TF, TInput> Finish() => new(_name, Builder, Layout, _inputs);
    }
}

/// <summary>A hint of a circuit, or another computation whose outputs are not the result of one row.</summary>
/// <param name="Name">What is hinted.</param>
/// <param name="ConstrainedBy">The constraints that leave the outputs no choice.</param>
/// <param name="Path">The scopes in which it was asked for.</param>
/// <param name="Outputs">The wires it yields.</param>
public sealed record CircuitHint(string Name, string ConstrainedBy, string Path, IReadOnlyList<Wire> Outputs);

/// <summary>A compiled circuit together with the program that makes its witnesses.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <typeparam name="TInput">What a witness is made from.</typeparam>
public sealed class Circuit<TF, TInput> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly CircuitBuilder<TF> _builder;
    private readonly IReadOnlyList<Func<TInput, TF>> _inputs;
    private readonly WitnessFiller<TF> _filler;

    internal Circuit(string name, CircuitBuilder<TF> builder, CircuitLayout<TF> layout, IReadOnlyList<Func<TInput, TF>> inputs)
    {
        _builder = builder;
        _inputs = inputs;
        var compiler = new CircuitCompiler<TF>(builder, layout);
        Compiled = compiler.Compile(name);
        Profile = CircuitProfile.Of(builder, layout, Compiled.System.FixedColumns);
        _filler = new WitnessFiller<TF>(builder, layout, compiler, Compiled);
        Unused = UnusedWires();
    }

    /// <summary>The circuit as the proof system sees it.</summary>
    public CompiledCircuit<TF> Compiled { get; }

    /// <summary>Where its rows go.</summary>
    public CircuitProfile Profile { get; }

    /// <summary>Powers of τ that an SRS must have for it.</summary>
    public long SrsSize => Compiled.SrsSize;

    /// <summary>The names of the public inputs, in order.</summary>
    public IReadOnlyList<string> PublicInputs => [.. _builder.PublicInputs.Select(p => p.Name)];

    /// <summary>The wires of the secret inputs with their names.</summary>
    public IReadOnlyList<(string Name, Wire Wire)> Inputs => _builder.Inputs;

    /// <summary>All hints, in the order in which they are computed.</summary>
    public IEnumerable<CircuitHint> Hints => _builder.Program.Steps.Select(s =>
        new CircuitHint(s.Name, s.ConstrainedBy, _builder.Scopes.Path(s.Scope), [.. Enumerable.Range(s.First, s.Count).Select(i => new Wire(i))]));

    /// <summary>
    /// Likely mistakes: hints and inputs that no row holds, and answers of gadgets (comparisons, equality) that nothing uses.
    /// </summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The wire in a cell; none if the cell is empty.</summary>
    public Wire WireAt(int column, long row) => _filler.WireAt(column, row);

    /// <summary>
    /// Makes a witness, computing independent parts in parallel. It does not check anything: for inputs that break the circuit's rules it yields a
    /// witness that <see cref="WitnessChecker{TF}"/> refuses.
    /// </summary>
    /// <param name="input">The secret inputs.</param>
    /// <param name="threads">Most threads to use; 0 for one a core.</param>
    public Assignment<TF> Assign(TInput input, int threads = 0)
    {
        threads = threads == 0 ? Environment.ProcessorCount : threads;
        using var values = Start(input);
        _builder.Program.Run(values, threads);
        return _filler.Fill(values, threads);
    }

    /// <summary>
    /// As <see cref="Assign(TInput, int)"/>, but with chosen wires replaced as soon as they are computed, so that what follows is computed honestly
    /// from the lie. For tests: a circuit must refuse the result unless the lie is the truth.
    /// </summary>
    public Assignment<TF> Assign(TInput input, IReadOnlyDictionary<Wire, TF> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        using var values = Start(input);
        Run(values, overrides.ToDictionary(o => o.Key.Index, o => o.Value));
        return _filler.Fill(values, 1);
    }

    /// <inheritdoc/>
    public void Dispose() => Compiled.Dispose();

    internal CircuitBuilder<TF> Builder => _builder;

    internal NativeBuffer<TF> Start(TInput input)
    {
        var values = new NativeBuffer<TF>(_builder.WireCount);
        for (var i = 0; i < _inputs.Count; i++)
            values[_builder.Inputs[i].Wire.Index] = _inputs[i](input);
        foreach (var (value, wire) in _builder.Constants)
            values[wire.Index] = value;
        return values;
    }

    /// <summary>Runs the program on started values, telling lies about wires, inputs included.</summary>
    internal void Run(NativeBuffer<TF> values, IReadOnlyDictionary<int, TF> overrides)
    {
        foreach (var (_, wire) in _builder.Inputs)
        {
            if (overrides.TryGetValue(wire.Index, out var value))
                values[wire.Index] = value;
        }

        _builder.Program.Run(values, overrides);
    }

    private List<string> UnusedWires()
    {
        var uses = new int[_builder.WireCount];
        var lastRow = new int[_builder.WireCount];
        void Use(int wire, int row)
        {
            uses[wire]++;
            lastRow[wire] = row;
        }

        var row = 0;
        foreach (var record in _builder.Rows.All)
        {
            Use(record.A, row);
            Use(record.B, row);
            Use(record.C, row);
            Use(record.D, row++);
        }

        var bound = _builder.PublicInputs.Select(p => p.Wire).Concat(_builder.Equalities.SelectMany(e => new[] { e.Left, e.Right })).ToHashSet();
        var unused = new List<string>();
        foreach (var (name, wire) in _builder.Inputs)
        {
            if (uses[wire.Index] == 0 && !bound.Contains(wire))
                unused.Add($"input '{name}' is in no row");
        }

        foreach (var hint in Hints)
        {
            for (var i = 0; i < hint.Outputs.Count; i++)
            {
                if (uses[hint.Outputs[i].Index] == 0 && !bound.Contains(hint.Outputs[i]))
                    unused.Add($"output {i} of hint '{hint.Name}' in '{hint.Path}' is in no row");
            }
        }

        foreach (var (wire, placed, name) in _builder.Results)
        {
            if (lastRow[wire.Index] < placed && !bound.Contains(wire))
                unused.Add($"nothing uses the answer of '{name}'");
        }

        return unused;
    }
}
