// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {BatchData} from "./BatchData.sol";
import {BatchSettlement} from "./BatchSettlement.sol";
import {EscapeHatch} from "./EscapeHatch.sol";
import {ForcedRequests} from "./ForcedRequests.sol";
import {Ledger} from "./Ledger.sol";
import {RequestTerms} from "./RequestTerms.sol";
import {Roles} from "./Roles.sol";

/// @title Settlement of payments by proofs
/// @notice Batches of deposits, withdrawals and transfers, proved by circuits "settlement/payments/N" of N slots. The data words are a header, which from the lowest
/// bit holds the batch time (32 bits), the number of operations (16) and the fee account (32), and two words for each slot.
contract Settlement is BatchSettlement, ForcedRequests, EscapeHatch {
    /// @notice A verifier that counts from the start.
    struct FirstVerifier {
        /// @notice The digest of its verifying key.
        bytes32 digest;
        /// @notice keccak256 of the circuit's name.
        bytes32 circuit;
        /// @notice Slots of the circuit.
        uint32 capacity;
        /// @notice The verifier contract.
        address code;
    }

    /// @notice Starts with the empty state.
    /// @param token The token.
    /// @param unit Its smallest units in one unit of the state.
    /// @param requestBond What a forced request takes along, in the chain's currency.
    /// @param governor The first governor, a {Governance} contract.
    /// @param operator The first operator.
    /// @param firstGuardian The first guardian, or zero.
    /// @param verifiers The verifiers that count from the start, at least one.
    constructor(
        IERC20 token,
        uint256 unit,
        uint256 requestBond,
        address governor,
        address operator,
        address firstGuardian,
        FirstVerifier[] memory verifiers
    )
        Roles(governor, operator, firstGuardian)
        Ledger(token, unit)
        RequestTerms(requestBond)
    {
        if (verifiers.length == 0) revert LastVerifier(0);
        for (uint256 i = 0; i < verifiers.length; ++i) {
            FirstVerifier memory first = verifiers[i];
            _addVerifier(first.digest, first.circuit, first.capacity, first.code, uint32(block.timestamp));
        }
    }

    /// @notice Announces a verifier, which counts after {ADDITION_DELAY}. Only the governor.
    /// @param digest The digest of its verifying key.
    /// @param circuit keccak256 of the circuit's name.
    /// @param capacity Slots of the circuit.
    /// @param code The verifier contract.
    function announceVerifier(bytes32 digest, bytes32 circuit, uint32 capacity, address code) external onlyOwner {
        _addVerifier(digest, circuit, capacity, code, uint32(block.timestamp) + ADDITION_DELAY);
    }

    /// @dev Does on L1 what the words say.
    function _apply(uint256[] calldata words, uint64 number, bytes32) internal override {
        uint256 header = words[0];
        _advanceTime(uint32(header));
        uint256 end = 2 * uint256(uint16(header >> 32));
        uint64 open = openRequests;
        uint64 served = 0;
        uint64 deposited = 0;
        uint64 withdrawn = 0;
        for (uint256 i = 1; i < end; i += 2) {
            uint256 first = words[i];
            uint256 second = words[i + 1];
            uint256 kind = BatchData.kind(first);
            if (kind == BatchData.DEPOSIT) {
                _settleDeposit(first, second, number);
                deposited += BatchData.amount(first);
            } else if (kind == BatchData.WITHDRAWAL) {
                withdrawn += BatchData.amount(first);
                _credit(address(uint160(second)), BatchData.amount(first));
                if (served < open) served += _serve(first, second, number);
            }
        }
        if (served != 0) openRequests = open - served;
        _settleTotals(deposited, withdrawn);
    }

    function _wordCount(bytes32, uint32 capacity) internal pure override returns (uint256) {
        return 1 + 2 * uint256(capacity);
    }

    function _family() internal pure override returns (string memory) {
        return "settlement/payments/";
    }
}
