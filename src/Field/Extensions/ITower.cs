namespace Zk.Field;

/// <summary>
/// The constants of a 2-3-2 tower over a prime field Fp: Fp2 = Fp[u]/(u^2 - beta), Fp6 = Fp2[v]/(v^3 - xi), Fp12 = Fp6[w]/(w^2 - v).
/// An implementation states only how to multiply by beta and by xi, cheaply; everything else (Frobenius coefficients among it) is derived once.
/// Required: beta is a non-square in Fp, xi is neither a square nor a cube in Fp2, and p = 1 mod 6.
/// </summary>
/// <typeparam name="TBase">The prime field.</typeparam>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ITower<TBase, TSelf>
    where TBase : unmanaged, IPrimeField<TBase>
    where TSelf : struct, ITower<TBase, TSelf>
{
    /// <summary>The product by the quadratic non-residue beta = u^2.</summary>
    static abstract TBase MultiplyByBeta(in TBase value);

    /// <summary>The product by xi = v^3, a quadratic and cubic non-residue of Fp2.</summary>
    static abstract Fp2<TBase, TSelf> MultiplyByXi(in Fp2<TBase, TSelf> value);
}
