// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {AccountTree} from "./AccountTree.sol";
import {BabyJubJub} from "./BabyJubJub.sol";
import {BatchData} from "./BatchData.sol";
import {PaymentsState} from "./PaymentsState.sol";
import {RequestTerms} from "./RequestTerms.sol";

/// @title Withdrawals that the operator cannot ignore
/// @notice A user whom the operator ignores publishes a signed withdrawal here. A batch serves it by containing this withdrawal. If none does within {FORCED_PERIOD},
/// anybody may freeze the contract, for ever. A request that no batch can contain, because the state does not allow it, is refused by whoever shows so
/// with a Merkle proof against the present root, so false requests freeze nothing: everything that the circuit demands of a withdrawal is either
/// checked when the request is made or can be shown to be missing. Requests are told apart by words, group, key and nonce; a batch that serves a group leaves
/// them behind, for their bonds.
abstract contract ForcedRequests is RequestTerms, PaymentsState {
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

    /// @notice The requests that wait for the same data words. They differ in key or nonce, which the words do not show, so one withdrawal of a batch serves them all:
    /// nobody can keep an owner's request out by a false one with the same words.
    struct Group {
        /// @notice The group's number, at least 1 and never used again; 0 if none waits.
        uint64 number;
        /// @notice How many wait.
        uint64 count;
    }

    uint256 private constant OPERATION_DOMAIN = 3;

    /// @notice The requests that wait, by keccak256 of the two data words with which a batch serves them.
    mapping(bytes32 words => Group group) public groups;

    /// @notice A request waits until its deadline on {clock}. The event holds all that the operator needs.
    /// @param id The request.
    /// @param group Its group's number.
    /// @param deadline When it is overdue, on {clock}.
    /// @param withdrawal What was signed.
    /// @param signature The signature.
    event WithdrawalForced(
        bytes32 indexed id,
        uint256 indexed group,
        uint256 deadline,
        Withdrawal withdrawal,
        BabyJubJub.Signature signature
    );
    /// @notice A batch served all requests of a group.
    /// @param group The group's number.
    /// @param batch The batch's number.
    /// @param count How many requests these were.
    event RequestsServed(uint256 indexed group, uint256 indexed batch, uint256 count);
    /// @notice A request was shown to be impossible.
    /// @param id The request.
    event RequestRefused(bytes32 indexed id);

    /// @notice The request still waits, and its bond with it.
    error RequestWaits(bytes32 id);
    /// @notice The account has no nonce left.
    error NonceExhausted();
    /// @notice The state allows the withdrawal.
    error RequestPossible(bytes32 id);

    /// @notice Publishes a signed withdrawal that a batch must contain within {FORCED_PERIOD}. Anybody may do so for the account's owner, who
    /// must take the nonce that the account has in the present state and not use it for anything else. The call
    /// brings {REQUEST_BOND} along, which {takeBondBack} gives back.
    /// @param withdrawal The withdrawal.
    /// @param signature The signature of the account's key, as a batch needs it.
    /// @return id The request.
    function forceWithdrawal(Withdrawal calldata withdrawal, BabyJubJub.Signature calldata signature)
        external
        payable
        whenNotFrozen
        returns (bytes32 id)
    {
        _requireBond();
        _requireLate(withdrawal.expiry);
        if (withdrawal.nonce == type(uint32).max) revert NonceExhausted();
        (uint256 first, uint256 second) = _words(withdrawal);
        bytes32 words = _hash(first, second);
        Group memory group = groups[words];
        if (group.count == 0) group.number = ++_requestGroups;
        id = _requestId(words, group.number, withdrawal);
        _requireNew(id);
        uint256[] memory message = new uint256[](4);
        message[0] = domain();
        message[1] = first;
        message[2] = second | (uint256(withdrawal.nonce) << 160) | (uint256(withdrawal.expiry) << 192);
        STATE_PROOFS.requireSignature(withdrawal.keyX, withdrawal.keyY, OPERATION_DOMAIN, message, signature);
        uint40 deadline = _open(id);
        ++group.count;
        groups[words] = group;
        emit WithdrawalForced(id, group.number, deadline, withdrawal, signature);
    }

    /// @notice Removes a request that the present state does not allow: the account has another key, another nonce or too small a balance. Anybody may call this,
    /// and gets the bond.
    /// @param withdrawal The withdrawal requested.
    /// @param account What the state holds at its place.
    /// @param siblings The siblings of the place's path, from the leaf up.
    function refuseRequest(
        Withdrawal calldata withdrawal,
        AccountTree.Account calldata account,
        uint256[32] calldata siblings
    ) external whenNotFrozen {
        (bytes32 words, bytes32 id) = _requireWaiting(withdrawal);
        STATE_PROOFS.requireAccount(stateRoot, withdrawal.account, account, siblings);
        bool possible = account.keyX == withdrawal.keyX && account.keyY == withdrawal.keyY && account.nonce == withdrawal.nonce
            && account.balance >= uint256(withdrawal.amount) + withdrawal.fee;
        if (possible) revert RequestPossible(id);
        _refuse(words, id);
    }

    /// @notice Removes a request for an account that the present state does not have. Anybody may call this, and gets the bond.
    /// @param withdrawal The withdrawal requested.
    /// @param siblings The siblings of the place's path, from the leaf up.
    function refuseRequestOfNobody(Withdrawal calldata withdrawal, uint256[32] calldata siblings) external whenNotFrozen {
        (bytes32 words, bytes32 id) = _requireWaiting(withdrawal);
        STATE_PROOFS.requireEmpty(stateRoot, withdrawal.account, siblings);
        _refuse(words, id);
    }

    /// @notice Freezes the contract for ever because a request is overdue. Anybody may call this, in a pause too.
    /// @param withdrawal The withdrawal requested.
    function freeze(Withdrawal calldata withdrawal) external whenNotFrozen {
        (, bytes32 id) = _find(withdrawal);
        _freeze(id);
    }

    /// @notice Gives the bond of a request back that a batch has served, or of any request after a freeze, to its requester. Anybody may call this.
    /// @param group The group in which the request was.
    /// @param withdrawal The withdrawal requested.
    function takeBondBack(uint64 group, Withdrawal calldata withdrawal) external {
        (uint256 first, uint256 second) = _words(withdrawal);
        bytes32 words = _hash(first, second);
        bytes32 id = _requestId(words, group, withdrawal);
        Request memory request = _requireRequest(id);
        if (!frozen && groups[words].number == group) revert RequestWaits(id);
        _returnBond(id, request.requester);
    }

    /// @notice When a request is overdue, on {clock}; 0 if no such request waits.
    /// @param withdrawal The withdrawal requested.
    function requestDeadline(Withdrawal calldata withdrawal) external view returns (uint40) {
        (, bytes32 id) = _find(withdrawal);
        return _requests[id].deadline;
    }

    /// @dev Takes the requests out that a batch serves by a withdrawal, if there are any.
    function _serve(uint256 first, uint256 second, uint256 batch) internal returns (uint64 served) {
        bytes32 words = _hash(first, second);
        Group memory group = groups[words];
        served = group.count;
        if (served != 0) {
            delete groups[words];
            emit RequestsServed(group.number, batch, served);
        }
    }

    function _refuse(bytes32 words, bytes32 id) private {
        delete _requests[id];
        --openRequests;
        if (groups[words].count == 1) delete groups[words];
        else --groups[words].count;
        emit RequestRefused(id);
        Address.sendValue(payable(msg.sender), REQUEST_BOND);
    }

    function _requireWaiting(Withdrawal calldata withdrawal) private view returns (bytes32 words, bytes32 id) {
        (words, id) = _find(withdrawal);
        _requireRequest(id);
    }

    /// @dev There is no group 0, so nothing is found in it.
    function _find(Withdrawal calldata withdrawal) private view returns (bytes32 words, bytes32 id) {
        (uint256 first, uint256 second) = _words(withdrawal);
        words = _hash(first, second);
        id = _requestId(words, groups[words].number, withdrawal);
    }

    function _words(Withdrawal calldata withdrawal) private pure returns (uint256 first, uint256 second) {
        return
            (BatchData.withdrawal(withdrawal.account, withdrawal.amount, withdrawal.fee), uint160(withdrawal.recipient));
    }

    function _hash(uint256 first, uint256 second) private pure returns (bytes32) {
        return keccak256(abi.encode(first, second));
    }

    function _requestId(bytes32 words, uint64 group, Withdrawal calldata withdrawal) private pure returns (bytes32) {
        return keccak256(abi.encode(words, group, withdrawal.keyX, withdrawal.keyY, withdrawal.nonce));
    }
}
