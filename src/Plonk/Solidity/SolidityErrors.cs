using System.Text;
using Zk.Curves;

namespace Zk.Plonk;

/// <summary>The errors with which a generated verifier reverts.</summary>
internal static class SolidityErrors
{
    /// <summary>Names and meanings.</summary>
    public static readonly (string Name, string Meaning)[] All =
    [
        ("WrongLength", "The calldata is longer than the arguments. (If it is shorter, the compiler's own check reverts without data.)"),
        ("ScalarNotReduced", "A public input or an evaluation is not below the order r of the scalar field."),
        ("PointAtInfinity", "A point of the proof has y = 0, which is infinity or not on the curve."),
        ("WrongInverse", "A denominator is zero, or the last word is not the inverse of their product."),
        ("PrecompileFailed", "A point is not on the curve or a coordinate not below q; or the caller gave too little gas."),
        ("ProofInvalid", "The pairing check fails: the proof does not show what it claims."),
    ];

    /// <summary>Yul that reverts with an error.</summary>
    public static string Fail(string name) => $"fail(0x{Convert.ToHexStringLower(Selector(name))})";

    /// <summary>The first four bytes of revert data.</summary>
    public static byte[] Selector(string name) => Keccak256.Hash(Encoding.ASCII.GetBytes($"{name}()"))[..4];
}
