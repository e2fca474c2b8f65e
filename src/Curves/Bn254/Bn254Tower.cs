using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The tower over BN254's Fq: Fq2 = Fq[u]/(u^2 + 1), Fq6 = Fq2[v]/(v^3 - xi) with xi = 9 + u, Fq12 = Fq6[w]/(w^2 - v). G2 is a D-type twist.
/// </summary>
public readonly struct Bn254Tower : ITower<Fq, Bn254Tower>
{
    /// <inheritdoc/>
    public static Fq MultiplyByBeta(in Fq value) => -value;

    /// <inheritdoc/>
    public static Fq2 MultiplyByXi(in Fq2 value)
    {
        // (9 + u)(c0 + c1 u) = (9 c0 - c1) + (9 c1 + c0) u
        var nine = value.Double().Double().Double() + value;
        return new(nine.C0 - value.C1, nine.C1 + value.C0);
    }
}
