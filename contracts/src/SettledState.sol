// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The state that has been proven
/// @notice Its root, and whether it can still move.
abstract contract SettledState {
    /// @notice The root of a tree without accounts.
    uint256 public constant EMPTY_ROOT = 6898860929736031474121651521161139261035492205636414278575472746649883062581;

    /// @notice A batch time is at most so far ahead of the block.
    uint32 public constant MAX_AHEAD = 15 minutes;

    /// @notice The root of the state after the latest batch; before the first, that of the state in which every contract of the family starts.
    uint256 public stateRoot;

    /// @notice The number that the next batch bears. Numbers start at 1 and each is used once.
    uint64 public nextBatch = 1;

    /// @notice The batch time of the latest batch.
    uint32 public batchTime;

    /// @notice Forced requests that are neither served nor refused.
    uint64 public openRequests;

    /// @dev How many groups of forced requests there have been. It stands here to share the slot of what a request changes anyway.
    uint64 internal _requestGroups;

    /// @notice Whether the operator has failed to serve a request in time. Then no batch settles any more, and accounts leave through the escape hatch.
    bool public frozen;

    /// @notice The contract is frozen.
    error IsFrozen();
    /// @notice The contract is not frozen.
    error IsNotFrozen();

    /// @dev Refuses after a freeze.
    modifier whenNotFrozen() {
        _requireNotFrozen();
        _;
    }

    /// @notice The domain D that binds every signature and every proof to this chain and this contract:
    /// keccak256(abi.encode(keccak256("zk/settlement/domain/1"), chainId, contract)) >> 8. A fork of the chain has another.
    function domain() public view returns (uint256) {
        return uint256(keccak256(abi.encode(keccak256("zk/settlement/domain/1"), block.chainid, address(this)))) >> 8;
    }

    function _requireNotFrozen() private view {
        if (frozen) revert IsFrozen();
    }
}
