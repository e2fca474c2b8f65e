// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PerpetualData} from "./PerpetualData.sol";
import {Roles} from "./Roles.sol";

/// @title The breaker's other half
/// @notice The circuit trips the breaker on a price, a volume or an insurance fund out of bounds and says so in the header. From then on only trades that reduce
/// positions settle, until the governor has authorised a reset, and not before {BREAKER_COOLDOWN}; one batch may use the authorisation, once.
abstract contract CircuitBreaker is Roles {
    /// @notice The shortest time between a trip and a reset. It is the shortest delay of a {Governance}, so an authorisation that was prepared before the trip
    /// does not come sooner than one that was not.
    uint40 public constant BREAKER_COOLDOWN = 1 days;

    /// @notice When the batch settled that tripped the breaker; 0 if it is not tripped.
    uint40 public trippedAt;

    /// @notice Whether the next batch may reset the breaker.
    bool public resetAuthorized;

    /// @notice A batch tripped the breaker.
    /// @param batch Its number.
    event BreakerTripped(uint256 indexed batch);
    /// @notice One batch may reset the breaker.
    event BreakerResetAuthorized();
    /// @notice A batch reset the breaker; it may have tripped it again.
    /// @param batch Its number.
    event BreakerReset(uint256 indexed batch);

    /// @notice The breaker is not tripped, or its reset is authorised already.
    error NothingToAuthorize();
    /// @notice The breaker is tripped, and the batch says that it is not, or lets a position grow.
    error BreakerIsTripped(uint256 since);
    /// @notice The batch resets the breaker without authorisation.
    error ResetNotAuthorized();
    /// @notice No reset before this time.
    error ResetTooSoon(uint256 earliest);

    /// @notice Allows one batch to reset the breaker, which is tripped. Only the governor.
    function authorizeBreakerReset() external onlyOwner {
        if (trippedAt == 0 || resetAuthorized) revert NothingToAuthorize();
        resetAuthorized = true;
        emit BreakerResetAuthorized();
    }

    /// @dev Demands that the batch keeps to the breaker, and takes over what it says.
    function _advanceBreaker(uint256 header, uint256 batch) internal {
        (bool tripped, bool reset, uint256 increasing) = PerpetualData.breaker(header);
        uint40 since = trippedAt;
        if (reset) {
            if (!resetAuthorized) revert ResetNotAuthorized();
            uint40 earliest = since + BREAKER_COOLDOWN;
            if (block.timestamp < earliest) revert ResetTooSoon(earliest);
            delete resetAuthorized;
            delete trippedAt;
            emit BreakerReset(batch);
        } else if (since != 0) {
            if (!tripped || increasing != 0) revert BreakerIsTripped(since);
            return;
        }
        if (tripped) {
            trippedAt = uint40(block.timestamp);
            emit BreakerTripped(batch);
        }
    }
}
