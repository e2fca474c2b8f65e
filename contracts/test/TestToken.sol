// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token for test chains, which everybody may mint
contract TestToken is ERC20("Zk test token", "ZKT") {
    /// @notice Makes tokens out of nothing.
    /// @param to Who gets them.
    /// @param amount How many of the smallest units.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
