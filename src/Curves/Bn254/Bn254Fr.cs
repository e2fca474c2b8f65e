using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The scalar field Fr of BN254: the prime order of G1, G2 and GT,
/// r = 36u^4 + 36u^3 + 18u^2 + 6u + 1 with u = 4965661367192848881. r − 1 is divisible by 2^28.
/// </summary>
public readonly struct Bn254Fr : IModulus256
{
    /// <inheritdoc/>
    public static string Decimal => "21888242871839275222246405745257275088548364400416034343698204186575808495617";

    /// <inheritdoc/>
    public static ulong P0 => 0x43e1f593f0000001;

    /// <inheritdoc/>
    public static ulong P1 => 0x2833e84879b97091;

    /// <inheritdoc/>
    public static ulong P2 => 0xb85045b68181585d;

    /// <inheritdoc/>
    public static ulong P3 => 0x30644e72e131a029;

    /// <inheritdoc/>
    public static ulong NegativeInverse => 0xc2e1f593efffffff;

    /// <inheritdoc/>
    public static ulong Generator => 5;
}
