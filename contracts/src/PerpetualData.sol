// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The public data words of a batch of perpetuals
/// @notice Four words of header, then the slots of ten types, one type after the other, each type's used slots first. From the lowest bit the words of the header hold
/// [time (32 bits), fee account (32), tripped (1), reset (1), increasing (16)]; the numbers of used slots, 16 bits for each type; the low and the high 128 bits of
/// the configuration's hash. Numbers of slots are packed like those of used ones. Words of deposits and withdrawals are those of {BatchData}.
library PerpetualData {
    /// @notice The number of types of slots: oracle tick, funding tick, deposit, trade, transfer, liquidation, deleverage, withdrawal, forced withdrawal, forced trade.
    uint256 internal constant TYPES = 10;

    /// @dev The types that a contract may have or not have.
    uint256 internal constant FORCED_WITHDRAWALS = 8;
    uint256 internal constant FORCED_TRADES = 9;

    /// @dev Kinds, as they stand in the first byte of a slot.
    uint256 internal constant FORCED_WITHDRAWAL = 9;
    uint256 internal constant FORCED_TRADE = 10;

    /// @dev Words of the header.
    uint256 internal constant HEADER = 4;

    /// @dev Words of a slot of each type, 8 bits each; the last word of a forced slot is its result, the others are the request.
    uint256 private constant WIDTHS = 0x0f090202020202020101;

    /// @dev The kinds of the types that do something on L1, 8 bits each; 0 for the others.
    uint256 private constant KINDS = 0x0a090200000000010000;

    /// @dev The number of slots of a type.
    function slots(uint256 shape, uint256 slotType) internal pure returns (uint256) {
        return uint16(shape >> (16 * slotType));
    }

    /// @dev The number of words of a slot of a type.
    function width(uint256 slotType) internal pure returns (uint256) {
        return uint8(WIDTHS >> (8 * slotType));
    }

    /// @dev The kind of a type that does something on L1, otherwise 0.
    function kind(uint256 slotType) internal pure returns (uint256) {
        return uint8(KINDS >> (8 * slotType));
    }

    /// @dev The number of words of all batches of a circuit with so many slots.
    function wordCount(uint256 shape) internal pure returns (uint256 count) {
        count = HEADER;
        for (uint256 t = 0; t < TYPES; ++t) count += slots(shape, t) * width(t);
    }

    /// @dev The number of markets in a circuit's shape, which stands above the numbers of its slots; 0 for what is no shape.
    function markets(uint256 shape) internal pure returns (uint256) {
        uint256 count = shape >> (16 * TYPES);
        return count > type(uint8).max ? 0 : count;
    }

    /// @dev What the header says of the breaker.
    function breaker(uint256 header) internal pure returns (bool tripped, bool reset, uint256 increasing) {
        return ((header >> 64) & 1 != 0, (header >> 65) & 1 != 0, uint16(header >> 66));
    }

    /// @dev The hash of the configuration that the batch kept to; 0, which no configuration hashes to, if its halves are none.
    function configHash(uint256 low, uint256 high) internal pure returns (uint256) {
        return (low | high) >> 128 == 0 ? low | (high << 128) : 0;
    }

    /// @dev The amount of a forced withdrawal by its first word.
    function forcedAmount(uint256 first) internal pure returns (uint64) {
        return uint64(first >> 40);
    }
}
