using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>
/// Gates of the Poseidon2 permutation with width 3 and S-box x^5 (ePrint 2023/323). Rows hold S-box inputs, so each round costs its S-boxes only:
/// a full round has its three in cells a, b, c; a row of partial rounds has four consecutive ones in a, b, c, d. With E = circ(2, 1, 1) the
/// external matrix, a full round is next = E x^5 + constants. In the partial rounds the S-box inputs x_i = u_i + c_i obey the linear recurrence
/// u_(i+3) = 5 u_(i+2) − 5 u_(i+1) + 2 x_(i+2)^5 − 8 x_(i+1)^5 + 7 x_i^5, because the internal matrix [[2, 1, 1], [1, 2, 1], [1, 1, 3]]
/// restricted to the two elements without S-box has the characteristic polynomial X² − 5X + 5. Constants are parameters p0..p3.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public static class Poseidon2Gates<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>
    /// Starts a permutation. The row holds the output (a, b, c) of the previous one, or its own inputs there; d and the next row's d are new input.
    /// With p4 = 1 (compression) d is a bit that orders a and d(next), and the state is [left, right, 0]. With p4 = 0 (sponge) the state is
    /// [a + d, b + d(next), c]. The next row holds the S-box inputs of the first round: E·state + (p0, p1, p2), where the parameters may also
    /// carry a constant capacity.
    /// </summary>
    public static GateDefinition<TF> Input { get; } = new("poseidon2 input", r =>
    {
        var compress = r.P(4);
        var absorb = 1 - compress;
        var swap = compress * r.D * (r.NextD - r.A);
        var left = r.A + swap + (absorb * r.D);
        var right = r.NextD - swap + (absorb * r.B);
        var capacity = absorb * r.C;
        var sum = r.A + r.NextD + (absorb * (r.B + r.C + r.D));
        return
        [
            new("a", sum + left + r.P(0) - r.NextA),
            new("b", sum + right + r.P(1) - r.NextB),
            new("c", sum + capacity + r.P(2) - r.NextC),
            new("order is a bit", compress * r.D * (r.D - 1)),
        ];
    });

    /// <summary>A full round followed by a full round (or by the output, with constants 0).</summary>
    public static GateDefinition<TF> Full { get; } = new("poseidon2 full", r =>
    {
        var (y0, y1, y2) = FullOutput(r);
        return [new("a", y0 + r.P(0) - r.NextA), new("b", y1 + r.P(1) - r.NextB), new("c", y2 + r.P(2) - r.NextC)];
    });

    /// <summary>The last full round of the first half, followed by four partial rounds.</summary>
    public static GateDefinition<TF> FullToPartial { get; } = new("poseidon2 full to partial", r =>
    {
        var (y0, y1, y2) = FullOutput(r);
        var (s0, s1, s2) = (r.NextA.Pow5(), r.NextB.Pow5(), r.NextC.Pow5());
        return
        [
            new("a", y0 + r.P(0) - r.NextA),
            new("b", y1 + y2 + (2 * s0) + r.P(1) - r.NextB),
            new("c", (3 * y1) + (4 * y2) + (2 * s0) + (2 * s1) + r.P(2) - r.NextC),
            new("d", Recurrence(r.NextB, r.NextC, s0, s1, s2) + r.P(3) - r.NextD),
        ];
    });

    /// <summary>Four partial rounds followed by four more.</summary>
    public static GateDefinition<TF> Partial { get; } = new("poseidon2 partial", r =>
    {
        var (b, c, d) = (r.B.Pow5(), r.C.Pow5(), r.D.Pow5());
        var (s0, s1, s2) = (r.NextA.Pow5(), r.NextB.Pow5(), r.NextC.Pow5());
        return
        [
            new("a", Recurrence(r.C, r.D, b, c, d) + r.P(0) - r.NextA),
            new("b", Recurrence(r.D, r.NextA, c, d, s0) + r.P(1) - r.NextB),
            new("c", Recurrence(r.NextA, r.NextB, d, s0, s1) + r.P(2) - r.NextC),
            new("d", Recurrence(r.NextB, r.NextC, s0, s1, s2) + r.P(3) - r.NextD),
        ];
    });

    /// <summary>
    /// The last four partial rounds, followed by a full round. The recurrence gives u of a further partial round, which is element 0; that element
    /// 1 is 5 u_d + d^5 − 7 c^5 and element 2 is 5 u − 10 u_d − 9 d^5 + 14 c^5 follows from the next two steps of the recurrence.
    /// </summary>
    public static GateDefinition<TF> PartialToFull { get; } = new("poseidon2 partial to full", r =>
    {
        var (b, c, d) = (r.B.Pow5(), r.C.Pow5(), r.D.Pow5());
        return
        [
            new("a", Recurrence(r.C, r.D, b, c, d) + r.P(0) - r.NextA),
            new("b", (5 * r.D) + d + (-7 * c) + r.P(1) - r.NextB),
            new("c", (5 * r.NextA) + (-10 * r.D) + (-9 * d) + (14 * c) + r.P(2) - r.NextC),
        ];
    });

    /// <summary>E x^5 for the row's cells.</summary>
    private static (Expression<TF> Y0, Expression<TF> Y1, Expression<TF> Y2) FullOutput(GateCells<TF> r)
    {
        var (a, b, c) = (r.A.Pow5(), r.B.Pow5(), r.C.Pow5());
        var sum = a + b + c;
        return (sum + a, sum + b, sum + c);
    }

    /// <summary>5 x_2 − 5 x_1 + 2 x_2^5 − 8 x_1^5 + 7 x_0^5: the next S-box input but for a constant.</summary>
    private static Expression<TF> Recurrence(Expression<TF> x1, Expression<TF> x2, Expression<TF> s0, Expression<TF> s1, Expression<TF> s2) =>
        (5 * (x2 - x1)) + (2 * s2) + (-8 * s1) + (7 * s0);
}
