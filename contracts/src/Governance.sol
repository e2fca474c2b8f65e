// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title k-of-n governance with a timelock
/// @notice Members announce the hash of a call. When enough of them have approved it, a delay runs; then the very same call may be executed, once, until it expires.
/// An approval can be taken back until then, and a call that has too few again is cancelled. The members, their threshold and the delay are changed by such calls to
/// this contract itself, and a change of members voids what was announced before.
contract Governance {
    /// @notice A call that has been announced.
    struct Announcement {
        /// @notice The approvals.
        uint32 approvals;
        /// @notice When it was announced.
        uint40 announced;
        /// @notice When it may be executed from; 0 while approvals are missing.
        uint40 ready;
        /// @notice Whether it was executed.
        bool executed;
        /// @notice The {epoch} in which it was announced; in no other does the entry count.
        uint64 epoch;
    }

    /// @notice The shortest delay.
    uint40 public constant MIN_DELAY = 1 days;
    /// @notice The longest delay.
    uint40 public constant MAX_DELAY = 30 days;
    /// @notice Approvals are gathered for so long, and a call that is ready can be executed for so long.
    uint40 public constant LIFETIME = 14 days;
    /// @notice The most members.
    uint256 public constant MAX_MEMBERS = 32;

    /// @notice Raised by each change of members; part of the id of every call.
    uint64 public epoch;
    /// @notice The approvals that a call needs.
    uint32 public threshold;
    /// @notice The time between enough approvals and execution.
    uint40 public delay;
    /// @notice Whether an address is a member.
    mapping(address account => bool yes) public isMember;
    /// @notice The calls by {callId}. Ids are hashes, which anybody can form for an epoch to come, so an entry itself says in which epoch its approvals were given.
    mapping(bytes32 id => Announcement call) public announcements;
    /// @notice Whether a member has approved a call in an epoch.
    mapping(bytes32 id => mapping(uint64 epoch => mapping(address member => bool yes))) public hasApproved;

    address[] private _members;

    /// @notice A call was announced; only its hash is known.
    /// @param id The call's {callId}.
    /// @param member Who did it.
    event Announced(bytes32 indexed id, address indexed member);
    /// @notice A member approved a call.
    /// @param id The call's {callId}.
    /// @param member Who did it.
    event Approved(bytes32 indexed id, address indexed member);
    /// @notice A member took its approval back.
    /// @param id The call's {callId}.
    /// @param member Who did it.
    event Revoked(bytes32 indexed id, address indexed member);
    /// @notice A call has enough approvals and may be executed from a time on.
    /// @param id The call's {callId}.
    /// @param from When it may be executed from.
    event Ready(bytes32 indexed id, uint256 from);
    /// @notice A call has too few approvals again.
    /// @param id The call's {callId}.
    event Cancelled(bytes32 indexed id);
    /// @notice A call was executed.
    /// @param id The call's {callId}.
    /// @param target The contract called.
    /// @param data The calldata.
    event Executed(bytes32 indexed id, address indexed target, bytes data);
    /// @notice The members changed.
    /// @param epoch The new epoch.
    /// @param members The members.
    /// @param threshold The approvals that a call needs.
    event MembersChanged(uint64 indexed epoch, address[] members, uint32 threshold);
    /// @notice The delay changed.
    /// @param delay In seconds.
    event DelayChanged(uint40 delay);

    /// @notice The sender is not a member.
    error NotMember(address sender);
    /// @notice Only this contract may call this.
    error NotSelf(address sender);
    /// @notice The call was announced before in this epoch.
    error AlreadyAnnounced(bytes32 id);
    /// @notice The call was not announced, or in another epoch.
    error NotAnnounced(bytes32 id);
    /// @notice The member has approved already, or has not when it must have.
    error WrongApproval(bytes32 id, address member);
    /// @notice The call is not ready.
    error NotReady(bytes32 id, uint256 from);
    /// @notice The call has expired.
    error Expired(bytes32 id);
    /// @notice The call was executed before.
    error AlreadyExecuted(bytes32 id);
    /// @notice The call failed without a reason, or nothing is there to be called.
    error CallFailed();
    /// @notice Members must be different, not zero, between 1 and {MAX_MEMBERS}; the threshold between 1 and their number.
    error WrongMembers();
    /// @notice The delay must be between {MIN_DELAY} and {MAX_DELAY}.
    error WrongDelay(uint40 delay);

    /// @dev Refuses whoever is no member.
    modifier onlyMember() {
        _requireMember();
        _;
    }

    /// @dev Refuses all but this contract.
    modifier onlySelf() {
        _requireSelf();
        _;
    }

    /// @notice Begins the first epoch.
    /// @param firstMembers The members.
    /// @param firstThreshold The approvals that a call needs.
    /// @param firstDelay The delay.
    constructor(address[] memory firstMembers, uint32 firstThreshold, uint40 firstDelay) {
        _changeMembers(firstMembers, firstThreshold);
        _changeDelay(firstDelay);
    }

    /// @notice Announces a call by its {callId} and approves it. What was announced in an earlier epoch is announced anew, with no approval.
    /// @param id The call's id.
    function announce(bytes32 id) external onlyMember {
        if (announcements[id].epoch == epoch) revert AlreadyAnnounced(id);
        announcements[id] =
            Announcement({approvals: 0, announced: uint40(block.timestamp), ready: 0, executed: false, epoch: epoch});
        emit Announced(id, msg.sender);
        _approve(id);
    }

    /// @notice Approves a call.
    /// @param id The call's id.
    function approve(bytes32 id) external onlyMember {
        _approve(id);
    }

    /// @notice Takes the sender's approval back. A call that has too few then is cancelled; when it has enough again, its delay starts anew.
    /// @param id The call's id.
    function revoke(bytes32 id) external onlyMember {
        Announcement storage call = _announcement(id);
        if (call.executed) revert AlreadyExecuted(id);
        if (!hasApproved[id][epoch][msg.sender]) revert WrongApproval(id, msg.sender);
        delete hasApproved[id][epoch][msg.sender];
        --call.approvals;
        emit Revoked(id, msg.sender);
        if (call.ready != 0 && call.approvals < threshold) {
            call.ready = 0;
            emit Cancelled(id);
        }
    }

    /// @notice Executes a call that is ready.
    /// @param target The contract called.
    /// @param data The calldata.
    /// @param salt Tells equal calls apart.
    /// @return The call's answer.
    function execute(address target, bytes calldata data, bytes32 salt) external onlyMember returns (bytes memory) {
        bytes32 id = callId(target, data, salt);
        Announcement storage call = _announcement(id);
        if (call.executed) revert AlreadyExecuted(id);
        if (call.ready == 0 || block.timestamp < call.ready) revert NotReady(id, call.ready);
        if (block.timestamp >= call.ready + LIFETIME) revert Expired(id);
        if (target.code.length == 0) revert CallFailed();
        call.executed = true;
        emit Executed(id, target, data);
        (bool success, bytes memory answer) = target.call(data);
        if (!success) _bubble(answer);
        return answer;
    }

    /// @notice Replaces all members. Only by a call of this contract to itself.
    /// @param newMembers The members.
    /// @param newThreshold The approvals that a call needs.
    function changeMembers(address[] calldata newMembers, uint32 newThreshold) external onlySelf {
        for (uint256 i = 0; i < _members.length; ++i) {
            delete isMember[_members[i]];
        }
        _changeMembers(newMembers, newThreshold);
    }

    /// @notice Changes the delay. Only by a call of this contract to itself.
    /// @param newDelay The delay.
    function changeDelay(uint40 newDelay) external onlySelf {
        _changeDelay(newDelay);
    }

    /// @notice The members.
    function members() external view returns (address[] memory) {
        return _members;
    }

    /// @notice The id of a call: keccak256(abi.encode(chainId, this contract, epoch, target, keccak256(data), salt)).
    /// @param target The contract called.
    /// @param data The calldata.
    /// @param salt Tells equal calls apart.
    function callId(address target, bytes calldata data, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), epoch, target, keccak256(data), salt));
    }

    function _approve(bytes32 id) private {
        Announcement storage call = _announcement(id);
        if (call.executed) revert AlreadyExecuted(id);
        if (hasApproved[id][epoch][msg.sender]) revert WrongApproval(id, msg.sender);
        if (call.ready == 0 && block.timestamp >= call.announced + LIFETIME) revert Expired(id);
        hasApproved[id][epoch][msg.sender] = true;
        ++call.approvals;
        emit Approved(id, msg.sender);
        if (call.ready == 0 && call.approvals >= threshold) {
            call.ready = uint40(block.timestamp) + delay;
            emit Ready(id, call.ready);
        }
    }

    function _changeMembers(address[] memory newMembers, uint32 newThreshold) private {
        uint256 count = newMembers.length;
        if (count > MAX_MEMBERS || newThreshold == 0 || newThreshold > count) revert WrongMembers();
        for (uint256 i = 0; i < count; ++i) {
            address member = newMembers[i];
            if (member == address(0) || isMember[member]) revert WrongMembers();
            isMember[member] = true;
        }
        _members = newMembers;
        threshold = newThreshold;
        ++epoch;
        emit MembersChanged(epoch, newMembers, newThreshold);
    }

    function _changeDelay(uint40 newDelay) private {
        if (newDelay < MIN_DELAY || newDelay > MAX_DELAY) revert WrongDelay(newDelay);
        delay = newDelay;
        emit DelayChanged(newDelay);
    }

    function _announcement(bytes32 id) private view returns (Announcement storage call) {
        call = announcements[id];
        if (call.epoch != epoch) revert NotAnnounced(id);
    }

    function _requireMember() private view {
        if (!isMember[msg.sender]) revert NotMember(msg.sender);
    }

    function _requireSelf() private view {
        if (msg.sender != address(this)) revert NotSelf(msg.sender);
    }

    function _bubble(bytes memory answer) private pure {
        if (answer.length == 0) revert CallFailed();
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
