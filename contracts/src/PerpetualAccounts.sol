// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "./AccountTree.sol";
import {BN254} from "./BN254.sol";
import {Poseidon2} from "./Poseidon2.sol";

/// @title Accounts with positions
/// @notice An account's leaf in the {AccountTree} is Hash(6, [x, y, collateral + 2^63 + 2^64 nonce, root of its fills, 16 positions]). A position is
/// balance + 2^63 + 2^64 (funding index + 2^63) + 2^128 market, an empty one 0. Of a market's three elements the first holds its price in the lowest 64 bits and
/// the third its funding index + 2^63; both have 32 bits after the point.
library PerpetualAccounts {
    /// @notice An account of the state.
    struct Account {
        /// @notice x of its key.
        uint256 keyX;
        /// @notice y of its key.
        uint256 keyY;
        /// @notice Its collateral in units; may be a debt.
        int64 collateral;
        /// @notice The nonce of its next operation.
        uint32 nonce;
        /// @notice The root of its fills.
        uint256 fills;
        /// @notice Its positions.
        uint256[16] positions;
    }

    /// @dev The domain of an account's hash.
    uint256 internal constant LEAF_DOMAIN = 6;

    int256 private constant BIAS = 1 << 63;

    /// @dev The leaf of an account.
    function leaf(Account calldata account) internal pure returns (uint256) {
        uint256[] memory elements = new uint256[](20);
        elements[0] = account.keyX;
        elements[1] = account.keyY;
        elements[2] = uint256(int256(account.collateral) + BIAS) | (uint256(account.nonce) << 64);
        elements[3] = account.fills;
        for (uint256 i = 0; i < 16; ++i) elements[4 + i] = account.positions[i];
        return hash(LEAF_DOMAIN, elements);
    }

    /// @dev What an account is worth at the markets' prices and funding indices, rounded down as the circuits do: funding is settled first, to a whole unit.
    function worth(Account calldata account, uint256[] calldata markets) internal pure returns (int256) {
        int256 funding = 0;
        int256 positions = 0;
        for (uint256 i = 0; i < 16; ++i) {
            uint256 position = account.positions[i];
            if (position == 0) break;
            uint256 place = 3 * ((position >> 128) - 1);
            int256 balance = _signed(position);
            positions += int256(uint256(uint64(markets[place]))) * balance;
            funding += (_signed(markets[place + 2]) - _signed(position >> 64)) * balance;
        }
        return ((int256(account.collateral) * (1 << 32) - funding) >> 32) + (positions >> 32);
    }

    /// @dev A hash of elements, all of which must be below r.
    function hash(uint256 domain, uint256[] memory elements) internal pure returns (uint256) {
        for (uint256 i = 0; i < elements.length; ++i) {
            if (elements[i] >= BN254.R) revert AccountTree.NotReduced();
        }
        return Poseidon2.hash(domain, elements);
    }

    /// @dev The number of 64 bits that is kept with a bias of 2^63.
    function _signed(uint256 biased) private pure returns (int256) {
        return int256(uint256(uint64(biased))) - BIAS;
    }
}
