// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BabyJubJub} from "./BabyJubJub.sol";
import {BatchData} from "./BatchData.sol";
import {Ledger} from "./Ledger.sol";
import {Pausing} from "./Pausing.sol";
import {SettledState} from "./SettledState.sol";

/// @title Deposits that wait for a batch
/// @notice A deposit takes tokens, and a place of the state with its key, and waits in the queue. In its first {DEPOSIT_WINDOW} a batch may settle it, once, in any
/// order; afterwards it can only be given back. There is no moment at which both are possible, so a depositor cannot spoil a batch that is on its way, and an
/// operator who ignores a deposit cannot keep it.
abstract contract DepositQueue is Ledger, Pausing, SettledState {
    /// @notice An entry of the queue.
    struct Deposit {
        /// @notice Who gets it back if it is not settled.
        address depositor;
        /// @notice How much, in units.
        uint64 amount;
        /// @notice The place of the state.
        uint32 account;
        /// @notice When it was made.
        uint40 time;
        /// @notice The first 216 bits of keccak256 of the packed key.
        uint216 keyHash;
    }

    /// @notice How long a batch may settle a deposit; afterwards it can be given back.
    uint40 public constant DEPOSIT_WINDOW = 2 days;

    /// @notice The number of deposits so far, and the id of the next one. Ids have 40 bits.
    uint40 public nextDeposit;

    /// @notice The entries of the queue; all zero if an entry was settled or given back.
    mapping(uint256 id => Deposit entry) public deposits;

    /// @notice A deposit waits.
    /// @param id The entry.
    /// @param depositor Who gets it back if it is not settled.
    /// @param account The place credited.
    /// @param keyX x of the account's key.
    /// @param keyY y of the account's key.
    /// @param amount In units.
    event DepositQueued(
        uint256 indexed id, address indexed depositor, uint32 indexed account, uint256 keyX, uint256 keyY, uint64 amount
    );
    /// @notice A batch settled a deposit.
    /// @param id The entry.
    /// @param batch The batch's number.
    event DepositSettled(uint256 indexed id, uint256 indexed batch);
    /// @notice A deposit was given back: it is owed to its depositor.
    /// @param id The entry.
    event DepositCancelled(uint256 indexed id);

    /// @notice A deposit is of one unit at least.
    error NothingDeposited();
    /// @notice The entry does not exist, or was settled or given back.
    error NoSuchDeposit(uint256 id);
    /// @notice The batch names another account, key or amount than the entry.
    error WrongDeposit(uint256 id);
    /// @notice The entry was made in this block, so that no borrowed token can go through a batch in one transaction.
    error DepositTooNew(uint256 id);
    /// @notice The entry waited too long and can only be given back.
    error DepositTooOld(uint256 id);
    /// @notice The entry may still be settled, and be given back from this time on.
    error DepositStillOpen(uint256 id, uint256 from);

    /// @notice Takes tokens, amount * UNIT of them, and queues them for an account of the state. A place without account will belong to the key; an account must
    /// have this key, otherwise no batch can settle the deposit. The key must be in the subgroup of prime order, which is not checked here; nor can a batch settle
    /// another. Whoever deposits for others should know that the key's owner alone commands what is settled.
    /// @param account The place.
    /// @param keyX The key's x.
    /// @param keyY The key's y.
    /// @param amount How much, in units, at least 1.
    /// @return id The entry of the queue.
    function deposit(uint32 account, uint256 keyX, uint256 keyY, uint64 amount)
        external
        nonReentrant
        whenNotPaused
        whenNotFrozen
        returns (uint40 id)
    {
        if (amount == 0) revert NothingDeposited();
        uint256 key = BabyJubJub.pack(keyX, keyY);
        id = nextDeposit;
        nextDeposit = id + 1;
        deposits[id] = Deposit(msg.sender, amount, account, uint40(block.timestamp), _keyHash(key));
        emit DepositQueued(id, msg.sender, account, keyX, keyY, amount);
        _take(amount);
    }

    /// @notice Gives a deposit back that no batch has settled within {DEPOSIT_WINDOW}, or before a freeze: it is owed to its depositor. Anybody may call this.
    /// @param id The entry.
    function cancelDeposit(uint256 id) external nonReentrant {
        Deposit memory entry = deposits[id];
        if (entry.depositor == address(0)) revert NoSuchDeposit(id);
        uint256 from = entry.time + DEPOSIT_WINDOW;
        if (!frozen && block.timestamp < from) revert DepositStillOpen(id, from);
        delete deposits[id];
        emit DepositCancelled(id);
        _refund(entry.depositor, entry.amount);
    }

    /// @dev Takes an entry out of the queue for a batch that names it.
    function _settleDeposit(uint256 first, uint256 second, uint256 batch) internal {
        (uint40 id, uint32 account, uint256 key) = BatchData.deposit(first, second);
        Deposit memory entry = deposits[id];
        if (entry.depositor == address(0)) revert NoSuchDeposit(id);
        if (entry.amount != BatchData.amount(first) || entry.account != account || entry.keyHash != _keyHash(key)) revert WrongDeposit(id);
        if (entry.time == block.timestamp) revert DepositTooNew(id);
        if (block.timestamp >= entry.time + DEPOSIT_WINDOW) revert DepositTooOld(id);
        delete deposits[id];
        emit DepositSettled(id, batch);
    }

    function _keyHash(uint256 key) private pure returns (uint216) {
        return uint216(uint256(keccak256(abi.encode(key))) >> 40);
    }
}
