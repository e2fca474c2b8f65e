using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>An engine that hands everything to another one; tests override what they want to watch or disturb.</summary>
public class ForwardingEngine<TF>(IEngine<TF> inner) : IEngine<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    public string Description => inner.Description;

    public virtual EngineBuffer<TF> Allocate(long length) => inner.Allocate(length);

    public virtual EngineBuffer<TF> Borrow(FieldVector<TF> values) => inner.Borrow(values);

    public virtual void Upload(FieldVector<TF> source, EngineBuffer<TF> destination) => inner.Upload(source, destination);

    public virtual void Download(EngineBuffer<TF> source, FieldVector<TF> destination) => inner.Download(source, destination);

    public virtual void Write(EngineBuffer<TF> destination, long start, ReadOnlySpan<TF> values) => inner.Write(destination, start, values);

    public virtual void Read(EngineBuffer<TF> source, long start, Span<TF> values) => inner.Read(source, start, values);

    public virtual void Copy(EngineBuffer<TF> source, EngineBuffer<TF> destination) => inner.Copy(source, destination);

    public virtual void Scatter(EngineBuffer<TF> source, EngineBuffer<TF> destination, long start, long stride) => inner.Scatter(source, destination, start, stride);

    public virtual void FillPowers(EngineBuffer<TF> values, TF first, TF ratio) => inner.FillPowers(values, first, ratio);

    public virtual void AddScaled(EngineBuffer<TF> destination, TF scalar, EngineBuffer<TF> source) => inner.AddScaled(destination, scalar, source);

    public virtual void AddCombination(EngineBuffer<TF> destination, IReadOnlyList<(TF Scalar, EngineBuffer<TF> Source)> terms) => inner.AddCombination(destination, terms);

    public virtual void Multiply(EngineBuffer<TF> values, EngineBuffer<TF> factors) => inner.Multiply(values, factors);

    public virtual void Invert(EngineBuffer<TF> values) => inner.Invert(values);

    public virtual TF PrefixProduct(EngineBuffer<TF> values, long count) => inner.PrefixProduct(values, count);

    public virtual TF PrefixSum(EngineBuffer<TF> values, long count) => inner.PrefixSum(values, count);

    public virtual void Interpolate(EngineBuffer<TF> values, int log2, TF shift) => inner.Interpolate(values, log2, shift);

    public virtual void EvaluateOnCoset(EngineBuffer<TF> coefficients, TF shift, EngineBuffer<TF> destination) => inner.EvaluateOnCoset(coefficients, shift, destination);

    public virtual TF Evaluate(EngineBuffer<TF> coefficients, TF point) => inner.Evaluate(coefficients, point);

    public virtual TF DivideByLinear(EngineBuffer<TF> coefficients, TF root) => inner.DivideByLinear(coefficients, root);

    public virtual void Run(GateProgram<TF> program, ReadOnlySpan<TF> challenges, long rows, IReadOnlyList<ColumnView<TF>> inputs, IReadOnlyList<EngineBuffer<TF>> outputs) =>
        inner.Run(program, challenges, rows, inputs, outputs);

    public virtual G1Point Commit(Srs<TF> srs, EngineBuffer<TF> coefficients) => inner.Commit(srs, coefficients);

    public virtual G1Point CommitValues(Srs<TF> srs, EngineBuffer<TF> values) => inner.CommitValues(srs, values);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
    }
}

/// <summary>Keeps a copy of the coefficients of every polynomial that is committed to, and counts buffers that were allocated and not yet disposed.</summary>
public sealed class RecordingEngine<TF>(IEngine<TF> inner) : ForwardingEngine<TF>(inner)
    where TF : unmanaged, IPrimeField<TF>
{
    public List<TF[]> Committed { get; } = [];

    /// <summary>The buffers handed out by <see cref="Allocate"/>.</summary>
    public List<EngineBuffer<TF>> Allocated { get; } = [];

    public override EngineBuffer<TF> Allocate(long length)
    {
        var buffer = base.Allocate(length);
        Allocated.Add(buffer);
        return buffer;
    }

    public override G1Point Commit(Srs<TF> srs, EngineBuffer<TF> coefficients)
    {
        var copy = new TF[coefficients.Length];
        Read(coefficients, 0, copy);
        Committed.Add(copy);
        return base.Commit(srs, coefficients);
    }

    public override G1Point CommitValues(Srs<TF> srs, EngineBuffer<TF> values)
    {
        var copy = new TF[values.Length];
        Read(values, 0, copy);
        using var vector = new FieldVector<TF>(copy);
        EvaluationDomain<TF>.Shared(System.Numerics.BitOperations.Log2((ulong)values.Length)).Inverse(vector, 1);
        vector.Load(0, copy);
        Committed.Add(copy);
        return base.CommitValues(srs, values);
    }
}
