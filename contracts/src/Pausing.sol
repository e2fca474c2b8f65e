// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "./Roles.sol";

/// @title A pause that ends by itself
/// @notice A pause stops deposits and batches and nothing else: what is owed can be withdrawn, deposits can be taken back, forced requests can be made,
/// and an overdue one still freezes the contract. It lasts at most {MAX_PAUSE} and is followed by {PAUSE_COOLDOWN} without one. The operator's deadlines run
/// on a clock that stands still during a pause, so a guardian can neither make the operator miss one nor keep it from expiring.
abstract contract Pausing is Roles {
    /// @notice The longest pause.
    uint40 public constant MAX_PAUSE = 3 days;

    /// @notice The time after a pause in which there is no other. It is longer than any deadline on {clock}.
    uint40 public constant PAUSE_COOLDOWN = 14 days;

    /// @notice When the latest pause began; 0 if there was none.
    uint40 public pauseStart;

    /// @notice When the latest pause ends or ended; 0 if there was none.
    uint40 public pauseEnd;

    /// @dev Length of all pauses before the latest one.
    uint40 private _pausedBefore;

    /// @notice A pause began.
    /// @param until When it ends.
    event Paused(uint256 until);
    /// @notice A pause was ended before its time.
    event Unpaused();

    /// @notice The contract is paused.
    error IsPaused(uint256 until);
    /// @notice The contract is not paused.
    error IsNotPaused();
    /// @notice A pause lasts between one second and {MAX_PAUSE}.
    error PauseTooLong(uint256 duration);
    /// @notice No pause before this time.
    error PauseTooSoon(uint256 earliest);

    /// @dev Refuses during a pause.
    modifier whenNotPaused() {
        _requireNotPaused();
        _;
    }

    /// @notice Begins a pause. Only the guardian.
    /// @param duration Its length in seconds.
    function pause(uint40 duration) external {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        if (duration == 0 || duration > MAX_PAUSE) revert PauseTooLong(duration);
        uint40 earliest = pauseEnd == 0 ? 0 : pauseEnd + PAUSE_COOLDOWN;
        if (block.timestamp < earliest) revert PauseTooSoon(earliest);
        _pausedBefore += pauseEnd - pauseStart;
        pauseStart = uint40(block.timestamp);
        pauseEnd = uint40(block.timestamp) + duration;
        emit Paused(pauseEnd);
    }

    /// @notice Ends a pause before its time. The guardian or the governor.
    function unpause() external {
        if (msg.sender != guardian && msg.sender != owner()) revert NotGuardian(msg.sender);
        if (!paused()) revert IsNotPaused();
        pauseEnd = uint40(block.timestamp);
        emit Unpaused();
    }

    /// @notice Whether there is a pause.
    function paused() public view returns (bool) {
        return block.timestamp < pauseEnd;
    }

    /// @notice The time, less the length of all pauses so far.
    function clock() public view returns (uint40) {
        uint40 end = paused() ? uint40(block.timestamp) : pauseEnd;
        return uint40(block.timestamp) - _pausedBefore - (end - pauseStart);
    }

    function _requireNotPaused() private view {
        if (paused()) revert IsPaused(pauseEnd);
    }
}
