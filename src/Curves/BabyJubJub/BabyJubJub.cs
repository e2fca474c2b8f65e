using System.Globalization;
using System.Numerics;

namespace Zk.Curves;

/// <summary>
/// The parameters of Baby Jubjub (EIP-2494): a x^2 + y^2 = 1 + d x^2 y^2 over the BN254 scalar field, a = 168700, d = 168696; group order 8l.
/// </summary>
public static class BabyJubJub
{
    /// <summary>The cofactor.</summary>
    public const int Cofactor = 8;

    /// <summary>The coefficient a = 168700, a square in the field.</summary>
    public static Fr A { get; } = Fr.FromUInt64(168700);

    /// <summary>The coefficient d = 168696, not a square in the field.</summary>
    public static Fr D { get; } = Fr.FromUInt64(168696);

    /// <summary>The prime order l of the subgroup, a number of 251 bits.</summary>
    public static BigInteger SubgroupOrder { get; } = Parse("2736030358979909402780800718157159386076813972158567259200215660948447373041");

    /// <summary>EIP-2494's Generator, of order 8l.</summary>
    public static EdwardsPoint Generator { get; } = Point(
        "995203441582195749578291179787384436505546430278305826713579947235728471134",
        "5472060717959818805561601436314318772137091100104008585924551046643952123905");

    /// <summary>EIP-2494's Base point B8 = 8 * Generator, of order l: the base of EdDSA keys.</summary>
    public static EdwardsPoint Base { get; } = Point(
        "5299619240641551281634865583518297030282874472190772894086521144482721001553",
        "16950150798460657717958625567821834550301663161624707787222815936182638968203");

    private static BigInteger Parse(string text) => BigInteger.Parse(text, CultureInfo.InvariantCulture);

    private static EdwardsPoint Point(string x, string y) => new(Fr.FromBigInteger(Parse(x)), Fr.FromBigInteger(Parse(y)));
}
