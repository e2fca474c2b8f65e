using System.Globalization;
using System.Numerics;

namespace Zk.Curves;

/// <summary>
/// G1 of BLS12-381: the subgroup of order r of y^2 = x^3 + 4 over Fq, cofactor (x − 1)^2 / 3, generator of draft-irtf-cfrg-pairing-friendly-curves,
/// section 4.2.1.
/// </summary>
public readonly struct Bls12381G1 : IWeierstrassCurve<BlsFq, Bls12381G1>
{
    // The cube root of unity for which phi is multiplication by -x^2 on G1; the other one belongs to the other eigenvalue, x^2 - 1.
    private static readonly BlsFq _beta = Element("5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffe");

    /// <inheritdoc/>
    public static BlsFq B { get; } = BlsFq.FromUInt64(4);

    /// <inheritdoc/>
    public static AffinePoint<BlsFq, Bls12381G1> Generator { get; } = new(
        Element("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
        Element("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"));

    /// <summary>
    /// The fast test of Scott (ePrint 2021/1130): r P = 0 exactly when phi(P) = −x^2 P. Since phi^2 + phi + 1 = 0 on the whole curve, such a
    /// P satisfies (x^4 − x^2 + 1) P = 0, and r = x^4 − x^2 + 1.
    /// </summary>
    public static bool IsInSubgroup(in AffinePoint<BlsFq, Bls12381G1> point)
    {
        var xp = ScalarMultiplication.Multiply(JacobianPoint<BlsFq, Bls12381G1>.From(point), [Bls12381.MinusX]);
        return (ScalarMultiplication.Multiply(xp, [Bls12381.MinusX]) + Endomorphism(point)).IsIdentity;
    }

    /// <summary>The endomorphism phi(x, y) = (beta x, y) with beta^3 = 1; on G1 it is multiplication by −x^2.</summary>
    public static AffinePoint<BlsFq, Bls12381G1> Endomorphism(in AffinePoint<BlsFq, Bls12381G1> point) => new(point.X * _beta, point.Y);

    /// <summary>A coordinate from hexadecimal digits, the way the standard prints them.</summary>
    internal static BlsFq Element(string digits) =>
        BlsFq.FromBigInteger(BigInteger.Parse(string.Concat("0", digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
