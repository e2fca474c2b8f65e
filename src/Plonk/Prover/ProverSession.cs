using System.Diagnostics.CodeAnalysis;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>The state of one proof between its rounds: polynomials on the engine, commitments, transcript.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class ProverSession<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<(ExpressionKind Kind, int Index), EngineBuffer<TF>> _columns = [];
    private readonly IProgress<ProverProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private ProverProgress _position;

    public ProverSession(
        ProvingKey<TF> key,
        IEngine<TF> engine,
        ProverPrograms<TF> programs,
        Assignment<TF> assignment,
        IProgress<ProverProgress>? progress,
        CancellationToken cancellation)
    {
        Key = key;
        Engine = engine;
        Programs = programs;
        Assignment = assignment;
        PublicInputs = [.. assignment.PublicInputs];
        _progress = progress;
        _cancellation = cancellation;
        Transcript = new ProofTranscript<TF>(key.VerifyingKey, PublicInputs);
        for (var i = 0; i < key.FixedCoefficients.Count; i++)
            _columns.Add((ExpressionKind.Fixed, i), engine.Borrow(key.FixedCoefficients[i]));
    }

    public ProvingKey<TF> Key { get; }

    public CompiledCircuit<TF> Circuit => Key.Circuit;

    public ProofLayout<TF> Layout => Key.VerifyingKey.Layout;

    /// <summary>How polynomials are committed to and opened.</summary>
    public OpeningScheme<TF> Scheme => OpeningScheme<TF>.Of(Key.VerifyingKey.Scheme);

    public IEngine<TF> Engine { get; }

    public ProverPrograms<TF> Programs { get; }

    public Assignment<TF> Assignment { get; }

    public TF[] PublicInputs { get; }

    public ProofTranscript<TF> Transcript { get; }

    /// <summary>All commitments so far, in the proof's order.</summary>
    public List<G1Point> Commitments { get; } = [];

    /// <summary>The evaluations, in the proof's order, once round 4 is done.</summary>
    public TF[] Evaluations { get; set; } = [];

    /// <summary>The quotient's pieces T_i, T = Σ X^(iwn) T_i with w of the layout, once round 3 is done; the session owns them.</summary>
    public IReadOnlyList<EngineBuffer<TF>> QuotientPieces { get; set; } = [];

    /// <summary>In how many parts a coset is evaluated: see <see cref="CosetColumns{TF}"/>.</summary>
    public required int CosetParts { get; init; }

    /// <summary>A column in coefficient form.</summary>
    public EngineBuffer<TF> Column(ExpressionKind kind, int index = 0) => _columns[(kind, index)];

    /// <summary>Hands a column in coefficient form to the session, which disposes it.</summary>
    public void AddColumn(ExpressionKind kind, int index, EngineBuffer<TF> coefficients) => _columns.Add((kind, index), coefficients);

    /// <summary>Disposes a column before the session ends.</summary>
    public void RemoveColumn(ExpressionKind kind, int index = 0)
    {
        if (_columns.Remove((kind, index), out var column))
            column.Dispose();
    }

    /// <summary>
    /// Turns the values of a witness column into a polynomial and keeps it; commits to its pack when it is the last of it. Rows from <paramref name="firstRandomRow"/> on become
    /// uniformly random: they are what makes the proof zero-knowledge (docs/protocol.md, zero knowledge).
    /// </summary>
    public void CommitColumn(ExpressionKind kind, int index, EngineBuffer<TF> values, long firstRandomRow)
    {
        AddColumn(kind, index, values);
        var random = new TF[Circuit.Rows - firstRandomRow];
        for (var i = 0; i < random.Length; i++)
            random[i] = TF.Random();
        Engine.Write(values, firstRandomRow, random);
        var pack = Layout.PackEndingWith(new(kind, index));
        if (pack is { Count: 1 })
        {
            Commitments.Add(Engine.InterpolateAndCommit(Key.Srs, values, Circuit.Log2));
        }
        else
        {
            Engine.Interpolate(values, Circuit.Log2, TF.One);
            if (pack is not null)
                Commitments.Add(ColumnPack.Commit(Engine, Key.Srs, [.. pack.Select(column => Column(column.Kind, column.Index))]));
        }

        Step();
    }

    /// <summary>Commits to a polynomial; the commitment becomes the proof's next.</summary>
    public void Commit(EngineBuffer<TF> coefficients)
    {
        Commitments.Add(Engine.Commit(Key.Srs, coefficients));
        Step();
    }

    /// <summary>Starts a round of so many steps.</summary>
    public void Begin(ProverRound round, int steps)
    {
        _position = new(round, 0, steps);
        _progress?.Report(_position);
        _cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Ends a step. Cancellation is looked at here, so a step should not take long.</summary>
    public void Step()
    {
        _position = _position with { Step = _position.Step + 1 };
        _progress?.Report(_position);
        _cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Refuses the witness, naming the constraints that it breaks.</summary>
    [DoesNotReturn]
    public void Refuse(string finding) => throw new UnsatisfiedWitnessException(
        $"the witness does not satisfy circuit '{Circuit.Name}' ({finding})", WitnessChecker<TF>.Check(Circuit, Assignment));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _columns.Values.Concat(QuotientPieces))
            buffer.Dispose();
    }
}
