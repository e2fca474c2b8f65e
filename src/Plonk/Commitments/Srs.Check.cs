using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <content>What can be verified about a string without knowing τ.</content>
public sealed partial class Srs<TF>
{
    /// <summary>Points combined at a time: 8 MB of scalars.</summary>
    private const int CombinedLength = 1 << 18;

    /// <summary>
    /// Checks everything that can be checked: the first power is the generator; τ is not 0, not 1 and no root of unity of an order below N; and, for a random s,
    /// <list type="bullet">
    /// <item>e(Σ s^i [τ^(i+1)]_1, [1]_2) = e(Σ s^i [τ^i]_1, [τ]_2), the sums over all i below N − 1;</item>
    /// <item>for each Lagrange base Σ r_i [L_i(τ)]_1 = Σ s^j [τ^j]_1, the second sum over j below n, where r_i = Σ s^j ω^(ij) = (s^n − 1)/(s ω^i − 1) are the
    /// values of the polynomial with the coefficients s^j.</item>
    /// </list>
    /// Each side of both is a polynomial in s of degree below N, and the r_i are linearly independent ones, so a wrong string passes for at most N of all s:
    /// with probability below 2^−225. That the points lie on the curve and in its subgroup is established when they are read.
    /// </summary>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <returns>What is wrong, or <see langword="null"/> if nothing is.</returns>
    public string? Check(int threads, CancellationToken cancellation = default)
    {
        if (CheckPoints(cancellation) is { } wrong)
            return wrong;
        var s = RandomRatio();

        // One pass over the powers serves all: the sum of the first n of them is noted for each base of n points.
        var sum = Curve.G1Infinity;
        var power = TF.One;
        var start = 0L;
        var sums = new Dictionary<int, G1Point>();
        foreach (var log2 in LagrangeLog2)
        {
            Advance(1L << log2);
            sums.Add(log2, sum);
        }

        Advance(Size);
        if (!RatioHolds(0, Size, sum, s))
            return NameBrokenRatio(s, threads, cancellation);
        foreach (var (log2, expected) in sums)
        {
            if (!Interpolates(log2, s, threads, cancellation).Equals(expected))
                return $"the Lagrange base of 2^{log2} rows does not belong to the powers: some of its points are wrong";
        }

        return null;

        void Advance(long end)
        {
            sum = Curve.Add(sum, Combine(start, end - start, power, s, threads, cancellation));
            power *= s.Pow((ulong)(end - start));
            start = end;
        }
    }

    /// <summary>The part of <see cref="Check"/> that single points show, without a pairing.</summary>
    internal string? CheckPoints(CancellationToken cancellation)
    {
        foreach (var log2 in LagrangeLog2)
        {
            // L_i(τ) is zero for a τ in the domain only. Where random rows met points at infinity, a commitment would hide nothing.
            if (FindFault(LagrangeBase(log2)!, (i, point) => IsInfinity(point) ? $"point {i} of the Lagrange base of 2^{log2} rows is infinity" : null, cancellation) is { } fault)
                return fault;
        }

        if (TauG2.IsInfinity)
            return "tau is 0: [tau]_2 is infinity";
        if (TauG2.Equals(Curve.G2Generator))
            return "tau is 1: [tau]_2 is the generator of G2";
        if (!Powers[0].Equals(Curve.G1Generator))
            return "power 0 is not the generator of G1";
        if (Powers[1].IsInfinity)
            return "tau is 0: power 1 is infinity";
        if (Powers[1].Equals(Curve.G1Generator))
            return "tau is 1: power 1 is the generator of G1";
        return FindFault(
            Powers,
            (i, point) => IsInfinity(point) ? $"power {i} is infinity"
                : i > 0 && point.SequenceEqual(Curve.G1Generator.Bytes) ? $"power {i} is the generator of G1 again: tau is a root of unity"
                : null,
            cancellation);
    }

    private delegate string? PointCheck(long index, ReadOnlySpan<byte> point);

    private static bool IsInfinity(ReadOnlySpan<byte> point) => !point.ContainsAnyExcept((byte)0);

    /// <summary>What the check says of the first point of which it says something, or null.</summary>
    private string? FindFault(G1Vector<TF> points, PointCheck check, CancellationToken cancellation)
    {
        using var block = new NativeBuffer<byte>((long)Curve.G1Size << 12);
        for (var start = 0L; start < points.Count; start += 1 << 12)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = (int)Math.Min(1 << 12, points.Count - start);
            var bytes = block.Slice(0, count * Curve.G1Size);
            points.CopyBytes(start, bytes);
            for (var i = 0; i < count; i++)
            {
                if (check(start + i, bytes.Slice(i * Curve.G1Size, Curve.G1Size)) is { } fault)
                    return fault;
            }
        }

        return null;
    }

    /// <summary>s: not zero, and on no domain, so that no s ω^i − 1 is zero.</summary>
    private static TF RandomRatio()
    {
        var order = 1UL << Math.Min(MaximumLagrangeLog2, TF.TwoAdicity);
        while (true)
        {
            var s = TF.Random();
            if (!s.IsZero && !s.Pow(order).IsOne)
                return s;
        }
    }

    /// <summary>The sum of first·s^i times power start + i, for i below <paramref name="count"/>.</summary>
    private G1Point Combine(long start, long count, TF first, TF s, int threads, CancellationToken cancellation)
    {
        var sum = Curve.G1Infinity;
        for (var end = start + count; start < end; start += CombinedLength)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scalars = new FieldVector<TF>(Math.Min(CombinedLength, end - start));
            FieldVectorOperations.FillPowers<TF>(scalars, first, s, threads);
            first *= s.Pow((ulong)scalars.Length);
            sum = Curve.Add(sum, Curve.MultiExponentiate(Powers, start, scalars, 0, scalars.Length, threads));
        }

        return sum;
    }

    /// <summary>
    /// Whether each of the powers start+1..start+count−1 is τ times the one before it, from S, the sum of s^i times power start + i for i below
    /// <paramref name="count"/>: e(S − first, [1]) = e(s (S − s^(count−1) last), [τ]).
    /// </summary>
    private bool RatioHolds(long start, long count, G1Point sum, TF s)
    {
        var last = s.Pow((ulong)(count - 1));
        var next = Curve.LinearCombination([sum, Powers[start]], [TF.One, -TF.One]);
        var current = Curve.LinearCombination([sum, Powers[start + count - 1]], [-s, s * last]);
        return Curve.PairingCheck([next, current], [Curve.G2Generator, TauG2]);
    }

    /// <summary>Σ r_i [L_i(τ)]_1 with r_i = (s^n − 1)/(s ω^i − 1).</summary>
    private G1Point Interpolates(int log2, TF s, int threads, CancellationToken cancellation)
    {
        var points = LagrangeBase(log2)!;
        var omega = TF.RootOfUnity(log2);
        var sum = Curve.G1Infinity;
        for (var start = 0L; start < points.Count; start += CombinedLength)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scalars = new FieldVector<TF>(Math.Min(CombinedLength, points.Count - start));
            FillInverses(scalars, s * omega.Pow((ulong)start), omega, threads);
            FieldVectorOperations.Scale<TF>(scalars, s.Pow((ulong)points.Count) - TF.One, threads);
            sum = Curve.Add(sum, Curve.MultiExponentiate(points, start, scalars, 0, scalars.Length, threads));
        }

        return sum;
    }

    /// <summary>Finds the first wrong power by halving.</summary>
    private string NameBrokenRatio(TF s, int threads, CancellationToken cancellation)
    {
        var start = 0L;
        for (var ratios = Size - 1; ratios > 1;)
        {
            var half = ratios / 2;
            if (RatioHolds(start, half + 1, Combine(start, half + 1, TF.One, s, threads, cancellation), s))
                (start, ratios) = (start + half, ratios - half);
            else
                ratios = half;
        }

        return $"power {start + 1} is not power {start} times the tau of [tau]_2";
    }
}
