using Zk.Curves;
using Zk.Field;

namespace Zk.Testing;

/// <summary>79, the order of <see cref="PrimeOrderToyCurve"/>: its scalar field.</summary>
public readonly struct Prime79 : ITinyPrime
{
    public static uint Value => 79;

    public static uint Generator => 3;
}

/// <summary>y^2 = x^3 + 5 over F_97, of prime order 79: small enough to try every pair of points and every scalar.</summary>
public readonly struct PrimeOrderToyCurve : IWeierstrassCurve<TinyFp<Prime97>, PrimeOrderToyCurve>
{
    public static TinyFp<Prime97> B => TinyFp<Prime97>.FromUInt64(5);

    public static AffinePoint<TinyFp<Prime97>, PrimeOrderToyCurve> Generator =>
        new(TinyFp<Prime97>.One, TinyFp<Prime97>.FromUInt64(43));

    public static bool IsInSubgroup(in AffinePoint<TinyFp<Prime97>, PrimeOrderToyCurve> point) => true;
}

/// <summary>y^2 = x^3 + 1 over F_97, of order 84, with three points of order 2 (y = 0); the subgroup is the one of order 7.</summary>
public readonly struct EvenOrderToyCurve : IWeierstrassCurve<TinyFp<Prime97>, EvenOrderToyCurve>
{
    public static TinyFp<Prime97> B => TinyFp<Prime97>.One;

    public static AffinePoint<TinyFp<Prime97>, EvenOrderToyCurve> Generator { get; } = ToyCurve<EvenOrderToyCurve>.AllPoints
        .Select(p => ToyCurve<EvenOrderToyCurve>.NaiveMultiply(p, 12)).First(p => !p.IsIdentity);

    public static bool IsInSubgroup(in AffinePoint<TinyFp<Prime97>, EvenOrderToyCurve> point) =>
        ToyCurve<EvenOrderToyCurve>.NaiveMultiply(point, 7).IsIdentity;
}

/// <summary>The textbook of curves over F_97: the chord-and-tangent law as it is drawn, with nothing clever.</summary>
public static class ToyCurve<TCurve>
    where TCurve : struct, IWeierstrassCurve<TinyFp<Prime97>, TCurve>
{
    /// <summary>Every point, infinity first.</summary>
    public static IReadOnlyList<AffinePoint<TinyFp<Prime97>, TCurve>> AllPoints { get; } =
    [
        default,
        .. from x in TinyFp<Prime97>.All
           from y in TinyFp<Prime97>.All
           where y * y == (x * x * x) + TCurve.B
           select new AffinePoint<TinyFp<Prime97>, TCurve>(x, y),
    ];

    public static AffinePoint<TinyFp<Prime97>, TCurve> NaiveAdd(AffinePoint<TinyFp<Prime97>, TCurve> p, AffinePoint<TinyFp<Prime97>, TCurve> q)
    {
        if (p.IsIdentity)
            return q;
        if (q.IsIdentity)
            return p;
        if (p.X == q.X && p.Y == -q.Y)
            return default;
        var slope = p.X == q.X
            ? TinyFp<Prime97>.FromUInt64(3) * p.X * p.X * (p.Y + p.Y).Inverse()
            : (q.Y - p.Y) * (q.X - p.X).Inverse();
        var x = (slope * slope) - p.X - q.X;
        return new(x, (slope * (p.X - x)) - p.Y);
    }

    public static AffinePoint<TinyFp<Prime97>, TCurve> NaiveMultiply(AffinePoint<TinyFp<Prime97>, TCurve> p, int n)
    {
        var sum = AffinePoint<TinyFp<Prime97>, TCurve>.Identity;
        for (; n > 0; n--)
            sum = NaiveAdd(sum, p);
        return sum;
    }
}
