// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SettledState} from "./SettledState.sol";
import {StateProofs} from "./StateProofs.sol";

/// @title The proven state of payments
/// @notice Its root is that of the account tree.
abstract contract PaymentsState is SettledState {
    /// @notice Checks proofs about single accounts.
    StateProofs public immutable STATE_PROOFS = new StateProofs();

    /// @notice Starts without accounts.
    constructor() {
        stateRoot = EMPTY_ROOT;
    }
}
