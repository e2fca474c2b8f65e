using Zk.Field;

namespace Zk.Circuits;

/// <summary>The gates of field arithmetic, limbs and bits.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public static class ArithmeticGates<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>p0 a + p1 b + p2 c + p3 d + p4 ab + p5 = 0.</summary>
    public static GateDefinition<TF> Arithmetic { get; } = new("arithmetic", r =>
    [
        new("sum", (r.P(0) * r.A) + (r.P(1) * r.B) + (r.P(2) * r.C) + (r.P(3) * r.D) + (r.P(4) * (r.A * r.B)) + r.P(5)),
    ]);

    /// <summary>p0 a + p1 b + p2 c + p3 d = p4 d(next): the weighted sum of four limbs. Rows of this gate also look all four cells up as ranges.</summary>
    public static GateDefinition<TF> Limbs { get; } = new("limbs", r =>
    [
        new("sum", (r.P(0) * r.A) + (r.P(1) * r.B) + (r.P(2) * r.C) + (r.P(3) * r.D) - (r.P(4) * r.NextD)),
    ]);

    /// <summary>a, b, c are bits and p0 a + p1 b + p2 c + p3 d = d(next): three bits more of a sum that runs down column d.</summary>
    public static GateDefinition<TF> Bits { get; } = new("bits", r =>
    [
        new("a is a bit", r.A * (r.A - 1)),
        new("b is a bit", r.B * (r.B - 1)),
        new("c is a bit", r.C * (r.C - 1)),
        new("sum", (r.P(0) * r.A) + (r.P(1) * r.B) + (r.P(2) * r.C) + (r.P(3) * r.D) - r.NextD),
    ]);
}
