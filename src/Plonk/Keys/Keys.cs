using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>Makes the keys of a circuit.</summary>
public static class Keys
{
    /// <summary>
    /// Interpolates and commits to the fixed and the permutation columns. Deterministic: everyone who has the circuit and the SRS gets the same keys.
    /// </summary>
    /// <param name="circuit">The circuit; it must outlive the proving key.</param>
    /// <param name="srs">At least <see cref="CompiledCircuit{TF}.SrsSizeFor"/> powers; it must outlive the proving key.</param>
    /// <param name="engine">Where to compute; the CPU by default.</param>
    /// <param name="scheme">How columns are committed to and opened.</param>
    /// <exception cref="ArgumentException">The SRS is too small.</exception>
    public static (ProvingKey<TF> ProvingKey, VerifyingKey<TF> VerifyingKey) Generate<TF>(
        CompiledCircuit<TF> circuit, Srs<TF> srs, IEngine<TF>? engine = null, CommitmentScheme scheme = CommitmentScheme.Shplonk)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(srs);
        var size = circuit.SrsSizeFor(scheme);
        if (srs.Size < size)
            throw new ArgumentException($"circuit '{circuit.Name}' needs an SRS of {size} powers; this one has {srs.Size}", nameof(srs));
        using var cpu = engine is null ? new CpuEngine<TF>() : null;
        engine ??= cpu!;

        using var buffer = engine.Allocate(circuit.Rows);
        var coefficients = new List<FieldVector<TF>>();
        var commitments = new List<G1Point>();
        var packs = OpeningScheme<TF>.Of(scheme).Pack(circuit.System.KeyColumns);
        try
        {
            foreach (var column in circuit.FixedColumns)
                Add(column);
            using var powers = new FieldVector<TF>(circuit.Rows);
            FieldVectorOperations.FillPowers<TF>(powers, TF.One, TF.RootOfUnity(circuit.Log2), Environment.ProcessorCount);
            for (var j = 0; j < circuit.System.AdviceColumns; j++)
            {
                using var sigma = Sigma(circuit, j, powers);
                Add(sigma);
            }

            var verifyingKey = new VerifyingKey<TF>(circuit.Name, circuit.Log2, circuit.System, srs.Curve, commitments, srs.TauG2, srs.IsDevelopment, scheme);
            return (new ProvingKey<TF>(verifyingKey, circuit, srs, coefficients), verifyingKey);
        }
        catch
        {
            coefficients.ForEach(column => column.Dispose());
            throw;
        }

        void Add(FieldVector<TF> values)
        {
            engine.Upload(values, buffer);
            engine.Interpolate(buffer, circuit.Log2, TF.One);
            var column = new FieldVector<TF>(circuit.Rows);
            coefficients.Add(column);
            engine.Download(buffer, column);
            var pack = packs[commitments.Count];
            if (coefficients.Count - 1 == pack[^1].Index)
                commitments.Add(ColumnPack.Commit(engine, srs, [.. pack.Select(member => engine.Borrow(coefficients[member.Index]))]));
        }
    }

    /// <summary>The permutation column σ_j by row: the label k_c ω^i of the cell (c, i) that follows cell (j, row) on its cycle.</summary>
    private static FieldVector<TF> Sigma<TF>(CompiledCircuit<TF> circuit, int j, FieldVector<TF> powers)
        where TF : unmanaged, IPrimeField<TF>
    {
        var sigma = new FieldVector<TF>(circuit.Rows);
        Blocks.Run(circuit.Rows, Environment.ProcessorCount, (first, end) =>
        {
            for (var row = first; row < end; row++)
            {
                var next = circuit.Permutation[(j * circuit.Rows) + row];
                sigma[row] = circuit.System.CosetFactors[(int)(next >> circuit.Log2)] * powers[next & (circuit.Rows - 1)];
            }
        });
        return sigma;
    }
}
