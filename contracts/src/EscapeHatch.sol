// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "./AccountTree.sol";
import {BabyJubJub} from "./BabyJubJub.sol";
import {EscapeOrders} from "./EscapeOrders.sol";
import {PaymentsState} from "./PaymentsState.sol";

/// @title The way out of payments after a freeze
/// @notice Each account leaves once, with its whole balance.
abstract contract EscapeHatch is EscapeOrders, PaymentsState {
    /// @notice Takes an account's balance out of the final state: it is owed to the recipient. Anybody may call this with the owner's signature of
    /// Hash(5, [D, place, recipient]).
    /// @param index The account's place.
    /// @param account The account as the final state has it.
    /// @param siblings The siblings of its path, from the leaf up.
    /// @param recipient Who gets the balance.
    /// @param signature The signature of the account's key.
    function escape(
        uint32 index,
        AccountTree.Account calldata account,
        uint256[32] calldata siblings,
        address recipient,
        BabyJubJub.Signature calldata signature
    ) external nonReentrant whenStillInside(index) {
        if (account.balance == 0) revert NothingToEscape(index);
        STATE_PROOFS.requireAccount(stateRoot, index, account, siblings);
        _requireOrder(STATE_PROOFS, index, account.keyX, account.keyY, recipient, signature);
        _leave(index, recipient, account.balance);
    }
}
