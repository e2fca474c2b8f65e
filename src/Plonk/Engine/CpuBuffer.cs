using Zk.Field;

namespace Zk.Plonk;

/// <summary>A buffer of the CPU engine: a vector in native memory, owned or borrowed.</summary>
internal sealed class CpuBuffer<TF>(FieldVector<TF> values, bool owned) : EngineBuffer<TF>(values.Length)
    where TF : unmanaged, IPrimeField<TF>
{
    public FieldVector<TF> Values { get; } = values;

    public bool Owned { get; } = owned;

    protected override void Dispose(bool disposing)
    {
        if (disposing && Owned)
            Values.Dispose();
    }
}
