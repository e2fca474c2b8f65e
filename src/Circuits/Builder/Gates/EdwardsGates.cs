using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>
/// Gates of a twisted Edwards curve a x² + y² = 1 + d x² y² with a a square and d none, whose addition law is therefore complete
/// (Bernstein, Birkner, Joye, Lange, Peters 2008, section 6). Inputs must lie on the curve; outputs then do.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class EdwardsGates<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The gates of the curve with these coefficients.</summary>
    /// <exception cref="ArgumentException">The addition law is not complete for these coefficients.</exception>
    public EdwardsGates(TF a, TF d)
    {
        if (a.Legendre() != 1 || d.Legendre() != -1)
            throw new ArgumentException("a must be a square and d a non-square, or addition has exceptional cases");
        Expression<TF> ea = Expression<TF>.Constant(a), ed = Expression<TF>.Constant(d);
        Add = new("edwards add", r =>
        {
            var (x1, y1, x2, y2) = (r.A, r.B, r.C, r.D);
            var (x3, y3, t) = (r.NextA, r.NextB, r.NextC);
            return
            [
                new("t", (x1 * y1 * x2 * y2) - t),
                new("x", (x3 * (1 + (ed * t))) - (x1 * y2) - (x2 * y1)),
                new("y", (y3 * (1 - (ed * t))) - (y1 * y2) + (ea * x1 * x2)),
            ];
        });
        DoubleTwice = new("edwards double twice", r =>
        [
            .. Doubling("first", ea, r.A, r.B, r.C, r.D),
            .. Doubling("second", ea, r.C, r.D, r.NextA, r.NextB),
        ]);
    }

    /// <summary>(a, b) + (c, d) = (a, b) of the next row, whose cell c holds t = x1 y1 x2 y2. That keeps the degree at 4.</summary>
    public GateDefinition<TF> Add { get; }

    /// <summary>(c, d) = 2 (a, b) and (a, b) of the next row = 2 (c, d).</summary>
    public GateDefinition<TF> DoubleTwice { get; }

    /// <summary>With the curve's equation 1 + d x² y² = a x² + y², so that doubling needs no d: both denominators are those of the addition law.</summary>
    private static Gate<TF>[] Doubling(string name, Expression<TF> a, Expression<TF> x, Expression<TF> y, Expression<TF> x2, Expression<TF> y2)
    {
        var ax = a * x * x;
        var yy = y * y;
        return
        [
            new($"{name} x", (x2 * (ax + yy)) - (2 * (x * y))),
            new($"{name} y", (y2 * (2 - ax - yy)) - yy + ax),
        ];
    }
}
