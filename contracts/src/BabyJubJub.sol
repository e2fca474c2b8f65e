// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BN254} from "./BN254.sol";
import {Poseidon2} from "./Poseidon2.sol";

/// @title EdDSA on Baby Jubjub
/// @notice The curve of EIP-2494, a x^2 + y^2 = 1 + d x^2 y^2 with a = 168700 and d = 168696 over the scalar field of BN254. Its addition law is complete, since a
/// is a square and d is not. Signatures are verified without cofactor, exactly as the circuits do.
library BabyJubJub {
    /// @notice A signature: R = (rX, rY) and s with s * B8 = R + h * A.
    struct Signature {
        /// @notice x of R.
        uint256 rX;
        /// @notice y of R.
        uint256 rY;
        /// @notice s, below the subgroup's order.
        uint256 s;
    }

    uint256 private constant A = 168700;
    uint256 private constant D = 168696;
    uint256 private constant ORDER = 2736030358979909402780800718157159386076813972158567259200215660948447373041;
    uint256 private constant BASE_X = 5299619240641551281634865583518297030282874472190772894086521144482721001553;
    uint256 private constant BASE_Y = 16950150798460657717958625567821834550301663161624707787222815936182638968203;
    uint256 private constant SIGNATURE_DOMAIN = 1;

    /// @notice A point is not on the curve, has a coordinate of r or more, or is the neutral element.
    error NotOnCurve();
    /// @notice The signature does not verify.
    error BadSignature();

    /// @dev The packed form of a key as a little-endian integer: y, and 2^255 if x > (r - 1) / 2. Demands a point of the curve other than the neutral one.
    function pack(uint256 x, uint256 y) internal pure returns (uint256) {
        if (x == 0) revert NotOnCurve();
        _requireOnCurve(x, y);
        return x > (BN254.R - 1) / 2 ? y | (1 << 255) : y;
    }

    /// @dev Demands that a signature of a message verifies under a key. Whether the key is in the subgroup of prime order is not checked: every key of the state is.
    function verify(uint256 keyX, uint256 keyY, uint256 message, Signature calldata signature) internal pure {
        _requireOnCurve(keyX, keyY);
        _requireOnCurve(signature.rX, signature.rY);
        if (signature.s >= ORDER) revert BadSignature();
        uint256[] memory elements = new uint256[](5);
        elements[0] = signature.rX;
        elements[1] = signature.rY;
        elements[2] = keyX;
        elements[3] = keyY;
        elements[4] = message;
        uint256 h = Poseidon2.hash(SIGNATURE_DOMAIN, elements);
        if (!_isSum(signature, keyX, keyY, h)) revert BadSignature();
    }

    function _requireOnCurve(uint256 x, uint256 y) private pure {
        uint256 r = BN254.R;
        if (x >= r || y >= r) revert NotOnCurve();
        uint256 xx = mulmod(x, x, r);
        uint256 yy = mulmod(y, y, r);
        if (addmod(mulmod(A, xx, r), yy, r) != addmod(1, mulmod(D, mulmod(xx, yy, r), r), r)) revert NotOnCurve();
    }

    /// @dev Whether s * B8 - h * A = R, by one pass over the bits of both scalars. Points are in extended coordinates (X, Y, T, Z), four words of memory each:
    /// the accumulator at 0, then B8, -A and B8 - A, which the two bits choose from. Formulas add-2008-hwcd and dbl-2008-hwcd for any a.
    function _isSum(Signature calldata signature, uint256 keyX, uint256 keyY, uint256 h) private pure returns (bool yes) {
        uint256 s = signature.s;
        uint256[16] memory points;
        uint256 r = BN254.R;
        assembly ("memory-safe") {
            function add_(to, p, q, m) {
                let pX := mload(p)
                let pY := mload(add(p, 0x20))
                let qX := mload(q)
                let qY := mload(add(q, 0x20))
                let a_ := mulmod(pX, qX, m)
                let b_ := mulmod(pY, qY, m)
                let e := add(mulmod(add(pX, pY), add(qX, qY), m), sub(shl(1, m), add(a_, b_)))
                let hh := addmod(b_, mulmod(sub(m, a_), 168700, m), m)
                let c := mulmod(mulmod(mload(add(p, 0x40)), mload(add(q, 0x40)), m), 168696, m)
                let d_ := mulmod(mload(add(p, 0x60)), mload(add(q, 0x60)), m)
                let g := add(d_, c)
                let f := add(d_, sub(m, c))
                mstore(to, mulmod(e, f, m))
                mstore(add(to, 0x20), mulmod(g, hh, m))
                mstore(add(to, 0x40), mulmod(e, hh, m))
                mstore(add(to, 0x60), mulmod(f, g, m))
            }

            let base := add(points, 0x80)
            let key := add(points, 0x100)
            mstore(add(points, 0x20), 1)
            mstore(add(points, 0x60), 1)
            mstore(base, BASE_X)
            mstore(add(base, 0x20), BASE_Y)
            mstore(add(base, 0x40), mulmod(BASE_X, BASE_Y, r))
            mstore(add(base, 0x60), 1)
            let minusX := mod(sub(r, keyX), r)
            mstore(key, minusX)
            mstore(add(key, 0x20), keyY)
            mstore(add(key, 0x40), mulmod(minusX, keyY, r))
            mstore(add(key, 0x60), 1)
            add_(add(points, 0x180), base, key, r)

            for { let bit := 254 } bit { } {
                bit := sub(bit, 1)
                let x := mload(points)
                let y := mload(add(points, 0x20))
                let z := mload(add(points, 0x60))
                let xx := mulmod(x, x, r)
                let yy := mulmod(y, y, r)
                let aa := mulmod(xx, 168700, r)
                let xy := add(x, y)
                let e := add(mulmod(xy, xy, r), sub(shl(1, r), add(xx, yy)))
                let g := add(aa, yy)
                let f := addmod(g, sub(shl(1, r), shl(1, mulmod(z, z, r))), r)
                let hh := add(aa, sub(r, yy))
                mstore(points, mulmod(e, f, r))
                mstore(add(points, 0x20), mulmod(g, hh, r))
                mstore(add(points, 0x40), mulmod(e, hh, r))
                mstore(add(points, 0x60), mulmod(f, g, r))
                let choice := or(and(shr(bit, s), 1), shl(1, and(shr(bit, h), 1)))
                if choice { add_(points, points, add(points, shl(7, choice)), r) }
            }

            let z := mload(add(points, 0x60))
            yes := and(
                eq(mload(points), mulmod(calldataload(signature), z, r)),
                eq(mload(add(points, 0x20)), mulmod(calldataload(add(signature, 0x20)), z, r))
            )
        }
    }
}
