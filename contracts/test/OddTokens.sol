// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "./TestToken.sol";

/// @title A token that keeps one per cent of every transfer
contract FeeToken is TestToken {
    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(to, address(0), value / 100);
    }
}

/// @title A token that reports more than it moves
contract LyingToken is TestToken {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return true;
    }
}

/// @title A token that calls somebody back during a transfer
contract HookToken is TestToken {
    address public target;
    bytes public data;
    bytes public answer;
    bool public success;

    /// @notice What to call in the next transfers.
    function arm(address target_, bytes calldata data_) external {
        (target, data) = (target_, data_);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (target != address(0)) (success, answer) = target.call(data);
    }
}

/// @title A token whose functions return nothing, as some old ones
contract SilentToken {
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @title A token that answers false instead of reverting
contract FalseToken is TestToken {
    bool public broken;

    function breakDown(bool broken_) external {
        broken = broken_;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return !broken && super.transfer(to, value);
    }
}
