// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BabyJubJub} from "./BabyJubJub.sol";
import {Poseidon2} from "./Poseidon2.sol";

/// @title Proofs that a key has signed
/// @notice What every family of circuits needs of their arithmetic on chain. It has no state and no owner; every function returns or reverts. The contract that
/// a family derives from it is made by the settlement contract's constructor, because the two together are larger than a contract may be.
contract SignatureProofs {
    /// @notice Demands that a signature of a message verifies under a key.
    /// @param keyX x of the key.
    /// @param keyY y of the key.
    /// @param hashDomain The domain of the message's hash.
    /// @param elements The elements that are hashed to the message, each below r.
    /// @param signature The signature.
    function requireSignature(
        uint256 keyX,
        uint256 keyY,
        uint256 hashDomain,
        uint256[] calldata elements,
        BabyJubJub.Signature calldata signature
    ) external pure {
        BabyJubJub.verify(keyX, keyY, Poseidon2.hash(hashDomain, elements), signature);
    }
}
