// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "./AccountTree.sol";
import {BabyJubJub} from "./BabyJubJub.sol";
import {Ledger} from "./Ledger.sol";
import {SettledState} from "./SettledState.sol";

/// @title The way out after a freeze
/// @notice The root is final then. Each account leaves once, with its whole balance, to the L1 address that its key has signed for: the key that commands the account
/// in every batch commands it here too, and no other record of an owner exists that could be wrong.
abstract contract EscapeHatch is Ledger, SettledState {
    uint256 private constant ESCAPE_DOMAIN = 5;

    mapping(uint256 word => uint256 bits) private _escaped;

    /// @notice An account left with its balance.
    /// @param account Its place.
    /// @param recipient Whom its balance is owed to.
    /// @param balance In units.
    event Escaped(uint32 indexed account, address indexed recipient, uint64 balance);

    /// @notice The account has left.
    error AlreadyEscaped(uint32 account);
    /// @notice The account's balance is zero.
    error NothingToEscape(uint32 account);

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
    ) external nonReentrant {
        if (!frozen) revert IsNotFrozen();
        if (hasEscaped(index)) revert AlreadyEscaped(index);
        if (account.balance == 0) revert NothingToEscape(index);
        STATE_PROOFS.requireAccount(stateRoot, index, account, siblings);
        uint256[] memory message = new uint256[](3);
        message[0] = domain();
        message[1] = index;
        message[2] = uint160(recipient);
        STATE_PROOFS.requireSignature(account.keyX, account.keyY, ESCAPE_DOMAIN, message, signature);
        _escaped[index >> 8] |= 1 << (index & 0xff);
        emit Escaped(index, recipient, account.balance);
        _release(recipient, account.balance);
    }

    /// @notice Whether an account has left.
    /// @param index Its place.
    function hasEscaped(uint32 index) public view returns (bool) {
        return (_escaped[index >> 8] >> (index & 0xff)) & 1 != 0;
    }
}
