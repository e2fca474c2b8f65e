using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The tower over BLS12-381's Fq: Fq2 = Fq[u]/(u^2 + 1), Fq6 = Fq2[v]/(v^3 - xi) with xi = 1 + u, Fq12 = Fq6[w]/(w^2 - v). G2 is an M-type twist.
/// </summary>
public readonly struct Bls12381Tower : ITower<BlsFq, Bls12381Tower>
{
    /// <inheritdoc/>
    public static BlsFq MultiplyByBeta(in BlsFq value) => -value;

    /// <inheritdoc/>
    public static BlsFq2 MultiplyByXi(in BlsFq2 value) => new(value.C0 - value.C1, value.C0 + value.C1);
}
