using System.Globalization;
using System.Text;
using Zk.Curves;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>
/// Writes <c>contracts/src/Poseidon2.sol</c> from the constants of <see cref="Poseidon2"/>. Sums of up to five elements stay below 2^256, so only products and
/// the two idle elements of the partial rounds are reduced.
/// </summary>
internal static class Poseidon2Source
{
    private const int HalfFull = Poseidon2.FullRounds / 2;

    /// <summary>The whole file.</summary>
    public static string Text()
    {
        var text = new StringBuilder(
            """
            // SPDX-License-Identifier: Apache-2.0
            pragma solidity 0.8.37;

            import {BN254} from "./BN254.sol";

            /// @title Poseidon2 over the scalar field of BN254, width 3
            /// @notice The instance poseidon2_instance_bn256 (ePrint 2023/323): S-box x^5, 8 full and 56 partial rounds. The file is generated from the constants of the
            /// circuits, and a test compares the two. Elements given are below r.
            library Poseidon2 {
                /// @dev The 2-to-1 compression of Merkle trees: element 0 of the permutation of [left, right, 0].
                function compress(uint256 left, uint256 right) internal pure returns (uint256 digest) {
                    (digest,,) = _permute(left, right, 0);
                }

                /// @dev The sponge with rate 2 over any number of elements, at least one; the capacity element holds the domain and their number.
                function hash(uint256 domain, uint256[] memory elements) internal pure returns (uint256 a) {
                    uint256 count = elements.length;
                    uint256 b;
                    uint256 c = (domain << 32) | count;
                    for (uint256 i = 0; i < count; i += 2) {
                        a = addmod(a, elements[i], BN254.R);
                        if (i + 1 < count) b = addmod(b, elements[i + 1], BN254.R);
                        (a, b, c) = _permute(a, b, c);
                    }
                }

                function _permute(uint256 x0, uint256 x1, uint256 x2) private pure returns (uint256 a, uint256 b, uint256 c) {
                    uint256 r = BN254.R;
                    assembly ("memory-safe") {
                        let s := add(add(x0, x1), x2)
                        a := add(x0, s)
                        b := add(x1, s)
                        c := add(x2, s)

            """);
        var at = 0;
        for (var round = 0; round < HalfFull; round++)
            AddFullRound(text, ref at, round == HalfFull - 1);
        for (var round = 0; round < Poseidon2.PartialRounds; round++)
            AddPartialRound(text, ref at);
        for (var round = 0; round < HalfFull; round++)
            AddFullRound(text, ref at, round == HalfFull - 1);
        return text.Append("            a := mod(a, r)\n            b := mod(b, r)\n            c := mod(c, r)\n        }\n    }\n}\n").ToString();
    }

    private static void AddFullRound(StringBuilder text, ref int at, bool reduce)
    {
        foreach (var element in "abc")
            AddSbox(text, element, ref at);
        Line(text, "s := add(add(a, b), c)");
        Line(text, "a := add(a, s)");
        foreach (var element in "bc")
            Line(text, reduce ? $"{element} := addmod({element}, s, r)" : $"{element} := add({element}, s)");
    }

    private static void AddPartialRound(StringBuilder text, ref int at)
    {
        AddSbox(text, 'a', ref at);
        Line(text, "s := add(add(a, b), c)");
        Line(text, "a := add(a, s)");
        Line(text, "b := addmod(b, s, r)");
        Line(text, "c := addmod(c, add(c, s), r)");
    }

    private static void AddSbox(StringBuilder text, char x, ref int at)
    {
        Line(text, $"{x} := add({x}, {Poseidon2.RoundConstants[at++].ToBigInteger().ToString(CultureInfo.InvariantCulture)})");
        Line(text, $"s := mulmod({x}, {x}, r)");
        Line(text, $"{x} := mulmod(mulmod(s, s, r), {x}, r)");
    }

    private static void Line(StringBuilder text, string line) => text.Append("            ").Append(line).Append('\n');
}
