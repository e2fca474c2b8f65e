// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "./AccountTree.sol";
import {BabyJubJub} from "./BabyJubJub.sol";
import {Poseidon2} from "./Poseidon2.sol";

/// @title Proofs about single accounts
/// @notice What the forced requests and the escape hatch need of the circuits' arithmetic. It has no state and no owner; every function returns or reverts. It is a
/// contract of its own, made by the settlement contract's constructor, because the two together are larger than a contract may be.
contract StateProofs {
    /// @notice Demands that a state holds an account at a place.
    /// @param root The root of the state.
    /// @param index The place.
    /// @param account The account.
    /// @param siblings The siblings of the place's path, from the leaf up.
    function requireAccount(
        uint256 root,
        uint32 index,
        AccountTree.Account calldata account,
        uint256[32] calldata siblings
    ) external pure {
        AccountTree.verify(root, index, AccountTree.leaf(account), siblings);
    }

    /// @notice Demands that a state holds nothing at a place.
    /// @param root The root of the state.
    /// @param index The place.
    /// @param siblings The siblings of the place's path, from the leaf up.
    function requireEmpty(uint256 root, uint32 index, uint256[32] calldata siblings) external pure {
        AccountTree.verify(root, index, 0, siblings);
    }

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
