namespace Zk.Field;

/// <summary>What Fp2 over Fp and Fp12 over Fp6 have in common.</summary>
internal static class QuadraticExtension
{
    /// <summary>
    /// A square root of a0 + a1 w with w^2 = <paramref name="nonResidue"/>, by the norm ("complex method", Scott 2013 section 3): with s^2 the norm,
    /// exactly one of (a0 + s)/2 and (a0 - s)/2 is a square r0^2, and then r1 = a1 / (2 r0).
    /// </summary>
    public static bool TrySqrt<T>(in T a0, in T a1, in T nonResidue, out T r0, out T r1)
        where T : unmanaged, IField<T>
    {
        r1 = T.Zero;
        if (a1.IsZero)
            return a0.TrySqrt(out r0) || (a0 * nonResidue.Inverse()).TrySqrt(out r1);
        if (!(a0.Square() - (nonResidue * a1.Square())).TrySqrt(out var s))
        {
            r0 = T.Zero;
            return false;
        }

        var half = T.FromUInt64(2).Inverse();
        if (!((a0 + s) * half).TrySqrt(out r0) && !((a0 - s) * half).TrySqrt(out r0))
            return false;
        r1 = a1 * half * r0.Inverse();
        return true;
    }
}
