// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title The token and whom it belongs to
/// @notice Every unit that the contract holds for somebody is in one of three sums: deposits that wait in the queue, balances in the proven state, and what is
/// owed to L1 addresses. Units move between the sums; they enter by a deposit and leave by a withdrawal, so the contract holds at least
/// (queued + settled + owed) * unit of the token at all times. All amounts are in units, below 2^64, so that no balance of the state can overflow.
abstract contract Ledger is ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice The sums, in units.
    struct Totals {
        /// @notice Deposits that wait in the queue.
        uint64 queued;
        /// @notice Balances of all accounts in the state.
        uint64 settled;
        /// @notice What L1 addresses may withdraw.
        uint64 owed;
    }

    /// @notice The token. It must neither take fees on transfers, nor change balances by itself, nor be in the hands of an adversary.
    IERC20 public immutable TOKEN;

    /// @notice The token's smallest units in one unit of the state: a token of 18 decimals has too many for 64 bits.
    uint256 public immutable UNIT;

    /// @notice What an L1 address may withdraw, in units.
    mapping(address recipient => uint64 amount) public owed;

    Totals private _totals;

    /// @notice An L1 address may withdraw so many units more.
    /// @param recipient Whom it is owed to.
    /// @param amount In units.
    event Owed(address indexed recipient, uint64 amount);
    /// @notice So many units that were owed to an address were paid.
    /// @param owner Whom it was owed to.
    /// @param to Who got it.
    /// @param amount In units.
    event Withdrawn(address indexed owner, address indexed to, uint64 amount);

    /// @notice The token has no code, or the unit is zero or too large.
    error WrongToken();
    /// @notice The token did not arrive in full; it takes fees on transfers, or lies.
    error WrongAmountReceived(uint256 expected, uint256 received);
    /// @notice With this deposit the contract would hold 2^64 units or more.
    error TooMuchDeposited();
    /// @notice The contract cannot be paid by itself: the tokens would belong to nobody.
    error WrongReceiver();
    /// @notice Nothing is owed to the address.
    error NothingOwed(address recipient);

    /// @notice Fixes the token for ever.
    /// @param token The token.
    /// @param unit Its smallest units in one unit of the state, 1 to 2^128.
    constructor(IERC20 token, uint256 unit) {
        if (address(token).code.length == 0 || unit == 0 || unit > 1 << 128) revert WrongToken();
        TOKEN = token;
        UNIT = unit;
    }

    /// @notice Pays what is owed to the sender, to an address of its choice. Works in a pause and after a freeze.
    /// @param to Who gets it.
    function withdraw(address to) external nonReentrant {
        _pay(msg.sender, to);
    }

    /// @notice Pays what is owed to an address, to that address. Anybody may call this. Works in a pause and after a freeze.
    /// @param recipient Who gets it.
    function withdrawFor(address recipient) external nonReentrant {
        _pay(recipient, recipient);
    }

    /// @notice The sums of all that the contract holds for others.
    function totals() external view returns (Totals memory) {
        return _totals;
    }

    /// @dev Takes units of the token from the sender. They are queued.
    function _take(uint64 amount) internal {
        Totals storage sums = _totals;
        if (uint256(sums.queued) + sums.settled + sums.owed + amount > type(uint64).max) revert TooMuchDeposited();
        sums.queued += amount;
        uint256 expected = amount * UNIT;
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(msg.sender, address(this), expected);
        uint256 received = TOKEN.balanceOf(address(this)) - before;
        if (received != expected) revert WrongAmountReceived(expected, received);
    }

    /// @dev Gives queued units back: they are owed to an L1 address.
    function _refund(address recipient, uint64 amount) internal {
        _totals.queued -= amount;
        _owe(recipient, amount);
    }

    /// @dev Moves units out of the state: they are owed to an L1 address.
    function _release(address recipient, uint64 amount) internal {
        _totals.settled -= amount;
        _owe(recipient, amount);
    }

    /// @dev Moves units between the sums for a whole batch. Whatever a proof says, more than the state holds cannot leave it.
    function _settleTotals(uint64 deposited, uint64 withdrawn) internal {
        Totals memory sums = _totals;
        sums.queued -= deposited;
        sums.settled = sums.settled + deposited - withdrawn;
        sums.owed += withdrawn;
        _totals = sums;
    }

    /// @dev Credits an L1 address; the sum of what is owed is the caller's to change. It cannot fail, whoever the recipient is.
    function _credit(address recipient, uint64 amount) internal {
        owed[recipient] += amount;
        emit Owed(recipient, amount);
    }

    /// @dev The balances of all accounts in the state.
    function _settled() internal view returns (uint64) {
        return _totals.settled;
    }

    function _owe(address recipient, uint64 amount) private {
        _totals.owed += amount;
        _credit(recipient, amount);
    }

    function _pay(address owner, address to) private {
        if (to == address(this)) revert WrongReceiver();
        uint64 amount = owed[owner];
        if (amount == 0) revert NothingOwed(owner);
        delete owed[owner];
        _totals.owed -= amount;
        emit Withdrawn(owner, to, amount);
        TOKEN.safeTransfer(to, amount * UNIT);
    }
}
