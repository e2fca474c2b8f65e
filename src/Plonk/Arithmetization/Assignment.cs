using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// A witness: values for the usable rows of the advice and multiplicity columns, and the public inputs. The prover overwrites the rows after the
/// usable ones with random values.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class Assignment<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Allocates a witness of zeros for a circuit.</summary>
    public Assignment(CompiledCircuit<TF> circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        Advice = Allocate(circuit.System.AdviceColumns, circuit.Rows);
        Multiplicities = Allocate(circuit.System.MultiplicityColumns, circuit.Rows);
        PublicInputs = new TF[circuit.System.PublicInputs];
    }

    /// <summary>The advice columns, n rows each.</summary>
    public IReadOnlyList<FieldVector<TF>> Advice { get; }

    /// <summary>The multiplicity columns, n rows each.</summary>
    public IReadOnlyList<FieldVector<TF>> Multiplicities { get; }

    /// <summary>The public inputs; input i must equal advice column 0 on row i.</summary>
    public TF[] PublicInputs { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in Advice.Concat(Multiplicities))
            column.Dispose();
    }

    private static FieldVector<TF>[] Allocate(int count, long rows)
    {
        var columns = new FieldVector<TF>[count];
        for (var i = 0; i < count; i++)
            columns[i] = new FieldVector<TF>(rows);
        return columns;
    }
}
