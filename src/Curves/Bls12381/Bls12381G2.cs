using Zk.Field;
using static Zk.Curves.Bls12381G1;

namespace Zk.Curves;

/// <summary>
/// G2 of BLS12-381: the subgroup of order r of the M-type sextic twist y^2 = x^3 + 4(1 + u) over Fq2, generator of
/// draft-irtf-cfrg-pairing-friendly-curves, section 4.2.1. The cofactor is (x^8 − 4x^7 + 5x^6 − 4x^4 + 6x^3 − 4x^2 − 4x + 13) / 9.
/// </summary>
public readonly struct Bls12381G2 : IWeierstrassCurve<BlsFq2, Bls12381G2>
{
    // The q-power Frobenius of the curve over Fq12, carried to the twist: (x, y) -> (x^q / xi^((q-1)/3), y^q / xi^((q-1)/2)).
    private static readonly BlsFq2 _frobeniusX = BlsFq2.Xi.Pow((BlsFq.Characteristic - 1) / 3).Inverse();
    private static readonly BlsFq2 _frobeniusY = BlsFq2.Xi.Pow((BlsFq.Characteristic - 1) / 2).Inverse();

    /// <inheritdoc/>
    public static BlsFq2 B { get; } = BlsFq2.FromUInt64(4).MultiplyByNonResidue();

    /// <inheritdoc/>
    public static AffinePoint<BlsFq2, Bls12381G2> Generator { get; } = new(
        new(
            Element("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
            Element("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e")),
        new(
            Element("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
            Element("0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be")));

    /// <summary>
    /// The fast test of Scott (ePrint 2021/1130), proven by El Housni, Guillevic and Piellard (ePrint 2022/348): r Q = 0 exactly when
    /// psi(Q) = x Q. Since psi^2 − (x + 1) psi + q = 0 on the whole twist, such a Q satisfies (q − x) Q = 0; q − x is r times the cofactor of G1,
    /// which has no factor in common with the cofactor of G2.
    /// </summary>
    public static bool IsInSubgroup(in AffinePoint<BlsFq2, Bls12381G2> point)
    {
        var minusXq = ScalarMultiplication.Multiply(JacobianPoint<BlsFq2, Bls12381G2>.From(point), [Bls12381.MinusX]);
        return (minusXq + Frobenius(point)).IsIdentity;
    }

    /// <summary>The endomorphism psi of the twist; on G2 it is multiplication by q, and so by x.</summary>
    public static AffinePoint<BlsFq2, Bls12381G2> Frobenius(in AffinePoint<BlsFq2, Bls12381G2> point) =>
        new(point.X.Conjugate() * _frobeniusX, point.Y.Conjugate() * _frobeniusY);
}
