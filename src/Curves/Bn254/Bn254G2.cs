using System.Globalization;
using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// G2 of BN254: the subgroup of order r of the D-type sextic twist y^2 = x^3 + 3/(9 + u) over Fq2, cofactor 2q − r, generator of EIP-197.
/// </summary>
public readonly struct Bn254G2 : IWeierstrassCurve<Fq2, Bn254G2>
{
    // The q-power Frobenius of the curve over Fq12, carried to the twist: (x, y) -> (x^q xi^((q-1)/3), y^q xi^((q-1)/2)).
    private static readonly Fq2 _frobeniusX = Fq2.Xi.Pow((Fq.Characteristic - 1) / 3);
    private static readonly Fq2 _frobeniusY = Fq2.Xi.Pow((Fq.Characteristic - 1) / 2);

    /// <inheritdoc/>
    public static Fq2 B { get; } = Fq2.FromUInt64(3) * Fq2.Xi.Inverse();

    /// <inheritdoc/>
    public static AffinePoint<Fq2, Bn254G2> Generator { get; } = new(
        Element(
            "10857046999023057135944570762232829481370756359578518086990519993285655852781",
            "11559732032986387107991004021392285783925812861821192530917403151452391805634"),
        Element(
            "8495653923123431417604973247489272438418190587263600148770280649306958101930",
            "4082367875863433681332203403145435568316851327593401208105741076214120093531"));

    /// <summary>
    /// The fast test of El Housni, Guillevic and Piellard (ePrint 2022/348, sections 3 and 5.1): r Q = 0 exactly when
    /// (u + 1) Q + psi(u Q) + psi^2(u Q) = psi^3(2u Q), with psi the Frobenius of the twist and u the parameter of the curve.
    /// </summary>
    public static bool IsInSubgroup(in AffinePoint<Fq2, Bn254G2> point)
    {
        var q = JacobianPoint<Fq2, Bn254G2>.From(point);
        var uq = ScalarMultiplication.Multiply(q, [Bn254.U]).ToAffine();
        var psi = Frobenius(uq);
        var psi2 = Frobenius(psi);
        var left = q + uq + psi + psi2;
        return left.Equals(JacobianPoint<Fq2, Bn254G2>.From(Frobenius(psi2)).Double());
    }

    /// <summary>The endomorphism psi of the twist; on G2 it is multiplication by q.</summary>
    public static AffinePoint<Fq2, Bn254G2> Frobenius(in AffinePoint<Fq2, Bn254G2> point) =>
        new(point.X.Conjugate() * _frobeniusX, point.Y.Conjugate() * _frobeniusY);

    private static Fq2 Element(string c0, string c1) => new(
        Fq.FromBigInteger(BigInteger.Parse(c0, CultureInfo.InvariantCulture)),
        Fq.FromBigInteger(BigInteger.Parse(c1, CultureInfo.InvariantCulture)));
}
