// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "./Roles.sol";

/// @title The verifiers that batches may be proved to
/// @notice A verifier is known by the digest of its verifying key. It is added after {ADDITION_DELAY}, which is longer than a forced withdrawal takes, so users who
/// do not trust it are gone before it counts; it leaves after {REMOVAL_DELAY}; the last one that stays cannot be removed.
abstract contract VerifierRegistry is Roles {
    /// @notice A verifier contract and what it proves.
    struct Verifier {
        /// @notice The generated verifier.
        address code;
        /// @notice Slots of the circuit; its batches have 1 + 2 * capacity data words.
        uint32 capacity;
        /// @notice When it counts from.
        uint32 activeFrom;
        /// @notice When it stops to count; 0 if it stays.
        uint32 activeUntil;
        /// @notice keccak256 of the circuit's name, capacity included: "settlement/payments/64".
        bytes32 circuit;
    }

    /// @notice Time between the announcement of a verifier and its first use.
    uint32 public constant ADDITION_DELAY = 14 days;

    /// @notice Time between the announcement of a removal and its effect.
    uint32 public constant REMOVAL_DELAY = 28 days;

    /// @notice The most verifiers that may be registered at a time.
    uint256 public constant MAX_VERIFIERS = 64;

    /// @notice The most slots of a circuit.
    uint32 public constant MAX_CAPACITY = 65535;

    bytes32[] private _digests;
    mapping(bytes32 digest => Verifier entry) private _verifiers;

    /// @notice A verifier will count from a time on.
    /// @param circuit keccak256 of the circuit's name.
    /// @param digest The digest of its verifying key.
    /// @param code The verifier contract.
    /// @param capacity Slots of the circuit.
    /// @param activeFrom When it counts from.
    event VerifierAnnounced(bytes32 indexed circuit, bytes32 indexed digest, address code, uint32 capacity, uint256 activeFrom);
    /// @notice A verifier will stop to count at a time; 0 means that it stays after all.
    /// @param digest The digest of its verifying key.
    /// @param activeUntil When it stops to count, or 0.
    event VerifierRemovalAnnounced(bytes32 indexed digest, uint256 activeUntil);
    /// @notice A verifier that did not count yet, or no more, was erased.
    /// @param digest The digest of its verifying key.
    event VerifierErased(bytes32 indexed digest);

    /// @notice There is such a verifier, or room for no more.
    error VerifierNotAdded(bytes32 digest);
    /// @notice There is no such verifier.
    error UnknownVerifier(bytes32 digest);
    /// @notice The verifier does not count now.
    error VerifierNotActive(bytes32 digest);
    /// @notice The verifier counts and cannot be erased.
    error VerifierActive(bytes32 digest);
    /// @notice No other verifier would stay.
    error LastVerifier(bytes32 digest);

    /// @notice Announces a verifier, which counts after {ADDITION_DELAY}. Only the governor.
    /// @param digest The digest of its verifying key.
    /// @param circuit keccak256 of the circuit's name.
    /// @param capacity Slots of the circuit.
    /// @param code The verifier contract.
    function announceVerifier(bytes32 digest, bytes32 circuit, uint32 capacity, address code) external onlyOwner {
        _addVerifier(digest, circuit, capacity, code, uint32(block.timestamp) + ADDITION_DELAY);
    }

    /// @notice Announces that a verifier will stop to count after {REMOVAL_DELAY}. Only the governor.
    /// @param digest The digest of its verifying key.
    function announceRemoval(bytes32 digest) external onlyOwner {
        Verifier storage entry = _verifiers[digest];
        if (!_counts(entry)) revert VerifierNotActive(digest);
        if (!_anotherStays(digest)) revert LastVerifier(digest);
        entry.activeUntil = uint32(block.timestamp) + REMOVAL_DELAY;
        emit VerifierRemovalAnnounced(digest, entry.activeUntil);
    }

    /// @notice Withdraws the announcement of a removal that has no effect yet. Only the governor.
    /// @param digest The digest of the verifying key.
    function withdrawRemoval(bytes32 digest) external onlyOwner {
        Verifier storage entry = _verifiers[digest];
        if (entry.activeUntil == 0 || !_counts(entry)) revert VerifierNotActive(digest);
        delete entry.activeUntil;
        emit VerifierRemovalAnnounced(digest, 0);
    }

    /// @notice Erases a verifier that does not count: one that was announced only, or one whose removal has taken effect. Only the governor.
    /// @param digest The digest of its verifying key.
    function eraseVerifier(bytes32 digest) external onlyOwner {
        Verifier storage entry = _verifiers[digest];
        if (entry.code == address(0)) revert UnknownVerifier(digest);
        if (_counts(entry)) revert VerifierActive(digest);
        delete _verifiers[digest];
        uint256 last = _digests.length - 1;
        for (uint256 i = 0; i < last; ++i) {
            if (_digests[i] == digest) {
                _digests[i] = _digests[last];
                break;
            }
        }
        _digests.pop();
        emit VerifierErased(digest);
    }

    /// @notice The registered verifying keys' digests, in no particular order.
    function verifierDigests() external view returns (bytes32[] memory) {
        return _digests;
    }

    /// @notice What is registered under a digest; all zero if nothing is.
    /// @param digest The digest of a verifying key.
    function verifier(bytes32 digest) external view returns (Verifier memory) {
        return _verifiers[digest];
    }

    /// @dev Registers a verifier.
    function _addVerifier(bytes32 digest, bytes32 circuit, uint32 capacity, address code, uint32 activeFrom) internal {
        if (
            _verifiers[digest].code != address(0) || _digests.length == MAX_VERIFIERS || code.code.length == 0 || capacity == 0
                || capacity > MAX_CAPACITY
        ) revert VerifierNotAdded(digest);
        _verifiers[digest] = Verifier(code, capacity, activeFrom, 0, circuit);
        _digests.push(digest);
        emit VerifierAnnounced(circuit, digest, code, capacity, activeFrom);
    }

    /// @dev A verifier that counts now.
    function _activeVerifier(bytes32 digest) internal view returns (Verifier memory entry) {
        entry = _verifiers[digest];
        if (!_counts(entry)) revert VerifierNotActive(digest);
    }

    function _anotherStays(bytes32 digest) private view returns (bool) {
        for (uint256 i = 0; i < _digests.length; ++i) {
            if (_digests[i] == digest) continue;
            Verifier memory entry = _verifiers[_digests[i]];
            if (_counts(entry) && entry.activeUntil == 0) return true;
        }
        return false;
    }

    function _counts(Verifier memory entry) private view returns (bool) {
        return entry.code != address(0) && block.timestamp >= entry.activeFrom
            && (entry.activeUntil == 0 || block.timestamp < entry.activeUntil);
    }
}
