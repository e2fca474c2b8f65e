using Zk.Field;

namespace Zk.Circuits;

/// <summary>Boolean logic and selection. One row each unless it says otherwise.</summary>
public static class Logic
{
    /// <summary>Asserts that a wire is 0 or 1.</summary>
    public static Bit ToBit<TF>(this CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF>
    {
        builder.AssertZero(new(-TF.One, x), new(TF.Zero, x), product: TF.One);
        return new Bit(x);
    }

    /// <summary>x and y.</summary>
    public static Bit And<TF>(this CircuitBuilder<TF> builder, Bit x, Bit y)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Multiply(x, y));

    /// <summary>x or y: x + y − xy.</summary>
    public static Bit Or<TF>(this CircuitBuilder<TF> builder, Bit x, Bit y)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Compute(x.Wire, y.Wire, product: -TF.One));

    /// <summary>Either x or y: x + y − 2xy.</summary>
    public static Bit Xor<TF>(this CircuitBuilder<TF> builder, Bit x, Bit y)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Compute(x.Wire, y.Wire, product: -TF.One.Double()));

    /// <summary>Not x: 1 − x.</summary>
    public static Bit Not<TF>(this CircuitBuilder<TF> builder, Bit x)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Affine(-TF.One, x, TF.One));

    /// <summary>Asserts that a bit is 1. No row.</summary>
    public static void AssertTrue<TF>(this CircuitBuilder<TF> builder, Bit x)
        where TF : unmanaged, IPrimeField<TF> => builder.AssertConstant(x, TF.One);

    /// <summary>Asserts that a bit is 0. No row.</summary>
    public static void AssertFalse<TF>(this CircuitBuilder<TF> builder, Bit x)
        where TF : unmanaged, IPrimeField<TF> => builder.AssertConstant(x, TF.Zero);

    /// <summary>Asserts that y is 1 wherever x is.</summary>
    public static void AssertImplies<TF>(this CircuitBuilder<TF> builder, Bit x, Bit y)
        where TF : unmanaged, IPrimeField<TF> => builder.AssertZero(x.Wire, new(TF.Zero, y), product: -TF.One);

    /// <summary>Asserts that x equals y wherever the condition is 1. Two rows.</summary>
    public static void AssertEqualIf<TF>(this CircuitBuilder<TF> builder, Bit condition, Wire x, Wire y)
        where TF : unmanaged, IPrimeField<TF> =>
        builder.AssertZero(new(TF.Zero, condition), new(TF.Zero, y), -(Term<TF>)builder.Multiply(condition, x), product: TF.One);

    /// <summary>Asserts that x is zero wherever the condition is 1.</summary>
    public static void AssertZeroIf<TF>(this CircuitBuilder<TF> builder, Bit condition, Wire x)
        where TF : unmanaged, IPrimeField<TF> => builder.AssertZero(new(TF.Zero, condition), new(TF.Zero, x), product: TF.One);

    /// <summary>x where the condition is 1, else y. Two rows.</summary>
    public static Wire Select<TF>(this CircuitBuilder<TF> builder, Bit condition, Wire x, Wire y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var sum = builder.MultiplyAdd(TF.One, condition, x, y);
        return builder.MultiplyAdd(-TF.One, condition, y, sum);
    }

    /// <summary>x where the condition is 1, else a constant.</summary>
    public static Wire SelectConstant<TF>(this CircuitBuilder<TF> builder, Bit condition, Wire x, TF otherwise)
        where TF : unmanaged, IPrimeField<TF> => builder.Compute(new(-otherwise, condition), new(TF.Zero, x), product: TF.One, constant: otherwise);

    /// <summary>One integer or another; the width is the larger one. Two rows.</summary>
    public static UInt Select<TF>(this CircuitBuilder<TF> builder, Bit condition, UInt x, UInt y)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Select(condition, x.Wire, y.Wire), Math.Max(x.Bits, y.Bits));

    /// <summary>One bit or another. Two rows.</summary>
    public static Bit Select<TF>(this CircuitBuilder<TF> builder, Bit condition, Bit x, Bit y)
        where TF : unmanaged, IPrimeField<TF> => new(builder.Select(condition, x.Wire, y.Wire));

    /// <summary>(x, y), exchanged where the condition is 1. Three rows.</summary>
    public static (Wire First, Wire Second) Swap<TF>(this CircuitBuilder<TF> builder, Bit condition, Wire x, Wire y)
        where TF : unmanaged, IPrimeField<TF>
    {
        var first = builder.Select(condition, y, x);
        return (first, builder.Compute(x, y, new(-TF.One, first)));
    }

    /// <summary>
    /// The bits b_0..b_(count−1) of which exactly one is 1, number <paramref name="index"/>. No witness exists for an index outside. One row a bit,
    /// and the two sums.
    /// </summary>
    public static Bit[] OneHot<TF>(this CircuitBuilder<TF> builder, Wire index, int count)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, TF.Characteristic);
        var wires = builder.Hint("one-hot bits", "each is a bit, they sum to 1, weighted by position they sum to the index", [index], count, static (input, bits) =>
        {
            for (var i = 0; i < bits.Length; i++)
                bits[i] = input[0] == TF.FromUInt64((ulong)i) ? TF.One : TF.Zero;
        });
        var bits = Array.ConvertAll(wires, builder.ToBit);
        builder.AssertZeroSum([.. bits.Select(b => (Term<TF>)b.Wire)], -TF.One);
        builder.AssertZeroSum([-(Term<TF>)index, .. bits.Select((b, i) => new Term<TF>(TF.FromUInt64((ulong)i), b))]);
        return bits;
    }
}
