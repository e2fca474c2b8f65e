// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "./AccountTree.sol";
import {SignatureProofs} from "./SignatureProofs.sol";

/// @title Proofs about single accounts of payments
/// @notice What the forced requests and the escape hatch of {Settlement} need of the circuits' arithmetic.
contract StateProofs is SignatureProofs {
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
}
