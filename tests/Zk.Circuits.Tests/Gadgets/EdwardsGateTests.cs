using Tiny = Zk.Testing.TinyFp<Zk.Testing.Prime257>;

namespace Zk.Circuits.Tests;

/// <summary>The curve gates over a curve small enough to enumerate every witness: 9 x² + y² = 1 + 3 x² y² over the field of 257 elements.</summary>
public sealed class EdwardsGateTests
{
    private static readonly Tiny _a = Tiny.FromUInt64(9);
    private static readonly Tiny _d = Tiny.FromUInt64(3);
    private static readonly EdwardsGates<Tiny> _gates = new(_a, _d);

    private static List<(Tiny X, Tiny Y)> Points => [.. from x in Tiny.All from y in Tiny.All where OnCurve(x, y) select (x, y)];

    /// <summary>Bug 22: where a slope's denominator is zero an output is free. Every point with itself, its negative, the identity and points of small order.</summary>
    [Test]
    public void Bug22AdditionHasOneWitness()
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny X1, Tiny Y1, Tiny X2, Tiny Y2)>("test", (b, inputs) =>
        {
            var sum = b.Hint("sum", "the gate", [], 3, (_, output) => output.Clear());
            b.Place(new RowKind<Tiny>(_gates.Add), default, inputs.Field("x1", i => i.X1), inputs.Field("y1", i => i.Y1), inputs.Field("x2", i => i.X2), inputs.Field("y2", i => i.Y2));
            b.Place(RowKind<Tiny>.None, default, sum[1], sum[2], sum[0]);
        });
        var points = Points;
        var special = points.Where(p => p.X.IsZero || p.Y.IsZero).Append(points[100]).ToList();
        var pairs = points.SelectMany(p => special.Append(p).Append((X: -p.X, p.Y)).Select(q => (p.X, p.Y, q.X, q.Y))).ToList();
        Assert.That(points, Has.Count.GreaterThan(200));
        Assert.That(special, Has.Count.GreaterThanOrEqualTo(3));
        TinyWitnesses.AssertUnique(circuit, pairs.Where((_, i) => i % 7 == 0), _ => true);
        foreach (var (x1, y1, x2, y2) in pairs)
        {
            var t = _d * x1 * y1 * x2 * y2;
            Assert.That((Tiny.One + t).IsZero || (Tiny.One - t).IsZero, Is.False);
            Assert.That(OnCurve(((x1 * y2) + (x2 * y1)) * (Tiny.One + t).Inverse(), ((y1 * y2) - (_a * x1 * x2)) * (Tiny.One - t).Inverse()), Is.True);
        }
    }

    [Test]
    public void Bug22DoublingHasOneWitness()
    {
        using var circuit = Circuit.Compile<Tiny, (Tiny X, Tiny Y)>("test", (b, inputs) =>
        {
            var doubles = b.Hint("doubles", "the gate", [], 4, (_, output) => output.Clear());
            b.Place(new RowKind<Tiny>(_gates.DoubleTwice), default, inputs.Field("x", i => i.X), inputs.Field("y", i => i.Y), doubles[0], doubles[1]);
            b.Place(RowKind<Tiny>.None, default, doubles[2], doubles[3]);
        });
        TinyWitnesses.AssertUnique(circuit, Points.Where((p, i) => i % 3 == 0 || p.X.IsZero || p.Y.IsZero), _ => true);
    }

    [Test]
    public void IncompleteCurvesAreRefused() =>
        Assert.That(() => new EdwardsGates<Tiny>(_d, _a), Throws.ArgumentException.With.Message.Contains("exceptional"));

    private static bool OnCurve(Tiny x, Tiny y) => (_a * x * x) + (y * y) == Tiny.One + (_d * x * x * y * y);
}
