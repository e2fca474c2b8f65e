// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Roles} from "./Roles.sol";

/// @title The verifiers that batches may be proved to
/// @notice A verifier is known by the digest of its verifying key. It is added after {ADDITION_DELAY}, which is longer than a forced withdrawal takes, so users who
/// do not trust it are gone before it counts, and only if its circuit is of the contract's family; it leaves after {REMOVAL_DELAY}; the last one that stays cannot be removed.
abstract contract VerifierRegistry is Roles {
    /// @notice A verifier contract and what it proves.
    struct Verifier {
        /// @notice The generated verifier.
        address code;
        /// @notice The number at the end of the circuit's name.
        uint32 capacity;
        /// @notice When it counts from.
        uint32 activeFrom;
        /// @notice When it stops to count; 0 if it stays.
        uint32 activeUntil;
        /// @notice keccak256 of the circuit's name, family and number: "settlement/payments/64".
        bytes32 circuit;
    }

    /// @notice Time between the announcement of a verifier and its first use.
    uint32 public constant ADDITION_DELAY = 14 days;

    /// @notice Time between the announcement of a removal and its effect.
    uint32 public constant REMOVAL_DELAY = 28 days;

    /// @notice The most verifiers that may be registered at a time.
    uint256 public constant MAX_VERIFIERS = 64;

    /// @notice The largest number at the end of a circuit's name: no batch has more operations.
    uint32 public constant MAX_CAPACITY = 65535;

    bytes32[] private _digests;
    mapping(bytes32 digest => Verifier entry) private _verifiers;

    /// @notice A verifier will count from a time on.
    /// @param circuit keccak256 of the circuit's name.
    /// @param digest The digest of its verifying key.
    /// @param code The verifier contract.
    /// @param capacity The number at the end of the circuit's name.
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
    /// @notice The circuit is not of the contract's family, or has another number.
    error WrongCircuit(bytes32 expected);
    /// @notice There is no such verifier.
    error UnknownVerifier(bytes32 digest);
    /// @notice The verifier does not count now.
    error VerifierNotActive(bytes32 digest);
    /// @notice The verifier counts and cannot be erased.
    error VerifierActive(bytes32 digest);
    /// @notice No other verifier would stay.
    error LastVerifier(bytes32 digest);

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
        bytes32 expected = keccak256(abi.encodePacked(_family(), Strings.toString(capacity)));
        if (circuit != expected) revert WrongCircuit(expected);
        _verifiers[digest] = Verifier(code, capacity, activeFrom, 0, circuit);
        _digests.push(digest);
        emit VerifierAnnounced(circuit, digest, code, capacity, activeFrom);
    }

    /// @dev The name of the family of circuits whose batches the contract settles, up to the number.
    function _family() internal pure virtual returns (string memory);

    /// @dev A verifier that counts now.
    function _activeVerifier(bytes32 digest) internal view returns (Verifier memory) {
        Verifier storage entry = _verifiers[digest];
        if (!_counts(entry)) revert VerifierNotActive(digest);
        return entry;
    }

    function _anotherStays(bytes32 digest) private view returns (bool) {
        for (uint256 i = 0; i < _digests.length; ++i) {
            if (_digests[i] == digest) continue;
            Verifier storage entry = _verifiers[_digests[i]];
            if (_counts(entry) && entry.activeUntil == 0) return true;
        }
        return false;
    }

    function _counts(Verifier storage entry) private view returns (bool) {
        return entry.code != address(0) && block.timestamp >= entry.activeFrom
            && (entry.activeUntil == 0 || block.timestamp < entry.activeUntil);
    }
}
