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
                Add(column, TF.Zero);
            using var powers = new FieldVector<TF>(circuit.Rows);
            FieldVectorOperations.FillPowers<TF>(powers, TF.One, TF.RootOfUnity(circuit.Log2), Environment.ProcessorCount);
            for (var j = 0; j < circuit.System.AdviceColumns; j++)
            {
                // Without k_j X, its value where a cell is in no cycle, most of the column is zero.
                using var moved = Moved(circuit, j, powers);
                Add(moved, circuit.System.CosetFactors[j]);
            }

            var verifyingKey = new VerifyingKey<TF>(circuit.Name, circuit.Log2, circuit.System, srs.Curve, commitments, srs.TauG2, srs.IsDevelopment, scheme);
            return (new ProvingKey<TF>(verifyingKey, circuit, srs, coefficients), verifyingKey);
        }
        catch
        {
            coefficients.ForEach(column => column.Dispose());
            throw;
        }

        // The column with these values plus slope·X.
        void Add(FieldVector<TF> values, TF slope)
        {
            engine.Upload(values, buffer);
            var pack = packs[commitments.Count];
            var alone = pack.Count == 1 ? engine.InterpolateAndCommit(srs, buffer, circuit.Log2) : null;
            if (alone is null)
                engine.Interpolate(buffer, circuit.Log2, TF.One);
            if (!slope.IsZero)
            {
                if (alone is not null)
                    alone = srs.Curve.Add(alone, srs.Curve.Multiply(srs.Powers[1], slope));
                var coefficient = new TF[1];
                engine.Read(buffer, 1, coefficient);
                engine.Write(buffer, 1, [coefficient[0] + slope]);
            }

            var column = new FieldVector<TF>(circuit.Rows);
            coefficients.Add(column);
            engine.Download(buffer, column);
            if (alone is not null)
                commitments.Add(alone);
            else if (coefficients.Count - 1 == pack[^1].Index)
                commitments.Add(ColumnPack.Commit(engine, srs, [.. pack.Select(member => engine.Borrow(coefficients[member.Index]))]));
        }
    }

    /// <summary>
    /// The permutation column σ_j less k_j X, by row: the label k_c ω^i of the cell (c, i) that follows cell (j, row) on its cycle, less the cell's own.
    /// </summary>
    private static FieldVector<TF> Moved<TF>(CompiledCircuit<TF> circuit, int j, FieldVector<TF> powers)
        where TF : unmanaged, IPrimeField<TF>
    {
        var moved = new FieldVector<TF>(circuit.Rows);
        var factors = circuit.System.CosetFactors;
        Blocks.Run(circuit.Rows, Environment.ProcessorCount, (first, end) =>
        {
            for (var row = first; row < end; row++)
            {
                var cell = (j * circuit.Rows) + row;
                var next = circuit.Permutation[cell];
                if (next != cell)
                    moved[row] = (factors[(int)(next >> circuit.Log2)] * powers[next & (circuit.Rows - 1)]) - (factors[j] * powers[row]);
            }
        });
        return moved;
    }
}
