using System.Numerics;

namespace Zk.Circuits;

/// <summary>
/// What pairs of field elements, any whatever, are on Baby Jubjub: answers with one witness each, for circuits that must prove that something fails.
/// </summary>
public static class EdwardsPredicates
{
    /// <summary>The points of order 8 or less are the multiples of this one, since the group, of order 8l, is cyclic.</summary>
    private static readonly EdwardsPoint _torsion = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);

    /// <summary>Whether a x² + y² = 1 + d x² y². Six rows.</summary>
    public static Bit IsOnCurve(this CircuitBuilder<Fr> builder, Wire x, Wire y)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("is on curve");
        var xx = builder.Multiply(x, x);
        var yy = builder.Multiply(y, y);
        return builder.IsZero(builder.Compute(new(BabyJubJub.A, xx), yy, product: -BabyJubJub.D, constant: -Fr.One));
    }

    /// <summary>
    /// Whether a pair is a point of order l, as public keys are: on the curve, in the subgroup, not the identity. 25 rows.
    /// </summary>
    /// <remarks>
    /// A point P of the curve — the base point stands in for what is none — is written as 8Q + tT, where T has order 8 and t is in 0..7. As 8Q has
    /// an order that divides l, and the group is the product of its parts of orders l and 8, t is unique, and 0 exactly if P is in the subgroup. Which of the
    /// eight possible Q is hinted is of no consequence. Of the subgroup only the identity has x = 0.
    /// </remarks>
    public static Bit IsInSubgroup(this CircuitBuilder<Fr> builder, Wire x, Wire y)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("is in subgroup");
        var isOnCurve = builder.IsOnCurve(x, y);
        var point = (X: builder.SelectConstant(isOnCurve, x, BabyJubJub.Base.X), Y: builder.SelectConstant(isOnCurve, y, BabyJubJub.Base.Y));
        var parts = builder.Hint("parts of a point", "Q on the curve, t looked up, 8 Q + t T is the point", [point.X, point.Y], 3, static (input, output) =>
        {
            var (q, t) = Parts(new EdwardsPoint(input[0], input[1]));
            (output[0], output[1], output[2]) = (q.X, q.Y, Fr.FromUInt64((ulong)t));
        });
        builder.AssertOnCurve(parts[0], parts[1]);
        var sum = AddTorsion(builder, builder.DoubleRepeatedly((parts[0], parts[1]), 3), parts[2]);
        builder.AssertEqual(sum.X, point.X);
        builder.AssertEqual(sum.Y, point.Y);
        var isProper = builder.And(builder.IsZero(parts[2]), builder.Not(builder.IsZero(x)));
        return builder.Result("is in subgroup", builder.And(isOnCurve, isProper));
    }

    /// <summary>A point plus t times T, where t has no witness unless it is in 0..7.</summary>
    private static (Wire X, Wire Y) AddTorsion(CircuitBuilder<Fr> builder, (Wire X, Wire Y) point, Wire t)
    {
        var table = builder.Tables.GetOrAdd("baby jubjub points of small order", static () =>
            [.. Enumerable.Range(0, BabyJubJub.Cofactor).Select(k => _torsion.Multiply(k)).Select(p => (p.X, p.Y))]);
        var entries = table.Entries!;
        var found = builder.Hint("table entry", "looked up with its key on the addition's row", [t], 2, (input, output) =>
        {
            var key = input[0].ToBigInteger();
            (output[0], output[1]) = key < entries.Count ? entries[(int)key] : (Fr.Zero, Fr.One);
        });
        return EdwardsMultiplication.AddLookedUp(builder, table, t, (found[0], found[1]), point);
    }

    /// <summary>Q and t for a point of the curve; anything for what is none.</summary>
    private static (EdwardsPoint Q, int T) Parts(EdwardsPoint point)
    {
        if (!point.IsOnCurve)
            return (point, 0);
        var l = BabyJubJub.SubgroupOrder;
        var projection = point.Multiply(l);
        var t = Enumerable.Range(0, BabyJubJub.Cofactor).First(k => _torsion.Multiply(k * l) == projection);
        return ((point - _torsion.Multiply(t)).Multiply(BigInteger.ModPow(BabyJubJub.Cofactor, l - 2, l)), t);
    }
}
