using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>
/// Makes proofs of equal randomness, all of which a prover writes to buffers: in the first proof what is written is noted, in the next ones it is written again
/// in place of what the prover has drawn.
/// </summary>
public sealed class RepeatingEngine<TF>(IEngine<TF> inner) : ForwardingEngine<TF>(inner)
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly List<TF[]> _written = [];
    private int? _next;

    /// <summary>How many commitments were made from values.</summary>
    public int CommitmentsByValues { get; private set; }

    /// <summary>From here on what was written is written again.</summary>
    public void Repeat() => _next = 0;

    public override void Write(EngineBuffer<TF> destination, long start, ReadOnlySpan<TF> values)
    {
        if (_next is { } next)
        {
            _next = next + 1;
            base.Write(destination, start, _written[next]);
        }
        else
        {
            _written.Add([.. values]);
            base.Write(destination, start, values);
        }
    }

    public override G1Point CommitValues(Srs<TF> srs, EngineBuffer<TF> values)
    {
        CommitmentsByValues++;
        return base.CommitValues(srs, values);
    }
}
