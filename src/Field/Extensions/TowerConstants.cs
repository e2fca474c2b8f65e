namespace Zk.Field;

/// <summary>The Frobenius coefficients of a tower, derived once from the characteristic and xi.</summary>
internal static class TowerConstants<TBase, TTower>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
{
    /// <summary>Entry k is xi^((p^k - 1)/6) = w^(p^k - 1).</summary>
    private static readonly Fp2<TBase, TTower>[] W = DeriveW();

    private static readonly Cubic[] V = [.. W.Take(6).Select(w => new Cubic(w.Square(), w.Square().Square()))];

    /// <summary>w^(p^k - 1), by which the coefficient of w is multiplied in a p^k-th power.</summary>
    public static ref readonly Fp2<TBase, TTower> QuadraticFrobenius(int power) => ref W[power % 12];

    /// <summary>v^(p^k - 1) and its square.</summary>
    public static ref readonly Cubic CubicFrobenius(int power) => ref V[power % 6];

    private static Fp2<TBase, TTower>[] DeriveW()
    {
        var (exponent, remainder) = System.Numerics.BigInteger.DivRem(TBase.Characteristic - 1, 6);
        if (!remainder.IsZero)
            throw new NotSupportedException("a 2-3-2 tower of this form needs p = 1 mod 6");
        var w = new Fp2<TBase, TTower>[12];
        w[0] = Fp2<TBase, TTower>.One;
        w[1] = Fp2<TBase, TTower>.Xi.Pow(exponent);
        for (var k = 2; k < 12; k++)
            w[k] = w[k - 1].Conjugate() * w[1];
        return w;
    }

    /// <summary>The coefficients of v and of v^2.</summary>
    internal readonly record struct Cubic(Fp2<TBase, TTower> One, Fp2<TBase, TTower> Two);
}
