using System.Globalization;
using System.Numerics;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>The engine that computes on the machine's own cores.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class CpuEngine<TF> : IEngine<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Vectors that are combined in one pass: enough for the sum to cost little, few enough streams to be fetched ahead.</summary>
    private const int CombinedColumns = 16;

    private readonly int _threads;
    private readonly VectorKernel _kernel;

    /// <summary>Creates an engine that uses all cores.</summary>
    public CpuEngine()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>Creates an engine that uses at most <paramref name="threads"/> threads.</summary>
    public CpuEngine(int threads)
        : this(threads, VectorKernels.Selected)
    {
    }

    /// <summary>Runs programs by a certain kernel.</summary>
    internal CpuEngine(int threads, VectorKernel kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
        _kernel = kernel;
    }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"cpu, {_threads} threads");

    /// <inheritdoc/>
    public EngineBuffer<TF> Allocate(long length) => new CpuBuffer<TF>(new FieldVector<TF>(length), owned: true);

    /// <inheritdoc/>
    public EngineBuffer<TF> Borrow(FieldVector<TF> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new CpuBuffer<TF>(values, owned: false);
    }

    /// <inheritdoc/>
    public void Upload(FieldVector<TF> source, EngineBuffer<TF> destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.CopyTo(0, Writable(destination), 0, source.Length);
    }

    /// <inheritdoc/>
    public void Download(EngineBuffer<TF> source, FieldVector<TF> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Readable(source).CopyTo(0, destination, 0, destination.Length);
    }

    /// <inheritdoc/>
    public void Write(EngineBuffer<TF> destination, long start, ReadOnlySpan<TF> values) => Writable(destination).Store(start, values);

    /// <inheritdoc/>
    public void Read(EngineBuffer<TF> source, long start, Span<TF> values) => Readable(source).Load(start, values);

    /// <inheritdoc/>
    public void Copy(EngineBuffer<TF> source, EngineBuffer<TF> destination) => Upload(Readable(source), destination);

    /// <inheritdoc/>
    public void Scatter(EngineBuffer<TF> source, EngineBuffer<TF> destination, long start, long stride)
    {
        var from = Readable(source);
        var to = Writable(destination);
        Blocks.Run(from.Length, _threads, (first, end) =>
        {
            for (var i = first; i < end; i++)
                to[start + (i * stride)] = from[i];
        });
    }

    /// <inheritdoc/>
    public void FillPowers(EngineBuffer<TF> values, TF first, TF ratio) =>
        FieldVectorOperations.FillPowers<TF>(Writable(values), first, ratio, _threads);

    /// <inheritdoc/>
    public void AddScaled(EngineBuffer<TF> destination, TF scalar, EngineBuffer<TF> source)
    {
        var from = Readable(source);
        FieldVectorOperations.AddScaled(Writable(destination).Range(0, from.Length), scalar, from, _threads);
    }

    /// <inheritdoc/>
    public void AddCombination(EngineBuffer<TF> destination, IReadOnlyList<(TF Scalar, EngineBuffer<TF> Source)> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var whole = (FieldRange<TF>)Writable(destination);
        foreach (var some in terms.Chunk(CombinedColumns))
        {
            // All sources as far as the shortest goes, then what each has more.
            var common = some.Min(term => term.Source.Length);
            AddCombination(whole.Slice(0, common), [.. some.Select(term => (term.Scalar, Readable(term.Source).Range(0, common)))]);
            foreach (var (scalar, source) in some)
            {
                var more = source.Length - common;
                FieldVectorOperations.AddScaled(whole.Slice(common, more), scalar, Readable(source).Range(common, more), _threads);
            }
        }
    }

    /// <inheritdoc/>
    public void Multiply(EngineBuffer<TF> values, EngineBuffer<TF> factors) =>
        FieldVectorOperations.MultiplyElementwise<TF>(Writable(values), Readable(factors), _threads);

    /// <inheritdoc/>
    public void Invert(EngineBuffer<TF> values) => BatchInversion.Invert(Writable(values), _threads);

    /// <inheritdoc/>
    public TF PrefixProduct(EngineBuffer<TF> values, long count) =>
        FieldVectorOperations.PrefixProduct(Writable(values).Range(0, count), TF.One, _threads);

    /// <inheritdoc/>
    public TF PrefixSum(EngineBuffer<TF> values, long count) =>
        FieldVectorOperations.PrefixSum(Writable(values).Range(0, count), TF.Zero, _threads);

    /// <inheritdoc/>
    public void Interpolate(EngineBuffer<TF> values, int log2, TF shift) =>
        EvaluationDomain<TF>.Shared(log2).InverseCoset(Writable(values).Range(0, 1L << log2), shift, _threads);

    /// <inheritdoc/>
    public void EvaluateOnCoset(EngineBuffer<TF> coefficients, TF shift, EngineBuffer<TF> destination)
    {
        var source = Readable(coefficients);
        var values = Writable(destination);
        var size = values.Length;

        // On the coset X^size is the constant shift^size, which folds the polynomial to degree below size.
        var head = Math.Min(size, source.Length);
        source.CopyTo(0, values, 0, head);
        values.Clear(head, size - head);
        var step = shift.Pow((ulong)size);
        var power = step;
        var folds = new List<(TF, FieldRange<TF>)>();
        var start = size;
        for (; start + size <= source.Length; start += size, power *= step)
            folds.Add((power, source.Range(start, size)));
        foreach (var some in folds.Chunk(CombinedColumns))
            AddCombination(values, some);
        if (start < source.Length)
            FieldVectorOperations.AddScaled(values.Range(0, source.Length - start), power, source.Range(start, source.Length - start), _threads);

        EvaluationDomain<TF>.Shared(BitOperations.Log2((ulong)size)).ForwardCoset(values, shift, _threads);
    }

    /// <inheritdoc/>
    public TF Evaluate(EngineBuffer<TF> coefficients, TF point) =>
        FieldVectorOperations.Evaluate<TF>(Readable(coefficients), point, _threads);

    /// <inheritdoc/>
    public TF DivideByLinear(EngineBuffer<TF> coefficients, TF root) =>
        FieldVectorOperations.DivideByLinear<TF>(Writable(coefficients), root, _threads);

    /// <inheritdoc/>
    public void Run(GateProgram<TF> program, ReadOnlySpan<TF> challenges, long rows, IReadOnlyList<ColumnView<TF>> inputs, IReadOnlyList<EngineBuffer<TF>> outputs)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        Run(
            program,
            challenges,
            rows,
            [.. inputs.Select(view => ((FieldRange<TF>)Readable(view.Buffer), view.Offset))],
            [.. outputs.Select(output => (FieldRange<TF>)Writable(output))]);
    }

    /// <inheritdoc/>
    public G1Point Commit(Srs<TF> srs, EngineBuffer<TF> coefficients)
    {
        ArgumentNullException.ThrowIfNull(srs);
        var scalars = Readable(coefficients);
        if (scalars.Length > srs.Size)
            throw new ArgumentException($"a polynomial of {scalars.Length} coefficients cannot be committed to with {srs.Size} powers", nameof(coefficients));
        return srs.Curve.MultiExponentiate(srs.Powers, 0, scalars, 0, scalars.Length, _threads);
    }

    /// <inheritdoc/>
    public G1Point CommitValues(Srs<TF> srs, EngineBuffer<TF> values)
    {
        ArgumentNullException.ThrowIfNull(srs);
        var scalars = Readable(values);
        var points = srs.LagrangeBase(BitOperations.Log2((ulong)scalars.Length));
        if (points?.Count != scalars.Length)
            throw new ArgumentException($"the SRS has no Lagrange base for {scalars.Length} values", nameof(values));
        return srs.Curve.MultiExponentiate(points, 0, scalars, 0, scalars.Length, _threads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The CPU's buffers belong to whoever allocated them.
    }

    /// <summary>One pass over the destination for all sources, which are as long.</summary>
    private void AddCombination(FieldRange<TF> destination, (TF Scalar, FieldRange<TF> Source)[] terms)
    {
        if (destination.Count == 0)
            return;
        var sum = Expression<TF>.Advice(terms.Length);
        for (var i = 0; i < terms.Length; i++)
            sum += Expression<TF>.Constant(terms[i].Scalar) * Expression<TF>.Advice(i);
        var program = GateProgram<TF>.Compile([sum]);
        FieldRange<TF>[] columns = [.. terms.Select(term => term.Source), destination];
        Run(program, [], destination.Count, [.. program.Inputs.Select(input => (columns[input.Index], 0L))], [destination]);
    }

    private void Run(GateProgram<TF> program, ReadOnlySpan<TF> challenges, long rows, (FieldRange<TF> Values, long Offset)[] inputs, FieldRange<TF>[] outputs)
    {
        using var run = new CpuGateRun<TF>(program, _kernel, challenges, rows, inputs, outputs);
        Blocks.Run(rows, _threads, run.Execute);
    }

    private static FieldVector<TF> Readable(EngineBuffer<TF> buffer) => Own(buffer).Values;

    private static FieldVector<TF> Writable(EngineBuffer<TF> buffer) => Own(buffer) is { Owned: true, Values: var values }
        ? values
        : throw new ArgumentException("a borrowed buffer is read-only", nameof(buffer));

    private static CpuBuffer<TF> Own(EngineBuffer<TF> buffer) => buffer as CpuBuffer<TF>
        ?? throw new ArgumentException("the buffer belongs to another engine", nameof(buffer));
}
