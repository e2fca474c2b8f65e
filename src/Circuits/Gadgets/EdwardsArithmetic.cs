namespace Zk.Circuits;

/// <summary>
/// Points of Baby Jubjub (EIP-2494) as pairs of wires. The addition law is complete, so no case is special; inputs must be proven to lie on the curve,
/// outputs then do.
/// </summary>
public static class EdwardsArithmetic
{
    /// <summary>The curve's gates.</summary>
    internal static EdwardsGates<Fr> Gates { get; } = new(BabyJubJub.A, BabyJubJub.D);

    private static RowKind<Fr> DoublingRow { get; } = new(Gates.DoubleTwice);

    /// <summary>A constant point.</summary>
    public static (Wire X, Wire Y) Constant(this CircuitBuilder<Fr> builder, EdwardsPoint point)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return (builder.Constant(point.X), builder.Constant(point.Y));
    }

    /// <summary>Asserts a x² + y² = 1 + d x² y². Three rows.</summary>
    public static void AssertOnCurve(this CircuitBuilder<Fr> builder, Wire x, Wire y)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("on curve");
        var xx = builder.Multiply(x, x);
        var yy = builder.Multiply(y, y);
        builder.AssertZero(new(BabyJubJub.A, xx), yy, product: -BabyJubJub.D, constant: -Fr.One);
    }

    /// <summary>The sum of two points. Two rows.</summary>
    public static (Wire X, Wire Y) Add(this CircuitBuilder<Fr> builder, (Wire X, Wire Y) left, (Wire X, Wire Y) right)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return PlaceAddition(builder, AdditionRow, default, left, right, default);
    }

    /// <summary>Twice a point. Two rows.</summary>
    public static (Wire X, Wire Y) Double(this CircuitBuilder<Fr> builder, Wire x, Wire y) => builder.DoubleRepeatedly((x, y), 1);

    /// <summary>2^count times a point: a row for two doublings and one for the result.</summary>
    public static (Wire X, Wire Y) DoubleRepeatedly(this CircuitBuilder<Fr> builder, (Wire X, Wire Y) point, int count)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var result = PlaceDoublings(builder, point, count);
        builder.Place(RowKind<Fr>.None, default, result.Last.X, result.Last.Y);
        return result.Wanted;
    }

    /// <summary>
    /// Places the doubling rows only. The row placed next must have the point <c>Last</c> in its cells a and b; for an even count that is the
    /// point wanted.
    /// </summary>
    internal static ((Wire X, Wire Y) Wanted, (Wire X, Wire Y) Last) PlaceDoublings(CircuitBuilder<Fr> builder, (Wire X, Wire Y) point, int count)
    {
        var wanted = point;
        for (var done = 0; done < count; done += 2)
        {
            var (x, y) = point;
            var twice = builder.Hint("doubles of a point", "the doubling gate of the row, which has unique solutions on the curve", [x, y], 4, static (input, output) =>
            {
                (output[0], output[1]) = Sum(input[0], input[1], input[0], input[1]);
                (output[2], output[3]) = Sum(output[0], output[1], output[0], output[1]);
            });
            builder.Place(DoublingRow, default, x, y, twice[0], twice[1]);
            point = (twice[2], twice[3]);
            wanted = done + 1 == count ? (twice[0], twice[1]) : point;
        }

        return (wanted, point);
    }

    /// <summary>Places an addition and the row that holds its result in cells a and b, the helper value in c and, if given, a wire in d.</summary>
    internal static (Wire X, Wire Y) PlaceAddition(
        CircuitBuilder<Fr> builder, RowKind<Fr> kind, in RowParameters<Fr> parameters, (Wire X, Wire Y) left, (Wire X, Wire Y) right, Wire resultD)
    {
        var sum = builder.Hint("sum of points", "the addition gate of the row, whose denominators are never zero on the curve", [left.X, left.Y, right.X, right.Y], 3, static (input, output) =>
        {
            (output[0], output[1]) = Sum(input[0], input[1], input[2], input[3]);
            output[2] = input[0] * input[1] * input[2] * input[3];
        });
        builder.Place(kind, parameters, left.X, left.Y, right.X, right.Y);
        builder.Place(RowKind<Fr>.None, default, sum[0], sum[1], sum[2], resultD);
        return (sum[0], sum[1]);
    }

    internal static RowKind<Fr> AdditionRow { get; } = new(Gates.Add);

    /// <summary>The affine addition law for any coordinates: a hint must not fail on lies, so a zero denominator counts as having inverse zero.</summary>
    private static (Fr X, Fr Y) Sum(in Fr x1, in Fr y1, in Fr x2, in Fr y2)
    {
        var t = BabyJubJub.D * x1 * y1 * x2 * y2;
        Fr plus = Fr.One + t, minus = Fr.One - t;
        var both = plus * minus;
        var inverse = both.IsZero ? Fr.Zero : both.Inverse();
        return (((x1 * y2) + (x2 * y1)) * minus * inverse, ((y1 * y2) - (BabyJubJub.A * x1 * x2)) * plus * inverse);
    }
}
