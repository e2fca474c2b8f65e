// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PerpetualProofs} from "./PerpetualProofs.sol";
import {SettledState} from "./SettledState.sol";

/// @title The proven state of perpetuals
/// @notice Its root is Hash(7, [root of the account tree, Hash(8, three elements of each market), one element of the rest]).
abstract contract PerpetualState is SettledState {
    /// @notice Checks proofs about single accounts, and hashes.
    PerpetualProofs public immutable STATE_PROOFS = new PerpetualProofs();

    /// @notice The number of markets. Every circuit of the contract has it, since it is in the root.
    uint256 public immutable MARKETS;

    /// @notice Starts without accounts, and with markets that have no price.
    /// @param markets The number of markets.
    constructor(uint256 markets) {
        MARKETS = markets;
        stateRoot = STATE_PROOFS.firstRoot(EMPTY_ROOT, markets);
    }
}
