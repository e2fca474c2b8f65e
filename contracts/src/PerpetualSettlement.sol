// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {BatchData} from "./BatchData.sol";
import {BatchSettlement} from "./BatchSettlement.sol";
import {CircuitBreaker} from "./CircuitBreaker.sol";
import {Ledger} from "./Ledger.sol";
import {PerpetualConfig} from "./PerpetualConfig.sol";
import {PerpetualData} from "./PerpetualData.sol";
import {PerpetualEscape} from "./PerpetualEscape.sol";
import {PerpetualRequests} from "./PerpetualRequests.sol";
import {PerpetualState} from "./PerpetualState.sol";
import {RequestTerms} from "./RequestTerms.sol";
import {Roles} from "./Roles.sol";

/// @title Settlement of perpetuals by proofs
/// @notice Batches of trades and what belongs to them, proved by circuits "settlement/perpetual/P" of profiles P ({PerpetualData}). Here they do four things: take
/// deposits out of the queue, credit withdrawals, answer forced requests, and trip or reset the breaker. The token is the collateral of all markets.
contract PerpetualSettlement is BatchSettlement, PerpetualConfig, CircuitBreaker, PerpetualRequests, PerpetualEscape {
    /// @notice A verifier that counts from the start.
    struct FirstVerifier {
        /// @notice The digest of its verifying key.
        bytes32 digest;
        /// @notice keccak256 of the circuit's name.
        bytes32 circuit;
        /// @notice The profile's shape, as {shapes} has it.
        uint256 shape;
        /// @notice The circuit's profile.
        uint32 profile;
        /// @notice The verifier contract.
        address code;
    }

    /// @notice What a batch moves between the contract's sums.
    struct Moved {
        /// @notice Out of the queue.
        uint64 deposited;
        /// @notice Out of the state.
        uint64 withdrawn;
    }

    /// @notice How often each type of slot is there in a registered verifier's circuit, 16 bits each from the lowest, in the order of {PerpetualData}, and above them
    /// the number of markets. What it says of a verifier that is not registered means nothing.
    mapping(bytes32 digest => uint256 shape) public shapes;

    /// @notice A verifier's circuit has this shape.
    /// @param digest The digest of its verifying key.
    /// @param shape The shape.
    event ShapeRegistered(bytes32 indexed digest, uint256 shape);

    /// @notice The shape is none, or has another number of markets than the contract, no slot for forced withdrawals, or slots for forced trades against {FORCED_TRADES}.
    error WrongShape(uint256 shape);
    /// @notice The batch has more operations of a type than the circuit has slots.
    error TooManyOperations(uint256 slotType);
    /// @notice Where an operation of this kind belongs stands another: the registered shape is not the circuit's.
    error WrongSlot(uint256 kind);

    /// @notice Starts with the empty state. The first verifier's shape fixes the number of markets and whether there are forced trades.
    /// @param token The token.
    /// @param unit Its smallest units in one unit of the state.
    /// @param requestBond What a forced request takes along, in the chain's currency.
    /// @param governor The first governor, a {Governance} contract.
    /// @param operator The first operator.
    /// @param firstGuardian The first guardian, or zero.
    /// @param verifiers The verifiers that count from the start, at least one.
    /// @param config The elements of the first configuration.
    constructor(
        IERC20 token,
        uint256 unit,
        uint256 requestBond,
        address governor,
        address operator,
        address firstGuardian,
        FirstVerifier[] memory verifiers,
        uint256[] memory config
    )
        Roles(governor, operator, firstGuardian)
        Ledger(token, unit)
        RequestTerms(requestBond)
        PerpetualState(PerpetualData.markets(verifiers[0].shape))
        PerpetualConfig(config)
        PerpetualRequests(PerpetualData.slots(verifiers[0].shape, PerpetualData.FORCED_TRADES) != 0)
    {
        for (uint256 i = 0; i < verifiers.length; ++i) {
            FirstVerifier memory first = verifiers[i];
            _addShaped(first.digest, first.circuit, first.profile, first.shape, first.code, uint32(block.timestamp));
        }
    }

    /// @inheritdoc BatchSettlement
    /// @dev Expiry of orders and freshness of prices are judged by batch time, so one who lags chooses among both.
    function maxBehind() public pure override returns (uint32) {
        return 30 minutes;
    }

    /// @notice Announces a verifier, which counts after {ADDITION_DELAY}. Only the governor.
    /// @param digest The digest of its verifying key.
    /// @param circuit keccak256 of the circuit's name.
    /// @param profile The circuit's profile.
    /// @param shape The profile's shape, as {shapes} has it.
    /// @param code The verifier contract.
    function announceVerifier(bytes32 digest, bytes32 circuit, uint32 profile, uint256 shape, address code)
        external
        onlyOwner
    {
        _addShaped(digest, circuit, profile, shape, code, uint32(block.timestamp) + ADDITION_DELAY);
    }

    /// @dev Does on L1 what the words say.
    function _apply(uint256[] calldata words, uint64 number, bytes32 digest) internal override {
        _advanceTime(uint32(words[0]));
        if (PerpetualData.configHash(words[2], words[3]) != configHash) revert WrongConfig(configHash);
        _advanceBreaker(words[0], number);
        uint256 shape = shapes[digest];
        uint256 start = PerpetualData.HEADER;
        Moved memory moved;
        for (uint256 t = 0; t < PerpetualData.TYPES; ++t) {
            uint256 slots = PerpetualData.slots(shape, t);
            uint256 used = PerpetualData.slots(words[1], t);
            if (used > slots) revert TooManyOperations(t);
            uint256 width = PerpetualData.width(t);
            if (PerpetualData.kind(t) != 0) {
                uint256 end = start + used * width;
                for (uint256 i = start; i < end; i += width) _settleSlot(words[i:i + width], PerpetualData.kind(t), number, moved);
            }
            start += slots * width;
        }
        _settleTotals(moved.deposited, moved.withdrawn);
    }

    /// @dev The circuit proves what stands at a place; a shape that is not the circuit's is noticed by the kind.
    function _settleSlot(uint256[] calldata slot, uint256 kind, uint64 number, Moved memory moved) private {
        if (BatchData.kind(slot[0]) != kind) revert WrongSlot(kind);
        if (kind == BatchData.DEPOSIT) {
            _settleDeposit(slot[0], slot[1], number);
            moved.deposited += BatchData.amount(slot[0]);
            return;
        }
        uint64 amount = 0;
        if (kind == BatchData.WITHDRAWAL) amount = BatchData.amount(slot[0]);
        else if (_answer(slot, number) && kind == PerpetualData.FORCED_WITHDRAWAL) amount = PerpetualData.forcedAmount(slot[0]);
        else return;
        moved.withdrawn += amount;
        _credit(address(uint160(slot[1])), amount);
    }

    function _addShaped(
        bytes32 digest,
        bytes32 circuit,
        uint32 profile,
        uint256 shape,
        address code,
        uint32 activeFrom
    ) private {
        if (
            PerpetualData.markets(shape) != MARKETS || MARKETS == 0 || PerpetualData.slots(shape, PerpetualData.FORCED_WITHDRAWALS) == 0
                || (PerpetualData.slots(shape, PerpetualData.FORCED_TRADES) != 0) != FORCED_TRADES
        ) revert WrongShape(shape);
        _addVerifier(digest, circuit, profile, code, activeFrom);
        shapes[digest] = shape;
        emit ShapeRegistered(digest, shape);
    }

    function _wordCount(bytes32 digest, uint32) internal view override returns (uint256) {
        return PerpetualData.wordCount(shapes[digest]);
    }

    function _family() internal pure override returns (string memory) {
        return "settlement/perpetual/";
    }
}
