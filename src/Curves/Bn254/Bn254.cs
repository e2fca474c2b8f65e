namespace Zk.Curves;

/// <summary>The pairing curve BN254, also called alt_bn128 or bn256: the curve of EIP-196 and EIP-197.</summary>
public static class Bn254
{
    /// <summary>The parameter u of the Barreto-Naehrig family, from which q, r and the loop of the pairing follow.</summary>
    public const ulong U = 4965661367192848881;

    /// <summary>The curve as proof systems use it.</summary>
    public static PairingCurve<Fr> Curve { get; } = new WeierstrassPairingCurve<Fr, Fq, Bn254Tower, Bn254G1, Bn254G2, Bn254Pairing>("bn254");
}
