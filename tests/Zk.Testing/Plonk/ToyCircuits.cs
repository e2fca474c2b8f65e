using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>Circuits that between them use every feature of the proof system, at any size from 2^3 rows.</summary>
public static class ToyCircuits
{
    /// <summary>The names of all kinds, for parametrised tests; <see cref="Make{TF}"/> makes one.</summary>
    public static readonly string[] Kinds =
        ["vanilla", "vanilla, nothing public", "vanilla, many public inputs", "smallest", "rotation", "fifth power", "range", "bus"];

    /// <summary>Makes a circuit of a kind.</summary>
    public static ToyCircuit<TF> Make<TF>(string kind, int log2)
        where TF : unmanaged, IPrimeField<TF> => kind switch
        {
            "vanilla" => Vanilla<TF>(log2),
            "vanilla, nothing public" => Vanilla<TF>(log2, 0),
            "vanilla, many public inputs" => Vanilla<TF>(log2, (int)Math.Min(100, Usable<TF>(log2) - 1)),
            "smallest" => Smallest<TF>(log2),
            "rotation" => Rotation<TF>(log2),
            "fifth power" => FifthPower<TF>(log2),
            "range" => Range<TF>(log2),
            "bus" => Bus<TF>(log2, (int)Math.Min(3, Usable<TF>(log2))),
            _ => throw new ArgumentException($"no toy circuit is called '{kind}'", nameof(kind)),
        };

    /// <summary>
    /// The gate q_L a + q_R b + q_O c + q_M ab + q_C = 0 on three columns (degree 4 with the permutation): a chain in which each row multiplies or
    /// adds the previous result, which is copied, and a fresh or public value, which is copied too.
    /// </summary>
    public static ToyCircuit<TF> Vanilla<TF>(int log2, int publicInputs = 1)
        where TF : unmanaged, IPrimeField<TF>
    {
        var (a, b, c) = (Advice<TF>(0), Advice<TF>(1), Advice<TF>(2));
        var gate = (Fixed<TF>(0) * a) + (Fixed<TF>(1) * b) + (Fixed<TF>(2) * c) + (Fixed<TF>(3) * (a * b)) + Fixed<TF>(4);
        var builder = new ToyBuilder<TF>("toy/vanilla", new(3, 5, 0, publicInputs, [new("arithmetic", gate)], []), log2);
        var constant = TF.FromUInt64(5);
        for (var row = (long)publicInputs; row < builder.Usable; row++)
        {
            builder.Fix(2, row, -TF.One);
            builder.Fix(4, row, constant);
            if (row % 2 == 0)
            {
                builder.Fix(3, row, TF.One);
            }
            else
            {
                builder.Fix(0, row, TF.One);
                builder.Fix(1, row, TF.One);
            }

            if (row > publicInputs)
                builder.Copy(0, row, 2, row - 1);
            if (publicInputs > 0)
                builder.Copy(1, row, 0, row % publicInputs);
        }

        return builder.Build((assignment, random) =>
        {
            var advice = assignment.Advice;
            for (var row = 0L; row < builder.Usable; row++)
            {
                advice[0][row] = row > publicInputs ? advice[2][row - 1] : Value<TF>(random);
                advice[1][row] = row >= publicInputs && publicInputs > 0 ? advice[0][row % publicInputs] : Value<TF>(random);
                var (x, y) = (advice[0][row], advice[1][row]);
                advice[2][row] = (row % 2 == 0 ? x * y : x + y) + constant;
            }
        });
    }

    /// <summary>One column, no gate, nothing public, two equal cells: the least that is possible (degree 2, one quotient piece).</summary>
    public static ToyCircuit<TF> Smallest<TF>(int log2)
        where TF : unmanaged, IPrimeField<TF>
    {
        var builder = new ToyBuilder<TF>("toy/smallest", new(1, 0, 0, 0, [], []), log2);
        builder.Copy(0, 0, 0, builder.Usable - 1);
        return builder.Build((assignment, random) =>
        {
            for (var row = 0L; row < builder.Usable; row++)
                assignment.Advice[0][row] = Value<TF>(random);
            assignment.Advice[0][builder.Usable - 1] = assignment.Advice[0][0];
        });
    }

    /// <summary>Rotations: two columns that hold consecutive Fibonacci-like numbers, a' = b and b' = a + b; a fixed column of zeros is mentioned as well.</summary>
    public static ToyCircuit<TF> Rotation<TF>(int log2, int publicInputs = 2)
        where TF : unmanaged, IPrimeField<TF>
    {
        var on = Fixed<TF>(0);
        var zeros = Fixed<TF>(1);
        Gate<TF>[] gates =
        [
            new("first", on * (Advice<TF>(0, 1) - Advice<TF>(1))),
            new("second", on * (Advice<TF>(1, 1) - Advice<TF>(0) - Advice<TF>(1)) + (zeros * (Advice<TF>(0) * Advice<TF>(1)))),
        ];
        var builder = new ToyBuilder<TF>("toy/rotation", new(2, 2, 0, publicInputs, gates, []), log2);
        for (var row = 0L; row < builder.Usable - 1; row++)
            builder.Fix(0, row, TF.One);
        return builder.Build((assignment, random) =>
        {
            var (a, b) = (Value<TF>(random), Value<TF>(random));
            for (var row = 0L; row < builder.Usable; row++)
            {
                assignment.Advice[0][row] = a;
                assignment.Advice[1][row] = b;
                (a, b) = (b, a + b);
            }
        });
    }

    /// <summary>A selected gate of degree 6: c = a^5 on five columns.</summary>
    public static ToyCircuit<TF> FifthPower<TF>(int log2, int publicInputs = 0)
        where TF : unmanaged, IPrimeField<TF>
    {
        var gate = Fixed<TF>(0) * (Advice<TF>(0).Pow5() - Advice<TF>(4));
        var builder = new ToyBuilder<TF>("toy/fifth-power", new(5, 1, 0, publicInputs, [new("fifth power", gate)], []), log2);
        for (var row = 0L; row < builder.Usable; row++)
        {
            builder.Fix(0, row, TF.One);
            if (row > publicInputs)
                builder.Copy(1, row, 4, row - 1);
        }

        return builder.Build((assignment, random) =>
        {
            for (var row = 0L; row < builder.Usable; row++)
            {
                for (var j = 0; j < 4; j++)
                    assignment.Advice[j][row] = Value<TF>(random);
                if (row > publicInputs)
                    assignment.Advice[1][row] = assignment.Advice[4][row - 1];
                assignment.Advice[4][row] = assignment.Advice[0][row].Pow(5UL);
            }
        });
    }

    /// <summary>Four range lookups a row and their table, five summands in one group; half of the rows look nothing up.</summary>
    public static ToyCircuit<TF> Range<TF>(int log2, int publicInputs = 1)
        where TF : unmanaged, IPrimeField<TF>
    {
        var terms = new List<BusTerm<TF>> { new("table", -Expression<TF>.Multiplicity(0), [Fixed<TF>(1)]) };
        for (var j = 0; j < 4; j++)
            terms.Add(new($"range of column {j}", Fixed<TF>(0), [Advice<TF>(j)]));
        var builder = new ToyBuilder<TF>("toy/range", new(4, 2, 1, publicInputs, [], terms), log2);
        var size = Math.Min(64, builder.Usable);
        for (var row = 0L; row < builder.Usable; row++)
        {
            builder.Fix(0, row, row % 2 == 0 ? TF.One : TF.Zero);
            builder.Fix(1, row, TF.FromUInt64(row < size ? (ulong)row : 0));
        }

        return builder.Build((assignment, random) =>
        {
            for (var row = 0L; row < builder.Usable; row++)
            {
                for (var j = 0; j < 4; j++)
                    assignment.Advice[j][row] = row % 2 == 0 ? TF.FromUInt64((ulong)random.NextInt64(size)) : Value<TF>(random);
            }
        });
    }

    /// <summary>
    /// Several bus groups: tagged tuples of three values, a fixed table of squares, a table that is written in advice cells, looked up by two columns
    /// of the next row; gates and rotations besides.
    /// </summary>
    public static ToyCircuit<TF> Bus<TF>(int log2, int publicInputs = 3)
        where TF : unmanaged, IPrimeField<TF>
    {
        var (read, offer, number) = (Fixed<TF>(0), Fixed<TF>(1), Fixed<TF>(2));
        var (squares, memory) = (Expression<TF>.Constant(1), Expression<TF>.Constant(2));
        BusTerm<TF>[] terms =
        [
            new("squares", -Expression<TF>.Multiplicity(0), [squares, number, Fixed<TF>(3)]),
            new("first square", read, [squares, Advice<TF>(0), Advice<TF>(1)]),
            new("second square", read, [squares, Advice<TF>(1) - Advice<TF>(1) + Advice<TF>(0), Advice<TF>(1)]),
            new("cell", -(offer * Expression<TF>.Multiplicity(1)), [memory, number, Advice<TF>(2)]),
            new("read on the next row", read, [memory, Advice<TF>(3, 1), Advice<TF>(2, 1) + Advice<TF>(1)]),
            new("read twice", read * 2, [memory, Advice<TF>(3, 1), Advice<TF>(2, 1) + Advice<TF>(1)]),
        ];
        Gate<TF>[] gates = [new("square", read * ((Advice<TF>(0) * Advice<TF>(0)) - Advice<TF>(1)))];
        var builder = new ToyBuilder<TF>("toy/bus", new(4, 4, 2, publicInputs, gates, terms), log2);
        var last = builder.Usable - 1;
        var size = Math.Min(16, builder.Usable);
        for (var row = 0L; row < builder.Usable; row++)
        {
            builder.Fix(0, row, row % 2 == 0 && row < last ? TF.One : TF.Zero);
            builder.Fix(1, row, row % 2 == 0 ? TF.One : TF.Zero);
            var entry = TF.FromUInt64(row < size ? (ulong)row : 0);
            builder.Fix(2, row, entry);
            builder.Fix(3, row, entry * entry);
        }

        return builder.Build((assignment, random) =>
        {
            // Even rows offer (number, value in column 2); odd rows are read from the row before, less a square.
            var advice = assignment.Advice;
            for (var row = 0L; row <= last; row++)
            {
                advice[0][row] = TF.FromUInt64((ulong)random.NextInt64(size));
                advice[1][row] = advice[0][row] * advice[0][row];
                advice[2][row] = Value<TF>(random);
                advice[3][row] = Value<TF>(random);
            }

            for (var row = 0L; row < last; row += 2)
            {
                var target = 2 * random.NextInt64((last / 2) + 1);
                advice[3][row + 1] = TF.FromUInt64(target < size ? (ulong)target : 0);
                advice[2][row + 1] = advice[2][target] - advice[1][row];
            }
        });
    }

    private static long Usable<TF>(int log2)
        where TF : unmanaged, IPrimeField<TF> => (1L << log2) - ConstraintSystem<TF>.BlindingRows;

    private static Expression<TF> Advice<TF>(int column, int rotation = 0)
        where TF : unmanaged, IPrimeField<TF> => Expression<TF>.Advice(column, rotation);

    private static Expression<TF> Fixed<TF>(int column)
        where TF : unmanaged, IPrimeField<TF> => Expression<TF>.Fixed(column);

    private static TF Value<TF>(Random random)
        where TF : unmanaged, IPrimeField<TF>
    {
        Span<byte> bytes = stackalloc byte[TF.ByteLength + 16];
        random.NextBytes(bytes);
        return TF.ReduceBigEndian(bytes);
    }
}
