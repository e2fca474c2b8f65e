// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Pausing} from "./Pausing.sol";
import {SettledState} from "./SettledState.sol";

/// @title The terms of forced requests
/// @notice A request takes a bond along and has a deadline. When a batch has not answered it by then, anybody may freeze the contract, for ever.
abstract contract RequestTerms is Pausing, SettledState {
    /// @notice A request that was made.
    struct Request {
        /// @notice When it is overdue, on {clock}.
        uint40 deadline;
        /// @notice Who has paid the bond.
        address requester;
    }

    /// @notice The largest bond, so that no deployment can price users out.
    uint256 public constant MAX_REQUEST_BOND = 0.1 ether;

    /// @notice What a request takes along, in the chain's currency.
    uint256 public immutable REQUEST_BOND;

    /// @notice The time that the operator has to answer a request, on {clock}.
    uint40 public constant FORCED_PERIOD = 7 days;

    /// @dev The requests by what tells them apart.
    mapping(bytes32 id => Request request) internal _requests;

    /// @notice A bond went back.
    /// @param id The request.
    /// @param requester Who has got it.
    event BondReturned(bytes32 indexed id, address indexed requester);
    /// @notice The contract is frozen: the root is final.
    /// @param id The request.
    /// @param stateRoot The final root.
    event Frozen(bytes32 indexed id, uint256 stateRoot);

    /// @notice The bond would be larger than {MAX_REQUEST_BOND}.
    error BondTooLarge(uint256 largest);
    /// @notice A request takes exactly {REQUEST_BOND} along.
    error WrongBond(uint256 expected);
    /// @notice The same request waits already.
    error AlreadyRequested(bytes32 id);
    /// @notice No such request waits.
    error NoSuchRequest(bytes32 id);
    /// @notice What was signed could expire before the request's deadline; it must not before this time.
    error ExpiresTooSoon(uint256 earliest);
    /// @notice The request is not overdue.
    error NotOverdue(uint256 deadline);

    /// @notice Fixes the bond for ever.
    /// @param requestBond The bond, at most {MAX_REQUEST_BOND}.
    constructor(uint256 requestBond) {
        if (requestBond > MAX_REQUEST_BOND) revert BondTooLarge(MAX_REQUEST_BOND);
        REQUEST_BOND = requestBond;
    }

    /// @dev Demands that the call brings the bond along.
    function _requireBond() internal view {
        if (msg.value != REQUEST_BOND) revert WrongBond(REQUEST_BOND);
    }

    /// @dev Demands that what was signed stays good until every possible deadline of a request that is made now, with a pause in between.
    function _requireLate(uint32 expiry) internal view {
        uint256 earliest = block.timestamp + FORCED_PERIOD + MAX_PAUSE + MAX_AHEAD;
        if (expiry < earliest) revert ExpiresTooSoon(earliest);
    }

    /// @dev Demands that a request does not wait yet.
    function _requireNew(bytes32 id) internal view {
        if (_requests[id].deadline != 0) revert AlreadyRequested(id);
    }

    /// @dev A request that waits.
    function _requireRequest(bytes32 id) internal view returns (Request memory request) {
        request = _requests[id];
        if (request.deadline == 0) revert NoSuchRequest(id);
    }

    /// @dev Lets a request wait.
    function _open(bytes32 id) internal returns (uint40 deadline) {
        deadline = clock() + FORCED_PERIOD;
        _requests[id] = Request(deadline, msg.sender);
        ++openRequests;
    }

    /// @dev Freezes the contract for ever because a request is overdue.
    function _freeze(bytes32 id) internal {
        uint40 deadline = _requireRequest(id).deadline;
        if (clock() < deadline) revert NotOverdue(deadline);
        frozen = true;
        emit Frozen(id, stateRoot);
    }

    /// @dev Erases a request and gives its bond back to its requester.
    function _returnBond(bytes32 id, address requester) internal {
        delete _requests[id];
        emit BondReturned(id, requester);
        Address.sendValue(payable(requester), REQUEST_BOND);
    }
}
