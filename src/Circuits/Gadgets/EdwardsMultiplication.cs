using System.Numerics;

namespace Zk.Circuits;

/// <summary>Multiples of points of Baby Jubjub by scalars given in digits, which the tables they are looked up in keep in range.</summary>
public static class EdwardsMultiplication
{
    /// <summary>Bits of a digit of a fixed base's scalar.</summary>
    public const int FixedDigitBits = 8;

    /// <summary>Bits of a digit of a variable base's scalar.</summary>
    public const int VariableDigitBits = 4;

    private const string EntryHint = "table entry";
    private const string EntryConstraint = "looked up with its key on the addition's row";

    /// <summary>
    /// The one kind of addition row here: it adds a point that it looks up and writes the point it adds to, mostly under a tag that nothing reads.
    /// Separate kinds for lookups and writes would cost the circuit two more selector columns, and these rows nothing less.
    /// </summary>
    private static readonly RowKind<Fr> _addition = new(EdwardsArithmetic.Gates.Add, Lookup: true, Write: true);

    /// <summary>
    /// The scalar times <see cref="BabyJubJub.Base"/>, where the scalar is a wire below the subgroup's order l: proven here, so each scalar has one
    /// witness (a signature's S and S + l are not interchangeable). Two rows a digit, and the proof of the range.
    /// </summary>
    public static (Wire X, Wire Y) MultiplyBase(this CircuitBuilder<Fr> builder, Wire scalar)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.MultiplyBaseAdd(scalar, builder.Constant(EdwardsPoint.Identity));
    }

    /// <summary>As <see cref="MultiplyBase"/>, plus a point of the curve, at no further cost.</summary>
    public static (Wire X, Wire Y) MultiplyBaseAdd(this CircuitBuilder<Fr> builder, Wire scalar, (Wire X, Wire Y) point)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("fixed base");
        var digits = ScalarDigits.Define(builder, scalar, FixedDigitBits, BabyJubJub.SubgroupOrder);
        var sum = point;
        for (var i = 0; i < digits.Length; i++)
        {
            var window = i;
            var table = builder.Tables.GetOrAdd($"baby jubjub base window {window}", () => Window(window));
            var entries = table.Entries!;
            var found = builder.Hint(EntryHint, EntryConstraint, [digits[i]], 2, (input, output) =>
            {
                var key = input[0].ToBigInteger();
                (output[0], output[1]) = key < entries.Count ? entries[(int)key] : (Fr.Zero, Fr.One);
            });
            sum = AddLookedUp(builder, table, digits[i], (found[0], found[1]), sum);
        }

        return sum;
    }

    /// <summary>
    /// The integer 0 &lt;= h &lt; r that a wire is, times a point of the curve. The point's sixteen first multiples are written to a table of this
    /// call's own; then four rows a digit. That h is taken as its canonical integer is proven, since h + r would give another multiple.
    /// </summary>
    public static (Wire X, Wire Y) Multiply(this CircuitBuilder<Fr> builder, Wire scalar, (Wire X, Wire Y) point)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("variable base");
        var digits = ScalarDigits.Define(builder, scalar, VariableDigitBits, Fr.Characteristic);
        var table = builder.Tables.AddDynamic("multiples of a point");
        var multiples = WriteMultiples(builder, table, point);
        var sum = builder.Constant(EdwardsPoint.Identity);
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var found = builder.Hint(EntryHint, EntryConstraint, [digits[i], .. multiples], 2, static (input, output) =>
            {
                var key = input[0].ToBigInteger();
                var at = key < 1 << VariableDigitBits ? 1 + (2 * (int)key) : 1;
                (output[0], output[1]) = (input[at], input[at + 1]);
            });

            // The doublings end in cells a and b of the next row, which is the addition's.
            if (i < digits.Length - 1)
                sum = EdwardsArithmetic.PlaceDoublings(builder, sum, VariableDigitBits).Last;
            sum = AddLookedUp(builder, table, digits[i], (found[0], found[1]), sum);
        }

        return sum;
    }

    /// <summary>sum + point: the lookup (digit, tag, x, y) stands on the addition's row, with the digit in cell d of the next.</summary>
    internal static (Wire X, Wire Y) AddLookedUp(CircuitBuilder<Fr> builder, LookupTable<Fr> table, Wire digit, (Wire X, Wire Y) point, (Wire X, Wire Y) sum) =>
        EdwardsArithmetic.PlaceAddition(builder, _addition, new(P4: LookupTables<Fr>.Unread, P5: table.Tag), sum, point, digit);

    /// <summary>
    /// Writes 0, P, 2P, ..., 15P under the keys 0..15, each from the row that adds P to it. Since these rows look up what they add too, they find P
    /// in the table itself, under the key 1, as the sum of 0 and P; that it is the given point the copy constraints ensure.
    /// </summary>
    private static Wire[] WriteMultiples(CircuitBuilder<Fr> builder, LookupTable<Fr> table, (Wire X, Wire Y) point)
    {
        using var scope = builder.Scope("multiples");
        const int count = 1 << VariableDigitBits;
        var one = builder.Constant(Fr.One);
        var multiple = builder.Constant(EdwardsPoint.Identity);
        var wires = new Wire[2 * count];
        for (var key = 0; key < count; key++)
        {
            (wires[2 * key], wires[(2 * key) + 1]) = multiple;
            multiple = EdwardsArithmetic.PlaceAddition(builder, _addition, new(P3: Fr.FromUInt64((ulong)key), P4: table.Tag, P5: table.Tag), multiple, point, one);
        }

        return wires;
    }

    /// <summary>The multiples d·2^(8·window)·B8 for d = 0, 1, ..., as many as a scalar below l can need.</summary>
    private static (Fr X, Fr Y)[] Window(int window)
    {
        var bits = (int)BabyJubJub.SubgroupOrder.GetBitLength() - (FixedDigitBits * window);
        var entries = new (Fr X, Fr Y)[1 << Math.Min(bits, FixedDigitBits)];
        var step = BabyJubJub.Base.Multiply(BigInteger.One << (FixedDigitBits * window));
        var point = EdwardsPoint.Identity;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = (point.X, point.Y);
            point += step;
        }

        return entries;
    }
}
