using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Many independent additions of affine points that share one field inversion (Montgomery's trick): 5M + 1S each and a share of the inversion,
/// against 8M + 2S for the cheapest inversion-free mixed addition. Exact on every input: equal and opposite points and infinity take a
/// branch of their own. Variable time.
/// </summary>
internal static unsafe class AffineBatch<TField, TCurve>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>
    /// sums[left[k]] += addends[right[k]] for k in 0..count-1. The targets are distinct, and no target is another pair's addend.
    /// </summary>
    /// <param name="sums">Where the left operands are and the sums go.</param>
    /// <param name="left">count indices into <paramref name="sums"/>.</param>
    /// <param name="addends">Where the right operands are; may be <paramref name="sums"/>.</param>
    /// <param name="right">count indices into <paramref name="addends"/>.</param>
    /// <param name="count">Number of pairs.</param>
    /// <param name="scratch">Room for 2 * count field elements.</param>
    public static void AddInto(
        AffinePoint<TField, TCurve>* sums, int* left, AffinePoint<TField, TCurve>* addends, int* right, int count, TField* scratch)
    {
        if (count == 0)
            return;
        var denominators = scratch + count;
        var product = TField.One;
        for (var k = 0; k < count; k++)
        {
            ref readonly var p = ref sums[left[k]];
            ref readonly var q = ref addends[right[k]];
            var d = IsSpecial(p, q) ? SpecialDenominator(p, q) : q.X - p.X;
            scratch[k] = product;
            denominators[k] = d;
            product *= d;
        }

        var inverse = product.Inverse();
        for (var k = count - 1; k >= 0; k--)
        {
            ref var p = ref sums[left[k]];
            ref readonly var q = ref addends[right[k]];
            var d = inverse * scratch[k];
            inverse *= denominators[k];
            p = IsSpecial(p, q) ? SpecialSum(p, q, d) : Chord(p, q, (q.Y - p.Y) * d);
        }
    }

    private static bool IsSpecial(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q) =>
        p.X == q.X || p.IsIdentity || q.IsIdentity;

    private static bool IsDoubling(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q) =>
        p == q && !p.Y.IsZero && !p.IsIdentity;

    private static TField SpecialDenominator(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q) =>
        IsDoubling(p, q) ? p.Y.Double() : TField.One;

    private static AffinePoint<TField, TCurve> SpecialSum(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q, in TField inverse)
    {
        if (p.IsIdentity)
            return q;
        if (q.IsIdentity)
            return p;
        if (!IsDoubling(p, q))
            return default;
        var square = p.X.Square();
        return Chord(p, q, (square.Double() + square) * inverse);
    }

    /// <summary>The third point of the line through p and q with this slope, mirrored.</summary>
    private static AffinePoint<TField, TCurve> Chord(in AffinePoint<TField, TCurve> p, in AffinePoint<TField, TCurve> q, in TField slope)
    {
        var x = slope.Square() - p.X - q.X;
        return new(x, (slope * (p.X - x)) - p.Y);
    }
}
