// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BabyJubJub} from "./BabyJubJub.sol";
import {EscapeOrders} from "./EscapeOrders.sol";
import {PerpetualAccounts} from "./PerpetualAccounts.sol";
import {PerpetualProofs} from "./PerpetualProofs.sol";
import {PerpetualState} from "./PerpetualState.sol";

/// @title The way out of perpetuals after a freeze
/// @notice Each account leaves once, with what it is worth at the prices and funding indices of the final state. What others lose to it may not be there: whoever comes
/// first is paid in full, and the last ones get what is left.
abstract contract PerpetualEscape is EscapeOrders, PerpetualState {
    /// @notice Takes what an account is worth out of the final state, as far as it is there: it is owed to the recipient. Anybody may call this with the owner's
    /// signature of Hash(5, [D, place, recipient]).
    /// @param index The account's place.
    /// @param account The account as the final state has it.
    /// @param siblings The siblings of its path, from the leaf up.
    /// @param markets The rest of the final state.
    /// @param recipient Who gets it.
    /// @param signature The signature of the account's key.
    function escape(
        uint32 index,
        PerpetualAccounts.Account calldata account,
        uint256[32] calldata siblings,
        PerpetualProofs.Markets calldata markets,
        address recipient,
        BabyJubJub.Signature calldata signature
    ) external nonReentrant whenStillInside(index) {
        int256 worth = STATE_PROOFS.requireAccount(stateRoot, index, account, siblings, markets);
        _requireOrder(STATE_PROOFS, index, account.keyX, account.keyY, recipient, signature);
        uint64 left = _settled();
        uint64 amount = worth < int256(uint256(left)) ? uint64(uint256(worth)) : left;
        if (worth < 1 || amount == 0) revert NothingToEscape(index);
        _leave(index, recipient, amount);
    }
}
