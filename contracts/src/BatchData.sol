// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BN254} from "./BN254.sol";

/// @title The public data words of a batch
/// @notice All are below 2^248. The words of deposits and withdrawals are those of every family: from the lowest bit the first word of a slot holds kind (8 bits),
/// debited place (32), credited place (32), amount (64), fee (64), key head (8) and queue id (40); the second holds a withdrawal's recipient (160) or a deposit's
/// key tail (248). The circuit proves that fields which a kind does not use are zero, and that all words of unused slots are.
library BatchData {
    /// @notice Kind of a deposit.
    uint256 internal constant DEPOSIT = 1;
    /// @notice Kind of a withdrawal.
    uint256 internal constant WITHDRAWAL = 2;

    /// @notice The data has another number of words than the circuit.
    error WrongNumberOfWords(uint256 expected, uint256 given);
    /// @notice A data word has more than 248 bits.
    error WordTooLarge(uint256 index);

    /// @dev Demands the circuit's number of words and hashes them.
    function hash(uint256[] calldata words, uint256 expected) internal pure returns (bytes32 digest) {
        if (words.length != expected) revert WrongNumberOfWords(expected, words.length);
        assembly ("memory-safe") {
            let at := mload(0x40)
            calldatacopy(at, words.offset, shl(5, words.length))
            digest := keccak256(at, shl(5, words.length))
        }
    }

    /// @dev y = d_0 + d_1 z + ... by Horner's rule. Demands that every word is below 2^248.
    function evaluate(uint256[] calldata words, uint256 z) internal pure returns (uint256 y) {
        uint256 bits;
        uint256 r = BN254.R;
        assembly ("memory-safe") {
            for { let at := add(words.offset, shl(5, words.length)) } gt(at, words.offset) { } {
                at := sub(at, 0x20)
                let word := calldataload(at)
                bits := or(bits, word)
                y := addmod(mulmod(y, z, r), word, r)
            }
        }
        if (bits >> 248 != 0) _findTooLarge(words);
    }

    /// @dev Kind of a slot by its first word.
    function kind(uint256 first) internal pure returns (uint256) {
        return uint8(first);
    }

    /// @dev Amount of a slot by its first word.
    function amount(uint256 first) internal pure returns (uint64) {
        return uint64(first >> 72);
    }

    /// @dev What a deposit credits and which entry of the queue it takes. The key is its packed form as a little-endian integer.
    function deposit(uint256 first, uint256 second) internal pure returns (uint40 id, uint32 account, uint256 key) {
        return (uint40(first >> 208), uint32(first >> 40), (uint256(uint8(first >> 200)) << 248) | second);
    }

    /// @dev The first word of a withdrawal.
    function withdrawal(uint32 account, uint64 amount_, uint64 fee) internal pure returns (uint256) {
        return WITHDRAWAL | (uint256(account) << 8) | (uint256(amount_) << 72) | (uint256(fee) << 136);
    }

    function _findTooLarge(uint256[] calldata words) private pure {
        uint256 i = 0;
        while (words[i] >> 248 == 0) ++i;
        revert WordTooLarge(i);
    }
}
