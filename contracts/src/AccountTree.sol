// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BN254} from "./BN254.sol";
import {Poseidon2} from "./Poseidon2.sol";

/// @title The state tree
/// @notice A binary Merkle tree of depth 32 over Poseidon2's 2-to-1 compression. An empty place is 0; an account's leaf is Hash(2, [x, y, balance + 2^64 nonce]).
library AccountTree {
    /// @notice An account of the state.
    struct Account {
        /// @notice x of its key.
        uint256 keyX;
        /// @notice y of its key.
        uint256 keyY;
        /// @notice Its balance in units.
        uint64 balance;
        /// @notice The nonce of its next operation.
        uint32 nonce;
    }

    /// @notice The domain of an account's hash.
    uint256 internal constant LEAF_DOMAIN = 2;

    /// @notice A field element of a proof is r or more.
    error NotReduced();
    /// @notice The path does not lead to the state root.
    error WrongPath();

    /// @dev The leaf of an account.
    function leaf(Account calldata account) internal pure returns (uint256) {
        if (account.keyX >= BN254.R || account.keyY >= BN254.R) revert NotReduced();
        uint256[] memory elements = new uint256[](3);
        elements[0] = account.keyX;
        elements[1] = account.keyY;
        elements[2] = uint256(account.balance) | (uint256(account.nonce) << 64);
        return Poseidon2.hash(LEAF_DOMAIN, elements);
    }

    /// @dev Demands that the tree with this root has this leaf at this place. The siblings stand from the leaf up.
    function verify(uint256 root, uint32 index, uint256 node, uint256[32] calldata siblings) internal pure {
        if (rootOf(index, node, siblings) != root) revert WrongPath();
    }

    /// @dev The root of the tree that has this leaf at this place, with these siblings.
    function rootOf(uint32 index, uint256 node, uint256[32] calldata siblings) internal pure returns (uint256) {
        for (uint256 height = 0; height < 32; ++height) {
            uint256 sibling = siblings[height];
            if (sibling >= BN254.R) revert NotReduced();
            node = (index >> height) & 1 == 0 ? Poseidon2.compress(node, sibling) : Poseidon2.compress(sibling, node);
        }
        return node;
    }
}
