using Zk.Field;

namespace Zk.Circuits;

/// <summary>Field arithmetic. Each call is one row unless it says otherwise.</summary>
public static class Arithmetic
{
    /// <summary>x + y.</summary>
    public static Wire Add<TF>(this CircuitBuilder<TF> builder, Wire x, Wire y)
        where TF : unmanaged, IPrimeField<TF> => builder.Compute(x, y);

    /// <summary>x − y.</summary>
    public static Wire Subtract<TF>(this CircuitBuilder<TF> builder, Wire x, Wire y)
        where TF : unmanaged, IPrimeField<TF> => builder.Compute(x, new(-TF.One, y));

    /// <summary>x·y.</summary>
    public static Wire Multiply<TF>(this CircuitBuilder<TF> builder, Wire x, Wire y)
        where TF : unmanaged, IPrimeField<TF> => builder.MultiplyAdd(TF.One, x, y);

    /// <summary>k·x + c for constants k and c.</summary>
    public static Wire Affine<TF>(this CircuitBuilder<TF> builder, TF k, Wire x, TF c)
        where TF : unmanaged, IPrimeField<TF> => builder.Compute(new(k, x), constant: c);

    /// <summary>k·x·y + z + c, where z is an optional term.</summary>
    public static Wire MultiplyAdd<TF>(this CircuitBuilder<TF> builder, TF k, Wire x, Wire y, Term<TF> z = default, TF c = default)
        where TF : unmanaged, IPrimeField<TF> => builder.Compute(new(TF.Zero, x), new(TF.Zero, y), z, k, c);

    /// <summary>a + b + c + product·(a's wire)·(b's wire) + constant: everything that one row can compute.</summary>
    public static Wire Compute<TF>(this CircuitBuilder<TF> builder, Term<TF> a, Term<TF> b = default, Term<TF> c = default, TF product = default, TF constant = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var output = builder.NewWire();
        (Relation<TF>.Of(a, b, c, new(-TF.One, output), product, constant) with { Output = 3 }).Place(builder);
        return output;
    }

    /// <summary>Asserts a + b + c + d + product·(a's wire)·(b's wire) + constant = 0: everything that one row can say.</summary>
    public static void AssertZero<TF>(
        this CircuitBuilder<TF> builder, Term<TF> a, Term<TF> b = default, Term<TF> c = default, Term<TF> d = default, TF product = default, TF constant = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        Relation<TF>.Of(a, b, c, d, product, constant).Place(builder);
    }

    /// <summary>The sum of any number of terms and a constant: three terms in the first row, two in each further one.</summary>
    public static Wire Sum<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<Term<TF>> terms, TF constant = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (terms.IsEmpty)
            return builder.Constant(constant);
        var sum = builder.Compute(terms[0], At(terms, 1), At(terms, 2), constant: constant);
        for (var i = 3; i < terms.Length; i += 2)
            sum = builder.Compute(sum, terms[i], At(terms, i + 1));
        return sum;
    }

    /// <summary>Asserts that a sum of terms and a constant is zero: four terms in one row, two more in each further one.</summary>
    public static void AssertZeroSum<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<Term<TF>> terms, TF constant = default)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (terms.Length <= 4)
        {
            builder.AssertZero(At(terms, 0), At(terms, 1), At(terms, 2), At(terms, 3), constant: constant);
            return;
        }

        var head = (terms.Length - 3) | 1;
        builder.AssertZero(builder.Sum(terms[..head], constant), At(terms, head), At(terms, head + 1), At(terms, head + 2));
    }

    /// <summary>Asserts that a wire is a constant. It costs no row beyond the constant's own.</summary>
    public static void AssertConstant<TF>(this CircuitBuilder<TF> builder, Wire x, TF value)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AssertEqual(x, builder.Constant(value));
    }

    /// <summary>1/x; no witness exists for x = 0.</summary>
    public static Wire Inverse<TF>(this CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var inverse = builder.Hint("inverse", "x * inverse = 1", [x], 1, Hints.Inverse)[0];
        builder.AssertZero(new(TF.Zero, x), new(TF.Zero, inverse), product: TF.One, constant: -TF.One);
        return inverse;
    }

    /// <summary>Asserts that a wire is not zero.</summary>
    public static void AssertNonZero<TF>(this CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF> => builder.Inverse(x);

    /// <summary>Whether a wire is zero. Three rows; the third makes the hinted inverse unique also where x is zero.</summary>
    public static Bit IsZero<TF>(this CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var inverse = builder.Hint("inverse or zero", "x * inverse = 1 - isZero, x * isZero = 0, inverse * isZero = 0", [x], 1, Hints.Inverse)[0];
        var isZero = builder.MultiplyAdd(-TF.One, x, inverse, c: TF.One);
        builder.AssertZero(new(TF.Zero, x), new(TF.Zero, isZero), product: TF.One);
        builder.AssertZero(new(TF.Zero, inverse), new(TF.Zero, isZero), product: TF.One);
        return builder.Result("is zero", isZero);
    }

    /// <summary>Whether two wires are equal. Four rows.</summary>
    public static Bit IsEqual<TF>(this CircuitBuilder<TF> builder, Wire x, Wire y)
        where TF : unmanaged, IPrimeField<TF> => builder.IsZero(builder.Subtract(x, y));

    private static Term<TF> At<TF>(ReadOnlySpan<Term<TF>> terms, int index)
        where TF : unmanaged, IPrimeField<TF> => index < terms.Length ? terms[index] : default;
}
