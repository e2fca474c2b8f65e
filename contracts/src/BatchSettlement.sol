// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BN254} from "./BN254.sol";
import {BatchData} from "./BatchData.sol";
import {DepositQueue} from "./DepositQueue.sol";
import {VerifierCall} from "./VerifierCall.sol";
import {VerifierRegistry} from "./VerifierRegistry.sol";

/// @title Settlement of batches by proofs
/// @notice Keeps the root of a state of accounts and moves it only on a proof that a batch of operations, whose data words are published here,
/// leads from the present root to the next. What the words mean is each family's of circuits; what all share is here. The contract computes the statement by itself, from its chain, its address, the batch's number, the sender and
/// the words, so a proof fits one transaction of one sender at one place. There is no proxy: its rules cannot be changed, only its verifiers, slowly.
abstract contract BatchSettlement is VerifierRegistry, DepositQueue {
    /// @notice The version of the statement and of the data's layout that the contract understands.
    uint256 public constant STATEMENT_VERSION = 1;

    /// @notice A batch moved the root.
    /// @param batch Its number.
    /// @param previousRoot The root before it.
    /// @param nextRoot The root after it.
    /// @param dataHash keccak256 of the data words.
    /// @param submitter The operator that settled it.
    event BatchSettled(
        uint256 indexed batch, uint256 previousRoot, uint256 nextRoot, bytes32 dataHash, address indexed submitter
    );

    /// @notice The next batch has another number.
    error WrongBatchNumber(uint256 expected);
    /// @notice A root or P is r or more.
    error NotBelowModulus(uint256 value);
    /// @notice The batch time is before that of the latest batch, or outside the window around the block.
    error WrongBatchTime(uint256 time, uint256 earliest, uint256 latest);
    /// @notice The verifier refused the proof.
    error InvalidProof();

    /// @notice Settles the next batch. Only an operator, and only the one that the proof names.
    /// @param number The batch's number, {nextBatch}.
    /// @param digest The digest of the verifying key that the proof is for.
    /// @param nextRoot The root after the batch.
    /// @param commitment P, the Poseidon2 hash of D and the words.
    /// @param words The data words.
    /// @param proof The proof as the verifier takes it.
    function settle(
        uint64 number,
        bytes32 digest,
        uint256 nextRoot,
        uint256 commitment,
        uint256[] calldata words,
        bytes calldata proof
    ) external nonReentrant whenNotPaused whenNotFrozen {
        if (!isOperator[msg.sender]) revert NotOperator(msg.sender);
        if (number != nextBatch) revert WrongBatchNumber(nextBatch);
        if (nextRoot >= BN254.R) revert NotBelowModulus(nextRoot);
        if (commitment >= BN254.R) revert NotBelowModulus(commitment);
        uint256 previousRoot = stateRoot;
        uint256[6] memory inputs = [domain(), previousRoot, nextRoot, commitment, 0, 0];
        bytes32 dataHash = _verify(number, digest, inputs, words, proof);
        nextBatch = number + 1;
        stateRoot = nextRoot;
        _apply(words, number, digest);
        emit BatchSettled(number, previousRoot, nextRoot, dataHash, msg.sender);
    }

    /// @dev Completes the statement by z and y and has it verified. The words and P fix both polynomials before z exists, so that equal values of y mean equal words.
    function _verify(
        uint64 number,
        bytes32 digest,
        uint256[6] memory inputs,
        uint256[] calldata words,
        bytes calldata proof
    ) private view returns (bytes32 dataHash) {
        Verifier memory entry = _activeVerifier(digest);
        dataHash = BatchData.hash(words, _wordCount(digest, entry.capacity));
        uint256[11] memory parts = [
            uint256(keccak256("zk/settlement/challenge/1")),
            inputs[0],
            uint256(entry.circuit),
            STATEMENT_VERSION,
            uint256(digest),
            number,
            uint160(msg.sender),
            inputs[1],
            inputs[2],
            inputs[3],
            uint256(dataHash)
        ];
        inputs[4] = uint256(keccak256(abi.encode(parts))) >> 8;
        inputs[5] = BatchData.evaluate(words, inputs[4]);
        if (!VerifierCall.verify(entry.code, inputs, proof)) revert InvalidProof();
    }

    /// @notice A batch time is at most so many seconds behind the block.
    function maxBehind() public pure virtual returns (uint32) {
        return 1 days;
    }

    /// @dev Demands that a batch time does not go back and is in the window around the block.
    function _advanceTime(uint32 time) internal {
        uint256 earliest = block.timestamp - maxBehind();
        if (earliest < batchTime) earliest = batchTime;
        if (time < earliest || time > block.timestamp + MAX_AHEAD) {
            revert WrongBatchTime(time, earliest, block.timestamp + MAX_AHEAD);
        }
        batchTime = time;
    }

    /// @dev The number of data words of a registered circuit.
    function _wordCount(bytes32 digest, uint32 capacity) internal view virtual returns (uint256);

    /// @dev Does on L1 what the words say; the root has moved.
    function _apply(uint256[] calldata words, uint64 number, bytes32 digest) internal virtual;
}
