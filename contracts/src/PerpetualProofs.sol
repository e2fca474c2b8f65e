// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountTree} from "./AccountTree.sol";
import {PerpetualAccounts} from "./PerpetualAccounts.sol";
import {SignatureProofs} from "./SignatureProofs.sol";

/// @title Proofs about single accounts of perpetuals
/// @notice What the configuration and the escape hatch of {PerpetualSettlement} need of the circuits' arithmetic.
contract PerpetualProofs is SignatureProofs {
    /// @notice What stands beside the account tree in a root.
    struct Markets {
        /// @notice Three elements of each market.
        uint256[] elements;
        /// @notice Time, breaker, insurance fund and volume in one element.
        uint256 globals;
    }

    uint256 private constant STATE_DOMAIN = 7;
    uint256 private constant MARKETS_DOMAIN = 8;
    uint256 private constant CONFIG_DOMAIN = 9;

    /// @notice Demands that a state holds an account at a place.
    /// @param root The root of the state.
    /// @param index The place.
    /// @param account The account.
    /// @param siblings The siblings of the place's path, from the leaf up.
    /// @param markets The rest of the state.
    /// @return What the account is worth, in units, rounded down; negative if it is bankrupt.
    function requireAccount(
        uint256 root,
        uint32 index,
        PerpetualAccounts.Account calldata account,
        uint256[32] calldata siblings,
        Markets calldata markets
    ) external pure returns (int256) {
        uint256 accounts = AccountTree.rootOf(index, PerpetualAccounts.leaf(account), siblings);
        if (_root(accounts, markets.elements, markets.globals) != root) revert AccountTree.WrongPath();
        return PerpetualAccounts.worth(account, markets.elements);
    }

    /// @notice The root of a state in which no market has a price.
    /// @param accounts The root of the account tree.
    /// @param count The number of markets.
    function firstRoot(uint256 accounts, uint256 count) external pure returns (uint256) {
        uint256[] memory elements = new uint256[](3 * count);
        for (uint256 i = 2; i < elements.length; i += 3) elements[i] = 1 << 63;
        return _root(accounts, elements, 0);
    }

    /// @notice The hash of a configuration.
    /// @param elements What is hashed, each below r.
    function hashConfig(uint256[] calldata elements) external pure returns (uint256) {
        return PerpetualAccounts.hash(CONFIG_DOMAIN, elements);
    }

    function _root(uint256 accounts, uint256[] memory markets, uint256 globals) private pure returns (uint256) {
        uint256[] memory parts = new uint256[](3);
        parts[0] = accounts;
        parts[1] = PerpetualAccounts.hash(MARKETS_DOMAIN, markets);
        parts[2] = globals;
        return PerpetualAccounts.hash(STATE_DOMAIN, parts);
    }
}
