using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The tower over BLS12-381's Fq: Fq2 = Fq[u]/(u^2 + 1), Fq6 = Fq2[v]/(v^3 - xi) with xi = 1 + u, Fq12 = Fq6[w]/(w^2 - v). G2 is an M-type twist.
/// </summary>
public readonly struct Bls12381Tower : ITower<Fp384<Bls12381Fq>, Bls12381Tower>
{
    /// <inheritdoc/>
    public static Fp384<Bls12381Fq> MultiplyByBeta(in Fp384<Bls12381Fq> value) => -value;

    /// <inheritdoc/>
    public static Fp2<Fp384<Bls12381Fq>, Bls12381Tower> MultiplyByXi(in Fp2<Fp384<Bls12381Fq>, Bls12381Tower> value) =>
        new(value.C0 - value.C1, value.C0 + value.C1);
}
