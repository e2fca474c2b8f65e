// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BabyJubJub} from "./BabyJubJub.sol";
import {Ledger} from "./Ledger.sol";
import {SettledState} from "./SettledState.sol";
import {SignatureProofs} from "./SignatureProofs.sol";

/// @title Who has left after a freeze
/// @notice The root is final then. Each account leaves once, to the L1 address that its key has signed for: the key that commands the account
/// in every batch commands it here too, and no other record of an owner exists that could be wrong.
abstract contract EscapeOrders is Ledger, SettledState {
    uint256 private constant ESCAPE_DOMAIN = 5;

    mapping(uint256 word => uint256 bits) private _escaped;

    /// @notice An account left.
    /// @param account Its place.
    /// @param recipient Whom the amount is owed to.
    /// @param amount In units.
    event Escaped(uint32 indexed account, address indexed recipient, uint64 amount);

    /// @notice The account has left.
    error AlreadyEscaped(uint32 account);
    /// @notice The account is worth nothing, or nothing is left.
    error NothingToEscape(uint32 account);

    /// @dev Refuses before a freeze, and an account that has left.
    modifier whenStillInside(uint32 index) {
        if (!frozen) revert IsNotFrozen();
        if (hasEscaped(index)) revert AlreadyEscaped(index);
        _;
    }

    /// @notice Whether an account has left.
    /// @param index Its place.
    function hasEscaped(uint32 index) public view returns (bool) {
        return (_escaped[index >> 8] >> (index & 0xff)) & 1 != 0;
    }

    /// @dev Demands the signature of Hash(5, [D, place, recipient]) by the account's key.
    function _requireOrder(
        SignatureProofs proofs,
        uint32 index,
        uint256 keyX,
        uint256 keyY,
        address recipient,
        BabyJubJub.Signature calldata signature
    ) internal view {
        uint256[] memory message = new uint256[](3);
        message[0] = domain();
        message[1] = index;
        message[2] = uint160(recipient);
        proofs.requireSignature(keyX, keyY, ESCAPE_DOMAIN, message, signature);
    }

    /// @dev Lets an account leave.
    function _leave(uint32 index, address recipient, uint64 amount) internal {
        _escaped[index >> 8] |= 1 << (index & 0xff);
        emit Escaped(index, recipient, amount);
        _release(recipient, amount);
    }
}
