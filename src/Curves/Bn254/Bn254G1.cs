using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// G1 of BN254 (alt_bn128 of EIP-196): y^2 = x^3 + 3 over Fq, of prime order r (cofactor 1), generator (1, 2). The discrete logarithm costs about
/// 2^127 here, but through the pairing only about 2^100 (Barbulescu and Duquesne 2019), which is the security of the curve.
/// </summary>
public readonly struct Bn254G1 : IWeierstrassCurve<Fq, Bn254G1>
{
    /// <inheritdoc/>
    public static Fq B { get; } = Fq.FromUInt64(3);

    /// <inheritdoc/>
    public static AffinePoint<Fq, Bn254G1> Generator { get; } = new(Fq.One, Fq.FromUInt64(2));

    /// <summary>Always true: the curve itself has prime order.</summary>
    public static bool IsInSubgroup(in AffinePoint<Fq, Bn254G1> point) => true;
}
