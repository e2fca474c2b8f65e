namespace Zk.Cli;

/// <summary>
/// The circuit of <c>zk bench prove</c>, the same work for every PLONK: three advice columns, one gate q_M ab + q_L a + q_R b + q_O c + q_C = 0, no
/// lookups, one public input, a domain of exactly 2^log2 rows. It computes v_(i+1) = v_i v_(i-1) and v_i + v_(i-1) + 5 in turn from the public v_0;
/// row i holds (v_i, v_(i-1), v_(i+1)), so nearly every cell is copied to two others.
/// </summary>
internal static class VanillaCircuit
{
    private const int Columns = 3;

    private enum Selector
    {
        Product,
        Left,
        Right,
        Output,
        Constant,
    }

    /// <summary>The circuit's constraint system.</summary>
    public static ConstraintSystem<TF> System<TF>()
        where TF : unmanaged, IPrimeField<TF>
    {
        var (a, b, c) = (Expression<TF>.Advice(0), Expression<TF>.Advice(1), Expression<TF>.Advice(2));
        var gate = (Q<TF>(Selector.Product) * a * b) + (Q<TF>(Selector.Left) * a) + (Q<TF>(Selector.Right) * b) + (Q<TF>(Selector.Output) * c) + Q<TF>(Selector.Constant);
        return new ConstraintSystem<TF>(Columns, Enum.GetValues<Selector>().Length, 0, 1, [new Gate<TF>("vanilla", gate)], []);
    }

    /// <summary>The compiled circuit.</summary>
    public static CompiledCircuit<TF> Compile<TF>(int log2)
        where TF : unmanaged, IPrimeField<TF>
    {
        var system = System<TF>();
        var rows = 1L << log2;
        var usable = rows - ConstraintSystem<TF>.BlindingRows;
        var columns = Enum.GetValues<Selector>().Select(_ => new FieldVector<TF>(rows)).ToArray();
        for (var row = 0L; row < usable; row++)
        {
            columns[(int)Selector.Output][row] = -TF.One;
            if (IsProduct(row))
            {
                columns[(int)Selector.Product][row] = TF.One;
                continue;
            }

            // Row 0 has no v_(-1): its b is an unused zero.
            columns[(int)Selector.Left][row] = TF.One;
            columns[(int)Selector.Right][row] = TF.One;
            columns[(int)Selector.Constant][row] = TF.FromBigInteger(5);
        }

        return new CompiledCircuit<TF>($"bench/vanilla/{log2}", system, log2, columns, Copies(rows, usable));
    }

    /// <summary>Computes a witness.</summary>
    public static void Assign<TF>(Assignment<TF> assignment, long rows, TF input)
        where TF : unmanaged, IPrimeField<TF>
    {
        var five = TF.FromBigInteger(5);
        var (previous, current) = (TF.Zero, input);
        assignment.PublicInputs[0] = input;
        for (var row = 0L; row < rows - ConstraintSystem<TF>.BlindingRows; row++)
        {
            var next = IsProduct(row) ? current * previous : current + previous + five;
            assignment.Advice[0][row] = current;
            assignment.Advice[1][row] = previous;
            assignment.Advice[2][row] = next;
            (previous, current) = (current, next);
        }
    }

    private static bool IsProduct(long row) => (row & 1) == 1;

    private static Expression<TF> Q<TF>(Selector selector)
        where TF : unmanaged, IPrimeField<TF> => Expression<TF>.Fixed((int)selector);

    /// <summary>The cells of v_k are c of row k-1, a of row k and b of row k+1, as far as these rows exist: one cycle each.</summary>
    private static NativeBuffer<uint> Copies(long rows, long usable)
    {
        var permutation = new NativeBuffer<uint>(Columns * rows);
        for (var cell = 0L; cell < permutation.Length; cell++)
            permutation[cell] = (uint)cell;
        Span<long> cells = stackalloc long[Columns];
        for (var k = 0L; k <= usable; k++)
        {
            var count = 0;
            if (k > 0)
                cells[count++] = (2 * rows) + k - 1;
            if (k < usable)
                cells[count++] = k;
            if (k + 1 < usable)
                cells[count++] = rows + k + 1;
            for (var i = 0; i < count; i++)
                permutation[cells[i]] = (uint)cells[(i + 1) % count];
        }

        return permutation;
    }
}
