using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Makes proofs for one key, any number of them, also several at a time. Works on native buffers; the bulk arithmetic takes variable time, so an
/// observer of the machine's timing learns something about the witness.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class Prover<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly ProvingKey<TF> _key;
    private readonly IEngine<TF> _engine;
    private readonly ProverPrograms<TF> _programs;

    /// <summary>Compiles the key's constraints for an engine. Key and engine stay the caller's and must live as long as the prover is used.</summary>
    public Prover(ProvingKey<TF> key, IEngine<TF> engine)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(engine);
        _key = key;
        _engine = engine;
        _programs = new ProverPrograms<TF>(key.VerifyingKey);
        CosetParts = CosetColumns<TF>.PartsFor(key.Circuit.Log2);
    }

    /// <summary>In how many parts the quotient is evaluated on a coset, a power of two up to 8.</summary>
    internal int CosetParts { get; init; }

    /// <summary>
    /// Columns of n elements that a proof needs at its peak, besides the witness and the key with its circuit: the columns' coefficients, the quotient's pieces, and
    /// all columns on a coset or a part of it. An upper estimate.
    /// </summary>
    /// <param name="system">The circuit's constraints.</param>
    /// <param name="log2">k, for n = 2^k rows.</param>
    /// <param name="scheme">How columns are committed to and opened.</param>
    public static long ScratchColumns(ConstraintSystem<TF> system, int log2, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        ArgumentNullException.ThrowIfNull(system);

        // X, L_0, the public inputs and their selector; the columns that are read on the next row are in two parts.
        const int Special = 4;
        var witness = system.AdviceColumns + system.MultiplicityColumns + system.AccumulatorColumns;
        var columns = witness + system.FixedColumns + system.AdviceColumns + Special;
        var quotient = Special + (columns / CosetColumns<TF>.PartsFor(log2)) + system.AdviceColumns + system.AccumulatorColumns;
        return witness + ConstraintSystem<TF>.MaximumDegree + Math.Max(quotient, OpeningScheme<TF>.Of(scheme).ScratchColumns(system));
    }

    /// <summary>Proves on another thread.</summary>
    /// <param name="assignment">A witness of the key's circuit; it is not changed and must not change meanwhile. Rows from u on are ignored.</param>
    /// <param name="progress">Told about each step; may be null.</param>
    /// <param name="cancellation">Looked at after each step.</param>
    /// <exception cref="ArgumentException">The witness has another shape than the circuit.</exception>
    /// <exception cref="UnsatisfiedWitnessException">The witness breaks a constraint.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<Proof<TF>> ProveAsync(Assignment<TF> assignment, IProgress<ProverProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        return Task.Run(() => Prove(assignment, progress, cancellation), cancellation);
    }

    /// <summary>Proves on this thread; see <see cref="ProveAsync"/>.</summary>
    public Proof<TF> Prove(Assignment<TF> assignment, IProgress<ProverProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        CheckShape(assignment);
        using var session = new ProverSession<TF>(_key, _engine, _programs, assignment, progress, cancellation) { CosetParts = CosetParts };
        Round1Columns.Run(session);
        Round2Accumulators.Run(session);
        Round3Quotient.Run(session);
        Round4Evaluations.Run(session);
        session.Scheme.Open(session);
        return new Proof<TF>([.. session.Commitments], session.Evaluations);
    }

    private void CheckShape(Assignment<TF> assignment)
    {
        var circuit = _key.Circuit;
        var fits = assignment.Advice.Count == circuit.System.AdviceColumns
            && assignment.Multiplicities.Count == circuit.System.MultiplicityColumns
            && assignment.PublicInputs.Length == circuit.System.PublicInputs
            && assignment.Advice.Concat(assignment.Multiplicities).All(column => column.Length == circuit.Rows);
        if (!fits)
            throw new ArgumentException($"the witness does not have the shape of circuit '{circuit.Name}'", nameof(assignment));
    }
}
