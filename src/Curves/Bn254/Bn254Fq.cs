using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The base field Fq of BN254 (the coordinates of G1), q = 36u^4 + 36u^3 + 24u^2 + 6u + 1 with u = 4965661367192848881.
/// </summary>
public readonly struct Bn254Fq : IModulus256
{
    /// <inheritdoc/>
    public static string Decimal => "21888242871839275222246405745257275088696311157297823662689037894645226208583";

    /// <inheritdoc/>
    public static ulong P0 => 0x3c208c16d87cfd47;

    /// <inheritdoc/>
    public static ulong P1 => 0x97816a916871ca8d;

    /// <inheritdoc/>
    public static ulong P2 => 0xb85045b68181585d;

    /// <inheritdoc/>
    public static ulong P3 => 0x30644e72e131a029;

    /// <inheritdoc/>
    public static ulong NegativeInverse => 0x87d20782e4866389;

    /// <inheritdoc/>
    public static ulong Generator => 3;
}
