using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The optimal ate pairing (Vercauteren 2010) with the point of G2 in homogeneous projective coordinates on the twist (Costello, Lange, Naehrig
/// 2010; Aranha et al., ePrint 2010/526, section 4). Points must lie in their subgroups; infinity on either side makes the pairing 1.
/// A product of pairings shares the squarings of the loop and one final exponentiation. Variable time.
/// </summary>
/// <typeparam name="TBase">The prime field of the coordinates of G1.</typeparam>
/// <typeparam name="TTower">The tower.</typeparam>
/// <typeparam name="TG1">G1.</typeparam>
/// <typeparam name="TG2">The twist that carries G2.</typeparam>
/// <typeparam name="TParameters">The parameters of the pairing.</typeparam>
public static class OptimalAte<TBase, TTower, TG1, TG2, TParameters>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG1 : struct, IWeierstrassCurve<TBase, TG1>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
    where TParameters : struct, IPairingParameters<TBase, TTower, TG2, TParameters>
{
    /// <summary>The product of the pairings e(p[i], q[i]).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Fp12<TBase, TTower> Product(
        ReadOnlySpan<AffinePoint<TBase, TG1>> p, ReadOnlySpan<AffinePoint<Fp2<TBase, TTower>, TG2>> q) =>
        FinalExponentiation(MillerLoop(p, q));

    /// <summary>
    /// The product of the Miller functions, before the final exponentiation; determined only up to factors that the exponentiation removes.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Fp12<TBase, TTower> MillerLoop(
        ReadOnlySpan<AffinePoint<TBase, TG1>> p, ReadOnlySpan<AffinePoint<Fp2<TBase, TTower>, TG2>> q)
    {
        if (p.Length != q.Length)
            throw new ArgumentException($"{p.Length} points of G1 cannot be paired with {q.Length} of G2", nameof(q));
        var pairs = new List<MillerPair<TBase, TTower, TG1, TG2>>(p.Length);
        for (var i = 0; i < p.Length; i++)
        {
            if (!p[i].IsIdentity && !q[i].IsIdentity)
                pairs.Add(new(p[i], q[i], TParameters.Twist));
        }

        var f = Fp12<TBase, TTower>.One;
        foreach (var digit in TParameters.LoopDigits[1..])
        {
            f = f.Square();
            foreach (var pair in pairs)
                pair.Double(ref f);
            if (digit == 0)
                continue;
            foreach (var pair in pairs)
                pair.Add(digit > 0 ? pair.Q : -pair.Q, ref f);
        }

        if (TParameters.IsLoopNegative)
            f = f.Conjugate();
        foreach (var pair in pairs)
        {
            foreach (var addend in TParameters.FinalAdditions(pair.Q))
                pair.Add(addend, ref f);
        }

        return f;
    }

    /// <summary>The power by a multiple, prime to r, of (p^12 − 1)/r. Zero stays zero.</summary>
    public static Fp12<TBase, TTower> FinalExponentiation(in Fp12<TBase, TTower> f)
    {
        if (f.IsZero)
            return f;

        // The easy part, (p^6 - 1)(p^2 + 1), leads into the cyclotomic subgroup.
        var g = f.Conjugate() * f.Inverse();
        return TParameters.HardPart(g.Frobenius(2) * g);
    }
}
