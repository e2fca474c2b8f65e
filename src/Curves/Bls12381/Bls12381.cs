namespace Zk.Curves;

/// <summary>The pairing curve BLS12-381 (draft-irtf-cfrg-pairing-friendly-curves, section 4.2.1): the curve of EIP-2537 and of Ethereum's signatures.</summary>
public static class Bls12381
{
    /// <summary>
    /// The absolute value of the parameter x = −0xd201000000010000 of the Barreto-Lynn-Scott family, from which q, r, the cofactors and the loop of the
    /// pairing follow.
    /// </summary>
    public const ulong MinusX = 0xd201000000010000;

    /// <summary>
    /// The curve as proof systems use it. Points of G1 take 96 bytes and of G2 192, in the form of <see cref="PointEncoding"/>: coordinates of 48 bytes
    /// without the padding of EIP-2537 to 64 bytes and without the flag bits of Zcash's form.
    /// </summary>
    public static PairingCurve<BlsFr> Curve { get; } =
        new WeierstrassPairingCurve<BlsFr, BlsFq, Bls12381Tower, Bls12381G1, Bls12381G2, Bls12381Pairing>("bls12-381");
}
