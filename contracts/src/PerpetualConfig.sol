// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PerpetualState} from "./PerpetualState.sol";
import {Roles} from "./Roles.sol";

/// @title The configuration that batches keep to
/// @notice Oracle signers, margins, limits of the breaker: everything that the circuits take as given. Each batch says by a hash which one it kept to. The governor
/// announces another in full, so that everybody can read it, and it counts after {CONFIG_DELAY}, so users who do not trust it are gone before.
abstract contract PerpetualConfig is Roles, PerpetualState {
    /// @notice Time between the announcement of a configuration and its first use, longer than a forced withdrawal takes.
    uint40 public constant CONFIG_DELAY = 14 days;

    /// @notice The hash of the configuration that batches keep to: Hash(9, elements).
    uint256 public configHash;

    /// @notice The hash of the configuration that was announced; 0 if none was.
    uint256 public announcedConfig;

    /// @notice When the announced configuration can be taken into use.
    uint40 public configFrom;

    /// @notice A configuration can be taken into use from a time on. Another that was announced before cannot any more.
    /// @param hash Its hash.
    /// @param from The time.
    /// @param elements What is hashed.
    event ConfigAnnounced(uint256 indexed hash, uint256 from, uint256[] elements);
    /// @notice The announced configuration will not be taken into use.
    /// @param hash Its hash.
    event ConfigWithdrawn(uint256 indexed hash);
    /// @notice Batches keep to another configuration from now on.
    /// @param hash Its hash.
    event ConfigChanged(uint256 indexed hash);

    /// @notice A configuration has so many elements.
    error WrongConfigLength(uint256 expected);
    /// @notice No configuration was announced.
    error NoConfigAnnounced();
    /// @notice The announced configuration does not count before this time.
    error ConfigTooSoon(uint256 earliest);
    /// @notice The batch kept to another configuration.
    error WrongConfig(uint256 expected);

    /// @notice Takes the first configuration.
    /// @param elements What is hashed.
    constructor(uint256[] memory elements) {
        _announce(elements, 0);
        _change();
    }

    /// @notice Announces a configuration, which can be taken into use after {CONFIG_DELAY}, in place of one that was announced before. Only the governor.
    /// @param elements What is hashed: 18 elements and five for each market.
    function announceConfig(uint256[] calldata elements) external onlyOwner {
        _announce(elements, CONFIG_DELAY);
    }

    /// @notice Withdraws the announcement of a configuration. Only the governor.
    function withdrawConfig() external onlyOwner {
        uint256 hash = announcedConfig;
        if (hash == 0) revert NoConfigAnnounced();
        delete announcedConfig;
        emit ConfigWithdrawn(hash);
    }

    /// @notice Takes the announced configuration into use. Anybody may call this after the delay.
    function activateConfig() external {
        if (announcedConfig == 0) revert NoConfigAnnounced();
        if (block.timestamp < configFrom) revert ConfigTooSoon(configFrom);
        _change();
    }

    function _announce(uint256[] memory elements, uint40 delay) private {
        uint256 expected = 18 + 5 * MARKETS;
        if (elements.length != expected) revert WrongConfigLength(expected);
        uint256 hash = STATE_PROOFS.hashConfig(elements);
        announcedConfig = hash;
        configFrom = uint40(block.timestamp) + delay;
        emit ConfigAnnounced(hash, configFrom, elements);
    }

    function _change() private {
        configHash = announcedConfig;
        delete announcedConfig;
        emit ConfigChanged(configHash);
    }
}
