using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The scalar field Fr of BLS12-381: the prime order of G1, G2 and GT, r = x^4 - x^2 + 1 with x = -0xd201000000010000. r - 1 is divisible
/// by 2^32.
/// </summary>
public readonly struct Bls12381Fr : IModulus256
{
    /// <inheritdoc/>
    public static string Decimal => "52435875175126190479447740508185965837690552500527637822603658699938581184513";

    /// <inheritdoc/>
    public static ulong P0 => 0xffffffff00000001;

    /// <inheritdoc/>
    public static ulong P1 => 0x53bda402fffe5bfe;

    /// <inheritdoc/>
    public static ulong P2 => 0x3339d80809a1d805;

    /// <inheritdoc/>
    public static ulong P3 => 0x73eda753299d7d48;

    /// <inheritdoc/>
    public static ulong NegativeInverse => 0xfffffffeffffffff;

    /// <inheritdoc/>
    public static ulong Generator => 7;
}
