// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "./AccountTree.sol";
import {BabyJubJub} from "./BabyJubJub.sol";
import {BatchData} from "./BatchData.sol";
import {Pausing} from "./Pausing.sol";
import {SettledState} from "./SettledState.sol";

/// @title Withdrawals that the operator cannot ignore
/// @notice A user whom the operator ignores publishes a signed withdrawal here. A batch serves it by containing this withdrawal. If none does within {FORCED_PERIOD},
/// anybody may freeze the contract, for ever. A request that no batch can contain, because the state does not allow it, is refused by whoever shows so
/// with a Merkle proof against the present root, so false requests freeze nothing: everything that the circuit demands of a withdrawal is either
/// checked when the request is made or can be shown to be missing.
abstract contract ForcedRequests is Pausing, SettledState {
    /// @notice A withdrawal as its account's owner signs it.
    struct Withdrawal {
        /// @notice The account debited.
        uint32 account;
        /// @notice Its nonce.
        uint32 nonce;
        /// @notice The last batch time at which it may be settled.
        uint32 expiry;
        /// @notice What leaves, in units.
        uint64 amount;
        /// @notice What the fee account gets.
        uint64 fee;
        /// @notice The L1 address that is owed the amount.
        address recipient;
        /// @notice x of the account's key.
        uint256 keyX;
        /// @notice y of the account's key.
        uint256 keyY;
    }

    /// @notice A request that waits.
    struct Request {
        /// @notice When it is overdue, on {clock}.
        uint40 deadline;
        /// @notice The first 216 bits of keccak256 of key and nonce.
        uint216 detail;
    }

    /// @notice The time that the operator has to serve a request, on {clock}.
    uint40 public constant FORCED_PERIOD = 7 days;

    /// @notice A batch time is at most so far ahead of the block.
    uint32 public constant MAX_AHEAD = 15 minutes;

    uint256 private constant OPERATION_DOMAIN = 3;

    /// @notice The requests that wait, by {requestId}.
    mapping(bytes32 id => Request request) public requests;

    /// @notice A request waits until its deadline on {clock}. The event holds all that the operator needs.
    /// @param id The request.
    /// @param deadline When it is overdue, on {clock}.
    /// @param withdrawal What was signed.
    /// @param signature The signature.
    event WithdrawalForced(bytes32 indexed id, uint256 deadline, Withdrawal withdrawal, BabyJubJub.Signature signature);
    /// @notice A batch served a request.
    /// @param id The request.
    /// @param batch The batch's number.
    event RequestServed(bytes32 indexed id, uint256 indexed batch);
    /// @notice A request was shown to be impossible.
    /// @param id The request.
    event RequestRefused(bytes32 indexed id);
    /// @notice The contract is frozen: the root is final.
    /// @param id The request.
    /// @param stateRoot The final root.
    event Frozen(bytes32 indexed id, uint256 stateRoot);

    /// @notice The same withdrawal waits already.
    error AlreadyRequested(bytes32 id);
    /// @notice No such request waits.
    error NoSuchRequest(bytes32 id);
    /// @notice The withdrawal could expire before its deadline; it must not before this time.
    error ExpiresTooSoon(uint256 earliest);
    /// @notice The account has no nonce left.
    error NonceExhausted();
    /// @notice The request is not overdue.
    error NotOverdue(uint256 deadline);
    /// @notice The state allows the withdrawal.
    error RequestPossible(bytes32 id);

    /// @notice Publishes a signed withdrawal that a batch must contain within {FORCED_PERIOD}. Anybody may do so for the account's owner, who
    /// must take the nonce that the account has in the present state and not use it for anything else.
    /// @param withdrawal The withdrawal.
    /// @param signature The signature of the account's key, as a batch needs it.
    /// @return id The request.
    function forceWithdrawal(Withdrawal calldata withdrawal, BabyJubJub.Signature calldata signature)
        external
        whenNotFrozen
        returns (bytes32 id)
    {
        uint256 earliest = block.timestamp + FORCED_PERIOD + MAX_PAUSE + MAX_AHEAD;
        if (withdrawal.expiry < earliest) revert ExpiresTooSoon(earliest);
        if (withdrawal.nonce == type(uint32).max) revert NonceExhausted();
        (uint256 first, uint256 second) = _words(withdrawal);
        id = _requestId(first, second);
        if (requests[id].deadline != 0) revert AlreadyRequested(id);
        uint256[] memory message = new uint256[](4);
        message[0] = domain();
        message[1] = first;
        message[2] = second | (uint256(withdrawal.nonce) << 160) | (uint256(withdrawal.expiry) << 192);
        STATE_PROOFS.requireSignature(withdrawal.keyX, withdrawal.keyY, OPERATION_DOMAIN, message, signature);
        uint40 deadline = clock() + FORCED_PERIOD;
        requests[id] = Request(deadline, _detail(withdrawal));
        ++openRequests;
        emit WithdrawalForced(id, deadline, withdrawal, signature);
    }

    /// @notice Removes a request that the present state does not allow: the account has another key, another nonce or too small a balance. Anybody may call this.
    /// @param withdrawal The withdrawal requested.
    /// @param account What the state holds at its place.
    /// @param siblings The siblings of the place's path, from the leaf up.
    function refuseRequest(
        Withdrawal calldata withdrawal,
        AccountTree.Account calldata account,
        uint256[32] calldata siblings
    ) external whenNotFrozen {
        bytes32 id = _requireRequest(withdrawal);
        STATE_PROOFS.requireAccount(stateRoot, withdrawal.account, account, siblings);
        bool possible = account.keyX == withdrawal.keyX && account.keyY == withdrawal.keyY && account.nonce == withdrawal.nonce
            && account.balance >= uint256(withdrawal.amount) + withdrawal.fee;
        if (possible) revert RequestPossible(id);
        _refuse(id);
    }

    /// @notice Removes a request for an account that the present state does not have. Anybody may call this.
    /// @param withdrawal The withdrawal requested.
    /// @param siblings The siblings of the place's path, from the leaf up.
    function refuseRequestOfNobody(Withdrawal calldata withdrawal, uint256[32] calldata siblings) external whenNotFrozen {
        bytes32 id = _requireRequest(withdrawal);
        STATE_PROOFS.requireEmpty(stateRoot, withdrawal.account, siblings);
        _refuse(id);
    }

    /// @notice Freezes the contract for ever because a request is overdue. Anybody may call this, in a pause too.
    /// @param id The request.
    function freeze(bytes32 id) external whenNotFrozen {
        uint40 deadline = requests[id].deadline;
        if (deadline == 0) revert NoSuchRequest(id);
        if (clock() < deadline) revert NotOverdue(deadline);
        frozen = true;
        emit Frozen(id, stateRoot);
    }

    /// @notice The id of a request: keccak256 of the data words with which a batch serves it.
    /// @param withdrawal The withdrawal.
    function requestId(Withdrawal calldata withdrawal) external pure returns (bytes32) {
        (uint256 first, uint256 second) = _words(withdrawal);
        return _requestId(first, second);
    }

    /// @dev Takes a request out that a batch contains, if there is one.
    function _serve(uint256 first, uint256 second, uint256 batch) internal returns (bool served) {
        bytes32 id = _requestId(first, second);
        served = requests[id].deadline != 0;
        if (served) {
            delete requests[id];
            emit RequestServed(id, batch);
        }
    }

    function _refuse(bytes32 id) private {
        delete requests[id];
        --openRequests;
        emit RequestRefused(id);
    }

    function _requireRequest(Withdrawal calldata withdrawal) private view returns (bytes32 id) {
        (uint256 first, uint256 second) = _words(withdrawal);
        id = _requestId(first, second);
        Request memory request = requests[id];
        if (request.deadline == 0 || request.detail != _detail(withdrawal)) revert NoSuchRequest(id);
    }

    function _words(Withdrawal calldata withdrawal) private pure returns (uint256 first, uint256 second) {
        return
            (BatchData.withdrawal(withdrawal.account, withdrawal.amount, withdrawal.fee), uint160(withdrawal.recipient));
    }

    function _requestId(uint256 first, uint256 second) private pure returns (bytes32) {
        return keccak256(abi.encode(first, second));
    }

    function _detail(Withdrawal calldata withdrawal) private pure returns (uint216) {
        return uint216(uint256(keccak256(abi.encode(withdrawal.keyX, withdrawal.keyY, withdrawal.nonce))) >> 40);
    }
}
