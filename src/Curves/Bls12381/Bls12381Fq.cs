using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The base field Fq of BLS12-381 (the coordinates of G1), q = (x - 1)^2 r / 3 + x with x = -0xd201000000010000 and r the order of
/// <see cref="Bls12381Fr"/>.
/// </summary>
public readonly struct Bls12381Fq : IModulus384
{
    /// <inheritdoc/>
    public static string Decimal => "4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787";

    /// <inheritdoc/>
    public static ulong P0 => 0xb9feffffffffaaab;

    /// <inheritdoc/>
    public static ulong P1 => 0x1eabfffeb153ffff;

    /// <inheritdoc/>
    public static ulong P2 => 0x6730d2a0f6b0f624;

    /// <inheritdoc/>
    public static ulong P3 => 0x64774b84f38512bf;

    /// <inheritdoc/>
    public static ulong P4 => 0x4b1ba7b6434bacd7;

    /// <inheritdoc/>
    public static ulong P5 => 0x1a0111ea397fe69a;

    /// <inheritdoc/>
    public static ulong NegativeInverse => 0x89f3fffcfffcfffd;

    /// <inheritdoc/>
    public static ulong Generator => 2;
}
