// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "../src/AccountTree.sol";
import {BabyJubJub} from "../src/BabyJubJub.sol";
import {Poseidon2} from "../src/Poseidon2.sol";

/// @title The internal functions of the libraries, for the tests
contract ProofLibraries {
    function compress(uint256 left, uint256 right) external pure returns (uint256) {
        return Poseidon2.compress(left, right);
    }

    function hash(uint256 domain, uint256[] calldata elements) external pure returns (uint256) {
        return Poseidon2.hash(domain, elements);
    }

    function leaf(AccountTree.Account calldata account) external pure returns (uint256) {
        return AccountTree.leaf(account);
    }

    function pack(uint256 x, uint256 y) external pure returns (uint256) {
        return BabyJubJub.pack(x, y);
    }

    function verifySignature(uint256 x, uint256 y, uint256 message, BabyJubJub.Signature calldata signature) external pure {
        BabyJubJub.verify(x, y, message, signature);
    }
}
