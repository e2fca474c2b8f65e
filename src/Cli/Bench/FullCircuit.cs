using Zk.Circuits;

namespace Zk.Cli;

/// <summary>
/// The circuit of <c>zk bench prove --full</c>: four advice columns and the whole gate library in use, a chain of Poseidon2 compressions with a
/// canonical decomposition by range lookups after every eighth, in as many independent parts as help the witness.
/// </summary>
/// <param name="units">Eight compressions and one decomposition each.</param>
internal sealed class FullCircuit(int units) : CircuitDefinition<Fr, Fr>
{
    private const int CompressionsPerUnit = 8;
    private const int Parts = 16;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"bench/full/{units}");

    /// <summary>Compiles the largest such circuit on a domain of exactly 2^<paramref name="log2"/> rows.</summary>
    public static Circuit<Fr, Fr> Compile(int log2)
    {
        // Rows in the domain over rows a unit, the tables aside; then down until the compiler agrees.
        long RowsOf(int units)
        {
            using var circuit = Circuit.Compile(new FullCircuit(units));
            return circuit.Profile.Rows;
        }

        var (one, more) = (RowsOf(1), RowsOf(1 + Parts));
        var perUnit = (double)(more - one) / Parts;
        var units = (int)Math.Max(1, ((1L << log2) - ConstraintSystem<Fr>.BlindingRows - one) / perUnit);
        while (true)
        {
            var circuit = Circuit.Compile(new FullCircuit(units));
            if (circuit.Compiled.Log2 == log2)
                return circuit;
            circuit.Dispose();
            if (circuit.Compiled.Log2 < log2 || units == 1)
                throw CliException.BadInput($"--log2: the full circuit does not come to exactly 2^{log2} rows; try a larger domain");
            units -= Math.Max(1, units / 64);
        }
    }

    /// <inheritdoc/>
    public override void Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, Fr> inputs)
    {
        var start = inputs.Field("start", input => input);
        var ends = new Wire[Math.Min(Parts, units)];
        builder.Parallel(ends.Length, part =>
        {
            var state = builder.Affine(Fr.One, start, Fr.FromUInt64((ulong)part));
            for (var unit = part; unit < units; unit += ends.Length)
            {
                for (var i = 0; i < CompressionsPerUnit; i++)
                    state = builder.Poseidon2Compress(state, start);
                builder.ToLimbs(state);
            }

            ends[part] = state;
        });
        builder.Public("end", builder.Sum<Fr>([.. ends.Select(end => new Term<Fr>(Fr.One, end))]));
    }
}
